"""Tests of wordings over the API."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from stores.models import Store
from stores.roles import Verb
from stores.scope import every_store
from templates_app.models import Experiment, HoldOut
from tests.factories.experiments import make_arms, make_experiment, template_of
from tests.factories.keys import KeyClient, make_client
from tests.factories.messaging import make_words
from tests.factories.stores import make_store
from tests.problems import refusal

pytestmark = pytest.mark.django_db
JSON = "application/json"
ARMS = [
    {"name": "As today", "weight_bp": 5000},
    {"name": "Warmer", "weight_bp": 5000, "variant": "B"},
]


@pytest.fixture
def body(store: Store) -> dict[str, Any]:
    """A test of two arms that may start."""
    make_words(store)
    template = template_of(store)
    make_arms(template, [store], 2)
    return {
        "name": "A warmer greeting",
        "template": str(template.public_id),
        "stores": [str(store.public_id)],
        "arms": ARMS,
        "stopping": "OPEN",
    }


def test_a_test_is_planned_started_steered_and_stopped(
    api: KeyClient, store: Store, body: dict[str, Any]
) -> None:
    made = api.post("experiments/", body)
    assert made.status_code == 201, made.json()
    path = f"experiments/{made.json()['id']}/"
    assert (made.json()["state"], made.json()["hindrances"]) == ("DRAFT", [])
    assert made.json()["stores"][0]["store"]["id"] == str(store.public_id)

    edited = api.patch(path, {"coverage_bp": 5000, "name": "Warmer"}, JSON).json()
    assert (edited["coverage_bp"], edited["name"], len(edited["arms"])) == (5000, "Warmer", 2)
    assert api.post(f"{path}start/", {}).json()["state"] == "RUNNING"
    assert refusal(api.patch(path, {"name": "Late"}, JSON)) == (409, "experiment-started")
    assert refusal(api.delete(path)) == (409, "experiment-started")

    shares = {"weights_bp": [2000, 8000], "reason": "more of it"}
    told = api.post(f"{path}weights/", shares).json()
    told = api.post(f"{path}coverage/", {"coverage_bp": 6000, "reason": "it goes well"}).json()
    assert [(one["weights_bp"], one["coverage_bp"], one["reason"]) for one in told["epochs"]] == [
        ([5000, 5000], 5000, "started"),
        ([2000, 8000], 5000, "more of it"),
        ([2000, 8000], 6000, "it goes well"),
    ]
    stopped = api.post(f"{path}stop/", {"why": "enough"}).json()
    assert (stopped["state"], stopped["why_stopped"]) == ("STOPPED", "enough")
    assert stopped["stores"][0]["is_active"] is False
    assert refusal(api.post(f"{path}weights/", shares)) == (409, "experiment-not-steerable")


def test_what_stands_in_the_way_is_said_before_and_at_the_start(
    api: KeyClient, body: dict[str, Any]
) -> None:
    made = api.post("experiments/", {**body, "stopping": "PLANNED", "arms": ARMS[:1]}).json()

    fields = [one["field"] for one in made["hindrances"]]
    refused = api.post(f"experiments/{made['id']}/start/", {})
    assert fields == ["arms", "weights", "plan_units", "plan_end_at"]
    assert refusal(refused) == (409, "start-refused")
    assert all(one["words"] in refused.json()["detail"] for one in made["hindrances"])


def test_a_draft_is_deleted(api: KeyClient, body: dict[str, Any]) -> None:
    made = api.post("experiments/", body).json()

    assert api.delete(f"experiments/{made['id']}/").json()["name"] == "A warmer greeting"

    assert refusal(api.get(f"experiments/{made['id']}/")) == (404, "not-found")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"template": "3f1d9a64-0b7e-4d0e-8a53-6f2b1c9e7d02"}, "template"),
        ({"stores": ["3f1d9a64-0b7e-4d0e-8a53-6f2b1c9e7d02"]}, "stores"),
        ({"layer": "Nowhere"}, "layer"),
        ({"arms": [{"name": "A", "weight_bp": 1, "variant": "G"}]}, "arms"),
        ({"alpha": 7}, "alpha"),
        ({"salt": "mine"}, "salt"),
    ],
)
def test_what_is_not_here_is_named(
    api: KeyClient, body: dict[str, Any], change: dict[str, Any], field: str
) -> None:
    response = api.post("experiments/", {**body, **change})

    assert refusal(response) == (422, "invalid")
    assert [one["field"] for one in response.json()["errors"]] == [field]


def test_the_list_is_filtered_and_foreign_tests_are_not_in_it(api: KeyClient, store: Store) -> None:
    running = make_experiment(store, coverage_bp=1_000)
    draft = make_experiment(store, running=False)
    make_experiment(make_store())

    def names(query: str) -> list[str]:
        return [row["name"] for row in api.get(f"experiments/?{query}").json()["results"]]

    assert names("") == [draft.name, running.name]
    assert names("state=RUNNING") == [running.name]
    assert names(f"store={store.public_id}&kind=ORDER_CONFIRMATION&state=DRAFT") == [draft.name]
    assert names("kind=DELIVERED") == []


def test_who_does_not_see_all_its_stores_reads_and_changes_nothing(store: Store) -> None:
    other = make_store(store.agency)
    experiment = make_experiment(store, other)
    api = make_client(store.agency, stores=[store])
    path = f"experiments/{experiment.public_id}/"

    seen = api.get(path).json()

    assert [one["store"]["name"] for one in seen["stores"]] == [store.name]
    assert refusal(api.post(f"{path}stop/", {})) == (403, "forbidden")
    with every_store(because="a test looks"):
        assert Experiment.objects.get().state == "RUNNING"


def test_who_sees_none_of_its_stores_does_not_see_it(store: Store) -> None:
    experiment = make_experiment(store)
    api = make_client(store.agency, stores=[make_store(store.agency)])

    assert refusal(api.get(f"experiments/{experiment.public_id}/")) == (404, "not-found")
    assert api.get("experiments/").json()["results"] == []


def test_who_only_reads_starts_nothing(store: Store) -> None:
    experiment = make_experiment(store, running=False)
    api = make_client(store.agency, [Verb.VIEW_TEMPLATES])
    path = f"experiments/{experiment.public_id}/"

    assert api.get(path).status_code == 200
    assert refusal(api.post(f"{path}start/", {})) == (403, "forbidden")


def test_layers_and_hold_outs(api: KeyClient, store: Store) -> None:
    assert api.post("experiments/layers/", {"name": "Reminders"}).status_code == 201
    assert refusal(api.post("experiments/layers/", {"name": "Reminders"})) == (409, "layer-exists")
    assert [row["name"] for row in api.get("experiments/layers/").json()["results"]] == [
        "Reminders"
    ]

    path = f"stores/{store.public_id}/hold-out/"
    assert api.get(path).json() == {"share_bp": 0, "changed_at": None, "changed_by": ""}
    assert api.put(path, {"share_bp": 500}, JSON).json()["share_bp"] == 500
    assert refusal(api.put(path, {"share_bp": 2001}, JSON)) == (422, "invalid")
    with every_store(because="a test looks"):
        salt = HoldOut.objects.get().salt
        api.put(path, {"share_bp": 600}, JSON)
        assert HoldOut.objects.get().salt == salt


def test_lists_and_tests_cost_the_same_however_many_there_are(api: KeyClient, store: Store) -> None:
    api.get("experiments/")  # the first use of a key is written down
    counts = []
    for _round in range(2):
        for _ in range(3):
            experiment = make_experiment(store, coverage_bp=500)
        with CaptureQueriesContext(connection) as listing:
            api.get("experiments/")
        with CaptureQueriesContext(connection) as reading:
            api.get(f"experiments/{experiment.public_id}/")
        counts.append((len(listing), len(reading)))

    assert counts[0] == counts[1]
