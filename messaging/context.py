"""What a message is about, as the plain dict that templates read (templates_app/context_spec.py).

A constant number of queries, however many lines and messages: the lines and the refunds of the
orders, and what their kinds need besides. `messaging/facts/` holds the parts.
"""

from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from messaging.facts import ordered, paying, people, promised, sent
from messaging.facts.bought import Sums, lines_in
from messaging.facts.goods import goods_of
from messaging.facts.purchase import purchase_values
from messaging.facts.rows import OF_PARCELS, Rows, Wanted, rows_of
from messaging.facts.texts import moment, printable, web
from messaging.models import Message
from messaging.subjects import Subject, subjects_of
from orders.models import Checkout, DraftOrder, Fulfilment, GiftCard, Order, OrderEdit, Refund
from shipping.models import Parcel
from stores.models import Store
from templates_app.context_spec import liquid_amount
from templates_app.data import NotificationKind as Kind

Values = dict[str, Any]


class NothingToTell(ValueError):
    """Neither an order nor anything else was given that a context could be made of."""


def build_context(
    *,
    store: Store,
    kind: str,
    order: Order | None = None,
    subject: Subject | None = None,
    rows: Rows | None = None,
) -> Values:
    """Everything that a template of this kind may say of the order, or of the subject alone.

    With texts that any mail can carry.
    `subject` is the fulfilment, refund or edit that it is about; without one, the order's last.
    `rows` are those fetched for this message and others; without, they are fetched for it alone.
    """
    if rows is None:
        rows = rows_of(_wanted(kind, order, subject))
    said: Values = printable(_values_of(store, kind, order, subject, rows))
    return said


def _values_of(
    store: Store, kind: str, order: Order | None, subject: Subject | None, rows: Rows
) -> Values:
    if isinstance(subject, Checkout | DraftOrder):
        return _of_offer(subject, store, kind)
    if isinstance(subject, GiftCard):
        return _of_gift_card(subject, store, kind, order, rows)
    if order is not None:
        return _of_order(order, store, kind, subject, rows)
    raise NothingToTell("A message is about an order, a checkout, a draft or a gift card")


def contexts_of(messages: Sequence[Message]) -> dict[int, Values]:
    """The contexts of many messages, of several stores too, by the message's id; printable not yet.

    Their orders and stores are at hand, and the open scope sees all of them. As many statements
    for fifty as for one. What cannot be told is left out: composing it says why.
    """
    subjects = subjects_of(messages)
    wanted = [
        each
        for message in messages
        for each in _wanted(message.kind, message.order, subjects.get(message.pk))
    ]
    rows = rows_of(wanted)
    contexts = {}
    for message in messages:
        with suppress(Exception):  # composing comes upon the same, and knows what to do
            subject = subjects.get(message.pk)
            contexts[message.pk] = values_of(message, subject, rows)
    return contexts


def values_of(message: Message, subject: Subject | None, rows: Rows) -> Values:
    """What a message may say, as its rows have it: it must be made printable yet."""
    return _values_of(message.store, message.kind, message.order, subject, rows)


def _wanted(kind: str, order: Order | None, subject: Subject | None) -> list[Wanted]:
    if order is None or isinstance(subject, Checkout | DraftOrder):
        return []
    if isinstance(subject, GiftCard):
        return [Wanted(order, Kind.ORDER_CONFIRMATION, None)] if _is_told_of(order, subject) else []
    return [Wanted(order, kind, subject)]


def _is_told_of(order: Order, card: GiftCard) -> bool:
    """All amounts of one context are in one currency."""
    return card.currency == (order.presentment_currency or order.currency)


def _of_order(order: Order, store: Store, kind: str, subject: Subject | None, rows: Rows) -> Values:
    sums = Sums(order)
    refunds = rows.refunds.get(order.pk, [])
    goods = goods_of(order, rows.lines.get(order.pk, []), sums)
    values = {
        **purchase_values(order, goods, sums, store, kind),
        **ordered.names(order, store),
        **ordered.state(order, sums, refunds, store),
    }
    _add(values, ordered.ours(order, sums, refunds))
    _add(values, promised.promise_values(rows.promises.get(order.pk, []), subject))
    if kind == Kind.STAFF_NEW_ORDER:
        _add(values, ordered.for_staff(order, store))
    if kind in OF_PARCELS:
        given = subject if isinstance(subject, Fulfilment | Parcel) else None
        left = sent.sent_of(order, given, store, rows)
        is_update = kind == Kind.SHIPPING_UPDATE
        _add(values, sent.sent_values(left, order, goods, is_update=is_update))
    _add(values, ordered.pickup(order, values.get("location")))
    if kind == Kind.ORDER_REFUND:
        refund = subject if isinstance(subject, Refund) else next(reversed(refunds), None)
        _add(values, paying.refund_values(refund, goods, sums, store) if refund else {})
    if kind == Kind.ORDER_EDITED:
        edit = subject if isinstance(subject, OrderEdit) else rows.last_edits.get(order.pk)
        _add(values, ordered.edited(goods, sums, edit))
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


def _of_gift_card(
    card: GiftCard, store: Store, kind: str, order: Order | None, rows: Rows
) -> Values:
    """A gift card, with the order it was bought in where that is known."""
    if order is not None and _is_told_of(order, card):
        values = _of_order(order, store, Kind.ORDER_CONFIRMATION, None, rows)
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
