"""Figures of baskets, against sums worked out by hand."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from analytics.basket_figures import BasketFigures, basket_figures
from analytics.figures import Money
from messaging import surveying
from messaging.basket_listing import Standing, baskets_of, newest_baskets
from messaging.models import Message
from orders.models import Checkout
from stores.models import Store
from stores.scope import store_scope
from tests.factories import payloads
from tests.factories.attribution import told
from tests.factories.baskets import HOUR, NOON, let, make_basket, pass_to, remind
from tests.factories.stores import make_store
from tests.tracking.attribution.ledgers import refund

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
ON = date(2026, 11, 20)
LATER = NOON + 40 * DAY


def buy(store: Store, basket: Checkout, at: datetime, number: int) -> None:
    """70.00 for goods and 10.00 for shipping, as the shop tells it."""
    goods = [
        payloads.line(1, price="50.00", quantity=1),
        payloads.line(2, price="20.00", quantity=1),
    ]
    for each in goods:
        each["current_quantity"] = 1
    body = payloads.order(
        id=number,
        admin_graphql_api_id=f"gid://shopify/Order/{number}",
        name=f"#{number}",
        order_number=number,
        email=basket.email,
        checkout_token=basket.token,
        created_at=at.isoformat(),
        processed_at=at.isoformat(),
        updated_at=at.isoformat(),
        currency="EUR",
        presentment_currency="EUR",
        taxes_included=False,
        subtotal_price="70.00",
        total_tax="0.00",
        total_price="80.00",
        line_items=goods,
        shipping_lines=[{"title": "Bring", "price": "10.00", "code": "bring"}],
        customer=payloads.customer(
            id=number, email=basket.email, updated_at=at.isoformat(), created_at=at.isoformat()
        ),
    )
    told(store, "orders/create", body, at + timedelta(seconds=2))


def left(store: Store, who: str, **fields: Any) -> Checkout:
    basket = make_basket(store, email=f"{who}@example.com", **fields)
    remind(basket)
    return basket


def figures(store: Store, now: datetime = LATER, last: date = ON) -> BasketFigures:
    with store_scope(store.pk):
        return basket_figures(stores=[store], since=ON, last=last, now=now)


@pytest.fixture
def baskets(store: Store) -> dict[str, Checkout]:
    """Six of the day, and three that are not counted."""
    neighbour = make_store(store.agency, name="Neighbour")
    let(store, asks_why=True)
    let(neighbour)
    made = {
        "quick": make_basket(store, completed_at=NOON + HOUR / 2),
        "silent": left(store, "silent", has_consent=False),
        "lost": left(store, "lost"),
        "late": left(store, "late"),
        "soon": left(store, "soon"),
        "aeons": left(store, "aeons"),
        "yesterday": left(store, "yesterday", started_at=NOON - DAY),
        "tomorrow": left(store, "tomorrow", started_at=NOON + DAY),
        "elsewhere": left(neighbour, "elsewhere"),
    }
    pass_to(NOON + HOUR)
    buy(store, made["soon"], NOON + 3 * HOUR, 5001)
    pass_to(NOON + DAY)
    buy(store, made["late"], NOON + 30 * HOUR, 5002)
    told(store, "refunds/create", _refund_of(5002), NOON + 2 * DAY)
    pass_to(NOON + 3 * DAY)
    buy(store, made["aeons"], NOON + 20 * DAY, 5003)
    return made


def _refund_of(number: int) -> dict[str, Any]:
    """The piece of 20.00."""
    return refund(2, day=6) | {
        "order_id": number,
        "created_at": (NOON + 2 * DAY).isoformat(),
        "processed_at": (NOON + 2 * DAY).isoformat(),
    }


def test_baskets_add_up_to_what_a_pencil_says(
    store: Store, baskets: dict[str, Checkout], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    found = figures(store)

    assert (found.begun, found.left, found.reminded, found.recovered) == (6, 5, 4, 2)
    assert [(step.number, step.sent) for step in found.steps] == [(1, 4), (2, 3), (3, 2)]
    assert found.steps[0].recovered == {"EUR": Money(1, 70_00, 0)}
    assert found.steps[1].recovered == {"EUR": Money(1, 70_00, 20_00)}
    assert found.steps[2].recovered == {}
    assert found.purse["EUR"].net_minor == 120_00
    assert [(each.number, each.label, each.sent) for each in found.wordings] == [
        (1, "A", 4),
        (2, "A", 3),
        (3, "A", 2),
    ]
    with store_scope(store.pk), django_assert_num_queries(4):
        basket_figures(stores=[store], since=ON, last=ON, now=LATER)


def test_a_basket_is_left_after_an_hour_and_days_are_the_stores_own(
    store: Store, baskets: dict[str, Checkout]
) -> None:
    at_once = figures(store, now=NOON + HOUR / 2)
    with_tomorrow = figures(store, last=ON + DAY)

    assert at_once.left == 4  # those reminded since; who said nothing may still be at it
    assert (with_tomorrow.begun, with_tomorrow.left) == (7, 6)


def test_reasons_are_counted_and_words_are_the_baskets(
    store: Store, baskets: dict[str, Checkout]
) -> None:
    for name, why in (("lost", "PRICE"), ("late", "PRICE"), ("aeons", "OTHER")):
        with store_scope(store.pk):
            about = f"checkout:{baskets[name].pk}"
            message = Message.objects.select_related("store").get(about=about)
            surveying.answer_survey(message=message, why=why, text=name, now=LATER)

    found = figures(store)

    counted = [(each.reason, each.count) for each in found.reasons]
    assert (counted, found.answered) == ([("PRICE", 2), ("OTHER", 1)], 3)


def test_each_basket_says_how_far_it_is(
    store: Store, baskets: dict[str, Checkout], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with store_scope(store.pk):
        newest_baskets(store_ids=[store.pk])
        with django_assert_num_queries(6):
            rows = newest_baskets(store_ids=[store.pk], limit=10)

    standing = {row.checkout.pk: row.standing(LATER) for row in rows}
    assert {name: standing.get(basket.pk) for name, basket in baskets.items()} == {
        "quick": Standing.BOUGHT,
        "silent": Standing.LEFT,
        "lost": Standing.REMINDED,
        "late": Standing.BOUGHT_AFTER,
        "soon": Standing.BOUGHT_AFTER,
        "aeons": Standing.BOUGHT_AFTER,
        "yesterday": Standing.REMINDED,
        "tomorrow": Standing.REMINDED,
        "elsewhere": None,
    }
    assert [len(row.reminders) for row in rows if row.checkout.pk == baskets["lost"].pk] == [3]


def test_pages_of_baskets_leave_none_out(store: Store, baskets: dict[str, Checkout]) -> None:
    seen: list[int] = []
    before = None
    with store_scope(store.pk):
        while rows := newest_baskets(store_ids=[store.pk], before=before, limit=3):
            seen += [row.checkout.pk for row in rows]
            before = rows[-1].checkout.started_at, rows[-1].checkout.pk
        assert baskets_of([]) == []

    assert len(seen) == len(set(seen)) == 8
