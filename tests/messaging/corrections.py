"""A mail that went to a mistyped address, sent again: for tests of corrections."""

from typing import Any

from django.utils import timezone

from messaging import correcting, sending
from messaging.correction import Correction
from messaging.foreseeing import foresee
from messaging.foreseen import Foreseen
from messaging.models import Message, MessageBody
from messaging.packing import Words as Kept
from messaging.states import State
from orders.models import Order
from stores.models import Store
from stores.scope import store_scope
from tests.factories.messaging import (
    fresh,
    make_order,
    make_words,
    plan,
)

TYPO = "ingrid@fjordpsot.example"
RIGHT = "ingrid@fjordpost.example"


def make_sent(store: Store) -> Message:
    """A confirmation that went out to a mistyped address."""
    make_words(store)
    message = plan(make_order(store, email=TYPO))
    sending.send_due(now=timezone.now())
    found = fresh(message)
    assert found.state == State.SENT
    return found


def again(message: Message, **fields: Any) -> Message:
    """Send it again, and hand it over."""
    now = fields.pop("now", timezone.now())
    with store_scope(message.store_id):
        correction = Correction.of_message(fresh(message), **{"actor": "Jonas Berg", **fields})
        made = correcting.resend(correction=correction, now=now)
    sending.send_due(now=now)
    return fresh(made)


def foreseen(message: Message, **fields: Any) -> Foreseen:
    with store_scope(message.store_id):
        correction = Correction.of_message(fresh(message), actor="Jonas Berg", **fields)
        return foresee(correction=correction, now=timezone.now())


def body_of(message: Message) -> Kept:
    with store_scope(message.store_id):
        return MessageBody.objects.get(message=message).words


def headers_of(words: Kept) -> dict[str, str]:
    return {pair[0]: pair[1] for pair in words.headers}


def order_of(message: Message) -> Order:
    with store_scope(message.store_id):
        assert message.order_id
        return Order.objects.select_related("customer").get(pk=message.order_id)
