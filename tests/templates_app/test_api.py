"""Templates over the API: drafts, publishing, revisions, renders, roll-outs, brands."""

from typing import Any

import pytest
from django.utils import timezone

from stores.models import Agency, Store
from stores.scope import every_store
from templates_app import publishing
from templates_app.models import Revision, Rollout, Template
from tests.factories.keys import KeyClient, make_client, make_key
from tests.factories.stores import make_agency, make_store
from tests.templates_app import fleets
from tests.templates_app.fleets import KIND

pytestmark = pytest.mark.django_db


@pytest.fixture
def stores(agency: Agency) -> list[Store]:
    with every_store(because="a test makes stores with words"):
        return fleets.make_fleet(agency, 3)


@pytest.fixture
def master(agency: Agency, stores: list[Store]) -> Template:
    with every_store(because="a test reads a template"):
        return fleets.master_of(agency)


@pytest.fixture
def key(agency: Agency, stores: list[Store]) -> KeyClient:
    return make_client(agency)


def put(key: KeyClient, path: str, data: Any) -> Any:
    return key.put(path, data, content_type="application/json")


def patch(key: KeyClient, path: str, data: Any) -> Any:
    return key.patch(path, data, content_type="application/json")


def opened(key: KeyClient, store: Store) -> dict[str, Any]:
    answer = key.post("templates/", {"store": str(store.public_id), "kind": KIND})
    assert answer.status_code == 200
    found: dict[str, Any] = answer.json()
    return found


def test_a_store_changes_a_block_publishes_and_goes_back(
    key: KeyClient, stores: list[Store]
) -> None:
    draft = opened(key, stores[0])
    path = f"templates/{draft['id']}/"
    settings = {"texts": {"nb": {"title": "Hei fra butikken"}}}
    key.post(f"{path}publish/", {"note": "As it was"})
    change = {"version": draft["version"], "blocks": [{"key": "greeting", "settings": settings}]}

    changed = patch(key, path, change).json()
    published = key.post(f"{path}publish/", {"note": "Warmer"}).json()
    again = patch(key, path, change)
    restored = key.post(f"{path}revisions/1/restore/", {"note": "Too warm"})

    origins = {block["key"]: block["origin"] for block in changed["blocks"]}
    assert (origins["greeting"], origins["help"]) == ("STORE", "AGENCY")
    assert changed["version"] == draft["version"] + 1
    assert "Hei fra butikken" in published["sources"]["nb"]["html"]
    assert (again.status_code, again.json()["code"]) == (409, "edit-conflict")
    assert restored.status_code == 201
    assert (restored.json()["number"], restored.json()["restores"]) == (3, 1)
    numbers = [row["number"] for row in key.get(f"{path}revisions/").json()["results"]]
    assert numbers == [3, 2, 1]


def test_a_draft_is_saved_whole_and_a_missing_block_is_hidden(
    key: KeyClient, stores: list[Store]
) -> None:
    draft = opened(key, stores[0])
    kept = [
        {name: block[name] for name in ("key", "type", "settings")}
        for block in draft["blocks"]
        if block["key"] != "help"
    ]

    saved = put(key, f"templates/{draft['id']}/", {"version": 1, "blocks": kept}).json()

    help_block = next(block for block in saved["blocks"] if block["key"] == "help")
    assert help_block["settings"]["is_shown"] is False


def test_a_locked_block_and_an_unknown_one_are_refused_in_words(
    key: KeyClient, stores: list[Store]
) -> None:
    draft = opened(key, stores[0])
    path = f"templates/{draft['id']}/"

    locked = patch(
        key, path, {"version": 1, "blocks": [{"key": "legal", "settings": {"is_shown": False}}]}
    )
    unknown = patch(key, path, {"version": 1, "blocks": [{"key": "nothing", "settings": {}}]})

    assert (locked.status_code, locked.json()["code"]) == (409, "block-locked")
    assert unknown.status_code == 422
    assert "nothing" in unknown.json()["errors"][0]["message"]


def test_a_render_shows_the_draft_and_a_revision_stays_as_it_was(
    key: KeyClient, stores: list[Store]
) -> None:
    draft = opened(key, stores[0])
    path = f"templates/{draft['id']}/"
    key.post(f"{path}publish/", {})
    settings = {"texts": {"nb": {"title": "Hei {{ name }}"}}}
    patch(key, path, {"version": 1, "blocks": [{"key": "greeting", "settings": settings}]})

    own = key.post(f"{path}render/", {"locale": "nb-NO", "values": {"name": "#77<b>"}}).json()
    old = key.post(f"{path}render/", {"locale": "nb", "revision": 1}).json()
    odd = key.post(f"{path}render/", {"sample": "moon"})

    assert "Hei #77&lt;b&gt;" in own["html"]
    assert own["locale"] == "nb"
    assert "Hei #" not in old["html"]
    assert (odd.status_code, "plain" in odd.json()["errors"][0]["message"]) == (422, True)


def test_a_variant_is_saved_beside_the_template(key: KeyClient, stores: list[Store]) -> None:
    draft = opened(key, stores[0])
    path = f"templates/{draft['id']}/"
    key.post(f"{path}variants/", {"name": "Short"})
    settings = {"texts": {"nb": {"title": "Kort"}}}

    patch(
        key,
        f"{path}?variant=B",
        {"version": 1, "blocks": [{"key": "greeting", "settings": settings}]},
    )

    variant = {b["key"]: b for b in key.get(f"{path}?variant=B").json()["blocks"]}
    itself = {b["key"]: b for b in key.get(path).json()["blocks"]}
    assert variant["greeting"]["settings"] == settings
    assert itself["greeting"]["settings"] == {}
    assert key.post(f"{path}variants/B/remove/", {}).json()["variants"] == []


def test_a_publication_is_scheduled_and_taken_back(key: KeyClient, stores: list[Store]) -> None:
    path = f"templates/{opened(key, stores[0])['id']}/"

    late = key.post(f"{path}schedule/", {"publishes_at": "2020-01-01T00:00:00Z"})
    due = key.post(f"{path}schedule/", {"publishes_at": "2100-01-01T00:00:00Z"}).json()
    none = key.post(f"{path}unschedule/", {}).json()

    assert (late.status_code, late.json()["code"]) == (409, "too-late")
    assert due["publishes_at"] == "2100-01-01T00:00:00Z"
    assert none["publishes_at"] is None


def test_a_roll_out_from_the_dry_run_to_the_way_back(
    key: KeyClient, stores: list[Store], master: Template
) -> None:
    with every_store(because="a test drafts"):
        fleets.override(stores[0], "help", title="Butikkens")
        fleets.say(master, "help", title="Byråets")
    asked = {"kinds": [KIND], "stores": None}

    told = key.post("rollouts/dry-run/", asked).json()
    wanted = {**asked, "stages": [50, 100], "wait_hours": 24, "note": "Advent"}
    begun = key.post("rollouts/", wanted)
    path = f"rollouts/{begun.json()['id']}/"
    twice = key.post("rollouts/", wanted)
    with every_store(because="a test advances roll-outs"):
        fleets.advance()
    half = key.get(path).json()
    key.post(f"{path}pause/", {})
    back = key.post(f"{path}roll-back/", {}).json()
    with every_store(because="a test advances roll-outs"):
        fleets.advance()

    assert (told["mail_count"], told["store_count"]) == (3, 3)
    assert (told["mails"][0]["outcome"], told["mails"][0]["conflicts"]) == ("CONFLICT", ["help"])
    assert begun.status_code == 201
    assert (twice.status_code, twice.json()["code"]) == (409, "rollout-under-way")
    assert [stage["store_count"] for stage in half["stages"]] == [2, 3]
    assert half["stages"][1]["counts"] == {"WAITING": 1}
    assert back["state"] == "ROLLING_BACK"
    assert key.get(path).json()["state"] == "ROLLED_BACK"
    mails = key.get(f"{path}mails/").json()["results"]
    assert {mail["state"] for mail in mails} == {"UNDONE", "SKIPPED"}


def test_a_key_of_some_stores_neither_publishes_for_all_nor_steers_what_reaches_others(
    key: KeyClient, agency: Agency, stores: list[Store], master: Template
) -> None:
    with every_store(because="a test drafts"):
        fleets.say(master, "help", title="Bare utkast")
    few = make_client(agency, stores=stores[:1])

    publish = few.post(f"templates/{master.public_id}/publish/", {})
    schedule = few.post(
        f"templates/{master.public_id}/schedule/", {"publishes_at": "2099-01-01T00:00:00Z"}
    )
    begun = few.post("rollouts/", {"kinds": [KIND]}).json()
    with every_store(because="a test advances roll-outs"):
        fleets.advance()
        drafted = [fleets.mail(store).count("Bare utkast") for store in stores]
    of_all = key.post("rollouts/", {"kinds": [KIND]}).json()
    steered = few.post(f"rollouts/{of_all['id']}/pause/", {})

    for refused in (publish, schedule):
        assert (refused.status_code, refused.json()["code"]) == (403, "forbidden")
        assert "reach all its stores" in refused.json()["detail"]
    assert begun["store_count"] == 1
    assert drafted == [0, 0, 0]
    assert (steered.status_code, steered.json()["code"]) == (403, "forbidden")


def test_a_test_key_never_publishes_for_all(
    agency: Agency, stores: list[Store], master: Template
) -> None:
    """It sees sandbox stores only, so it could not pin the others to what they send."""
    with every_store(because="a test drafts"):
        fleets.say(master, "help", title="Bare utkast")
    make_store(agency, name="Sandbox", is_sandbox=True)
    tester = KeyClient(make_key(agency, is_test=True)[1])

    refused = tester.post(f"templates/{master.public_id}/publish/", {})
    begun = tester.post("rollouts/", {"kinds": [KIND]})

    assert refused.status_code == 403
    assert (begun.status_code, begun.json()["store_count"]) == (201, 1)
    with every_store(because="a test reads what is sent"):
        assert [fleets.mail(store).count("Bare utkast") for store in stores] == [0, 0, 0]
        assert not Revision.objects.filter(store__in=stores).exists()


@pytest.mark.parametrize("path", ["rollouts/", "rollouts/dry-run/"])
def test_stores_of_others_are_not_pushed_to(key: KeyClient, path: str) -> None:
    stranger = make_store(make_agency(), name="Elsewhere")

    answer = key.post(path, {"kinds": [KIND], "stores": [str(stranger.public_id)]})

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"].startswith("stores")
    with every_store(because="a test looks everywhere"):
        assert not Rollout.objects.exists()


def test_a_brand_is_set_and_inherits(key: KeyClient, stores: list[Store]) -> None:
    path = f"stores/{stores[0].public_id}/brand/"
    put(key, "brands/agency/", {"accent": "#8A1C1C", "footer": "Byrået"})

    own = put(key, path, {"footer": "Butikken"}).json()
    odd = put(key, path, {"accent": "red"})

    assert own["own"]["accent"] == ""
    assert own["worn"]["accent"] == "#8A1C1C"
    assert own["worn"]["footer"] == "Butikken"
    assert (odd.status_code, odd.json()["code"]) == (409, "brand-refused")
    assert len(key.get("brands/").json()["results"]) == 2


@pytest.mark.parametrize(
    ("path", "queries"),
    [
        ("templates/", 2),
        ("templates/{template}/", 5),
        ("templates/{template}/revisions/", 3),
        ("rollouts/", 3),
        ("brands/", 2),
    ],
)
def test_reading_takes_a_number_of_queries_that_does_not_grow(
    key: KeyClient,
    agency: Agency,
    stores: list[Store],
    path: str,
    queries: int,
    django_assert_num_queries: Any,
) -> None:
    with every_store(because="a test fills lists"):
        for store in stores:
            own = fleets.override(store, "help", title=store.name)
            publishing.publish_template(template=own, actor="Ada", now=timezone.now())
        fleets.push(agency, stores)
        fleets.advance()
        fleets.push(agency, stores)
    address = path.format(template=own.public_id)
    key.get(address)  # the key's first use is written down

    with django_assert_num_queries(queries):
        answer = key.get(address)

    assert answer.status_code == 200
