"""Reads of the roll-up. Each takes one statement, however many stores and hours."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.models import Q, Sum
from django.db.models.functions import TruncDate

from analytics.models import HourlyStat

Span = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Figures:
    """Sums over some hours."""

    orders: int = 0
    value_minor: int = 0
    planned: int = 0
    sent: int = 0
    prompt: int = 0
    failed: int = 0
    unknown: int = 0
    held: int = 0
    opened: int = 0
    clicked: int = 0
    delivered: int = 0
    bounced: int = 0
    complained: int = 0
    unsubscribed: int = 0

    def __add__(self, other: "Figures") -> "Figures":
        return Figures(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(Figures)))


_COLUMNS = {
    "orders": "orders_count",
    "value_minor": "order_value_minor",
    "planned": "planned_count",
    "sent": "sent_count",
    "prompt": "sent_within_minute_count",
    "failed": "failed_count",
    "unknown": "unknown_count",
    "held": "held_count",
    "opened": "opened_count",
    "clicked": "clicked_count",
    "delivered": "delivered_count",
    "bounced": "bounced_count",
    "complained": "complained_count",
    "unsubscribed": "unsubscribed_count",
}


_BY_HOUR = """
SELECT stat.hour, {sums}
FROM unnest(%(stores)s::bigint[]) AS store(id)
CROSS JOIN unnest(%(since)s::timestamptz[], %(until)s::timestamptz[]) AS span(since, until)
CROSS JOIN LATERAL (
  SELECT * FROM analytics_hourlystat AS kept
  WHERE kept.store_id = store.id AND kept.hour >= span.since AND kept.hour < span.until OFFSET 0
) AS stat
GROUP BY stat.hour
"""


def figures_by_hour(store_ids: Collection[int], spans: Sequence[Span]) -> dict[datetime, Figures]:
    """These stores together, hour by hour, within the spans, which do not meet.

    A few steps of the index (store, hour) for each store and span: years of other hours, and other
    agencies' stores, cost nothing. Asked for all at once, Postgres goes through the whole table.
    """
    sums = ", ".join(f"sum(stat.{column})::bigint" for column in _COLUMNS.values())
    said: dict[str, Any] = {
        "stores": sorted(store_ids),
        "since": [since for since, _until in spans],
        "until": [until for _since, until in spans],
    }
    with connection.cursor() as cursor:
        cursor.execute(_BY_HOUR.format(sums=sums), said)
        return {hour: Figures(*counts) for hour, *counts in cursor.fetchall()}


def figures_by_store(now: Span, before: Sequence[Span]) -> dict[int, tuple[Figures, Figures]]:
    """Each store's sums within `now`, and within all of `before` together."""
    rows: Any = HourlyStat.objects.filter(_within([now, *before])).values("store_id")
    sums = {
        **_sums("now_", _within([now])),
        **_sums("before_", _within(before)),
    }
    return {
        row["store_id"]: (_picked(row, "now_"), _picked(row, "before_"))
        for row in rows.annotate(**sums)
    }


def sent_by_day(span: Span) -> dict[int, dict[date, int]]:
    """Messages handed over by each store on each day of the current time zone."""
    rows = HourlyStat.objects.filter(_within([span])).annotate(day=TruncDate("hour"))
    found: dict[int, dict[date, int]] = {}
    for store_id, day, sent in rows.values_list("store_id", "day").annotate(Sum("sent_count")):
        found.setdefault(store_id, {})[day] = sent
    return found


def _within(spans: Iterable[Span]) -> Q:
    either = Q(pk__in=[])
    for since, until in spans:
        either |= Q(hour__gte=since, hour__lt=until)
    return either


def _sums(prefix: str = "", condition: Q | None = None) -> dict[str, Any]:
    return {
        prefix + name: Sum(column, filter=condition, default=0) for name, column in _COLUMNS.items()
    }


def _picked(row: dict[str, Any], prefix: str) -> Figures:
    return Figures(**{name: row[prefix + name] for name in _COLUMNS})
