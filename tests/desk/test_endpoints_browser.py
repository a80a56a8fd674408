"""A manager sets up an endpoint in a real browser: the secret once, a test event, its answer."""

import os
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connections
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from outbound.posting import Posting
from stores.models import Store
from stores.roles import Role
from stores.scope import every_store
from tests.browsing import chromium, faults, fits, needs_chromium
from tests.common.outgoing.servers import answer, server
from tests.desk.endpoints import make_delivery, make_endpoint
from tests.factories.stores import PASSWORD, make_member

pytestmark = needs_chromium


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
        width = page.evaluate("innerWidth")
        page.screenshot(path=f"{kept}/{name}-{width}.png", full_page=True)


@pytest.fixture(params=[(1440, "light"), (390, "light"), (1440, "dark")], ids=str)
def desk(
    request: pytest.FixtureRequest, live_server: LiveServer, browser: Browser, store: Store
) -> Page:
    """A manager who has logged in."""
    width, scheme = request.param
    manager = make_member(store.agency, Role.MANAGER, name="Jonas Berg")
    page = browser.new_context(
        base_url=live_server.url,
        viewport={"width": width, "height": 900},
        color_scheme=scheme,
    ).new_page()
    page.goto("/admin/")
    page.fill("[name=username]", manager.email)
    page.fill("[name=password]", PASSWORD)
    page.click("button[type=submit]")
    return page


def test_an_endpoint_is_made_and_tried(desk: Page, settings: Any) -> None:
    settings.NOTIFYHUB_PRIVATE_SERVICES = True  # the receiver stands on this machine
    with server(answer("200 OK", b'{"taken": true}', "Content-Type: application/json")) as heard:
        desk.goto("/admin/endpoints/")
        look(desk, "endpoints-none")
        desk.click("text=New endpoint")
        desk.fill("[name=url]", "https://u:p@hooks.example.com/")
        desk.check("[name=which][value=some]")
        desk.check("[name=kinds][value=ORDER_PLACED]")
        desk.click("text=Create, and show the secret")
        expect(desk.locator(".fielderror")).to_contain_text("password out of the URL")
        look(desk, "endpoint-form")

        desk.fill("[name=url]", heard.url)
        desk.fill("[name=description]", "Warehouse")
        desk.click("text=Create, and show the secret")
        secret = desk.input_value("#endpoint-secret")
        look(desk, "endpoint-secret")
        desk.click("text=Send a test event")
        expect(desk.locator("h1")).to_contain_text("It leaves at once.")
        with every_store(because="a test stands in for the worker"):
            Posting(clock=timezone.now).run(seconds=5.0)
        expect(desk.locator("h1")).to_contain_text("It was taken")  # without a click
        expect(desk.locator(".attempt")).to_contain_text('"taken": true')
        look(desk, "delivery")

    assert secret.startswith("whsec_")
    assert b'"endpoint.tested"' in heard.requests[0]
    desk.click("text=Warehouse")
    expect(desk.locator("body")).not_to_contain_text(secret)
    look(desk, "endpoint")


def test_an_endpoint_in_trouble_is_paused_and_goes_on(desk: Page, store: Store) -> None:
    ill = make_endpoint(
        store.agency,
        url=f"https://hooks.example.com/{'long-' * 60}",
        description="Helpdesk",
        failing_since=timezone.now(),
        last_error="It answered 503; a delivery is confirmed by any status from 200 to 299.",
    )
    make_delivery(ill, state="FAILED", status=503, error="It answered 503.")

    desk.goto("/admin/endpoints/")
    look(desk, "endpoints")
    desk.click("text=Helpdesk")
    expect(desk.locator(".notice.warn")).to_contain_text("It answered 503")
    look(desk, "endpoint-failing")
    desk.click("text=All deliveries")
    look(desk, "deliveries")
    desk.click("text=order.placed >> nth=-1")
    look(desk, "delivery-failed")
    desk.click("text=Helpdesk")
    desk.click("text=Pause")
    look(desk, "endpoint-paused")
    desk.check("[name=from][value=now]")
    desk.click("text=Switch on")
    expect(desk.locator(".pagehead .state")).to_contain_text("Gets events")
    desk.click("text=Remove this endpoint")
    look(desk, "endpoint-remove")
