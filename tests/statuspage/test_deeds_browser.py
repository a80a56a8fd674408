"""Didn't get it? The whole way in a real browser, without a script, by eyes and by axe."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connections
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from messaging.models import Message, RescueCause
from messaging.rescue_cases import open_case
from orders.models import Order
from statuspage import faq
from statuspage.models import BuyerRequest, RequestState
from stores.models import Store
from stores.scope import store_scope
from tests.browsing import chromium, faults, fits, needs_chromium
from tests.statuspage.buyers import (
    POSTCODE,
    RIGHT,
    TYPO,
    bought,
    code_in,
    forget_turns,
    fresh,
    mails_to,
    parcel_of,
    send,
)

pytestmark = needs_chromium
SIZES: list[dict[str, Any]] = [
    {"viewport": {"width": 390, "height": 844}},
    {"viewport": {"width": 1440, "height": 900}, "color_scheme": "dark"},
]


@pytest.fixture
def browser(monkeypatch: pytest.MonkeyPatch) -> Iterator[Browser]:
    # Playwright's own loop runs in this thread; our queries beside it are as sync as ever.
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    monkeypatch.setitem(connections.settings["default"], "CONN_MAX_AGE", 0)
    forget_turns()
    with chromium() as browser:
        yield browser
        connections.close_all()


@pytest.fixture
def order(store: Store) -> Order:
    order = bought(store)
    (message,), now = mails_to(order, TYPO), timezone.now()
    with store_scope(store.pk):
        Message.objects.filter(pk=message.pk).update(bounced_at=now)
        open_case(message=message, cause=RescueCause.BOUNCED, at=now)
        faq.add_question(
            store=store,
            locale="en",
            question="Why does it come in two parcels?",
            answer="One part is made to order.\n\nThe rest leaves at once.",
            actor="Mina",
            now=now,
        )
    parcel_of(order, "IN_TRANSIT")
    return order


def opened(browser: Browser, **context: Any) -> Page:
    """What finds faults is a script of its own: let in beside a policy that lets none in."""
    return browser.new_context(bypass_csp=True, **context).new_page()


def finds_nothing(page: Page) -> None:
    assert faults(page) == []


def test_the_right_address_is_three_clicks_and_a_code_away(
    browser: Browser, live_server: LiveServer, order: Order
) -> None:
    page = browser.new_context(java_script_enabled=False, **SIZES[0]).new_page()
    page.goto(f"{live_server.url}/s/{order.token}")

    expect(page.get_by_text("Did we get your e-mail address right?")).to_be_visible()
    page.get_by_role("link", name="Correct the address").first.click()
    page.get_by_label("Right e-mail address").fill(RIGHT)
    page.locator("#email input[name=who]").fill(POSTCODE)
    page.get_by_role("button", name="Send a code").click()
    expect(page.get_by_role("heading", name="Type in the code")).to_be_visible()
    page.get_by_label("Code").fill(code_in(order))
    page.get_by_role("button", name="Correct the address").click()
    expect(page.get_by_role("heading", name="The address is corrected")).to_be_visible()
    page.get_by_role("link", name="Back to the order").click()
    expect(page.get_by_text("Did we get your e-mail address right?")).to_have_count(0)

    send()
    assert fresh(order).email == RIGHT
    assert [one.kind for one in mails_to(order, RIGHT)][-1] == "ORDER_CONFIRMATION"
    assert RIGHT not in page.url


@pytest.mark.parametrize("size", SIZES, ids=["phone", "desk in the dark"])
def test_axe_finds_nothing_on_any_page(
    browser: Browser, live_server: LiveServer, order: Order, size: dict[str, Any]
) -> None:
    page, base = opened(browser, **size), f"{live_server.url}/s/{order.token}"
    page.goto(base)
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true })")
    finds_nothing(page)
    fits(page)

    page.locator("#address input[name=who]").fill("wrong")
    page.get_by_role("button", name="Go on").click()
    finds_nothing(page)
    page.get_by_label("E-mail address, postcode").fill(POSTCODE)
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_text("Ullbakken 12")).to_be_visible()
    finds_nothing(page)
    for name in ("problem", "return", "code", "done/corrected"):
        page.goto(f"{base}/{name}")
        finds_nothing(page)
        fits(page, name)


def test_a_problem_is_reported_by_keyboard_alone(
    browser: Browser, live_server: LiveServer, order: Order
) -> None:
    page = opened(browser, **SIZES[0])
    page.goto(f"{live_server.url}/s/{order.token}")

    page.locator("#problem > summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.type("The corner is crushed.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="The shop has it")).to_be_visible()

    with store_scope(order.store_id):
        made = BuyerRequest.objects.get(order=order)
    assert (made.reason, made.state) == ("DAMAGED", RequestState.OPEN)
