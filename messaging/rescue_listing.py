"""Lists of wrong addresses by keyset: one index scan for each store, then merged."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Q, QuerySet

from common.merging import newest_of_many, newest_page
from messaging.models import RescueCase
from messaging.models.rescue import RescueCaseQuerySet

Rows = QuerySet[RescueCase, RescueCase]


def queue(
    *,
    store_ids: Iterable[int],
    cause: str = "",
    after: Sequence[Any] | None = None,
    limit: int = 50,
) -> list[RescueCase]:
    """What waits for a person, oldest first, each with its order and store. Three queries.

    The next page begins `after=(page[-1].opened_at, page[-1].pk)`.
    """
    rows = _of_cause(RescueCase.objects.open(), cause)
    if after:
        at, last = after
        later = Q(opened_at__gt=at) | Q(opened_at=at, pk__gt=last)
        rows = rows.filter(later, opened_at__gte=at)  # bounds the scan, as OR does not
    wanted = newest_of_many(
        rows,
        owner="store_id",
        owners=sorted(set(store_ids)),
        time="opened_at",
        limit=limit,
        oldest_first=True,
    )
    found = RescueCase.objects.select_related("store", "order").in_bulk(wanted)
    return [found[pk] for pk in wanted if pk in found]


def newest_cases(
    rows: Rows,
    *,
    store_ids: Iterable[int],
    before: Sequence[Any] | None = None,
    limit: int = 50,
) -> list[RescueCase]:
    """One page of these newest first, each with its order and messages. Three queries.

    The next page begins `before=(page[-1].opened_at, page[-1].pk)`.
    """
    wanted = newest_page(rows, time="opened_at", owners=store_ids, before=before, limit=limit)
    found = RescueCase.objects.select_related("order", "message", "correction").in_bulk(wanted)
    return [found[pk] for pk in wanted if pk in found]


def suggestion_for(*, order_id: int, address: str) -> str:
    """What its open case says was meant; "" where there is none. One query."""
    cases = RescueCase.objects.probable_typos().filter(order_id=order_id, address=address)
    return cases.values_list("suggestion", flat=True).first() or ""


def _of_cause(rows: RescueCaseQuerySet, cause: str) -> RescueCaseQuerySet:
    return rows.filter(cause=cause) if cause else rows
