"""The parcels of many orders of the past at once: the same rows as one by one."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from common.db.inserting import insert_rows
from orders.activity import record_facts
from orders.data import OrderData
from orders.history import of_the_past
from orders.models import Fulfilment, Order
from shipping.following import settle_unsaved
from shipping.matching import row_of
from shipping.scanning import move
from shipping.services import facts_of_parcels
from shipping.standing import settle_orders

if TYPE_CHECKING:
    from shipping.models import Parcel


@transaction.atomic
def record_history(
    *, store_id: int, orders: Iterable[tuple[Order, OrderData]], now: datetime
) -> None:
    """The parcels of orders that are new here, in a few statements; and where the orders stand.

    Call it in the transaction that made the orders.
    """
    bought = list(orders)
    sent = Fulfilment.objects.filter(order_id__in=[order.pk for order, _data in bought])
    rows = {row.shopify_id: row for row in sent}
    parcels: list[Parcel] = []
    facts = []
    for order, data in bought:
        for told in data.fulfilments:
            held = rows.get(told.shopify_id)
            if held is None or held.rank == "" or held.order_id != order.pk:
                continue
            facts += [of_the_past(fact) for fact in facts_of_parcels(order, told)]
            if held.changed_at == told.changed_at:
                held.order = order
                parcels += [
                    row_of(held, place, each, told) for place, each in enumerate(told.parcels)
                ]
    for parcel in parcels:
        move(parcel, ())
    settle_unsaved(parcels)
    insert_rows(parcels)
    record_facts(store_id=store_id, facts=facts)
    settle_orders(order_ids=[order.pk for order, _data in bought], now=now)
