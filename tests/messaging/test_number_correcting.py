"""A telephone number put right: here, on texts that wait, in Shopify, and for what comes later."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from intake.parsing import buying
from messaging import number_correcting
from messaging.models import Message
from messaging.services import CannotBeWrittenTo
from messaging.states import Channel, State
from orders import field_writing
from orders.models import Activity, ActivityKind, Customer, Order, OrderWrite, WriteState
from orders.services import record_order
from stores.models import Store
from stores.scope import every_store, store_scope
from stores.shopify.client import Lines
from tests.factories import payloads
from tests.factories.keys import KeyClient
from tests.factories.stores import give_token
from tests.factories.worlds import make_message
from tests.shopify.orders import Orders
from tests.shopify.server import playing
from tests.shopify.shop import PlayedShop

NOW = payloads.START + timedelta(minutes=10)
TYPED, RIGHT = "+47 91 23 45 76", "+4791234567"


@pytest.fixture
def shop(settings: Any) -> Iterator[PlayedShop]:
    with playing(PlayedShop(Orders(is_open=True))) as shop:
        settings.NOTIFYHUB_SHOPIFY_URL = shop.url
        yield shop


@pytest.fixture
def order(store: Store) -> Order:
    give_token(store)
    return told(store, minute=0)


def told(store: Store, *, minute: int, phone: str = TYPED, **fields: Any) -> Order:
    customer = {**payloads.order()["customer"], "phone": phone, "updated_at": payloads.at(minute)}
    body = payloads.order(updated_at=payloads.at(minute), phone=phone, customer=customer, **fields)
    with store_scope(store.pk):
        return record_order(store=store, data=buying.parse_order(body), now=NOW)


def correct(order: Order, phone: str = "91 23 45 67", **fields: Any) -> bool:
    said = {"actor": "Mina", "because": "Two digits were swapped", "now": NOW, **fields}
    with store_scope(order.store_id):
        return number_correcting.correct_number(order=order, phone=phone, **said)


def test_it_stands_here_and_in_shopify_and_outlives_the_typo(
    shop: PlayedShop, store: Store, order: Order
) -> None:
    assert correct(order)
    assert not correct(order, RIGHT)
    with every_store(because="a test writes"), Lines() as lines:
        assert field_writing.write_due_fields(lines=lines, now=NOW) == 1

    assert shop.room(Orders).nodes[order.shopify_id]["phone"] == RIGHT
    with store_scope(order.store_id):
        assert OrderWrite.objects.get().state == WriteState.DONE
        fact = Activity.objects.get(kind=ActivityKind.ADDRESS_CORRECTED)
    assert fact.data["what"] == "PHONE"
    assert RIGHT not in str(fact.data)
    late = told(store, minute=5)  # of before Shopify took it
    assert (late.phone, late.shopify_phone) == (RIGHT, TYPED)
    after = told(store, minute=11, phone=RIGHT)
    assert (after.phone, after.shopify_phone) == (RIGHT, None)
    changed = told(store, minute=12, phone="+4799999999")
    assert changed.phone == "+4799999999"


def test_for_the_customer_it_meets_the_next_order(store: Store, order: Order) -> None:
    assert correct(order, is_customers=True)

    later = told(store, minute=20, id=order.shopify_id + 1, name="#1002")

    assert (later.phone, later.shopify_phone) == (RIGHT, TYPED)
    with store_scope(order.store_id):
        assert Customer.objects.get().phone == RIGHT


def test_texts_that_wait_go_to_it_and_no_others(order: Order) -> None:
    kinds = ("DELIVERED", "SHIPPING_UPDATE", "ORDER_REFUND")
    waits, sent, named = (
        make_message(
            order,
            state,
            kind=kind,
            channel=Channel.SMS,
            recipient="+4791234576",
            sequence=0,
            **more,
        )
        for kind, state, more in (
            (kinds[0], State.PLANNED, {}),
            (kinds[1], State.SENT, {}),
            (kinds[2], State.PLANNED, {"actor": "Jonas"}),
        )
    )

    correct(order)

    with store_scope(order.store_id):
        now_at = dict(Message.objects.values_list("pk", "recipient"))
    assert now_at[waits.pk] == RIGHT
    assert now_at[sent.pk] == now_at[named.pk] == "+4791234576"


@pytest.mark.parametrize("phone", ["", "nonsense", "+47 22 22 22 22", "123", "91 23 45 67 89 01"])
def test_what_takes_no_messages_is_refused(order: Order, phone: str) -> None:
    with pytest.raises(CannotBeWrittenTo, match="with its country"):
        correct(order, phone)
    with store_scope(order.store_id):
        assert Order.objects.get().phone == TYPED


def test_a_program_corrects_it_too(order: Order, api: KeyClient) -> None:
    path = f"/api/v1/orders/{order.public_id}/phone/"
    said = {"phone": "91 23 45 67", "because": "Two digits were swapped"}

    answer = api.put(path, said, "application/json")

    assert answer.status_code == 200
    shown = answer.json()
    assert (shown["phone"], shown["shopify_phone"]) == (RIGHT, TYPED)
    assert [one["field"] for one in shown["writes"]] == ["PHONE"]
    refused = api.put(path, {**said, "phone": "12"}, "application/json")
    assert (refused.status_code, refused.json()["code"]) == (409, "recipient-cannot-be-written-to")
