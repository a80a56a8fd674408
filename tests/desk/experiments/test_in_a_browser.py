"""A marketer in a real browser: plan a test, start it, read what it says, decide."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.db import connections
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from stores.models import Store
from stores.roles import Role
from stores.scope import every_store
from templates_app.models import Experiment
from tests.browsing import chromium, fits, needs_chromium
from tests.factories.experiments import make_experiment
from tests.factories.stores import PASSWORD, make_member
from tests.factories.units import roll_up

pytestmark = needs_chromium


@pytest.fixture
def browser(monkeypatch: pytest.MonkeyPatch) -> Iterator[Browser]:
    # Playwright's own loop runs in this thread; our queries beside it are as sync as ever.
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    monkeypatch.setitem(connections.settings["default"], "CONN_MAX_AGE", 0)
    cache.clear()
    with chromium() as browser:
        yield browser
        connections.close_all()


def marketer_at(browser: Browser, server: LiveServer, store: Store, width: int) -> Page:
    user = make_member(store.agency, Role.MARKETER, name="Freja Holm")
    page = browser.new_context(viewport={"width": width, "height": 1000}).new_page()
    page.goto(f"{server.url}/admin/")
    page.fill("[name=username]", user.email)
    page.fill("[name=password]", PASSWORD)
    page.click("button[type=submit]")
    return page


@pytest.mark.parametrize("width", [1440, 390])
def test_plan_start_result_decide(
    live_server: LiveServer, browser: Browser, store: Store, width: int
) -> None:
    make_experiment(store, running=False, name="Only for its variant")
    with every_store(because="a test begins with none"):
        Experiment.objects.all().delete()
    page = marketer_at(browser, live_server, store, width)
    troubles: list[str] = []
    page.on("pageerror", lambda error: troubles.append(str(error)))

    page.goto(f"{live_server.url}/admin/experiments/")
    page.get_by_role("link", name="Plan a test").click()
    page.fill("[name=name]", "Promise above the order lines")
    page.fill("[name=base_rate]", "40")
    page.fill("[name=effect]", "25")
    planner = page.locator("#planner")
    expect(planner).to_contain_text("Taken as 40.0 clicks per 100 buyers")
    expect(planner).to_contain_text("to 50.0")
    page.check("[name=stopping][value=OPEN]")
    expect(planner).to_contain_text("Open-ended costs")
    page.locator("summary", has_text="Start").click()
    page.get_by_role("button", name="Start the test").click()

    expect(page.locator("h1")).to_have_text("Nobody has been given a mail of this test yet.")
    with every_store(because="a test gives arms"):
        experiment = Experiment.objects.get()
    began = timezone.now()
    roll_up(experiment, store, [(5000, 2000), (5000, 2500)], on=began.date())
    page.reload()
    expect(page.locator("h1")).to_contain_text("Too early to say")
    page.get_by_text("write down why").click()
    page.locator("textarea[name=because]").fill("It is kinder to read.")
    page.get_by_role("button", name="Give B without proof").click()

    expect(page.locator(".notice.good")).to_contain_text("The winner is being given to everybody")
    fits(page)
    page.goto(page.url + "report/")
    report = page.frame_locator("iframe.reportframe")
    expect(report.locator("body")).to_contain_text("It is kinder to read.")
    assert troubles == []
