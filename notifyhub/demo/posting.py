"""Plays a shop towards a running server: signed webhooks at a rate, with a network's faults."""

import asyncio
import base64
import hmac
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import count
from random import Random
from statistics import median, quantiles
from typing import Final

import httpx
import orjson

from notifyhub.demo.shop import SEED, SETTLED_AFTER, Told, order_life
from notifyhub.demo.snapshot import ORDER
from notifyhub.demo.world import Shop, dice

API_VERSION: Final = "2026-04"
IN_FLIGHT: Final = 64
# Shopify repeats an event for four hours, with growing pauses; here an hour is 15 seconds.
PATIENCE: Final = 60.0
LONGEST_PAUSE: Final = 2.0
# What never is an answer to Shopify: the server is away, or refuses for now.
PASSING: Final = frozenset({429, 500, 502, 503, 504})
AWAY: Final = 0  # counted in place of a status where no connection was had


@dataclass(frozen=True, slots=True)
class Address:
    """Where to post, and with whose secret."""

    url: str
    shop_domain: str
    secret: str


@dataclass(frozen=True, slots=True)
class Post:
    topic: str
    body: bytes
    event_id: str
    at: datetime
    due: float  # seconds after the start
    order_id: int
    is_forged: bool = False

    def headers(self, address: Address) -> dict[str, str]:
        secret = "somebody else's" if self.is_forged else address.secret
        digest = hmac.digest(secret.encode(), self.body, "sha256")
        return {
            "Content-Type": "application/json",
            "X-Shopify-Topic": self.topic,
            "X-Shopify-Shop-Domain": address.shop_domain,
            "X-Shopify-Hmac-Sha256": base64.b64encode(digest).decode(),
            "X-Shopify-Event-Id": self.event_id,
            "X-Shopify-Webhook-Id": self.event_id,
            "X-Shopify-Triggered-At": self.at.isoformat(),
            "X-Shopify-API-Version": API_VERSION,
        }


@dataclass(frozen=True, slots=True)
class Faults:
    """Shares, from 0 to 1, of what a real shop's webhooks suffer."""

    duplicates: float = 0.0
    forged: float = 0.0
    is_shuffled: bool = False


@dataclass(slots=True)
class Tally:
    """What the server answered."""

    answers: Counter[int] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    accepted_at: dict[int, float] = field(default_factory=dict)  # order id → clock
    unanswered: int = 0
    forged_accepted: int = 0

    def words(self) -> str:
        counts = {("away" if code == AWAY else str(code)): n for code, n in self.answers.items()}
        told = "  ".join(f"{name}: {counts[name]}" for name in sorted(counts))
        return f"{told}  median {self.median_ms:.0f} ms, 99th {self.p99_ms:.0f} ms"

    @property
    def median_ms(self) -> float:
        return median(self.seconds) * 1000 if self.seconds else 0.0

    @property
    def p99_ms(self) -> float:
        return quantiles(self.seconds, n=100)[98] * 1000 if len(self.seconds) > 1 else 0.0


def posts(
    shop: Shop,
    numbers: Iterable[int],
    *,
    start: datetime,
    rate: float,
    faults: Faults,
    days_ago: int = 0,
) -> list[Post]:
    """All webhooks of these orders, each with its moment; `rate` in orders a second, 0 at once."""
    made: list[Post] = []
    for place, number in enumerate(numbers):
        due = place / rate if rate else 0.0
        posted_at = start + timedelta(seconds=due)
        placed_at = posted_at - timedelta(days=days_ago, seconds=SETTLED_AFTER)
        told = order_life(shop, number, placed_at).until(posted_at).told
        made += [_post(one, due) for one in told]
    return _spoiled(made, faults, dice("faults", SEED, start.isoformat()))


def _post(told: Told, due: float) -> Post:
    return Post(
        topic=told.topic,
        body=orjson.dumps(told.body),
        event_id=dice(told.topic, told.order.token, told.at.isoformat()).randbytes(16).hex(),
        at=told.at,
        due=due,
        order_id=told.order.id(ORDER),
    )


def _spoiled(made: list[Post], faults: Faults, chance: Random) -> list[Post]:
    twice = [one for one in made if chance.random() < faults.duplicates]
    forged = [
        replace(one, is_forged=True, event_id=one.event_id[::-1])
        for one in made
        if chance.random() < faults.forged
    ]
    everything = made + twice + forged
    if not faults.is_shuffled:
        return sorted(everything, key=lambda one: one.due)
    moments = sorted(one.due for one in everything)
    chance.shuffle(everything)
    return [replace(one, due=due) for one, due in zip(everything, moments, strict=True)]


async def deliver(
    made: list[Post], address: Address, tally: Tally, *, said: Callable[[], None]
) -> None:
    """Post each at its moment, many at once, and count the answers. `said` is called after each."""
    began = time.monotonic()
    gate = asyncio.Semaphore(IN_FLIGHT)
    limits = httpx.Limits(max_connections=IN_FLIGHT)
    async with httpx.AsyncClient(timeout=10, limits=limits, trust_env=False) as client:

        async def one(post: Post) -> None:
            await asyncio.sleep(max(0.0, began + post.due - time.monotonic()))
            async with gate:
                await _deliver_one(client, post, address, tally)
            said()

        async with asyncio.TaskGroup() as group:
            for post in made:
                group.create_task(one(post))


async def _deliver_one(
    client: httpx.AsyncClient, post: Post, address: Address, tally: Tally
) -> None:
    headers = post.headers(address)
    deadline = time.monotonic() + PATIENCE
    for attempt in count():
        code = await _try(client, post, address.url, headers, tally)
        if code == 200:
            tally.accepted_at.setdefault(post.order_id, time.time())
            tally.forged_accepted += post.is_forged
        if code not in PASSING and code != AWAY:
            return
        if time.monotonic() > deadline:
            tally.unanswered += 1
            return
        await asyncio.sleep(min(LONGEST_PAUSE, 0.25 * 2 ** min(attempt, 8)))


async def _try(
    client: httpx.AsyncClient, post: Post, url: str, headers: dict[str, str], tally: Tally
) -> int:
    began = time.monotonic()
    try:
        answer = await client.post(url, content=post.body, headers=headers)
    except httpx.TransportError:
        tally.answers[AWAY] += 1
        return AWAY
    tally.answers[answer.status_code] += 1
    tally.seconds.append(time.monotonic() - began)
    return answer.status_code
