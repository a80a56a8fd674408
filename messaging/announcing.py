"""What buyers are told of an order's life: one question for each thing that can happen to it.

Each is asked whenever Shopify tells of the thing, alone or within its order, in any order of
arrival; it is answered from the rows, and said once. Nothing is planned for a kind that the store
has no words for: a shop that only confirms orders has nothing to look at because of the others.
"""

from datetime import datetime
from hashlib import blake2b
from typing import Final

from messaging import services
from messaging.models import Message
from messaging.planning import TOO_OLD
from messaging.states import NOT_STARTED
from messaging.subjects import Subject, about_of
from orders.models import DeliveryMethod, Fulfilment, Order, Refund
from shipping import queries as shipping
from templates_app import queries as templates
from templates_app.data import NotificationKind as Kind

# What buyers are told without anybody asking, with the confirmation and the reminder of a checkout;
# the other kinds have words, and wait for what sends them.
SAID_BY_ITSELF: Final = frozenset(
    {
        Kind.ORDER_CONFIRMATION,
        Kind.ORDER_CANCELLED,
        Kind.ORDER_REFUND,
        Kind.SHIPPING_CONFIRMATION,
        Kind.SHIPPING_UPDATE,
        Kind.OUT_FOR_DELIVERY,
        Kind.DELIVERED,
        Kind.READY_FOR_PICKUP,
        Kind.ABANDONED_CHECKOUT,
    }
)
_SHIPPED: Final = (DeliveryMethod.SHIPPING, DeliveryMethod.LOCAL)
_SENT_OFF: Final = "SUCCESS"
_OF_SCANS: Final = {
    "OUT_FOR_DELIVERY": Kind.OUT_FOR_DELIVERY,
    "DELIVERED": Kind.DELIVERED,
    "READY_FOR_PICKUP": Kind.READY_FOR_PICKUP,
}


def announce_cancellation(*, order: Order, now: datetime) -> Message | None:
    """Tell the buyer once that the order is cancelled, if it is."""
    if order.cancelled_at is None:
        return None
    return _announce(order, Kind.ORDER_CANCELLED, None, order.cancelled_at, now)


def announce_refund(*, refund: Refund, now: datetime) -> Message | None:
    """Tell the buyer once of money paid back; goods put back on the shelf alone are no news."""
    if refund.amount_minor <= 0:
        return None
    return _announce(refund.order, Kind.ORDER_REFUND, refund, refund.refunded_at, now)


def announce_fulfilment(*, fulfilment: Fulfilment, now: datetime) -> Message | None:
    """Tell the buyer once that goods were sent off, and again when they got another number."""
    order, shipped_at = fulfilment.order, fulfilment.shipped_at
    if fulfilment.state != _SENT_OFF or order.delivery_method not in _SHIPPED:
        return None
    planned = _announce(order, Kind.SHIPPING_CONFIRMATION, fulfilment, shipped_at, now)
    return planned or _announce_numbers(fulfilment, now)


def announce_scan(
    *, fulfilment: Fulfilment, state: str, at: datetime, now: datetime
) -> Message | None:
    """Tell the buyer once where the parcels are, for the states that have a mail of their own."""
    kind = _OF_SCANS.get(state)
    return _announce(fulfilment.order, kind, fulfilment, at, now) if kind else None


def announce_changes(*, order: Order, now: datetime) -> None:
    """All of these for what an order's snapshot carries and happened of late.

    A refund or fulfilment may have come before the order it belongs to.
    """
    announce_cancellation(order=order, now=now)
    since = now - TOO_OLD
    if order.refunded_minor:
        for refund in Refund.objects.filter(order=order, refunded_at__gt=since).order_by("pk"):
            announce_refund(refund=refund, now=now)
    if order.fulfilment_state:
        fulfilments = Fulfilment.objects.filter(order=order, shipped_at__gt=since)
        for fulfilment in fulfilments.order_by("pk"):
            announce_fulfilment(fulfilment=fulfilment, now=now)


def _announce_numbers(fulfilment: Fulfilment, now: datetime) -> Message | None:
    """The mail about a parcel's number, unless the first one has not left and will tell it."""
    told_at = shipping.renumbered_at(fulfilment)
    if told_at is None:
        return None
    first = Message.objects.filter(
        order_id=fulfilment.order_id,
        kind=Kind.SHIPPING_CONFIRMATION,
        about=about_of(fulfilment),
    )
    if first.filter(state__in=NOT_STARTED).exists():
        return None
    numbers = " ".join(shipping.numbers_of(fulfilment))
    news = blake2b(numbers.encode(), digest_size=8).hexdigest()
    return _announce(fulfilment.order, Kind.SHIPPING_UPDATE, fulfilment, told_at, now, news=news)


def _announce(
    order: Order,
    kind: Kind,
    subject: Subject | None,
    happened_at: datetime | None,
    now: datetime,
    *,
    news: str = "",
) -> Message | None:
    is_real = not (order.is_stub or order.is_test or order.redacted_at) and order.currency
    if not is_real or templates.current_revision(store=order.store, kind=kind) is None:
        return None
    return services.plan_message(
        order=order,
        kind=kind,
        about=about_of(subject, news=news) if subject else "",
        happened_at=happened_at,
        now=now,
    )
