"""The app's file for Shopify says what the code does."""

import tomllib
from pathlib import Path
from typing import Any

from stores.scopes import WANTED
from stores.shopify.app import CALLBACK
from stores.shopify.documents import API_VERSION


def said() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parents[2] / "shopify.app.toml").read_text())


def test_it_asks_for_the_scopes_that_we_want() -> None:
    wanted = sorted(each.name for each in WANTED if not each.is_extra)

    assert said()["access_scopes"]["scopes"].split(",") == wanted


def test_it_leads_back_to_our_doors() -> None:
    assert [url.partition(".example")[2] for url in said()["auth"]["redirect_urls"]] == [CALLBACK]


def test_webhooks_speak_the_version_that_we_read() -> None:
    assert said()["webhooks"]["api_version"] == API_VERSION


def test_the_compliance_topics_are_subscribed_to() -> None:
    (subscription,) = said()["webhooks"]["subscriptions"]

    assert sorted(subscription["compliance_topics"]) == [
        "customers/data_request",
        "customers/redact",
        "shop/redact",
    ]
    assert subscription["uri"].endswith("/in/shopify/app")
