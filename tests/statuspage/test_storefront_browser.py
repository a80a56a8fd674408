"""A shop of another origin, with a strict policy, and our script on its pages in a real browser."""

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from uuid import uuid4

import pytest
from django.db import connections
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from shipping import calendars, processing_times, transit_times
from shipping.calendars import CalendarDraft
from shipping.processing_times import ProcessingDraft
from shipping.promising.data import CartLine, Destination
from shipping.rule_changes import By
from shipping.shown import shown_of
from shipping.transit_times import TransitDraft
from stores.models import Store
from stores.scope import store_scope
from tests.browsing import chromium, needs_chromium

pytestmark = needs_chromium
PATIENCE_MS = 15_000  # a busy machine may take its time
ALL_WEEK = tuple(range(7))

PRODUCT = """<!doctype html><html lang="nb"><head><link rel="stylesheet" href="/theme.css"></head>
<body><main><h1>Kofte</h1><form action="/cart/add" method="post">
<select name="id"><option value="11">M</option><option value="12">Mål</option></select></form>
<div data-notifyhub-delivery="product" data-product="84" data-variant="11" data-vendor="Rauma"
 data-country="NO" data-locale="nb" hidden></div></main>{script}</body></html>"""
CART = """<!doctype html><html lang="en"><body><main id="cart">
<cart-items><p>1 × Kofte</p></cart-items>
<div data-notifyhub-delivery="cart" data-country="NO" data-locale="en" hidden></div></main>
<script src="/theme.js"></script>{script}</body></html>"""
CONTACT = """<!doctype html><html lang="da" dir="rtl"><body><main><form>
<label>E-mail <input type="email" data-notifyhub-email></label></form></main>
{script}</body></html>"""
# The theme draws the cart anew, as Dawn does with what its server sends.
THEME = """document.addEventListener("click", () => {
  document.querySelector("cart-items").innerHTML = "<p>2 × Kofte</p>";
});"""


@dataclass(slots=True)
class Shop:
    """A theme's pages, as some other server sends them."""

    url: str = ""
    script: str = ""
    policy: str = ""
    items: list[dict[str, Any]] = field(default_factory=list)

    def page(self, path: str) -> tuple[str, str]:
        pages = {"/products/kofte": PRODUCT, "/cart": CART, "/contact": CONTACT}
        if path in pages:
            return "text/html; charset=utf-8", pages[path].format(script=self.script)
        if path == "/cart.js":
            return "application/json", json.dumps({"items": self.items})
        if path == "/theme.css":
            return "text/css", "body { font-family: Georgia, serif; color: rgb(10, 60, 50); }"
        return "text/javascript", THEME if path == "/theme.js" else ""


@pytest.fixture
def shop(store: Store, live_server: LiveServer) -> Iterator[Shop]:
    ours = Shop()

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            kind, text = ours.page(self.path)
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Security-Policy", ours.policy)
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, *_: Any) -> None:
            """Quietly."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    ours.url = f"http://127.0.0.1:{server.server_port}"
    use(ours, live_server.url, str(store.public_id))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield ours
    server.shutdown()
    thread.join()
    server.server_close()


def use(shop: Shop, host: str, store: str) -> None:
    """Paste our script into the theme, and let its policy allow no more than that."""
    shop.script = f'<script src="{host}/storefront.js" data-store="{store}" defer></script>'
    shop.policy = (
        f"default-src 'none'; style-src 'self'; script-src 'self' {host}; connect-src 'self' {host}"
    )


@pytest.fixture(autouse=True)
def rules(store: Store, live_server: LiveServer) -> None:
    """The size made to measure takes longer."""
    mina = By("Mina Lie", timezone.now())
    with store_scope(store.pk):
        daily = CalendarDraft(name="Daily", cutoff=time(23, 59), workdays=ALL_WEEK)
        calendars.add_calendar(store=store, draft=daily, by=mina)
        for draft in (
            ProcessingDraft(level="STORE", min_days=1, max_days=2),
            ProcessingDraft(level="VARIANT", target="12", min_days=10, max_days=12),
        ):
            processing_times.set_processing_time(store=store, draft=draft, by=mina)
        way = TransitDraft(country="NO", min_days=1, max_days=3)
        transit_times.set_transit_time(store=store, draft=way, by=mina)


@pytest.fixture
def browser(monkeypatch: pytest.MonkeyPatch) -> Iterator[Browser]:
    # Playwright's own loop runs in this thread; our queries beside it are as sync as ever.
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    monkeypatch.setitem(connections.settings["default"], "CONN_MAX_AGE", 0)
    with chromium() as browser:
        yield browser
        connections.close_all()


@dataclass(slots=True)
class Seen:
    """What a page asked for, and what it complained of."""

    page: Page
    asked: list[str] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)


def opened(browser: Browser, shop: Shop, path: str) -> Seen:
    page = browser.new_page()
    seen = Seen(page)
    page.on("request", lambda request: seen.asked.append(request.url))
    page.on("pageerror", lambda error: seen.troubles.append(str(error)))
    page.on("console", lambda said: seen.troubles.append(said.text))
    page.goto(f"{shop.url}{path}")
    return seen


def told(store: Store, locale: str, *variants: int) -> list[str]:
    lines = [CartLine(place, variant=variant) for place, variant in enumerate(variants)]
    with store_scope(store.pk):
        found = shown_of(
            store=store,
            lines=lines,
            destination=Destination(country="NO"),
            now=timezone.now(),
            locale=locale,
        )
    assert len(found.sentences) == 3
    return list(found.sentences)


def test_a_product_page_shows_the_days_of_the_chosen_variant(
    browser: Browser, store: Store, shop: Shop
) -> None:
    seen = opened(browser, shop, "/products/kofte")
    box = seen.page.locator("[data-notifyhub-delivery]")

    expect(box.locator("div")).to_have_text(told(store, "nb", 11), timeout=PATIENCE_MS)
    seen.page.get_by_role("combobox").select_option("12")
    expect(box.locator("div")).to_have_text(told(store, "nb", 12), timeout=PATIENCE_MS)

    assert box.get_attribute("aria-live") == "polite"
    assert box.locator("div").first.get_attribute("dir") == "auto"
    assert box.evaluate("box => getComputedStyle(box).fontFamily") == "Georgia, serif"
    assert box.evaluate("box => getComputedStyle(box).color") == "rgb(10, 60, 50)"
    assert seen.troubles == []  # its policy allows all that our script does
    assert seen.page.context.cookies() == []
    assert seen.page.evaluate("localStorage.length + sessionStorage.length") == 0


def test_a_cart_shows_the_latest_days_and_is_asked_again_when_it_changes(
    browser: Browser, store: Store, shop: Shop
) -> None:
    kofte = {"variant_id": 11, "product_id": 84, "vendor": "Rauma", "quantity": 1}
    shop.items = [kofte, {"variant_id": 99, "product_id": 98, "requires_shipping": False}]
    seen = opened(browser, shop, "/cart")
    rows = seen.page.locator("[data-notifyhub-delivery] div")
    expect(rows).to_have_text(told(store, "en", 11), timeout=PATIENCE_MS)

    shop.items = [kofte, {**kofte, "variant_id": 12}]
    seen.page.get_by_text("1 × Kofte").click()

    expect(rows).to_have_text(told(store, "en", 11, 12), timeout=PATIENCE_MS)
    shop.items = []
    seen.page.get_by_text("2 × Kofte").click()
    expect(seen.page.locator("[data-notifyhub-delivery]")).to_be_hidden(timeout=PATIENCE_MS)
    assert seen.troubles == []


def test_a_mistyped_address_is_mended_with_one_click_and_never_sent(
    browser: Browser, shop: Shop
) -> None:
    seen = opened(browser, shop, "/contact")
    field = seen.page.get_by_label("E-mail")
    seen.page.evaluate("document.addEventListener('input', () => (window.heard = true))")

    field.fill("kari+garn@gnail.com")
    field.blur()
    offer = seen.page.get_by_role("button")
    expect(offer).to_contain_text("Mente du", timeout=PATIENCE_MS)
    expect(offer).to_contain_text("kari+garn@gmail.com")
    assert seen.page.get_by_role("status").count() == 1
    offer.press("Enter")

    expect(field).to_have_value("kari+garn@gmail.com")
    expect(field).to_be_focused()
    assert seen.page.evaluate("window.heard")
    assert seen.page.get_by_role("button").count() == 0
    hints = [url for url in seen.asked if "email-hint" in url]
    assert "domain=gnail.com" in hints[0]
    assert not any("kari" in url for url in seen.asked)
    assert seen.troubles == []


@pytest.mark.parametrize("fault", ["unknown store", "nobody there", "not allowed"])
def test_where_we_cannot_be_asked_nothing_is_shown_and_nothing_breaks(
    browser: Browser, live_server: LiveServer, store: Store, shop: Shop, fault: str
) -> None:
    if fault == "unknown store":
        use(shop, live_server.url, str(uuid4()))
    elif fault == "nobody there":
        use(shop, "http://127.0.0.1:9", str(store.public_id))
    else:
        shop.policy = shop.policy.replace(f"connect-src 'self' {live_server.url}", "")

    seen = opened(browser, shop, "/products/kofte")
    seen.page.get_by_role("combobox").select_option("12")
    seen.page.wait_for_timeout(1_000)

    expect(seen.page.locator("[data-notifyhub-delivery]")).to_be_hidden()
    expect(seen.page.get_by_role("heading")).to_have_text("Kofte")
    assert not any("Uncaught" in trouble for trouble in seen.troubles)
