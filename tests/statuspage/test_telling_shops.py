"""Shopify is told of a granted address until it listens; what it refuses is a person's task."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from intake.topics import HANDLERS
from orders import correcting
from orders.data import AddressData
from orders.models import Order
from statuspage import asking, telling_shops
from statuspage.models import BuyerRequest, ShopState
from stores.models import Credential, Store
from stores.scope import every_store, store_scope
from stores.shopify.client import Lines
from tests.factories import payloads
from tests.shopify.orders import Orders
from tests.shopify.server import playing
from tests.shopify.shop import TOKEN, PlayedShop
from tests.statuspage.buyers import ADDRESS, bought, settings_for

pytestmark = pytest.mark.django_db
ELSEWHERE = AddressData(**{**ADDRESS, "address1": "Nygata 3", "zip": "5003"})


@pytest.fixture
def shop(settings: Any) -> Iterator[PlayedShop]:
    with playing(PlayedShop(Orders(is_open=True))) as running:
        settings.NOTIFYHUB_SHOPIFY_URL = running.url
        yield running


@pytest.fixture
def order(store: Store) -> Order:
    settings_for(store, address_change="AUTOMATIC")
    with store_scope(store.pk):
        Credential.objects.update_or_create(store=store, defaults={"access_token": TOKEN})
    return bought(store)


def grant(order: Order, address: AddressData = ELSEWHERE) -> BuyerRequest:
    with store_scope(order.store_id):
        return asking.ask_address(order=order, address=address, now=timezone.now())


def tell(now: datetime | None = None) -> int:
    with every_store(because="a test tells all shops"), Lines() as lines:
        return telling_shops.tell_due_shops(lines=lines, now=now or timezone.now())


def fresh(request: BuyerRequest) -> BuyerRequest:
    with store_scope(request.store_id):
        return BuyerRequest.objects.get(pk=request.pk)


def test_the_shop_is_told_once(order: Order, shop: PlayedShop) -> None:
    request = grant(order)

    counts = [tell(), tell()]

    assert counts == [1, 0]
    assert fresh(request).shop_state == ShopState.DONE
    assert shop.room(Orders).addresses == {
        order.shopify_id: {
            "firstName": "Ingrid",
            "lastName": "Solheim",
            "address1": "Nygata 3",
            "zip": "5003",
            "city": "Bergen",
            "countryCode": "NO",
            "phone": "+47 912 34 567",
        }
    }


def test_what_shopify_refuses_is_a_persons_task_with_its_words(
    order: Order, shop: PlayedShop
) -> None:
    shop.manners.user_errors = [{"field": ["zip"], "message": "Zip is not valid"}]
    request = grant(order)

    tell()

    assert fresh(request).shop_state == ShopState.FAILED
    assert "Zip is not valid" in fresh(request).shop_detail
    with store_scope(order.store_id):
        assert telling_shops.tell_again(request=request, now=timezone.now())
    tell()
    assert fresh(request).shop_state == ShopState.DONE


def test_a_shop_that_is_away_is_told_later_and_given_up_after_a_day(
    order: Order, shop: PlayedShop
) -> None:
    request, now = grant(order), timezone.now()
    states = []
    for _try in range(len(telling_shops.WAITS) + 1):
        shop.manners.statuses = [503] * 8
        tell(now)
        states.append(fresh(request).shop_state)
        now += timedelta(days=1)

    assert states == [ShopState.DUE] * 7 + [ShopState.FAILED]


def test_without_a_connection_a_person_does_it(order: Order) -> None:
    with store_scope(order.store_id):
        Credential.objects.all().delete()
    request = grant(order)

    tell()

    assert fresh(request).shop_detail == telling_shops.NO_WAY
    with store_scope(order.store_id):
        assert telling_shops.told_by_hand(request=request)
        assert not telling_shops.told_by_hand(request=request)


def test_a_newer_address_overtakes_an_older_one(order: Order, shop: PlayedShop) -> None:
    older = grant(order)
    newer = grant(order, AddressData(**{**ADDRESS, "address1": "Strandgaten 9"}))

    tell()

    assert fresh(older).shop_state == ShopState.NOTHING
    assert fresh(newer).shop_state == ShopState.DONE
    assert shop.room(Orders).addresses[order.shopify_id]["address1"] == "Strandgaten 9"


def test_a_granted_address_outlives_what_shopify_says_before_it_knows(
    store: Store, shop: PlayedShop
) -> None:
    def told(street: str, minute: int) -> Any:
        names = ("first_name", "last_name", "zip", "city", "country_code")
        said = {name: ADDRESS[name] for name in names} | {"address1": street}
        at = (payloads.START + timedelta(minutes=minute)).isoformat()
        body = payloads.order(shipping_address=said, updated_at=at)
        with store_scope(store.pk):
            HANDLERS["orders/updated"](store, body, payloads.START)
            return Order.objects.select_related("store").get(
                store=store, shopify_id=payloads.ORDER_ID
            )

    order = told("Ullbakken 12", 0)
    said = AddressData(**order.shipping_address)
    with store_scope(store.pk):
        wanted = AddressData(**{**order.shipping_address, "address1": "Nygata 3"})
        for _twice in range(2):
            correcting.correct_address(
                order=order, address=wanted, actor="", because="", now=payloads.START
            )

    assert told("Ullbakken 12", 1).shipping_address["address1"] == "Nygata 3"
    ended = told("Strandgaten 9", 2)
    assert ended.shipping_address["address1"] == "Strandgaten 9"
    assert ended.shopify_address is None
    assert said.address1 == "Ullbakken 12"
