"""Verbs of the parts that opens, clicks and their verdicts are kept in: made ahead, dropped whole.

# Note [A part is dropped when its first row is too old]
So nothing is kept longer than promised, and what is dropped was not deleted row by row before. A
part is a day, hence a hit is kept for a day less at most. Who keeps hits for longer than two months
has parts of months: each statement that names no time looks into all of them.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Final

from django.conf import settings
from django.db import OperationalError, connection, transaction

DAYS_AHEAD: Final = 7
MONTHS_AHEAD: Final = 3
LONGEST_BY_DAYS: Final = 62
MOST_AT_ONCE: Final = 100
TABLES: Final = ("tracking_event", "tracking_verdict")
_DAY: Final = timedelta(days=1)


def kept_since(now: datetime) -> datetime:
    return now - timedelta(days=settings.NOTIFYHUB_HITS_DAYS)


def dropped_before(now: datetime) -> datetime:
    """Up to where parts may go. See Note [A part is dropped when its first row is too old]."""
    since = kept_since(now)
    if not _is_by_days():
        return since
    day = _day_of(since)
    return min(day if day == since else day + _DAY, _day_of(now))  # today's part is written to


def make_parts(*, now: datetime) -> int:
    """Make room from now on; how many parts were missing, of both tables."""
    made = 0
    for since, until in _ahead(now):
        with connection.cursor() as cursor:
            cursor.execute("SELECT tracking_make_part(%s, %s)", [since, until])
            made += int(cursor.fetchone()[0])
    return made


def drop_parts(*, now: datetime) -> int:
    """Drop what is over, one part a transaction; how many. Never waits for opens."""
    dropped = 0
    while dropped < MOST_AT_ONCE and _drop_oldest(dropped_before(now)):
        dropped += 1
    return dropped


def missing(*, now: datetime) -> list[str]:
    """What an operator should know of the parts: which lack room for the next two days, and which
    rows fell among the rest. Empty is good."""
    found = []
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(
                "SELECT count(*) FROM generate_series(0, 2) AS ahead WHERE NOT EXISTS ("
                " SELECT FROM tracking_parts(%s::regclass)"
                " WHERE %s + ahead * interval '1 day' >= since"
                " AND %s + ahead * interval '1 day' < until)",
                [table, now, now],
            )
            if days := cursor.fetchone()[0]:
                found.append(f"{table} lacks parts for {days} of the next 3 days")
            # Straight, since both names are ours; a part that is empty costs nothing to look into.
            cursor.execute(f"SELECT EXISTS (SELECT FROM {table}_default)")  # noqa: S608 - ours
            if cursor.fetchone()[0]:
                found.append(f"{table}_default holds rows that no part was made for")
    return found


def _ahead(now: datetime) -> Iterator[tuple[datetime, datetime]]:
    today = _day_of(now)
    if _is_by_days():
        for days in range(DAYS_AHEAD + 1):
            yield today + days * _DAY, today + (days + 1) * _DAY
        return
    months = today.year * 12 + today.month - 1
    starts = [
        datetime(months_on // 12, months_on % 12 + 1, 1, tzinfo=UTC)
        for months_on in range(months, months + MONTHS_AHEAD + 2)
    ]
    yield from pairwise(starts)


def _is_by_days() -> bool:
    days: int = settings.NOTIFYHUB_HITS_DAYS
    return days <= LONGEST_BY_DAYS


def _day_of(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)


def _drop_oldest(before: datetime) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT tracking_drop_part(%s)", [before])
            return bool(cursor.fetchone()[0])
    except OperationalError:  # somebody reads it; there is another hour
        return False
