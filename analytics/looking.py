"""Looks at tests: taken at the declared times, kept for ever.

# Note [When a look is due]
Planned: when the units that count pass the next of the declared parts of the plan (a fifth, two
fifths … of five looks), and at the planned end whatever there is by then. Otherwise once a day. Of
a metric of N days the planned end is N days later, when the last unit's days are over; a test that
was stopped is looked at until then.
"""

import math
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from analytics import designs
from analytics.experiments import analysis_of, harms_of
from analytics.gathering import Gathered, gathered
from analytics.models import Look, Tally
from analytics.plain import as_json
from analytics.stats import deciding
from analytics.stats.data import Analysis, Comparison, Effect, Outcome, Stopping, Verdict
from templates_app.models import Experiment

LOOKED_AT = (Experiment.State.RUNNING, Experiment.State.STOPPED)
_A_LITTLE = 1e-9


def take_look(*, experiment: Experiment, now: datetime) -> list[Look]:
    """Keep what is seen now, if a look is due: one row for each arm but the control. [] if not."""
    looks = looks_due(gathered(experiment, now), now)
    try:
        with transaction.atomic():
            return Look.objects.bulk_create(looks)
    except IntegrityError:  # another caller took the same look a moment before
        return []


def looks_due(read: Gathered, now: datetime) -> list[Look]:
    """What a look would keep now; [] where none is due. No query."""
    experiment = read.experiment
    if experiment.state not in LOOKED_AT or not read.sums.counted.get(Tally.EXPOSED):
        return []
    is_last = _is_end(read, now)
    analysis = analysis_of(read, is_look=True, is_last=is_last)
    if not _is_due(read, analysis, now, is_last=is_last):
        return []
    days = designs.full_days(experiment, now)
    verdict = deciding.decide(analysis, days=days, harms=harms_of(read))
    return [_look(read, analysis, each, verdict, now) for each in analysis.comparisons]


def _is_due(read: Gathered, analysis: Analysis, now: datetime, *, is_last: bool) -> bool:
    """See Note [When a look is due]."""
    experiment = read.experiment
    last = read.looks[-1] if read.looks else None
    if experiment.stopping != Stopping.PLANNED:
        return not _is_over(experiment, now) and (last is None or last.at.date() < now.date())
    if analysis.is_after_plan:
        return False
    before = max((look.information or 0.0 for look in read.looks), default=0.0)
    by_now = min(each.information for each in analysis.comparisons)
    return is_last or _part(by_now, experiment.look_count) > _part(before, experiment.look_count)


def _part(information: float, look_count: int) -> int:
    """How many of the declared parts of the plan are full."""
    return min(look_count, math.floor(information * look_count + _A_LITTLE))


def _waits(experiment: Experiment) -> timedelta:
    """From the last exposure until all that counts has happened."""
    if experiment.primary_metric in designs.IMMEDIATE:
        return timedelta(0)
    return timedelta(days=experiment.window_days + 1)


def _is_end(read: Gathered, now: datetime) -> bool:
    experiment = read.experiment
    if experiment.stopping != Stopping.PLANNED or experiment.plan_end_at is None:
        return False
    return now >= experiment.plan_end_at + _waits(experiment)


def _is_over(experiment: Experiment, now: datetime) -> bool:
    """Stopped so long ago that nothing is still to come."""
    stopped_at = experiment.stopped_at
    return stopped_at is not None and now > stopped_at + _waits(experiment) + timedelta(days=1)


def _look(
    read: Gathered, analysis: Analysis, seen: Comparison, verdict: Verdict, now: datetime
) -> Look:
    experiment = read.experiment
    control = analysis.arms[0]
    arm = next(each for each in analysis.arms if each.arm == seen.arm)
    is_named = verdict.arm == seen.arm and verdict.outcome in (Outcome.WINNER, Outcome.LIKELIER)
    return Look(
        agency_id=experiment.agency_id,
        store_id=experiment.store_id,
        experiment=experiment,
        number=analysis.look_number,
        metric=experiment.primary_metric,
        arm=seen.arm,
        at=now,
        information=seen.information,
        spent_alpha=seen.spent_alpha,
        n=control.units + arm.units,
        **_finite(seen.effect),
        p=seen.ordinary_p if seen.p is None else seen.p,
        verdict=verdict.outcome.value,
        method_version=experiment.method_version,
        analysis={
            **as_json(seen),
            "arms": [as_json(control), as_json(arm)],
            "balance": as_json(analysis.balance),
            "reasons": as_json(verdict.reasons),
            "is_named": is_named,
        },
    )


def _finite(effect: Effect) -> dict[str, float | None]:
    return {
        "estimate": as_json(effect.estimate),
        "low": as_json(effect.low),
        "high": as_json(effect.high),
    }
