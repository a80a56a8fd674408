"""How long each stage takes from Shopify's request to the mail's being handed over.

# Note [Stages]
    kept         a webhook was read            → its row is committed, and Shopify hears 200
    handled      a webhook was read            → what it says is committed, its messages planned
    claimed      a message is due              → a worker has taken it
    composed     a worker has taken it         → its words are written
    handed_over  its words are written         → the other side has taken it
    whole        a webhook was read            → the mail that tells of it was handed over
    pressed      rendering a mail begins       → its words stand; styles stood in them already
    inlined      rendering a mail begins       → its words stand; styles were inlined for it alone

What waits by design is not counted: a webhook's hour of grace, a message's quiet hours; `whole` is
of messages that went at once and at the first try. A process counts in memory and adds to the
table (StageFigure) every few seconds at most, so that one look at any web process shows all hosts.
Counting must never do harm: what cannot be written is dropped.
"""

import threading
import time
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, Final

import psycopg
from django.db import DatabaseError, connection

from common.histograms import Histograms
from messaging import spans
from messaging.models import Message, StageFigure
from messaging.states import State

BOUNDS: Final = (
    0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0, 60.0, 300.0,
)  # fmt: skip
EVERY: Final = 5.0  # seconds between two writes of one process, at least


class Stage(StrEnum):
    KEPT = "kept"
    HANDLED = "handled"
    CLAIMED = "claimed"
    COMPOSED = "composed"
    HANDED_OVER = "handed_over"
    WHOLE = "whole"
    PRESSED = "pressed"
    INLINED = "inlined"


Execute = Callable[[str, Sequence[Any]], object]
ExecuteInLoop = Callable[[str, Sequence[Any]], Awaitable[object]]

# In one order in all processes, since it locks.
_ADD: Final = """
INSERT INTO messaging_stagefigure AS known (stage, place, count, seconds)
SELECT * FROM unnest(%s::text[], %s::smallint[], %s::bigint[], %s::float8[])
  AS fresh (stage, place, count, seconds) ORDER BY stage, place
ON CONFLICT (stage, place) DO UPDATE
SET count = known.count + excluded.count, seconds = known.seconds + excluded.seconds
"""

_histograms: Final = Histograms(Stage, BOUNDS)
_writing: Final = threading.Lock()
_written = {"at": -EVERY}
_heard_at: ContextVar[datetime | None] = ContextVar("heard_at", default=None)


# What happens


@contextmanager
def heard(at: datetime) -> Iterator[None]:
    """Whatever is planned in here tells of what was heard then."""
    token = _heard_at.set(at)
    try:
        yield
    finally:
        _heard_at.reset(token)


def heard_at() -> datetime | None:
    """When we heard what is being handled; None where nobody told us anything."""
    return _heard_at.get()


def webhooks_kept(received: Iterable[datetime]) -> None:
    now = datetime.now(UTC)
    for at in received:
        _histograms.note(Stage.KEPT, (now - at).total_seconds())


def webhook_handled(*, received_at: datetime, run_after: datetime) -> None:
    """It was committed just now."""
    waited = datetime.now(UTC) - max(received_at, run_after)
    _histograms.note(Stage.HANDLED, waited.total_seconds())


def mail_rendered(*, is_pressed: bool, seconds: float) -> None:
    """By the quick way or the plain one: see Note [Two ways to one page]."""
    _histograms.note(Stage.PRESSED if is_pressed else Stage.INLINED, seconds)


def messages_sent(messages: Iterable[Message]) -> None:
    """Their rows, as they were claimed and then settled, say how long each stage took."""
    for message in messages:
        if message.state != State.SENT:
            continue
        stages = list(_stages_of(message))
        for stage, begin, end in stages:
            _histograms.note(stage, (end - begin).total_seconds())
        spans.record(message, [*_hearing(message), *stages])


def _stages_of(message: Message) -> Iterator[tuple[Stage, datetime, datetime]]:
    claimed_at, composed_at, sent_at = message.claimed_at, message.composed_at, message.sent_at
    if claimed_at is None or composed_at is None or sent_at is None:
        return  # settled by what somebody said later
    yield Stage.CLAIMED, max(message.planned_at, message.run_after), claimed_at
    yield Stage.COMPOSED, claimed_at, composed_at
    yield Stage.HANDED_OVER, composed_at, sent_at
    went_at_once = message.run_after <= message.planned_at and message.attempts_count == 1
    if message.heard_at and went_at_once:
        yield Stage.WHOLE, message.heard_at, sent_at


def _hearing(message: Message) -> Iterator[tuple[Stage, datetime, datetime]]:
    """For the trace: from what was heard to what was planned of it."""
    if message.heard_at and message.heard_at <= message.planned_at:
        yield Stage.HANDLED, message.heard_at, message.planned_at


# What is written, and read


def write_due(execute: Execute | None = None) -> bool:
    """Add what was counted to the table, unless this process did so a moment ago. True: it did.

    Never within a transaction, whose locks would then be held. Without `execute`: by this thread's
    connection.
    """
    columns = _due()
    if not columns:
        return False
    try:
        (execute or _execute)(_ADD, columns)
    except (DatabaseError, psycopg.Error):
        return False  # see Note [Stages]
    return True


async def write_due_in_loop(execute: ExecuteInLoop) -> None:
    """As `write_due`, in an event loop."""
    columns = _due()
    if columns:
        with suppress(psycopg.Error):  # see Note [Stages]
            await execute(_ADD, columns)


def _due() -> list[list[Any]]:
    """What was counted since the last time, as columns; nothing if that was a moment ago."""
    if time.monotonic() - _written["at"] < EVERY or not _writing.acquire(blocking=False):
        return []
    try:
        _written["at"] = time.monotonic()
        drained = _histograms.drain()
    finally:
        _writing.release()
    if not drained:
        return []
    names, places = [each.name for each in drained], [each.place for each in drained]
    return [names, places, [each.count for each in drained], [each.seconds for each in drained]]


def _execute(statement: str, values: Sequence[Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def counted() -> dict[str, list[tuple[int, float]]]:
    """By stage, for each bucket how many there were and how long they took. One query."""
    found = {stage.value: [(0, 0.0)] * (len(BOUNDS) + 1) for stage in Stage}
    for figure in StageFigure.objects.all():
        if figure.stage in found and figure.place <= len(BOUNDS):
            found[figure.stage][figure.place] = (figure.count, figure.seconds)
    return found
