"""Which account a message leaves by.

# Note [The next account takes over]
A store's accounts of one channel stand in order. While the first waits, what has not begun goes by
the next; when it has waited, one message goes by it as a probe and the others still by the next. A
message that may have been accepted stays with the account that may have it: only there is a second
copy known as one.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from messaging.doubt import is_in_doubt
from messaging.models import Message, Sender, SenderPulse
from messaging.states import Transport


@dataclass(slots=True)
class _Chain:
    """The accounts of a store and channel, in order, while messages are given to them.

    One that keeps mails here never takes over: nothing would leave, and nobody would see it.
    """

    accounts: list[Sender]
    now: datetime
    _probed: set[int] = field(default_factory=set)

    def sender_for(self, message: Message) -> Sender:
        """See Note [The next account takes over]."""
        own = next((each for each in self.accounts if stays(message, each)), None)
        if own:
            return own
        for account in standing_in(self.accounts):
            if account.waits_until is None:
                return account
            if self._may_probe(account):
                self._probed.add(account.pk)
                return account
        return min(standing_in(self.accounts), key=self._comes_next)

    def _may_probe(self, account: Sender) -> bool:
        if account.waits_until is None or account.waits_until > self.now:
            return False
        until = pulse_of(account).probing_until
        return account.pk not in self._probed and (until is None or until <= self.now)

    def _comes_next(self, account: Sender) -> tuple[datetime, int]:
        return (account.waits_until or self.now, account.position)


def senders_of(messages: Iterable[Message], now: datetime) -> dict[int, Sender]:
    """The account of each message, by the message's id; none there: it is kept here. One query."""
    messages = list(messages)
    stores = {message.store_id for message in messages}
    active = Sender.objects.filter(store_id__in=stores, is_active=True).select_related("pulse")
    chains: dict[tuple[int, str], _Chain] = {}
    for sender in active.order_by("position", "id"):
        chain = chains.setdefault((sender.store_id, sender.channel), _Chain([], now))
        chain.accounts.append(sender)
    found = {}
    for message in messages:
        at_hand = chains.get((message.store_id, message.channel))
        if at_hand:
            found[message.pk] = at_hand.sender_for(message)
    return found


def standing_in(chain: Sequence[Sender]) -> Sequence[Sender]:
    """Those of a chain by which messages go: the first that keeps them here ends it."""
    if chain and chain[0].transport == Transport.CAPTURE:
        return chain[:1]
    return [each for each in chain if each.transport != Transport.CAPTURE]


def stays(message: Message, account: Sender) -> bool:
    """See Note [The next account takes over]."""
    return is_in_doubt(message) and message.sender_id == account.pk


def pulse_of(sender: Sender) -> SenderPulse:
    """How the account fares; an account that never sent has a pulse too, not kept."""
    try:
        return sender.pulse
    except SenderPulse.DoesNotExist:
        return SenderPulse(sender=sender, store_id=sender.store_id)
