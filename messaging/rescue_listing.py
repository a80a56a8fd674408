"""Lists of wrong addresses by keyset: one index scan for each store, then merged."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Q, QuerySet

from messaging.models import RescueCase, RescueState
from messaging.models.rescue import RescueCaseQuerySet

Rows = QuerySet[RescueCase, RescueCase]


def queue(
    *,
    store_ids: Iterable[int],
    cause: str = "",
    after: Sequence[Any] | None = None,
    limit: int = 50,
) -> list[RescueCase]:
    """What waits for a person, oldest first, each with its order and store. Two queries.

    The next page begins `after=(page[-1].opened_at, page[-1].pk)`.
    """
    rows = _of_cause(RescueCase.objects.open(), cause)
    if after:
        at, last = after
        rows = rows.filter(Q(opened_at__gt=at) | Q(opened_at=at, pk__gt=last))
    wanted = _merged(rows, ("opened_at", "pk"), store_ids, limit)
    found = RescueCase.objects.select_related("store", "order").in_bulk(wanted)
    return [found[pk] for pk in wanted if pk in found]


def search_cases(
    *,
    store_ids: Iterable[int],
    state: str = RescueState.OPEN,
    cause: str = "",
    before: Sequence[Any] | None = None,
    limit: int = 50,
) -> list[RescueCase]:
    """One page newest first, each with its order and messages. Two queries.

    The next page begins `before=(page[-1].opened_at, page[-1].pk)`.
    """
    rows = _of_cause(RescueCase.objects.filter(state=state), cause)
    if before:
        at, last = before
        rows = rows.filter(Q(opened_at__lt=at) | Q(opened_at=at, pk__lt=last))
    wanted = _merged(rows, ("-opened_at", "-pk"), store_ids, limit)
    found = RescueCase.objects.select_related("order", "message", "correction").in_bulk(wanted)
    return [found[pk] for pk in wanted if pk in found]


def _of_cause(rows: RescueCaseQuerySet, cause: str) -> RescueCaseQuerySet:
    return rows.filter(cause=cause) if cause else rows


def _merged(rows: Rows, order: Sequence[str], store_ids: Iterable[int], limit: int) -> list[int]:
    pages = [
        rows.filter(store_id=store_id).order_by(*order).values_list("pk", "opened_at")[:limit]
        for store_id in sorted(set(store_ids))
    ]
    if not pages:
        return []
    first, *others = pages
    if others:
        first = first.union(*others, all=True).order_by(*order)[:limit]
    return [pk for pk, _at in first]
