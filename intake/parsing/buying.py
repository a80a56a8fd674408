"""The bodies of orders/* and checkouts/*."""

from common.marking import gettext_noop
from intake.parsing.fulfilling import fulfilments_in, refunds_in
from intake.parsing.goods import (
    discounts_of,
    lines_of,
    shipping_lines_of,
    shipping_title_of,
    taxes_of,
    terms_in,
    totals_of,
)
from intake.parsing.people import buyer_of
from intake.parsing.reading import (
    LONG,
    Body,
    Unparsable,
    any_moment,
    code,
    first_moment,
    identity,
    line_text,
    mapping,
    moment,
    money_of,
    objects,
    shopify_id,
    tags_in,
    text,
    web_url,
    whole,
)
from orders.data import (
    EditData,
    LineData,
    OrderData,
    OriginData,
    PaymentData,
    QuantityData,
)
from orders.offered_data import CheckoutData


def is_risk_assessment(body: Body) -> bool:
    """The body of orders/risk_assessment_changed, which some programs send under orders/updated."""
    return "risk_level" in body and "line_items" not in body


def parse_order(body: Body) -> OrderData:
    """The body of orders/*, of any API version. Raises Unparsable without an id or a time."""
    known_as = identity(body)
    if known_as is None:
        raise Unparsable(gettext_noop("The order has no id"))
    if not isinstance(body.get("line_items"), list) and "total_price" not in body:
        raise Unparsable(gettext_noop("The order has neither lines nor a total"))
    money = money_of(body)
    lines = lines_of(body, money)
    shipping_lines = shipping_lines_of(body)
    return OrderData(
        shopify_id=known_as,
        placed_at=first_moment(body, "processed_at", "created_at", "updated_at"),
        changed_at=first_moment(body, "updated_at", "created_at", "processed_at"),
        currency=money.shop,
        presentment_currency=money.presentment,
        name=line_text(body.get("name"), 64),
        number=whole(body.get("order_number")),
        confirmation_number=line_text(body.get("confirmation_number"), 32),
        po_number=line_text(body.get("po_number"), 64),
        totals=totals_of(body, money),
        is_tax_included=body.get("taxes_included") is True,
        financial_state=code(body.get("financial_status")),
        fulfilment_state=code(body.get("fulfillment_status")),
        cancelled_at=moment(body.get("cancelled_at")),
        cancel_reason=code(body.get("cancel_reason")),
        closed_at=moment(body.get("closed_at")),
        buyer=buyer_of(body),
        origin=_origin(body),
        tags=tags_in(body.get("tags")),
        delivery_method=_delivery_method(body, lines, shipping_lines),
        shipping_title=shipping_title_of(body),
        status_url=web_url(body.get("order_status_url")),
        is_test=body.get("test") is True,
        lines=lines,
        discounts=discounts_of(body, money),
        tax_lines=taxes_of(body, money),
        payments=_payments(body),
        payment_terms=terms_in(body, money),
        outstanding=money.known(body, "total_outstanding"),
        fulfilments=fulfilments_in(body, order=known_as),
        refunds=refunds_in(body, order=known_as, money=money),
    )


def _origin(body: Body) -> OriginData:
    return OriginData(
        source_name=line_text(body.get("source_name"), 64),
        app_id=whole(body.get("app_id")),
        landing_site=text(body.get("landing_site"), LONG),
        landing_site_ref=line_text(body.get("landing_site_ref")),
        referring_site=text(body.get("referring_site"), LONG),
        checkout_token=line_text(body.get("checkout_token"), 64),
    )


def _delivery_method(body: Body, lines: tuple[LineData, ...], shipping_lines: list[Body]) -> str:
    said = " ".join(
        f"{text(line.get('delivery_category'))} {text(line.get('source'))} {text(line.get('code'))}"
        for line in shipping_lines
    ).lower()
    if "pickup" in said or "pick-up" in said:
        return "PICKUP"
    if not any(line.requires_shipping for line in lines):
        return "NONE"
    if "local" in said:
        return "LOCAL"
    return "SHIPPING" if shipping_lines or body.get("shipping_address") else "NONE"


def _payments(body: Body) -> tuple[PaymentData, ...]:
    names = body.get("payment_gateway_names")
    given = names[:20] if isinstance(names, list) else [body.get("gateway")]
    gateways = [name for name in map(line_text, given) if name]
    if not gateways:
        return ()
    card = mapping(body.get("payment_details"))
    digits = "".join(filter(str.isdigit, text(card.get("credit_card_number"), 40)))[-4:]
    company = line_text(card.get("credit_card_company"), 64)
    first = [PaymentData(gateway=gateways[0], card_company=company, last_digits=digits)]
    rest = [PaymentData(gateway=name) for name in gateways[1:]]
    return tuple(first + rest)


def parse_edit(body: Body) -> EditData:
    """The body of orders/edited: what changed, not the order itself."""
    edit = mapping(body.get("order_edit"))
    known_as, order = identity(edit), shopify_id(edit.get("order_id"))
    if known_as is None or order is None:
        raise Unparsable(gettext_noop("The edit names no order"))
    changes = mapping(edit.get("line_items"))
    return EditData(
        shopify_id=known_as,
        order_shopify_id=order,
        at=first_moment(edit, "committed_at", "created_at"),
        added=_moved(changes.get("additions")),
        removed=_moved(changes.get("removals")),
    )


def _moved(value: object) -> tuple[QuantityData, ...]:
    return tuple(
        QuantityData(line_id, min(abs(whole(change.get("delta")) or 0), 10**6))
        for change in objects(value)
        if (line_id := shopify_id(change.get("id")))
    )


def parse_checkout(body: Body) -> CheckoutData:
    """The body of checkouts/*. Raises Unparsable without a token."""
    token = line_text(body.get("token"), 64)
    if not token:
        raise Unparsable(gettext_noop("The checkout has no token"))
    money = money_of(body)
    return CheckoutData(
        token=token,
        currency=money.shop,
        presentment_currency=money.presentment,
        started_at=any_moment(body, "created_at", "updated_at"),
        changed_at=any_moment(body, "updated_at", "created_at"),
        shopify_id=identity(body),
        name=line_text(body.get("name"), 64),
        totals=totals_of(body, money),
        is_tax_included=body.get("taxes_included") is True,
        buyer=buyer_of(body),
        origin=_origin(body),
        completed_at=moment(body.get("completed_at")),
        recover_url=web_url(body.get("abandoned_checkout_url")) or web_url(body.get("web_url")),
        shipping_title=shipping_title_of(body),
        lines=lines_of(body, money),
        discounts=discounts_of(body, money),
        tax_lines=taxes_of(body, money),
    )
