"""How tests of wordings stand: the roll-ups, through the statistics. Reads only.

# Note [What was shown stays shown]
A test in planned mode is decided at its planned looks, an open-ended one at any. What a look has
shown stays: figures that came later change the estimate on the page, not the verdict. Only what
freezes a verdict does so at any time: arms not given as declared, and harm.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from math import ceil
from typing import Final

from analytics import designs
from analytics.gathering import LATELY, Gathered, gathered
from analytics.models import Tally
from analytics.plain_counts import counts_of
from analytics.standing import LookAhead, Standing
from analytics.stats import analysing, deciding, guarding
from analytics.stats import segments as segmented
from analytics.stats.data import (
    CONTROL,
    Analysis,
    Forecast,
    Harm,
    Outcome,
    Reason,
    Segments,
    Stopping,
    Verdict,
)
from analytics.stats.forecasting import forecast
from analytics.stats.multiplicity import benjamini_hochberg
from analytics.sums import sums_by_segment
from templates_app.models import Experiment, Metric

_FINAL: Final = frozenset({Outcome.WINNER, Outcome.CONTROL, Outcome.NOT_SHOWN})
_FREEZES: Final = frozenset({Reason.UNEVEN, Reason.HARMED})


def standing_of(*, experiment: Experiment, now: datetime) -> Standing:
    """All that may be said of the test now, by its roll-ups. Eight queries at most."""
    read = gathered(experiment, now)
    found = standing_by(read, now)
    return replace(found, segments=_segments(read, now)) if found.analysis else found


def standing_by(read: Gathered, now: datetime) -> Standing:
    """The same by rows that were read, without its segments. No query."""
    counts = counts_of(read, now)
    if not read.sums.counted.get(Tally.EXPOSED):
        return counts
    analysis, harms, verdict = verdict_by(read, now)
    per_day = _per_day(read, now)
    return replace(
        counts,
        analysis=analysis,
        verdict=verdict,
        harms=harms,
        looks_ahead=_looks_ahead(read, analysis, per_day, now),
        forecast=_forecast(read, analysis, verdict, per_day),
        units_per_day=per_day,
        also=_also(read),
    )


def verdict_by(read: Gathered, now: datetime) -> tuple[Analysis, tuple[Harm, ...], Verdict]:
    """What may be said now, and what it is said by. See Note [What was shown stays shown]."""
    analysis = analysis_of(read, is_look=read.experiment.stopping != Stopping.PLANNED)
    harms = harms_of(read)
    return analysis, harms, _verdict(read, analysis, harms, now)


def analysis_of(read: Gathered, *, is_look: bool, is_last: bool = False) -> Analysis:
    """The declared metric, and the worse of the splits: of all given, and of those who count."""
    design = read.design(read.experiment.primary_metric)
    cells = read.sums.of(read.experiment.primary_metric, read.numbers)
    given = read.sums.of(Tally.EXPOSED, read.numbers)
    found = analysing.analyse(
        design, cells, read.past(), is_look=is_look, is_last=is_last, counts=given
    )
    counted = guarding.balance(design, cells)
    return replace(found, balance=counted) if counted.is_alarm else found


def harms_of(read: Gathered) -> tuple[Harm, ...]:
    """All guardrails of all arms, also while the winner is given to more."""
    design = replace(
        read.design(Metric.CLICKED),
        weights={each.number: tuple(each.weights_bp) for each in read.all_epochs},
    )
    return tuple(
        guarding.harm(design, guardrail, read.sums.of(guardrail, design.weights), arm=arm)
        for guardrail in read.experiment.guardrails
        for arm in design.treatments
    )


def _verdict(read: Gathered, analysis: Analysis, harms: tuple[Harm, ...], now: datetime) -> Verdict:
    days = designs.full_days(read.experiment, now)
    found = deciding.decide(analysis, days=days, harms=harms)
    shown = [look for look in read.looks if look.verdict in _FINAL]
    frozen = tuple(reason for reason in found.reasons if reason in _FREEZES)
    if not shown or frozen:
        return found
    said = Outcome(shown[0].verdict)
    named = next((look.arm for look in shown if look.analysis.get("is_named")), found.arm)
    if said is Outcome.CONTROL:
        named = CONTROL
    return Verdict(said, named, found.reasons if said is Outcome.NOT_SHOWN else ())


def _segments(read: Gathered, now: datetime) -> Segments | None:
    experiment = read.experiment
    if not experiment.segments:
        return None
    cells = sums_by_segment(
        experiment,
        metric=experiment.primary_metric,
        matured_on=designs.matured_by(experiment, now),
        epochs=read.numbers,
    )
    return segmented.by_segment(read.design(experiment.primary_metric), dict(cells))


def _per_day(read: Gathered, now: datetime) -> float:
    started_at = read.experiment.started_at
    if started_at is None or read.experiment.state not in Experiment.ASSIGNS:
        return 0.0
    days = min(LATELY, now - started_at) / timedelta(days=1)
    return read.sums.lately / max(days, 1.0)


def _looks_ahead(
    read: Gathered, analysis: Analysis, per_day: float, now: datetime
) -> tuple[LookAhead, ...]:
    experiment = read.experiment
    if experiment.state != Experiment.State.RUNNING:
        return ()
    if experiment.stopping != Stopping.PLANNED or not experiment.plan_units:
        return (LookAhead(analysis.look_number, (now + timedelta(days=1)).date(), None),)
    looks: list[LookAhead] = []
    waits = 0 if experiment.primary_metric in designs.IMMEDIATE else experiment.window_days
    given = sum(read.sums.given[Tally.EXPOSED].values())
    taken = max((look.information or 0.0 for look in read.looks), default=0.0)
    for number in range(1, experiment.look_count + 1):
        if number / experiment.look_count <= taken + 1e-9:
            continue
        units = ceil(experiment.plan_units * number / experiment.look_count)
        left = max(0, units - given)
        on = (now + timedelta(days=ceil(left / per_day) + waits)).date() if per_day else None
        looks.append(LookAhead(analysis.look_number + len(looks), on, units))
    return tuple(looks)


def _forecast(
    read: Gathered, analysis: Analysis, verdict: Verdict, per_day: float
) -> Forecast | None:
    if not verdict.arm:
        return None
    looks = read.past().get(verdict.arm, ())
    return forecast(analysis, verdict.arm, looks, units_per_day=per_day)


def _also(read: Gathered) -> dict[str, tuple[Analysis, dict[int, float]]]:
    """Other metrics, to look at: p corrected for their number by Benjamini and Hochberg."""
    found = {
        metric: analysing.analyse(read.design(metric), cells)
        for metric in designs.others_measured(read.experiment)
        if (cells := read.sums.of(metric, read.numbers))
    }
    asked = [
        (metric, each.arm, each.ordinary_p)
        for metric, analysis in found.items()
        for each in analysis.comparisons
    ]
    adjusted = benjamini_hochberg([p for _metric, _arm, p in asked])
    by_metric: dict[str, dict[int, float]] = {}
    for (metric, arm, _p), p in zip(asked, adjusted, strict=True):
        by_metric.setdefault(metric, {})[arm] = p
    return {metric: (analysis, by_metric[metric]) for metric, analysis in found.items()}
