"""What was wrong with a store, newest first, page by page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.dateparse import parse_datetime

from fleet.models import Finding, StoreHealth


@dataclass(frozen=True, slots=True)
class Place:
    """Where the next page begins: after the last row of this one."""

    opened_at: datetime
    id: int

    def __str__(self) -> str:
        return f"{self.opened_at.isoformat()}~{self.id}"


def place_of(said: str) -> Place | None:
    """What a page's link said; None for the newest, or for what is no place."""
    at, _, number = said.partition("~")
    try:
        opened_at = parse_datetime(at.replace(" ", "+"))
        return Place(opened_at, int(number)) if opened_at and opened_at.tzinfo else None
    except ValueError:
        return None


def page(*, store_id: int, before: Place | None, limit: int) -> tuple[list[Finding], Place | None]:
    """One page, and where the next begins. One query."""
    rows = Finding.objects.filter(store_id=store_id).newest_first()
    if before:
        rows = rows.filter(
            Q(opened_at__lt=before.opened_at) | Q(opened_at=before.opened_at, id__lt=before.id),
            opened_at__lte=before.opened_at,
        )
    found = list(rows[: limit + 1])
    last = found[limit - 1] if len(found) > limit else None
    return found[:limit], Place(last.opened_at, last.pk) if last else None


def healths(
    rows: QuerySet[StoreHealth, StoreHealth], before: Sequence[Any] | None, limit: int
) -> list[StoreHealth]:
    """Of all stores in scope, the one looked at last first. One query."""
    if before:
        looked_at, pk = before[0], before[1]
        rows = rows.filter(Q(looked_at__lt=looked_at) | Q(looked_at=looked_at, id__lt=pk))
    return list(rows.order_by("-looked_at", "-id")[:limit])
