"""The bodies of fulfillments/*, fulfillment_events/* and refunds/*, alone or inside an order."""

from datetime import datetime

from common.marking import gettext_noop
from intake.parsing.people import address_in
from intake.parsing.reading import (
    LONG,
    MAX_LINES,
    Body,
    Money,
    Unparsable,
    any_moment,
    code,
    count,
    currency,
    first_moment,
    identity,
    line_text,
    mapping,
    minor,
    objects,
    shopify_id,
    text,
    web_url,
)
from orders.data import (
    Amount,
    FulfilmentData,
    ParcelData,
    ParcelEventData,
    QuantityData,
    RefundData,
    RefundLineData,
    RefundPaymentData,
)


def fulfilments_in(body: Body, *, order: int) -> tuple[FulfilmentData, ...]:
    """The fulfilments an order carries; one without an id or a time is left out, not the order."""
    found = []
    for each in objects(body.get("fulfillments")):
        try:
            found.append(parse_fulfilment(each, order=order))
        except Unparsable:
            continue
    return tuple(found)


def parse_fulfilment(body: Body, *, order: int | None = None) -> FulfilmentData:
    """The body of fulfillments/*. Raises Unparsable without its id, its order's id or a time."""
    known_as = identity(body)
    order = order or shopify_id(body.get("order_id"))
    if known_as is None or order is None:
        raise Unparsable(gettext_noop("The fulfilment lacks its id or its order's"))
    return FulfilmentData(
        shopify_id=known_as,
        order_shopify_id=order,
        shipped_at=first_moment(body, "created_at", "updated_at"),
        changed_at=first_moment(body, "updated_at", "created_at"),
        name=line_text(body.get("name"), 64),
        state=code(body.get("status")),
        parcel_state=code(body.get("shipment_status")),
        service=line_text(body.get("service"), 64),
        origin=address_in(body.get("origin_address")),
        lines=tuple(
            QuantityData(line_id, count(line.get("quantity")))
            for line in objects(body.get("line_items"), MAX_LINES)
            if (line_id := identity(line))
        ),
        parcels=_parcels(body),
    )


def _parcels(body: Body) -> tuple[ParcelData, ...]:
    """One parcel for each number. A URL given once belongs to the first number only."""
    numbers = _texts(body.get("tracking_numbers")) or _texts([body.get("tracking_number")])
    urls = [web_url(each) for each in _list(body.get("tracking_urls"))]
    urls = urls or [web_url(body.get("tracking_url"))]
    company = line_text(body.get("tracking_company"), 100)
    parcels: dict[str, ParcelData] = {}
    for place, number in enumerate(numbers):
        url = urls[place] if place < len(urls) else ""
        parcels.setdefault(number, ParcelData(number=number, company=company, url=url))
    if not parcels and any(urls):
        return (ParcelData(number="", company=company, url=next(filter(None, urls))),)
    return tuple(parcels.values())


def _list(value: object) -> list[object]:
    return value[:50] if isinstance(value, list) else []


def _texts(value: object) -> list[str]:
    return [number for number in (line_text(each, 100) for each in _list(value)) if number]


def parse_parcel_event(body: Body) -> ParcelEventData:
    """The body of fulfillment_events/*. Raises Unparsable without its ids, a status or a time."""
    known_as = identity(body)
    fulfilment, order = shopify_id(body.get("fulfillment_id")), shopify_id(body.get("order_id"))
    if known_as is None or fulfilment is None or order is None:
        raise Unparsable(gettext_noop("The event lacks its id, its fulfilment's or its order's"))
    state = code(body.get("status"))
    if not state:
        raise Unparsable(gettext_noop("The event has no status"))
    return ParcelEventData(
        shopify_id=known_as,
        fulfilment_shopify_id=fulfilment,
        order_shopify_id=order,
        state=state,
        at=first_moment(body, "happened_at", "created_at", "updated_at"),
        changed_at=first_moment(body, "updated_at", "created_at", "happened_at"),
        message=text(body.get("message"), LONG),
        city=line_text(body.get("city")),
        country=line_text(body.get("country"), 64),
        estimated_at=any_moment(body, "estimated_delivery_at", "estimated_delivery_date"),
    )


def is_suggested_refund(body: Body) -> bool:
    """The answer of refunds/calculate, which has no id: a proposal, not a refund."""
    kinds = {text(each.get("kind")) for each in objects(body.get("transactions"))}
    return identity(body) is None and kinds == {"suggested_refund"}


def refunds_in(body: Body, *, order: int, money: Money) -> tuple[RefundData, ...]:
    """The refunds an order carries; one without an id or a time is left out, not the order."""
    found = []
    for each in objects(body.get("refunds")):
        try:
            found.append(parse_refund(each, order=order, money=money))
        except Unparsable:
            continue
    return tuple(found)


def parse_refund(body: Body, *, money: Money, order: int | None = None) -> RefundData:
    """The body of refunds/*. `money` knows the currencies where the body does not say them."""
    known_as = identity(body)
    order = order or shopify_id(body.get("order_id"))
    if known_as is None or order is None:
        raise Unparsable(gettext_noop("The refund lacks its id or its order's"))
    payments = [each for each in objects(body.get("transactions")) if _is_paid_back(each)]
    currencies = _currencies(body, money)
    amount = _refunded(body, payments, currencies)
    return RefundData(
        shopify_id=known_as,
        order_shopify_id=order,
        refunded_at=_refunded_at(body),
        amount=amount,
        unlined=_unlined(body, amount, currencies),
        settled_count=len(payments),
        note=text(body.get("note"), LONG),
        lines=tuple(
            RefundLineData(
                line_id, count(line.get("quantity")), currencies.amount(line, "subtotal")
            )
            for line in objects(body.get("refund_line_items"), MAX_LINES)
            if (line_id := identity(mapping(line.get("line_item"))) or _line_id(line))
        ),
        payments=_paid_back(payments, amount, currencies),
    )


def _paid_back(payments: list[Body], amount: Amount, money: Money) -> tuple[RefundPaymentData, ...]:
    """By which way how much went back: in proportion, where the buyer saw another currency."""
    paid_in = next((currency(each.get("currency")) for each in payments), "") or money.shop
    paid = [abs(minor(each.get("amount"), paid_in) or 0) for each in payments]
    whole = sum(paid) or 1
    return tuple(
        RefundPaymentData(
            gateway=line_text(each.get("gateway"), 64),
            amount=Amount(
                amount.shop_minor * part // whole, amount.presentment_minor * part // whole
            ),
        )
        for each, part in zip(payments, paid, strict=True)
    )


def _unlined(body: Body, amount: Amount, money: Money) -> Amount:
    """Of a refund without lines, what is not for shipping: a price lowered afterwards."""
    if any(objects(body.get("refund_line_items"), 1)):
        return Amount()
    adjustments = list(objects(body.get("order_adjustments")))
    shipping = [each for each in adjustments if code(each.get("kind")) == "SHIPPING_REFUND"]
    parts = [(each, name) for each in shipping for name in ("amount", "tax_amount")]
    back = sum((money.amount(each, name) for each, name in parts), Amount())
    return Amount(
        max(0, amount.shop_minor - abs(back.shop_minor)),
        max(0, amount.presentment_minor - abs(back.presentment_minor)),
    )


def _line_id(body: Body) -> int | None:
    return shopify_id(body.get("line_item_id"))


def _refunded_at(body: Body) -> datetime:
    return first_moment(body, "processed_at", "created_at")


def _is_paid_back(transaction: Body) -> bool:
    is_refund = text(transaction.get("kind")).lower() == "refund"
    return is_refund and text(transaction.get("status")).lower() in ("", "success")


def _currencies(body: Body, money: Money) -> Money:
    """The currencies that the refund's own sets name, else those given."""
    sets = [body.get("total_duties_set")]
    sets += [line.get("subtotal_set") for line in objects(body.get("refund_line_items"), 1)]
    sets += [line.get("amount_set") for line in objects(body.get("order_adjustments"), 1)]
    for each in map(mapping, sets):
        shop = currency(mapping(each.get("shop_money")).get("currency_code"))
        if shop:
            return Money(
                shop, currency(mapping(each.get("presentment_money")).get("currency_code"))
            )
    return money


def _refunded(body: Body, payments: list[Body], money: Money) -> Amount:
    """What went back to the buyer. Transactions are paid in the currency they name: mostly what the
    buyer saw; the shop's share is then found by the refunded lines' own rate of exchange."""
    paid_in = next((currency(each.get("currency")) for each in payments), "") or money.shop
    paid = sum(abs(minor(each.get("amount"), paid_in) or 0) for each in payments)
    if money.shop == money.presentment:
        return Amount(paid, paid)
    parts = (money.amount(line, "subtotal") for line in objects(body.get("refund_line_items")))
    lines = sum(parts, Amount())
    if not (lines.shop_minor and lines.presentment_minor):
        return Amount(paid, paid)
    if paid_in == money.presentment:
        return Amount(paid * lines.shop_minor // lines.presentment_minor, paid)
    return Amount(paid, paid * lines.presentment_minor // lines.shop_minor)
