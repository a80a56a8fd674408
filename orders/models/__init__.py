"""Tables of the room, by aggregate."""

from orders.models.activity import Activity, ActivityKind, Note
from orders.models.checkout import Checkout
from orders.models.customer import Customer
from orders.models.fulfilment import Fulfilment, OrderEdit, Refund
from orders.models.line import LineItem
from orders.models.offered import DraftOrder, GiftCard
from orders.models.order import DeliveryMethod, Order, OrderQuerySet, OrderTag
from orders.models.putting_away import OrderBatch, OrderSettings
from orders.models.tagging import CustomerTagWrite, TagWrite, WriteState
from orders.models.task import StaffTask
from orders.models.writing import OrderWrite, WrittenField

__all__ = [
    "Activity",
    "ActivityKind",
    "Checkout",
    "Customer",
    "CustomerTagWrite",
    "DeliveryMethod",
    "DraftOrder",
    "Fulfilment",
    "GiftCard",
    "LineItem",
    "Note",
    "Order",
    "OrderBatch",
    "OrderEdit",
    "OrderQuerySet",
    "OrderSettings",
    "OrderTag",
    "OrderWrite",
    "Refund",
    "StaffTask",
    "TagWrite",
    "WriteState",
    "WrittenField",
]
