"""What the demo pours in bulk is what the verbs write, one webhook at a time."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from intake.topics import HANDLERS
from notifyhub.demo.catalogue import SHOPS
from notifyhub.demo.oddities import Oddity
from notifyhub.demo.pouring import pour, settle
from notifyhub.demo.shop import order_life
from orders.models import Checkout, Customer, Order
from stores.models import Store
from stores.scope import Scope, store_scope
from tests.factories import stores as make
from tests.orders.rows import all_rows

NOW = datetime(2026, 11, 21, 14, 30, tzinfo=UTC)
CASES: list[frozenset[Oddity]] = [
    frozenset(),
    *(frozenset({one}) for one in Oddity),
    frozenset({Oddity.REFUND, Oddity.TWO_PARCELS, Oddity.DISCOUNT}),
    frozenset({Oddity.CANCELLED, Oddity.PENDING}),
    frozenset({Oddity.ABROAD, Oddity.REFUND, Oddity.GIFT_NOTE}),
]


@pytest.mark.parametrize(
    "odd", CASES, ids=lambda odd: "+".join(sorted(o.name for o in odd)) or "PLAIN"
)
@pytest.mark.parametrize("days_ago", [40, 1])
def test_poured_rows_are_those_of_the_verbs(
    store: Store, inside: Scope, odd: frozenset[Oddity], days_ago: int
) -> None:
    shop = SHOPS[4]
    life = order_life(shop, 77, NOW - timedelta(days=days_ago), oddities=odd).until(NOW)
    for told in life.told:
        HANDLERS[told.topic](store, told.body, NOW)
    by_verbs = _rows()
    Order.objects.all().delete()
    Checkout.objects.all().delete()
    Customer.objects.all().delete()

    settle(store, pour(store, [life]), NOW)

    assert _rows() == by_verbs


def test_many_lives_share_customers(store: Store, inside: Scope) -> None:
    shop = SHOPS[0]
    lives = [order_life(shop, n, NOW - timedelta(days=9, minutes=n)) for n in range(60)]
    lives = [life.until(NOW) for life in lives]
    told = sorted((one for life in lives for one in life.told), key=lambda one: one.at)
    for one in told:
        HANDLERS[one.topic](store, one.body, NOW)
    by_verbs = _rows()
    other = make.make_store(make.make_agency(name="Second"))
    with store_scope(other.pk):
        settle(other, pour(other, lives), NOW)

        assert _rows() == by_verbs


def _rows() -> dict[str, list[dict[str, Any]]]:
    rows = all_rows("orders", "shipping")
    rows.pop("Note")
    # What is of messages is planned by the handlers, and who has credit is judged by them: neither
    # is poured here.
    ours = ("MESSAGE", "ORDER_ATTRIBUTED")
    rows["Activity"] = [row for row in rows["Activity"] if not row["kind"].startswith(ours)]
    for table in rows.values():
        for row in table:
            row.pop("store", None)
    return rows
