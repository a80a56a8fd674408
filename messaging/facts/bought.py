"""What orders, checkouts and drafts have in common, and their sums as the buyer saw them."""

from typing import Any, Final, Protocol

from orders.models import Checkout, Customer, DraftOrder, LineItem, Order
from templates_app.context_spec import Money, liquid_amount, whole_factor

Values = dict[str, Any]

_SUMS: Final = (
    "subtotal_minor", "shipping_minor", "tax_minor", "discount_minor", "tip_minor", "duties_minor",
    "total_minor",
)  # fmt: skip
_LINE_COLUMNS: Final = frozenset(field.attname for field in LineItem._meta.concrete_fields)


class Bought(Protocol):
    """A row that holds what somebody buys: an order, a checkout or a draft."""

    @property
    def customer(self) -> Customer | None: ...

    name: str
    email: str
    phone: str
    buyer_name: str
    locale: str
    currency: str
    presentment_currency: str
    is_tax_included: bool
    shipping_title: str
    shipping_address: Any
    billing_address: Any
    discounts: Any
    tax_lines: Any


class Sums:
    """Money in the currency that the buyer saw."""

    def __init__(self, bought: Order | Checkout | DraftOrder) -> None:
        self.currency = bought.presentment_currency or bought.currency
        self.is_presentment = self.currency != bought.currency
        self._factor = whole_factor(self.currency)
        self._prefix = "presentment_" if self.is_presentment else ""
        self._row = "presentment_minor" if self.is_presentment else "amount_minor"
        self._minor = _amounts(bought)
        if self.is_presentment:
            seen = bought.presentment or {}
            self._minor |= {name: each for name, each in seen.items() if name in self._minor}

    def of(self, name: str) -> Money:
        return self.liquid(_whole(self._minor.get(f"{name}_minor", 0)))

    def minor(self, name: str) -> int:
        return _whole(self._minor.get(f"{name}_minor", 0))

    def of_line(self, line: LineItem, name: str) -> int:
        minor: int = getattr(line, f"{self._prefix}{name}_minor")
        return minor

    def of_json(self, row: Values) -> int:
        return _whole(row.get(self._row))

    def liquid(self, minor: int) -> Money:
        return minor * self._factor if self._factor else liquid_amount(minor, self.currency)


def _amounts(bought: Order | Checkout | DraftOrder) -> dict[str, Any]:
    if isinstance(bought, Order):
        sums = {name: getattr(bought, name) for name in _SUMS}
        return sums | {
            "current_subtotal_minor": _or(bought.current_subtotal_minor, bought.subtotal_minor),
            "current_tax_minor": _or(bought.current_tax_minor, bought.tax_minor),
            "current_total_minor": bought.current_total_minor,
        }
    # Checkouts told before all sums were kept know these two.
    known = {"subtotal_minor": 0, "total_minor": 0}
    if isinstance(bought, Checkout):
        known = {"subtotal_minor": bought.subtotal_minor, "total_minor": bought.total_minor}
    return known | {name: _whole(each) for name, each in (bought.amounts or {}).items()}


def lines_in(rows: list[Values]) -> list[LineItem]:
    """The lines that a checkout or draft keeps as JSON, as rows that are never saved."""
    return [
        LineItem(**{name: value for name, value in row.items() if name in _LINE_COLUMNS})
        for row in rows
    ]


def _or(known: int | None, otherwise: int) -> int:
    return otherwise if known is None else known


def _whole(value: object) -> int:
    return value if isinstance(value, int) else 0
