"""When a call that failed is made again: the schedule of Standard Webhooks, with jitter."""

import random
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Final

# Before the first attempt, the second, …: seventy-five hours and a half, then it is given up.
WAITS: Final = (
    timedelta(0),
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
    timedelta(hours=20),
    timedelta(hours=24),
)
JITTER: Final = 0.1
LONGEST_RETRY_AFTER: Final = timedelta(hours=24)


def wait_after(failures: int) -> timedelta | None:
    """How long to wait after so many failed attempts; None: it is given up."""
    if failures >= len(WAITS):
        return None
    return WAITS[failures] * random.uniform(1 - JITTER, 1 + JITTER)  # noqa: S311 - no secret


def asked_to_wait(retry_after: str, *, now: datetime) -> timedelta:
    """What `Retry-After` says, as seconds or as a date; nothing where it says nothing of use."""
    text = retry_after.strip()
    if text.isascii() and text.isdecimal():
        return min(timedelta(seconds=int(text[:9])), LONGEST_RETRY_AFTER)
    try:
        until = parsedate_to_datetime(text)
    except ValueError:
        return timedelta(0)
    if until.tzinfo is None:
        until = until.replace(tzinfo=UTC)
    return min(max(until - now, timedelta(0)), LONGEST_RETRY_AFTER)
