"""The client of Shopify: what it asks, and what it does when Shopify is slow, full or unwell."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, Final

import httpx
import pytest

from stores.models import Store
from stores.scope import Scope
from stores.shopify import wire
from stores.shopify.client import Lines, Shopify
from stores.shopify.errors import Away, Disconnected, Refused, Throttled
from stores.shopify.reading import moment
from stores.shopify.wire import Wire, url_of
from tests.common.outgoing.servers import resolver
from tests.factories.stores import give_token
from tests.plugin import LeftTheBuilding
from tests.shopify.journeys import Journeys, journey, visit
from tests.shopify.orders import Orders
from tests.shopify.server import playing
from tests.shopify.shop import TOKEN, PlayedShop
from tests.shopify.tags import Tagging

ORDER: Final = 5_000_000_000_001


@pytest.fixture
def shop() -> Iterator[PlayedShop]:
    with playing(PlayedShop(Orders.tagged({ORDER: ["vip"]}))) as shop:
        yield shop


class Clock:
    """Passes when somebody sleeps."""

    def __init__(self) -> None:
        self.now, self.slept = 1000.0, list[float]()

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds

    def time(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def client(shop: PlayedShop, clock: Clock) -> Iterator[Shopify]:
    with httpx.Client(timeout=5, trust_env=False) as http:
        url = url_of(shop.url, "x.myshopify.com")
        yield Shopify(Wire(http, url=url, token=TOKEN, sleep=clock.sleep, clock=clock.time))


def test_tags_are_added_beside_those_that_are_there(client: Shopify, shop: PlayedShop) -> None:
    client.add_tags(order_id=ORDER, tags=["ref:spring"])
    client.add_tags(order_id=ORDER, tags=["Ref:Spring"])

    assert shop.room(Orders).tags(ORDER) == ["vip", "ref:spring"]


def test_a_journey_is_read_in_order_of_time(client: Shopify, shop: PlayedShop) -> None:
    utm = {"source": "google", "medium": "cpc", "campaign": None, "content": None, "term": None}
    shop.room(Journeys).of[ORDER] = journey(
        visit("2026-05-01T10:00:00Z", "https://x.example/?ref=a", referralCode="a"),
        visit("2026-05-03T10:00:00Z", "https://x.example/", utmParameters=utm),
    )

    found = client.journeys(order_ids=[ORDER, 999])

    assert list(found) == [ORDER]
    assert found[ORDER].is_ready
    assert [each.at.day for each in found[ORDER].visits] == [1, 3]
    assert found[ORDER].visits[0].referral_code == "a"
    assert dict(found[ORDER].visits[1].utm) == {"utm_source": "google", "utm_medium": "cpc"}


def test_what_is_unwell_is_asked_again(client: Shopify, shop: PlayedShop, clock: Clock) -> None:
    shop.manners.statuses = [503, 502]

    client.add_tags(order_id=ORDER, tags=["ref:spring"])

    assert shop.room(Tagging).written == 1
    assert len(clock.slept) == 2


def test_what_stays_unwell_is_left_for_later(client: Shopify, shop: PlayedShop) -> None:
    shop.manners.statuses = [500] * 9

    with pytest.raises(Away, match="500"):
        client.add_tags(order_id=ORDER, tags=["ref:spring"])

    assert len(shop.asked) == 4


def test_a_full_bucket_is_waited_for(client: Shopify, shop: PlayedShop, clock: Clock) -> None:
    shop.bucket.available = 5.0
    refill = clock.sleep

    def sleep(seconds: float) -> None:
        refill(seconds)
        shop.bucket.available += seconds * shop.bucket.refill

    client._wire._sleep = sleep
    client.add_tags(order_id=ORDER, tags=["ref:spring"])

    assert shop.room(Tagging).written == 1
    assert 0.05 <= sum(clock.slept) <= 5


def test_the_bucket_is_watched_before_it_is_empty(
    client: Shopify, shop: PlayedShop, clock: Clock
) -> None:
    shop.bucket.available = 15.0
    client.add_tags(order_id=ORDER, tags=["one"])

    shop.bucket.available = 12.0
    client.add_tags(order_id=ORDER, tags=["two"])

    assert clock.slept == [pytest.approx(0.05)]
    assert len(shop.asked) == 2


def test_a_bucket_that_fills_too_slowly_is_left_for_later(
    client: Shopify, shop: PlayedShop
) -> None:
    shop.bucket.available, shop.bucket.refill = 0.0, 0.1

    with pytest.raises(Throttled):
        client.add_tags(order_id=ORDER, tags=["ref:spring"])


@pytest.mark.parametrize(
    ("status", "error"), [(401, Disconnected), (403, Disconnected), (404, Refused), (423, Refused)]
)
def test_a_refusal_is_not_asked_again(
    client: Shopify, shop: PlayedShop, status: int, error: type[Exception]
) -> None:
    shop.manners.statuses = [status]

    with pytest.raises(error):
        client.add_tags(order_id=ORDER, tags=["ref:spring"])

    assert len(shop.asked) == 1


def test_what_shopify_says_of_our_input_is_told(client: Shopify, shop: PlayedShop) -> None:
    with pytest.raises(Refused, match="Order does not exist"):
        client.add_tags(order_id=404, tags=["ref:spring"])


@pytest.mark.parametrize(
    ("code", "error"),
    [("ACCESS_DENIED", Disconnected), ("MAX_COST_EXCEEDED", Refused)],
)
def test_errors_of_the_language_are_told_apart(
    client: Shopify, shop: PlayedShop, code: str, error: type[Exception]
) -> None:
    shop.manners.errors = [{"message": "No", "extensions": {"code": code}}]

    with pytest.raises(error, match="No"):
        client.add_tags(order_id=ORDER, tags=["ref:spring"])


def test_an_answer_that_drips_does_not_hold_us(
    shop: PlayedShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop.manners.drip = 0.02
    monkeypatch.setattr(wire, "DEADLINE", 0.3)
    with httpx.Client(timeout=5, trust_env=False) as http:
        slow = Shopify(Wire(http, url=url_of(shop.url, "x"), token=TOKEN))

        with pytest.raises(Away):
            slow.add_tags(order_id=ORDER, tags=["ref:spring"])


def test_a_shop_that_is_not_there_is_away(clock: Clock) -> None:
    with httpx.Client(timeout=1, trust_env=False) as http:
        gone = Shopify(
            Wire(
                http,
                url="http://127.0.0.1:9/graphql.json",
                token=TOKEN,
                sleep=clock.sleep,
                clock=clock.time,
            )
        )

        with pytest.raises(Away) as failure:
            gone.add_tags(order_id=ORDER, tags=["x"])

    assert failure.value.__cause__ is None
    assert TOKEN not in repr(failure.value)


def test_nobody_reads_the_token(client: Shopify) -> None:
    assert TOKEN not in repr(client._wire) + repr(vars(client))


@pytest.mark.usefixtures("inside")
def test_only_a_connected_shop_is_asked(store: Store, inside: Scope, settings: Any) -> None:
    with Lines() as lines:
        assert lines.to(store) is None

        give_token(store)
        assert lines.to(store) is not None

        store.is_sandbox = True
        assert lines.to(store) is None
        store.is_sandbox, store.shop_domain = False, "evil.example/x.myshopify.com"
        assert lines.to(store) is None


@pytest.mark.usefixtures("inside")
def test_a_shops_name_that_leads_into_our_own_network_is_not_connected_to(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A shop's domain is its owner's word; the address was public when it was first looked at."""
    give_token(store)
    host = store.shop_domain.lower()
    asked = resolver(monkeypatch, {host: [["23.227.38.65"], ["10.0.0.1"]]})
    monkeypatch.setattr(wire, "PAUSES", ())

    with Lines() as lines:
        shop = lines.to(store)
        assert shop is not None
        with pytest.raises(LeftTheBuilding, match=r"23\.227\.38\.65"):
            shop.add_tags(order_id=ORDER, tags=["x"])
        with pytest.raises(Away):
            shop.add_tags(order_id=ORDER, tags=["x"])

    assert asked == [host, host]


def test_times_are_instants() -> None:
    assert moment("2026-05-01T10:00:00Z") == datetime(2026, 5, 1, 10, tzinfo=UTC)
    assert moment("soon") is None
