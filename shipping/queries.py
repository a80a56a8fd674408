"""Reads of parcels and promises."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q, QuerySet
from django.db.models.fields.json import KeyTextTransform

from common.db.lookups import AnyOf
from orders.models import Activity, ActivityKind, Fulfilment, Order
from shipping.models import DeliverySettings, Direction, Parcel, ParcelEvent, Promise


def parcels_by_order(order_ids: Iterable[int]) -> dict[int, list[Parcel]]:
    """The parcels of each of these orders, as they were sent: one statement."""
    found: dict[int, list[Parcel]] = defaultdict(list)
    rows = Parcel.objects.filter(order_id__in=list(order_ids)).select_related("own_carrier")
    for parcel in rows.order_by("shipped_at", "fulfilment_id", "position", "pk"):
        found[parcel.order_id].append(parcel)
    return dict(found)


def events_of_parcel(parcel: Parcel) -> list[ParcelEvent]:
    """What was said of this parcel, or of all parcels it left with; newest first."""
    return list(said_of_parcel(parcel).order_by("-at", "-id"))


def said_of_parcel(parcel: Parcel) -> QuerySet[ParcelEvent, ParcelEvent]:
    """The same, to be ordered and cut."""
    about_it = Q(parcel=parcel)
    if parcel.fulfilment_id:
        about_it |= Q(parcel=None, fulfilment_id=parcel.fulfilment_id)
    # Of its order, since only by that is there an index.
    return ParcelEvent.objects.filter(about_it, store_id=parcel.store_id, order_id=parcel.order_id)


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


def former_number(parcel: Parcel) -> str:
    """The number that its present one stands instead of; "" if it had none."""
    return str(parcel.former[-1]["number"]) if parcel.former else ""


def numbered_of(fulfilment: Fulfilment) -> list[Parcel]:
    """Its parcels that have a number, in order: one statement."""
    rows = Parcel.objects.filter(fulfilment=fulfilment, direction=Direction.OUT)
    return list(rows.exclude(number="").order_by("position"))


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


def promise_of(order_id: int) -> Promise | None:
    """What the buyer is promised now; None: nothing, or nothing any more. One statement."""
    return Promise.objects.filter(order_id=order_id, is_current=True).first()


def promises_by_order(order_ids: Iterable[int]) -> dict[int, Promise]:
    """The current promise of each of these orders that has one: one statement."""
    rows = Promise.objects.filter(order_id__in=list(order_ids), is_current=True)
    return {row.order_id: row for row in rows}


def promises_of(order_id: int) -> list[Promise]:
    """All that was ever promised for an order, newest first: one statement."""
    return list(Promise.objects.filter(order_id=order_id).order_by("-version"))


def promises_to_tell(orders: Iterable[Order]) -> dict[int, list[Promise]]:
    """What buyers of these orders may be told, newest first, without how it was worked out.

    Only of stores that show promises, and orders that have one. Two statements at most, for orders
    of several stores too.
    """
    of_store = {order.pk: order.store_id for order in orders}
    stores = set(of_store.values())
    rows = Promise.objects.filter(AnyOf("order_id", of_store), store_id__in=stores)
    found: dict[int, list[Promise]] = defaultdict(list)
    for row in rows.defer("lines", "steps").order_by("order_id", "-version"):
        found[row.order_id].append(row)
    found = {order: rows for order, rows in found.items() if rows[0].is_current}
    if not found:
        return {}
    silent = DeliverySettings.objects.filter(store_id__in=stores, is_shown=False)
    hidden = set(silent.values_list("store_id", flat=True))
    return {order: rows for order, rows in found.items() if of_store[order] not in hidden}
