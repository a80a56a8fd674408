"""The world of `script/bench api`: that of the lists' bench, less what no order or message shows.

Three lines and a fulfilment for each of the newest tenth of the orders, whose details are asked.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from django.utils import timezone

from orders.models import Fulfilment, Order
from stores.scope import store_scope
from tests.bench import crowd
from tests.bench.seeding import Copies

TABLES: Final = ("orders_order", "messaging_message", "orders_ordertag", "orders_lineitem")
LINES: Final = 3


def multiplied(stores: int, messages: int) -> list[Copies]:
    """A small world, and how its rows become those of so many messages."""
    scene = crowd.found(stores)
    of_table = {copies.table: copies for copies in crowd.multiplied(scene.store, messages)}
    lines = of_table["orders_lineitem"]
    with store_scope(scene.store.pk):
        order = Order.objects.get()
        fulfilment = Fulfilment.objects.create(
            store=scene.store,
            order=order,
            shopify_id=6_000_000_000,
            name=f"{order.name}.1",
            state="SUCCESS",
            parcel_state="IN_TRANSIT",
            shipped_at=timezone.now(),
            changed_at=timezone.now(),
        )
    return [
        *(of_table[table] for table in TABLES),
        *_further(lines),
        Copies(
            "orders_fulfilment",
            fulfilment.pk,
            lines.count,
            {
                "id": f"{fulfilment.pk} + i",
                "order_id": lines.values["order_id"],
                "store_id": lines.values["store_id"],
                "shopify_id": "6000000000 + i",
            },
        ),
    ]


def _further(lines: Copies) -> Iterator[Copies]:
    for position in range(2, LINES + 1):
        yield replace(
            lines,
            values={
                **lines.values,
                "id": f"{lines.values['id']} + {lines.count * (position - 1)}",
                "position": str(position),
            },
        )
