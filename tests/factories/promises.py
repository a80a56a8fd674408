"""Rules of a store as rows, and what an order is promised by them."""

from datetime import datetime, time
from typing import Any

from orders.models import Order
from shipping import promises
from shipping.models import (
    Calendar,
    Cause,
    DeliverySettings,
    Level,
    ProcessingTime,
    Promise,
    TransitTime,
)
from stores.models import Store
from stores.scope import every_store


def make_rules(
    store: Store,
    *,
    pack: tuple[int, int] = (2, 2),
    road: tuple[int, int] = (3, 4),
    **settings: Any,
) -> ProcessingTime:
    """Packed until 14:00 Norwegian weekdays, so many days to pack and on the road to Norway."""
    with every_store(because="a test sets a store's times"):
        Calendar.objects.create(
            store=store,
            name="Workshop",
            is_default=True,
            country="NO",
            cutoff=time(14),
            timezone="Europe/Oslo",
        )
        DeliverySettings.objects.create(store=store, **settings)
        TransitTime.objects.create(store=store, country="NO", min_days=road[0], max_days=road[1])
        return ProcessingTime.objects.create(
            store=store, level=Level.STORE, min_days=pack[0], max_days=pack[1]
        )


def make_promise(order: Order, *, now: datetime, cause: Cause = Cause.PLACED) -> Promise:
    """What the store's rules promise for the order."""
    with every_store(because="a test promises an order"):
        made = promises.promise_order(order=order, cause=cause, now=now)
    assert made is not None
    return made
