"""A shop's tokens are looked for wherever they might lie, after a whole life of a connection."""

import json
import logging
import traceback
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django.views.debug import ExceptionReporter

from stores import services
from stores.models import Credential, Store, User
from stores.scope import every_store
from stores.shopify import granting, tokens
from stores.shopify.client import Lines
from stores.shopify.errors import Away, Refused
from tests.factories.installs import kept_of
from tests.factories.keys import KeyClient
from tests.journeys.installs import connect, connectable, logged_in, stores
from tests.shopify.oauth import Grants
from tests.shopify.shop import PlayedShop
from tests.stores.test_keys_leak_nowhere import as_rows_hold, tables_that_hold

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop(settings: Any) -> Iterator[PlayedShop]:
    with connectable(settings) as shop:
        yield shop


@pytest.fixture
def logged() -> Iterator[list[str]]:
    """Everything that any logger says, bells to Celery among it."""
    said: list[str] = []

    class Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            said.append(f"{record.getMessage()} {record.__dict__} {record.exc_info}")

    handler, root = Keep(logging.DEBUG), logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield said
    root.removeHandler(handler)
    root.setLevel(level)


@pytest.fixture
def bells(monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any) -> list[str]:
    """What is handed to Celery."""
    rung: list[str] = []
    monkeypatch.setattr("common.jobs._send", lambda name, ids: rung.append(f"{name} {ids}"))
    return rung


def known(shop: PlayedShop) -> list[str]:
    """Every secret that was ever given, and the app's own."""
    grants = shop.room(Grants)
    codes = [each["code"] for each in grants.asked if "code" in each]
    return [*shop.tokens, *grants.refreshes, *codes, shop.app.secret]


def reports(error: Exception) -> list[str]:
    behind_this_test = error.__traceback__.tb_next if error.__traceback__ else None
    report = ExceptionReporter(None, type(error), error, behind_this_test)
    whole = "".join(traceback.format_exception(error))
    return [report.get_traceback_html(), report.get_traceback_text(), whole]


def life(shop: PlayedShop, browser: Client) -> tuple[Store, list[str], set[str]]:
    """Connected, renewed, refused, lost, connected again, uninstalled; what was reported."""
    connect(browser, shop)
    (store,) = stores()
    secrets, said = set(known(shop)), list[str]()
    with every_store(because="a test's life"), Lines() as lines:
        tokens.token_of(store, clock=lambda: timezone.now() + timedelta(hours=2))
        secrets |= set(known(shop))
        shop.room(Grants).loses = 1
        shop.manners.statuses = [500]
        for hours in (4, 6):
            try:
                tokens.token_of(store, clock=lambda: timezone.now() + timedelta(hours=hours))  # noqa: B023 - called at once
            except Away as error:
                said += reports(error)
        asked = lines.to(store)
        assert asked is not None
        said.append(repr((asked, asked._wire, asked._wire._token, kept_of(store))))
        secrets |= set(known(shop))
        shop.tokens.clear()
        for _ in range(2):
            try:
                asked.add_tags(order_id=1, tags=["x"])
            except (Away, Refused) as error:
                said += reports(error)
        try:
            granting.by_refresh(shop_domain=store.shop_domain, refresh_token="no-such-token")
        except Refused as error:
            said += reports(error)
    connect(browser, shop)
    return store, said, secrets | set(known(shop))


def test_no_row_log_bell_report_page_or_answer_holds_a_token(
    owner: User, shop: PlayedShop, api: KeyClient, logged: list[str], bells: list[str]
) -> None:
    browser = logged_in(owner)
    store, said, secrets = life(shop, browser)
    shown = [
        browser.get(path).content.decode()
        for path in (
            "/admin/",
            "/admin/install/",
            f"/admin/stores/store/{store.pk}/change/",
            f"/admin/stores/store/{store.pk}/history/",
        )
    ]
    told = [
        api.get(f"stores/{store.public_id}/{path}").content.decode() for path in ("", "connection/")
    ]
    kept = kept_of(store)
    held = tables_that_hold([form for each in secrets for form in as_rows_hold(each)])

    assert len(secrets) >= 6
    assert kept.access_token in secrets
    assert held == []
    places = {"report": said, "page": shown, "answer": told, "log": logged, "bell": bells}
    leaks = [
        (place, each[:9], whole[max(whole.index(each) - 200, 0) : whole.index(each)])
        for place, all_said in places.items()
        for whole in all_said
        for each in secrets
        if each in whole
    ]
    assert leaks == []
    assert kept.access_token not in repr(kept)
    assert json.dumps(str(granting.Grant("shpat_canary", ()))).count("shpat_canary") == 0


def test_after_an_uninstall_nothing_is_left_to_open(owner: User, shop: PlayedShop) -> None:
    store, _said, _secrets = life(shop, logged_in(owner))

    with every_store(because="a test uninstalls"):
        services.record_uninstall(store=store, now=timezone.now())
        row = Credential.objects.filter(store=store).values().get()

    assert not row["access_token"]
    assert not row["refresh_token"]
    assert not row["previous_refresh_token"]
