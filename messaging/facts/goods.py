"""Lines, their discounts, and the sums of what somebody buys."""

from dataclasses import dataclass
from typing import Any, Final

from messaging.facts.bought import Bought, Sums
from messaging.facts.texts import number, web
from orders.models import LineItem

Values = dict[str, Any]

# What no webhook says of a line stands empty, so that a template's question has an answer.
_UNSAID: Final[Values] = {
    "selling_plan_allocation": None,
    "unit_price": None,
    "unit_price_measurement": None,
    "bundle_parent": None,
    "nested_line_parent": None,
}


@dataclass(frozen=True, slots=True)
class Line:
    """A line with its values, for the whole of it or for a part."""

    row: LineItem
    values: Values
    off: int  # its own discount, in minor units
    sums: Sums

    def part(self, quantity: int) -> Values:
        """The line as if so many had been bought: its discount falls with it."""
        if quantity == self.row.quantity:
            return self.values
        whole = self.sums.of_line(self.row, "price") * quantity
        off = self.off * quantity // max(self.row.quantity, 1)
        liquid = self.sums.liquid
        return {
            **self.values,
            "quantity": quantity,
            "original_line_price": liquid(whole),
            "final_line_price": liquid(whole - off),
            "line_price": liquid(whole - off),
            "total_discount": liquid(off),
        }

    def goods(self, quantity: int) -> Values:
        """One row of a parcel, a refund or an edit: see context_parts.Goods."""
        return {
            "title": self.row.title,
            "variant": self.row.variant_title,
            "quantity": quantity,
            "image": self.values["image"],
            "amount": self.part(quantity)["final_line_price"],
        }


@dataclass(frozen=True, slots=True)
class Goods:
    """All lines of something bought, and the discounts on it."""

    lines: list[Line]
    discounts: list[Values]
    cart: list[Values]  # the discounts on all goods, shown below them

    def values(self) -> list[Values]:
        return [line.values for line in self.lines]

    def current(self) -> list[Values]:
        """What is left after edits, in the quantity that is left."""
        return [
            line.part(line.row.current_quantity)
            for line in self.lines
            if line.row.current_quantity > 0
        ]

    def count(self) -> int:
        return sum(line.row.quantity for line in self.lines)

    def named(self, rows: list[Values]) -> list[tuple[Line, Values]]:
        """The lines that rows such as {"line": shopify_id, "quantity": n} speak of, if known."""
        known = {line.row.shopify_id: line for line in self.lines}
        return [(known[row["line"]], row) for row in rows if row.get("line") in known]


def goods_of(bought: Bought, lines: list[LineItem], sums: Sums) -> Goods:
    rows = bought.discounts or []
    discounts = [_discount(row, place, lines, sums) for place, row in enumerate(rows)]
    cart = [each for row, each in zip(rows, discounts, strict=True) if _is_of_cart(row)]
    return Goods([_line(line, rows, discounts, sums) for line in lines], discounts, cart)


def _is_of_cart(row: Values) -> bool:
    """Spread over all goods, hence shown below them; bodies of old name only the code."""
    if _is_of_shipping(row):
        return False
    return row.get("target_selection") in ("ALL", "", None)


def _is_of_shipping(row: Values) -> bool:
    return row.get("target_type") == "SHIPPING_LINE" or row.get("kind") == "SHIPPING"


def _discount(row: Values, place: int, lines: list[LineItem], sums: Sums) -> Values:
    allocated = [
        sums.of_json(each)
        for line in lines
        for each in line.allocations
        if each.get("discount") == place
    ]
    total = sum(allocated) if allocated else sums.of_json(row)
    return {
        "title": str(row.get("title") or row.get("code") or ""),
        "type": str(row.get("kind") or "").lower(),
        "target_type": "shipping_line" if _is_of_shipping(row) else "line_item",
        "target_selection": str(row.get("target_selection") or "ALL").lower(),
        "value": number(row.get("value")),
        "value_type": str(row.get("value_type") or "").lower(),
        "total_allocated_amount": sums.liquid(total),
    }


def discounts_of_old(discounts: list[Values]) -> list[Values]:
    """The same discounts as templates of before 2018 name them."""
    return [
        {
            "code": each["title"],
            "title": each["title"],
            "type": each["value_type"],
            "amount": each["total_allocated_amount"],
            "savings": -each["total_allocated_amount"],
        }
        for each in discounts
    ]


def _line(line: LineItem, rows: list[Values], discounts: list[Values], sums: Sums) -> Line:
    own = _own_allocations(line, rows) if line.allocations else []
    price, quantity = sums.of_line(line, "price"), line.quantity
    # A line's discount that is in no allocation is its own: bodies of old have none.
    off = sum(map(sums.of_json, own)) if line.allocations else sums.of_line(line, "discount")
    image, one = _image(line), sums.liquid(price)
    whole, final = sums.liquid(price * quantity), sums.liquid(price * quantity - off)
    values = {
        "id": line.shopify_id or 0,
        "title": line.title,
        "presentment_title": line.title,
        "product": {"title": line.title, "vendor": line.vendor, "featured_image": image},
        "variant": {"title": line.variant_title, "sku": line.sku},
        "variant_title": line.variant_title,
        "sku": line.sku,
        "vendor": line.vendor,
        "quantity": quantity,
        "current_quantity": line.current_quantity,
        "price": one,
        "original_price": one,
        "final_price": sums.liquid(price - off // max(quantity, 1)) if off else one,
        "original_line_price": whole,
        "final_line_price": final,
        "line_price": final,
        "total_discount": sums.liquid(off),
        "discount_allocations": [
            {
                "amount": sums.liquid(sums.of_json(each)),
                "discount_application": discounts[each["discount"]],
            }
            for each in own
        ],
        "image": image,
        "requires_shipping": line.requires_shipping,
        "gift_card": line.is_gift_card,
        "properties": [[str(part) for part in pair] for pair in line.properties],
        "refunded_quantity": max(quantity - line.current_quantity, 0),
        "bundle_components": [],
        "nested_lines": [],
        "groups": [],
        **_UNSAID,
    }
    return Line(line, values, off, sums)


def _own_allocations(line: LineItem, rows: list[Values]) -> list[Values]:
    return [
        each
        for each in line.allocations
        if 0 <= int(each.get("discount", -1)) < len(rows)
        and not _is_of_cart(rows[each["discount"]])
    ]


def _image(line: LineItem) -> Values | None:
    src = web(line.image_url)
    return {"src": src, "alt": line.title} if src else None


def taxes(bought: Bought, sums: Sums) -> list[Values]:
    return [_tax(row, sums) for row in bought.tax_lines or []]


def _tax(row: Values, sums: Sums) -> Values:
    rate = number(row.get("rate"))
    return {
        "title": str(row.get("title") or ""),
        "price": sums.liquid(sums.of_json(row)),
        "rate": rate,
        "rate_percentage": round(rate * 100, 4),
    }
