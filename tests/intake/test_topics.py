"""The table of topics, and what passes through it to more than one room."""

import pytest

from intake.parsing.reading import Unparsable
from intake.topics import HANDLERS, IGNORED
from orders.models import Order
from shipping.models import Parcel
from stores.models import Store
from stores.scope import Scope
from tests.factories import payloads

NOW = payloads.START


def test_a_topic_is_either_answered_or_ignored_with_a_reason() -> None:
    assert not set(HANDLERS) & set(IGNORED)
    assert all(reason.endswith(".") for reason in IGNORED.values())


def test_an_order_brings_its_parcels(store: Store, inside: Scope) -> None:
    body = payloads.order(fulfillments=[payloads.fulfilment()])

    assert HANDLERS["orders/updated"](store, body, NOW) is None

    assert Parcel.objects.get().order == Order.objects.get()


def test_uninstalling_changes_the_store_only(store: Store, inside: Scope) -> None:
    HANDLERS["orders/create"](store, payloads.order(), NOW)

    HANDLERS["app/uninstalled"](store, {"name": "Fjell", "currency": "NOK"}, NOW)

    assert Store.objects.get(pk=store.pk).state == Store.State.UNINSTALLED
    assert Order.objects.get().email == "kari@example.com"


def test_an_orders_body_sent_as_a_redaction_erases_nobody(store: Store, inside: Scope) -> None:
    HANDLERS["orders/create"](store, payloads.order(), NOW)

    for topic in ("customers/redact", "shop/redact"):
        with pytest.raises(Unparsable):
            HANDLERS[topic](store, payloads.order(), NOW)

    assert Order.objects.get().email == "kari@example.com"
