"""The feed carries sums that add up to what the rows say, and stay as they were told."""

from datetime import timedelta
from typing import Any

import pytest

from intake.parsing import buying, fulfilling
from intake.parsing.reading import Money
from orders import revenue, services
from orders.data import RedactionData
from orders.models import Activity, LineItem, Order, Refund
from stores.models import Store
from stores.scope import Scope
from tests.factories import payloads
from tests.orders.rows import told_sums

NOW = payloads.START + timedelta(days=30)
TWO_LINES = [payloads.line(1), payloads.line(2, quantity=3, current_quantity=3)]


@pytest.fixture(autouse=True)
def _inside(inside: Scope) -> None:
    """All here is of one store."""


def record(store: Store, **fields: Any) -> Order:
    data = buying.parse_order(payloads.order(**fields))
    return services.record_order(store=store, data=data, now=NOW)


def give_back(store: Store, **fields: Any) -> Order:
    data = fulfilling.parse_refund(payloads.refund(**fields), money=Money("NOK"))
    return services.record_refund(store=store, data=data, now=NOW)


def net() -> int:
    sums = told_sums()
    return sums["sold", "product"] - sums["back", "product"]


def net_of_rows(order: Order) -> int:
    goods = revenue.goods_of_rows(LineItem.objects.filter(order=order))
    returned = revenue.returned_in_rows(Refund.objects.filter(order=order))
    return revenue.product_minor(goods) - revenue.returned_minor(goods, returned)


def pieces(number: int, count: int, of: int = 1) -> dict[str, Any]:
    return {
        "id": number,
        "refund_line_items": [{"line_item_id": payloads.line(of)["id"], "quantity": count}],
        "processed_at": payloads.at(300 + number),
    }


def test_a_placed_order_says_what_its_goods_earn(store: Store) -> None:
    taxed = payloads.line(tax_lines=[{"title": "MVA", "rate": 0.25, "price": "40.00"}])
    record(store, line_items=[taxed], taxes_included=True)

    placed = Activity.objects.get(kind="ORDER_PLACED")

    assert placed.data == {
        "name": "#1001",
        "product_minor": 16000,
        "total_minor": 25000,
        "currency": "NOK",
        "products": {"1001": [2, 16000]},
    }


def test_what_was_told_stays_and_an_edit_tells_the_difference(store: Store) -> None:
    record(store)
    placed = Activity.objects.get(kind="ORDER_PLACED").data
    record(store, line_items=TWO_LINES, total_price="550.00", updated_at=payloads.at(9))

    assert Activity.objects.get(kind="ORDER_PLACED").data == placed
    edit = Activity.objects.get(kind="ORDER_EDITED")
    assert edit.data["corrects"] == f"order:{payloads.ORDER_ID}:placed"
    assert (edit.data["product_minor"], edit.data["total_minor"]) == (30000, 30000)
    assert edit.at == payloads.START + timedelta(minutes=9)
    assert told_sums()["sold", "units of 1002"] == 3


def test_the_same_webhook_again_tells_nothing(store: Store) -> None:
    record(store, refunds=[payloads.refund()])
    before = told_sums()
    count = Activity.objects.count()
    for _again in range(3):
        record(store, refunds=[payloads.refund()])
        give_back(store)

    assert (told_sums(), Activity.objects.count()) == (before, count)


@pytest.mark.parametrize(
    "refunds",
    [
        [pieces(1, 1, 2), pieces(2, 1, 2), pieces(3, 1, 2)],
        [pieces(1, 5, 2)],
        [pieces(1, 1), pieces(2, 1), pieces(3, 2, 2), pieces(4, 9, 2)],
        [{"id": 1, "refund_line_items": []}],
        [{"id": 1, "refund_line_items": []}, pieces(2, 2), pieces(3, 3, 2)],
        [{"id": 1, "refund_line_items": [], "transactions": []}],
        [pieces(1, 1, 77)],
    ],
    ids=["thirds", "too many", "all", "no line", "lines and more", "not paid", "unknown line"],
)
@pytest.mark.parametrize("is_cancelled", [False, True], ids=["kept", "cancelled"])
def test_the_feed_adds_up_to_what_the_rows_say(
    store: Store, refunds: list[dict[str, Any]], is_cancelled: bool
) -> None:
    odd = [payloads.line(1), payloads.line(2, quantity=3, current_quantity=3, price="33.33")]
    order = record(store, line_items=odd)
    for fields in refunds:
        give_back(store, **fields)
        assert net() == net_of_rows(order)
    if is_cancelled:
        record(store, line_items=odd, cancelled_at=payloads.at(400), updated_at=payloads.at(400))

    assert net() == (0 if is_cancelled else net_of_rows(order))


def test_what_an_edit_took_away_went_back(store: Store) -> None:
    order = record(store)
    fewer = [payloads.line(current_quantity=1)]
    record(store, line_items=fewer, updated_at=payloads.at(5))

    assert net() == net_of_rows(order) == 10000

    give_back(store, **pieces(1, 1))

    assert net() == net_of_rows(order) == 10000


def test_a_refund_after_the_cancellation_takes_nothing_twice(store: Store) -> None:
    record(store, cancelled_at=payloads.at(200), updated_at=payloads.at(200))
    assert net() == 0

    give_back(store, **pieces(1, 2))

    assert net() == 0
    assert told_sums()["back", "product"] == 20000
    (cancelled, correction) = Activity.objects.filter(kind="ORDER_CANCELLED").order_by("id")
    assert (cancelled.data["product_minor"], correction.data["product_minor"]) == (20000, -20000)


def test_a_refund_before_its_order_is_made_up_for_on_its_own_day(store: Store) -> None:
    give_back(store)
    assert net() == 0

    record(store)

    assert net() == 10000
    first, correction = Activity.objects.filter(kind="ORDER_REFUNDED").order_by("id")
    assert first.at == correction.at


def test_a_payment_that_settles_later_is_told_as_a_difference(store: Store) -> None:
    record(store)
    give_back(store, transactions=[])
    give_back(store)

    sums = told_sums()

    assert (sums["back", "total"], sums["back", "product"]) == (10000, 10000)


def test_a_test_order_earns_nothing(store: Store) -> None:
    record(store, test=True)

    placed = Activity.objects.get(kind="ORDER_PLACED")

    assert placed.data["is_test"] is True
    assert (placed.data["product_minor"], placed.data["products"]) == (0, {})


def test_what_was_told_before_sums_were_is_made_up_for(store: Store) -> None:
    record(store)
    Activity.objects.filter(kind="ORDER_PLACED").update(data={"name": "#1001"})

    record(store, updated_at=payloads.at(99))

    correction = Activity.objects.get(kind="ORDER_EDITED")
    assert (correction.at, net()) == (payloads.START, 20000)


def test_erasure_leaves_the_sums_and_nothing_of_the_buyer(store: Store) -> None:
    record(store, refunds=[payloads.refund()], line_items=TWO_LINES)
    before = told_sums()
    asked = RedactionData(None, "kari@example.com", (payloads.ORDER_ID,))

    services.redact_customer(store=store, data=asked, now=NOW)

    assert told_sums() == before
    data = Activity.objects.get(kind="ORDER_PLACED").data
    assert data.keys() == {"redacted", "product_minor", "total_minor", "currency", "products"}
    record(store, refunds=[payloads.refund()], line_items=TWO_LINES, updated_at=payloads.at(999))
    assert told_sums() == before
