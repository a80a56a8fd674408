"""What came in between since messages were planned, and stops them. Some queries for any number."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from messaging import queries, second_thoughts
from messaging.doubt import as_far_as_known
from messaging.models import Halt, Message, Sender
from messaging.states import Reason, State
from stores.models import Store

Obstacle = tuple[State, Reason]


def obstacles_of(
    messages: Sequence[Message], senders: Mapping[int, Sender], now: datetime
) -> dict[int, Obstacle]:
    """The messages that must not go, by id: what becomes of each, and why."""
    suppressed = queries.suppressed_of(messages)
    halts = _halts_of(messages)
    found: dict[int, Obstacle] = {}
    for message in messages:
        sender = senders.get(message.pk)
        obstacle = _obstacle(message, message.pk in suppressed, now)
        if obstacle is None and any(_covers(halt, message, sender) for halt in halts):
            obstacle = State.HELD, Reason.HALTED
        obstacle = obstacle or _second_thought(message)
        if obstacle:
            found[message.pk] = as_far_as_known(message, *obstacle)
    return found


def _obstacle(message: Message, is_suppressed: bool, now: datetime) -> Obstacle | None:
    if message.order and message.order.redacted_at:
        return State.NOT_SENT, Reason.REDACTED
    if message.store.state == Store.State.UNINSTALLED:
        return State.NOT_SENT, Reason.STORE_UNINSTALLED
    if message.store.state == Store.State.PAUSED and not message.is_test:
        return State.HELD, Reason.STORE_PAUSED
    if is_suppressed:
        return State.NOT_SENT, Reason.SUPPRESSED
    if message.expires_at <= now:
        tried = message.attempts_count > 0
        return (State.FAILED, Reason.EXPIRED) if tried else (State.HELD, Reason.TOO_LATE)
    return None


def _second_thought(message: Message) -> Obstacle | None:
    """Only what advertises asks, message by message: it is few, and the law's."""
    reason = second_thoughts.reason_not_to(message)
    return (State.NOT_SENT, reason) if reason else None


def _halts_of(messages: Sequence[Message]) -> list[Halt]:
    stores = {message.store_id for message in messages}
    return list(Halt.objects.filter(store_id__in=stores, lifted_at=None))


def _covers(halt: Halt, message: Message, sender: Sender | None) -> bool:
    return (
        halt.store_id == message.store_id
        and halt.kind in ("", message.kind)
        and halt.sender_id in (None, sender.pk if sender else 0)
        and not message.is_test
    )
