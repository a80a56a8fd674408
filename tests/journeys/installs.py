"""Connecting a shop in a browser: to Shopify, and back."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final
from urllib.parse import urlsplit

from django.test import Client

from stores.models import Store, User
from stores.scope import every_store
from tests.shopify import oauth
from tests.shopify.server import playing
from tests.shopify.shop import PlayedShop

DOMAIN: Final = "fjell-garn.myshopify.com"


@contextmanager
def connectable(settings: Any) -> Iterator[PlayedShop]:
    """A shop to connect, at which this installation has an app."""
    with playing(PlayedShop(domain=DOMAIN)) as shop:
        settings.NOTIFYHUB_SHOPIFY_URL = shop.url
        settings.SHOPIFY_API_KEY = shop.app.client_id
        settings.SHOPIFY_API_SECRETS = [shop.app.secret]
        yield shop


def logged_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def go(browser: Client, name: str = DOMAIN) -> str:
    """To the page that says what Shopify will ask; where its link leads."""
    page = browser.post("/admin/install/", {"shop": name})
    assert page.status_code == 200, page.content
    found = re.search(r'href="(http[^"]+/admin/oauth/authorize[^"]+)"', page.content.decode())
    assert found, "no link to Shopify"
    return found[1].replace("&amp;", "&")


def come_back(browser: Client, address: str) -> Any:
    """To where Shopify leads: the page that follows."""
    parts = urlsplit(address)
    return browser.get(f"{parts.path}?{parts.query}", follow=True)


def connect(browser: Client, shop: PlayedShop) -> Any:
    return come_back(browser, oauth.accept(shop, go(browser)))


def words(page: Any) -> str:
    return re.sub(r"\s+", " ", page.content.decode())


def stores() -> list[Store]:
    with every_store(because="a test looks"):
        return list(Store.objects.filter(shop_domain=DOMAIN).order_by("pk"))
