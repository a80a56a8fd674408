"""What orders, messages and parcels bring along for a whole page: see Note [Bounded expansions]."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from django.db.models import F, QuerySet, Window
from django.db.models.functions import RowNumber

from common.api.expanding import EACH
from messaging.listing import LISTED
from messaging.models import Message
from orders.models import Order
from shipping.models import Parcel
from shipping.queries import promises_by_order
from stores.models import Store

Context = Mapping[str, Any]


class OfOrder(Protocol):
    """What belongs to an order, or to none."""

    pk: int
    order_id: int | None


def parcels_of_orders(orders: Sequence[Order], _context: Context) -> dict[int, list[Parcel]]:
    """The newest parcels of each. One query."""
    rows = Parcel.objects.select_related("own_carrier", "fulfilment")
    return _newest_of_each(rows, "created_at", orders)


def messages_of_orders(orders: Sequence[Order], _context: Context) -> dict[int, list[Message]]:
    """The newest that was said of each. One query."""
    return _newest_of_each(Message.objects.to_buyers().only(*LISTED), "planned_at", orders)


def promises_of_orders(orders: Sequence[Order], _context: Context) -> Mapping[int, Any]:
    """What each is promised now. One query."""
    return promises_by_order([order.pk for order in orders])


def order_of(rows: Sequence[OfOrder], _context: Context) -> dict[int, Order | None]:
    """The order that each is about. One query."""
    found = Order.objects.in_bulk({row.order_id for row in rows if row.order_id})
    return {row.pk: found.get(row.order_id or 0) for row in rows}


def store_of(rows: Sequence[Any], _context: Context) -> dict[int, Store | None]:
    """The store that each belongs to. One query."""
    found = Store.objects.in_bulk({row.store_id for row in rows})
    return {row.pk: found.get(row.store_id) for row in rows}


def _newest_of_each(
    rows: QuerySet[Any, Any], time: str, orders: Sequence[Order]
) -> dict[int, list[Any]]:
    newest = Window(
        RowNumber(), partition_by=[F("order_id")], order_by=[F(time).desc(), F("pk").desc()]
    )
    by_id = {order.pk: order for order in orders}
    placed = rows.filter(order__in=list(by_id)).annotate(place=newest).filter(place__lte=EACH)
    found: dict[int, list[Any]] = defaultdict(list)
    for row in placed.order_by(f"-{time}", "-pk"):
        row.order = by_id[row.order_id]
        found[row.order_id].append(row)
    return found
