"""Bulk operations: Shopify gathers any number of orders into a file, and says where it lies."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from stores.shopify.client import Shopify
from stores.shopify.documents import Document
from stores.shopify.errors import Away, check_user_errors
from stores.shopify.reading import mapping, mappings, text
from stores.shopify.telling_orders import DISCOUNT, LINE, ORDER, SHIPPING_LINE

READ_ORDERS: Final = "read_orders"
READ_ALL_ORDERS: Final = "read_all_orders"
# What passes with time: another operation of ours is under way.
_BUSY: Final = frozenset({"OPERATION_IN_PROGRESS", "LIMIT_REACHED"})

# Bulk operations know no pages, and no list with pages below a list without: so neither the goods
# of fulfilments nor those of refunds. Their lines are asked for later, where they are needed.
ALL_ORDERS: Final = f"""
# %(mark)s
{{
  orders%(filter)s {{
    edges {{
      node {{
        {ORDER}
        lineItems {{ edges {{ node {{ {LINE} }} }} }}
        shippingLines {{ edges {{ node {{ {SHIPPING_LINE} }} }} }}
        discountApplications {{ edges {{ node {{ {DISCOUNT} }} }} }}
      }}
    }}
  }}
}}
"""

GRANTED: Final = Document(
    "Granted",
    """
query Granted {
  currentAppInstallation { accessScopes { handle } }
}
""",
    points=60,
)

RUN_BULK: Final = Document(
    "RunBulk",
    """
mutation RunBulk($query: String!) {
  bulkOperationRunQuery(query: $query, groupObjects: true) {
    bulkOperation { id status }
    userErrors { code field message }
  }
}
""",
    points=20,
    is_repeatable=False,
)

RECENT_BULKS: Final = Document(
    "RecentBulks",
    """
query RecentBulks {
  bulkOperations(first: 10, sortKey: CREATED_AT, reverse: true) { nodes { id status query } }
}
""",
    points=20,
)

BULK: Final = Document(
    "Bulk",
    """
query Bulk($id: ID!) {
  bulkOperation(id: $id) {
    id status errorCode objectCount rootObjectCount fileSize url partialDataUrl
  }
}
""",
    points=10,
)

CANCEL_BULK: Final = Document(
    "CancelBulk",
    """
mutation CancelBulk($id: ID!) {
  bulkOperationCancel(id: $id) { bulkOperation { id status } userErrors { field message } }
}
""",
    points=20,
)


@dataclass(frozen=True, slots=True)
class BulkData:
    """How far an operation is. `url`: where its file lies; of a failed one, what there is of it."""

    gid: str
    status: str  # CREATED, RUNNING, COMPLETED, CANCELING, CANCELED, FAILED, EXPIRED
    error: str = ""
    orders: int = 0
    size: int = 0
    url: str = ""


def granted(shop: Shopify) -> frozenset[str]:
    """The scopes our token has. Raises Away or Refused."""
    said = mapping(shop.ask(GRANTED, {}).get("currentAppInstallation"))
    return frozenset(text(each.get("handle")) for each in mappings(said.get("accessScopes")))


def gather_orders(shop: Shopify, *, mark: str, since: datetime | None = None) -> str:
    """Let Shopify gather the orders placed since then, or all; the operation's name.

    One of this mark that is under way, or done, is found again. Raises Away or Refused.
    """
    for each in mappings(mapping(shop.ask(RECENT_BULKS, {}).get("bulkOperations")).get("nodes")):
        if mark in text(each.get("query")) and each.get("status") in _GOOD:
            return text(each.get("id"))
    placed = f"created_at:>='{since.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}'" if since else ""
    wanted = ALL_ORDERS % {"mark": mark, "filter": f'(query: "{placed}")' if placed else ""}
    payload = mapping(shop.ask(RUN_BULK, {"query": wanted}).get("bulkOperationRunQuery"))
    if any(each.get("code") in _BUSY for each in mappings(payload.get("userErrors"))):
        raise Away("Shopify works on another bulk operation of this store", wait=60.0)
    check_user_errors(payload)
    return text(mapping(payload.get("bulkOperation")).get("id"))


_GOOD: Final = ("CREATED", "RUNNING", "COMPLETED")


def bulk(shop: Shopify, *, gid: str) -> BulkData | None:
    """How far it is; None: Shopify knows it no more. Raises Away or Refused."""
    said = mapping(shop.ask(BULK, {"id": gid}).get("bulkOperation"))
    if not said:
        return None
    url = said.get("url") or said.get("partialDataUrl")
    return BulkData(
        gid=text(said.get("id")),
        status=text(said.get("status")),
        error=text(said.get("errorCode")),
        orders=_number(said.get("rootObjectCount")),
        size=_number(said.get("fileSize")),
        url=url if isinstance(url, str) and len(url) < 8000 else "",
    )


def cancel_bulk(shop: Shopify, *, gid: str) -> None:
    """Let Shopify stop gathering. Raises Away or Refused."""
    check_user_errors(shop.ask(CANCEL_BULK, {"id": gid}).get("bulkOperationCancel"))


def _number(value: object) -> int:
    """Shopify writes big numbers as texts."""
    digits = str(value if value is not None else "")
    return int(digits) if digits.isdecimal() and len(digits) < 19 else 0
