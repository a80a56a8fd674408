"""Reads of the roll-up. Each takes one statement, however many stores and hours."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

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


def figures_by_hour(spans: Sequence[Span]) -> dict[datetime, Figures]:
    """All stores of the open scope together, hour by hour, within the spans."""
    rows: Any = HourlyStat.objects.filter(_within(spans)).values("hour").annotate(**_sums())
    return {row["hour"]: _picked(row, "") for row in rows}


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
