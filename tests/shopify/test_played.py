"""The played Shopify is strict where Shopify is, or the tests that lean on it prove nothing."""

import subprocess
import sys
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from stores.shopify.documents import ADD_TAGS
from tests.shopify import answers, schema, selling
from tests.shopify.news import News, deliver, tell
from tests.shopify.oauth import EXCHANGE, ID_TOKEN, OFFLINE, Grants, accept
from tests.shopify.orders import Orders
from tests.shopify.server import Played, playing, playing_many
from tests.shopify.shop import TOKEN, PlayedShop

ROOT = Path(__file__).parents[2]
DOOR = "http://127.0.0.1:9/in/shopify/x"
WITH_SCHEMA = pytest.mark.skipif(not schema.SCHEMA.exists(), reason="Shopify's schema is not here")


def tokens(shop: PlayedShop, **said: str) -> httpx.Response:
    known = {"client_id": shop.app.client_id, "client_secret": shop.app.secret}
    url = f"{shop.url}/admin/oauth/access_token"
    return httpx.post(url, json={**known, **said}, trust_env=False)


def code_of(shop: PlayedShop) -> str:
    asked = f"{shop.url}/admin/oauth/authorize?scope=read_orders&state=s&redirect_uri=http://us/cb"
    (code,) = parse_qs(urlsplit(accept(shop, asked)).query)["code"]
    return code


def ask(shop: PlayedShop, token: str = TOKEN) -> httpx.Response:
    asked = {
        "operationName": ADD_TAGS.name,
        "query": ADD_TAGS.text,
        "variables": {"id": "gid://shopify/Order/1", "tags": ["gift"]},
    }
    headers = {"X-Shopify-Access-Token": token}
    url = f"{shop.url}/admin/api/2026-10/graphql.json"
    return httpx.post(url, json=asked, headers=headers, trust_env=False)


def test_it_runs_without_django() -> None:
    code = (
        "import sys; from tests.shopify.server import Played; Played(); "
        "assert not any(name.split('.')[0] == 'django' for name in sys.modules)"
    )

    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT, timeout=60)


@pytest.mark.corpus
@WITH_SCHEMA
@pytest.mark.parametrize(
    "lie",
    [
        {"tagsAdd": {"node": {"id": "gid://shopify/Order/1"}}},  # no userErrors
        {"tagsAdd": {"node": {"id": None}, "userErrors": []}},
        {"tagsAdd": {"node": {"id": "gid://shopify/Sheep/1"}, "userErrors": []}},
        {"tagsAdd": {"node": None, "userErrors": "none"}},
    ],
)
def test_an_answer_that_shopify_could_not_give_is_a_lie(
    lie: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = {**answers.every_answer(), "AddTags": lambda _shop, _variables: lie}
    monkeypatch.setattr("tests.shopify.shop.every_answer", lambda: known)

    with (
        pytest.raises(AssertionError, match="not Shopify's schema"),
        playing(PlayedShop()) as shop,
    ):
        assert "errors" in ask(shop).json()


def test_shops_of_one_server_know_nothing_of_each_other() -> None:
    here, there = PlayedShop(Orders.tagged({1: []}), domain="a.myshopify.com"), PlayedShop()
    with playing_many(here, there) as played:
        ask(here)
        there.tokens = {"other": float("inf")}

        assert ask(there).status_code == 401
        assert httpx.get(f"{played.address}/c.myshopify.com/", trust_env=False).status_code == 404

    assert here.room(Orders).tags(1) == ["gift"]


def test_a_code_is_good_once_and_for_our_app_alone() -> None:
    with playing(PlayedShop()) as shop:
        code = code_of(shop)

        first, second = tokens(shop, code=code), tokens(shop, code=code)
        forged = tokens(shop, code=code_of(shop), client_secret="guessed")

    assert (first.status_code, second.status_code, forged.status_code) == (200, 400, 400)
    assert "refresh_token" not in first.json()


def test_a_refresh_token_lives_until_its_replacement_is_used() -> None:
    with playing(PlayedShop()) as shop:
        pair = tokens(shop, code=code_of(shop), expiring="1").json()
        old = pair["refresh_token"]

        def refresh(token: str) -> httpx.Response:
            return tokens(shop, grant_type="refresh_token", refresh_token=token)

        lost = refresh(old).json()["refresh_token"]
        new = refresh(old).json()["refresh_token"]  # the answer was lost; once more
        assert refresh(lost).status_code == 401
        newer = refresh(new)

        assert newer.status_code == 200
        assert refresh(old).status_code == 401
        assert ask(shop, newer.json()["access_token"]).status_code == 200


def test_a_session_token_is_exchanged_if_it_is_of_this_shop_and_of_now() -> None:
    with playing(PlayedShop()) as shop:
        said = {
            "grant_type": EXCHANGE,
            "subject_token_type": ID_TOKEN,
            "requested_token_type": OFFLINE,
        }
        good = shop.app.session_token(shop.domain)
        others = shop.app.session_token("other.myshopify.com")
        late = shop.app.session_token(shop.domain, lives=-5)

        found = [
            tokens(shop, **said, subject_token=each).status_code for each in (good, others, late)
        ]

    assert found == [200, 400, 400]


def test_an_access_token_ends() -> None:
    with playing(PlayedShop(Orders.tagged({1: []}))) as shop:
        shop.room(Grants).access_seconds = 0
        token = tokens(shop, code=code_of(shop), expiring="1").json()["access_token"]

        assert ask(shop, token).status_code == 401


def test_webhooks_are_dropped_repeated_and_shuffled_as_asked() -> None:
    shop, told = PlayedShop(), list[bytes]()
    shop.room(News).subscribe("orders/create", DOOR)

    def post(_uri: str, headers: dict[str, str], body: bytes) -> int:
        assert headers["X-Shopify-Hmac-Sha256"] == shop.app.body_mark(body)
        told.append(body)
        return 200

    for number in range(100):
        tell(shop, "orders/create", {"id": number})
    deliver(shop, post=post, drops=0.3, repeats=2, shuffles=Random(7))

    assert 110 <= len(told) <= 170
    assert len(told) + len(shop.room(News).dropped) == 200
    assert told != sorted(told)


def test_a_subscription_ends_after_eight_failures_in_a_row() -> None:
    shop = PlayedShop()
    shop.room(News).subscribe("orders/create", DOOR)
    tell(shop, "orders/create", {"id": 1})
    for _try in range(7):
        deliver(shop, post=lambda *_said: 500)
    before = len(shop.room(News).subscriptions)

    deliver(shop, post=lambda *_said: 301)

    assert (before, len(shop.room(News).subscriptions)) == (1, 0)
    assert len(shop.room(News).dropped) == 1


def test_a_shop_that_is_open_tells_of_its_deeds_and_of_ours() -> None:
    def opens(shop: PlayedShop) -> None:
        shop.listeners.append(selling.echo)
        selling.seed(shop, 5)

    played = Played(opens=opens)
    with played.start() as server:
        server.server_close()
    shop = played._shop("fjell-demo.myshopify.com")
    assert shop is not None
    assert played._shop("fjell-demo.example") is None
    for topic in ("orders/create", "orders/updated", "fulfillments/create", "app/uninstalled"):
        shop.room(News).subscribe(topic, DOOR)

    number = selling.sell(shop)["id"]
    selling.send_off(shop, number)
    shop.answer(
        "/admin/api/2026-10/graphql.json",
        TOKEN,
        {
            "operationName": ADD_TAGS.name,
            "query": ADD_TAGS.text,
            "variables": {"id": f"gid://shopify/Order/{number}", "tags": ["gift"]},
        },
    )
    selling.uninstall(shop)

    news = [each.headers["X-Shopify-Topic"] for each in shop.room(News).outbox]
    assert news == [
        "orders/create",
        "fulfillments/create",
        "orders/updated",
        "orders/updated",
        "app/uninstalled",
    ]
    assert b'"tags": "gift"' in shop.room(News).outbox[3].body
    assert shop.tokens == {}
    assert shop.lies == []
