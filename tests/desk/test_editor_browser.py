"""A marketer edits a template in a real browser, and sees what buyers will."""

import re
from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.db import connections
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from messaging.models import Message
from stores.models import Store, User
from stores.roles import Role
from stores.scope import every_store, store_scope
from templates_app import queries
from templates_app.data import NotificationKind
from templates_app.inheriting import draft_of
from templates_app.models import Template
from tests.browsing import chromium, fits, needs_chromium
from tests.factories.stores import PASSWORD, make_member
from tests.factories.templates_app import make_own_template, write_text
from tests.factories.worlds import make_order

pytestmark = needs_chromium
TYPED_MS = 15_000  # a busy machine may take its time


@pytest.fixture
def browser(monkeypatch: pytest.MonkeyPatch) -> Iterator[Browser]:
    # Playwright's own loop runs in this thread; our queries beside it are as sync as ever.
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    monkeypatch.setitem(connections.settings["default"], "CONN_MAX_AGE", 0)
    cache.clear()
    with chromium() as browser:
        yield browser
        connections.close_all()  # those opened beside Playwright's loop, which are their own


@pytest.fixture
def template(store: Store) -> Template:
    with store_scope(store.pk):
        return make_own_template(store)


@pytest.fixture
def marte(store: Store) -> User:
    return make_member(store.agency, Role.MARKETER, name="Marte Lund")


@pytest.fixture
def troubles() -> Iterator[list[str]]:
    """Errors of the page's script: there are none, whatever else a test looks at."""
    found: list[str] = []
    yield found
    assert found == []


def open_editor(
    browser: Browser,
    server: LiveServer,
    template: Template,
    user: User,
    troubles: list[str],
    *,
    width: int = 1440,
) -> Page:
    page = browser.new_context(viewport={"width": width, "height": 1000}).new_page()
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.set_default_timeout(TYPED_MS)
    expect.set_options(timeout=TYPED_MS)
    page.goto(f"{server.url}{reverse('admin:template-editor', args=[template.pk])}")
    page.fill("[name=username]", user.email)
    page.fill("[name=password]", PASSWORD)
    page.click("button[type=submit]")
    expect(page.locator(".blk").first).to_be_visible()
    return page


def shows(page: Page, words: str) -> None:
    expect(page.frame_locator(".device iframe").locator("body")).to_contain_text(words)


def saved(page: Page) -> None:
    expect(page.locator(".pubbar .sub")).to_contain_text(
        re.compile(r"saved \d+ s ago"), use_inner_text=True
    )


def names(page: Page) -> list[str]:
    return page.locator(".blk .pickblock b").all_inner_texts()


def test_a_text_that_is_typed_is_seen_saved_and_then_sent(
    live_server: LiveServer,
    browser: Browser,
    store: Store,
    template: Template,
    marte: User,
    troubles: list[str],
) -> None:
    page = open_editor(browser, live_server, template, marte, troubles)

    page.click(".blk:has-text('Quiet promotion') .pickblock")
    expect(page.locator("#s-cap_days")).to_have_value("14")
    expect(page.locator("#s-pool")).to_have_value("")
    page.click(".blk:has-text('Greeting') .pickblock")
    page.fill("#t-nb-title", "Tusen takk, {{ customer.first_name }}")
    shows(page, "Tusen takk, Ingrid")
    saved(page)
    expect(page.locator(".pubbar .sub")).to_contain_text(
        "Your draft differs in 1 block", use_inner_text=True
    )
    expect(page.locator(".blk:has-text('Greeting') small")).to_contain_text("Changed here")

    page.click(".pubbar .btn.primary")
    page.fill("#publish-note", "Warmer")
    page.click("dialog[open] .btn.primary")
    expect(page.locator(".pubbar .sub")).to_contain_text(
        "Your draft is what buyers get", use_inner_text=True
    )

    with store_scope(store.pk):
        revision = queries.current_revision(store=store, kind=NotificationKind.ORDER_CONFIRMATION)
        assert revision is not None
        assert "Tusen takk" in revision.sources["nb"]["html"]
        assert (revision.note, revision.created_by) == ("Warmer", "Marte Lund")


def test_blocks_are_moved_by_keys_by_buttons_and_by_the_mouse(
    live_server: LiveServer,
    browser: Browser,
    store: Store,
    template: Template,
    marte: User,
    troubles: list[str],
) -> None:
    page = open_editor(browser, live_server, template, marte, troubles)
    begun = names(page)
    at = begun.index("Totals")

    page.focus(".blk:has-text('Totals') .pickblock")
    page.keyboard.press("Alt+ArrowUp")
    assert names(page).index("Totals") == at - 1
    expect(page.locator(".blk:has-text('Totals') .pickblock")).to_be_focused()
    expect(page.locator("[role=status]").first).to_contain_text("Totals now stands at place")

    page.click(".blk:has-text('Totals') .pickblock")
    page.click(".blk:has-text('Totals') [aria-label='Move down']")
    assert names(page) == begun

    grip = page.locator(".blk:has-text('Totals') .grip")
    grip.drag_to(page.locator(".blk:has-text('Greeting') .grip"), steps=12)
    expect(page.locator(".blk .pickblock b").nth(begun.index("Greeting"))).to_have_text("Totals")
    saved(page)

    with store_scope(store.pk):
        keys = [block.key for block in draft_of(Template.objects.get(pk=template.pk))]
    assert keys.index("totals") == keys.index("greeting") - 1


def test_who_saves_second_is_told_and_keeps_what_they_wrote(
    live_server: LiveServer,
    browser: Browser,
    store: Store,
    template: Template,
    marte: User,
    troubles: list[str],
) -> None:
    jonas = make_member(store.agency, Role.MARKETER, name="Jonas Berg")
    first = open_editor(browser, live_server, template, marte, troubles)
    second = open_editor(browser, live_server, template, jonas, troubles)
    expect(second.locator(".notice").first).to_contain_text("Marte Lund has this open")

    for page, words in ((first, "Fra Marte"), (second, "Fra Jonas")):
        page.click(".blk:has-text('Greeting') .pickblock")
        page.fill("#t-nb-title", words)
        if page is first:
            saved(page)

    told = second.locator(".notice[role=alert]")
    expect(told).to_contain_text("Marte Lund saved this template")
    expect(second.locator("#t-nb-title")).to_have_value("Fra Jonas")
    told.locator("text=See theirs").click()
    expect(second.locator("#t-nb-title")).to_have_value("Fra Marte")
    second.click("text=Use my “Greeting”")
    expect(second.locator("#t-nb-title")).to_have_value("Fra Jonas")
    saved(second)

    with store_scope(store.pk):
        texts = {b.key: b.settings for b in draft_of(Template.objects.get(pk=template.pk))}
    assert texts["greeting"]["texts"] == {"nb": {"title": "Fra Jonas"}}


def test_broken_liquid_is_marked_at_its_line_while_the_last_good_mail_stays(
    live_server: LiveServer,
    browser: Browser,
    template: Template,
    marte: User,
    troubles: list[str],
) -> None:
    page = open_editor(browser, live_server, template, marte, troubles)
    shows(page, "#10482")

    page.click(".blocks .btn:has-text('Add')")
    page.click(".adding button:has-text('Custom Liquid')")
    page.locator(".liquidfield .ace_text-input").focus()
    page.keyboard.type("<p>Good</p>\n{{ order.name | upcase }}\n{% for a in line_items %}", delay=2)

    expect(page.locator(".ace_gutter-cell.ace_error")).to_have_text("3")
    expect(page.locator(".lineerrors")).to_contain_text("3:1")
    expect(page.locator(".device")).to_have_class(re.compile("stale"))
    shows(page, "#10482")

    page.keyboard.type("{{ a.quantity }} pieces{% endfor %}", delay=2)
    expect(page.locator(".ace_gutter-cell.ace_error")).to_have_count(0)
    shows(page, "pieces")


def test_a_variable_is_found_by_its_value_and_put_where_one_was_typing(
    live_server: LiveServer,
    browser: Browser,
    store: Store,
    template: Template,
    marte: User,
    troubles: list[str],
) -> None:
    make_order(store, name="#7001", number=7001, buyer_name="Kari Nordmann")
    page = open_editor(browser, live_server, template, marte, troubles)

    page.fill("#find-order", "7001")
    page.press("#find-order", "Enter")
    shows(page, "#7001")
    page.click(".blk:has-text('Greeting') .pickblock")
    page.fill("#t-nb-title", "Hei ")
    page.click("text=What a text can say")
    page.fill("#value-search", "Ullbakken")
    page.click(".values li button:has-text('shipping_address.address1')")

    expect(page.locator("#t-nb-title")).to_have_value("Hei {{ shipping_address.address1 }}")
    shows(page, "Hei Ullbakken 00")


def test_nothing_that_was_typed_is_lost_while_the_server_is_away(
    live_server: LiveServer,
    browser: Browser,
    store: Store,
    template: Template,
    marte: User,
    troubles: list[str],
) -> None:
    page = open_editor(browser, live_server, template, marte, troubles)
    page.click(".blk:has-text('Greeting') .pickblock")

    page.context.set_offline(True)
    page.fill("#t-nb-title", "Skrevet på toget")
    expect(page.locator(".pubbar .sub")).to_contain_text(
        "no answer from the server", use_inner_text=True
    )
    page.context.set_offline(False)
    saved(page)

    page.route("**/draft/", lambda route: route.abort())
    page.fill("#t-nb-title", "Skrevet i tunnelen")
    expect(page.locator(".pubbar .sub")).to_contain_text(
        "no answer from the server", use_inner_text=True
    )
    page.on("dialog", lambda dialog: dialog.accept())
    page.unroute("**/draft/")
    page.route(
        "**/draft/",
        lambda route: route.abort() if route.request.method == "PUT" else route.continue_(),
    )
    page.reload()
    expect(page.locator(".notice").first).to_contain_text("never saved")
    page.unroute("**/draft/")
    page.click("text=Use my “Greeting”")
    saved(page)

    with store_scope(store.pk):
        texts = {b.key: b.settings for b in draft_of(Template.objects.get(pk=template.pk))}
    assert texts["greeting"]["texts"] == {"nb": {"title": "Skrevet i tunnelen"}}


def test_a_missing_text_is_marked_and_found(
    live_server: LiveServer,
    browser: Browser,
    store: Store,
    template: Template,
    marte: User,
    troubles: list[str],
) -> None:
    make_order(store, locale="sv-SE")
    make_order(store, locale="nb-NO")
    with every_store(because="a test writes a text in one language"):
        write_text(template, "greeting", "title", {"nb": "Tusen takk"})
    page = open_editor(browser, live_server, template, marte, troubles)

    page.click("text=Go to the first missing text")

    field = page.locator("#t-sv-title")
    expect(field).to_be_focused()
    expect(field).to_have_attribute("placeholder", "Tusen takk")
    expect(page.locator("[data-l^=sv].miss").first).to_contain_text("Missing")
    field.fill("Tack så mycket")
    expect(page.locator("[data-l^=sv].miss")).to_have_count(0)


def test_a_changed_block_goes_back_to_what_the_agency_wrote(
    live_server: LiveServer,
    browser: Browser,
    template: Template,
    marte: User,
    troubles: list[str],
) -> None:
    with every_store(because="a test changes a block"):
        write_text(template, "greeting", "title", {"nb": "Tusen takk"})
    page = open_editor(browser, live_server, template, marte, troubles)
    page.click(".blk:has-text('Greeting') .pickblock")

    page.click("text=Compare with agency")
    expect(page.locator("dialog[open] ins")).to_have_text("Tusen takk")
    page.click("dialog[open] >> text=Close")
    page.click(".settings >> text=Use agency's")
    page.click("dialog[open] >> text=Use agency's")

    expect(page.locator(".blk:has-text('Greeting') small")).to_contain_text("From agency")
    expect(page.locator("#t-nb-title")).to_have_value("")
    saved(page)


def test_a_test_goes_to_oneself_unless_a_colleague_is_chosen(
    live_server: LiveServer,
    browser: Browser,
    store: Store,
    template: Template,
    marte: User,
    troubles: list[str],
) -> None:
    make_member(store.agency, Role.SUPPORT, name="Anders Nyström")
    page = open_editor(browser, live_server, template, marte, troubles)

    page.click("text=Send me a test")
    expect(page.locator("#test-to option:checked")).to_contain_text("Marte Lund")
    page.click("dialog[open] .btn.primary")

    expect(page.locator("dialog[open]")).to_have_count(0)
    with store_scope(store.pk):
        assert Message.objects.get().recipient == marte.email


@pytest.mark.parametrize("width", [1440, 390, 320])
def test_the_editor_fits_and_shows_dark_and_text(
    live_server: LiveServer,
    browser: Browser,
    template: Template,
    marte: User,
    troubles: list[str],
    width: int,
) -> None:
    page = open_editor(browser, live_server, template, marte, troubles, width=width)
    shows(page, "#10482")
    ground = "getComputedStyle(document.querySelector('.bg') || document.body).backgroundColor"
    frame = page.frames[-1]
    light = frame.evaluate(ground)

    page.click("[aria-label='Dark']")
    page.wait_for_timeout(1500)
    dark = page.frames[-1].evaluate(ground)
    page.click("[aria-label='Text part']")

    expect(page.locator(".preview .mailtext")).to_contain_text("#10482")
    assert light != dark
    fits(page)


def test_who_may_only_look_finds_no_button_that_changes(
    live_server: LiveServer,
    browser: Browser,
    store: Store,
    template: Template,
    troubles: list[str],
) -> None:
    support = make_member(store.agency, Role.SUPPORT)
    page = open_editor(browser, live_server, template, support, troubles)

    page.click(".blk:has-text('Greeting') .pickblock")

    expect(page.locator("#t-nb-title")).not_to_be_editable()
    for words in ("Publish revision", "Hide", "Add", "Use agency"):
        expect(page.locator(f".editor button:text-is('{words}')")).to_have_count(0)
    expect(page.locator(".editor .btn.primary:visible")).to_have_count(0)
