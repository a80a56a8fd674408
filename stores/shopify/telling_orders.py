"""Orders as Shopify tells them when asked, and which of them changed.

A shop lets us ask little at once, so an order is asked for in pieces: first all but what may be
long, then its further lines, and the goods of each fulfilment and refund. What comes back is one
node, as if it had been asked for at once; intake/parsing/graph_orders.py reads it.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from common.marking import gettext_noop
from stores.shopify.client import Shopify
from stores.shopify.documents import Document
from stores.shopify.errors import Away
from stores.shopify.reading import mapping, mappings, moment, number_of, text

Json = dict[str, Any]

MOST_PIECES: Final = 40  # further questions for one list of an order
TRIES: Final = 3  # while the order changes between its pieces

MONEY: Final = "{ shopMoney { amount currencyCode } presentmentMoney { amount currencyCode } }"
ADDRESS: Final = (
    "{ firstName lastName name company address1 address2 zip city province provinceCode country"
    " countryCodeV2 phone }"
)
LINE: Final = f"""
  id title variantTitle sku vendor quantity currentQuantity requiresShipping isGiftCard
  product {{ id }}
  variant {{ id }}
  customAttributes {{ key value }}
  originalUnitPriceSet {MONEY}
  taxLines {{ title rate priceSet {MONEY} }}
  discountAllocations {{ allocatedAmountSet {MONEY} discountApplication {{ index }} }}
"""
SHIPPING_LINE: Final = f"""
  id title code source deliveryCategory isRemoved
  originalPriceSet {MONEY}
  discountedPriceSet {MONEY}
  discountAllocations {{ allocatedAmountSet {MONEY} discountApplication {{ index }} }}
"""
DISCOUNT: Final = """
  __typename index targetType targetSelection
  value { __typename ... on MoneyV2 { amount } ... on PricingPercentageValue { percentage } }
  ... on DiscountCodeApplication { code }
  ... on AutomaticDiscountApplication { title }
  ... on ManualDiscountApplication { title description }
  ... on ScriptDiscountApplication { title }
"""
# All of an order that is no list of unknown length; lists below it have no pages of their own.
ORDER: Final = f"""
  id name number confirmationNumber poNumber email phone note tags test taxesIncluded
  createdAt processedAt updatedAt cancelledAt cancelReason closedAt
  currencyCode presentmentCurrencyCode displayFinancialStatus displayFulfillmentStatus
  customerLocale customerAcceptsMarketing sourceName checkoutToken statusPageUrl
  paymentGatewayNames discountCodes
  app {{ id }}
  customAttributes {{ key value }}
  subtotalPriceSet {MONEY}
  totalShippingPriceSet {MONEY}
  totalTaxSet {MONEY}
  totalDiscountsSet {MONEY}
  totalTipReceivedSet {MONEY}
  originalTotalDutiesSet {MONEY}
  totalPriceSet {MONEY}
  totalOutstandingSet {MONEY}
  currentSubtotalPriceSet {MONEY}
  currentTotalTaxSet {MONEY}
  currentTotalPriceSet {MONEY}
  taxLines {{ title rate priceSet {MONEY} }}
  customer {{
    id firstName lastName state updatedAt tags
    amountSpent {{ currencyCode }}
    defaultEmailAddress {{ emailAddress }}
    defaultPhoneNumber {{ phoneNumber }}
  }}
  shippingAddress {ADDRESS}
  billingAddress {ADDRESS}
  customerJourneySummary {{ lastVisit {{ landingPage referrerUrl referralCode }} }}
  transactions(first: 5) {{
    kind gateway paymentDetails {{ ... on CardPaymentDetails {{ company number }} }}
  }}
  fulfillments(first: 25) {{
    id name status displayStatus createdAt updatedAt totalQuantity
    service {{ handle }}
    originAddress {{ address1 address2 zip city provinceCode countryCode }}
    trackingInfo(first: 5) {{ company number url }}
  }}
  refunds(first: 20) {{ id createdAt processedAt note totalRefundedSet {MONEY} }}
"""
TERMS: Final = """
  paymentTerms {
    paymentTermsName paymentTermsType
    paymentSchedules(first: 5) {
      nodes { dueAt completedAt totalBalance { amount currencyCode } }
    }
  }
"""

CHANGED_ORDERS: Final = Document(
    "ChangedOrders",
    """
query ChangedOrders($first: Int!, $after: String, $query: String!) {
  orders(first: $first, after: $after, query: $query, sortKey: UPDATED_AT) {
    nodes { id updatedAt }
    pageInfo { hasNextPage endCursor }
  }
}
""",
    points=120,
)

WHOLE_ORDER: Final = Document(
    "WholeOrder",
    f"""
query WholeOrder($id: ID!) {{
  order(id: $id) {{
    {ORDER}
    {TERMS}
    lineItems(first: 15) {{ nodes {{ {LINE} }} pageInfo {{ hasNextPage endCursor }} }}
    shippingLines(first: 4, includeRemovals: true) {{ nodes {{ {SHIPPING_LINE} }} }}
    discountApplications(first: 10) {{ nodes {{ {DISCOUNT} }} }}
  }}
}}
""",
    points=900,
)

MORE_LINES: Final = Document(
    "MoreLines",
    f"""
query MoreLines($id: ID!, $after: String) {{
  order(id: $id) {{
    updatedAt
    lineItems(first: 40, after: $after) {{
      nodes {{ {LINE} }}
      pageInfo {{ hasNextPage endCursor }}
    }}
  }}
}}
""",
    points=900,
)

SENT_GOODS: Final = Document(
    "SentGoods",
    """
query SentGoods($id: ID!, $after: String) {
  fulfillment(id: $id) {
    fulfillmentLineItems(first: 100, after: $after) {
      nodes { quantity lineItem { id } }
      pageInfo { hasNextPage endCursor }
    }
    events(first: 30, sortKey: HAPPENED_AT, reverse: true) {
      nodes { id status happenedAt createdAt message city country estimatedDeliveryAt }
    }
  }
}
""",
    points=250,
)

REFUNDED_GOODS: Final = Document(
    "RefundedGoods",
    f"""
query RefundedGoods($id: ID!, $after: String) {{
  refund(id: $id) {{
    refundLineItems(first: 60, after: $after) {{
      nodes {{ quantity lineItem {{ id }} subtotalSet {MONEY} }}
      pageInfo {{ hasNextPage endCursor }}
    }}
    transactions(first: 10) {{ nodes {{ kind status gateway amountSet {MONEY} }} }}
    refundShippingLines(first: 5) {{
      nodes {{ subtotalAmountSet {MONEY} taxAmountSet {MONEY} }}
    }}
  }}
}}
""",
    points=600,
)


@dataclass(frozen=True, slots=True)
class Changed:
    """One thing of the shop's, and when it changed."""

    shopify_id: int
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class Page:
    """Some of what changed, the longest ago first. `cursor` None: there is no more."""

    changed: tuple[Changed, ...]
    cursor: str | None


def changed_orders(
    shop: Shopify, *, since: datetime, cursor: str | None = None, first: int = 100
) -> Page:
    """Which orders changed since then. Raises Away or Refused."""
    asked = {"first": first, "after": cursor, "query": since_query(since)}
    return page_of(mapping(shop.ask(CHANGED_ORDERS, asked).get("orders")), "Order")


def since_query(since: datetime) -> str:
    """Shopify counts whole seconds."""
    return f"updated_at:>='{since.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}'"


def page_of(said: Json, sort: str) -> Page:
    """A list of ids and times."""
    found = []
    for node in mappings(said.get("nodes")):
        number, at = number_of(node.get("id"), sort), moment(node.get("updatedAt"))
        if number is not None and at is not None:
            found.append(Changed(number, at))
    return Page(tuple(found), next_cursor(said))


def next_cursor(said: Json) -> str | None:
    info = mapping(said.get("pageInfo"))
    return (text(info.get("endCursor")) or None) if info.get("hasNextPage") is True else None


def whole_order(shop: Shopify, *, shopify_id: int) -> Json | None:
    """All of an order, as one node; None: the shop knows no such order. Raises Away or Refused."""
    gid = f"gid://shopify/Order/{shopify_id}"
    for _try in range(TRIES):
        node = mapping(shop.ask(WHOLE_ORDER, {"id": gid}).get("order"))
        if not node:
            return None
        if _add_lines(shop, gid, node):
            _add_goods(shop, node)
            return node
    raise Away(gettext_noop("The order changes while Shopify tells of it"))


def _add_lines(shop: Shopify, gid: str, node: Json) -> bool:
    """The lines of further pages. False: the order changed in between."""
    lines = mapping(node.get("lineItems"))
    rows, cursor = mappings(lines.get("nodes")), next_cursor(lines)
    for _piece in range(MOST_PIECES):
        if cursor is None:
            break
        more = mapping(shop.ask(MORE_LINES, {"id": gid, "after": cursor}).get("order"))
        if more.get("updatedAt") != node.get("updatedAt"):
            return False
        page = mapping(more.get("lineItems"))
        rows += mappings(page.get("nodes"))
        cursor = next_cursor(page)
    node["lineItems"] = {"nodes": rows}
    return True


def _add_goods(shop: Shopify, node: Json) -> None:
    for each in mappings(node.get("fulfillments")):
        asked = (SENT_GOODS, "fulfillment", "fulfillmentLineItems")
        each.update(_collected(shop, text(each.get("id")), *asked))
    for each in mappings(node.get("refunds")):
        asked = (REFUNDED_GOODS, "refund", "refundLineItems")
        each.update(_collected(shop, text(each.get("id")), *asked))


def _collected(shop: Shopify, gid: str, document: Document, field: str, goods: str) -> Json:
    """The first answer, with all pages of its goods in it."""
    first = mapping(shop.ask(document, {"id": gid, "after": None}).get(field))
    page = mapping(first.get(goods))
    rows, cursor = mappings(page.get("nodes")), next_cursor(page)
    for _piece in range(MOST_PIECES):
        if cursor is None:
            break
        more = mapping(shop.ask(document, {"id": gid, "after": cursor}).get(field))
        page = mapping(more.get(goods))
        rows += mappings(page.get("nodes"))
        cursor = next_cursor(page)
    return {**first, goods: {"nodes": rows}}
