"""What a snapshot tells of the past: facts with times from the payload, never from its arrival."""

from collections.abc import Iterable, Iterator

from orders.activity import Fact
from orders.channels import SalesChannel, channel_of
from orders.data import (
    EditData,
    FulfilmentData,
    OrderData,
    QuantityData,
    RefundData,
)
from orders.models import ActivityKind as Kind
from orders.offered_data import CheckoutData

_PAID = frozenset({"PAID", "PARTIALLY_REFUNDED", "REFUNDED"})
_CAME_TO_NOTHING = frozenset({"CANCELLED", "ERROR", "FAILURE"})


def facts_of_order(order_id: int, data: OrderData) -> Iterator[Fact]:
    """Placed, paid, cancelled, closed. Paid has no time: the first snapshot that says so."""
    name = f"order:{data.shopify_id}"
    about = {"name": data.name}
    channel = channel_of(data.origin.source_name, app_id=data.origin.app_id, email=data.buyer.email)
    if channel and channel != SalesChannel.ONLINE:
        about |= {"sales_channel": channel, "source_name": data.origin.source_name}
    yield Fact(Kind.ORDER_PLACED, data.placed_at, f"{name}:placed", order_id, about)
    if data.financial_state in _PAID:
        yield Fact(Kind.ORDER_PAID, data.changed_at, f"{name}:paid", order_id)
    if data.cancelled_at:
        reason = {"reason": data.cancel_reason}
        yield Fact(Kind.ORDER_CANCELLED, data.cancelled_at, f"{name}:cancelled", order_id, reason)
    if data.closed_at:
        key = f"{name}:closed:{data.closed_at:%Y%m%dT%H%M%S}"
        yield Fact(Kind.ORDER_CLOSED, data.closed_at, key, order_id)


def facts_of_fulfilment(order_id: int, data: FulfilmentData) -> Iterator[Fact]:
    if data.state in _CAME_TO_NOTHING:
        return
    about = {"name": data.name, "quantity": _count(data.lines)}
    key = f"fulfilment:{data.shopify_id}"
    yield Fact(Kind.ORDER_FULFILLED, data.shipped_at, key, order_id, about)


def fact_of_refund(order_id: int, data: RefundData) -> Fact:
    """The sum is left to the refund's row: it grows while payments settle."""
    key = f"refund:{data.shopify_id}"
    return Fact(Kind.ORDER_REFUNDED, data.refunded_at, key, order_id)


def fact_of_edit(order_id: int, data: EditData) -> Fact:
    about = {"added": _count(data.added), "removed": _count(data.removed)}
    key = f"order:{data.order_shopify_id}:edited:{data.shopify_id}"
    return Fact(Kind.ORDER_EDITED, data.at, key, order_id, about)


def _count(lines: Iterable[QuantityData]) -> int:
    return sum(line.quantity for line in lines)


def facts_of_checkout(data: CheckoutData) -> Iterator[Fact]:
    name, about = f"checkout:{data.token}", {"token": data.token}
    if data.started_at:
        yield Fact(Kind.CHECKOUT_STARTED, data.started_at, f"{name}:started", None, about)
    if data.completed_at:
        yield Fact(Kind.CHECKOUT_DONE, data.completed_at, f"{name}:done", None, about)
