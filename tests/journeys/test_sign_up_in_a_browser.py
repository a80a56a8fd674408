"""A new user in a real browser: from the sign-up's page to the first mail, led by nothing else."""

import re
import time
from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.db import connections
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from messaging import sending
from messaging.models import Message
from stores.models import Agency, Letter, Store, User
from stores.scope import every_store
from tests.browsing import chromium, fits, needs_chromium
from tests.factories.stores import PASSWORD

pytestmark = needs_chromium

FIVE_MINUTES = 300


class Count:
    """What the person had to do: fields to fill, and clicks."""

    def __init__(self, page: Page) -> None:
        self.page, self.fields, self.clicks = page, 0, 0

    def fill(self, name: str, value: str) -> None:
        self.page.fill(f"[name={name}]", value)
        self.fields += 1

    def click(self, words: str) -> None:
        self.page.get_by_role("button", name=words).or_(
            self.page.get_by_role("link", name=words)
        ).first.click()
        self.clicks += 1


@pytest.fixture
def browser(monkeypatch: pytest.MonkeyPatch) -> Iterator[Browser]:
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    monkeypatch.setitem(connections.settings["default"], "CONN_MAX_AGE", 0)
    cache.clear()
    with chromium() as browser:
        yield browser
        connections.close_all()


@pytest.fixture(autouse=True)
def open_house(settings: Settings, live_server: LiveServer) -> None:
    """As on somebody's own machine: open, and mails about log-ins are kept."""
    settings.NOTIFYHUB_SIGNUP = "open"
    settings.IS_LOCAL = True
    settings.NOTIFYHUB_BASE_URL = live_server.url


def test_from_nothing_to_the_first_mail_in_less_than_five_minutes(
    live_server: LiveServer, browser: Browser, capsys: pytest.CaptureFixture[str]
) -> None:
    troubles: list[str] = []
    page = browser.new_context(timezone_id="Europe/Oslo").new_page()
    page.on("pageerror", lambda error: troubles.append(str(error)))
    person = Count(page)
    began = time.monotonic()

    page.goto(f"{live_server.url}/admin/login/")
    person.click("New here? Begin with your agency")
    person.fill("agency_name", "Byrå Ålesund")
    person.fill("name", "Kari Nordmann")
    person.fill("email", "kari@byra.example")
    person.fill("password", PASSWORD)
    person.click("Begin")
    expect(page.locator("h1")).to_have_text("Look into your mail")
    person.click("Read it here")
    link = page.locator("article a").first.get_attribute("href") or ""
    assert not User.objects.filter(email="kari@byra.example").exists()

    # The mail is read on another device, in a browser that knows nothing of the first.
    page = person.page = browser.new_context().new_page()
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.goto(link)
    person.clicks += 1
    person.click("Confirm and begin")
    expect(page.locator("h1")).to_have_text("5 steps are left.")
    person.click("Try a sample store")
    expect(page.locator("h1")).to_have_text("4 steps are left.")
    person.click("Send it to me")
    expect(page).to_have_url(re.compile(r"/messaging/message/\d+/change/"))
    mail = page.frame_locator(".mailframe iframe")
    expect(mail.locator("body")).to_contain_text("#1003")
    with every_store(because="a worker sends what waits"):
        sending.send_due(now=timezone.now(), limit=10)
    page.goto(f"{live_server.url}/admin/messaging/message/inbox/")
    person.clicks += 1
    expect(page.locator(".inbox")).to_contain_text("[Test]")

    seconds = time.monotonic() - began
    with capsys.disabled():
        print(
            f"\nsign-up to first mail: {seconds:.1f} s of machine, "
            f"{person.fields} fields, {person.clicks} clicks"
        )
    assert seconds < FIVE_MINUTES
    assert not troubles
    _check_what_was_founded()


def _check_what_was_founded() -> None:
    with every_store(because="a test looks at what was founded"):
        agency = Agency.objects.get(name="Byrå Ålesund")
        message = Message.objects.get(recipient="kari@byra.example")
        assert Store.objects.get(agency=agency).is_sandbox
    assert agency.timezone == "Europe/Oslo"
    assert message.subject.startswith("[Test]")
    assert User.objects.get(email="kari@byra.example").check_password(PASSWORD)
    assert not Letter.objects.exclude(to="kari@byra.example").exists()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_of_a_stranger_scrolls_sideways_on_a_phone(
    live_server: LiveServer, browser: Browser, scheme: str
) -> None:
    page = browser.new_context(viewport={"width": 390, "height": 844}).new_page()
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")

    for path in ("/signup/", "/admin/login/", "/admin/forgotten/", "/outbox/", "/join/no-such/"):
        page.goto(f"{live_server.url}{path}")
        fits(page, path)
