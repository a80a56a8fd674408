"""What a message is about, as the plain dict that templates read (templates_app/context_spec.py).

A constant number of queries, however many lines: the lines and the refunds of an order, and what
its kind needs besides. `messaging/facts/` holds the parts.
"""

from typing import Any, Final

from messaging.facts import ordered, paying, people, sent
from messaging.facts.bought import Sums, lines_in
from messaging.facts.goods import goods_of
from messaging.facts.purchase import purchase_values
from messaging.facts.texts import moment, printable, web
from messaging.subjects import Subject
from orders.models import (
    Checkout,
    DraftOrder,
    Fulfilment,
    GiftCard,
    LineItem,
    Order,
    Refund,
)
from stores.models import Store
from templates_app.context_spec import liquid_amount
from templates_app.data import NotificationKind as Kind

Values = dict[str, Any]

_OF_PARCELS: Final = frozenset(
    {
        Kind.SHIPPING_CONFIRMATION,
        Kind.SHIPPING_UPDATE,
        Kind.OUT_FOR_DELIVERY,
        Kind.DELIVERED,
        Kind.DELAYED,
        Kind.READY_FOR_PICKUP,
        Kind.REVIEW_REQUEST,
        Kind.POS_RECEIPT,
    }
)


class NothingToTell(ValueError):
    """Neither an order nor anything else was given that a context could be made of."""


def build_context(
    *, store: Store, kind: str, order: Order | None = None, subject: Subject | None = None
) -> Values:
    """Everything that a template of this kind may say of the order, or of the subject alone.

    `subject` is the fulfilment, refund or edit that it is about; without one, the order's last.
    """
    if isinstance(subject, Checkout | DraftOrder):
        values = _of_offer(subject, store, kind)
    elif isinstance(subject, GiftCard):
        values = _of_gift_card(subject, store, kind, order)
    elif order is not None:
        values = _of_order(order, store, kind, subject)
    else:
        raise NothingToTell("A message is about an order, a checkout, a draft or a gift card")
    said: Values = printable(values)
    return said


def _of_order(order: Order, store: Store, kind: str, subject: Subject | None) -> Values:
    sums = Sums(order)
    lines = list(LineItem.objects.filter(order=order).order_by("position"))
    refunds = list(Refund.objects.filter(order=order).order_by("refunded_at", "pk"))
    goods = goods_of(order, lines, sums)
    values = {
        **purchase_values(order, goods, sums, store, kind),
        **ordered.names(order, store),
        **ordered.state(order, sums, refunds, store),
    }
    _add(values, ordered.ours(order, sums, refunds))
    if kind == Kind.STAFF_NEW_ORDER:
        _add(values, ordered.for_staff(order, store))
    if kind in _OF_PARCELS:
        given = subject if isinstance(subject, Fulfilment) else None
        left = sent.sent_of(order, given, store)
        is_update = kind == Kind.SHIPPING_UPDATE
        _add(values, sent.sent_values(left, order, goods, is_update=is_update))
    _add(values, ordered.pickup(order, values.get("location")))
    if kind == Kind.ORDER_REFUND:
        refund = subject if isinstance(subject, Refund) else next(reversed(refunds), None)
        _add(values, paying.refund_values(refund, goods, sums, store) if refund else {})
    if kind == Kind.ORDER_EDITED:
        _add(values, ordered.edited(order, goods, sums, subject))
    if kind == Kind.GIFT_CARD:
        _add(values, ordered.gift_card(goods, sums, values["customer"]))
    return values


def _of_offer(offer: Checkout | DraftOrder, store: Store, kind: str) -> Values:
    """A checkout or a draft: goods and sums, and no order yet."""
    sums = Sums(offer)
    goods = goods_of(offer, lines_in(offer.lines), sums)
    values = purchase_values(offer, goods, sums, store, kind)
    if isinstance(offer, Checkout):
        _add(
            values,
            {
                "url": web(offer.recover_url),
                "created_at": moment(offer.started_at, store),
                "custom_message": "",
                "notifyhub": {"has_consent": offer.has_consent},
            },
        )
        return values
    _add(
        values,
        {
            "invoice_url": web(offer.invoice_url),
            "created_at": moment(offer.started_at, store),
            "custom_message": "",
            "transactions": [],
            "payment_terms": paying.terms(offer.payment_terms, sums),
            "notifyhub": {"is_paid": offer.completed_at is not None},
        },
    )
    return values


def _of_gift_card(card: GiftCard, store: Store, kind: str, order: Order | None) -> Values:
    """A gift card, with the order it was bought in where that is known."""
    # All amounts of one context are in one currency.
    if order is not None and card.currency == (order.presentment_currency or order.currency):
        values = _of_order(order, store, Kind.ORDER_CONFIRMATION, None)
    else:
        values = {"shop": people.shop(store), "shop_name": store.name, "notifyhub": {}}
        values |= {"customer": None, "email": card.recipient_email, "line_items": []}
    expires_on = card.expires_on.isoformat() if card.expires_on else None
    first, _, last = card.recipient_name.partition(" ")
    recipient = {"first_name": first, "last_name": last, "name": card.recipient_name}
    values |= {
        "currency": card.currency,
        "gift_card": {
            "balance": liquid_amount(card.balance_minor, card.currency),
            "initial_value": liquid_amount(card.initial_minor, card.currency),
            "currency": card.currency,
            "last_four_characters": card.last_characters,
            "expires_on": expires_on,
            "url": web(card.url),
            "pass_url": web(card.pass_url),
            "message": card.message,
            "customer": recipient if card.recipient_name else values["customer"],
            "enabled": card.is_enabled,
            "expired": False,
        },
    }
    ours = {"kind": str(kind), **({"expires_on": expires_on} if expires_on else {})}
    return _add(values, {"notifyhub": ours})


def _add(values: Values, more: Values) -> Values:
    """More values; what is ours is added to ours."""
    ours = {**values.get("notifyhub", {}), **more.get("notifyhub", {})}
    values.update(more)
    values["notifyhub"] = ours
    return values
