"""Reads of events in SQL.

# Note [Feeds by transaction]
Ids and times are given before a transaction commits, so a reader that remembers "the last id"
misses what commits late. Every row carries the number of the transaction that wrote it; whatever
lies below the oldest one still running is complete and stays so. A reader remembers the first
number not yet read.
"""

from django.db import connection

from tracking.data import FreshEvent

# WITH TIES: never part of a transaction, so the next number is a clean cut.
FRESH = """
SELECT store_id, message_id, kind, at, link_index, xid::text::bigint
FROM tracking_event
WHERE xid >= %s::text::xid8 AND xid < pg_snapshot_xmin(pg_current_snapshot())
ORDER BY xid
FETCH FIRST %s ROWS WITH TIES
"""


def fresh_events(*, since_xid: int, limit: int) -> list[FreshEvent]:
    """Events of complete transactions from `since_xid` on, of the open scope's stores, in order."""
    with connection.cursor() as cursor:
        cursor.execute(FRESH, [str(since_xid), limit])
        return [FreshEvent(*row) for row in cursor.fetchall()]


def make_month(*, year: int, month: int) -> bool:
    """Add the partition of a month; False if it is there already."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tracking_make_month(make_date(%s, %s, 1))", [year, month])
        return bool(cursor.fetchone()[0])
