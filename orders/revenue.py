"""What an order's goods earn, and how much of that went back: pure sums, in the shop's currency.

# Note [What an order earns]
Product revenue is what the goods cost after discounts, without tax, shipping, tips and gift cards.
Goods go back by the piece, at what a piece earned. Shopify says so twice and in any order: the
refund names lines, and the order's lines count what is left of them; the greater number holds,
which also covers what an edit took away. A refund without lines is a price lowered afterwards, and
counts whole, unless it was for shipping. Never more goes back than was earned.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from orders.data import OrderData, RefundData
    from orders.models import LineItem, Refund


@dataclass(frozen=True, slots=True)
class Goods:
    """One line: so many pieces, so many of them left, and what all of them earned."""

    line: int | None  # Shopify's id
    quantity: int
    current_quantity: int
    earned_minor: int


@dataclass(frozen=True, slots=True)
class Returned:
    """What went back: pieces by line, and money that no line accounts for."""

    quantities: Mapping[int, int]
    unlined_minor: int = 0


def product_minor(goods: Iterable[Goods]) -> int:
    """What was earned before anything went back."""
    return sum(each.earned_minor for each in goods)


def returned_minor(goods: Iterable[Goods], returned: Returned) -> int:
    """How much of it went back. See Note [What an order earns]."""
    goods = list(goods)
    left = Counter(returned.quantities)
    back = sum(_returned_of(each, left) for each in goods) + returned.unlined_minor
    return max(0, min(back, product_minor(goods)))


def _returned_of(goods: Goods, left: Counter[int]) -> int:
    """Takes from `left` what this line accounts for: hostile bodies repeat a line's id."""
    if goods.quantity <= 0:
        return 0
    named = min(left[goods.line], goods.quantity) if goods.line else 0
    if goods.line:
        left[goods.line] -= named
    pieces = max(named, goods.quantity - max(goods.current_quantity, 0))
    return goods.earned_minor * pieces // goods.quantity


def goods_of(data: "OrderData") -> list[Goods]:
    """The lines of a snapshot."""
    return [
        Goods(line.shopify_id, line.quantity, line.current_quantity, line.goods.shop_minor)
        for line in data.lines
    ]


def goods_of_rows(lines: Iterable["LineItem"]) -> list[Goods]:
    """The lines as rows. One told before its worth was kept counts with its tax."""
    return [
        Goods(line.shopify_id, line.quantity, line.current_quantity, _earned(line))
        for line in lines
    ]


def returned_in(data: Iterable["RefundData"]) -> Returned:
    """What these refunds name."""
    refunds = list(data)
    pieces = Counter[int]()
    for refund in refunds:
        for line in refund.lines:
            pieces[line.line_shopify_id] += line.quantity
    return Returned(pieces, sum(refund.unlined.shop_minor for refund in refunds))


def returned_in_rows(refunds: Iterable["Refund"]) -> Returned:
    """What these refunds, as rows, name."""
    rows = list(refunds)
    pieces = Counter[int]()
    for row in rows:
        for line in row.lines:
            pieces[_whole(line.get("line"))] += _whole(line.get("quantity"))
    return Returned(pieces, sum(row.unlined_minor for row in rows))


def _earned(line: "LineItem") -> int:
    if line.goods_minor is not None:
        return line.goods_minor
    return 0 if line.is_gift_card else line.total_minor


def _whole(value: Any) -> int:
    return value if isinstance(value, int) else 0
