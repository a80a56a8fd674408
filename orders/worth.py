"""What an order is worth, told to the feed as sums that add up.

# Note [Sums are told once]
Roll-ups add up the feed, and a replay must find what they found. So a fact with a sum is never
changed: the placed order, each refund and the cancellation carry the sum they were first told
with, and whatever comes to be known later is a further fact that carries the difference. Whichever
way the webhooks arrive, the facts of an order add up to what its rows say.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from orders import revenue
from orders.activity import Fact
from orders.models import Activity, ActivityKind, LineItem, Order, Refund

Kind = ActivityKind

_KINDS = (Kind.ORDER_PLACED, Kind.ORDER_EDITED, Kind.ORDER_REFUNDED, Kind.ORDER_CANCELLED)
# What was not bought as a product of the catalogue, and money given back for no line.
NO_PRODUCT = 0


@dataclass(frozen=True, slots=True)
class Worth:
    """A sum of money, and of products: product -> (units, minor units of their revenue)."""

    total_minor: int = 0
    products: dict[int, tuple[int, int]] = field(default_factory=dict)

    def __add__(self, other: "Worth") -> "Worth":
        return self._with(other, 1)

    def __sub__(self, other: "Worth") -> "Worth":
        return self._with(other, -1)

    def _with(self, other: "Worth", sign: int) -> "Worth":
        products = dict(self.products)
        for product, (units, minor) in other.products.items():
            had_units, had_minor = products.get(product, (0, 0))
            products[product] = (had_units + sign * units, had_minor + sign * minor)
        return Worth(self.total_minor + sign * other.total_minor, _without_nothing(products))

    @property
    def product_minor(self) -> int:
        return sum(minor for _units, minor in self.products.values())

    def __bool__(self) -> bool:
        return bool(self.total_minor or self.products)


@dataclass(frozen=True, slots=True)
class _Part:
    """One thing that made or took away worth, by the key of the fact that tells of it."""

    kind: ActivityKind  # of what corrects it
    at: datetime
    corrected_at: datetime
    worth: Worth


def with_sums(*, order: Order, facts: Iterable[Fact]) -> list[Fact]:
    """The facts, those of sums with them, and those that correct what was told before.

    Three statements. The caller holds the order's lock, has written its rows, and writes the facts.
    """
    facts = list(facts)
    if order.is_stub:
        return facts
    rows = LineItem.objects.filter(store_id=order.store_id, order=order).order_by("position")
    back = Refund.objects.filter(store_id=order.store_id, order=order)
    parts = _parts(order, rows, back.order_by("refunded_at", "shopify_id"))
    told, keys = _told(order)
    fresh = {fact.key for fact in facts} - keys
    said = [
        replace(fact, data=fact.data | _json(order, parts[fact.key].worth))
        if fact.key in fresh and fact.key in parts
        else fact
        for fact in facts
    ]
    for key in sorted(parts.keys() - fresh):
        said += _correction(order, key, parts[key], told.get(key, []))
    return said


def first_sums(
    *, order: Order, facts: Iterable[Fact], lines: Sequence[LineItem], refunds: Sequence[Refund]
) -> list[Fact]:
    """As with_sums, of an order that nothing has told of before: no statement.

    `lines` by their places, as they are written together with the facts.
    """
    facts = list(facts)
    parts = _parts(order, lines, sorted(refunds, key=_when))
    fresh = {fact.key for fact in facts}
    said = [
        replace(fact, data=fact.data | _json(order, parts[fact.key].worth))
        if fact.key in parts
        else fact
        for fact in facts
    ]
    for key in sorted(parts.keys() - fresh):
        said += _correction(order, key, parts[key], [])
    return said


def _when(refund: Refund) -> tuple[datetime, int]:
    return refund.refunded_at, refund.shopify_id


def _correction(order: Order, key: str, part: _Part, told: list[tuple[Worth, bool]]) -> list[Fact]:
    """The fact that brings what was told of a part to what it is worth now, if it is not."""
    left = part.worth - sum((worth for worth, _is_sum in told), Worth())
    if not left:
        return []
    was_told = any(is_sum for _worth, is_sum in told)
    data = {"corrects": key} | _json(order, left)
    at = part.corrected_at if was_told else part.at
    return [Fact(part.kind, at, f"{key}:again:{len(told)}", order.pk, data)]


def _parts(order: Order, lines: Iterable[LineItem], refunds: Iterable[Refund]) -> dict[str, _Part]:
    """What the rows say now, in the order in which it took place."""
    name = f"order:{order.shopify_id}"
    placed_at, changed_at = order.placed_at, order.changed_at
    assert placed_at  # noqa: S101 - no stub
    assert changed_at  # noqa: S101 - no stub
    basket = _Basket(lines)
    placed = replace(basket.worth, total_minor=order.total_minor)
    parts = {f"{name}:placed": _Part(Kind.ORDER_EDITED, placed_at, changed_at, placed)}
    left = placed
    for refund in refunds:
        worth = replace(basket.give_back(refund), total_minor=refund.amount_minor)
        at = refund.refunded_at
        parts[f"refund:{refund.shopify_id}"] = _Part(Kind.ORDER_REFUNDED, at, at, worth)
        left -= worth
    # Empty again, perhaps, once the refund that goes with the edit is known.
    removed = basket.take_away()
    parts[f"{name}:removed"] = _Part(Kind.ORDER_REFUNDED, changed_at, changed_at, removed)
    left -= removed
    if order.cancelled_at:
        at = order.cancelled_at
        parts[f"{name}:cancelled"] = _Part(Kind.ORDER_CANCELLED, at, at, left)
    if order.is_test:
        return {key: replace(part, worth=Worth()) for key, part in parts.items()}
    return parts


class _Basket:
    """The lines of an order while they go back, piece by piece.

    Adds up to what orders/revenue.py says. See Note [What an order earns] there.
    """

    def __init__(self, lines: Iterable[LineItem]) -> None:
        rows = list(lines)
        goods = revenue.goods_of_rows(rows)
        self._lines = list(zip(goods, [row.product_shopify_id for row in rows], strict=True))
        self._gone = [0] * len(self._lines)
        self._left_minor = revenue.product_minor(goods)
        self.worth = sum(
            (self._pieces(place, 0, each.quantity) for place, each in enumerate(goods)), Worth()
        )

    def give_back(self, refund: Refund) -> Worth:
        """What this refund takes, after those before it."""
        worth = Worth(products=_without_nothing({NO_PRODUCT: (0, refund.unlined_minor)}))
        for named in refund.lines:
            left = named["quantity"]
            for place, (goods, _product) in enumerate(self._lines):
                if goods.line is None or goods.line != named["line"]:
                    continue
                before = self._gone[place]
                after = min(before + left, max(goods.quantity, before))
                left -= after - before
                worth += self._take(place, after)
        return self._bounded(worth)

    def take_away(self) -> Worth:
        """What is gone from the lines though no refund names it: an edit removed it."""
        worth = Worth()
        for place, (goods, _product) in enumerate(self._lines):
            gone = goods.quantity - max(goods.current_quantity, 0)
            worth += self._take(place, max(gone, self._gone[place]))
        return self._bounded(worth)

    def _take(self, place: int, after: int) -> Worth:
        before, self._gone[place] = self._gone[place], after
        return self._pieces(place, before, after)

    def _pieces(self, place: int, before: int, after: int) -> Worth:
        """So many pieces of a line; all of them together earn exactly what the line does."""
        goods, product = self._lines[place]
        if goods.quantity <= 0:
            return Worth(products=_without_nothing({NO_PRODUCT: (0, goods.earned_minor)}))
        low, high = (goods.earned_minor * units // goods.quantity for units in (before, after))
        sums = (after - before, high - low)
        return Worth(products=_without_nothing({product or NO_PRODUCT: sums}))

    def _bounded(self, worth: Worth) -> Worth:
        """Never more goes back than was earned."""
        over = max(worth.product_minor - self._left_minor, 0)
        self._left_minor -= worth.product_minor - over
        return worth - Worth(products=_without_nothing({NO_PRODUCT: (0, over)}))


def _told(order: Order) -> tuple[dict[str, list[tuple[Worth, bool]]], set[str]]:
    """What the feed was told of each part, and the keys that it has."""
    rows = Activity.objects.filter(store_id=order.store_id, order=order, kind__in=_KINDS)
    told: dict[str, list[tuple[Worth, bool]]] = {}
    keys = set()
    for key, data in rows.values_list("key", "data"):
        keys.add(key)
        told.setdefault(data.get("corrects", key), []).append(
            (_of_json(data), "product_minor" in data)
        )
    return told, keys


def _without_nothing(products: dict[int, tuple[int, int]]) -> dict[int, tuple[int, int]]:
    return {product: sums for product, sums in products.items() if sums != (0, 0)}


def _json(order: Order, worth: Worth) -> dict[str, Any]:
    return {
        "product_minor": worth.product_minor,
        "total_minor": worth.total_minor,
        "currency": order.currency,
        "products": {str(product): list(sums) for product, sums in worth.products.items()},
        **({"is_test": True} if order.is_test else {}),
    }


def _of_json(data: dict[str, Any]) -> Worth:
    products = {
        int(key): (units, minor) for key, (units, minor) in data.get("products", {}).items()
    }
    return Worth(data.get("total_minor", 0), products)
