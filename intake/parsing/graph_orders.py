"""Orders and people as GraphQL tells them. See Note [One parser] in graph_goods.py."""

from dataclasses import replace
from typing import Final

from intake.parsing.buying import parse_order
from intake.parsing.consents import ConsentData, parse_consent
from intake.parsing.fulfilling import parse_parcel_event
from intake.parsing.graph_goods import (
    address_body,
    customer_body,
    discount_bodies,
    line_bodies,
    mark_tip,
    money_set,
    money_sets,
    nodes,
    number,
    pair_bodies,
    renamed,
    shipping_bodies,
    site_of,
    tax_bodies,
)
from intake.parsing.people import parse_customer
from intake.parsing.reading import Body, Money, Unparsable, mapping, objects, text
from orders.data import (
    Amount,
    CustomerData,
    FulfilmentData,
    OrderData,
    ParcelEventData,
    QuantityData,
    RefundData,
)

_ORDER: Final = {
    "admin_graphql_api_id": "id",
    "name": "name",
    "order_number": "number",
    "confirmation_number": "confirmationNumber",
    "po_number": "poNumber",
    "email": "email",
    "phone": "phone",
    "note": "note",
    "tags": "tags",
    "test": "test",
    "taxes_included": "taxesIncluded",
    "created_at": "createdAt",
    "processed_at": "processedAt",
    "updated_at": "updatedAt",
    "cancelled_at": "cancelledAt",
    "cancel_reason": "cancelReason",
    "closed_at": "closedAt",
    "currency": "currencyCode",
    "presentment_currency": "presentmentCurrencyCode",
    "financial_status": "displayFinancialStatus",
    "customer_locale": "customerLocale",
    "buyer_accepts_marketing": "customerAcceptsMarketing",
    "source_name": "sourceName",
    "checkout_token": "checkoutToken",
    "order_status_url": "statusPageUrl",
    "payment_gateway_names": "paymentGatewayNames",
}
_SUMS: Final = {
    "subtotal_price": "subtotalPriceSet",
    "total_shipping_price": "totalShippingPriceSet",
    "total_tax": "totalTaxSet",
    "total_discounts": "totalDiscountsSet",
    "total_tip_received": "totalTipReceivedSet",
    "original_total_duties": "originalTotalDutiesSet",
    "total_price": "totalPriceSet",
    "total_outstanding": "totalOutstandingSet",
    "current_subtotal_price": "currentSubtotalPriceSet",
    "current_total_tax": "currentTotalTaxSet",
    "current_total_price": "currentTotalPriceSet",
}
# A webhook's order knows these three; what is yet to be sent it calls null.
_SENT: Final = {
    "FULFILLED": "fulfilled",
    "PARTIALLY_FULFILLED": "partial",
    "RESTOCKED": "restocked",
}
# What GraphQL shows where no carrier has said anything.
_NO_SCAN: Final = frozenset(
    {"CANCELED", "FULFILLED", "LABEL_VOIDED", "MARKED_AS_FULFILLED", "SUBMITTED"}
)
_SCANS: Final = {"NOT_DELIVERED": "failure", "PICKED_UP": "delivered"}


def parse_order_node(node: Body) -> OrderData:
    """An order, asked for whole or as a line of a bulk operation. Raises Unparsable."""
    data = parse_order(order_body(node))
    money = Money(data.currency, data.presentment_currency)
    fulfilments = tuple(_all_in_one(each, node, data) for each in data.fulfilments)
    refunds = tuple(
        _sum_alone(each, told, money)
        for each, told in zip(data.refunds, _readable(node.get("refunds")), strict=False)
    )
    return replace(data, fulfilments=fulfilments, refunds=refunds)


def order_body(node: Body) -> Body:
    """The order in a webhook's words."""
    body = renamed(node, _ORDER) | money_sets(node, _SUMS)
    visit = mapping(mapping(node.get("customerJourneySummary")).get("lastVisit"))
    lines = line_bodies(node.get("lineItems"))
    mark_tip(lines, body.get("total_tip_received_set"))
    card = _card(node)
    return {
        **body,
        "app_id": number(mapping(node.get("app")).get("id")),
        "fulfillment_status": _SENT.get(text(node.get("displayFulfillmentStatus"))),
        "note_attributes": pair_bodies(node.get("customAttributes")),
        "landing_site": site_of(visit.get("landingPage")),
        "landing_site_ref": visit.get("referralCode"),
        "referring_site": visit.get("referrerUrl"),
        "customer": customer_body(node.get("customer")),
        "shipping_address": address_body(node.get("shippingAddress")),
        "billing_address": address_body(node.get("billingAddress")),
        "line_items": lines,
        "shipping_lines": shipping_bodies(node.get("shippingLines")),
        "discount_applications": discount_bodies(node.get("discountApplications")),
        "discount_codes": [{"code": each} for each in node.get("discountCodes") or []],
        "tax_lines": tax_bodies(node.get("taxLines")),
        "payment_terms": _terms(node.get("paymentTerms")),
        **({"payment_details": card} if card else {}),
        "fulfillments": [_fulfilment(each) for each in objects(node.get("fulfillments"))],
        "refunds": [_refund(each) for each in objects(node.get("refunds"))],
    }


def _card(node: Body) -> Body:
    """The card of the first payment that knows one."""
    for each in objects(node.get("transactions")):
        details = mapping(each.get("paymentDetails"))
        if details:
            return {
                "credit_card_number": details.get("number"),
                "credit_card_company": details.get("company"),
            }
    return {}


def _terms(value: object) -> Body | None:
    terms = mapping(value)
    if not terms:
        return None
    payments = []
    for each in nodes(terms.get("paymentSchedules")):
        owed = mapping(each.get("totalBalance"))
        payments.append(
            {
                "amount": owed.get("amount"),
                "currency": owed.get("currencyCode"),
                "due_at": each.get("dueAt"),
                "completed_at": each.get("completedAt"),
            }
        )
    return {
        "payment_terms_name": terms.get("paymentTermsName"),
        "payment_terms_type": terms.get("paymentTermsType"),
        "payment_schedules": payments,
    }


def _fulfilment(node: Body) -> Body:
    tracking = list(objects(node.get("trackingInfo"), 50))
    shown = text(node.get("displayStatus"))
    names = {
        "admin_graphql_api_id": "id",
        "name": "name",
        "status": "status",
        "created_at": "createdAt",
        "updated_at": "updatedAt",
    }
    return {
        **renamed(node, names),
        "shipment_status": None if shown in _NO_SCAN else _SCANS.get(shown, shown),
        "service": mapping(node.get("service")).get("handle"),
        "origin_address": _origin(node.get("originAddress")),
        "tracking_company": next((each.get("company") for each in tracking), None),
        "tracking_numbers": [each.get("number") for each in tracking],
        "tracking_urls": [each.get("url") for each in tracking],
        "line_items": [
            {"id": number(mapping(each.get("lineItem")).get("id")), "quantity": each["quantity"]}
            for each in nodes(node.get("fulfillmentLineItems"))
            if "quantity" in each
        ],
    }


def _origin(value: object) -> Body | None:
    address = address_body(value)
    if address is not None:
        address["country_code"] = mapping(value).get("countryCode")
    return address


def _refund(node: Body) -> Body:
    names = {
        "admin_graphql_api_id": "id",
        "created_at": "createdAt",
        "processed_at": "processedAt",
        "note": "note",
    }
    payments = []
    for each in nodes(node.get("transactions")):
        paid = mapping(mapping(each.get("amountSet")).get("presentmentMoney"))
        payments.append(
            {
                **renamed(each, {"kind": "kind", "status": "status", "gateway": "gateway"}),
                "amount": paid.get("amount"),
                "currency": paid.get("currencyCode"),
            }
        )
    return {
        **renamed(node, names),
        "transactions": payments,
        "refund_line_items": [
            {
                "line_item_id": number(mapping(each.get("lineItem")).get("id")),
                "quantity": each.get("quantity"),
                "subtotal_set": money_set(each.get("subtotalSet")),
            }
            for each in nodes(node.get("refundLineItems"))
        ],
        "order_adjustments": [
            {
                "kind": "shipping_refund",
                "amount_set": money_set(each.get("subtotalAmountSet")),
                "tax_amount_set": money_set(each.get("taxAmountSet")),
            }
            for each in nodes(node.get("refundShippingLines"))
        ],
    }


def _readable(value: object) -> list[Body]:
    """Those refunds that the parser does not leave out."""
    return [each for each in objects(value) if each.get("id") and _has_time(each)]


def _has_time(node: Body) -> bool:
    return bool(node.get("processedAt") or node.get("createdAt"))


def _sum_alone(refund: RefundData, node: Body, money: Money) -> RefundData:
    """A bulk operation tells of a refund its sum alone. `settled_count` 0: whatever else is told
    of the same refund knows more. See Note [Newer by content, never by arrival]."""
    if "refundLineItems" in node:
        return refund
    back = money.of_set(money_set(node.get("totalRefundedSet"))) or Amount()
    return replace(refund, amount=back, unlined=back, settled_count=0)


def _all_in_one(each: FulfilmentData, node: Body, data: OrderData) -> FulfilmentData:
    """A bulk operation tells of a fulfilment how many pieces it has, and not which. Where it has
    all there are to send, these are known."""
    told = next(
        (one for one in objects(node.get("fulfillments")) if _names(one, each.shopify_id)), {}
    )
    if each.lines or "fulfillmentLineItems" in told:
        return each
    goods = [line for line in data.lines if line.requires_shipping and line.shopify_id]
    if len(data.fulfilments) != 1 or told.get("totalQuantity") != sum(
        line.quantity for line in goods
    ):
        return each
    lines = tuple(QuantityData(line.shopify_id or 0, line.quantity) for line in goods)
    return replace(each, lines=lines)


def _names(node: Body, shopify_id: int) -> bool:
    return number(node.get("id")) == str(shopify_id)


def is_sparse(data: OrderData) -> bool:
    """Whether it lacks which goods were sent or came back: it should be asked for whole."""
    is_bare = any(not each.lines for each in data.fulfilments)
    return is_bare or any(not each.settled_count for each in data.refunds)


def scans_of(node: Body) -> list[ParcelEventData]:
    """What carriers said of the order's fulfilments. What cannot be read is left out."""
    found = []
    for sent in objects(node.get("fulfillments")):
        for each in nodes(sent.get("events")):
            names = {
                "admin_graphql_api_id": "id",
                "status": "status",
                "happened_at": "happenedAt",
                "created_at": "createdAt",
                "message": "message",
                "city": "city",
                "country": "country",
                "estimated_delivery_at": "estimatedDeliveryAt",
            }
            body = renamed(each, names)
            body |= {"fulfillment_id": number(sent.get("id")), "order_id": number(node.get("id"))}
            try:
                found.append(parse_parcel_event(body))
            except Unparsable:
                continue
    return found


def parse_customer_node(node: Body) -> CustomerData:
    """A person. Raises Unparsable without an id."""
    return parse_customer(customer_body(node) or {})


def consents_of(node: Body) -> list[ConsentData]:
    """What the person agreed to, by each way that is known of them."""
    mail = mapping(node.get("defaultEmailAddress"))
    phone = mapping(node.get("defaultPhoneNumber"))
    bodies: list[Body] = []
    if mail.get("emailAddress"):
        said = {
            "state": mail.get("marketingState"),
            "opt_in_level": mail.get("marketingOptInLevel"),
            "consent_updated_at": mail.get("marketingUpdatedAt"),
        }
        bodies.append({"email_address": mail["emailAddress"], "email_marketing_consent": said})
    texts = mapping(phone.get("smsMarketingConsent"))
    if phone.get("phoneNumber") and texts:
        said = {
            "state": texts.get("state"),
            "opt_in_level": texts.get("optInLevel"),
            "consent_updated_at": texts.get("updatedAt"),
        }
        bodies.append({"phone": phone["phoneNumber"], "sms_marketing_consent": said})
    found = []
    for body in bodies:
        try:
            found.append(parse_consent(body))
        except Unparsable:
            continue
    return found
