"""What should have left, or must leave soon: the risk list, and what its sweep looks at."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db.models import Q

from shipping.models import DeliverySettings, Promise

PAGE: Final = 50
USUAL_HOURS: Final = 24


@dataclass(frozen=True, slots=True)
class Place:
    """After which row a page begins."""

    ships_by: datetime
    id: int


def at_risk(
    store_ids: Iterable[int], now: datetime, *, after: Place | None = None, limit: int = PAGE
) -> list[Promise]:
    """Of these stores, what is late to leave, longest first, then what must leave soon.

    Soon is as each store says. With their orders and stores; two statements, and only rows that
    are not sent are read (index promises_at_risk).
    """
    rows = Promise.objects.filter(_due(store_ids, now), is_current=True, shipped_at=None)
    rows = rows.filter(order__archived_at=None, order__cancelled_at=None)
    if after:
        later = Q(ships_by__gt=after.ships_by) | Q(ships_by=after.ships_by, id__gt=after.id)
        rows = rows.filter(later, ships_by__gte=after.ships_by)
    found = rows.select_related("order", "store").order_by("ships_by", "id")
    return list(found.defer("steps")[:limit])


def moments_at_risk(
    store_ids: Iterable[int], now: datetime, *, limit: int
) -> list[tuple[int, datetime, date]]:
    """Store, moment and day of the first of them, for a sentence that counts. Two statements."""
    rows = Promise.objects.filter(_due(store_ids, now), is_current=True, shipped_at=None)
    rows = rows.filter(order__archived_at=None, order__cancelled_at=None)
    found = rows.order_by("ships_by", "id").values_list("store_id", "ships_by", "ships_by_on")
    return [(store, by, on) for store, by, on in found[:limit] if by and on]


def overdue(
    store_ids: Iterable[int], now: datetime, *, after: int = 0, limit: int = PAGE
) -> list[Promise]:
    """Of these stores, what did not leave in time, by number: for the sweep. One statement."""
    rows = Promise.objects.filter(
        store_id__in=list(store_ids),
        is_current=True,
        shipped_at=None,
        ships_by__lte=now,
        id__gt=after,
    )
    return list(rows.select_related("order").order_by("id")[:limit])


def _due(store_ids: Iterable[int], now: datetime) -> Q:
    """One condition for each choice of hours, so that each walks the index from its beginning."""
    wanted = sorted(set(store_ids))
    said = DeliverySettings.objects.filter(store_id__in=wanted)
    hours = dict(said.values_list("store_id", "risk_hours"))
    by_hours: dict[int, list[int]] = {}
    for store_id in wanted:
        by_hours.setdefault(hours.get(store_id, USUAL_HOURS), []).append(store_id)
    due = Q(pk=None)
    for count, ids in by_hours.items():
        due |= Q(store_id__in=ids, ships_by__lte=now + timedelta(hours=count))
    return due
