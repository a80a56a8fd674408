"""The fold of tests' units shot at its step: each unit counts once, whoever dies."""

from datetime import timedelta
from random import Random

from django.utils import timezone

from analytics.models import ExperimentRollup
from analytics.recounting import recount
from stores.scope import every_store
from templates_app.models import Experiment
from tests.analytics.feeds import fold_all, wait_for_the_feed
from tests.chaos import deeds, shots
from tests.chaos.rows import Row
from tests.chaos.shots import Shot
from tests.factories.stores import make_store
from tests.factories.units import make_test, many_units

WHAT = "counting units of tests"
STEPS = ("analytics.units_counted",)
ALL = [(WHAT, step) for step in STEPS]
CHUNK = 7
PER_ARM = [(60, 12), (60, 18)]


def shot_at(what: str, step: str, kills: int, chance: Random) -> Row:
    """So many that fold die at this step, each before its place in the feed moved."""
    row = Row(what, step, tried=kills)
    with row.timed():
        _shoot(row, chance)
    return row


def _shoot(row: Row, chance: Random) -> None:
    killed = 0
    while killed < row.tried:
        at = timezone.now() - timedelta(hours=1)
        experiment = make_test(store := make_store(), started_at=at)
        many_units(experiment, store, per_arm=PER_ARM, at=at)
        for _ in range(min(row.tried - killed, 4)):
            with every_store(because="a test waits for others"):
                wait_for_the_feed()
            kill = f"{row.step}:{chance.randint(1, 3)}"
            (end,) = shots.fire([Shot(deeds.fold_units, kill, (CHUNK,))])
            row.must(end.is_killed, f"not killed at {kill}")
            if row.violations:
                return
            killed += 1
        fold_all()
        _reckon(row, experiment)
    row.must(row.lost == row.duplicates == 0, "lost or counted twice")


def _reckon(row: Row, experiment: Experiment) -> None:
    with every_store(because="a test counts anew"):
        sums = ExperimentRollup.objects.filter(experiment=experiment, metric="CLICKED")
        for cell in sums:
            units, clicks = PER_ARM[cell.arm]
            row.lost += max(0, units - cell.n, clicks - int(cell.s1))
            row.duplicates += max(0, cell.n - units, int(cell.s1) - clicks)
        row.must(sums.count() == len(PER_ARM), "an arm was not counted")
        row.must(not recount(experiment=experiment).mismatches, "counted anew, it differs")
