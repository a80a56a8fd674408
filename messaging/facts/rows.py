"""The rows that contexts are made of, fetched for many messages at once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from common.db.reading import read
from messaging.subjects import Subject
from orders.models import Fulfilment, LineItem, Order, OrderEdit, Refund
from shipping import queries as shipping
from shipping.models import Parcel, Promise
from templates_app.data import NotificationKind as Kind

OF_PARCELS: Final = frozenset(
    {
        Kind.SHIPPING_CONFIRMATION,
        Kind.SHIPPING_UPDATE,
        Kind.OUT_FOR_DELIVERY,
        Kind.DELIVERED,
        Kind.DELAYED,
        Kind.NO_NEWS,
        Kind.READY_FOR_PICKUP,
        Kind.REVIEW_REQUEST,
        Kind.POS_RECEIPT,
    }
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A message's order, its kind, and what else it is about."""

    order: Order
    kind: str
    subject: Subject | None


@dataclass(slots=True)
class Rows:
    """By the order's id, in the order in which a context wants them; by the fulfilment's id."""

    lines: dict[int, list[LineItem]] = field(default_factory=dict)
    refunds: dict[int, list[Refund]] = field(default_factory=dict)
    last_edits: dict[int, OrderEdit] = field(default_factory=dict)
    fulfilments: dict[int, list[Fulfilment]] = field(default_factory=dict)
    parcels: dict[int, list[Parcel]] = field(default_factory=dict)
    expected: dict[int, datetime] = field(default_factory=dict)
    promises: dict[int, list[Promise]] = field(default_factory=dict)  # newest first


def rows_of(wanted: Sequence[Wanted]) -> Rows:
    """What these messages need: three statements, and at most five more by kind."""
    orders = [each.order.pk for each in wanted]
    rows = Rows()
    if orders:
        lines = read(LineItem, "order", orders, order_by=("order_id", "position"))
        rows.lines = _by_order(lines)
        refunds = read(Refund, "order", orders, order_by=("order_id", "refunded_at", "id"))
        rows.refunds = _by_order(refunds)
        rows.promises = shipping.promises_to_tell(each.order for each in wanted)
    edited = [
        each.order.pk
        for each in wanted
        if each.kind == Kind.ORDER_EDITED and not isinstance(each.subject, OrderEdit)
    ]
    if edited:
        edits = OrderEdit.objects.filter(order__in=edited).order_by("edited_at", "pk")
        rows.last_edits = {edit.order_id: edit for edit in edits}
    _add_what_left(rows, [each for each in wanted if each.kind in OF_PARCELS])
    return rows


def _add_what_left(rows: Rows, wanted: Sequence[Wanted]) -> None:
    if not wanted:
        return
    orders = [each.order.pk for each in wanted]
    left = Fulfilment.objects.filter(order__in=orders).exclude(changed_at=None)
    rows.fulfilments = _by_order(left.order_by("order_id", "shipped_at", "pk"))
    rows.parcels = shipping.parcels_by_order(orders)
    known = [row for each in rows.fulfilments.values() for row in each]
    known += [each.subject for each in wanted if isinstance(each.subject, Fulfilment)]
    if known:
        rows.expected = shipping.expected_by_fulfilment(row.pk for row in known)


def _by_order(rows: Iterable[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for row in rows:
        found.setdefault(row.order_id, []).append(row)
    return found
