"""A support person in a real browser: correct an address, change a text, see it, send it once."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.db import connections
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from messaging import sending
from messaging.models import Message, MessageBody
from orders.models import Order
from stores.models import Store, User
from stores.roles import Role
from stores.scope import store_scope
from tests.browsing import chromium, needs_chromium
from tests.factories.messaging import make_order, make_words, plan
from tests.factories.stores import PASSWORD, make_member

pytestmark = needs_chromium

TYPO, RIGHT = "ingrid@gnail.com", "ingrid@gmail.com"


@pytest.fixture
def browser(monkeypatch: pytest.MonkeyPatch) -> Iterator[Browser]:
    # Playwright's own loop runs in this thread; our queries beside it are as sync as ever.
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    monkeypatch.setitem(connections.settings["default"], "CONN_MAX_AGE", 0)
    cache.clear()
    with chromium() as browser:
        yield browser
        connections.close_all()


@pytest.fixture
def support(store: Store) -> User:
    return make_member(store.agency, Role.SUPPORT, name="Jonas Berg")


@pytest.fixture
def sent(store: Store) -> Message:
    make_words(store)
    message = plan(make_order(store, name="#7001", email=TYPO))
    sending.send_due(now=timezone.now())
    return message


def open_order(browser: Browser, server: LiveServer, user: User, message: Message) -> Page:
    page = browser.new_context(viewport={"width": 1440, "height": 1000}).new_page()
    page.goto(f"{server.url}/admin/")
    page.fill("[name=username]", user.email)
    page.fill("[name=password]", PASSWORD)
    page.click("button[type=submit]")
    page.goto(f"{server.url}/admin/orders/order/{message.order_id}/change/")
    return page


def test_a_suggested_address_and_an_edited_text_go_out_once(
    live_server: LiveServer, browser: Browser, store: Store, support: User, sent: Message
) -> None:
    troubles: list[str] = []
    page = open_order(browser, live_server, support, sent)
    page.on("pageerror", lambda error: troubles.append(str(error)))

    page.keyboard.press("r")
    drawer = page.locator(".drawer.resend")
    expect(drawer.locator("[name=recipient]")).to_have_value(RIGHT)
    expect(drawer.locator(".diff")).to_contain_text(TYPO)

    drawer.locator("[name=lines]").fill("Beklager at denne kom sent.")
    drawer.locator(".edit > summary").click()
    drawer.locator("[name='text:greeting:title']").fill("Hei igjen, Ingrid")
    expect(drawer.locator(".diff")).to_contain_text("Hei igjen, Ingrid")
    expect(drawer.locator(".diff")).to_contain_text("Beklager at denne kom sent.")
    drawer.locator("[data-look]").click()
    mail = page.frame_locator(".beside iframe")
    expect(mail.locator("h1")).to_contain_text("Hei igjen, Ingrid")
    # Typing does not take the place where one types away.
    expect(drawer.locator("[name='text:greeting:title']")).to_have_value("Hei igjen, Ingrid")

    drawer.locator("[data-send]").dblclick()
    expect(page.locator(".drawer")).to_have_count(0)
    expect(page.locator(".tl")).to_contain_text("Jonas Berg sent Order confirmation again")
    expect(page.locator(".tl")).to_contain_text("Jonas Berg corrected the e-mail address")
    sending.send_due(now=timezone.now())

    assert troubles == []
    with store_scope(store.pk):
        (fresh,) = Message.objects.filter(corrects=sent)
        assert (fresh.recipient, fresh.because) == (RIGHT, "Wrong address: typing error")
        assert "Hei igjen, Ingrid" in MessageBody.objects.get(message=fresh).words.text
        assert Order.objects.get().email == RIGHT


def test_a_suggested_address_takes_two_clicks(
    live_server: LiveServer, browser: Browser, store: Store, support: User, sent: Message
) -> None:
    page = open_order(browser, live_server, support, sent)

    page.locator(".orderhead [data-resend]").click()
    page.locator("[data-send]").click()

    expect(page.locator(".tl")).to_contain_text("Jonas Berg sent Order confirmation again")
    with store_scope(store.pk):
        assert Message.objects.filter(corrects=sent, recipient=RIGHT).count() == 1


def test_an_order_without_address_is_told_by_another_kind_of_words(
    live_server: LiveServer, browser: Browser, store: Store, support: User
) -> None:
    make_words(store)
    unsent = plan(make_order(store, email=""))
    page = open_order(browser, live_server, support, unsent)

    page.locator(".orderhead [data-resend]").click()
    expect(page.locator("[name=words][value=AS_SENT]")).to_be_disabled()
    page.locator("[data-send]").click()
    expect(page.locator(".drawer [role=alert]").first).to_contain_text("enter one")
    page.locator("[name=recipient]").fill(RIGHT)
    expect(page.locator("[data-to]")).to_have_text(RIGHT)
    page.locator("[data-send]").click()

    expect(page.locator(".drawer")).to_have_count(0)
    with store_scope(store.pk):
        assert Message.objects.filter(corrects=unsent, recipient=RIGHT).count() == 1
