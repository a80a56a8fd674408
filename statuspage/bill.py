"""What was bought, in which parcel it is, and what it cost, as the buyer paid it."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.money import format_money
from messaging.facts.paying import payment_name
from orders.models import DeliveryMethod, LineItem, Order
from statuspage.boxes import beside, clipped, in_which
from statuspage.data import Box, Line, Room, Sum
from statuspage.facts import Facts
from statuspage.moments import day, local_day

LONGEST: Final = 120  # letters of a name
_PAID: Final = frozenset({"PAID", "PARTIALLY_REFUNDED", "REFUNDED"})


def lines_of(
    facts: Facts, boxes: tuple[Box, ...], room: Room
) -> tuple[list[Line], list[Line], int]:
    """The lines at the top, those folded away, and how many more there are."""
    rows = [row for row in facts.lines if row.current_quantity > 0]
    if facts.order.cancelled_at:
        rows = facts.lines
    held = in_which(boxes) if len(boxes) > 1 else {}
    most = room.lines + room.folded
    shown = [_line(facts, row, held) for row in rows[:most]]
    return shown[: room.lines], shown[room.lines :], max(len(rows) - most, 0)


def _line(facts: Facts, row: LineItem, held: Mapping[int, tuple[int, ...]]) -> Line:
    order = facts.order
    quantity = row.current_quantity or row.quantity
    # Shopify keeps the sum of the line as it was bought; what was taken away is not paid for.
    total = row.presentment_total_minor or row.total_minor
    paid = total * quantity // row.quantity if row.quantity else total
    key = row.shopify_id or -row.position - 1
    return Line(
        title=clipped(row.title, LONGEST),
        detail=beside(
            beside(clipped(row.variant_title, LONGEST), _pieces(quantity)),
            _where(row, held.get(key, ())),
        ),
        price=format_money(paid, currency_of(order), facts.locale),
    )


def _where(row: LineItem, numbers: tuple[int, ...]) -> str:
    if row.is_gift_card:
        return _("by e-mail")
    if not numbers:
        return ""
    told = ", ".join(map(str, numbers))
    return ngettext("parcel %(numbers)s", "parcels %(numbers)s", len(numbers)) % {"numbers": told}


def _pieces(count: int) -> str:
    return ngettext("%(count)s piece", "%(count)s pieces", count) % {"count": count}


def currency_of(order: Order) -> str:
    return order.presentment_currency or order.currency


def sums_of(facts: Facts) -> tuple[Sum, ...]:
    """As it was paid; what was paid back stands below the total, each time with its day."""
    order, currency = facts.order, currency_of(facts.order)

    def amount(name: str) -> int:
        return int(order.presentment.get(name, getattr(order, name)))

    def shown(label: str, minor: int, *, is_total: bool = False) -> Sum:
        written = format_money(minor, currency, facts.locale)
        return Sum(label=label, amount=written, is_total=is_total)

    tax = _("Of which tax") if order.is_tax_included else _("Tax")
    rows = (
        (_("Items"), amount("subtotal_minor"), True),
        (
            _("Shipping"),
            amount("shipping_minor"),
            order.delivery_method == DeliveryMethod.SHIPPING,
        ),
        (tax, amount("tax_minor"), False),
        (_("Tip"), amount("tip_minor"), False),
        (_("Duties"), amount("duties_minor"), False),
    )
    sums = [shown(label, minor) for label, minor, always in rows if always or minor]
    sums.append(shown(_paid_by(order), amount("total_minor"), is_total=True))
    is_foreign = currency != order.currency
    for refund in facts.refunds:
        minor = refund.presentment_amount_minor if is_foreign else refund.amount_minor
        if minor:
            label = _("Paid back %(day)s") % {"day": day(local_day(refund.refunded_at))}
            sums.append(shown(label, -minor))
    return tuple(sums)


def _paid_by(order: Order) -> str:
    if order.financial_state not in _PAID:
        return _("Total")
    names = [payment_name(row) for row in order.payments]
    if names and all(names):
        return _("Paid with %(ways)s") % {"ways": " + ".join(names)}
    return _("Paid")
