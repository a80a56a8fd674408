"""Tests of wordings: what keeps one from starting, and how it is steered."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from stores.models import Store, TrackingMode
from stores.scope import agency_scope, every_store
from templates_app import drafting, experiment_plans, experimenting, layering
from templates_app.experiment_checks import hindrances
from templates_app.experiment_plans import AlreadyStarted, ArmPlan, PlanRefused
from templates_app.experimenting import NotSteerable, OutOfReach, StartRefused, WeightsRefused
from templates_app.models import Arm, Experiment, ExperimentEpoch, ExperimentStore, Variant
from tests.factories.experiments import ACTOR, make_arms, make_experiment, template_of
from tests.factories.messaging import make_words
from tests.factories.stores import make_store

pytestmark = pytest.mark.django_db
State = Experiment.State


@pytest.fixture
def now() -> datetime:
    return timezone.now()


def start(experiment: Experiment, now: datetime) -> Experiment:
    with every_store(because="a test starts"):
        return experimenting.start_experiment(experiment=experiment, actor=ACTOR, now=now)


def in_the_way(experiment: Experiment, now: datetime) -> dict[str, str]:
    with every_store(because="a test looks"):
        plan = experiment_plans.plan_of(experiment)
        found = hindrances(experiment=experiment, plan=plan, now=now)
    return {one.field: one.words for one in found}


def ranges(experiment: Experiment) -> list[tuple[int, int, bool]]:
    with every_store(because="a test looks"):
        rows = ExperimentStore.objects.filter(experiment=experiment).order_by("store")
        return [(row.buckets.lower, row.buckets.upper, row.is_active) for row in rows]


def weights_of(experiment: Experiment) -> list[tuple[list[int], int]]:
    with every_store(because="a test looks"):
        rows = ExperimentEpoch.objects.filter(experiment=experiment).order_by("number")
        return [(row.weights_bp, row.coverage_bp) for row in rows]


def test_a_started_test_has_an_epoch_and_its_buckets(store: Store) -> None:
    experiment = make_experiment(store, weights=[7_000, 3_000], coverage_bp=2_000)

    assert experiment.state == State.RUNNING
    assert experiment.started_at is not None
    assert experiment.store_id == store.pk
    assert weights_of(experiment) == [([7_000, 3_000], 2_000)]
    assert ranges(experiment) == [(0, 2_000, True)]


def test_tests_of_one_layer_lie_side_by_side_and_who_has_no_room_is_told_by_whom(
    store: Store, now: datetime
) -> None:
    first = make_experiment(store, name="Greeting", coverage_bp=6_000)
    second = make_experiment(store, coverage_bp=3_000)
    third = make_experiment(store, coverage_bp=3_000, running=False)

    assert (ranges(first), ranges(second)) == ([(0, 6_000, True)], [(6_000, 9_000, True)])
    said = in_the_way(third, now)["coverage_bp"]
    assert "“Greeting” (60 %)" in said
    assert "10 % of the buyers are free" in said
    with pytest.raises(StartRefused, match="Greeting"):
        start(third, now)

    with every_store(because="a test ends"):
        experimenting.stop_experiment(experiment=first, actor=ACTOR, now=now)
    start(third, now)

    assert ranges(third) == [(0, 3_000, True)]


def test_tests_of_one_mail_share_a_layer(store: Store, now: datetime) -> None:
    make_experiment(store, name="Greeting", coverage_bp=1_000)
    with every_store(because="a test makes a layer"):
        layer = layering.make_layer(agency=store.agency, name="Apart", now=now)
    other = make_experiment(store, coverage_bp=1_000, layer=layer, running=False)

    assert "“Greeting”" in in_the_way(other, now)["layer"]


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"arms": 1}, "arms", "at least two arms"),
        ({"weights": [5_000, 4_000]}, "weights", "add up to 90 %"),
        ({"weights": [10_000, 0]}, "weights", "without a share"),
        ({"unit": "ORDER", "primary_metric": "REVENUE"}, "unit", "choose “a buyer”"),
        ({"stopping": "PLANNED"}, "plan_units", "Say how many"),
        (
            {
                "stopping": "PLANNED",
                "plan_units": 100,
                "plan_end_at": timezone.now() + timedelta(days=6),
            },
            "plan_end_at",
            "7 days at least",
        ),
    ],
)
def test_what_keeps_a_test_from_starting_is_said(
    store: Store, now: datetime, change: dict[str, Any], field: str, words: str
) -> None:
    experiment = make_experiment(store, running=False, **change)

    assert words in in_the_way(experiment, now)[field]
    with pytest.raises(StartRefused):
        start(experiment, now)
    assert weights_of(experiment) == []


def test_two_arms_that_do_the_same_are_no_test(store: Store, now: datetime) -> None:
    make_words(store)
    arms = [ArmPlan(name="One", weight_bp=5_000), ArmPlan(name="Two", weight_bp=5_000)]
    experiment = make_experiment(store, arms=arms, running=False)

    assert "do the same" in in_the_way(experiment, now)["arms"]


def test_a_variant_that_a_store_does_not_send_keeps_it_from_starting(
    store: Store, now: datetime
) -> None:
    make_words(store)
    template = template_of(store)
    with every_store(because="a test drafts a variant"):
        variant = drafting.add_variant(template=template, name="Unpublished", now=now)
    arms = [
        ArmPlan(name="As today", weight_bp=5_000),
        ArmPlan(name="Unpublished", weight_bp=5_000, variant=variant),
    ]
    experiment = make_experiment(store, arms=arms, running=False)

    assert f"{store.name} does not send variant B yet" in in_the_way(experiment, now)["stores"]


def test_a_store_with_variants_of_its_own_is_no_part_of_a_pooled_test(
    store: Store, now: datetime
) -> None:
    other = make_store(store.agency)
    experiment = make_experiment(store, other, running=False)
    with every_store(because="a store words its own"):
        own = drafting.own_template(store=other, kind=experiment.kind, actor=ACTOR, now=now)  # type: ignore[arg-type]  # a string of the enumeration
        drafting.add_variant(template=own, name="Ours", now=now)

    assert f"{other.name} has variants of its own" in in_the_way(experiment, now)["stores"]


def test_who_does_not_look_counts_no_clicks(store: Store, now: datetime) -> None:
    experiment = make_experiment(store, running=False)
    revenue = make_experiment(store, running=False, primary_metric="REVENUE")

    with every_store(because="a store looks away"):
        Store.objects.filter(pk=store.pk).update(tracking_mode=TrackingMode.OFF)

    assert "does not see opens and clicks" in in_the_way(experiment, now)["primary_metric"]
    assert in_the_way(revenue, now) == {}


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": " "}, "name"),
        ({"stores": []}, "stores"),
        ({"arms": []}, "arms"),
        ({"alpha": 0.9}, "alpha"),
        ({"coverage_bp": 0}, "coverage_bp"),
        ({"segments": ["weather"]}, "segments"),
        ({"primary_metric": "LUCK"}, "primary_metric"),
        ({"arms": [ArmPlan(name="a", weight_bp=1, delay=timedelta(days=8))]}, "arms"),
    ],
)
def test_what_can_never_be_is_refused_when_it_is_planned(
    store: Store, now: datetime, change: dict[str, Any], field: str
) -> None:
    experiment = make_experiment(store, running=False)

    with every_store(because="a test plans"):
        plan = replace(experiment_plans.plan_of(experiment), **change)
        with pytest.raises(PlanRefused) as refusal:
            experiment_plans.edit_experiment(experiment=experiment, plan=plan, now=now)

    assert refusal.value.field == field


def test_nothing_of_another_agency_is_planned_with(store: Store, now: datetime) -> None:
    experiment = make_experiment(store, running=False)
    theirs = make_store()
    foreign = make_experiment(theirs, running=False)

    with every_store(because="a test plans"):
        plan = experiment_plans.plan_of(experiment)
        for change in (
            {"stores": [theirs]},
            {"template": foreign.template},
            {"layer": foreign.layer},
            {"arms": experiment_plans.plan_of(foreign).arms},
        ):
            with pytest.raises(PlanRefused):
                experiment_plans.edit_experiment(
                    experiment=experiment, plan=replace(plan, **change), now=now
                )


def test_what_was_declared_is_frozen_by_verbs_and_by_the_database(
    store: Store, now: datetime
) -> None:
    experiment = make_experiment(store)

    with every_store(because="a test tries"):
        plan = experiment_plans.plan_of(experiment)
        with pytest.raises(AlreadyStarted):
            experiment_plans.edit_experiment(experiment=experiment, plan=plan, now=now)
        with pytest.raises(AlreadyStarted):
            experiment_plans.delete_draft(experiment=experiment)
        with pytest.raises(AlreadyStarted):
            experimenting.start_experiment(experiment=experiment, actor=ACTOR, now=now)
        for rows, change in (
            (Experiment.objects, {"alpha": 0.1}),
            (Arm.objects.filter(number=1), {"weight_bp": 1}),
            (Arm.objects.filter(number=0), {"variant": Variant.objects.get()}),
            (ExperimentEpoch.objects, {"weights_bp": [1, 9_999]}),
        ):
            with pytest.raises(IntegrityError), transaction.atomic():
                rows.update(**change)


def test_shares_change_by_epochs_with_a_reason(store: Store, now: datetime) -> None:
    experiment = make_experiment(store)

    with every_store(because="a test steers"):
        for weights in ([10_000], [5_000, 4_999], [-1, 10_001]):
            with pytest.raises(WeightsRefused):
                experimenting.change_weights(
                    experiment=experiment, weights_bp=weights, reason="x", actor=ACTOR, now=now
                )
        with pytest.raises(WeightsRefused, match="Say why"):
            experimenting.change_weights(
                experiment=experiment, weights_bp=[1, 9_999], reason=" ", actor=ACTOR, now=now
            )
        experimenting.change_weights(
            experiment=experiment, weights_bp=[1_000, 9_000], reason="x", actor=ACTOR, now=now
        )

    assert weights_of(experiment) == [([5_000, 5_000], 10_000), ([1_000, 9_000], 10_000)]


def test_coverage_grows_as_far_as_the_buckets_behind_are_free(store: Store, now: datetime) -> None:
    first = make_experiment(store, coverage_bp=1_000)
    second = make_experiment(store, coverage_bp=1_000, name="Neighbour")

    def cover(experiment: Experiment, coverage_bp: int) -> None:
        experimenting.change_coverage(
            experiment=experiment, coverage_bp=coverage_bp, reason="more", actor=ACTOR, now=now
        )

    with every_store(because="a test steers"):
        with pytest.raises(WeightsRefused, match=r"10 % are possible: .*“Neighbour”"):
            cover(first, 2_000)
        with pytest.raises(WeightsRefused, match="90 % are possible"):
            cover(second, 9_500)
        cover(second, 9_000)
        cover(second, 500)

    assert weights_of(first) == [([5_000, 5_000], 1_000)]
    assert [coverage for _weights, coverage in weights_of(second)] == [1_000, 9_000, 500]
    assert ranges(second) == [(1_000, 10_000, True)]  # who has an arm keeps it


def test_who_does_not_see_all_its_stores_steers_nothing(store: Store, now: datetime) -> None:
    experiment = make_experiment(store, make_store(store.agency))

    with agency_scope(store.agency_id, [store.pk]), pytest.raises(OutOfReach):
        experimenting.stop_experiment(experiment=experiment, actor=ACTOR, now=now)

    assert ranges(experiment) == [(0, 10_000, True)] * 2


def test_a_draft_is_not_stopped(store: Store, now: datetime) -> None:
    experiment = make_experiment(store, running=False)

    with every_store(because="a test tries"), pytest.raises(NotSteerable, match="Being planned"):
        experimenting.stop_experiment(experiment=experiment, actor=ACTOR, now=now)


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_two_that_start_at_once_for_the_same_buckets_do_not_both(now: datetime) -> None:
    store = make_store()
    template = template_of_new(store)
    arms = make_arms(template, [store], 2)
    drafts = [make_experiment(store, arms=arms, coverage_bp=6_000, running=False) for _ in range(4)]

    def try_it(experiment: Experiment) -> bool:
        try:
            start(experiment, now)
        except StartRefused:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(4) as threads:
        started = list(threads.map(try_it, drafts))

    assert sum(started) == 1


def template_of_new(store: Store) -> Any:
    make_words(store)
    return template_of(store)
