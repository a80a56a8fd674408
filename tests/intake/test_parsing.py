"""Shopify's bodies, odd as they come, become our values; nothing here needs a database."""

import contextlib
import json
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from intake.parsing import buying, fulfilling, people, reading, shops
from intake.parsing.reading import Money, Unparsable
from orders.data import Amount, OrderData, ParcelData
from tests.factories import payloads

FOLDER = Path(__file__).parent.parent / "payloads"


def body_of(name: str) -> dict[str, Any]:
    text = (FOLDER / f"{name}.json").read_text(encoding="utf-8")
    body: dict[str, Any] = json.loads(text, parse_float=Decimal)
    return body


def order_of(name: str) -> OrderData:
    return buying.parse_order(body_of(name))


def test_nobody_may_buy_something() -> None:
    order = order_of("order_of_nobody_with_empty_email")

    assert (order.buyer.email, order.buyer.name, order.buyer.customer) == ("", "", None)
    assert order.buyer.shipping_address is None
    assert (order.totals.total, order.delivery_method) == (Amount(1000, 1000), "NONE")
    assert order.placed_at == datetime(2026, 3, 1, 9, tzinfo=UTC)
    assert order.lines[0].product_shopify_id is None


def test_each_currency_has_its_own_minor_unit() -> None:
    order = order_of("order_in_dinar_seen_in_yen")

    assert (order.currency, order.presentment_currency) == ("KWD", "JPY")
    assert order.totals.total == Amount(12345, 5980)
    assert order.lines[0].total == Amount(10000, 4844)
    assert order.lines[0].discount == Amount(200, 97)
    (discount,) = order.discounts
    assert (discount.title, discount.code, discount.amount) == ("Ramadan", "", Amount(200, 97))


def test_rounded_ids_are_read_from_the_global_ones() -> None:
    order = order_of("order_whose_ids_were_rounded")

    assert order.shopify_id == 820982911946154508
    assert order.buyer.customer is not None
    assert order.buyer.customer.shopify_id == 115310627314723954
    assert [line.shopify_id for line in order.lines] == [866550311766439020, 866550311766439021]


def test_an_attack_is_only_text() -> None:
    order = order_of("order_that_attacks")

    assert order.name == "#1 Bcc: everybody@example.com"
    assert order.currency == "USD"
    assert order.status_url == ""
    assert order.buyer.note == "nuland\ttab\nline"
    assert order.buyer.name == "<script>alert(1)</script> {{ shop.secret }}"
    assert order.lines[0].image_url == ""
    (fulfilment,) = order.fulfilments
    assert fulfilment.parcels == (ParcelData(number="#☠1☢ --- 4321"),)


def test_only_money_that_went_back_is_refunded() -> None:
    body = body_of("refund_with_amounts_as_numbers")

    refund = fulfilling.parse_refund(body, money=Money("NOK"))

    assert refund.amount == Amount(4950, 426)
    assert refund.settled_count == 1
    assert refund.lines[0].line_shopify_id == 1


def test_a_link_given_once_belongs_to_the_first_number() -> None:
    fulfilment = fulfilling.parse_fulfilment(body_of("fulfilment_with_two_numbers_and_one_link"))

    assert fulfilment.parcels == (
        ParcelData(number="A1", url="https://carrier.example/A1"),
        ParcelData(number="B2"),
    )


def test_an_old_checkout_gives_dicts_and_lists_where_new_ones_do_not() -> None:
    checkout = buying.parse_checkout(body_of("checkout_of_the_old_api"))

    assert checkout.buyer.note_attributes == (("custom engraving", "Happy Birthday"),)
    assert checkout.buyer.shipping_address is None
    assert checkout.lines[0].properties == (("colour", "red"),)
    assert checkout.lines[0].shopify_id == 49148385
    assert checkout.discounts[0].amount == Amount(1000, 1000)


def test_a_discount_is_the_sum_of_what_falls_on_lines() -> None:
    applications = [
        {"type": "discount_code", "code": "TEN", "value": "10"},
        {"type": "automatic", "title": "3 for 2"},
    ]
    lines = [
        payloads.line(
            1, discount_allocations=[{"amount": "5.00", "discount_application_index": 0}]
        ),
        payloads.line(
            2,
            discount_allocations=[
                {"amount": "2.00", "discount_application_index": 0},
                {"amount": "1.50", "discount_application_index": 1},
            ],
        ),
    ]

    order = buying.parse_order(payloads.order(discount_applications=applications, line_items=lines))

    said = [(each.title, each.code, each.amount.shop_minor) for each in order.discounts]
    assert said == [("TEN", "TEN", 700), ("3 for 2", "", 150)]
    assert [line.total.shop_minor for line in order.lines] == [19500, 19650]


@pytest.mark.parametrize(
    ("shipping_lines", "method"),
    [
        ([{"title": "Bring", "code": "bring"}], "SHIPPING"),
        ([{"title": "Butikken", "delivery_category": "pickup"}], "PICKUP"),
        ([{"title": "Bud", "delivery_category": "local_delivery"}], "LOCAL"),
    ],
)
def test_how_it_is_delivered(shipping_lines: list[payloads.Body], method: str) -> None:
    order = buying.parse_order(payloads.order(shipping_lines=shipping_lines))

    assert order.delivery_method == method


def test_two_hundred_and_fifty_lines_are_all_kept() -> None:
    body = payloads.order(line_items=[payloads.line(number) for number in range(250)])

    assert len(buying.parse_order(body).lines) == 250


@pytest.mark.parametrize("missing", ["id", "time"])
def test_an_order_without_its_essentials_is_refused_with_a_reason(missing: str) -> None:
    body = payloads.order()
    essentials = {"id": ["id", "admin_graphql_api_id"]}
    for name in essentials.get(missing, ["created_at", "updated_at", "processed_at"]):
        body[name] = None

    with pytest.raises(Unparsable) as refusal:
        buying.parse_order(body)

    assert refusal.value.reason


def test_another_topics_body_erases_nobody() -> None:
    with pytest.raises(Unparsable):
        people.parse_redaction(payloads.order())
    with pytest.raises(Unparsable):
        shops.check_shop_redaction({"shop_domain": "a", "shop_id": 1, "customer": {"id": 1}})


def test_a_shop_that_says_little_changes_little() -> None:
    shop = shops.parse_shop(
        {"name": "Fjell", "iana_timezone": "Mars/Olympus", "currency": "kr", "country": "Norway"}
    )

    assert (shop.name, shop.timezone, shop.currency, shop.country) == ("Fjell", "", "", "")


@pytest.mark.parametrize(
    "value", ["javascript:alert(1)", " JAVASCRIPT://x", "//evil.example", "http://", "http://[x", 7]
)
def test_only_web_links_are_links(value: object) -> None:
    assert reading.web_url(value) == ""


@pytest.mark.parametrize(
    ("value", "minor"),
    [("1.005", 100), (49.5, 4950), ("-5.00", -500), (Decimal("0.1"), 10), (7, 700)],
)
def test_amounts_become_whole_minor_units(value: object, minor: int) -> None:
    assert reading.minor(value, "EUR") == minor


@pytest.mark.parametrize("value", ["NaN", "Infinity", "1e99", "", None, True, [], "1,50"])
def test_what_is_no_amount_is_none(value: object) -> None:
    assert reading.minor(value, "EUR") is None


def test_absurd_lengths_are_bounded() -> None:
    order = buying.parse_order(
        payloads.order(note="x" * 10**6, tags=",".join(map(str, range(5000))), name="#" * 10**5)
    )

    assert len(order.buyer.note) == reading.LONG
    assert len(order.tags) <= 250
    assert len(order.name) <= 64


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.floats() | st.just("\ud800\x00"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
KNOWN = {
    "order": (payloads.order, buying.parse_order),
    "checkout": (payloads.checkout, buying.parse_checkout),
    "fulfilment": (payloads.fulfilment, fulfilling.parse_fulfilment),
    "event": (payloads.parcel_event, fulfilling.parse_parcel_event),
    "refund": (payloads.refund, lambda body: fulfilling.parse_refund(body, money=Money("NOK"))),
    "customer": (payloads.customer, people.parse_customer),
}


@pytest.mark.parametrize("name", KNOWN)
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_nothing_but_unparsable_is_raised_whatever_a_field_holds(
    name: str, data: st.DataObject
) -> None:
    make, parse = KNOWN[name]
    body = make()
    for field in data.draw(st.lists(st.sampled_from(sorted(body)), max_size=4)):
        body[field] = data.draw(anything)

    parsed: object = None
    with contextlib.suppress(Unparsable):
        parsed = parse(body)

    assert "\\x00" not in repr(parsed)
    assert "\\ud800" not in repr(parsed)


@pytest.mark.parametrize(
    ("first", "last", "written"),
    [
        ("Ingrid", "Solheim", "Ingrid Solheim"),
        ("明", "赵", "赵明"),
        ("서연", "김", "김서연"),
        ("Ming", "赵", "Ming 赵"),
        ("", "赵", "赵"),
    ],
)
def test_a_name_stands_as_its_owner_writes_it(first: str, last: str, written: str) -> None:
    buyer = people.buyer_of({"customer": {"first_name": first, "last_name": last}})

    assert buyer.name == written
