"""Which account a message leaves by, how many may leave by it now, and how it fares."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from messaging.channels.outcomes import Away, Receipt, Refused, Result
from messaging.channels.replies import Remedy, Stage, meaning_of
from messaging.models import Message, Sender
from messaging.states import Reason

LOGIN_WAIT = timedelta(minutes=5)  # that all messages wait after a refused log-in
AWAY_WAIT = timedelta(seconds=30)
_NO_CONNECTION = (Stage.CONNECT, Stage.LOGIN)


@dataclass(frozen=True, slots=True)
class Admission:
    """How many messages may go by an account now; the others wait until `retry_at`, and say why."""

    granted: int
    retry_at: datetime | None = None
    is_probe: bool = False
    reason: Reason = Reason.SERVER_AWAY
    detail: str = ""


def senders_of(messages: Iterable[Message], now: datetime) -> dict[int, Sender]:
    """The account of each message, by the message's id; none there: it is kept here. One query."""
    messages = list(messages)
    stores = {message.store_id for message in messages}
    senders = Sender.objects.filter(store_id__in=stores, is_active=True)
    first: dict[tuple[int, str], Sender] = {}
    for sender in senders.order_by("position", "id"):
        first.setdefault((sender.store_id, sender.channel), sender)
    found = {message.pk: first.get((message.store_id, message.channel)) for message in messages}
    return {pk: sender for pk, sender in found.items() if sender}


def admit(*, sender: Sender, wanted: int, now: datetime) -> Admission:
    """Ask for `wanted` messages to leave by the account now, before they are marked."""
    if not sender.waits_until or sender.waits_until <= now:
        return Admission(wanted)
    reason = Reason(sender.trouble) if sender.trouble else Reason.SERVER_AWAY
    return Admission(0, sender.waits_until, reason=reason, detail=sender.trouble_detail)


def note(*, sender: Sender, results: Sequence[Result], now: datetime) -> None:
    """Learn from what the account's server had to say. Part of the transaction that records it."""
    trouble = next((found for result in results if (found := _trouble(result))), None)
    if trouble:
        reason, line, wait = trouble
        sender.trouble_since = sender.trouble_since or now
        sender.trouble, sender.trouble_detail = str(reason.value), line
        sender.waits_until = now + wait
    elif sender.trouble and any(isinstance(result, Receipt) for result in results):
        sender.trouble, sender.trouble_detail = "", ""
        sender.trouble_since = sender.waits_until = None
    else:
        return
    sender.save(update_fields=["trouble", "trouble_detail", "trouble_since", "waits_until"])


def concerns_account(result: Result) -> bool:
    """Whether it says nothing of the one message, and all messages of the account wait."""
    return _trouble(result) is not None


def _trouble(result: Result) -> tuple[Reason, str, timedelta] | None:
    if isinstance(result, Away):
        is_away = result.stage in _NO_CONNECTION
        return (Reason.SERVER_AWAY, result.line, AWAY_WAIT) if is_away else None
    if not isinstance(result, Refused):
        return None
    meaning = meaning_of(result.stage, result.code, result.line)
    if meaning.remedy is not Remedy.SENDER:
        return None
    wait = AWAY_WAIT if meaning.reason == Reason.SERVER_BUSY else LOGIN_WAIT
    return meaning.reason, f"{result.code} {result.line}", wait
