"""Orders with all that conditions ask about them: read for many at once, in a few queries."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from django.db.models import Max

from automations import queries
from messaging.models import Consent
from messaging.states import Channel, Purpose
from orders.models import Fulfilment, LineItem, Order
from tracking.models import OrderSource

_OF_LINES: Final = frozenset(
    {"product", "vendor", "sku", "line_note", "item_count", "requires_shipping"}
)
_OF_SOURCES: Final = frozenset({"ref", "utm_source", "utm_medium", "utm_campaign"})
_OF_COUNTS: Final = frozenset({"order_count", "is_first_order"})


@dataclass(frozen=True, slots=True)
class Case:
    """One order as conditions see it. What no condition asks for is not read, and empty."""

    order: Order
    now: datetime
    lines: Sequence[LineItem] = ()
    source: OrderSource | None = None
    # The buyer's last word about marketing by mail; None: none since the order's own.
    consent: bool | None = None
    # Which of its customer's orders it is.
    number: int = 1
    sent_at: datetime | None = None

    @property
    def has_consent(self) -> bool:
        return self.order.has_consent if self.consent is None else self.consent


@dataclass(slots=True)
class _Read:
    lines: dict[int, list[LineItem]] = field(default_factory=dict)
    sources: dict[int, OrderSource] = field(default_factory=dict)
    consents: dict[tuple[int, str], bool] = field(default_factory=dict)
    counts: dict[int, int] = field(default_factory=dict)
    sent: dict[int, datetime] = field(default_factory=dict)


def orders_of(order_ids: Iterable[int]) -> dict[int, Order]:
    """With customer and store, as cases need them. One query."""
    rows = Order.objects.filter(pk__in=set(order_ids)).select_related("customer", "store")
    return {row.pk: row for row in rows}


def cases_of(
    orders: Collection[Order], *, fields: Collection[str], now: datetime
) -> dict[int, Case]:
    """A case for each order, by its id: at most six queries, whatever their number."""
    asked, read = frozenset(fields), _Read()
    ids = [order.pk for order in orders]
    if ids and asked & _OF_LINES:
        for line in LineItem.objects.filter(order_id__in=ids).order_by("position"):
            read.lines.setdefault(line.order_id, []).append(line)
    if ids and asked & _OF_SOURCES:
        read.sources = {row.order_id: row for row in OrderSource.objects.filter(order_id__in=ids)}
    if ids and "has_consent" in asked:
        read.consents = _consents(orders)
    if ids and asked & _OF_COUNTS:
        read.counts = queries.numbers_of_orders(ids)
    if ids and "sent_age" in asked:
        sent = Fulfilment.objects.filter(order_id__in=ids).values("order_id")
        read.sent = dict(sent.annotate(at=Max("shipped_at")).values_list("order_id", "at"))
    return {order.pk: _case(order, read, now) for order in orders}


def _case(order: Order, read: _Read, now: datetime) -> Case:
    said = read.consents.get((order.store_id, order.email.strip().lower()))
    return Case(
        order=order,
        now=now,
        lines=read.lines.get(order.pk, ()),
        source=read.sources.get(order.pk),
        consent=said,
        number=read.counts.get(order.pk, 1),
        sent_at=read.sent.get(order.pk),
    )


def _consents(orders: Collection[Order]) -> dict[tuple[int, str], bool]:
    """The last word of each buyer about marketing by mail. One query."""
    rows = Consent.objects.filter(
        store_id__in={order.store_id for order in orders},
        address__in={order.email.strip().lower() for order in orders} - {""},
        channel=Channel.EMAIL,
        purpose=Purpose.MARKETING,
    )
    said = rows.order_by("at", "id").values_list("store_id", "address", "is_given")
    return {(store_id, address): is_given for store_id, address, is_given in said}
