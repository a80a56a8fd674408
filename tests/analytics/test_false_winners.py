"""Where there is nothing to find, a winner is named no more often than was declared.

Tests without any difference go through the product's own steps: looks taken when they are due, and
the verdict that pages show. One goes through messages, the fold and the roll-up, too; ten thousand
at a time are played by script/bench stats.
"""

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from analytics.experiments import verdict_by
from analytics.gathering import Gathered
from analytics.looking import looks_due, take_look
from analytics.models import ExperimentRollup
from analytics.stats.data import Cell, Outcome, Stratum
from analytics.sums import Sums
from stores.models import Store
from stores.scope import every_store
from templates_app.models import Arm, Experiment, ExperimentEpoch
from tests.analytics.feeds import fold_all
from tests.factories.units import DAY, make_test, many_units

START = datetime(2026, 9, 1, 9, tzinfo=UTC)
RUNS = 200
LOOKS = 10
RATE = 0.12
PER_LOOK = 250  # units of each arm
# Of 200 at 5 %: more than 20 false winners would come of luck in 1 of 600 rounds.
MOST_WINNERS = 20
EPOCH = ExperimentEpoch(number=1, started_at=START, weights_bp=[5000, 5000])


def _binomial(chance: random.Random, n: int) -> int:
    return sum(chance.random() < RATE for _ in range(n))


def _fields(stopping: str) -> dict[str, Any]:
    return {
        "stopping": stopping,
        "plan_units": 2 * PER_LOOK * LOOKS,
        "look_count": LOOKS,
        "plan_end_at": START + 60 * DAY,
        "guardrails": [],
    }


@pytest.mark.parametrize("stopping", ["PLANNED", "OPEN"])
@pytest.mark.parametrize("metric", ["CLICKED", "BOUGHT_AGAIN"])
def test_looking_again_and_again_names_no_more_false_winners_than_declared(
    stopping: str, metric: str
) -> None:
    chance = random.Random(f"{stopping} {metric}")

    named = sum(_is_named(stopping, metric, chance) for _run in range(RUNS))

    assert named <= MOST_WINNERS


def _is_named(stopping: str, metric: str, chance: random.Random) -> bool:
    """Play one test of two arms that are alike, look by look, until it names one of them."""
    experiment = Experiment(
        **_fields(stopping), pk=1, state="RUNNING", primary_metric=metric, started_at=START
    )
    read = Gathered(
        experiment=experiment,
        arms=[Arm(experiment=experiment, number=number, label="AB"[number]) for number in (0, 1)],
        epochs=[EPOCH],
        all_epochs=[EPOCH],
        stores=[],
        looks=[],
        sums=Sums({}, {}, 0),
    )
    counts = [(0, 0), (0, 0)]
    for day in range(LOOKS):
        counts = [(n + PER_LOOK, hits + _binomial(chance, PER_LOOK)) for n, hits in counts]
        now = START + (day + 8) * DAY
        read = replace(read, sums=_sums(metric, counts))
        read = replace(read, looks=[*read.looks, *looks_due(read, now)])
        _analysis, _harms, verdict = verdict_by(read, now)
        if verdict.outcome in (Outcome.WINNER, Outcome.CONTROL):
            return True
    return False


def _sums(metric: str, counts: list[tuple[int, int]]) -> Sums:
    place = Stratum(1, EPOCH.number)
    given = {arm: n for arm, (n, _hits) in enumerate(counts)}
    return Sums(
        counted={
            "EXPOSED": {(place, arm): Cell.of_rate(n, n) for arm, n in given.items()},
            metric: {(place, arm): Cell.of_rate(*each) for arm, each in enumerate(counts)},
        },
        given={"EXPOSED": given, metric: given},
        lately=0,
    )


@pytest.mark.django_db(transaction=True)
def test_a_test_without_difference_goes_through_messages_fold_and_looks_unnamed(
    store: Store,
) -> None:
    experiment = make_test(
        store, started_at=START, **{**_fields("PLANNED"), "plan_units": 1200, "look_count": 4}
    )
    verdicts = []
    for day in range(4):
        at = START + day * DAY
        many_units(experiment, store, per_arm=[(150, 18), (150, 18 + day % 2)], at=at)
        fold_all()
        with every_store(because="a test looks"):
            taken = take_look(experiment=experiment, now=at + timedelta(hours=1))
        verdicts += [look.verdict for look in taken]

    assert len(verdicts) == 4
    assert set(verdicts[:3]) == {Outcome.UNDECIDED}
    assert verdicts[3] == Outcome.NOT_SHOWN
    with every_store(because="a test reads"):
        rows = ExperimentRollup.objects.filter(metric="CLICKED")
        assert sum(row.n for row in rows) == 1200
