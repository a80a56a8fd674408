"""The editor's preview and its tests: what a mail of the draft looks like, before it is sent."""

import time
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from messaging import sending, services
from messaging.correction import Correction
from messaging.models import Message, MessageBody
from orders.models import Activity
from stores.models import Store
from stores.roles import Role
from stores.scope import store_scope
from templates_app import sample_orders
from templates_app.data import NotificationKind
from templates_app.models import Template
from tests.desk.editing import ask, block, client_of, say, state, url, written
from tests.factories.stores import make_member, make_store
from tests.factories.templates_app import make_own_template
from tests.factories.worlds import make_order

pytestmark = pytest.mark.django_db
KIND = NotificationKind.ORDER_CONFIRMATION


@pytest.fixture
def template(store: Store) -> Template:
    with store_scope(store.pk):
        return make_own_template(store)


@pytest.fixture
def editor(store: Store) -> Client:
    cache.clear()
    return client_of(make_member(store.agency, Role.MARKETER, name="Marte Lund"))


def preview(client: Client, template: Template, **more: Any) -> Any:
    blocks = more.pop("blocks", None) or written(state(client, template)["drafts"]["A"])
    answer = ask(client, "preview", template, {"blocks": blocks, "chosen": "greeting", **more})
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_the_preview_shows_the_draft_that_was_not_saved_yet(
    editor: Client, template: Template
) -> None:
    blocks = say(state(editor, template)["drafts"]["A"], "Hei <du> {{ customer.first_name }}")

    made = preview(editor, template, blocks=blocks, locale="nb")

    assert "Hei &lt;du&gt; Ingrid" in made["mail"]["html"]
    assert "Hei <du> Ingrid" in made["mail"]["text"]
    assert made["complaints"] == []
    assert made["reads"]["sv"]["title"] == "Hei <du> {{ customer.first_name }}"
    assert "greeting" not in state(editor, template)["differs"]


def test_the_preview_runs_nothing_and_its_links_lead_nowhere(
    editor: Client, template: Template
) -> None:
    page = editor.get(url("editor", template)).content.decode()
    alone = editor.get(url("alone", template))

    assert '<iframe x-ref="frame" sandbox ' in page
    assert '<base target="_blank">' in preview(editor, template)["mail"]["html"]
    assert alone.headers["Content-Security-Policy"].startswith(
        "sandbox allow-popups; default-src 'none'"
    )


def test_a_sample_orders_goods_are_drawn_by_us(editor: Client, template: Template) -> None:
    html = preview(editor, template)["mail"]["html"]
    alone = editor.get(url("alone", template))

    assert sample_orders.PICTURES not in html
    for name in sample_orders.PICTURED:
        assert f'src="/static/notifyhub/samples/{name}.svg"' in html
        assert finders.find(f"notifyhub/samples/{name}.svg")
    assert "/static/notifyhub/samples/genser.svg" in alone.content.decode()
    assert "img-src 'self' https:" in alone.headers["Content-Security-Policy"]


@pytest.mark.parametrize(("is_dark", "kept"), [(True, "(min-width:0)"), (False, "(max-width:0)")])
def test_dark_is_decided_by_the_editor_and_not_by_the_machine(
    editor: Client, template: Template, is_dark: bool, kept: str
) -> None:
    html = preview(editor, template, is_dark=is_dark)["mail"]["html"]

    assert "prefers-color-scheme" not in html
    assert f"@media {kept}" in html
    assert f'content="{"dark" if is_dark else "light"}"' in html


@pytest.mark.parametrize(
    ("settings", "place"),
    [
        ({"texts": {"da": {"title": "Hej\n {{ customer. }}"}}}, ("da", "title", 2)),
        ({"texts": {"nb": {"title": "{% if a %}"}}}, ("nb", "title", 1)),
    ],
)
def test_broken_liquid_in_a_text_is_named_with_its_place(
    editor: Client, template: Template, settings: dict[str, Any], place: tuple[str, str, int]
) -> None:
    blocks = written(state(editor, template)["drafts"]["A"])
    block(blocks, "greeting")["settings"] = settings

    made = preview(editor, template, blocks=blocks)

    (found,) = made["complaints"]
    assert made["mail"] is None
    assert found["block_key"] == "greeting"
    assert (found["locale"], found["text_key"], found["line"]) == place


def test_broken_liquid_by_hand_is_named_with_its_line(editor: Client, template: Template) -> None:
    blocks = written(state(editor, template)["drafts"]["A"])
    source = "<p>one</p>\n<p>two</p>\n{% for line in line_items %}"
    blocks.append({"key": "mine", "type": "custom", "settings": {"source": source}})

    made = preview(editor, template, blocks=blocks)

    (found,) = made["complaints"]
    assert (found["block_key"], found["line"], found["column"]) == ("mine", 3, 1)


def test_a_hostile_draft_ends_within_its_second_and_says_so(
    editor: Client, template: Template
) -> None:
    blocks = written(state(editor, template)["drafts"]["A"])
    loop = "{% for a in (1..99999) %}{% for b in (1..99999) %}x{% endfor %}{% endfor %}"
    blocks.append({"key": "mine", "type": "custom", "settings": {"source": loop}})
    began = time.monotonic()

    made = preview(editor, template, blocks=blocks)

    assert time.monotonic() - began < 3
    assert made["mail"] is None
    assert made["complaints"][0]["message"]


def test_the_preview_shows_a_real_order_only_to_who_may_see_orders(
    editor: Client, template: Template, store: Store
) -> None:
    order = make_order(store, name="#7001", number=7001, buyer_name="Kari Nordmann")
    analyst = client_of(make_member(store.agency, Role.ANALYST))
    blocks = written(state(editor, template)["drafts"]["A"])
    wanted = {"blocks": blocks, "order": str(order.public_id)}

    found = editor.get(url("orders", template), {"q": "7001"}).json()["orders"]
    made = ask(editor, "preview", template, wanted)
    refused = ask(analyst, "preview", template, wanted)

    assert [one["id"] for one in found] == [str(order.public_id)]
    assert "#7001" in made.json()["mail"]["html"]
    assert refused.status_code == 403
    assert analyst.get(url("orders", template)).status_code == 403


@pytest.mark.parametrize("wanted", ["nonsense", "00000000-0000-0000-0000-000000000000"])
def test_an_order_that_is_not_there_is_not_found(
    editor: Client, template: Template, wanted: str
) -> None:
    blocks = written(state(editor, template)["drafts"]["A"])

    assert ask(editor, "preview", template, {"blocks": blocks, "order": wanted}).status_code == 404


def test_an_order_of_another_agency_is_not_found(editor: Client, template: Template) -> None:
    foreign = make_order(make_store())
    blocks = written(state(editor, template)["drafts"]["A"])
    wanted = {"blocks": blocks, "order": str(foreign.public_id)}

    assert ask(editor, "preview", template, wanted).status_code == 404


def test_a_preview_asks_the_database_a_fixed_number_of_times(
    editor: Client,
    template: Template,
    store: Store,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    order = make_order(store)
    body = {"blocks": written(state(editor, template)["drafts"]["A"])}
    ask(editor, "preview", template, body)

    # Session, person, memberships, stores, scope; the template; the brand.
    with django_assert_num_queries(6):
        ask(editor, "preview", template, body)
    with django_assert_num_queries(10):  # and the order, its lines, its refunds, its promise
        ask(editor, "preview", template, {**body, "order": str(order.public_id)})


def send_a_test(client: Client, template: Template, **more: Any) -> Any:
    found = state(client, template)
    return ask(
        client, "test", template,
        {"blocks": written(found["drafts"]["A"]), "locale": "nb", **more},
    )  # fmt: skip


def test_a_test_reaches_a_colleague_and_counts_nowhere(
    editor: Client, template: Template, store: Store
) -> None:
    reader = make_member(store.agency, Role.SUPPORT, name="Jonas Berg")

    sent = send_a_test(editor, template, to=str(reader.pk))
    sending.send_due(now=timezone.now())

    assert sent.status_code == 200, sent.content
    with store_scope(store.pk):
        message = Message.objects.get()
        body = MessageBody.objects.get()
        assert (message.state, message.is_test, message.recipient) == ("SENT", True, reader.email)
        assert message.subject.startswith("[Test] ")
        assert ["Subject", message.subject] in body.headers
        assert "/t/o/" not in body.html
        assert not Activity.objects.exists()


def test_a_test_with_a_real_order_is_no_part_of_its_story_but_is_forgotten_with_it(
    editor: Client, template: Template, store: Store
) -> None:
    order = make_order(store, buyer_name="Kari Nordmann")
    reader = make_member(store.agency, Role.SUPPORT)

    sent = send_a_test(editor, template, to=str(reader.pk), order=str(order.public_id))
    with store_scope(store.pk):
        (message,) = Message.objects.all()
        kept = MessageBody.objects.get().html
        told = list(Message.objects.for_order(order.pk))
        with pytest.raises(services.CannotBeWrittenTo):
            Correction.of_message(message, because="no", actor="Marte")
        services.redact_messages(order_ids=[order.pk], now=timezone.now())

        assert sent.status_code == 200, sent.content
        assert order.name in kept
        assert told == []
        assert MessageBody.objects.get().html == ""


def test_a_test_goes_to_members_with_that_store_only(
    editor: Client, template: Template, store: Store
) -> None:
    sister = make_store(store.agency, name="Sister")
    elsewhere = make_member(store.agency, Role.SUPPORT, stores=[sister])
    stranger = make_member(make_store().agency, Role.OWNER)

    for user in (elsewhere, stranger):
        assert send_a_test(editor, template, to=str(user.pk)).status_code == 404


def test_tests_have_their_share_an_hour(
    editor: Client, template: Template, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("messaging.trials.AN_HOUR", 1)
    reader = make_member(store.agency, Role.SUPPORT)

    first = send_a_test(editor, template, to=str(reader.pk))
    second = send_a_test(editor, template, to=str(reader.pk))

    assert (first.status_code, second.status_code) == (200, 409)
    assert second.json()["code"] == "tested-too-often"


def test_the_matrix_shows_each_language_and_variant(editor: Client, template: Template) -> None:
    ask(editor, "variants", template, {"name": "shorter"})

    page = editor.get(url("matrix", template)).content.decode()

    assert page.count("<iframe sandbox") == 14
    assert page.count("srcdoc=") == 14


def test_the_matrix_of_a_hostile_draft_says_what_is_wrong(
    editor: Client, template: Template
) -> None:
    begun = state(editor, template)
    loop = "{% for a in (1..99999) %}{% for b in (1..99999) %}x{% endfor %}{% endfor %}"
    hostile = {"key": "mine", "type": "custom", "settings": {"source": loop}}
    blocks = [*written(begun["drafts"]["A"]), hostile]
    ask(editor, "draft", template, {"version": begun["version"], "blocks": blocks}, put=True)

    page = editor.get(url("matrix", template))

    assert page.status_code == 200
    assert page.content.decode().count('class="notice bad"') == 7
