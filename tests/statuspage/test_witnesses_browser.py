"""A person, and a program, look at the status page in a real browser."""

import time
from collections.abc import Iterator

import pytest
from django.db import connections
from django.utils import timezone
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from messaging.models import Message
from messaging.tokens import click_token
from stores.models import Store
from stores.scope import every_store
from tests.browsing import chromium, needs_chromium
from tests.factories.messaging import make_order
from tests.factories.tracking import make_hit, make_sent_message
from tracking.models import Event

pytestmark = needs_chromium
PATIENCE = 15.0  # a busy machine may take its time


@pytest.fixture
def browser(monkeypatch: pytest.MonkeyPatch) -> Iterator[Browser]:
    # Playwright's own loop runs in this thread; our queries beside it are as sync as ever.
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    monkeypatch.setitem(connections.settings["default"], "CONN_MAX_AGE", 0)
    with chromium() as browser:
        yield browser
        connections.close_all()


@pytest.fixture
def message(store: Store) -> Message:
    message = make_sent_message(store, order=make_order(store, locale="en"))
    make_hit(message, "CLICK", at=timezone.now(), link_index=1)
    return message


def opened(browser: Browser, server: LiveServer, message: Message) -> Page:
    page = browser.new_page()
    order = message.order
    assert order is not None
    named = click_token(message.store_id, message.pk, 1)
    page.goto(f"{server.url}/s/{order.token}?m={named}")
    return page


def beacons() -> int:
    with every_store(because="a test looks"):
        return Event.objects.filter(kind="BEACON").count()


def wait_for(count: int) -> None:
    end = time.monotonic() + PATIENCE
    while beacons() < count and time.monotonic() < end:
        time.sleep(0.05)


def test_a_person_who_uses_the_page_is_seen_once(
    browser: Browser, live_server: LiveServer, message: Message
) -> None:
    errors: list[str] = []
    page = opened(browser, live_server, message)
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
    assert "?" not in page.url

    page.mouse.move(40, 40)
    page.mouse.move(80, 90)
    wait_for(1)
    page.mouse.wheel(0, 300)
    page.keyboard.press("Tab")
    page.wait_for_timeout(300)

    assert beacons() == 1
    assert errors == []


def test_a_program_that_only_looks_is_not(
    browser: Browser, live_server: LiveServer, message: Message
) -> None:
    page = opened(browser, live_server, message)

    page.wait_for_timeout(1500)
    page.evaluate("window.dispatchEvent(new Event('scroll'))")
    page.wait_for_timeout(200)

    assert beacons() == 0
