"""A shop is connected by our app, in a browser: there, to Shopify, and back."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from django.test import Client
from django.utils import timezone

from stores.models import Agency, ConnectionKind, Installation, User
from stores.roles import Role
from stores.scope import every_store
from tests.factories.installs import kept_of
from tests.factories.stores import make_member
from tests.journeys.installs import (
    DOMAIN,
    come_back,
    connect,
    connectable,
    go,
    logged_in,
    stores,
    words,
)
from tests.shopify import oauth
from tests.shopify.oauth import Grants
from tests.shopify.shop import PlayedShop

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop(settings: Any) -> Iterator[PlayedShop]:
    with connectable(settings) as shop:
        yield shop


@pytest.fixture
def browser(owner: User) -> Client:
    return logged_in(owner)


def test_a_shop_is_connected_and_known_by_name(
    browser: Client, shop: PlayedShop, agency: Agency
) -> None:
    page = connect(browser, shop)

    (store,) = stores()
    kept = kept_of(store)
    assert "Fjell &amp; Garn AS is connected." in words(page) or "is connected." in words(page)
    assert (store.agency_id, store.name, store.currency) == (agency.pk, "Fjell & Garn AS", "NOK")
    assert (store.timezone, store.country, store.sends) == ("Europe/Oslo", "NO", True)
    assert store.sends_from_at is not None
    assert timezone.now() - store.sends_from_at < timedelta(minutes=1)
    assert kept.kind == ConnectionKind.INSTALLED
    assert kept.access_token in shop.tokens
    assert kept.refresh_token in shop.room(Grants).refreshes
    assert kept.access_expires_at is not None
    assert shop.room(Grants).asked[0]["expiring"] == "1"


def test_the_way_to_shopify_asks_for_an_offline_token_of_the_shop_named(
    browser: Client, shop: PlayedShop, settings: Any
) -> None:
    settings.NOTIFYHUB_SHOPIFY_URL = "https://{shop}"

    asked = urlsplit(go(browser, " HTTPS://Fjell-Garn.myshopify.com/ ".strip()))

    said = dict(parse_qsl(asked.query))
    assert asked.netloc == DOMAIN
    assert said["client_id"] == shop.app.client_id
    assert said["redirect_uri"] == f"{settings.NOTIFYHUB_BASE_URL}/shopify/callback"
    assert {"read_orders", "write_orders"} <= set(said["scope"].split(","))
    assert "grant_options" not in asked.query
    assert len(said["state"]) >= 43


@pytest.mark.parametrize(
    "name",
    ["", "evil.com", "foo@bar.myshopify.com", "a b.myshopify.com", "s.myshopify.com.evil.com",
     "fjell-garn.myshopify.com\n", "-x.myshopify.com", "http://127.0.0.1/", "æ.myshopify.com"],
)  # fmt: skip
def test_what_is_no_shops_name_leads_nowhere(browser: Client, shop: PlayedShop, name: str) -> None:
    page = browser.post("/admin/install/", {"shop": name}, follow=True)

    is_fixed = name.strip() == DOMAIN
    assert is_fixed or "name-of-shop.myshopify.com" in words(page)
    assert is_fixed or "/admin/oauth/authorize" not in words(page)


def forged(address: str, **changes: str | None) -> str:
    """The same address with other arguments, which Shopify did not sign."""
    parts = urlsplit(address)
    said = {**dict(parse_qsl(parts.query)), **{k: v for k, v in changes.items() if v is not None}}
    for name in [k for k, v in changes.items() if v is None]:
        said.pop(name)
    return parts._replace(query=urlencode(said)).geturl()


def signed(at: PlayedShop, address: str, **changes: str) -> str:
    """The same with other arguments, as if Shopify had said so."""
    parts = urlsplit(address)
    said = {**dict(parse_qsl(parts.query)), **changes}
    said.pop("hmac")
    return parts._replace(query=at.app.signed_query(said)).geturl()


@pytest.mark.parametrize(
    "changes",
    [
        {"hmac": "0" * 64},
        {"hmac": None},
        {"hmac": "ø"},
        {"shop": "other.myshopify.com"},
        {"code": "stolen"},
        {"state": "another"},
        {"timestamp": "1"},
        {"extra": "argument"},
    ],
)
def test_an_address_that_shopify_did_not_sign_connects_nothing(
    browser: Client, shop: PlayedShop, changes: dict[str, str | None]
) -> None:
    page = come_back(browser, forged(oauth.accept(shop, go(browser)), **changes))

    assert "not signed by Shopify" in words(page)
    assert stores() == []
    assert shop.room(Grants).asked == []


@pytest.mark.parametrize("seconds", [-700, 120])
def test_an_old_address_and_one_of_the_future_connect_nothing(
    browser: Client, shop: PlayedShop, seconds: int
) -> None:
    at = int(timezone.now().timestamp()) + seconds
    page = come_back(browser, signed(shop, oauth.accept(shop, go(browser)), timestamp=str(at)))

    assert "is too old" in words(page)
    assert stores() == []


def test_an_address_for_another_shop_than_was_begun_connects_nothing(
    browser: Client, shop: PlayedShop
) -> None:
    back = signed(shop, oauth.accept(shop, go(browser)), shop="other.myshopify.com")

    assert "begun by somebody else" in words(come_back(browser, back))
    assert stores() == []


def test_a_way_back_works_once(browser: Client, shop: PlayedShop) -> None:
    back = oauth.accept(shop, go(browser))

    come_back(browser, back)
    again = come_back(browser, back)

    assert "was used already" in words(again)
    assert len(stores()) == 1
    assert len(shop.room(Grants).asked) == 1


def test_a_way_back_ends_after_half_an_hour(browser: Client, shop: PlayedShop) -> None:
    back = oauth.accept(shop, go(browser))
    with every_store(because="a test lets time pass"):
        Installation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))

    assert "older than half an hour" in words(come_back(browser, back))
    assert stores() == []


def test_nobody_else_comes_back_by_it(
    browser: Client, shop: PlayedShop, agency: Agency, intruder: User, owner: User
) -> None:
    """Neither another agency's owner, nor a colleague, nor the same person in another browser."""
    back = oauth.accept(shop, go(browser))
    colleague = make_member(agency, Role.OWNER)

    for user in (intruder, colleague, owner):
        assert "begun by somebody else" in words(come_back(logged_in(user), back))
    assert stores() == []
    assert "is connected" in words(come_back(browser, back))


def test_a_stranger_is_asked_to_log_in_first(browser: Client, shop: PlayedShop) -> None:
    back = oauth.accept(shop, go(browser))

    page = Client().get(urlsplit(back).path + "?" + urlsplit(back).query)

    assert page.status_code == 302
    assert page.headers["Location"].startswith("/admin/login/")
    assert stores() == []


@pytest.mark.parametrize("role", [Role.MARKETER, Role.SUPPORT, Role.ANALYST])
def test_who_may_not_connect_stores_may_not_come_back_either(
    shop: PlayedShop, agency: Agency, role: Role
) -> None:
    client = logged_in(make_member(agency, role))

    assert client.post("/admin/install/", {"shop": DOMAIN}).status_code == 403
    assert client.get("/shopify/callback").status_code == 403


def test_a_code_that_shopify_refuses_says_what_to_do(browser: Client, shop: PlayedShop) -> None:
    back = signed(shop, oauth.accept(shop, go(browser)), code="0" * 32)

    assert "connect once more" in words(come_back(browser, back))
    assert stores() == []


def test_shopify_away_says_so_and_the_next_time_works(browser: Client, shop: PlayedShop) -> None:
    shop.manners.statuses = [503]

    assert "try again in a minute" in words(connect(browser, shop))
    assert "is connected" in words(connect(browser, shop))
    assert len(stores()) == 1


def test_an_app_whose_secret_is_rotated_still_knows_what_the_old_one_signed(
    browser: Client, shop: PlayedShop, settings: Any
) -> None:
    back = oauth.accept(shop, go(browser))
    settings.SHOPIFY_API_SECRETS = ["shpss_the_next_one", shop.app.secret]
    shop.app.secret = "shpss_the_next_one"

    assert "is connected" in words(come_back(browser, back))


def test_without_an_app_the_page_says_how_else(browser: Client, settings: Any) -> None:
    settings.SHOPIFY_API_KEY = ""

    page = words(browser.get("/admin/install/"))
    refused = browser.post("/admin/install/", {"shop": DOMAIN}, follow=True)

    assert "has no app at Shopify" in page
    assert "/admin/stores/store/add/" in page
    assert "SHOPIFY_API_KEY" in words(refused)


def test_missing_permissions_are_explained_where_the_store_is_mended(
    browser: Client, shop: PlayedShop
) -> None:
    shop.room(Grants).declines = frozenset({"write_orders", "read_locales"})

    page = words(connect(browser, shop))
    assert "Some permissions are missing" in page
    assert "Tags, notes and corrected addresses stay here." in page
    assert "write_discounts" not in page

    shop.room(Grants).declines = frozenset()
    assert "Some permissions are missing" not in words(connect(browser, shop))
