"""What the editor's page asks the server for: the draft, its preview, its publication."""

import json
import time
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from messaging import sending
from messaging.models import Message, MessageBody
from orders.models import Activity
from stores.models import Store, User
from stores.roles import Role
from stores.scope import every_store, store_scope
from templates_app import queries
from templates_app.data import NotificationKind
from templates_app.models import Template, Variant
from tests.factories.stores import make_member, make_store
from tests.factories.templates_app import make_own_template, write_text
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


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def url(name: str, template: Template) -> str:
    return reverse(f"admin:template-{name}", args=[template.pk])


def ask(
    client: Client, name: str, template: Template, body: Any = None, *, put: bool = False
) -> Any:
    send = client.put if put else client.post
    return send(url(name, template), json.dumps(body or {}), content_type="application/json")


def state(client: Client, template: Template) -> dict[str, Any]:
    answer = client.get(url("draft", template))
    assert answer.status_code == 200
    found: dict[str, Any] = answer.json()
    return found


def written(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    names = ("key", "type", "settings", "is_locked")
    return [{name: block[name] for name in names} for block in blocks]


def block(blocks: list[dict[str, Any]], key: str) -> dict[str, Any]:
    return next(one for one in blocks if one["key"] == key)


def say(blocks: list[dict[str, Any]], text: str, *, key: str = "greeting") -> list[dict[str, Any]]:
    """The blocks with that heading in Norwegian."""
    blocks = written(json.loads(json.dumps(blocks)))
    block(blocks, key)["settings"]["texts"] = {"nb": {"title": text}}
    return blocks


def test_a_saved_text_is_a_change_of_the_store_and_the_rest_stays_the_agencys(
    editor: Client, template: Template
) -> None:
    before = state(editor, template)
    blocks = say(before["drafts"]["A"], "Tusen takk")

    saved = ask(
        editor, "draft", template, {"version": before["version"], "blocks": blocks}, put=True
    )

    assert saved.status_code == 200
    after = saved.json()
    origins = {one["key"]: one["origin"] for one in after["drafts"]["A"]}
    assert origins["greeting"] == "STORE"
    assert set(origins.values()) == {"STORE", "AGENCY"}
    assert after["version"] == before["version"] + 1
    assert (before["differs"], after["differs"]) == ([], ["greeting"])


def test_who_saves_second_is_told_by_whom_and_overwrites_nothing(
    editor: Client, template: Template
) -> None:
    mine = state(editor, template)
    with every_store(because="a colleague saves"):
        write_text(template, "greeting", "title", {"nb": "Fra Jonas"})

    refused = ask(
        editor,
        "draft",
        template,
        {"version": mine["version"], "blocks": say(mine["drafts"]["A"], "Fra Marte")},
        put=True,
    )

    assert refused.status_code == 409
    said = refused.json()
    assert (said["code"], said["by"]) == ("edit-conflict", "Marte Lund")
    assert said["at"]
    kept = block(state(editor, template)["drafts"]["A"], "greeting")
    assert kept["settings"]["texts"] == {"nb": {"title": "Fra Jonas"}}


@pytest.mark.parametrize(
    ("settings", "field"),
    [
        ({"is_shown": "perhaps"}, "is_shown"),
        ({"colour": "red"}, "colour"),
        ({"texts": {"nb": {"title": "x" * 5001}}}, "texts.nb.title"),
    ],
)
def test_what_cannot_be_kept_is_refused_beside_its_field(
    editor: Client, template: Template, settings: dict[str, Any], field: str
) -> None:
    begun = state(editor, template)
    blocks = written(begun["drafts"]["A"])
    block(blocks, "greeting")["settings"] = settings

    refused = ask(
        editor, "draft", template, {"version": begun["version"], "blocks": blocks}, put=True
    )

    said = refused.json()
    assert (refused.status_code, said["code"]) == (409, "block-refused")
    assert (said["key"], said["field"]) == ("greeting", field)
    assert said["complaint"]


def test_a_block_that_the_agency_locked_stays_as_it_is(editor: Client, template: Template) -> None:
    begun = state(editor, template)
    blocks = written(begun["drafts"]["A"])
    block(blocks, "legal")["settings"] = {"is_shown": False}

    refused = ask(
        editor, "draft", template, {"version": begun["version"], "blocks": blocks}, put=True
    )

    assert (refused.status_code, refused.json()["code"]) == (409, "block-locked")
    assert refused.json()["key"] == "legal"


UNREADABLE = [b"[]", b"{", b"\xff", b"null", b"[" * 100_000]
SHAPELESS = [
    b'{"blocks": 1}',
    b'{"blocks": [1], "version": 1}',
    b'{"blocks": [{"key": 1}], "version": 1}',
    b'{"blocks": [{"key": "a", "type": "greeting", "settings": []}], "version": 1}',
]


@pytest.mark.parametrize("name", ["draft", "preview", "findings", "publish", "test", "variants"])
@pytest.mark.parametrize("body", UNREADABLE)
def test_what_nobody_can_read_is_refused_in_words(
    editor: Client, template: Template, name: str, body: bytes
) -> None:
    send = editor.put if name == "draft" else editor.post

    answer = send(url(name, template), body, content_type="application/json")

    assert answer.status_code == 400
    assert answer.json()["detail"]


@pytest.mark.parametrize("name", ["draft", "preview", "findings"])
@pytest.mark.parametrize("body", SHAPELESS)
def test_what_is_no_draft_is_refused_in_words(
    editor: Client, template: Template, name: str, body: bytes
) -> None:
    send = editor.put if name == "draft" else editor.post

    answer = send(url(name, template), body, content_type="application/json")

    assert (answer.status_code, answer.json()["code"]) == (400, "not-understood")


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
    with django_assert_num_queries(9):  # and the order, its lines, its refunds
        ask(editor, "preview", template, {**body, "order": str(order.public_id)})


def test_the_page_asks_as_often_with_many_variants_as_with_one(
    editor: Client, template: Template, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    editor.get(url("editor", template))
    with django_assert_num_queries(13):
        editor.get(url("editor", template))
    for name in ("one", "two", "three"):
        ask(editor, "variants", template, {"name": name})

    with django_assert_num_queries(13):
        editor.get(url("editor", template))


def test_publishing_reaches_the_next_mail_and_says_what_differs_no_more(
    editor: Client, template: Template, store: Store
) -> None:
    begun = state(editor, template)
    blocks = say(begun["drafts"]["A"], "Tusen takk")
    version = ask(
        editor, "draft", template, {"version": begun["version"], "blocks": blocks}, put=True
    ).json()["version"]

    done = ask(editor, "publish", template, {"version": version, "note": "Warmer"})

    assert done.status_code == 200, done.content
    assert done.json()["differs"] == []
    with store_scope(store.pk):
        revision = queries.current_revision(store=store, kind=KIND)
        assert revision is not None
        assert (revision.store_id, revision.note) == (store.pk, "Warmer")
        assert "Tusen takk" in revision.sources["nb"]["html"]


def test_what_somebody_saved_since_is_not_published(editor: Client, template: Template) -> None:
    looked_at = state(editor, template)["version"]
    with every_store(because="a colleague saves"):
        write_text(template, "greeting", "title", {"nb": "Fra Jonas"})

    refused = ask(editor, "publish", template, {"version": looked_at})

    assert refused.status_code == 400
    assert "changed since" in refused.json()["detail"]


def test_a_draft_that_cannot_be_sent_is_not_published_and_says_where(
    editor: Client, template: Template
) -> None:
    begun = state(editor, template)
    blocks = say(begun["drafts"]["A"], "{{ customer. }}")
    saved = ask(
        editor, "draft", template, {"version": begun["version"], "blocks": blocks}, put=True
    )

    refused = ask(editor, "publish", template, {"version": saved.json()["version"]})
    found = ask(editor, "findings", template, {"blocks": blocks}).json()["findings"]

    assert refused.status_code == 409
    assert refused.json()["detail"]
    assert found[0]["severity"] == "ERROR"
    assert found[0]["block_key"] == "greeting"


def test_a_publication_is_scheduled_and_taken_back(editor: Client, template: Template) -> None:
    version = state(editor, template)["version"]

    wrong = ask(editor, "publish", template, {"version": version, "at": "soon"})
    past = ask(editor, "publish", template, {"version": version, "at": "2020-01-01T10:00"})
    later = ask(editor, "publish", template, {"version": version, "at": "2099-01-01T10:00"})
    cancelled = ask(editor, "publish", template, {"cancel": True})

    assert (wrong.status_code, past.status_code) == (400, 409)
    assert later.json()["scheduled"]["by"] == "Marte Lund"
    assert cancelled.json()["scheduled"] is None


def test_a_variant_is_added_changed_alone_and_removed(
    editor: Client, template: Template, store: Store
) -> None:
    added = ask(editor, "variants", template, {"name": "promise first"}).json()
    blocks = say(added["drafts"]["B"], "Du får det i dag")
    body = {"version": added["version"], "variant": "B", "blocks": blocks}
    saved = ask(editor, "draft", template, body, put=True).json()
    removed = ask(editor, "variants", template, {"remove": "B"})

    assert [one["label"] for one in added["variants"]] == ["A", "B"]
    assert block(saved["drafts"]["B"], "greeting")["origin"] == "VARIANT"
    assert block(saved["drafts"]["A"], "greeting")["origin"] == "AGENCY"
    assert removed.status_code == 200
    with store_scope(store.pk):
        assert not Variant.objects.exists()


def test_who_may_only_look_changes_nothing(template: Template, store: Store) -> None:
    support = client_of(make_member(store.agency, Role.SUPPORT))
    begun = state(support, template)
    body = {"version": begun["version"], "blocks": say(begun["drafts"]["A"], "x")}

    page = support.get(url("editor", template)).content.decode()

    assert begun["may_edit"] is False
    assert "You may look, not change" in page
    assert ask(support, "draft", template, body, put=True).status_code == 403
    for name in ("publish", "variants", "test"):
        assert ask(support, name, template, {}).status_code == 403
    assert ask(support, "preview", template, body).status_code == 200


def test_an_agencys_template_is_changed_only_by_who_has_all_its_stores(
    template: Template, store: Store
) -> None:
    with every_store(because="a test looks for the agency's template"):
        master = Template.objects.get(store=None, agency=store.agency)
    few = client_of(make_member(store.agency, Role.MARKETER, stores=[store]))
    all_of_them = client_of(make_member(store.agency, Role.MARKETER))

    assert state(few, master)["may_edit"] is False
    assert ask(few, "publish", master, {}).status_code == 403
    assert state(all_of_them, master)["may_edit"] is True
    assert state(few, template)["may_edit"] is True


def test_who_else_has_it_open_is_told(editor: Client, template: Template, store: Store) -> None:
    other = client_of(make_member(store.agency, Role.MARKETER, name="Jonas Berg"))

    first = ask(editor, "presence", template).json()
    second = ask(other, "presence", template).json()

    assert (first["other"], second["other"]) == ("", "Marte Lund")


def send_a_test(client: Client, template: Template, **more: Any) -> Any:
    found = state(client, template)
    return ask(
        client, "test", template,
        {"blocks": written(found["drafts"]["A"]), "locale": "nb", **more},
    )  # fmt: skip


def test_a_test_reaches_a_colleague_and_counts_nowhere(
    editor: Client, template: Template, store: Store
) -> None:
    from django.utils import timezone

    reader = make_member(store.agency, Role.SUPPORT, name="Jonas Berg")

    sent = send_a_test(editor, template, to=str(reader.pk))
    sending.send_due(now=timezone.now())

    assert sent.status_code == 200, sent.content
    with store_scope(store.pk):
        message = Message.objects.get()
        body = MessageBody.objects.get()
        assert (message.state, message.is_test, message.recipient) == ("SENT", True, reader.email)
        assert message.subject.startswith("[Test] ")
        assert dict(map(tuple, body.headers))["Subject"] == message.subject
        assert "/t/o/" not in body.html
        assert not Activity.objects.exists()


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
    monkeypatch.setattr("desk.editor.testing.AN_HOUR", 1)
    reader = make_member(store.agency, Role.SUPPORT)

    first = send_a_test(editor, template, to=str(reader.pk))
    second = send_a_test(editor, template, to=str(reader.pk))

    assert (first.status_code, second.status_code) == (200, 409)
    assert second.json()["code"] == "tested-too-often"


def test_a_store_gets_its_own_template_by_a_post_only(
    editor: Client, template: Template, store: Store
) -> None:
    with every_store(because="a test takes the store's template away"):
        Template.objects.filter(pk=template.pk).delete()
    address = f"{reverse('admin:template-own', args=[KIND])}?store={store.public_id}"

    looked = editor.get(address)
    made = editor.post(address)
    again = editor.post(address)

    assert looked.status_code == 405
    assert made.status_code == again.status_code == 302
    assert made["Location"] == again["Location"]


def test_the_matrix_shows_each_language_and_variant(editor: Client, template: Template) -> None:
    ask(editor, "variants", template, {"name": "shorter"})

    page = editor.get(url("matrix", template)).content.decode()

    assert page.count("<iframe sandbox") == 14
    assert page.count("srcdoc=") == 14
