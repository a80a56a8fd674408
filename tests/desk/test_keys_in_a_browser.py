"""A key in a real browser: added, and asked for at the next log-in, under the pages' own policy."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.db import connections
from playwright.sync_api import Browser, Page, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from stores import factors
from stores.models import Store, User
from tests.browsing import chromium, needs_chromium
from tests.factories.stores import PASSWORD

pytestmark = needs_chromium


@pytest.fixture
def browser(monkeypatch: pytest.MonkeyPatch) -> Iterator[Browser]:
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    monkeypatch.setitem(connections.settings["default"], "CONN_MAX_AGE", 0)
    cache.clear()
    with chromium() as browser:
        yield browser
        connections.close_all()


def with_a_key(page: Page) -> None:
    """The browser's own stand-in for a key at the USB port."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "usb",
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )


def log_in(page: Page, server: LiveServer, user: User) -> None:
    page.goto(f"{server.url}/admin/login/")
    page.fill("[name=username]", user.email)
    page.fill("[name=password]", PASSWORD)
    page.click("button[type=submit]")


def test_a_key_is_added_and_asked_for(
    live_server: LiveServer, browser: Browser, store: Store, owner: User, settings: Settings
) -> None:
    settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True  # http, as at a machine of one's own
    troubles: list[str] = []
    page = browser.new_page()
    page.on("pageerror", lambda error: troubles.append(str(error)))
    with_a_key(page)
    log_in(page, live_server, owner)
    page.goto(f"{live_server.url}/admin/account/keys/")
    page.fill("[name=name]", "Blue key")
    page.click("text=Add this key")
    expect(page.locator(".codes li")).to_have_count(10)
    assert factors.has_factor(owner.pk)

    page.goto(f"{live_server.url}/admin/account/")
    expect(page.locator("body")).to_contain_text("Blue key")
    page.click("text=Log out everywhere")
    log_in(page, live_server, owner)
    expect(page.locator("h1")).to_have_text("One more step")
    page.click("text=Use my key")

    expect(page).to_have_url(f"{live_server.url}/admin/")
    assert not troubles
