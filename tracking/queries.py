"""Reads of events in SQL.

# Note [Feeds by transaction]
Ids and times are given before a transaction commits, so a reader that remembers "the last id"
misses what commits late. Every row carries the number of the transaction that wrote it; whatever
lies below the oldest one still running is complete and stays so. A reader remembers the first
number not yet read.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import connection

from tracking.data import FreshEvent, KeptHit

# WITH TIES: never part of a transaction, so the next number is a clean cut.
FRESH = """
SELECT store_id, message_id, kind, at, link_index, xid::text::bigint, way
FROM tracking_event
WHERE xid >= %s::text::xid8 AND xid < pg_snapshot_xmin(pg_current_snapshot())
ORDER BY xid
FETCH FIRST %s ROWS WITH TIES
"""

# Who fetches a pixel a million times is judged by the first of them.
MOST_HITS: Final = 400
HITS = """
SELECT message_id, id, kind, at, link_index, user_agent, host(ip), network, way
FROM (
  SELECT event.*,
    row_number() OVER (PARTITION BY event.message_id ORDER BY event.at, event.id) AS place
  FROM unnest(%s::bigint[], %s::bigint[]) AS wanted (store_id, message_id)
  JOIN tracking_event AS event USING (store_id, message_id)
  WHERE event.at >= %s
) AS event
WHERE place <= %s
ORDER BY message_id, place
"""
# What was seen first, last, and is to be judged at the earliest.
NOTE = """
INSERT INTO tracking_judgement AS known (
  store_id, message_id, first_hit_at, last_hit_at, due_at,
  version, changes_count, is_gateway, is_partial
)
SELECT store_id, message_id, min(at), max(at), min(at) + make_interval(secs => %s),
  0, 0, false, false
FROM unnest(%s::bigint[], %s::bigint[], %s::timestamptz[]) AS hit (store_id, message_id, at)
GROUP BY store_id, message_id
ORDER BY message_id
ON CONFLICT (message_id) DO UPDATE SET
  first_hit_at = least(known.first_hit_at, EXCLUDED.first_hit_at),
  last_hit_at = greatest(known.last_hit_at, EXCLUDED.last_hit_at),
  due_at = least(known.due_at, EXCLUDED.due_at)
"""

# For each click one, and none for who said no since.
BEACON = """
INSERT INTO tracking_event (
  store_id, message_id, kind, at, link_index, user_agent, ip, network, way
)
SELECT store_id, message_id, 'BEACON', %(at)s, link_index, %(user_agent)s, %(ip)s::inet, '', ''
FROM tracking_event AS click
WHERE store_id = %(store_id)s AND message_id = %(message_id)s AND kind = 'CLICK' AND way = ''
  AND link_index = %(link_index)s AND at BETWEEN %(at)s - interval '2 hours' AND %(at)s
  AND NOT EXISTS (
    SELECT FROM tracking_event AS beacon
    WHERE beacon.store_id = click.store_id AND beacon.message_id = click.message_id
      AND beacon.kind = 'BEACON' AND beacon.link_index = click.link_index
      AND beacon.at >= click.at
  )
  AND NOT EXISTS (
    SELECT FROM messaging_message AS said
    WHERE said.id = click.message_id AND said.tracked_as = 'OFF'
  )
ORDER BY at DESC
LIMIT 1
"""
# What came before judgements were kept.
NOTE_MISSED = """
INSERT INTO tracking_judgement (
  store_id, message_id, first_hit_at, last_hit_at, due_at,
  version, changes_count, is_gateway, is_partial
)
SELECT store_id, message_id, min(at), max(at), max(at), 0, 0, false, false
FROM tracking_event WHERE store_id = %s
GROUP BY store_id, message_id
ORDER BY message_id
ON CONFLICT (message_id) DO NOTHING
"""


def note_missed(*, store_id: int) -> int:
    """That messages of a store have hits which nobody noted; how many. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(NOTE_MISSED, [store_id])
        return int(cursor.rowcount)


def write_beacon(**fields: Any) -> bool:
    """Write a beacon of the last click of a link, unless that click has one. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(BEACON, fields)
        return bool(cursor.rowcount)


def hits_of(
    *, messages: Sequence[tuple[int, int]], since: datetime, limit: int = MOST_HITS
) -> list[KeptHit]:
    """Hits of these (store, message), the earliest of each. One query."""
    stores, ids = [store for store, _ in messages], [message for _, message in messages]
    with connection.cursor() as cursor:
        cursor.execute(HITS, [stores, ids, since, limit])
        return [KeptHit(*row) for row in cursor.fetchall()]


def note_hits(*, events: Sequence[FreshEvent], final_after: timedelta) -> None:
    """That these messages have hits, to be judged when they are final. One statement."""
    columns: list[list[Any]] = [
        [event.store_id for event in events],
        [event.message_id for event in events],
        [event.at for event in events],
    ]
    with connection.cursor() as cursor:
        cursor.execute(NOTE, [final_after.total_seconds(), *columns])


def fresh_events(*, since_xid: int, limit: int) -> list[FreshEvent]:
    """Events of complete transactions from `since_xid` on, of the open scope's stores, in order."""
    with connection.cursor() as cursor:
        cursor.execute(FRESH, [str(since_xid), limit])
        return [FreshEvent(*row) for row in cursor.fetchall()]
