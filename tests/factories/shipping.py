"""Parcels, promises and alarms as rows, for tests that need them there."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from orders.models import Order
from shipping.models import Alarm, AlarmKind, Cause, Origin, Parcel, Promise
from tests.factories.orders import make_order

NUMBER = "370722150123456789"


def make_parcel(order: Order, **fields: Any) -> Parcel:
    """A parcel of this order with Bring, which left a day ago and is on its way."""
    left_at = fields.pop("shipped_at", timezone.now() - timedelta(days=1))
    usual = {
        "number": NUMBER,
        "company": "Bring",
        "origin": Origin.STAFF,
        "shipped_at": left_at,
        "created_at": left_at,
    }
    return Parcel.objects.create(store_id=order.store_id, order=order, **usual | fields)


def make_seen_parcel(
    order: Order, heard_at: datetime, state: str = "IN_TRANSIT", **fields: Any
) -> Parcel:
    """One that its carrier was last heard of then."""
    return make_parcel(
        order,
        state=state,
        heard_at=heard_at,
        first_scanned_at=fields.pop("first_scanned_at", heard_at),
        **fields,
    )


def make_promise(order: Order, **fields: Any) -> Promise:
    usual = {"version": 1, "cause": Cause.PLACED, "made_at": order.placed_at}
    return Promise.objects.create(store_id=order.store_id, order=order, **usual | fields)


def make_alarm(order: Order, kind: AlarmKind = AlarmKind.STALLED, **fields: Any) -> Alarm:
    now = timezone.now()
    usual = {"since": now - timedelta(days=7), "opened_at": now - timedelta(hours=2)}
    return Alarm.objects.create(store_id=order.store_id, order=order, kind=kind, **usual | fields)


def make_awaited(store: Any, **fields: Any) -> Order:
    """An order that somebody waits for: paid, to be packed, and to be brought."""
    usual = {"delivery_method": "SHIPPING", "stage": "FULFILMENT", "step": "TO_PACK"}
    return make_order(store, **usual | fields)
