"""Lines, discounts, taxes and sums in Shopify's JSON: the same in orders and in checkouts."""

from intake.parsing.reading import (
    MAX_LINES,
    Body,
    Money,
    code,
    count,
    currency,
    identity,
    line_text,
    mapping,
    minor,
    moment,
    objects,
    pairs,
    shopify_id,
    web_url,
    whole,
)
from orders.data import (
    AllocationData,
    Amount,
    DiscountData,
    LineData,
    PaymentTermsData,
    TaxData,
    TotalsData,
)


def lines_of(body: Body, money: Money) -> tuple[LineData, ...]:
    is_tax_included = body.get("taxes_included") is True
    lines = objects(body.get("line_items"), MAX_LINES)
    return tuple(_line(line, money, is_tax_included) for line in lines)


def _line(body: Body, money: Money, is_tax_included: bool) -> LineData:
    quantity = count(body.get("quantity"))
    price = money.amount(body, "price")
    allocations = tuple(
        _allocation(each, money) for each in objects(body.get("discount_allocations"))
    )
    discount = sum((each.amount for each in allocations), Amount())
    if not allocations:
        discount = money.amount(body, "total_discount")
    total = price.times(quantity) - discount
    tax = sum((each.amount for each in taxes_of(body, money)), Amount())
    earns_nothing = body.get("gift_card") is True or bool(mapping(body.get("tip")))
    return LineData(
        shopify_id=identity(body),
        title=line_text(body.get("title")) or line_text(body.get("name")),
        quantity=quantity,
        price=price,
        variant_title=line_text(body.get("variant_title")),
        sku=line_text(body.get("sku")),
        vendor=line_text(body.get("vendor")),
        current_quantity=count(body.get("current_quantity"), default=quantity),
        total=total,
        discount=discount,
        goods=Amount() if earns_nothing else total - tax if is_tax_included else total,
        allocations=allocations,
        product_shopify_id=shopify_id(body.get("product_id")),
        variant_shopify_id=shopify_id(body.get("variant_id")),
        requires_shipping=body.get("requires_shipping") is not False,
        is_gift_card=body.get("gift_card") is True,
        properties=pairs(body.get("properties")),
        image_url=web_url(body.get("image_url")),
    )


def _allocation(body: Body, money: Money) -> AllocationData:
    place = whole(body.get("discount_application_index"))
    return AllocationData(
        discount=place if place is not None and 0 <= place < 1000 else 0,
        amount=money.amount(body, "amount"),
    )


def discounts_of(body: Body, money: Money) -> tuple[DiscountData, ...]:
    """Discounts in the order that lines' allocations count them; old bodies know codes only."""
    applications = list(objects(body.get("discount_applications")))
    if not applications:
        codes = objects(body.get("discount_codes"))
        return tuple(_discount(each, money.amount(each, "amount")) for each in codes)
    sums = [Amount()] * len(applications)
    for holder in _holders_of_allocations(body):
        for each in objects(holder.get("discount_allocations")):
            allocation = _allocation(each, money)
            if allocation.discount < len(sums):
                sums[allocation.discount] += allocation.amount
    return tuple(_discount(each, amount) for each, amount in zip(applications, sums, strict=True))


def _holders_of_allocations(body: Body) -> list[Body]:
    return [*objects(body.get("line_items"), MAX_LINES), *objects(body.get("shipping_lines"))]


def _discount(body: Body, amount: Amount) -> DiscountData:
    discount_code = line_text(body.get("code"))
    return DiscountData(
        title=line_text(body.get("title")) or discount_code or line_text(body.get("description")),
        code=discount_code,
        kind=code(body.get("type")),
        value=line_text(body.get("value"), 40),
        value_type=code(body.get("value_type")),
        target_type=code(body.get("target_type")),
        target_selection=code(body.get("target_selection")),
        amount=amount,
    )


def taxes_of(body: Body, money: Money) -> tuple[TaxData, ...]:
    return tuple(
        TaxData(
            title=line_text(tax.get("title")),
            rate=line_text(tax.get("rate"), 40),
            amount=money.amount(tax, "price"),
        )
        for tax in objects(body.get("tax_lines"))
    )


def totals_of(body: Body, money: Money) -> TotalsData:
    subtotal, tax = money.amount(body, "subtotal_price"), money.amount(body, "total_tax")
    total = money.amount(body, "total_price")
    return TotalsData(
        subtotal=subtotal,
        shipping=_shipping(body, money),
        tax=tax,
        discount=money.amount(body, "total_discounts"),
        tip=money.amount(body, "total_tip_received"),
        duties=money.amount(body, "original_total_duties", "total_duties"),
        total=total,
        current_subtotal=money.known(body, "current_subtotal_price") or subtotal,
        current_tax=money.known(body, "current_total_tax") or tax,
        current_total=money.known(body, "current_total_price") or total,
    )


def _shipping(body: Body, money: Money) -> Amount:
    """What is paid for shipping, after discounts on it: so that the sums of an order add up."""
    lines = shipping_lines_of(body)
    if not lines:
        return money.amount(body, "total_shipping_price")
    return sum((money.amount(line, "discounted_price", "price") for line in lines), Amount())


def shipping_lines_of(body: Body) -> list[Body]:
    """`shipping_lines`, or the single `shipping_line` of older checkouts; removed ones left out."""
    lines = [*objects(body.get("shipping_lines"))] or [*objects(body.get("shipping_line"))]
    if not lines and isinstance(body.get("shipping_line"), dict):
        lines = [mapping(body["shipping_line"])]
    return [line for line in lines if line.get("is_removed") is not True]


def shipping_title_of(body: Body) -> str:
    lines = shipping_lines_of(body)
    return line_text(lines[0].get("title")) if lines else ""


def terms_in(body: Body, money: Money) -> PaymentTermsData | None:
    """When an order on credit must be paid: the first payment that is still to come."""
    terms = mapping(body.get("payment_terms"))
    if not terms:
        return None
    payments = list(objects(terms.get("payment_schedules")))
    open_ones = [each for each in payments if not each.get("completed_at")]
    due = next(iter(open_ones), {})
    paid_in = currency(due.get("currency")) or money.presentment
    return PaymentTermsData(
        kind=code(terms.get("payment_terms_type")),
        name=line_text(terms.get("payment_terms_name"), 64),
        due_at=moment(due.get("due_at")),
        amount_minor=minor(due.get("amount"), paid_in) or 0,
    )
