"""A support person in a real browser: log in, find an order, read its mail, leave a note."""

import re
from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.db import connections
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from orders.models import Note
from stores import people
from stores.models import Store, User
from stores.roles import Role
from stores.scope import every_store, store_scope
from tests.browsing import chromium, fits, needs_chromium
from tests.factories.stores import PASSWORD, make_member
from tests.factories.worlds import make_message, make_order

pytestmark = needs_chromium


@pytest.fixture
def browser(monkeypatch: pytest.MonkeyPatch) -> Iterator[Browser]:
    # Playwright's own loop runs in this thread; our queries beside it are as sync as ever.
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    # The server's threads leave no session behind, which would keep the test database from going.
    monkeypatch.setitem(connections.settings["default"], "CONN_MAX_AGE", 0)
    cache.clear()
    with chromium() as browser:
        yield browser
        connections.close_all()  # those opened beside Playwright's loop, which are their own


@pytest.fixture
def support(store: Store) -> User:
    return make_member(store.agency, Role.SUPPORT, name="Jonas Berg")


def open_at(browser: Browser, server: LiveServer, width: int, troubles: list[str]) -> Page:
    page = browser.new_context(viewport={"width": width, "height": 900}).new_page()
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("dialog", lambda dialog: troubles.append(f"a dialog: {dialog.message}"))
    page.on(
        "request",
        lambda request: (
            None if request.url.startswith((server.url, "data:")) else troubles.append(request.url)
        ),
    )
    page.goto(f"{server.url}/admin/")
    return page


@pytest.mark.parametrize("width", [1440, 390])
def test_a_morning_of_a_support_person(
    live_server: LiveServer, browser: Browser, store: Store, support: User, width: int
) -> None:
    hostile = '<h1>Takk, Kari</h1><script>alert(1)</script><img src="x" onerror="alert(2)">'
    order = make_order(store, name="#7001", number=7001, buyer_name="Kari Nordmann")
    make_message(order, html=hostile, subject="Takk for bestillingen")
    troubles: list[str] = []

    page = open_at(browser, live_server, width, troubles)
    page.fill("[name=username]", support.email)
    page.fill("[name=password]", PASSWORD)
    page.click("button[type=submit]")
    expect(page.locator("h1")).to_contain_text("Nothing needs you now.")

    page.fill("#desk-search", "7001")
    page.press("#desk-search", "Enter")
    page.click("text=#7001")
    expect(page.locator(".tl")).to_contain_text("Order placed")
    fits(page)

    page.click(".tl a:has-text('Order confirmation')")
    expect(page).to_have_url(re.compile(r"\?message=\d+"))
    mail = page.frame_locator(".mailframe iframe")
    expect(mail.locator("h1")).to_have_text("Takk, Kari")
    page.keyboard.press("Escape")
    expect(page.locator(".drawer")).to_have_count(0)

    page.fill("#note-text", "She called: all is well.")
    page.click("text=Keep the note")
    expect(page.locator(".tl blockquote")).to_have_text("She called: all is well.")
    expect(page.locator(".tl")).to_contain_text("Jonas Berg noted")

    assert troubles == [t for t in troubles if t.endswith("/x")]
    with store_scope(store.pk):
        assert Note.objects.get().author_id == support.pk


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_scrolls_sideways_on_a_phone_nor_stumbles(
    live_server: LiveServer, browser: Browser, store: Store, owner: User, scheme: str
) -> None:
    long = "Bartholomew Featherstonehaugh-Montgomery the Third of Upper Wallop " * 2
    make_message(make_order(store, buyer_name=long, email=f"{'x' * 60}@{'long-' * 10}.example"))
    troubles: list[str] = []
    page = open_at(browser, live_server, 390, troubles)
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.fill("[name=username]", owner.email)
    page.fill("[name=password]", PASSWORD)
    page.click("button[type=submit]")
    page.wait_for_url(f"{live_server.url}/admin/")

    for path in (
        "",
        "orders/order/",
        "messaging/message/",
        "messaging/message/inbox/",
        "intake/webhook/",
        "stores/store/",
        "stores/store/add/",
        "stores/membership/",
        "stores/membership/add/",
        "messaging/sender/add/",
        "templates_app/brand/add/",
        "stores/apikey/add/",
    ):
        page.goto(f"{live_server.url}/admin/{path}")
        fits(page, path)
    assert not [trouble for trouble in troubles if "long-" not in trouble]


def test_a_new_person_chooses_a_password_behind_their_link(
    live_server: LiveServer, browser: Browser, store: Store
) -> None:
    place = people.Place(role=Role.SUPPORT)
    with every_store(because="a test adds a person"):
        member = people.add_person(
            agency_id=store.agency_id, email="ny@example.com", name="Ny Person", place=place
        )

    page = browser.new_page()
    page.goto(f"{live_server.url}{people.welcome_path(member.user)}")
    page.fill("[name=new_password1]", PASSWORD)
    page.fill("[name=new_password2]", PASSWORD)
    page.click("button[type=submit]")

    expect(page.locator("h1")).to_contain_text("Nothing needs you now.")
