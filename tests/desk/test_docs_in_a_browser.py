"""The API's page in a real browser: a person tries calls in their own name, offline, on a phone."""

import re

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect
from pytest_django.live_server_helper import LiveServer

from orders.models import Note
from stores.models import Store, User
from stores.scope import store_scope
from tests.browsing import fits, needs_chromium
from tests.desk.test_browser import browser, open_at, support
from tests.factories.stores import PASSWORD
from tests.factories.worlds import make_order

__all__ = ["browser", "support"]  # fixtures
pytestmark = needs_chromium


def is_trouble(said: ConsoleMessage) -> bool:
    """What Swagger UI says of its own links aside."""
    return said.type == "error" and not said.text.startswith("Deprecated: escaping deep link")


def opened(page: Page, server: LiveServer, operation: str) -> None:
    """The page with one operation unfolded, ready to be tried."""
    page.goto("about:blank")  # an address that differs behind # alone loads nothing anew
    page.goto(f"{server.url}/api/v1/docs/#/{operation}")
    page.wait_for_selector(".opblock.is-open", timeout=60_000)
    page.click(".opblock.is-open button.try-out__btn")


def answered(page: Page) -> tuple[str, str]:
    page.click(".opblock.is-open button.execute")
    live = page.locator(".opblock.is-open .live-responses-table")
    expect(live).to_be_visible(timeout=20_000)
    status = live.locator("tr.response td.response-col_status").first.inner_text()
    return status.strip()[:3], live.locator(".microlight").first.inner_text()


@pytest.mark.parametrize("width", [1440, 390])
def test_a_person_reads_and_writes_from_the_docs_page(
    live_server: LiveServer, browser: Browser, store: Store, support: User, width: int
) -> None:
    order = make_order(store, name="#7001", number=7001)
    troubles: list[str] = []
    page = open_at(browser, live_server, width, troubles)
    page.on("console", lambda one: troubles.append(one.text) if is_trouble(one) else None)
    page.fill("[name=username]", support.email)
    page.fill("[name=password]", PASSWORD)
    page.click("button[type=submit]")
    expect(page.locator("h1")).to_be_visible()

    opened(page, live_server, "me/me")
    expect(page.locator(".docs-bar")).to_contain_text("Jonas Berg")
    status, said = answered(page)
    assert status == "200"
    assert '"role": "SUPPORT"' in said
    assert "X-CSRFToken" not in page.locator(".curl-command").inner_text()
    fits(page)

    opened(page, live_server, "orders/order_notes_create")
    page.fill(".opblock.is-open [placeholder=public_id]", str(order.public_id))
    page.fill(".opblock.is-open textarea.body-param__text", '{"text": "Written on the docs page"}')
    status, said = answered(page)
    assert status == "201", said
    with store_scope(store.pk):
        assert Note.objects.get().author_name == "Jonas Berg"
    assert troubles == []


def test_who_is_logged_out_is_told_how_to_come_in(
    live_server: LiveServer, browser: Browser, store: Store
) -> None:
    page = browser.new_context().new_page()
    opened(page, live_server, "me/me")

    status, said = answered(page)

    assert status == "401"
    assert re.search(r"not-authenticated", said)
    expect(page.locator(".docs-bar")).to_contain_text("Log in")
