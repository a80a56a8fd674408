"""A discount code for each reminder: one at Shopify whatever gets lost, and none for nothing."""

import re
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from messaging import basket_codes, returning
from messaging import services as messaging
from messaging.basket_rules import Discount, Gives, Step
from messaging.models import BasketCode, Message, MessageBody
from orders.models import Checkout
from stores.models import Credential, Store
from stores.scope import every_store, store_scope
from stores.shopify.client import Lines
from tests.factories.baskets import (
    HOUR,
    NOON,
    TEN_PERCENT,
    let,
    make_basket,
    pass_to,
    remind,
    steps_of,
)
from tests.factories.stores import give_token
from tests.shopify.discounts import Discounts
from tests.shopify.server import playing
from tests.shopify.shop import PlayedShop

DUE = NOON + HOUR
EARLY = DUE - timedelta(minutes=4)
GIVES = Step(wait_minutes=60, discount=TEN_PERCENT)


@pytest.fixture
def shop(settings: Any) -> Iterator[PlayedShop]:
    with playing(PlayedShop()) as shop:
        settings.NOTIFYHUB_SHOPIFY_URL = shop.url
        yield shop
        assert shop.lies == []


def settle(now: datetime = EARLY) -> int:
    with every_store(because="a test makes codes"), Lines() as lines:
        return basket_codes.settle_codes(lines=lines, now=now)


def row_of(store: Store) -> BasketCode:
    with store_scope(store.pk):
        return BasketCode.objects.get()


def body(store: Store) -> str:
    with store_scope(store.pk):
        kept = MessageBody.objects.get()
        return f"{kept.html}\n{kept.text}"


def left(store: Store, step: Step = GIVES, **rules: Any) -> Checkout:
    give_token(store)
    let(store, step, **rules)
    basket = make_basket(store)
    remind(basket)
    return basket


@pytest.mark.django_db
def test_a_code_is_made_before_its_mail_and_goes_back_to_the_basket(
    store: Store, shop: PlayedShop
) -> None:
    basket = left(store)
    assert settle(NOON + timedelta(minutes=54)) == 0  # nobody needs it yet

    settle()
    pass_to(DUE)

    ((code, made),) = shop.room(Discounts).made.items()
    assert re.fullmatch(r"[2-9B-DF-HJ-NP-TV-Z]{5}-[2-9B-DF-HJ-NP-TV-Z]{5}", code)
    assert made["customerGets"] == {"value": {"percentage": 0.1}, "items": {"all": True}}
    assert (made["usageLimit"], made["appliesOncePerCustomer"]) == (1, True)
    assert made["endsAt"] == "2026-11-27T23:59:59+01:00"
    assert "minimumRequirement" not in made
    assert steps_of(basket) == [("1", "SENT")]
    with store_scope(store.pk):
        text = MessageBody.objects.get().text
    assert f"https://shop.example/recover/c1f4?key=abc&discount={code}" in text


@pytest.mark.django_db
def test_an_amount_is_in_the_shops_currency(store: Store, shop: PlayedShop) -> None:
    with store_scope(store.pk):
        Store.objects.update(currency="NOK")
    given = Discount(gives=Gives.AMOUNT, amount_minor=5050, minimum_minor=20000, days=1)
    left(store, Step(wait_minutes=60, discount=given))

    settle()

    (made,) = shop.room(Discounts).made.values()
    value = {"discountAmount": {"amount": "50.50", "appliesOnEachItem": False}}
    assert made["customerGets"]["value"] == value
    least = {"subtotal": {"greaterThanOrEqualToSubtotal": "200.00"}}
    assert made["minimumRequirement"] == least


@pytest.mark.django_db
def test_a_lost_answer_makes_no_second_code(store: Store, shop: PlayedShop) -> None:
    left(store)
    shop.manners.loses = ["CreateDiscountCode"]

    settle()

    assert (row_of(store).state, len(shop.room(Discounts).made)) == ("MADE", 1)
    assert row_of(store).shopify_id == 7_000_000_000_001


@pytest.mark.django_db
def test_a_code_of_somebody_elses_is_not_taken_for_ours(store: Store, shop: PlayedShop) -> None:
    left(store)
    shop.room(Discounts).make({"code": row_of(store).code, "title": "Summer sale"})

    settle()

    row = row_of(store)
    assert (row.state, "not ours" in row.detail) == ("REFUSED", True)


@pytest.mark.django_db
def test_a_worker_that_dies_after_shopifys_yes_leaves_one_code(
    store: Store, shop: PlayedShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    left(store)

    class Died(BaseException):
        pass

    def die(name: str) -> None:
        if name == "baskets.code_made":
            raise Died

    with monkeypatch.context() as patch:
        patch.setattr(basket_codes, "killpoint", die)
        with pytest.raises(Died):
            settle()
    assert row_of(store).state == "DUE"
    assert settle(EARLY + timedelta(seconds=30)) == 0  # it is leased
    settle(EARLY + timedelta(seconds=91))

    assert (row_of(store).state, len(shop.room(Discounts).made)) == ("MADE", 1)


@pytest.mark.django_db
def test_a_mail_waits_for_its_code_and_then_goes_without(store: Store, shop: PlayedShop) -> None:
    basket = left(store)
    shop.manners.statuses = [503] * 40

    settle()
    pass_to(DUE)
    assert steps_of(basket) == [("1", "CODE_COMES")]
    at = DUE
    for minutes in (1, 2, 3, 4, 10):
        at = DUE + timedelta(minutes=minutes)
        settle(at)
    pass_to(at + timedelta(minutes=11))

    assert steps_of(basket) == [("1", "SENT")]
    assert "discount=" not in body(store)
    assert row_of(store).state == "DROPPED"
    shop.manners.statuses = []
    settle(at + HOUR)
    assert shop.room(Discounts).made == {}


@pytest.mark.django_db
def test_a_store_may_want_no_mail_without_its_code(store: Store, shop: PlayedShop) -> None:
    denied = {
        "message": "Access denied for discountCodeBasicCreate field. "
        "Required access: `write_discounts` access scope.",
        "extensions": {"code": "ACCESS_DENIED"},
    }
    basket = left(store, without_code="HOLD")
    shop.manners.errors = [denied]

    settle()
    assert "write_discounts" in row_of(store).detail
    pass_to(DUE)
    assert steps_of(basket) == [("1", "NO_CODE")]
    with store_scope(store.pk):
        message = Message.objects.get()
        assert message.state == "HELD"
        messaging.release_message(message=message, actor="Mina", now=DUE)
    pass_to(DUE + timedelta(minutes=1))

    assert steps_of(basket) == [("1", "SENT")]


@pytest.mark.django_db
def test_a_store_that_is_not_connected_sends_without(store: Store, shop: PlayedShop) -> None:
    let(store, GIVES)
    basket = make_basket(store)
    remind(basket)

    settle()
    pass_to(DUE)

    assert (row_of(store).state, steps_of(basket)) == ("DROPPED", [("1", "SENT")])


@pytest.mark.django_db
def test_no_code_is_made_for_a_basket_that_was_bought(store: Store, shop: PlayedShop) -> None:
    left(store)
    with store_scope(store.pk):
        Checkout.objects.update(completed_at=NOON)
    remind(_only(store), NOON + HOUR / 2)

    settle()

    assert (row_of(store).state, shop.room(Discounts).made) == ("DROPPED", {})


def _only(store: Store) -> Checkout:
    with store_scope(store.pk):
        return Checkout.objects.get()


@pytest.mark.django_db
def test_a_code_whose_mail_never_went_is_ended(store: Store, shop: PlayedShop) -> None:
    left(store)
    settle()
    with store_scope(store.pk):
        Checkout.objects.update(completed_at=NOON)
    pass_to(DUE)

    settle(DUE + 8 * HOUR)

    row = row_of(store)
    assert (row.state, shop.room(Discounts).ended) == ("ENDED", [row.shopify_id])
    assert settle(DUE + 9 * HOUR) == 0


@pytest.mark.django_db
def test_a_code_that_expired_is_taken_out_of_the_shops_list_once(
    store: Store, shop: PlayedShop
) -> None:
    left(store)
    settle()
    pass_to(DUE)
    settle(DUE + 8 * HOUR)
    assert row_of(store).state == "MADE"

    settle(DUE + timedelta(days=9))

    row = row_of(store)
    assert (row.state, shop.room(Discounts).removed) == ("ENDED", [row.shopify_id])
    assert shop.room(Discounts).made == {}
    assert settle(DUE + timedelta(days=10)) == 0


@pytest.mark.django_db
def test_an_expired_code_that_somebody_removed_or_whose_shop_left_is_over(
    store: Store, shop: PlayedShop
) -> None:
    left(store)
    settle()
    pass_to(DUE)
    shop.room(Discounts).removed.append(row_of(store).shopify_id or 0)

    settle(DUE + timedelta(days=9))

    assert (row_of(store).state, row_of(store).detail) == ("ENDED", "")
    with store_scope(store.pk):
        BasketCode.objects.update(state="MADE", run_after=NOON)
        Credential.objects.update(access_token="")
    settle(DUE + timedelta(days=9))
    assert row_of(store).state == "ENDED"


@pytest.mark.django_db
def test_a_basket_taken_up_again_puts_its_code_off(store: Store, shop: PlayedShop) -> None:
    left(store)
    with store_scope(store.pk):
        Checkout.objects.update(changed_at=NOON + HOUR / 2)
    remind(_only(store), NOON + HOUR / 2)

    settle(EARLY)
    assert shop.room(Discounts).made == {}
    settle(EARLY + HOUR / 2)

    assert row_of(store).state == "MADE"


@pytest.mark.django_db(transaction=True)
@pytest.mark.race
def test_workers_at_the_same_time_make_one_code_each(store: Store, shop: PlayedShop) -> None:
    give_token(store)
    let(store, GIVES)
    for number in range(6):
        remind(make_basket(store, email=f"kari-{number}@example.com"))
    barrier = threading.Barrier(3)

    def work(_number: int) -> None:
        try:
            barrier.wait()
            while settle():
                pass
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as workers:
        list(workers.map(work, range(3)))

    created = [each for each in shop.asked if each["operationName"] == "CreateDiscountCode"]
    assert (len(created), len(shop.room(Discounts).made)) == (6, 6)


def test_the_code_is_the_same_whoever_works_it_out() -> None:
    basket = Checkout(store_id=1, token="c1")
    other = Checkout(store_id=2, token="c1")

    code = basket_codes.code_for(basket, "checkout:5")

    assert code == basket_codes.code_for(basket, "checkout:5")
    assert len({code, *(basket_codes.code_for(other, f"checkout:5:{n}") for n in (1, 2))}) == 3


@pytest.mark.parametrize(
    ("url", "becomes"),
    [
        ("https://s.example/r", "https://s.example/r?discount=AB-1"),
        (
            "https://s.example/r?key=a&x=%C3%A6#y",
            "https://s.example/r?key=a&x=%C3%A6&discount=AB-1#y",
        ),
        ("https://s.example/r?discount=THEIRS", "https://s.example/r?discount=THEIRS"),
        ("javascript:alert(1)", "javascript:alert(1)"),
        ("//evil.example/r", "//evil.example/r"),
        ("", ""),
    ],
)
def test_the_way_back_gets_the_code_and_leads_where_it_led(url: str, becomes: str) -> None:
    assert returning.with_discount(url, "AB-1") == becomes
    assert returning.with_discount(url, "") == url
