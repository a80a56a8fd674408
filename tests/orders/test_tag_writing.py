"""Tags that staff change here are changed in Shopify too, and never fight with it."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from intake.parsing import buying
from orders import archiving, tag_changing, tag_writing
from orders.models import Activity, Order, TagWrite
from orders.services import record_order
from stores.models import Store
from stores.scope import every_store, store_scope
from stores.shopify.client import Lines
from tests.factories import payloads
from tests.factories.stores import give_token
from tests.shopify.orders import Orders
from tests.shopify.server import playing
from tests.shopify.shop import PlayedShop
from tests.shopify.tags import Tagging

NOW = payloads.START + timedelta(minutes=10)


@pytest.fixture
def shop(settings: Any) -> Iterator[PlayedShop]:
    with playing(PlayedShop(Orders.tagged({payloads.ORDER_ID: ["vip"]}))) as shop:
        settings.NOTIFYHUB_SHOPIFY_URL = shop.url
        yield shop


@pytest.fixture
def order(store: Store) -> Order:
    give_token(store)
    return told(store, minute=0, tags="vip")


def told(store: Store, *, minute: int, tags: str) -> Order:
    """Shopify tells of the order, as it was at this minute."""
    body = payloads.order(updated_at=payloads.at(minute), tags=tags)
    with store_scope(store.pk):
        return record_order(store=store, data=buying.parse_order(body), now=NOW)


def change(order: Order, tag: str, *, is_added: bool, now: datetime = NOW) -> bool:
    with store_scope(order.store_id):
        return tag_changing.change_tag(
            order=order, tag=tag, is_added=is_added, actor="Mina", now=now
        )


def write(now: datetime = NOW) -> int:
    with every_store(because="a test writes tags"), Lines() as lines:
        return tag_writing.write_due_tags(lines=lines, now=now)


def tags(order: Order) -> list[str]:
    with store_scope(order.store_id):
        return Order.objects.get().tags


def wish(order: Order) -> TagWrite:
    with store_scope(order.store_id):
        return TagWrite.objects.get()


def test_a_tag_is_added_and_taken_away_in_both_places(shop: PlayedShop, order: Order) -> None:
    change(order, "gift", is_added=True)
    write()
    there = list(shop.room(Orders).tags(payloads.ORDER_ID))

    change(order, "vip", is_added=False)
    write()

    assert there == ["vip", "gift"]
    assert shop.room(Orders).tags(payloads.ORDER_ID) == ["gift"]
    assert tags(order) == ["gift"]


def test_our_own_tag_comes_back_and_sets_nothing_off(shop: PlayedShop, order: Order) -> None:
    change(order, "gift", is_added=True)
    write()
    with store_scope(order.store_id):
        before = Activity.objects.count()

    told(order.store, minute=11, tags="vip, gift")

    with store_scope(order.store_id):
        after = Activity.objects.count()
    assert (after, write(NOW + timedelta(days=1)), shop.room(Tagging).written) == (before, 0, 1)


def test_what_is_taken_away_in_shopify_afterwards_stays_away(
    shop: PlayedShop, order: Order
) -> None:
    change(order, "gift", is_added=True)
    write()
    told(order.store, minute=11, tags="vip, gift")

    told(order.store, minute=12, tags="vip")

    assert tags(order) == ["vip"]


def test_what_is_given_back_in_shopify_afterwards_comes_back(
    shop: PlayedShop, order: Order
) -> None:
    change(order, "vip", is_added=False)
    write()
    told(order.store, minute=11, tags="")

    told(order.store, minute=12, tags="vip")

    assert tags(order) == ["vip"]


def test_a_snapshot_of_before_the_write_does_not_undo_it(shop: PlayedShop, order: Order) -> None:
    change(order, "gift", is_added=True)
    write()

    told(order.store, minute=5, tags="vip, new")

    assert tags(order) == ["gift", "new", "vip"]


def test_the_last_wish_counts(shop: PlayedShop, order: Order) -> None:
    change(order, "gift", is_added=True)
    change(order, "gift", is_added=False, now=NOW + timedelta(seconds=1))

    write(NOW + timedelta(seconds=2))

    assert shop.room(Orders).tags(payloads.ORDER_ID) == ["vip"]
    assert wish(order).state == "DONE"


def test_a_shop_that_is_away_is_asked_again(shop: PlayedShop, order: Order) -> None:
    shop.manners.statuses = [503] * 4
    change(order, "gift", is_added=True)

    write()
    waiting = wish(order)
    write(waiting.run_after)

    assert (waiting.state, "503" in waiting.detail) == ("DUE", True)
    assert wish(order).state == "DONE"


def test_what_shopify_refuses_is_shown_and_may_be_tried_again(
    shop: PlayedShop, order: Order
) -> None:
    shop.manners.user_errors = [{"field": ["tags"], "message": "Too many tags"}]
    change(order, "gift", is_added=True)
    write()
    refused = wish(order)

    with store_scope(order.store_id):
        shown = [str(each) for each in tag_changing.writes_of(order)]
        again = tag_changing.write_again(order=order, now=NOW)
    write()

    assert (refused.state, refused.detail) == ("REFUSED", "Shopify says: Too many tags")
    assert (shown, again, wish(order).state) == (["gift"], 1, "DONE")


def test_a_store_may_keep_its_tags_here(shop: PlayedShop, order: Order) -> None:
    with store_scope(order.store_id):
        archiving.choose_policy(
            store=order.store, days=None, writes_tags=False, actor="Mina", now=NOW
        )

    change(order, "gift", is_added=True)

    assert (write(), shop.room(Tagging).written, tags(order)) == (0, 0, ["gift", "vip"])


def test_without_a_connection_a_tag_stays_here(store: Store, shop: PlayedShop) -> None:
    order = told(store, minute=0, tags="vip")

    change(order, "gift", is_added=True)
    write()

    assert (wish(order).state, shop.asked) == ("LOCAL", [])
