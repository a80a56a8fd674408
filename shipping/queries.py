"""Reads of parcels."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Q

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
