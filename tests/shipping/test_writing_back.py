"""Numbers that staff enter reach Shopify: once, without a second mail, and until it is sure."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from orders.models import Order
from shipping import parcels, writing_back
from shipping.models import Parcel, ParcelWriteBack
from shipping.writing_back import NotForShopify
from stores.models import Store
from stores.scope import Scope, every_store
from stores.shopify.client import Lines
from tests.factories import payloads
from tests.factories.parcels import (
    FIRST,
    NOW,
    OTHER,
    SECOND,
    draft,
    placed_order,
    sent_off,
    so_many,
)
from tests.factories.stores import give_token
from tests.shopify.goods import Goods, Warehouse
from tests.shopify.server import playing
from tests.shopify.shop import PlayedShop

pytestmark = pytest.mark.django_db
LINE = payloads.line()["id"]
FULFILMENT = 4_000_000_000_100  # the first that the played shop makes


@pytest.fixture
def shop(settings: Any) -> Iterator[PlayedShop]:
    with playing(PlayedShop(Warehouse({payloads.ORDER_ID: Goods(left={LINE: 2})}))) as running:
        settings.NOTIFYHUB_SHOPIFY_URL = running.url
        yield running


@pytest.fixture
def order(store: Store, shop: PlayedShop, inside: Scope) -> Order:
    give_token(store)
    return placed_order(store)


@pytest.fixture
def goods(shop: PlayedShop) -> Goods:
    return shop.room(Warehouse).of[payloads.ORDER_ID]


def asked(order: Order, number: str = FIRST, **fields: Any) -> Parcel:
    parcel = parcels.add_parcel(order=order, draft=draft(number, **fields), actor="M", now=NOW)
    writing_back.ask_write_back(parcel=parcel, actor="M", now=NOW)
    return parcel


def write(minutes: int = 0) -> int:
    with every_store(because="a test's worker"), Lines() as lines:
        return writing_back.write_due(lines=lines, now=NOW + timedelta(minutes=minutes))


def outcome(parcel: Parcel) -> tuple[str, str]:
    row = ParcelWriteBack.objects.get(parcel=parcel)
    return row.state, row.detail


def test_a_number_makes_a_fulfilment_of_all_that_is_left(order: Order, goods: Goods) -> None:
    parcel = asked(order, company="Bring")

    assert write() == 1

    assert outcome(parcel) == ("DONE", "")
    assert goods.sent == {FULFILMENT: [FIRST]}
    (told,) = goods.told
    assert told["notifyCustomer"] is False
    assert (told["trackingInfo"]["company"], goods.left) == ("Bring", {LINE: 0})
    assert write(60) == 0


def test_a_parcel_that_says_what_it_holds_sends_no_more(order: Order, goods: Goods) -> None:
    asked(order, lines=so_many(1))
    write()

    asked(order, SECOND, lines=so_many(1))
    write()

    assert (goods.sent, goods.left) == (
        {FULFILMENT: [FIRST], FULFILMENT + 1: [SECOND]},
        {LINE: 0},
    )


def test_a_number_that_shopify_has_sends_nothing_twice(
    order: Order, shop: PlayedShop, goods: Goods
) -> None:
    shop.manners.loses = ["CreateFulfilment"]
    parcel = asked(order, lines=so_many(1))

    write()
    assert outcome(parcel)[0] == "DUE"
    write(1)

    assert outcome(parcel) == ("DONE", "")
    assert (goods.sent, goods.left) == ({FULFILMENT: [FIRST]}, {LINE: 1})


def test_a_changed_number_takes_the_place_of_the_old_one(
    store: Store, order: Order, goods: Goods
) -> None:
    sent_off(store, FIRST, OTHER)
    goods.left, goods.sent = {}, {payloads.FULFILMENT_ID: [FIRST, OTHER]}
    parcel = Parcel.objects.get(number=FIRST)
    parcels.change_number(parcel=parcel, draft=draft(SECOND), actor="M", now=NOW)

    writing_back.ask_write_back(parcel=Parcel.objects.get(number=SECOND), actor="M", now=NOW)
    write()

    assert goods.sent == {payloads.FULFILMENT_ID: [SECOND, OTHER]}
    assert goods.told[0] == {"notify": False}


def test_a_second_number_of_what_was_sent_whole_stands_beside_the_first(
    order: Order, goods: Goods
) -> None:
    asked(order)
    write()

    asked(order, SECOND)
    write()

    assert goods.sent == {FULFILMENT: [FIRST, SECOND]}


def test_what_others_send_is_refused_in_words(order: Order, goods: Goods) -> None:
    goods.is_elsewhere = True

    parcel = asked(order)
    write()

    state, said = outcome(parcel)
    assert (state, goods.sent) == ("REFUSED", {})
    assert "Somebody else sends" in said


def test_what_shopify_says_is_shown_and_may_be_tried_again(order: Order, shop: PlayedShop) -> None:
    shop.manners.user_errors = [{"field": None, "message": "The order is on hold"}]
    parcel = asked(order)
    write()
    assert outcome(parcel) == ("REFUSED", "Shopify says: The order is on hold")

    writing_back.ask_write_back(parcel=parcel, actor="M", now=NOW + timedelta(minutes=5))
    write(5)

    assert outcome(parcel) == ("DONE", "")


def test_an_order_that_shopify_forgot_is_refused(order: Order, shop: PlayedShop) -> None:
    shop.room(Warehouse).of = {}
    parcel = asked(order)

    write()

    assert outcome(parcel) == ("REFUSED", writing_back.NO_ORDER)


def test_a_shop_that_is_away_is_asked_later_and_given_up_at_last(
    order: Order, shop: PlayedShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("stores.shopify.wire.PAUSES", ())
    parcel = asked(order)
    shop.manners.statuses = [503] * 20

    for _try in range(len(writing_back.WAITS)):
        row = ParcelWriteBack.objects.get(parcel=parcel)
        assert row.state == "DUE"
        minutes = -(-(row.run_after - NOW) // timedelta(minutes=1))
        assert write(minutes) == 1

    assert outcome(parcel) == ("REFUSED", "Shopify answered 503")


def test_without_a_connection_the_number_stays_here(store: Store, inside: Scope) -> None:
    parcel = asked(placed_order(store))

    write()

    assert outcome(parcel) == ("LOCAL", "")


def test_returns_are_not_shopifys(order: Order) -> None:
    with pytest.raises(NotForShopify):
        asked(order, direction="RETURN")
