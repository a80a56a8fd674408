"""A manager names a tracking domain in a real browser, is told what is wrong, and what to paste."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from common.outgoing import calls
from messaging import tracking_domains
from stores.models import Store
from tests.browsing import needs_chromium
from tests.desk.test_endpoints_browser import browser, desk, look
from tests.messaging.name_servers import NameServer, name_server

__all__ = ["browser", "desk"]  # fixtures
pytestmark = needs_chromium
DOMAIN = "links.a-shop-with-rather-a-long-name.example"


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[NameServer]:
    with name_server({}) as it:
        monkeypatch.setattr("messaging.tracking_domains.new_asker", it.asker)
        monkeypatch.setattr("messaging.tracking_domains._fetch", break_off)
        yield it


def break_off(url: str) -> str:
    raise calls.NoAnswer("The certificate is not accepted.", is_written=False, seconds=0.1)


def answer(url: str) -> str:
    return tracking_domains.answer_to(url.rpartition("=")[2])


def test_a_domain_is_named_and_looked_at(
    desk: Page, store: Store, server: NameServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.goto(f"/admin/stores/store/{store.pk}/change/")
    desk.click(f"a[href$='/stores/{store.pk}/tracking-domain/']")
    look(desk, "tracking-domain-none")
    desk.fill("[name=domain]", "https://links.example/")
    desk.click("button:has-text('Keep')")
    expect(desk.locator("[role=alert]")).to_contain_text("is no domain")
    look(desk, "tracking-domain-refused")

    desk.fill("[name=domain]", DOMAIN)
    desk.click("button:has-text('Keep')")
    expect(desk.locator(".pagehead")).to_contain_text("Nobody has looked")
    expect(desk.locator("table.dns")).to_contain_text("CNAME")
    desk.click("text=Look now")
    expect(desk.locator(".pagehead")).to_contain_text("The DNS knows no")
    look(desk, "tracking-domain-missing")

    server.zone = {(DOMAIN, "CNAME"): ["127.0.0.1."]}
    desk.click("button:has-text('Look again')")
    expect(desk.locator(".pagehead")).to_contain_text("does not answer by https")
    look(desk, "tracking-domain-unreachable")

    monkeypatch.setattr("messaging.tracking_domains._fetch", answer)
    desk.click("button:has-text('Look again')")
    expect(desk.locator(".pagehead")).to_contain_text("Links in new mails begin with")
    look(desk, "tracking-domain-live")

    server.zone = {}
    desk.click("button:has-text('Look again')")
    expect(desk.locator(".pagehead")).to_contain_text("are broken until it does again")
    expect(desk.locator(".dnsline")).to_contain_text("Once an hour")
    look(desk, "tracking-domain-lost")
