"""What came of a test, over the API."""

import hashlib
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from analytics.looking import take_look
from analytics.models import DailyStat
from stores.models import Store
from stores.scope import every_store
from templates_app.models import Experiment
from tests.factories.experiments import make_experiment, template_of
from tests.factories.keys import KeyClient, make_client
from tests.factories.stores import make_store
from tests.factories.units import DAY, roll_up
from tests.problems import refusal

pytestmark = pytest.mark.django_db
CLEAR = [(5000, 600), (5000, 900)]


def begun(*stores: Store, per_arm: list[tuple[int, int]] | None = None) -> Experiment:
    start = timezone.now() - 10 * DAY
    experiment = make_experiment(*stores, now=start)
    if per_arm:
        roll_up(experiment, stores[0], per_arm, on=start.date())
    return experiment


def path(experiment: Experiment, door: str) -> str:
    return f"experiments/{experiment.public_id}/{door}/"


def test_results_say_what_may_be_said(api: KeyClient, store: Store) -> None:
    told = api.get(path(begun(store, per_arm=CLEAR), "results")).json()

    assert told["verdict"] == {"outcome": "WINNER", "arm": 1, "reasons": []}
    assert [arm["hits"] for arm in told["arms"]] == [600, 900]
    assert told["comparisons"][0]["relative"]["low"] > 0.2
    assert told["balance"]["is_alarm"] is False
    assert {each["guardrail"] for each in told["guardrails"]} >= {"COMPLAINED", "BOUNCED"}


def test_results_of_a_test_nobody_was_given_are_null_and_not_an_error(
    api: KeyClient, store: Store
) -> None:
    told = api.get(path(begun(store), "results")).json()

    assert (told["verdict"], told["comparisons"], told["balance"]) == (None, [], None)


def test_looks_are_listed_as_they_were_seen(api: KeyClient, store: Store) -> None:
    experiment = begun(store, per_arm=CLEAR)
    with every_store(because="a test looks"):
        now = timezone.now()
        for days in (1, 0):
            take_look(experiment=experiment, now=now - timedelta(days=days))

    first = api.get(path(experiment, "looks"), {"limit": 1}).json()
    second = api.get(first["next"]).json()

    assert [look["number"] for look in (*first["results"], *second["results"])] == [2, 1]
    assert first["results"][0]["verdict"] == "WINNER"


def test_a_decision_is_kept_with_its_report(api: KeyClient, store: Store) -> None:
    experiment = begun(store, per_arm=CLEAR)
    assert api.get(path(experiment, "report")).status_code == 404

    decided = api.post(path(experiment, "decide"), {"arm": 1})

    assert decided.status_code == 201, decided.json()
    report = api.get(path(experiment, "report")).json()
    assert report["sha256"] == hashlib.sha256(report["html"].encode()).hexdigest()
    assert (report["arm"], report["was_proven"]) == (1, True)
    again = api.post(path(experiment, "decide"), {"arm": 1})
    assert refusal(again) == (409, "not-decidable")


def test_what_was_not_shown_needs_a_reason(api: KeyClient, store: Store) -> None:
    experiment = begun(store, per_arm=[(500, 60), (500, 61)])

    assert refusal(api.post(path(experiment, "decide"), {"arm": 1})) == (409, "reason-missing")
    assert api.post(path(experiment, "decide"), {"arm": 7}).status_code == 422
    decided = api.post(path(experiment, "decide"), {"arm": 1, "because": "We like it."})
    assert decided.json()["was_proven"] is False


def test_who_does_not_see_all_its_stores_cannot_decide_it(store: Store) -> None:
    other = make_store(agency=store.agency)
    experiment = begun(store, other, per_arm=CLEAR)
    some = make_client(store.agency, stores=[store])

    assert some.get(path(experiment, "results")).status_code == 200
    assert some.post(path(experiment, "decide"), {"arm": None}).status_code == 403


def sell(store: Store, sent: int, clicked: int) -> None:
    today = timezone.now().date()
    with every_store(because="a test sells"):
        for days in range(1, 29):
            DailyStat.objects.create(
                store=store,
                day=today - timedelta(days=days),
                kind="ORDER_CONFIRMATION",
                channel="EMAIL",
                sent_count=sent,
                tracked_count=sent,
                clicked_by_people_count=clicked,
            )


def test_a_plan_is_reckoned_from_what_the_stores_send(api: KeyClient, store: Store) -> None:
    begun(store)
    other = make_store(agency=store.agency)
    sell(store, 20, 4)
    sell(other, 180, 36)
    wanted = {
        "template": str(template_of(store).public_id),
        "stores": [str(store.public_id)],
        "least_effect": 0.1,
    }

    alone = api.post("experiments/plan/", wanted).json()
    both = [str(store.public_id), str(other.public_id)]
    pooled = api.post("experiments/plan/", {**wanted, "stores": both}).json()

    assert (alone["base_rate"], alone["is_measured"], alone["units_per_day"]) == (0.2, True, 20)
    assert alone["days"] == pytest.approx(alone["units"] / 20, abs=1)
    assert alone["is_long"]
    assert alone["months"] > 12
    assert pooled["days"] < alone["days"] / 9
    assert pooled["days_alone"][str(store.public_id)] == alone["days"]


def test_a_plan_names_only_stores_and_templates_of_its_own(api: KeyClient, store: Store) -> None:
    foreign = make_store()
    begun(store)
    wanted = {
        "template": str(template_of(store).public_id),
        "stores": [str(foreign.public_id)],
    }
    assert api.post("experiments/plan/", wanted).status_code == 422

    begun(foreign)
    wanted = {
        "template": str(template_of(foreign).public_id),
        "stores": [str(store.public_id)],
    }
    assert api.post("experiments/plan/", wanted).status_code == 422


def test_results_cost_as_many_queries_for_four_stores_as_for_one(
    api: KeyClient, store: Store
) -> None:
    counts = []
    for others in ([], [make_store(agency=store.agency) for _ in range(3)]):
        experiment = begun(*(others or [store]), per_arm=CLEAR)
        api.get(path(experiment, "results"))  # the key is looked up and remembered
        with CaptureQueriesContext(connection) as queries:
            api.get(path(experiment, "results"))
        counts.append(len(queries))

    assert counts[0] == counts[1] <= 16, counts
