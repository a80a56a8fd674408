"""Reads of parcels."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.db.models import Q
from django.db.models.fields.json import KeyTextTransform

from orders.models import Activity, ActivityKind, Fulfilment
from shipping.models import Parcel, ParcelEvent


def parcels_by_order(order_ids: Iterable[int]) -> dict[int, list[Parcel]]:
    """The parcels of each of these orders, as they were sent: one statement."""
    found: dict[int, list[Parcel]] = defaultdict(list)
    rows = Parcel.objects.filter(order_id__in=list(order_ids))
    for parcel in rows.order_by("shipped_at", "fulfilment_id", "position"):
        found[parcel.order_id].append(parcel)
    return dict(found)


def events_of_parcel(parcel: Parcel) -> list[ParcelEvent]:
    """What was said of this parcel, or of all parcels it left with; newest first."""
    about_it = Q(parcel=parcel)
    if parcel.fulfilment_id:
        about_it |= Q(parcel=None, fulfilment_id=parcel.fulfilment_id)
    return list(ParcelEvent.objects.filter(about_it).order_by("-at", "-id"))


def expected_by_fulfilment(fulfilment_ids: Iterable[int]) -> dict[int, datetime]:
    """When the carrier last thought that their parcels will be delivered: one statement."""
    rows = ParcelEvent.objects.filter(
        fulfilment__in=list(fulfilment_ids), estimated_at__isnull=False
    )
    latest = rows.order_by("fulfilment_id", "-at", "-id").distinct("fulfilment_id")
    return {
        row.fulfilment_id: row.estimated_at
        for row in latest
        if row.estimated_at and row.fulfilment_id
    }


def former_numbers(
    fulfilments: Iterable[Fulfilment], parcels: Mapping[int, Sequence[Parcel]]
) -> dict[int, list[str]]:
    """Numbers their parcels were once known by and no longer are, oldest first: one statement.

    `parcels` are those of their orders.
    """
    known = {(row.order_id, f"parcel:{row.shopify_id}:"): row for row in fulfilments}
    told = Activity.objects.filter(
        order_id__in={order_id for order_id, _ in known}, kind=ActivityKind.PARCEL_ADDED
    )
    found: dict[int, list[str]] = defaultdict(list)
    for order_id, key, data in told.order_by("at", "id").values_list("order_id", "key", "data"):
        row = known.get((order_id, key[: key.find(":", len("parcel:")) + 1]))
        number = str(data.get("number") or "")
        if row is None or not number:
            continue
        current = {
            each.number for each in parcels.get(order_id, ()) if each.fulfilment_id == row.pk
        }
        if number not in current:
            found[row.pk].append(number)
    return dict(found)


def numbers_of(fulfilment: Fulfilment) -> list[str]:
    """The numbers of its parcels, in order: one statement."""
    rows = Parcel.objects.filter(fulfilment=fulfilment).exclude(number="")
    return list(rows.order_by("position").values_list("number", flat=True))


def renumbered_at(fulfilment: Fulfilment) -> datetime | None:
    """When its parcels got the last of their present numbers, if that was after they left."""
    current = Parcel.objects.filter(fulfilment=fulfilment).exclude(number="").values("number")
    told = Activity.objects.filter(
        order_id=fulfilment.order_id,
        kind=ActivityKind.PARCEL_ADDED,
        key__startswith=f"parcel:{fulfilment.shopify_id}:",
    )
    told = told.annotate(number=KeyTextTransform("number", "data")).filter(number__in=current)
    last = told.order_by("-at").values_list("at", flat=True).first()
    is_later = last and fulfilment.shipped_at and last > fulfilment.shipped_at
    return last if is_later else None
