"""What an order's goods earn, and how much of it went back."""

from typing import Any

import pytest

from intake.parsing import buying
from orders.revenue import Goods, Returned, goods_of, product_minor, returned_in, returned_minor
from tests.factories import payloads

TAXED: dict[str, Any] = {"tax_lines": [{"title": "MVA", "rate": 0.25, "price": "40.00"}]}


def parsed(**fields: Any) -> Any:
    return buying.parse_order(payloads.order(**fields))


def test_goods_earn_without_the_tax_that_is_in_their_price() -> None:
    line = payloads.line(**TAXED)

    with_tax = goods_of(parsed(taxes_included=True, line_items=[line]))
    beside = goods_of(parsed(taxes_included=False, line_items=[line]))

    assert (product_minor(with_tax), product_minor(beside)) == (160_00, 200_00)


def test_discounts_count_and_shipping_does_not() -> None:
    off = payloads.line(discount_allocations=[{"amount": "30.00"}])

    assert product_minor(goods_of(parsed(line_items=[off]))) == 170_00


@pytest.mark.parametrize(
    "nothing_earned", [{"gift_card": True}, {"tip": {"payment_gateway": "bogus"}}]
)
def test_gift_cards_and_tips_earn_nothing(nothing_earned: dict[str, Any]) -> None:
    lines = [payloads.line(1), payloads.line(2, **nothing_earned)]

    assert product_minor(goods_of(parsed(line_items=lines))) == 200_00


def test_a_refund_takes_back_what_its_pieces_earned() -> None:
    data = parsed(line_items=[payloads.line(**TAXED)], refunds=[payloads.refund()])

    assert returned_minor(goods_of(data), returned_in(data.refunds)) == 80_00


def test_the_refund_and_the_lines_say_the_same_return_once() -> None:
    told_twice = parsed(line_items=[payloads.line(current_quantity=1)], refunds=[payloads.refund()])
    only_lines = parsed(line_items=[payloads.line(current_quantity=1)])

    for data in (told_twice, only_lines):
        assert returned_minor(goods_of(data), returned_in(data.refunds)) == 100_00


def test_a_price_lowered_afterwards_counts_and_shipping_paid_back_does_not() -> None:
    lowered = payloads.refund(refund_line_items=[])
    adjustment = {"kind": "shipping_refund", "amount": "-40.00", "tax_amount": "-10.00"}
    shipping = payloads.refund(
        refund_line_items=[],
        order_adjustments=[adjustment],
        transactions=[{"kind": "refund", "status": "success", "amount": "50.00"}],
    )

    back = [
        returned_minor(goods_of(data), returned_in(data.refunds))
        for data in (parsed(refunds=[lowered]), parsed(refunds=[shipping]))
    ]

    assert back == [100_00, 0]


def test_never_more_goes_back_than_was_earned() -> None:
    goods = [Goods(1, 3, 3, 1000), Goods(1, 1, 1, 500), Goods(None, 0, 0, 0)]

    assert returned_minor(goods, Returned({1: 9}, 0)) == 1500
    assert returned_minor(goods, Returned({1: 1}, 0)) == 333
    assert returned_minor(goods, Returned({}, 99_999)) == 1500
