"""What buyers are told of an order's life: one question for each thing that can happen to it.

Each is asked whenever Shopify tells of the thing, alone or within its order, in any order of
arrival; it is answered from the rows, and said once. Nothing is planned for a kind that the store
has no words for: a shop that only confirms orders has nothing to look at because of the others.
"""

from collections.abc import Sequence
from datetime import datetime
from hashlib import blake2b
from typing import Final

from django.db.models import QuerySet

from messaging import services
from messaging.models import Message
from messaging.planning import TOO_OLD
from messaging.states import NOT_STARTED
from messaging.subjects import Subject, about_of
from orders.models import DeliveryMethod, Fulfilment, Order, Refund
from shipping import queries as shipping
from shipping.matching import OURS
from shipping.models import Alarm, Direction, Origin, Parcel, Promise
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
        Kind.DELAYED,
        Kind.NO_NEWS,
        Kind.ABANDONED_CHECKOUT,
    }
)
_SHIPPED: Final = (DeliveryMethod.SHIPPING, DeliveryMethod.LOCAL)
_SENT_OFF: Final = "SUCCESS"
_ALL_SENT: Final = "FULFILLED"
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
    if _is_told_by_parcel(fulfilment):
        return _announce_numbers(fulfilment, now)
    planned = _announce(order, Kind.SHIPPING_CONFIRMATION, fulfilment, shipped_at, now)
    return planned or _announce_numbers(fulfilment, now)


def announce_parcel(
    *, parcel: Parcel, now: datetime, actor: str = "", is_silent: bool = False
) -> Message | None:
    """Tell the buyer once of a parcel that staff, a program or a file added.

    Where Shopify has sent all of the order off and told the buyer, the number is the news. Silent:
    the decision not to tell is kept as a message not sent, so that Shopify's word of the same
    parcel is no news either. None: nothing is planned.
    """
    order = parcel.order
    if parcel.direction != Direction.OUT or order.delivery_method not in _SHIPPED:
        return None
    kind = Kind.SHIPPING_CONFIRMATION
    if order.fulfilment_state == _ALL_SENT:
        kind = Kind.SHIPPING_UPDATE
    elif not (is_silent or parcel.lines) and _will_be_told(order):
        return None
    planned = _announce(order, kind, parcel, parcel.shipped_at, now)
    if planned is not None and is_silent:
        services.cancel_message(message=planned, actor=actor, now=now)
    return planned


def announce_number(*, parcel: Parcel, now: datetime) -> Message | None:
    """Tell the buyer once of the number that a parcel got instead of another."""
    if parcel.direction != Direction.OUT or parcel.order.delivery_method not in _SHIPPED:
        return None
    if parcel.fulfilment is not None:
        return _announce_numbers(parcel.fulfilment, now, told_at=now)
    if _first_about(parcel).filter(state__in=NOT_STARTED).exists():
        return None
    news = _news([parcel])
    return _announce(parcel.order, Kind.SHIPPING_UPDATE, parcel, now, now, news=news)


def announce_scan(
    *, sent: Fulfilment | Parcel, state: str, at: datetime, now: datetime
) -> Message | None:
    """Tell the buyer once where the parcels are, for the states that have a mail of their own.

    A parcel of ours may be told of before Shopify says of which fulfilment it is.
    """
    kind = _OF_SCANS.get(state)
    if kind is None or (isinstance(sent, Fulfilment) and _is_told_of_its_parcels(sent, kind)):
        return None
    return _announce(sent.order, kind, sent, at, now)


def announce_silence(*, alarm: Alarm, now: datetime) -> Message | None:
    """Tell the buyer once that there is no news, and that the order is not forgotten."""
    return _announce(alarm.order, Kind.NO_NEWS, alarm, alarm.opened_at, now)


def announce_delay(*, promise: Promise, now: datetime) -> Message | None:
    """Tell the buyer once that what was promised is later now; whether it is, the caller knows."""
    return _announce(promise.order, Kind.DELAYED, promise, promise.made_at, now)


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


def _announce_numbers(
    fulfilment: Fulfilment, now: datetime, told_at: datetime | None = None
) -> Message | None:
    """The mail about a parcel's number, unless the first one has not left and will tell it."""
    told_at = told_at or shipping.renumbered_at(fulfilment)
    if told_at is None:
        return None
    if _first_about(fulfilment).filter(state__in=NOT_STARTED).exists():
        return None
    parcels = shipping.numbered_of(fulfilment)
    if _are_told(parcels, with_numbers=True):
        return None
    news = _news(parcels)
    return _announce(fulfilment.order, Kind.SHIPPING_UPDATE, fulfilment, told_at, now, news=news)


def _news(parcels: Sequence[Parcel]) -> str:
    """Names what is told of their numbers, alike whether Shopify or staff said it first.

    A number that comes back after another is news again.
    """
    said = " ".join(parcel.number for parcel in parcels)
    said += "".join(
        each["until"] for parcel in parcels for each in parcel.former if each.get("by") == OURS
    )
    return blake2b(said.encode(), digest_size=8).hexdigest()


def _first_about(subject: Fulfilment | Parcel) -> QuerySet[Message]:
    return Message.objects.filter(
        order_id=subject.order_id, kind=Kind.SHIPPING_CONFIRMATION, about=about_of(subject)
    )


def _is_told_by_parcel(fulfilment: Fulfilment) -> bool:
    """Whether the buyer was told of each of its parcels before Shopify named them."""
    if _first_about(fulfilment).exists():
        return False
    return _are_told(shipping.numbered_of(fulfilment))


def _are_told(parcels: Sequence[Parcel], *, with_numbers: bool = False) -> bool:
    """Whether each was told of, or will be, by a message about it or beside it.

    `with_numbers`: and of the number that it has now.
    """
    if not parcels or any(parcel.origin == Origin.SHOPIFY for parcel in parcels):
        return False
    rows = Message.objects.filter(
        order_id=parcels[0].order_id,
        kind__in=[Kind.SHIPPING_CONFIRMATION, Kind.SHIPPING_UPDATE],
        about__startswith="parcel:",
        sequence=0,
    )
    said = list(rows.values_list("about", "planned_at", "sent_at"))
    abouts = {about for about, _, _ in said}
    times = [(since, at) for _, since, at in said]
    for parcel in parcels:
        is_first = about_of(parcel) in abouts or _is_beside(parcel, times)
        is_number = about_of(parcel, news=_news([parcel])) in abouts
        if not is_number and (not is_first or (with_numbers and parcel.former)):
            return False
    return True


def _is_beside(parcel: Parcel, said: Sequence[tuple[datetime, datetime | None]]) -> bool:
    """Whether it was added while the message about another one waited. See _will_be_told."""
    added = parcel.created_at
    return added is not None and any(
        since <= added and (sent_at is None or added <= sent_at) for since, sent_at in said
    )


def _will_be_told(order: Order) -> bool:
    """Whether a mail about another parcel of ours has not left yet: it tells of all of them."""
    rows = Message.objects.filter(
        order_id=order.pk,
        kind=Kind.SHIPPING_CONFIRMATION,
        about__startswith="parcel:",
        state__in=NOT_STARTED,
    )
    return rows.exists()


def _is_told_of_its_parcels(fulfilment: Fulfilment, kind: Kind) -> bool:
    parcels = Parcel.objects.filter(fulfilment=fulfilment).exclude(origin=Origin.SHOPIFY)
    abouts = [about_of(parcel) for parcel in parcels]
    if not abouts:
        return False
    said = Message.objects.filter(order_id=fulfilment.order_id, kind=kind, about__in=abouts)
    return said.exists()


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
