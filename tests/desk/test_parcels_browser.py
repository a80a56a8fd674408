"""A support person adds a parcel in a real browser, and is asked whose number it is."""

import os
from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.db import connections
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from shipping import parcels
from shipping.models import Parcel
from stores.models import Store
from stores.roles import Role
from stores.scope import store_scope
from tests.browsing import chromium, faults, fits, needs_chromium
from tests.factories.parcels import FIRST, NOW, SECOND, draft, placed_order, so_many
from tests.factories.stores import PASSWORD, make_member

pytestmark = needs_chromium
OPEN = "123456789012"


@pytest.fixture
def browser(monkeypatch: pytest.MonkeyPatch) -> Iterator[Browser]:
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    monkeypatch.setitem(connections.settings["default"], "CONN_MAX_AGE", 0)
    cache.clear()
    with chromium() as browser:
        yield browser
        connections.close_all()


def look(page: Page, name: str) -> None:
    """Nothing scrolls sideways, and axe finds nothing on our part of the page."""
    fits(page, name)
    assert faults(page, context=".nh") == []
    if kept := os.environ.get("NOTIFYHUB_TEST_PICTURES"):
        page.screenshot(path=f"{kept}/{name}.png", full_page=True)


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (390, "light"), (1440, "dark")])
def test_a_parcel_is_added_and_its_carrier_asked_for(
    live_server: LiveServer, browser: Browser, store: Store, width: int, scheme: str
) -> None:
    support = make_member(store.agency, Role.SUPPORT, name="Jonas Berg")
    with store_scope(store.pk):
        order = placed_order(store)
        held = parcels.add_parcel(
            order=order,
            draft=draft(FIRST, company="Bring", lines=so_many(1)),
            actor="Mina Dahl",
            now=NOW,
        )
        parcels.change_number(parcel=held, draft=draft(SECOND), actor="Mina Dahl", now=NOW)
    page = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme=scheme,  # type: ignore[arg-type]  # one of its words
    ).new_page()
    page.goto(f"{live_server.url}/admin/")
    page.fill("[name=username]", support.email)
    page.fill("[name=password]", PASSWORD)
    page.click("button[type=submit]")

    page.goto(f"{live_server.url}/admin/orders/order/{order.pk}/")
    expect(page.locator("#parcels s")).to_contain_text(FIRST)
    look(page, f"order-{width}-{scheme}")
    page.click("text=Add a parcel")
    page.fill("[name=number]", OPEN)
    page.click("text=Add the parcel")
    expect(page.locator("legend", has_text="Who brings it?")).to_be_visible()
    look(page, f"form-{width}-{scheme}")
    page.locator("[name=carrier]").first.check()
    page.click("text=Add the parcel")
    expect(page.locator("#parcels")).to_contain_text(OPEN)

    with store_scope(store.pk):
        assert Parcel.objects.get(number=OPEN).carrier_ground == "STAFF"
    page.goto(f"{live_server.url}/admin/shipping/parcel/")
    expect(page.locator(".nh, #result_list, table").first).to_contain_text(OPEN)
    if kept := os.environ.get("NOTIFYHUB_TEST_PICTURES"):
        page.screenshot(path=f"{kept}/list-{width}-{scheme}.png", full_page=True)
    page.goto(f"{live_server.url}/admin/parcels/files/")
    look(page, f"files-{width}-{scheme}")
