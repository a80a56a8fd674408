"""What a person agreed to: kept as a ledger, and asked before each message that needs it.

# Note [Whose word counts]
Marketing needs a yes. The last word in the ledger is the person's own (on our page, by their mail
program, by an answer) or the shop's, with the time at which it was said there; the later one
counts. Only where the ledger is silent does the tick of that purchase count. So a box that is
ticked by default at the next purchase does not bring back who has left.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import connection, transaction
from django.utils.translation import gettext

from common.db.lookups import AnyOf
from common.errors import DomainError
from messaging import phones, planning
from messaging.addresses import mailable, one_line
from messaging.models import Consent, Message, Suppression
from messaging.planning import Standing
from messaging.states import Channel, Ground, Purpose, SuppressionCause
from messaging.suppressing import suppress_recipient
from orders import services as orders
from orders.models import ActivityKind, Order
from stores.models import Store, TrackingMode

_LIFTED: Final = "The person agreed again"


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """What one person said about one channel and purpose, and how we know."""

    channel: Channel
    address: str
    purpose: Purpose
    is_given: bool
    ground: Ground
    detail: str = ""
    actor: str = ""


class AddressMissing(DomainError):
    """There is nobody to be written to by this channel."""

    code = "address-missing"


class NothingToAgree(DomainError):
    """Mail about an order is part of the sale: nobody is asked, so nobody can say no here."""

    code = "nothing-to-agree"


def check_purpose(channel: str, purpose: str) -> None:
    """Raises NothingToAgree where a word would change nothing."""
    if channel == Channel.EMAIL and purpose == Purpose.ORDERS:
        words = gettext(
            "News about orders go by e-mail without agreement. To stop them, put the address on "
            "the list of addresses not to write to."
        )
        raise NothingToAgree(words)


def spelled(channel: Channel, address: str) -> str:
    """The address as the ledger knows it. Raises AddressMissing for what is none."""
    if channel == Channel.EMAIL:
        found = mailable(address.strip().lower())
    else:
        found = phones.as_dialled(address, "")
    if not found:
        words = gettext("Give an e-mail address, or a telephone number as +4791234567.")
        raise AddressMissing(words)
    return found


@transaction.atomic
def record_consent(
    *, store: Store, word: Word, at: datetime, now: datetime, order: Order | None = None
) -> bool:
    """Add a word to the ledger. False if it changes nothing: said before, or followed by another.

    No to marketing also puts the address on the list of those not written to for it; yes takes it
    off. On the timeline of the order that it came from, if any. Raises NothingToAgree.
    """
    check_purpose(word.channel, word.purpose)
    address = word.address.strip().lower()[:320]
    if not address:
        return False
    _wait_for_others(store.pk, word.channel, address)
    last = last_word(store_id=store.pk, channel=word.channel, address=address, purpose=word.purpose)
    if last is not None and (last.at > at or last.is_given == word.is_given):
        return False
    row = Consent.objects.create(
        store=store,
        channel=word.channel,
        address=address,
        purpose=word.purpose,
        is_given=word.is_given,
        ground=word.ground,
        detail=one_line(word.detail),
        order=order,
        actor=word.actor[:254],
        at=at,
    )
    if word.purpose == Purpose.MARKETING:
        _keep_list(store, row, now)
    if word.purpose == Purpose.TRACKING and not word.is_given:
        _see_no_more(row, {address, word.address.strip()})
    _tell(row, order, now)
    return True


def last_word(*, store_id: int, channel: str, address: str, purpose: str) -> Consent | None:
    """What holds for a person; None where they never said anything. One query."""
    rows = Consent.objects.filter(store_id=store_id)
    return rows.last_word(channel=channel, address=address, purpose=purpose).first()


def has_agreed(*, store_id: int, channel: str, address: str, ticked: bool) -> bool:
    """Whether marketing may go to the address. One query. See Note [Whose word counts].

    `ticked`: what was said with the purchase that it is about.
    """
    word = last_word(store_id=store_id, channel=channel, address=address, purpose=Purpose.MARKETING)
    return ticked if word is None else word.is_given


def standing_for(*, store_id: int, kind: str, channel: str, address: str, ticked: bool) -> Standing:
    """Of a message of this kind to the address. No query for what does not advertise, else one."""
    if not planning.is_marketing(kind):
        return Standing()
    word = last_word(store_id=store_id, channel=channel, address=address, purpose=Purpose.MARKETING)
    if word is None:
        return Standing(may_advertise=ticked, is_opted_out=False)
    return Standing(may_advertise=word.is_given, is_opted_out=not word.is_given)


def refusing(messages: Iterable[Message], purpose: Purpose) -> set[int]:
    """Those of the messages whose readers said no to the purpose. One query, none for none."""
    readers = {message.pk: _reader_of(message) for message in messages}
    if not readers:
        return set()
    stores, channels, addresses = map(set, zip(*readers.values(), strict=True))
    rows = Consent.objects.filter(
        AnyOf("address", addresses), store_id__in=stores, channel__in=channels, purpose=purpose
    )
    said = rows.order_by("at", "id").values_list("store_id", "channel", "address", "is_given")
    last = {(store_id, channel, address): given for store_id, channel, address, given in said}
    return {pk for pk, reader in readers.items() if not last.get(reader, True)}


def _reader_of(message: Message) -> tuple[int, str, str]:
    return message.store_id, message.channel, message.recipient.strip().lower()


def forget_consents(*, store_id: int, addresses: list[str]) -> int:
    """A person is erased: what they agreed to is forgotten, what they refused stays.

    Who asked to be left alone is not written to because they also asked to be forgotten. How many
    rows went.
    """
    wanted = sorted({one.strip().lower() for one in addresses if one.strip()})
    rows = Consent.objects.filter(store_id=store_id, address__in=wanted)
    rows.update(order=None, detail="")
    return rows.filter(is_given=True).delete()[0]


def _keep_list(store: Store, row: Consent, now: datetime) -> None:
    if row.is_given:
        listed = Suppression.objects.in_force().of(row.address, row.channel)
        listed.filter(store=store, cause=SuppressionCause.OPT_OUT).update(
            lifted_at=now, lifted_by=row.actor, lifted_because=gettext(_LIFTED)
        )
        return
    suppress_recipient(
        store=store,
        address=row.address,
        channel=Channel(row.channel),
        cause=SuppressionCause.OPT_OUT,
        now=now,
        detail=row.get_ground_display(),
        actor=row.actor,
    )


def _see_no_more(row: Consent, spellings: set[str]) -> None:
    """Also of what was sent: links lead on, and nothing is recorded (tracking/recording.py).

    Every message there is by now, written or not; one that comes later asks the ledger.
    """
    said = Message.objects.filter(store_id=row.store_id, channel=row.channel)
    said.filter(recipient__in=spellings).exclude(tracked_as=TrackingMode.OFF).update(
        tracked_as=TrackingMode.OFF
    )


def _tell(row: Consent, order: Order | None, now: datetime) -> None:
    if order is None:
        return
    orders.record_activity(
        store_id=row.store_id,
        order_id=order.pk,
        kind=ActivityKind.CONSENT_CHANGED,
        at=now,
        key=f"consent:{row.pk}",
        data={
            "channel": row.channel,
            "purpose": row.purpose,
            "is_given": row.is_given,
            "ground": row.ground,
        },
        actor=row.actor,
    )


def _wait_for_others(store_id: int, channel: str, address: str) -> None:
    """Of the same person, until this is committed: the last word is read, then followed."""
    name = f"consent:{store_id}:{channel}:{address}"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])
