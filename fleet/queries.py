"""Reads over many stores at once: one statement each, bounded for each store."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import connection

from stores.models import Store

# No store is worse for having more: a look costs the same, whatever lies about.
MOST: Final = 500
DAYS: Final = 10  # of a store's list of days, today last
WEEKS: Final = 4
# Windows in which no order may be unlike usual, in hours; the shortest that is tells most.
WINDOWS: Final = (3, 6, 12, 24)

_LEFT: Final = """
SELECT store.id,
  (SELECT count(*) FROM (SELECT 1 FROM messaging_message AS message
    WHERE message.store_id = store.id AND message.state = 'FAILED' LIMIT %(most)s) AS few),
  (SELECT count(*) FROM (SELECT 1 FROM messaging_message AS message
    WHERE message.store_id = store.id AND message.state = 'UNKNOWN' LIMIT %(most)s) AS few),
  (SELECT count(*) FROM (SELECT 1 FROM messaging_message AS message
    WHERE message.store_id = store.id AND message.state = 'HELD' LIMIT %(most)s) AS few),
  (SELECT count(*) FROM (SELECT 1 FROM messaging_rescuecase AS found
    WHERE found.store_id = store.id AND found.state = 'OPEN' LIMIT %(most)s) AS few),
  (SELECT count(*) FROM (SELECT 1 FROM shipping_alarm AS alarm
    WHERE alarm.store_id = store.id AND alarm.closed_at IS NULL LIMIT %(most)s) AS few),
  (SELECT count(*) FROM (SELECT 1 FROM intake_webhook AS webhook
    WHERE webhook.store_id = store.id AND webhook.state IN ('QUARANTINED', 'FAILED')
    LIMIT %(most)s) AS few)
FROM unnest(%(stores)s::bigint[]) AS store(id)
"""
_HEARD: Final = """
SELECT store.id, newest.received_at,
  extract(epoch FROM newest.handled_at - newest.received_at),
  extract(epoch FROM %(now)s - waiting.received_at)
FROM unnest(%(stores)s::bigint[]) AS store(id)
LEFT JOIN LATERAL (
  SELECT received_at, handled_at FROM intake_webhook AS webhook
  WHERE webhook.store_id = store.id ORDER BY received_at DESC LIMIT 1) AS newest ON TRUE
LEFT JOIN LATERAL (
  SELECT received_at FROM intake_webhook AS webhook
  WHERE webhook.store_id = store.id AND webhook.state = 'RECEIVED'
  ORDER BY received_at LIMIT 1) AS waiting ON TRUE
"""
# Days where the store is; the roll-up knows hours.
_DAYS: Final = """
SELECT stat.store_id, (stat.hour AT TIME ZONE store.zone)::date AS day,
  sum(stat.sent_count), sum(stat.orders_count), sum(stat.failed_count),
  sum(stat.delivered_count), sum(stat.bounced_count), sum(stat.complained_count)
FROM unnest(%(stores)s::bigint[], %(zones)s::text[]) AS store(id, zone)
JOIN analytics_hourlystat AS stat ON stat.store_id = store.id AND stat.hour >= %(since)s
GROUP BY 1, 2
"""
_USUAL: Final = """
SELECT stat.store_id, count(DISTINCT span.week) FILTER (WHERE span.week > 0), {sums}
FROM (SELECT week, %(until)s - make_interval(days => 7 * week) AS until
  FROM generate_series(0, {weeks}) AS week) AS span
JOIN analytics_hourlystat AS stat ON stat.store_id = ANY(%(stores)s)
  AND stat.hour >= span.until - interval '{longest} hours'
  AND stat.hour < span.until + CASE WHEN span.week = 0 THEN interval '1 hour' ELSE '0' END
GROUP BY stat.store_id
"""


def left(stores: Sequence[Store]) -> dict[int, tuple[int, ...]]:
    """Failed, unknown and held messages, wrong addresses, alarms of parcels, webhooks aside."""
    return _by_store(_LEFT, {"stores": _ids(stores), "most": MOST})


def heard(stores: Sequence[Store], now: datetime) -> dict[int, tuple[Any, ...]]:
    """When the last webhook came, how long it took, and how long the first of a queue waits."""
    return _by_store(_HEARD, {"stores": _ids(stores), "now": now})


def by_day(
    stores: Sequence[Store], zones: Sequence[str], now: datetime
) -> dict[int, dict[Any, tuple[int, ...]]]:
    """Sent, orders, failed, delivered, came back and spam on each day of the last ones."""
    said: dict[str, Any] = {
        "stores": _ids(stores),
        "zones": list(zones),
        "since": now - timedelta(days=DAYS),
    }
    found: dict[int, dict[Any, tuple[int, ...]]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_DAYS, said)
        for store_id, day, *counts in cursor.fetchall():
            found.setdefault(store_id, {})[day] = tuple(map(int, counts))
    return found


def orders_like_usual(stores: Sequence[Store], now: datetime) -> dict[int, tuple[int, ...]]:
    """Weeks that are known; then for each of WINDOWS the orders now, and those of all weeks."""
    sums = []
    for hours in WINDOWS:
        within = f"stat.hour >= span.until - interval '{hours} hours'"
        sums += [
            f"coalesce(sum(stat.orders_count) FILTER (WHERE span.week = 0 AND {within}), 0)",
            f"coalesce(sum(stat.orders_count) FILTER (WHERE span.week > 0 AND {within}), 0)",
        ]
    statement = _USUAL.format(sums=", ".join(sums), weeks=WEEKS, longest=max(WINDOWS))
    hour = now.replace(minute=0, second=0, microsecond=0)
    return _by_store(statement, {"stores": _ids(stores), "until": hour})


def _ids(stores: Sequence[Store]) -> list[int]:
    return [store.pk for store in stores]


def _by_store(statement: str, said: dict[str, Any]) -> dict[int, tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, said)
        return {row[0]: row[1:] for row in cursor.fetchall()}
