"""What one buyer puts together, and the sums of it: exact to the minor unit, in both currencies."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_EVEN, Decimal
from random import Random
from typing import Any

from common.money import from_minor
from notifyhub.demo.world import Abroad, Product, Shipping, Shop, Variant, minor
from orders.data import Amount

Body = dict[str, Any]
ZERO = Amount()


@dataclass(frozen=True, slots=True)
class Purse:
    """The shop's currency, and the one that the buyer sees and pays in."""

    shop: str
    seen: str
    rate: str = "1"

    def amount(self, price: str) -> Amount:
        units = minor(price)
        return Amount(units, _rounded(units * Decimal(self.rate)))

    def text(self, amount: Amount) -> str:
        return str(from_minor(amount.shop_minor, self.shop))

    def both(self, amount: Amount) -> Body:
        """As Shopify writes a `…_set`."""
        return {
            "shop_money": {"amount": self.text(amount), "currency_code": self.shop},
            "presentment_money": {
                "amount": str(from_minor(amount.presentment_minor, self.seen)),
                "currency_code": self.seen,
            },
        }


@dataclass(frozen=True, slots=True)
class Line:
    product: Product
    variant: Variant
    quantity: int
    price: Amount
    discount: Amount = ZERO
    tax: Amount = ZERO
    properties: tuple[tuple[str, str], ...] = ()

    @property
    def total(self) -> Amount:
        return self.price.times(self.quantity) - self.discount

    @property
    def is_shipped(self) -> bool:
        return not self.product.is_digital


@dataclass(frozen=True, slots=True)
class Basket:
    purse: Purse
    lines: tuple[Line, ...]
    shipping: Shipping | None
    shipping_price: Amount = ZERO
    shipping_tax: Amount = ZERO
    code: str = ""
    percent: int = 0
    tip: Amount = ZERO
    tax_title: str = ""
    tax_rate: str = "0"
    is_tax_included: bool = True

    @property
    def lines_total(self) -> Amount:
        return sum((line.price.times(line.quantity) for line in self.lines), ZERO)

    @property
    def discount(self) -> Amount:
        return sum((line.discount for line in self.lines), ZERO)

    @property
    def subtotal(self) -> Amount:
        return self.lines_total - self.discount

    @property
    def tax(self) -> Amount:
        return sum((line.tax for line in self.lines), self.shipping_tax)

    @property
    def total(self) -> Amount:
        on_top = ZERO if self.is_tax_included else self.tax
        return self.subtotal + self.shipping_price + on_top + self.tip

    @property
    def has_address(self) -> bool:
        return self.shipping is not None and not self.shipping.is_pickup

    @property
    def grams(self) -> int:
        return sum(line.product.grams * line.quantity for line in self.lines)


@dataclass(frozen=True, slots=True)
class Wishes:
    """What kind of basket it is to be."""

    is_digital: bool = False
    is_pickup: bool = False
    is_personal: bool = False
    is_large: bool = False
    has_code: bool = False
    has_tip: bool = False
    has_two_shipped: bool = False


def fill(shop: Shop, abroad: Abroad | None, wishes: Wishes, chance: Random) -> Basket:
    """A basket of the shop's goods, priced, discounted and taxed."""
    purse = Purse(shop.currency, shop.currency)
    if abroad:
        purse = Purse(shop.currency, abroad.currency, abroad.rate)
    lines = [_line(product, purse, wishes, chance) for product in _choice(shop, wishes, chance)]
    code, percent = chance.choice(shop.codes) if wishes.has_code else ("", 0)
    if percent:
        lines = _discounted(lines, percent)
    rate = "0" if abroad else shop.tax.rate
    included = shop.tax.is_included
    lines = [replace(line, tax=_tax(line.total, rate, is_included=included)) for line in lines]
    shipping, price = _shipping(shop, purse, lines, wishes, chance)
    return Basket(
        purse=purse,
        lines=tuple(lines),
        shipping=shipping,
        shipping_price=price,
        # On top of prices, shipping is not taxed (as in most of the United States).
        shipping_tax=_tax(price, rate, is_included=True) if included else ZERO,
        code=code,
        percent=percent,
        tip=purse.amount(shop.tip) if wishes.has_tip else ZERO,
        tax_title=shop.tax.title,
        tax_rate=rate,
        is_tax_included=included,
    )


def _choice(shop: Shop, wishes: Wishes, chance: Random) -> list[Product]:
    fitting = [one for one in shop.products if one.is_digital == wishes.is_digital]
    count = chance.choices((1, 2, 3, 4), (52, 28, 14, 6))[0]
    if wishes.is_large or wishes.has_two_shipped:
        count = max(count, 2)
    chosen: list[Product] = []
    while len(chosen) < min(count, len(fitting)):
        product = chance.choices(fitting, [one.weight for one in fitting])[0]
        if product not in chosen:
            chosen.append(product)
    personal = [one for one in fitting if one.personal]
    if wishes.is_personal and personal and personal[0] not in chosen:
        chosen[0] = personal[0]
    return chosen


def _line(product: Product, purse: Purse, wishes: Wishes, chance: Random) -> Line:
    variant = chance.choice(product.variants)
    # Yarn and tea go by the handful, jumpers and bicycles one by one.
    most = max(1, min(8, 90_000 // minor(variant.price) // 2)) if product.grams < 400 else 1
    quantity = chance.randint(1, most) if chance.random() < 0.45 else 1
    if wishes.is_large and product.grams < 5000:
        quantity = chance.choice((10, 12, 24))
    properties: tuple[tuple[str, str], ...] = ()
    if product.personal and (wishes.is_personal or chance.random() < 0.6):
        name, values = product.personal
        properties = ((name, chance.choice(values)), ("_designer", f"v{chance.randint(1, 4)}"))
    return Line(product, variant, quantity, purse.amount(variant.price), properties=properties)


def _discounted(lines: Sequence[Line], percent: int) -> list[Line]:
    """The discount of the whole, shared out so that the parts add up to it in both currencies."""
    shop = _shares([line.price.shop_minor * line.quantity for line in lines], percent)
    seen = _shares([line.price.presentment_minor * line.quantity for line in lines], percent)
    parts = zip(lines, shop, seen, strict=True)
    return [replace(line, discount=Amount(own, other)) for line, own, other in parts]


def _shares(totals: list[int], percent: int) -> list[int]:
    whole = _rounded(Decimal(sum(totals) * percent) / 100)
    shares = [total * percent // 100 for total in totals]
    shares[-1] += whole - sum(shares)
    return shares


def _tax(amount: Amount, rate: str, *, is_included: bool) -> Amount:
    factor = Decimal(rate) / (1 + Decimal(rate)) if is_included else Decimal(rate)
    return Amount(_rounded(amount.shop_minor * factor), _rounded(amount.presentment_minor * factor))


def _shipping(
    shop: Shop, purse: Purse, lines: Sequence[Line], wishes: Wishes, chance: Random
) -> tuple[Shipping | None, Amount]:
    if not any(line.is_shipped for line in lines):
        return None, ZERO
    fitting = [one for one in shop.shippings if one.is_pickup == wishes.is_pickup]
    chosen = chance.choices(fitting, [one.weight for one in fitting])[0]
    bought = sum(line.total.shop_minor for line in lines)
    is_free = bool(shop.free_shipping_from) and bought >= minor(shop.free_shipping_from)
    return chosen, ZERO if is_free else purse.amount(chosen.price)


def _rounded(value: Decimal) -> int:
    return int(value.quantize(Decimal(1), rounding=ROUND_HALF_EVEN))
