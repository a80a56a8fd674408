"""Orders as rows, for tests that need them there rather than told by a webhook."""

import itertools
from datetime import timedelta
from typing import Any

from django.utils import timezone

from orders.models import ActivityKind, LineItem, Order
from orders.search import name_key
from orders.services import record_activity
from stores.models import Store
from stores.scope import every_store

_numbers = itertools.count(1)


def make_order(store: Store, *, lines: int = 1, **fields: Any) -> Order:
    """A paid order of Kari Nordmann's, placed an hour ago, with its first line on the timeline."""
    number = next(_numbers)
    name = fields.get("buyer_name", "Kari Nordmann")
    placed_at = fields.get("placed_at", timezone.now() - timedelta(hours=1))
    defaults = {
        "shopify_id": 5_000_900_000_000 + number,  # far from those that payloads tells of
        "name": f"#{1000 + number}",
        "number": 1000 + number,
        "email": "kari@example.com",
        "buyer_name": name,
        "buyer_name_key": name_key(name),
        "buyer_surname_key": name_key(name.split(" ")[-1]),
        "locale": "nb-NO",
        "currency": "NOK",
        "presentment_currency": "NOK",
        "total_minor": 184_900,
        "financial_state": "PAID",
        "placed_at": placed_at,
        "changed_at": placed_at,
    }
    with every_store(because="a test makes an order"):
        order = Order.objects.create(store=store, **{**defaults, **fields})
        for position in range(lines):
            LineItem.objects.create(
                store=store,
                order=order,
                position=position,
                title=f"Yarn {position}",
                quantity=1,
                price_minor=184_900,
                total_minor=184_900,
            )
        record_activity(
            store_id=store.pk,
            order_id=order.pk,
            kind=ActivityKind.ORDER_PLACED,
            at=placed_at,
            key=f"order:{order.shopify_id}:placed",
            data={"name": order.name},
        )
    return order
