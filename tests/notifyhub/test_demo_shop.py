"""The invented shops speak as Shopify does, and their sums are exact. No database."""

import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from intake.bodies import read_body
from intake.parsing.buying import parse_checkout, parse_order
from intake.parsing.fulfilling import parse_fulfilment, parse_parcel_event, parse_refund
from intake.parsing.reading import Money
from messaging.addresses import mailable
from notifyhub.demo.catalogue import SHOPS
from notifyhub.demo.history import moments
from notifyhub.demo.oddities import Oddity
from notifyhub.demo.shop import Life, left_checkout, order_life
from notifyhub.demo.world import Shop
from orders.data import OrderData

NOW = datetime(2026, 11, 21, 14, 30, tzinfo=UTC)
LONG_AGO = NOW - timedelta(days=40)
ORDER_TOPICS = ("orders/create", "orders/paid", "orders/updated", "orders/cancelled")
PARSERS: dict[str, Any] = {
    **dict.fromkeys(ORDER_TOPICS, parse_order),
    "fulfillments/create": parse_fulfilment,
    "fulfillment_events/create": parse_parcel_event,
    "refunds/create": lambda body: parse_refund(body, money=Money("NOK")),
    "checkouts/create": parse_checkout,
    "checkouts/update": parse_checkout,
}

every_shop = pytest.mark.parametrize("shop", SHOPS, ids=lambda shop: shop.key)


def _lives(shop: Shop, count: int = 150) -> list[Life]:
    return [order_life(shop, number, LONG_AGO) for number in range(1, count + 1)]


def _last_order(life: Life) -> OrderData:
    return parse_order(read_body(json.dumps(life.of(*ORDER_TOPICS)[-1].body).encode()))


@every_shop
def test_every_body_is_read_by_the_parser_of_its_topic(shop: Shop) -> None:
    for life in _lives(shop):
        for told in life.told:
            body = read_body(json.dumps(told.body).encode())

            assert PARSERS[told.topic](body)


@every_shop
def test_sums_add_up_to_the_minor_unit_in_both_currencies(shop: Shop) -> None:
    for life in _lives(shop):
        order = _last_order(life)
        totals = order.totals

        for side in ("shop_minor", "presentment_minor"):
            assert sum(getattr(line.total, side) for line in order.lines) == getattr(
                totals.subtotal, side
            )
            parts = ["subtotal", "shipping", "tip"]
            parts += [] if order.is_tax_included else ["tax"]
            assert sum(getattr(getattr(totals, part), side) for part in parts) == getattr(
                totals.total, side
            )
            assert sum(getattr(tax.amount, side) for tax in order.tax_lines) == getattr(
                totals.tax, side
            )
            assert sum(getattr(one.amount, side) for one in order.discounts) == getattr(
                totals.discount, side
            )


@every_shop
def test_what_is_left_after_refunds_is_the_total_less_the_refunds(shop: Shop) -> None:
    life = order_life(shop, 1, LONG_AGO, oddities={Oddity.REFUND, Oddity.DISCOUNT})

    order = _last_order(life)

    refunded = sum(refund.amount.shop_minor for refund in order.refunds)
    assert refunded > 0
    assert order.totals.current_total.shop_minor == order.totals.total.shop_minor - refunded


@every_shop
def test_the_same_seed_tells_the_same_life(shop: Shop) -> None:
    first = [told.body for told in order_life(shop, 7, LONG_AGO, seed=3).told]
    again = [told.body for told in order_life(shop, 7, LONG_AGO, seed=3).told]
    other = [told.body for told in order_life(shop, 7, LONG_AGO, seed=4).told]

    assert first == again
    assert first != other


@every_shop
def test_nothing_is_told_before_it_happened(shop: Shop) -> None:
    for life in _lives(shop):
        assert list(life.told) == sorted(life.told, key=lambda told: told.at)
        assert all(told.at <= NOW for told in life.until(NOW).told)


@pytest.mark.parametrize(
    ("odd", "is_so"),
    [
        (Oddity.NO_EMAIL, lambda order: order.buyer.email == ""),
        (Oddity.GIFT_NOTE, lambda order: order.buyer.note != ""),
        (Oddity.DISCOUNT, lambda order: any(one.amount.shop_minor for one in order.discounts)),
        (Oddity.CANCELLED, lambda order: order.cancelled_at is not None),
        (Oddity.PICKUP, lambda order: order.delivery_method == "PICKUP"),
        (Oddity.DIGITAL, lambda order: order.delivery_method == "NONE"),
        (Oddity.ABROAD, lambda order: order.presentment_currency != order.currency),
        (Oddity.TWO_PARCELS, lambda order: sum(len(f.parcels) for f in order.fulfilments) == 2),
        (Oddity.COMPANY, lambda order: order.buyer.shipping_address.company != ""),
        (Oddity.REFUND, lambda order: len(order.refunds) == 1),
        (Oddity.PERSONAL, lambda order: any(line.properties for line in order.lines)),
        (Oddity.TIP, lambda order: order.totals.tip.shop_minor > 0),
    ],
    ids=lambda value: value.name if isinstance(value, Oddity) else "",
)
def test_an_oddity_shows_in_the_order(odd: Oddity, is_so: Any) -> None:
    shop = next(shop for shop in SHOPS if shop.abroad and shop.tip)

    assert is_so(_last_order(order_life(shop, 11, LONG_AGO, oddities={odd})))
    assert not is_so(_last_order(order_life(shop, 11, LONG_AGO, oddities=())))


def test_a_typing_error_gives_another_address_of_the_same_letters() -> None:
    right = _last_order(order_life(SHOPS[0], 5, LONG_AGO, oddities=())).buyer.email
    wrong = _last_order(
        order_life(SHOPS[0], 5, LONG_AGO, oddities={Oddity.TYPING_ERROR})
    ).buyer.email

    assert wrong != right
    assert sorted(wrong) == sorted(right)


@every_shop
def test_all_persons_live_where_no_mail_arrives(shop: Shop) -> None:
    emails = {_last_order(life).buyer.email for life in _lives(shop)} - {""}

    assert all(email.endswith(".example") and mailable(email) == email for email in emails)
    assert len(emails) > 50


@every_shop
def test_history_grows_into_today_and_never_beyond_now(shop: Shop) -> None:
    placed = moments(shop, 600, now=NOW, seed=1)

    assert placed[-1] <= NOW
    assert len([at for at in placed if at > NOW - timedelta(days=45)]) > len(placed) / 2
    assert min(placed) > NOW - timedelta(days=92)


def test_a_checkout_that_was_left_has_no_order() -> None:
    checkout = parse_checkout(left_checkout(SHOPS[0], 900_000, LONG_AGO).body)

    assert checkout.completed_at is None
    assert checkout.recover_url
    assert checkout.totals.total.shop_minor > 0


@every_shop
def test_prices_are_amounts_of_the_shops_currency(shop: Shop) -> None:
    for product in shop.products:
        for variant in product.variants:
            assert Decimal(variant.price) > 0
            assert variant.sku
