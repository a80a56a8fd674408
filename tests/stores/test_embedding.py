"""Our app inside the shop's admin: who may frame it, whom it believes, and what it shows."""

import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from stores import services
from stores.models import LostReason, Store
from stores.scope import every_store
from tests.factories.installs import install, kept_of
from tests.shopify.oauth import EXCHANGE, Grants
from tests.shopify.server import playing
from tests.shopify.shop import PlayedShop

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop(store: Store, settings: Any) -> Iterator[PlayedShop]:
    with playing(PlayedShop(domain=store.shop_domain)) as shop:
        shop.app.secret = "shpss_" + "0" * 32  # as long as theirs
        settings.NOTIFYHUB_SHOPIFY_URL = shop.url
        settings.SHOPIFY_API_KEY = shop.app.client_id
        settings.SHOPIFY_API_SECRETS = [shop.app.secret]
        yield shop


def opened(shop: PlayedShop, token: str | None = None, **claims: Any) -> Any:
    token = shop.app.session_token(shop.domain, **claims) if token is None else token
    query = {"embedded": "1", "shop": shop.domain, "id_token": token}
    return Client().get("/shopify/app", query)


def exchanges(shop: PlayedShop) -> int:
    return sum(each.get("grant_type") == EXCHANGE for each in shop.room(Grants).asked)


def policy(page: Any) -> dict[str, str]:
    parts = (each.strip().partition(" ") for each in page["Content-Security-Policy"].split(";"))
    return {name: rest for name, _space, rest in parts}


def test_a_connected_store_is_shown_to_the_shops_staff(store: Store, shop: PlayedShop) -> None:
    install(store, shop, scopes=("write_orders",))

    page = opened(shop)

    assert page.status_code == 200
    assert "is connected" in page.content.decode()
    assert "X-Frame-Options" not in page
    assert policy(page)["frame-ancestors"] == f"https://{shop.domain} https://admin.shopify.com"


def test_no_other_page_may_be_framed_by_shopify(shop: PlayedShop) -> None:
    for path in ("/admin/login/", "/shopify/callback"):
        page = Client().get(path)
        assert page["X-Frame-Options"] == "SAMEORIGIN"
        assert "shopify" not in page.get("Content-Security-Policy", "")


def test_tokens_of_a_lost_connection_are_had_by_the_session(store: Store, shop: PlayedShop) -> None:
    install(store, shop)
    with every_store(because="a test loses a connection"):
        kept = kept_of(store)
        kept.lost_at, kept.lost_reason = timezone.now(), LostReason.REFRESH_REFUSED
        kept.save()

    assert opened(shop).status_code == 200

    again = kept_of(store)
    assert (again.lost_at, exchanges(shop)) == (None, 1)
    assert again.access_token != kept.access_token
    assert again.access_token in shop.tokens
    assert again.refresh_token in shop.room(Grants).refreshes


@pytest.mark.parametrize(
    "claims",
    [
        {"aud": "another-app"},
        {"iss": "https://evil.example/admin", "dest": "https://evil.example"},
        {"iss": "https://other.myshopify.com/admin"},
        {"dest": "https://store-1.myshopify.com.evil.example"},
        {"lives": -30},
        {"nbf": 4_000_000_000},
        {"exp": None},
        {"sub": None},
        {"dest": 7},
    ],
)
def test_a_session_token_that_is_not_ours_or_not_of_now_opens_nothing(
    store: Store, shop: PlayedShop, claims: dict[str, Any]
) -> None:
    install(store, shop)

    page = opened(shop, **claims)

    assert page.status_code == 403
    assert "is connected" not in page.content.decode()
    assert store.name not in page.content.decode()


@pytest.mark.parametrize("token", ["x", "a.b.c", "ø", "." * 3, "e" * 9000])
def test_what_is_no_token_opens_nothing(store: Store, shop: PlayedShop, token: str) -> None:
    assert opened(shop, token).status_code == 403


def test_a_token_that_another_key_signed_opens_nothing(store: Store, shop: PlayedShop) -> None:
    install(store, shop)
    good = shop.app.session_token(shop.domain)
    shop.app.secret = "shpss_of_somebody_else"

    forged = shop.app.session_token(shop.domain)

    assert opened(shop, forged).status_code == 403
    assert opened(shop, good).status_code == 200


def test_a_shop_that_nobody_connected_is_led_out_of_the_frame(shop: PlayedShop) -> None:
    shop.domain = "ny-butikk.myshopify.com"

    page = opened(shop).content.decode()

    assert "One step is left" in page
    assert 'target="_blank"' in page
    assert "/admin/install/?shop=ny-butikk.myshopify.com" in page
    assert exchanges(shop) == 0


@pytest.mark.parametrize("way", ["uninstalled", "pasted"])
def test_whose_the_shop_is_to_be_is_never_guessed(store: Store, shop: PlayedShop, way: str) -> None:
    """A removed app that is installed anew belongs to nobody until a person of ours says so."""
    if way == "uninstalled":
        install(store, shop)
        with every_store(because="a test uninstalls"):
            services.record_uninstall(store=store, now=timezone.now() - timedelta(days=1))

    page = opened(shop).content.decode()

    assert "One step is left" in page
    assert store.name not in page
    assert exchanges(shop) == 0
    assert kept_of(store).access_token == ""


def test_without_a_token_the_frame_waits_for_app_bridge(shop: PlayedShop, settings: Any) -> None:
    page = Client().get("/shopify/app", {"embedded": "1", "shop": shop.domain})

    assert "https://cdn.shopify.com" in policy(page)["script-src"]
    assert f'content="{settings.SHOPIFY_API_KEY}"' in page.content.decode()


def test_outside_of_a_frame_it_leads_to_where_stores_are_connected(shop: PlayedShop) -> None:
    page = Client().get("/shopify/app", {"shop": shop.domain})
    odd = Client().get("/shopify/app", {"shop": "evil.example/x"})

    assert page["Location"] == f"/admin/install/?shop={shop.domain}"
    assert odd["Location"] == "/admin/install/?shop="


def test_a_page_of_no_shop_is_framed_by_nobody(shop: PlayedShop) -> None:
    page = Client().get("/shopify/app", {"embedded": "1", "shop": "evil.example"})

    assert policy(page)["frame-ancestors"] == "'none'"


def test_a_session_token_opens_for_a_minute(store: Store, shop: PlayedShop) -> None:
    """Ten seconds of leeway for clocks."""
    install(store, shop)

    assert opened(shop, lives=-5).status_code == 200
    assert opened(shop, exp=int(time.time()) - 15).status_code == 403
