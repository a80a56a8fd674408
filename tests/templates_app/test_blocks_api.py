"""A draft changed in parts over the API: a block, a language, the order; audits and brands."""

from typing import Any

import pytest
from django.utils import timezone

from messaging.models import Message
from stores.models import Store, User
from stores.roles import Role
from stores.scope import every_store, store_scope
from templates_app import services
from templates_app.models import Audit, Brand, Template
from tests.factories.keys import KeyClient, make_client
from tests.factories.stores import make_member, make_store
from tests.factories.templates_app import make_own_template
from tests.problems import refusal

pytestmark = pytest.mark.django_db

JSON = "application/json"


@pytest.fixture
def template(store: Store) -> Template:
    with every_store(because="a test fills a store"):
        return make_own_template(store, text="Takk")


def put(api: KeyClient, path: str, body: dict[str, Any]) -> Any:
    return api.put(path, body, JSON)


def test_one_block_is_read_and_changed(api: KeyClient, template: Template) -> None:
    path = f"templates/{template.public_id}/blocks/help/"
    before = api.get(path).json()

    settings = {**before["settings"], "is_shown": False}
    changed = put(api, path, {"version": before["version"], "settings": settings})

    assert changed.status_code == 200
    after = api.get(path).json()
    assert after["settings"]["is_shown"] is False
    assert after["version"] == before["version"] + 1
    stale = put(api, path, {"version": before["version"], "settings": {}})
    assert refusal(stale) == (409, "edit-conflict")


def test_a_block_that_is_none_is_404(api: KeyClient, template: Template) -> None:
    path = f"templates/{template.public_id}/blocks/nonsense/"

    assert refusal(api.get(path)) == (404, "not-found")
    assert refusal(put(api, path, {"version": 1})) == (404, "not-found")


def test_one_language_is_written_and_the_others_stay(api: KeyClient, template: Template) -> None:
    path = f"templates/{template.public_id}/translations"
    start = api.get(f"{path}/sv/").json()
    wanted = {"version": start["version"], "blocks": {"greeting": {"title": "Tack"}}}

    assert put(api, f"{path}/sv/", wanted).status_code == 200

    def greeting(locale: str) -> Any:
        blocks = api.get(f"{path}/{locale}/").json()["blocks"]
        return next(block["texts"] for block in blocks if block["key"] == "greeting")

    assert greeting("sv") == {"title": "Tack"}
    assert greeting("nb") == {"title": "Takk"}
    assert greeting("no") == {"title": "Takk"}
    version = api.get(f"{path}/sv/").json()["version"]
    put(api, f"{path}/sv/", {"version": version, "blocks": {"greeting": {"title": ""}}})
    assert greeting("sv") == {}
    assert "sv" not in api.get(f"{path}/nb/").json()["locales"]


@pytest.mark.parametrize("locale", ["nonsense!", "x", "../..", "nb-NO-" + "a" * 40])
def test_a_language_that_is_none_is_404(api: KeyClient, template: Template, locale: str) -> None:
    answer = api.get(f"templates/{template.public_id}/translations/{locale}/")

    assert refusal(answer) == (404, "not-found")


def test_blocks_change_places_and_none_is_lost(api: KeyClient, template: Template) -> None:
    path = f"templates/{template.public_id}/"
    before = api.get(path).json()
    keys = [block["key"] for block in before["blocks"]]
    turned = [keys[0], *reversed(keys[1:])]

    moved = put(api, f"{path}blocks/", {"version": before["version"], "keys": turned})

    assert [block["key"] for block in moved.json()["blocks"]] == turned
    short = put(api, f"{path}blocks/", {"version": before["version"] + 1, "keys": turned[1:]})
    assert refusal(short) == (422, "invalid")


def test_a_draft_goes_to_a_colleague_and_to_nobody_else(
    api: KeyClient, store: Store, template: Template
) -> None:
    mina: User = make_member(store.agency, Role.MARKETER, email="mina@nordlinje.example")
    path = f"templates/{template.public_id}/test/"

    sent = api.post(path, {"to": mina.email.upper(), "locale": "nb"})

    assert sent.status_code == 201, sent.content
    assert sent.json()["recipient"] == mina.email
    assert sent.json()["subject"].startswith("[Test]")
    with store_scope(store.pk):
        assert Message.objects.get().actor == "API key ERP"
    for nobody in ("kari@example.com", "mina@example.com"):
        assert refusal(api.post(path, {"to": nobody})) == (422, "invalid")
    assert refusal(api.post(path, {"to": mina.email, "sample": "none"})) == (422, "invalid")


def test_a_removed_brand_is_worn_no_more_and_its_mails_are_to_be_looked_at(
    api: KeyClient, store: Store, template: Template
) -> None:
    path = f"stores/{store.public_id}/brand/"
    put(api, path, {"accent": "#AA2200"})
    with every_store(because="a test"):
        Brand.objects.update(to_audit=[])

    bare = api.delete(path)

    assert bare.json()["worn"]["accent"] != "#AA2200"
    with every_store(because="a test looks"):
        assert not Brand.objects.filter(store=store).exists()
        assert Audit.objects.filter(store=store, cause="BRAND").exists()
        again = services.remove_brand(agency=store.agency, store=store, now=timezone.now())
    assert not again
    assert api.delete(path).status_code == 200


def test_only_who_sees_all_stores_takes_the_agencys_brand_away(store: Store) -> None:
    make_store(store.agency)
    narrow = make_client(store.agency, stores=[store])

    assert refusal(narrow.delete("brands/agency/")) == (403, "forbidden")
    assert make_client(store.agency).delete("brands/agency/").status_code == 200


def test_an_audit_is_opened_looked_at_put_off_handed_on(
    api: KeyClient, store: Store, template: Template
) -> None:
    mina = make_member(store.agency, Role.MARKETER, email="mina@nordlinje.example")

    opened = api.post("audits/", {"template": str(template.public_id)})
    path = f"audits/{opened.json()['id']}/"
    until = timezone.now().date().replace(year=timezone.now().year + 1, month=1, day=2).isoformat()

    assert opened.status_code == 201
    assert opened.json()["cause"] == "BY_HAND"
    assert api.post("audits/", {"template": str(template.public_id)}).json()["id"] in path
    assert api.post(f"{path}look/").json()["checklist"]
    put_off = api.post(f"{path}postpone/", {"until": until, "note": "After the sale"}).json()
    assert (put_off["due_on"], put_off["entries"][0]["note"]) == (until, "After the sale")
    assert api.post(f"{path}give/", {"email": mina.email}).json()["owner"] == mina.email
    assert api.post(f"{path}give/", {"email": None}).json()["owner"] == ""
    stranger = api.post(f"{path}give/", {"email": "kari@example.com"})
    assert refusal(stranger) == (422, "invalid")
    past = api.post(f"{path}postpone/", {"until": "2020-01-01", "note": "x"})
    assert refusal(past) == (409, "audit-refused")


def test_rhythms_are_chosen_all_of_them_or_none(api: KeyClient, template: Template) -> None:
    wanted = [
        {"template": None, "every": "QUARTER"},
        {"template": str(template.public_id), "every": "NEVER"},
    ]

    said = put(api, "audits/rhythms/", {"rhythms": wanted}).json()["rhythms"]

    assert said[0] == {"store": None, "kind": "", "every": "QUARTER"}
    assert {each["every"] for each in said[1:]} == {"NEVER"}
    with every_store(because="a test fills another agency"):
        foreign = make_own_template(make_store())
    beside = [{"template": str(foreign.public_id), "every": "YEAR"}, *wanted]
    assert refusal(put(api, "audits/rhythms/", {"rhythms": beside})) == (422, "invalid")
    assert api.get("audits/rhythms/").json()["rhythms"] == said
