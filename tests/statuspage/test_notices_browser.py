"""A buyer turns notices on in a real browser.

A headless Chromium without a network has no push service to subscribe at, so `subscribe` itself is
replaced by one that answers as it does; the page, its policy, the worker and the server are real.
"""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connections
from playwright.sync_api import Browser, Page, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from messaging.models import PushSubscription
from messaging.states import Channel
from orders.models import Order
from stores.models import Store
from stores.scope import store_scope
from tests.browsing import chromium, needs_chromium
from tests.factories.messaging import make_order
from tests.factories.ways import say_ways, subscription_json
from tests.messaging.push_services import PRIVATE_KEY

pytestmark = needs_chromium
PATIENCE_MS = 15_000  # a busy machine may take its time
# What a browser's push service would give; the worker's registration is waited for as there.
SUBSCRIBES = """
const said = %s;
const subscription = { endpoint: said.endpoint, options: {}, toJSON: () => said };
let on = false;
PushManager.prototype.getSubscription = async () => (on ? subscription : null);
PushManager.prototype.subscribe = async (options) => {
  if (!options.userVisibleOnly || options.applicationServerKey.length !== 65) throw new Error();
  on = true;
  return subscription;
};
"""


@pytest.fixture
def browser(monkeypatch: pytest.MonkeyPatch) -> Iterator[Browser]:
    # Playwright's own loop runs in this thread; our queries beside it are as sync as ever.
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    monkeypatch.setitem(connections.settings["default"], "CONN_MAX_AGE", 0)
    with chromium() as browser:
        yield browser
        connections.close_all()


@pytest.fixture
def order(store: Store, settings: Settings) -> Order:
    settings.NOTIFYHUB_VAPID_PRIVATE_KEY = PRIVATE_KEY
    say_ways(store, Channel.PUSH)
    return make_order(store, locale="en")


def known(order: Order) -> int:
    with store_scope(order.store_id):
        return PushSubscription.objects.filter(order=order).count()


def opened(browser: Browser, server: LiveServer, order: Order, **context: Any) -> Page:
    page = browser.new_context(**context).new_page()
    page.add_init_script(SUBSCRIBES % json.dumps(subscription_json()))
    page.goto(f"{server.url}/s/{order.token}")
    return page


def test_a_buyer_turns_notices_on_and_off(
    browser: Browser, live_server: LiveServer, order: Order
) -> None:
    errors: list[str] = []
    page = opened(browser, live_server, order, permissions=["notifications"])
    page.on("pageerror", lambda error: errors.append(str(error)))
    offer = page.locator("#notices")

    offer.get_by_role("button", name="Turn notices on").click()
    expect(offer.get_by_role("button", name="Turn notices off")).to_be_visible(timeout=PATIENCE_MS)
    assert known(order) == 1
    workers = page.evaluate(
        "navigator.serviceWorker.getRegistration('/s/').then((one) => one.scope)"
    )
    assert workers == f"{live_server.url}/s/"

    offer.get_by_role("button", name="Turn notices off").click()
    expect(offer.get_by_role("button", name="Turn notices on")).to_be_visible(timeout=PATIENCE_MS)
    assert known(order) == 0
    assert errors == []


def test_without_script_the_page_is_whole_and_offers_nothing(
    browser: Browser, live_server: LiveServer, order: Order
) -> None:
    page = opened(browser, live_server, order, java_script_enabled=False)

    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator("#notices")).to_be_hidden()
