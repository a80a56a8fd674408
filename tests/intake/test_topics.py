"""The table of topics, and what passes through it to more than one room."""

import pytest

from intake.parsing.reading import Unparsable
from intake.topics import HANDLERS, IGNORED
from messaging.models import Message
from orders.models import Order
from shipping.models import Parcel
from stores.models import Store
from stores.scope import Scope
from templates_app.data import NotificationKind
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


def confirmations() -> list[Message]:
    return list(Message.objects.filter(kind=NotificationKind.ORDER_CONFIRMATION))


@pytest.mark.parametrize("topic", ["orders/create", "orders/paid", "orders/updated"])
def test_whichever_topic_arrives_first_a_confirmation_is_planned_once(
    store: Store, inside: Scope, topic: str
) -> None:
    for first in (topic, topic, "orders/create", "orders/updated"):
        HANDLERS[first](store, payloads.order(), NOW)

    (message,) = confirmations()
    assert message.recipient == "kari@example.com"


@pytest.mark.parametrize(
    "fields",
    [{"test": True}, {"cancelled_at": payloads.at(1)}, {"currency": "??"}],
    ids=["test order", "cancelled", "no currency"],
)
def test_some_orders_are_recorded_without_a_word(
    store: Store, inside: Scope, fields: payloads.Body
) -> None:
    HANDLERS["orders/create"](store, payloads.order(**fields), NOW)

    assert confirmations() == []
    HANDLERS["orders/updated"](store, payloads.order(updated_at=payloads.at(9)), NOW)
    assert len(confirmations()) == 1


def test_a_stub_is_not_announced(store: Store, inside: Scope) -> None:
    HANDLERS["fulfillments/create"](store, payloads.fulfilment(), NOW)

    assert Order.objects.get().is_stub
    assert confirmations() == []


def test_a_forgotten_buyer_is_forgotten_by_messages_too(store: Store, inside: Scope) -> None:
    HANDLERS["orders/create"](store, payloads.order(), NOW)
    asked = {
        "shop_domain": store.shop_domain,
        "customer": {"id": payloads.CUSTOMER_ID},
        "orders_to_redact": [payloads.ORDER_ID],
    }

    HANDLERS["customers/redact"](store, asked, NOW)

    assert [message.recipient for message in confirmations()] == [""]
