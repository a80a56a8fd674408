"""Tables of the room, by aggregate."""

from orders.models.activity import Activity, ActivityKind, Note
from orders.models.checkout import Checkout
from orders.models.customer import Customer
from orders.models.fulfilment import Fulfilment, OrderEdit, Refund
from orders.models.offered import DraftOrder, GiftCard
from orders.models.order import DeliveryMethod, LineItem, Order, OrderQuerySet, OrderTag

__all__ = [
    "Activity",
    "ActivityKind",
    "Checkout",
    "Customer",
    "DeliveryMethod",
    "DraftOrder",
    "Fulfilment",
    "GiftCard",
    "LineItem",
    "Note",
    "Order",
    "OrderEdit",
    "OrderQuerySet",
    "OrderTag",
    "Refund",
]
