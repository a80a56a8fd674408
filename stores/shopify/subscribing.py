"""Shopify's subscriptions to its news: which there are, one more, one less, one led elsewhere.

Two subscriptions of one topic to one address cannot be: Shopify refuses the second, so a lost
answer does no harm.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from stores.shopify.client import Shopify
from stores.shopify.documents import Document
from stores.shopify.errors import check_user_errors
from stores.shopify.reading import mapping, mappings, moment, text

MOST_PAGES: Final = 20

SUBSCRIPTIONS: Final = Document(
    "Subscriptions",
    """
query Subscriptions($first: Int!, $after: String) {
  webhookSubscriptions(first: $first, after: $after) {
    nodes { id topic uri format includeFields apiVersion { handle } updatedAt }
    pageInfo { hasNextPage endCursor }
  }
}
""",
    points=120,
)

SUBSCRIBE: Final = Document(
    "Subscribe",
    """
mutation Subscribe($topic: WebhookSubscriptionTopic!, $wanted: WebhookSubscriptionInput!) {
  webhookSubscriptionCreate(topic: $topic, webhookSubscription: $wanted) {
    webhookSubscription { id }
    userErrors { field message }
  }
}
""",
    points=12,
)

UNSUBSCRIBE: Final = Document(
    "Unsubscribe",
    """
mutation Unsubscribe($id: ID!) {
  webhookSubscriptionDelete(id: $id) {
    deletedWebhookSubscriptionId
    userErrors { field message }
  }
}
""",
    points=10,
)


@dataclass(frozen=True, slots=True)
class SubscriptionData:
    """One that Shopify has. `topic` as its enum names it: see enum_name."""

    gid: str
    topic: str
    uri: str
    api_version: str
    is_whole: bool  # JSON, and no field left out
    changed_at: datetime | None = None


def subscriptions(shop: Shopify, *, first: int = 100) -> Iterator[SubscriptionData]:
    """All of our app at this shop, page by page. Raises Away or Refused."""
    after: str | None = None
    for _page in range(MOST_PAGES):
        said = shop.ask(SUBSCRIPTIONS, {"first": first, "after": after})
        page = mapping(said.get("webhookSubscriptions"))
        for node in mappings(page.get("nodes")):
            yield SubscriptionData(
                gid=text(node.get("id")),
                topic=text(node.get("topic")),
                uri=text(node.get("uri")),
                api_version=text(mapping(node.get("apiVersion")).get("handle")),
                is_whole=node.get("format") == "JSON" and not node.get("includeFields"),
                changed_at=moment(node.get("updatedAt")),
            )
        info = mapping(page.get("pageInfo"))
        if info.get("hasNextPage") is not True:
            return
        after = text(info.get("endCursor")) or None


def subscribe(shop: Shopify, *, topic: str, uri: str) -> None:
    """Let Shopify tell this news there. Raises Away or Refused."""
    wanted = {"uri": uri, "format": "JSON"}
    said = shop.ask(SUBSCRIBE, {"topic": enum_name(topic), "wanted": wanted})
    check_user_errors(said.get("webhookSubscriptionCreate"))


def unsubscribe(shop: Shopify, *, gid: str) -> None:
    """Let Shopify tell it there no more. Raises Away or Refused."""
    said = shop.ask(UNSUBSCRIBE, {"id": gid})
    check_user_errors(said.get("webhookSubscriptionDelete"))


def enum_name(topic: str) -> str:
    """ORDERS_CREATE of "orders/create": so the header X-Shopify-Topic says it."""
    return topic.replace("/", "_").upper()
