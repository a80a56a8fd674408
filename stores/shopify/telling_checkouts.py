"""Baskets that were left, and people, as Shopify tells of them when asked."""

from datetime import datetime
from typing import Any, Final

from stores.shopify.client import Shopify
from stores.shopify.documents import Document
from stores.shopify.reading import mapping, mappings
from stores.shopify.telling_orders import (
    ADDRESS,
    MONEY,
    Page,
    next_cursor,
    page_of,
    since_query,
)

Json = dict[str, Any]

# Shopify can sort them by the time of their making alone, whatever is asked for.
CHANGED_CHECKOUTS: Final = Document(
    "ChangedCheckouts",
    """
query ChangedCheckouts($first: Int!, $after: String, $query: String!) {
  abandonedCheckouts(first: $first, after: $after, query: $query, sortKey: CREATED_AT) {
    nodes { id updatedAt }
    pageInfo { hasNextPage endCursor }
  }
}
""",
    points=120,
)

WHOLE_CHECKOUT: Final = Document(
    "WholeCheckout",
    f"""
query WholeCheckout($id: ID!) {{
  node(id: $id) {{
    ... on AbandonedCheckout {{
      id name createdAt updatedAt completedAt abandonedCheckoutUrl note taxesIncluded discountCodes
      customAttributes {{ key value }}
      subtotalPriceSet {MONEY}
      totalDiscountSet {MONEY}
      totalDutiesSet {MONEY}
      totalTaxSet {MONEY}
      totalPriceSet {MONEY}
      taxLines {{ title rate priceSet {MONEY} }}
      customer {{
        id firstName lastName state updatedAt tags locale
        amountSpent {{ currencyCode }}
        defaultEmailAddress {{ emailAddress marketingState }}
        defaultPhoneNumber {{ phoneNumber }}
      }}
      shippingAddress {ADDRESS}
      billingAddress {ADDRESS}
      lineItems(first: 60) {{
        nodes {{
          id title variantTitle sku quantity
          product {{ id vendor }}
          variant {{ id }}
          image {{ url }}
          customAttributes {{ key value }}
          originalUnitPriceSet {MONEY}
          discountedTotalPriceSet {MONEY}
        }}
      }}
    }}
  }}
}}
""",
    points=900,
)

CHANGED_CUSTOMERS: Final = Document(
    "ChangedCustomers",
    """
query ChangedCustomers($first: Int!, $after: String, $query: String!) {
  customers(first: $first, after: $after, query: $query, sortKey: UPDATED_AT) {
    nodes {
      id firstName lastName state updatedAt tags
      amountSpent { currencyCode }
      defaultEmailAddress { emailAddress marketingState marketingOptInLevel marketingUpdatedAt }
      defaultPhoneNumber { phoneNumber smsMarketingConsent { state optInLevel updatedAt } }
    }
    pageInfo { hasNextPage endCursor }
  }
}
""",
    points=300,
)


def changed_checkouts(
    shop: Shopify, *, since: datetime, cursor: str | None = None, first: int = 100
) -> Page:
    """Which baskets changed since then, in no order that helps. Raises Away or Refused."""
    asked = {"first": first, "after": cursor, "query": since_query(since)}
    said = shop.ask(CHANGED_CHECKOUTS, asked)
    return page_of(mapping(said.get("abandonedCheckouts")), "AbandonedCheckout")


def whole_checkout(shop: Shopify, *, shopify_id: int) -> Json | None:
    """All of a basket; None: the shop knows it no more. Raises Away or Refused."""
    gid = f"gid://shopify/AbandonedCheckout/{shopify_id}"
    return mapping(shop.ask(WHOLE_CHECKOUT, {"id": gid}).get("node")) or None


def changed_customers(
    shop: Shopify, *, since: datetime, cursor: str | None = None, first: int = 50
) -> tuple[list[Json], str | None]:
    """The people who changed since then, whole, the longest ago first; and where to go on.

    Raises Away or Refused.
    """
    asked = {"first": first, "after": cursor, "query": since_query(since)}
    said = mapping(shop.ask(CHANGED_CUSTOMERS, asked).get("customers"))
    return mappings(said.get("nodes")), next_cursor(said)
