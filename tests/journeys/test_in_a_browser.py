"""What staff see while a shop sells: an order arrives, its mail goes, its link is followed."""

import json
from html import unescape

import httpx
import pytest
from django.conf import global_settings
from django.db import connections
from django.test import override_settings
from playwright.sync_api import Page, expect

from messaging.models import Message
from notifyhub.demo.posting import Post
from stores.models import Store
from stores.roles import Role
from stores.scope import store_scope
from tests.browsing import chromium, needs_chromium
from tests.factories.messaging import make_words
from tests.factories.stores import PASSWORD, make_member
from tests.journeys import house as journey
from tests.journeys.house import House

pytestmark = needs_chromium

PATIENCE = 90  # seconds; other tests' transactions on the server hold the feed of opens back


def reload_until(page: Page, words: str) -> None:
    """As a person does who waits: look again each second."""
    for _ in range(PATIENCE):
        if words in page.inner_text("main, #main, body"):
            return
        page.wait_for_timeout(1000)
        page.reload()
    raise AssertionError(f"{words!r} never came up on {page.url}")


def test_staff_watch_an_order_arrive_and_its_mail_being_read(
    house: House,
    store: Store,
    order_webhook: Post,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # Playwright's own loop runs in this thread; our queries beside it are as sync as ever.
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    make_words(store)
    name = json.loads(order_webhook.body)["name"]
    with override_settings(PASSWORD_HASHERS=global_settings.PASSWORD_HASHERS):  # as the house has
        support = make_member(store.agency, Role.SUPPORT, name="Jonas Berg")

    with chromium() as browser:
        page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
        page.goto(f"{house.url}/admin/")
        page.fill("[name=username]", support.email)
        page.fill("[name=password]", PASSWORD)
        page.click("button[type=submit]")
        expect(page.locator("h1")).to_contain_text("Nothing needs you now.")
        page.click("text=Orders >> nth=0")
        expect(page.locator("body")).to_contain_text("Orders")

        answer = journey.post(journey.address_of(house, store), order_webhook)
        assert answer.status_code == 200
        reload_until(page, name)

        page.click(f"text={name}")
        reload_until(page, "handed over")
        page.click(".tl a:has-text('handed over')")
        mail = page.frame_locator(".mailframe iframe")
        expect(mail.locator("body")).to_contain_text(name)

        # What staff look at counts no open: its picture is taken out. The buyer's mail has it.
        assert not journey.PIXEL.findall(mail.locator("html").inner_html())
        with store_scope(store.pk):
            kept = journey.html_of(store, Message.objects.get())
        for pattern in (journey.PIXEL, journey.LINK):
            httpx.get(unescape(pattern.findall(kept)[0]))
        page.keyboard.press("Escape")
        reload_until(page, "Order confirmation opened")
        reload_until(page, "A link of Order confirmation followed")
        connections.close_all()  # those opened beside Playwright's loop, which are their own
