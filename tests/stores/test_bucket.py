"""The points of a shop, shared by all who ask it: nobody is refused for what others took."""

import dataclasses
import threading
import uuid
from typing import Any

import httpx
import pytest
from redis.exceptions import ConnectionError as CacheAway

from stores.shopify import bucket as shopify_bucket
from stores.shopify.bucket import SharedBucket
from stores.shopify.documents import ADD_TAGS
from stores.shopify.errors import Away, Throttled
from stores.shopify.wire import Wire, url_of
from tests.shopify import shop as played_shop
from tests.shopify.orders import Orders
from tests.shopify.server import playing
from tests.shopify.shop import TOKEN, Bucket, PlayedShop

ASK = {"id": "gid://shopify/Order/1", "tags": ["gift"]}


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def name() -> str:
    return f"{uuid.uuid4()}.myshopify.com"


def test_what_one_learns_another_knows(name: str) -> None:
    clock = Clock()
    first, second = SharedBucket(name, clock), SharedBucket(name, clock)

    first.learn(available=30, refill=10)
    first.take(20)

    assert second.seconds_until(10) == 0
    assert second.seconds_until(30) == pytest.approx(2.0)
    clock.now += 2
    assert second.seconds_until(30) == 0
    assert SharedBucket(f"other-{name}", clock).seconds_until(10**6) == 0


def test_without_the_cache_each_goes_by_its_own_answers(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Away:
        def get(self, *args: Any) -> None:
            raise CacheAway("away")

        set = get

    monkeypatch.setattr(shopify_bucket, "cache", Away())
    clock = Clock()
    first, second = SharedBucket(name, clock), SharedBucket(name, clock)

    first.learn(available=0, refill=10)

    assert first.seconds_until(20) == pytest.approx(2.0)
    assert second.seconds_until(20) == 0


def test_nobody_in_a_crowd_at_one_shop_goes_without(monkeypatch: pytest.MonkeyPatch) -> None:
    """Four workers want eight times what the bucket holds: they take turns.

    How often they are refused on the way depends on the machine, so it is measured, not tested:
    see docs/shopify.md.
    """
    monkeypatch.setattr(played_shop, "_points", lambda _asked: 50.0)
    shop = PlayedShop(Orders.tagged({1: []}))
    shop.bucket = Bucket(capacity=200, available=200, refill=500)
    failures: list[Exception] = []
    with playing(shop):
        url = url_of(shop.url, "x")

        def work() -> None:
            with httpx.Client(timeout=10, trust_env=False) as http:
                wire = Wire(http, url=url, token=TOKEN, bucket=SharedBucket(url))
                for _each in range(8):
                    try:
                        wire.ask(dataclasses.replace(ADD_TAGS, points=50), ASK)
                    except Throttled as error:
                        failures.append(error)

        workers = [threading.Thread(target=work) for _ in range(4)]
        for each in workers:
            each.start()
        for each in workers:
            each.join()

    assert not failures
    assert len(shop.asked) == 4 * 8 + shop.bucket.refused


def test_429_is_too_much_as_well_and_waits_as_long_as_shopify_says(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    slept: list[float] = []
    with playing(PlayedShop(Orders.tagged({1: []}))) as shop, httpx.Client() as http:
        wire = Wire(http, url=url_of(shop.url, "x"), token=TOKEN, sleep=slept.append)
        shop.manners.statuses, shop.manners.retry_after = [429], "2"

        wire.ask(ADD_TAGS, ASK)

    assert len(shop.asked) == 2
    assert 2.0 <= slept[0] <= 4.0


@pytest.mark.parametrize("body", ["<html>", '{"data": {"tagsAdd"', ""])
def test_what_is_no_json_is_asked_again(body: str) -> None:
    with playing(PlayedShop(Orders.tagged({1: []}))) as shop, httpx.Client() as http:
        wire = Wire(http, url=url_of(shop.url, "x"), token=TOKEN, sleep=lambda _seconds: None)
        shop.manners.bodies = [body]

        assert wire.ask(ADD_TAGS, ASK)["tagsAdd"]["node"] == {"id": ASK["id"]}


def test_an_answer_that_breaks_off_is_asked_again() -> None:
    with playing(PlayedShop(Orders.tagged({1: []}))) as shop, httpx.Client() as http:
        wire = Wire(http, url=url_of(shop.url, "x"), token=TOKEN, sleep=lambda _seconds: None)
        shop.manners.cuts = 2

        wire.ask(ADD_TAGS, ASK)
        shop.manners.cuts = 9
        with pytest.raises(Away):
            wire.ask(ADD_TAGS, ASK)

    assert shop.room(Orders).tags(1) == ["gift"]
