"""Webhooks out: signed, and as unreliable as the tests want them.

    tell(shop, "orders/create", body)   # waits in the outbox, once for each subscription
    deliver(shop, drops=0.3, shuffles=Random(7))

A subscription whose address failed eight times in a row is deleted, as Shopify does.
"""

import json
import random
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final

import httpx

from stores.shopify.documents import API_VERSION
from tests.shopify.answers import Json, UserError, answers
from tests.shopify.orders import number_of
from tests.shopify.shop import PlayedShop

MOST_FAILURES: Final = 8
Post = Callable[[str, dict[str, str], bytes], int]


@dataclass(frozen=True, slots=True)
class Delivery:
    """One POST of one event to one subscription."""

    subscription: int
    uri: str
    headers: dict[str, str]
    body: bytes


@dataclass
class News:
    subscriptions: dict[int, Json] = field(default_factory=dict)
    failures: dict[int, int] = field(default_factory=dict)  # in a row, by subscription
    outbox: list[Delivery] = field(default_factory=list)
    dropped: list[Delivery] = field(default_factory=list)  # never told, or given up
    api_version: str = API_VERSION  # of the app: each subscription has it
    is_silent: bool = False  # of the demo: whether all is lost on its way
    refused_topics: frozenset[str] = frozenset()  # enum names: a scope is missing

    def subscribe(self, topic: str, uri: str) -> int:
        """By the shop's own hand; `topic` as in the header."""
        number = max(self.subscriptions, default=1_000_000_000_000) + 1
        now = datetime.now(UTC).isoformat()
        self.subscriptions[number] = {
            "id": f"gid://shopify/WebhookSubscription/{number}",
            "topic": enum_name(topic),
            "uri": uri,
            "format": "JSON",
            "includeFields": [],
            "apiVersion": {"handle": self.api_version},
            "createdAt": now,
            "updatedAt": now,
        }
        return number

    def topics(self) -> set[str]:
        return {each["topic"] for each in self.subscriptions.values()}


def enum_name(topic: str) -> str:
    """ORDERS_CREATE of "orders/create"."""
    return topic.replace("/", "_").upper()


def tell(shop: PlayedShop, topic: str, body: Json, *, event_id: str = "") -> int:
    """Let it wait in the outbox; to how many it goes."""
    with shop.guard:
        news = shop.room(News)
        event_id = event_id or str(uuid.uuid4())
        raw = json.dumps(body, ensure_ascii=False).encode()
        to = [n for n, each in news.subscriptions.items() if each["topic"] == enum_name(topic)]
        for number in to:
            headers = {
                "Content-Type": "application/json",
                "X-Shopify-Topic": topic,
                "X-Shopify-Shop-Domain": shop.domain,
                "X-Shopify-Hmac-Sha256": shop.app.body_mark(raw),
                "X-Shopify-Webhook-Id": str(uuid.uuid4()),
                "X-Shopify-Event-Id": event_id,
                "X-Shopify-API-Version": news.api_version,
                "X-Shopify-Triggered-At": datetime.now(UTC).isoformat().replace("+00:00", "Z"),
            }
            uri = news.subscriptions[number]["uri"]
            news.outbox.append(Delivery(number, uri, headers, raw))
        return len(to)


def deliver(
    shop: PlayedShop,
    *,
    post: Post | None = None,
    drops: float = 0.0,
    repeats: int = 1,
    shuffles: random.Random | None = None,
) -> int:
    """Send what waits; how many were taken. What failed waits again, until it is given up.

    `drops`: this share is never told at all; `repeats`: each is told so many times.
    """
    with shop.guard:
        news = shop.room(News)
        waiting, news.outbox = news.outbox * repeats, []
    chance = shuffles or random.Random(0)
    if shuffles:
        chance.shuffle(waiting)
    taken = 0
    for each in waiting:
        if chance.random() < drops:
            news.dropped.append(each)
            continue
        status = (post or _post)(each.uri, each.headers, each.body)
        is_taken = 200 <= status < 300
        taken += is_taken
        with shop.guard:
            _note(news, each, is_taken)
    return taken


def _note(news: News, each: Delivery, is_taken: bool) -> None:
    if is_taken:
        news.failures.pop(each.subscription, None)
        return
    failures = news.failures[each.subscription] = news.failures.get(each.subscription, 0) + 1
    if failures < MOST_FAILURES:
        news.outbox.append(each)
        return
    news.subscriptions.pop(each.subscription, None)
    news.dropped.append(each)


def _post(uri: str, headers: dict[str, str], body: bytes) -> int:
    try:
        answer = httpx.post(uri, headers=headers, content=body, timeout=5, trust_env=False)
    except httpx.HTTPError:
        return 0
    return answer.status_code


@answers("Subscriptions")
def subscriptions(shop: PlayedShop, variables: Json) -> Json:
    rows = sorted(shop.room(News).subscriptions.items())
    after = int(variables.get("after") or 0)
    page = [(number, each) for number, each in rows if number > after][: variables["first"]]
    end = page[-1][0] if page else None
    return {
        "webhookSubscriptions": {
            "nodes": [each for _number, each in page],
            "pageInfo": {
                "hasNextPage": bool(page) and page[-1][0] != rows[-1][0],
                "endCursor": None if end is None else str(end),
            },
        }
    }


@answers("Subscribe")
def subscribe(shop: PlayedShop, variables: Json) -> Json:
    news, topic = shop.room(News), variables["topic"]
    uri = variables["wanted"]["uri"]
    if topic in news.refused_topics:
        raise UserError(f"The topic {topic} needs a scope that was not granted", "topic")
    same = [each["uri"] for each in news.subscriptions.values() if each["topic"] == topic]
    if uri in same:
        raise UserError("Address for this topic has already been taken", "webhookSubscription")
    number = news.subscribe(topic, uri)
    made: Any = {"id": news.subscriptions[number]["id"]}
    return {"webhookSubscriptionCreate": {"webhookSubscription": made, "userErrors": []}}


@answers("Unsubscribe")
def unsubscribe(shop: PlayedShop, variables: Json) -> Json:
    found = shop.room(News).subscriptions.pop(number_of(variables["id"]), None)
    if found is None:
        raise UserError("Webhook subscription does not exist", "id")
    gone = {"deletedWebhookSubscriptionId": found["id"], "userErrors": []}
    return {"webhookSubscriptionDelete": gone}
