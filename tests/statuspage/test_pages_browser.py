"""The buyer's pages in a real browser: axe finds nothing, nothing is fetched, nothing overflows."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connections
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from statuspage.models import FaqEntry, PageSettings
from stores.models import Store
from stores.scope import store_scope
from tests import browsing
from tests.browsing import chromium, needs_chromium
from tests.factories.buyers_pages import STATES, make_page

pytestmark = needs_chromium
# WCAG 2.0 to 2.2, A and AA.
RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
}
LOOKS = [("light", 1440), ("dark", 1440), ("light", 390), ("dark", 390)]
# A name that a browser does not break: wider than a phone unless the page breaks it.
TOO_WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


@pytest.fixture
def browser(monkeypatch: pytest.MonkeyPatch) -> Iterator[Browser]:
    # Playwright's own loop runs in this thread; our queries beside it are as sync as ever.
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    monkeypatch.setitem(connections.settings["default"], "CONN_MAX_AGE", 0)
    with chromium() as browser:
        yield browser
        connections.close_all()


def looked_at(browser: Browser, look: tuple[str, int], **context: Any) -> Page:
    scheme, width = look
    return browser.new_context(
        color_scheme=scheme,  # type: ignore[arg-type]  # a literal, from LOOKS
        viewport={"width": width, "height": 900},
        **context,
    ).new_page()


def faults(page: Page) -> list[str]:
    """What axe finds, with every fold of the page open."""
    page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")
    wide = ["it is wider than the window"] if page.evaluate(TOO_WIDE) else []
    return wide + browsing.faults(page, options=RULES)


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: f"{look[0]}-{look[1]}")
def test_axe_finds_nothing_on_any_page(
    browser: Browser, live_server: LiveServer, store: Store, look: tuple[str, int]
) -> None:
    with store_scope(store.pk):
        PageSettings.objects.create(store=store, privacy_url="https://shop.example/privacy")
        FaqEntry.objects.create(
            store=store, locale="en", question="Why two parcels?", answer="One was ready."
        )
    paths = {state: f"/s/{make_page(store, state).token}" for state in STATES}
    paths["look-up"] = f"/find/{store.public_id}/"
    page = looked_at(browser, look)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    found = {}
    for name, path in paths.items():
        page.goto(live_server.url + path)
        found[name] = faults(page)

    assert {name: wrong for name, wrong in found.items() if wrong} == {}
    assert asked == [live_server.url + path for path in paths.values()]


def test_who_lost_the_link_asks_for_it_without_a_script(
    browser: Browser, live_server: LiveServer, store: Store
) -> None:
    page = looked_at(browser, ("light", 390), java_script_enabled=False)
    page.goto(f"{live_server.url}/find/{store.public_id}/")

    page.get_by_label("Order number").fill("#1001")
    page.get_by_label("E-mail address or phone number of the order").fill("ola@example.com")
    page.get_by_role("button", name="Send me the link").click()

    assert page.get_by_role("heading", level=1).inner_text() == "Look into your inbox"


def test_all_that_a_page_says_is_reached_without_a_script(
    browser: Browser, live_server: LiveServer, store: Store
) -> None:
    order = make_page(store, "of_many_lines")
    page = looked_at(browser, ("light", 390), java_script_enabled=False)
    page.goto(f"{live_server.url}/s/{order.token}")

    page.get_by_text("28 lines more").click()

    assert page.get_by_text("Garnnøste nummer 40").is_visible()
    page.get_by_text("Report a problem").click()
    assert page.get_by_label("Tell us in a few words").is_visible()
