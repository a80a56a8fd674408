"""What the editor's page asks the server for: the draft, its preview, its publication."""

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from stores.models import Store
from stores.roles import Role
from stores.scope import every_store, store_scope
from templates_app import queries
from templates_app.data import NotificationKind
from templates_app.models import Revision, Template, Variant
from tests.desk.editing import ask, block, client_of, say, state, url, written
from tests.factories.stores import make_member
from tests.factories.templates_app import make_own_template, write_text

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


def test_the_page_asks_as_often_with_many_variants_as_with_one(
    editor: Client, template: Template, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    editor.get(url("editor", template))
    with django_assert_num_queries(14):
        editor.get(url("editor", template))
    for name in ("one", "two", "three"):
        ask(editor, "variants", template, {"name": name})

    with django_assert_num_queries(14):
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
    assert found[0]["may_pass"] is False
    place = {"rule": found[0]["rule"], "block_key": "greeting", "reason": "Never mind it"}
    waived = ask(editor, "waivers", template, place)
    assert (waived.status_code, waived.json()["code"]) == (409, "waiver-refused")


def test_a_finding_is_let_pass_only_with_a_reason(editor: Client, template: Template) -> None:
    begun = state(editor, template)
    blocks = written(begun["drafts"]["A"])
    block(blocks, "status")["settings"] = {"is_shown": False}
    saved = ask(
        editor, "draft", template, {"version": begun["version"], "blocks": blocks}, put=True
    )
    version = saved.json()["version"]
    (error,) = errors_of(editor, template, blocks)
    place = {"rule": error["rule"], "block_key": error["block_key"]}
    assert error["may_pass"] is True

    stopped = ask(editor, "publish", template, {"version": version})
    unreasoned = ask(editor, "waivers", template, {**place, "reason": " "})
    waived = ask(editor, "waivers", template, {**place, "reason": "Digital goods only"})

    assert stopped.json()["code"] == "findings-stop-publishing"
    assert (unreasoned.status_code, waived.status_code) == (409, 200)
    assert errors_of(editor, template, blocks)[0]["let_pass"]["reason"] == "Digital goods only"
    assert ask(editor, "publish", template, {"version": version}).status_code == 200


def errors_of(client: Client, template: Template, blocks: Any) -> list[dict[str, Any]]:
    found = ask(client, "findings", template, {"blocks": blocks}).json()["findings"]
    return [one for one in found if one["severity"] == "ERROR"]


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

    version = state(few, master)["version"]
    with every_store(because="a test counts what is published"):
        before = Revision.objects.count()
    refusals = [
        ask(few, "publish", master, {"version": version}),
        ask(few, "publish", master, {"version": version, "at": "2099-01-01T10:00"}),
        ask(few, "publish", master, {"cancel": True}),
        ask(few, "waivers", master, {"rule": "L01", "reason": "Digital goods only"}),
    ]

    assert state(few, master)["may_edit"] is False
    assert [answer.status_code for answer in refusals] == [403] * 4
    assert all("reach all its stores" in answer.content.decode() for answer in refusals)
    with every_store(because="a test counts what is published"):
        assert Revision.objects.count() == before
    assert state(all_of_them, master)["may_edit"] is True
    assert state(few, template)["may_edit"] is True


def test_who_else_has_it_open_is_told(editor: Client, template: Template, store: Store) -> None:
    other = client_of(make_member(store.agency, Role.MARKETER, name="Jonas Berg"))

    first = ask(editor, "presence", template).json()
    second = ask(other, "presence", template).json()

    assert (first["other"], second["other"]) == ("", "Marte Lund")


def test_a_store_gets_its_own_template_by_a_post_only(
    editor: Client, template: Template, store: Store
) -> None:
    with every_store(because="a test takes the store's template away"):
        Template.objects.filter(pk=template.pk).delete()
    address = f"{reverse('admin:template-own', args=[KIND])}?store={store.public_id}"

    looked = editor.get(address)
    made = editor.post(address)
    again = editor.post(address)

    assert looked.status_code == 200
    assert "Give the store its own words" in looked.content.decode()
    assert made.status_code == again.status_code == 302
    assert made["Location"] == again["Location"]


def test_the_preview_says_how_much_of_the_mail_promotes(editor: Client, template: Template) -> None:
    draft = state(editor, template)["drafts"]["A"]
    for one in draft:
        if one["type"] == "promo":
            one["settings"] = {"is_shown": True, "texts": {"nb": {"text": "Garn og pinner"}}}

    def share(blocks: list[dict[str, Any]]) -> tuple[int, bool]:
        mail = ask(editor, "preview", template, {"blocks": blocks, "locale": "nb"}).json()["mail"]
        return mail["promo_percent"], mail["is_mostly_promo"]

    before = share(state(editor, template)["drafts"]["A"])

    assert before == (0, False)
    assert share(draft) == (2, False)
