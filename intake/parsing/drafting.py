"""The bodies of draft_orders/*."""

import dataclasses

from common.marking import gettext_noop
from intake.parsing.goods import (
    lines_of,
    shipping_lines_of,
    shipping_title_of,
    taxes_of,
    terms_in,
)
from intake.parsing.people import buyer_of
from intake.parsing.reading import (
    Body,
    Money,
    Unparsable,
    code,
    first_moment,
    identity,
    line_text,
    mapping,
    moment,
    money_of,
    objects,
    shopify_id,
    web_url,
)
from orders.data import AllocationData, Amount, DiscountData, LineData, TotalsData
from orders.offered_data import DraftData


def parse_draft(body: Body) -> DraftData:
    """The body of draft_orders/create and update. Raises Unparsable without an id or a time."""
    money = money_of(body)
    lines, discounts = _discounted(body, lines_of(body, money), money)
    return DraftData(
        shopify_id=parse_deletion(body),
        changed_at=first_moment(body, "updated_at", "created_at"),
        currency=money.shop,
        presentment_currency=money.presentment,
        name=line_text(body.get("name"), 64),
        state=code(body.get("status")),
        started_at=moment(body.get("created_at")),
        completed_at=moment(body.get("completed_at")),
        invoice_sent_at=moment(body.get("invoice_sent_at")),
        totals=_totals(body, lines, discounts, money),
        is_tax_included=body.get("taxes_included") is True,
        buyer=buyer_of(body),
        invoice_url=web_url(body.get("invoice_url")),
        shipping_title=shipping_title_of(body),
        order_shopify_id=shopify_id(body.get("order_id")),
        payment_terms=terms_in(body, money),
        lines=lines,
        discounts=discounts,
        tax_lines=taxes_of(body, money),
    )


def parse_deletion(body: Body) -> int:
    """The body of draft_orders/delete is nothing but an id. Raises Unparsable without."""
    known_as = identity(body)
    if known_as is None:
        raise Unparsable(gettext_noop("The draft has no id"))
    return known_as


def _discounted(
    body: Body, lines: tuple[LineData, ...], money: Money
) -> tuple[tuple[LineData, ...], tuple[DiscountData, ...]]:
    """Drafts carry a discount on each line, and one on all, in a shape of their own."""
    discounts: list[DiscountData] = []
    kept = []
    for line, given in zip(lines, objects(body.get("line_items"), len(lines)), strict=False):
        off = _discount(given.get("applied_discount"), "ENTITLED", money)
        if off is None:
            kept.append(line)
            continue
        allocation = AllocationData(discount=len(discounts), amount=off.amount)
        discounts.append(off)
        kept.append(_reduced(line, allocation))
    whole = _discount(body.get("applied_discount"), "ALL", money)
    return tuple(kept), tuple([*discounts, whole] if whole else discounts)


def _reduced(line: LineData, allocation: AllocationData) -> LineData:
    total = line.price.times(line.quantity) - allocation.amount
    return dataclasses.replace(
        line, allocations=(allocation,), discount=allocation.amount, total=total
    )


def _discount(value: object, selection: str, money: Money) -> DiscountData | None:
    given = mapping(value)
    amount = money.known(given, "amount")
    if amount is None:
        return None
    return DiscountData(
        title=line_text(given.get("title")) or line_text(given.get("description")),
        kind="MANUAL",
        value=line_text(given.get("value"), 40),
        value_type=code(given.get("value_type")),
        target_type="LINE_ITEM",
        target_selection=selection,
        amount=amount,
    )


def _totals(
    body: Body, lines: tuple[LineData, ...], discounts: tuple[DiscountData, ...], money: Money
) -> TotalsData:
    subtotal, tax = money.amount(body, "subtotal_price"), money.amount(body, "total_tax")
    total = money.amount(body, "total_price")
    shipping = [money.amount(each, "discounted_price", "price") for each in shipping_lines_of(body)]
    return TotalsData(
        subtotal=subtotal,
        shipping=sum(shipping, Amount()),
        tax=tax,
        discount=sum((each.amount for each in discounts), Amount()),
        duties=money.amount(body, "total_duties"),
        total=total,
        current_subtotal=subtotal,
        current_tax=tax,
        current_total=total,
    )
