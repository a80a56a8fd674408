"""Lists of what buyers asked for, by keyset: one index scan for each store, then merged."""

from collections.abc import Iterable, Sequence
from typing import Any, Final

from django.db.models import Q, QuerySet

from common.merging import newest_of_many, newest_page
from statuspage.models import BuyerRequest, RequestState, ShopState

NOT_TOLD: Final = "NOT_TOLD"  # granted here, but Shopify does not know it
Rows = QuerySet[BuyerRequest, BuyerRequest]


def queue(
    *,
    store_ids: Iterable[int],
    state: str = RequestState.OPEN,
    kind: str = "",
    after: Sequence[Any] | None = None,
    limit: int = 50,
) -> list[BuyerRequest]:
    """What waits (or what else is in that state), oldest first, with order and store.

    Three queries. The next page begins `after=(page[-1].asked_at, page[-1].pk)`.
    """
    rows = _chosen(state, kind)
    if after:
        at, last = after
        later = Q(asked_at__gt=at) | Q(asked_at=at, pk__gt=last)
        rows = rows.filter(later, asked_at__gte=at)  # bounds the scan, as OR does not
    wanted = newest_of_many(
        rows,
        owner="store_id",
        owners=sorted(set(store_ids)),
        time="asked_at",
        limit=limit,
        oldest_first=True,
    )
    return _read(wanted)


def newest_requests(
    rows: Rows,
    *,
    store_ids: Iterable[int],
    before: Sequence[Any] | None = None,
    limit: int = 50,
) -> list[BuyerRequest]:
    """One page of these newest first, each with its order. Three queries.

    The next page begins `before=(page[-1].asked_at, page[-1].pk)`.
    """
    return _read(newest_page(rows, time="asked_at", owners=store_ids, before=before, limit=limit))


def _chosen(state: str, kind: str) -> Rows:
    rows = BuyerRequest.objects.filter(kind=kind) if kind else BuyerRequest.objects.all()
    if state == NOT_TOLD:
        return rows.filter(shop_state=ShopState.FAILED)
    return rows.filter(state=state) if state else rows


def _read(wanted: Sequence[int]) -> list[BuyerRequest]:
    found = BuyerRequest.objects.select_related("store", "order").in_bulk(list(wanted))
    return [found[pk] for pk in wanted if pk in found]
