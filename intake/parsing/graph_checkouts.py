"""Baskets that were left, as GraphQL tells them. See Note [One parser] in graph_goods.py."""

import re
from typing import Final

from common.marking import gettext_noop
from intake.parsing.buying import parse_checkout
from intake.parsing.graph_goods import (
    address_body,
    customer_body,
    line_body,
    money_sets,
    nodes,
    pair_bodies,
    renamed,
    tax_bodies,
)
from intake.parsing.reading import Body, Unparsable, mapping, text
from orders.offered_data import CheckoutData

# The basket's name to webhooks and orders stands in its address alone:
# https://shop/548380009/checkouts/<token>/recover?key=…, newer ones /checkouts/ac/<token>/recover.
_TOKEN: Final = re.compile(r"/checkouts/(?:\w\w/)?([\w-]{6,64})(?:/|\?|\Z)")
_SUMS: Final = {
    "subtotal_price": "subtotalPriceSet",
    "total_discounts": "totalDiscountSet",
    "total_duties": "totalDutiesSet",
    "total_tax": "totalTaxSet",
    "total_price": "totalPriceSet",
}
_NAMES: Final = {
    "admin_graphql_api_id": "id",
    "name": "name",
    "created_at": "createdAt",
    "updated_at": "updatedAt",
    "completed_at": "completedAt",
    "abandoned_checkout_url": "abandonedCheckoutUrl",
    "note": "note",
    "taxes_included": "taxesIncluded",
}


def parse_checkout_node(node: Body, *, token: str = "") -> CheckoutData:
    """`token`: by which it is known already. Raises Unparsable where it cannot be recognised."""
    found = _TOKEN.search(text(node.get("abandonedCheckoutUrl"), 2000))
    known_as = token or (found[1] if found else "")
    if not known_as:
        raise Unparsable(gettext_noop("The checkout has no token"))
    return parse_checkout({**checkout_body(node), "token": known_as})


def checkout_body(node: Body) -> Body:
    """The basket in a webhook's words, but for its token."""
    total = mapping(node.get("totalPriceSet"))
    customer = mapping(node.get("customer"))
    mail = mapping(customer.get("defaultEmailAddress"))
    return {
        **renamed(node, _NAMES),
        **money_sets(node, _SUMS),
        "currency": mapping(total.get("shopMoney")).get("currencyCode"),
        "presentment_currency": mapping(total.get("presentmentMoney")).get("currencyCode"),
        "email": mail.get("emailAddress"),
        "buyer_accepts_marketing": mail.get("marketingState") == "SUBSCRIBED",
        "customer_locale": customer.get("locale"),
        "customer": customer_body(customer),
        "note_attributes": pair_bodies(node.get("customAttributes")),
        "shipping_address": address_body(node.get("shippingAddress")),
        "billing_address": address_body(node.get("billingAddress")),
        "line_items": [_line(each) for each in nodes(node.get("lineItems"))],
        "discount_codes": [{"code": each} for each in node.get("discountCodes") or []],
        "tax_lines": tax_bodies(node.get("taxLines")),
    }


def _line(node: Body) -> Body:
    return {
        **line_body(node),
        # The basket's lines have ids of their own, that are no line items'.
        "admin_graphql_api_id": None,
        "id": None,
        "vendor": mapping(node.get("product")).get("vendor"),
        "requires_shipping": None,
        "image_url": mapping(node.get("image")).get("url"),
    }
