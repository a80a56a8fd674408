"""Tags that rules give customers and take away, in Shopify too, and never in a ring."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from intake.topics import HANDLERS
from orders import archiving, customer_tags, erasure, tag_changing, tag_writing
from orders.data import RedactionData
from orders.models import Activity, Customer, CustomerTagWrite, Order, WriteState
from stores.models import Store
from stores.scope import every_store, store_scope
from stores.shopify.client import Lines
from tests.factories import payloads
from tests.factories.stores import give_token
from tests.shopify.server import playing
from tests.shopify.shop import PlayedShop
from tests.shopify.tags import Tagging

NOW = payloads.START + timedelta(minutes=10)
BUYER = payloads.CUSTOMER_ID


@pytest.fixture
def shop(settings: Any) -> Iterator[PlayedShop]:
    with playing(PlayedShop(Tagging(of_customers={BUYER: ["old"]}))) as shop:
        settings.NOTIFYHUB_SHOPIFY_URL = shop.url
        yield shop


@pytest.fixture
def order(store: Store) -> Order:
    give_token(store)
    with store_scope(store.pk):
        HANDLERS["orders/create"](store, payloads.order(), payloads.START)
    told(store, minute=1, tags="old")
    with store_scope(store.pk):
        found: Order = Order.objects.get()
        return found


def told(store: Store, *, minute: int, tags: str) -> None:
    """Shopify tells of the customer, as they were at this minute."""
    body = {**payloads.order()["customer"], "updated_at": payloads.at(minute), "tags": tags}
    with store_scope(store.pk):
        HANDLERS["customers/update"](store, body, NOW)


def change(order: Order, tag: str, *, is_added: bool, now: datetime = NOW) -> bool:
    with store_scope(order.store_id):
        return customer_tags.change_customer_tag(
            customer=Customer.objects.get(), tag=tag, is_added=is_added, now=now
        )


def write(now: datetime = NOW) -> int:
    with every_store(because="a test writes tags"), Lines() as lines:
        return tag_writing.write_due_customer_tags(lines=lines, now=now)


def tags(order: Order) -> list[str]:
    with store_scope(order.store_id):
        return list(Customer.objects.get().tags)


def there(shop: PlayedShop) -> list[str]:
    return shop.room(Tagging).of_customers[BUYER]


def wish(order: Order) -> CustomerTagWrite:
    with store_scope(order.store_id):
        found: CustomerTagWrite = CustomerTagWrite.objects.get()
        return found


def test_a_tag_is_added_and_taken_away_in_both_places(shop: PlayedShop, order: Order) -> None:
    assert change(order, "vip", is_added=True)
    assert not change(order, "VIP", is_added=True)
    assert write() == 1
    assert (tags(order), there(shop)) == (["old", "vip"], ["old", "vip"])

    assert change(order, "Old", is_added=False)
    assert write() == 1

    assert (tags(order), there(shop)) == (["vip"], ["vip"])


def test_our_own_tag_comes_back_and_is_no_news(
    store: Store, shop: PlayedShop, order: Order
) -> None:
    change(order, "vip", is_added=True)
    write()
    with store_scope(order.store_id):
        before = Activity.objects.count()

    told(store, minute=11, tags="old, vip")

    with store_scope(order.store_id):
        assert Activity.objects.count() == before
        assert Customer.objects.get().own_tags == []
    assert (write(NOW + timedelta(days=1)), shop.room(Tagging).written) == (0, 1)


def test_what_somebody_changes_in_shopify_afterwards_counts(
    store: Store, shop: PlayedShop, order: Order
) -> None:
    change(order, "vip", is_added=True)
    change(order, "old", is_added=False)
    write()
    told(store, minute=9, tags="old")  # of before our write
    assert tags(order) == ["vip"]

    told(store, minute=11, tags="vip")
    told(store, minute=12, tags="old")

    assert tags(order) == ["old"]


def test_one_whom_shopify_does_not_know_is_shown_and_tried_again(
    shop: PlayedShop, order: Order
) -> None:
    del shop.room(Tagging).of_customers[BUYER]
    change(order, "vip", is_added=True)
    write()
    assert wish(order).state == WriteState.REFUSED
    assert "does not exist" in wish(order).detail

    shop.room(Tagging).of_customers[BUYER] = []
    with store_scope(order.store_id):
        assert customer_tags.writes_of(order) == [wish(order)]
        assert tag_changing.write_again(order=order, now=NOW) == 1
    write()

    assert (wish(order).state, there(shop)) == (WriteState.DONE, ["vip"])


def test_a_store_that_keeps_tags_here_tells_shopify_nothing(shop: PlayedShop, order: Order) -> None:
    with store_scope(order.store_id):
        archiving.choose_policy(
            store=order.store, days=None, writes_tags=False, actor="Mina", now=NOW
        )

    assert change(order, "vip", is_added=True)

    assert (write(), there(shop)) == (0, ["old"])


def test_an_erased_customer_has_no_tags_and_no_wishes(shop: PlayedShop, order: Order) -> None:
    change(order, "vip", is_added=True)
    with store_scope(order.store_id):
        named = RedactionData(customer_shopify_id=BUYER, email="", order_shopify_ids=())
        erasure.forget_person(store_id=order.store_id, data=named, now=NOW)
        assert not CustomerTagWrite.objects.exists()

    assert tags(order) == []
    assert not change(order, "vip", is_added=True)
    assert write() == 0
