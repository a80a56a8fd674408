"""Lists of alarms by keyset: one index scan for each store, then merged."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, Final

from django.db.models import Q, QuerySet

from common.merging import newest_of_many, newest_page
from shipping.models import Alarm

COUNTED: Final = 2000
OPEN: Final = "OPEN"
OVER: Final = "OVER"

Rows = QuerySet[Alarm, Alarm]


def queue(
    *,
    store_ids: Iterable[int],
    kind: str = "",
    after: Sequence[Any] | None = None,
    limit: int = 50,
) -> list[Alarm]:
    """What waits for a person, longest in trouble first, each with order, store and parcel.

    Three statements. The next page begins `after=(page[-1].since, page[-1].pk)`.
    """
    rows = _of_kind(Alarm.objects.filter(closed_at=None), kind)
    if after:
        since, last = after
        later = Q(since__gt=since) | Q(since=since, pk__gt=last)
        rows = rows.filter(later, since__gte=since)  # bounds the scan, as OR does not
    wanted = newest_of_many(
        rows,
        owner="store_id",
        owners=sorted(set(store_ids)),
        time="since",
        limit=limit,
        oldest_first=True,
    )
    return _read(wanted)


def newest_alarms(
    rows: Rows,
    *,
    store_ids: Iterable[int],
    before: Sequence[Any] | None = None,
    limit: int = 50,
) -> list[Alarm]:
    """One page of these newest first; the next: `before=(page[-1].opened_at, page[-1].pk)`."""
    wanted = newest_page(rows, time="opened_at", owners=store_ids, before=before, limit=limit)
    return _read(wanted)


def count_open(store_ids: Iterable[int]) -> Counter[str]:
    """How many wait, by kind, of COUNTED at most: one statement."""
    rows = Alarm.objects.filter(store_id__in=list(store_ids), closed_at=None)
    return Counter(rows.order_by().values_list("kind", flat=True)[: COUNTED + 1])


def _of_kind(rows: Rows, kind: str) -> Rows:
    return rows.filter(kind=kind) if kind else rows


def _read(wanted: Sequence[int]) -> list[Alarm]:
    rows = Alarm.objects.select_related("order__store", "store", "parcel__own_carrier")
    found = rows.in_bulk(list(wanted))
    return [found[pk] for pk in wanted if pk in found]
