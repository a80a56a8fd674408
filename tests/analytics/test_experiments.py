"""What may be said of a test: by its roll-ups, at its looks, and no more than was shown."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from analytics.experiments import standing_of
from analytics.looking import take_look
from analytics.models import Look
from analytics.standing import Standing
from analytics.stats.data import Outcome, Reason
from stores.models import Store
from stores.scope import every_store
from templates_app.models import Experiment
from tests.factories.stores import make_store
from tests.factories.units import DAY, add_harm, make_epoch, make_test, roll_up

pytestmark = pytest.mark.django_db

START = datetime(2026, 11, 1, 9, tzinfo=UTC)
LATER = START + 10 * DAY


def standing(experiment: Experiment, now: datetime = LATER) -> Standing:
    with every_store(because="a test looks"):
        return standing_of(experiment=experiment, now=now)


def look(experiment: Experiment, now: datetime = LATER) -> list[Look]:
    with every_store(because="a test looks"):
        return take_look(experiment=experiment, now=now)


def verdict(found: Standing) -> tuple[Outcome, int | None]:
    assert found.verdict is not None
    return found.verdict.outcome, found.verdict.arm


def test_a_test_nobody_was_given_says_nothing(store: Store) -> None:
    found = standing(make_test(store, started_at=START))

    assert found.verdict is None
    assert [(arm.label, arm.given) for arm in found.arms] == [("A", 0), ("B", 0)]


def test_a_clear_difference_names_its_winner(store: Store) -> None:
    experiment = make_test(store, started_at=START)
    roll_up(experiment, store, [(5000, 600), (5000, 900)], on=START.date())

    found = standing(experiment)

    assert verdict(found) == (Outcome.WINNER, 1)
    assert [arm.hits for arm in found.arms] == [600, 900]
    leader = found.leader
    assert leader is not None
    assert leader.relative.low > 0.2


def test_no_difference_names_none(store: Store) -> None:
    experiment = make_test(store, started_at=START)
    roll_up(experiment, store, [(5000, 600), (5000, 610)], on=START.date())

    found = standing(experiment)

    assert found.verdict is not None
    assert (found.verdict.outcome, found.verdict.reasons) == (
        Outcome.UNDECIDED,
        (Reason.UNSURE,),
    )


def test_a_split_that_is_not_as_declared_freezes_the_verdict(store: Store) -> None:
    experiment = make_test(store, started_at=START)
    roll_up(experiment, store, [(5000, 600), (4000, 900)], on=START.date())

    found = standing(experiment)

    assert found.analysis is not None
    assert found.analysis.balance.is_alarm
    assert found.verdict is not None
    assert Reason.UNEVEN in found.verdict.reasons
    assert found.verdict.outcome is Outcome.UNDECIDED


def test_an_arm_that_does_harm_is_no_winner(store: Store) -> None:
    experiment = make_test(store, started_at=START)
    roll_up(experiment, store, [(5000, 600), (5000, 900)], on=START.date())
    add_harm(experiment, store, "COMPLAINED", [2, 60], on=START.date())

    found = standing(experiment)

    assert [harm.arm for harm in found.harms if harm.is_alarm] == [1]
    assert found.verdict is not None
    assert found.verdict.outcome is Outcome.UNDECIDED
    assert Reason.HARMED in found.verdict.reasons


def test_of_a_metric_of_days_only_those_count_whose_days_are_over(store: Store) -> None:
    experiment = make_test(store, started_at=START, primary_metric="BOUGHT_AGAIN", window_days=7)
    roll_up(experiment, store, [(10, 5), (10, 6)], metric="BOUGHT_AGAIN", on=START.date())
    fresh = (LATER - 7 * DAY).date()
    roll_up(experiment, store, [(30, 0), (30, 0)], metric="BOUGHT_AGAIN", on=fresh)

    found = standing(experiment)

    assert [(arm.given, arm.counted, arm.waiting) for arm in found.arms] == [(40, 10, 30)] * 2
    tomorrow = standing(experiment, LATER + DAY)
    assert [arm.waiting for arm in tomorrow.arms] == [0, 0]


def planned(store: Store, **fields: Any) -> Experiment:
    return make_test(
        store,
        started_at=START,
        stopping="PLANNED",
        plan_units=10_000,
        look_count=5,
        plan_end_at=START + 30 * DAY,
        **fields,
    )


def test_planned_looks_are_taken_at_their_parts_of_the_plan_and_never_changed(
    store: Store,
) -> None:
    experiment = planned(store)
    roll_up(experiment, store, [(999, 120), (999, 121)], on=START.date())
    assert look(experiment) == []

    roll_up(experiment, store, [(10, 1), (10, 1)], on=(START + DAY).date())
    first = look(experiment)

    assert [(each.number, each.arm) for each in first] == [(1, 1)]
    assert first[0].information == pytest.approx(0.2018)
    assert look(experiment) == []  # not again until two fifths are full
    with pytest.raises(IntegrityError), transaction.atomic(), every_store(because="a test"):
        Look.objects.update(estimate=1.0)


def test_between_planned_looks_nothing_is_named_and_what_a_look_showed_stays(
    store: Store,
) -> None:
    experiment = planned(store)
    roll_up(experiment, store, [(2500, 300), (2500, 500)], on=START.date())

    between = standing(experiment)
    assert between.verdict is not None
    assert between.verdict.reasons == (Reason.BETWEEN_LOOKS,)

    look(experiment)
    assert verdict(standing(experiment)) == (Outcome.WINNER, 1)

    roll_up(experiment, store, [(500, 100), (500, 20)], on=(START + DAY).date())
    assert verdict(standing(experiment)) == (Outcome.WINNER, 1)


def test_at_the_planned_end_a_last_look_is_taken_whatever_there_is(store: Store) -> None:
    experiment = planned(store)
    roll_up(experiment, store, [(700, 80), (700, 90)], on=START.date())

    taken = look(experiment, START + 30 * DAY)

    assert [each.verdict for each in taken] == [Outcome.NOT_SHOWN]
    assert taken[0].spent_alpha == pytest.approx(0.05)
    assert look(experiment, START + 31 * DAY) == []
    assert verdict(standing(experiment, START + 31 * DAY))[0] is Outcome.NOT_SHOWN


def test_an_open_ended_test_is_looked_at_once_a_day(store: Store) -> None:
    experiment = make_test(store, started_at=START)
    roll_up(experiment, store, [(700, 80), (700, 90)], on=START.date())

    taken = [bool(look(experiment, LATER + timedelta(hours=hours))) for hours in (0, 3, 24)]

    assert taken == [True, False, True]


def test_epochs_of_other_weights_are_compared_within_themselves(store: Store) -> None:
    """Rates rise while the arm gets more and more: all together it looks better, and is not."""
    experiment = make_test(store, started_at=START, stopping="BANDIT")
    make_epoch(experiment, [1000, 9000], at=START + DAY)
    roll_up(experiment, store, [(5000, 250), (5000, 240)], on=START.date())
    roll_up(experiment, store, [(1000, 200), (9000, 1780)], on=(START + DAY).date(), epoch=2)

    found = standing(experiment)

    assert found.leader is None or abs(found.leader.effect.estimate) < 0.01
    assert found.analysis is not None
    assert not found.analysis.balance.is_alarm
    assert found.analysis.comparison(1).naive > 0.05
    assert found.analysis.comparison(1).is_simpson


def test_stores_are_pooled_as_strata_and_told_apart(store: Store) -> None:
    other = make_store(agency=store.agency, name="Åsane Garn")
    experiment = make_test(store, other, started_at=START)
    roll_up(experiment, store, [(2000, 100), (2000, 140)], on=START.date())
    roll_up(experiment, other, [(500, 150), (500, 200)], on=START.date())

    found = standing(experiment)

    assert found.is_pooled
    assert [each.given for each in found.stores if each.store_id == other.pk] == [(500, 500)]
    assert found.analysis is not None
    assert {each.store for each in found.analysis.comparison(1).stores} == {store.pk, other.pk}


def test_declared_segments_are_told_and_labelled_by_their_values(store: Store) -> None:
    experiment = make_test(store, started_at=START, segments=["returning"])
    roll_up(experiment, store, [(900, 90), (900, 95)], on=START.date(), segment=0)
    roll_up(experiment, store, [(900, 90), (900, 180)], on=START.date(), segment=1)

    found = standing(experiment)

    assert found.segments is not None
    assert {each.name.value for each in found.segments.effects} == {"no", "yes"}


def test_a_standing_costs_as_many_queries_for_many_stores_as_for_one(store: Store) -> None:
    one = make_test(store, started_at=START, segments=["market"])
    roll_up(one, store, [(900, 90), (900, 95)], on=START.date())
    others = [make_store(agency=store.agency) for _ in range(4)]
    many = make_test(store, *others, started_at=START, segments=["market"])
    for each in (store, *others):
        for day in range(5):
            roll_up(many, each, [(90, 9), (90, 9)], on=(START + day * DAY).date(), segment=day)

    counts = []
    for experiment in (one, many):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            standing(experiment)
        counts.append(len(queries))

    assert counts[0] == counts[1] <= 9
