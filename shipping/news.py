"""What tracking services tell of numbers: whose parcels these are, and what waits for its parcel.

# Note [News before its parcel]
A service may know a number before we do: the label was bought in it, and Shopify's webhook is still
on its way. Such news are kept as EarlyNews and looked for again, ever more seldom, until a parcel
has that number; after KEPT_FOR they are dropped. A sweep finds the parcel however it came by its
number (Shopify, staff, a file, the API), so none of these has to remember to look.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from typing import Any, Final

from django.db import transaction
from django.db.models import Exists, OuterRef

from shipping.life import News, Scan
from shipping.models import EarlyNews, Parcel, ParcelEvent
from shipping.scanning import plain, record_scans
from stores.models import Store

KEPT_FOR: Final = timedelta(days=30)
SOONEST: Final = timedelta(minutes=1)
LATEST: Final = timedelta(hours=6)
MOST: Final = (
    5000  # that wait for one store: a service shared with other shops tells of theirs, too
)
_FORMER: Final = 500  # of the newest numbers that were changed
_TIMES: Final = ("at", "expected_at", "told_at")


@dataclass(frozen=True, slots=True)
class Told:
    """A parcel that news were of, and what of them was new."""

    parcel: Parcel
    events: list[ParcelEvent]


@transaction.atomic
def record_news(*, store: Store, news: News, now: datetime) -> list[Told] | None:
    """Record what was said of a number, on each parcel that has it or had it. None: nobody's yet.

    Of a former number it is kept, and moves nothing.
    """
    parcels = parcels_numbered(store_id=store.pk, number=news.number)
    if not parcels:
        _keep(store=store, news=news, now=now)
        return None
    return _recorded(parcels, news.scans, now)


def parcels_numbered(*, store_id: int, number: str) -> list[Parcel]:
    """Those with this number, however it is spelled; else those that once had it."""
    key = plain(number)
    if not key:
        return []
    theirs = Parcel.objects.filter(store_id=store_id).select_related("fulfilment", "order__store")
    now_so = theirs.filter(number_key=key).exclude(number="")
    found = list(now_so.order_by("order_id", "pk")[:10])
    if found:
        return found
    renumbered = theirs.exclude(former=[]).order_by("-changed_at", "-pk")[:_FORMER]
    return [parcel for parcel in renumbered if key in _former_keys(parcel)][:10]


def due(*, now: datetime, limit: int) -> list[tuple[int, int]]:
    """News to look at again, longest due first: (id, store id). Of all stores in scope."""
    rows = EarlyNews.objects.filter(look_at__lte=now).order_by("look_at", "id")
    return list(rows.values_list("pk", "store_id")[:limit])


def postpone(*, ids: Iterable[int], now: datetime) -> list[tuple[int, int]]:
    """Of these news, those whose parcel has come; the others wait on, or are dropped as too old.

    Four statements for all of them.
    """
    rows = EarlyNews.objects.filter(pk__in=list(ids))
    rows.filter(heard_at__lt=now - KEPT_FOR).delete()
    parcel = Parcel.objects.filter(
        store_id=OuterRef("store_id"), number_key=OuterRef("number_key")
    ).exclude(number="")
    has_come, waits = [], []
    for row in rows.annotate(has_come=Exists(parcel)).defer("scans").order_by("pk"):
        if row.has_come:
            has_come.append((row.pk, row.store_id))
            continue
        row.look_at = now + _pause(now - row.heard_at)
        waits.append(row)
    EarlyNews.objects.bulk_update(waits, ["look_at"])
    return has_come


@transaction.atomic
def claim(*, early_id: int, now: datetime) -> list[Told]:
    """Give early news to their parcels, once. Nothing if another did, or the parcel went again."""
    row = EarlyNews.objects.select_for_update().filter(pk=early_id).first()
    if row is None:
        return []
    parcels = parcels_numbered(store_id=row.store_id, number=row.number)
    if not parcels:
        return []
    row.delete()
    return _recorded(parcels, [_scan_in(each) for each in row.scans], now)


def _recorded(parcels: Sequence[Parcel], scans: Sequence[Scan], now: datetime) -> list[Told]:
    return [Told(each, record_scans(parcel=each, scans=scans, now=now)) for each in parcels]


def _keep(*, store: Store, news: News, now: datetime) -> None:
    key = plain(news.number)
    if not key or EarlyNews.objects.filter(store=store)[MOST : MOST + 1].exists():
        return
    scans = [_row_of(scan) for scan in news.scans]
    whole = json.dumps([key, scans], sort_keys=True).encode()
    EarlyNews.objects.bulk_create(
        [
            EarlyNews(
                store=store,
                number=news.number,
                number_key=key,
                digest=blake2b(whole, digest_size=16).hexdigest(),
                scans=scans,
                heard_at=now,
                look_at=now + SOONEST,
            )
        ],
        ignore_conflicts=True,
    )


def _pause(age: timedelta) -> timedelta:
    """A parcel mostly comes soon: after a minute each minute, after a day each hour."""
    return min(max(age / 20, SOONEST), LATEST)


def _former_keys(parcel: Parcel) -> set[str]:
    former = parcel.former if isinstance(parcel.former, list) else []
    return {plain(str(each.get("number", ""))) for each in former if isinstance(each, dict)}


def _row_of(scan: Scan) -> dict[str, Any]:
    row = asdict(scan)
    return row | {name: row[name].astimezone(UTC).isoformat() for name in _TIMES if row[name]}


def _scan_in(row: dict[str, Any]) -> Scan:
    known = {each.name for each in fields(Scan)}
    kept = {name: value for name, value in row.items() if name in known}
    times = {name: datetime.fromisoformat(kept[name]) for name in _TIMES if kept.get(name)}
    return Scan(**kept | times)
