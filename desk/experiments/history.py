"""What was seen before: the looks, the epochs, and what was measured beside what counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from analytics.models import Look
from analytics.stats.data import Analysis, Effect
from desk.experiments.case import Case
from desk.experiments.figures import EMPTY, Measure, grouped, p_value, percent
from templates_app.models import Experiment, ExperimentEpoch, Metric


@dataclass(frozen=True, slots=True)
class LookRow:
    number: int
    at: datetime
    arm: str
    units: str
    share: str  # of what was planned
    estimate: str
    span: str


@dataclass(frozen=True, slots=True)
class Other:
    """Something else that was measured, of one arm: to look at only."""

    words: str
    arm: str
    difference: str
    span: str
    p: str


@dataclass(frozen=True, slots=True)
class EpochRow:
    at: datetime
    shares: str
    reason: str
    actor: str


def look_rows(case: Case, looks: Sequence[Look]) -> list[LookRow]:
    """Newest first."""
    return [_look(case, look) for look in reversed(looks)]


def _look(case: Case, look: Look) -> LookRow:
    measure = case.measure
    known = look.low is not None and look.high is not None
    effect = Effect(look.estimate or 0.0, look.low or 0.0, look.high or 0.0)
    return LookRow(
        number=look.number,
        at=look.at,
        arm=case.label(look.arm),
        units=grouped(look.n),
        share=EMPTY if look.information is None else percent(look.information),
        estimate=measure.signed(look.estimate),
        span=measure.span(effect) if known else EMPTY,
    )


def others(case: Case) -> list[Other]:
    rows = []
    for metric, (analysis, adjusted) in case.standing.also.items():
        measure = _measure_of(metric, analysis, case)
        for one in analysis.comparisons:
            p = adjusted.get(one.arm)
            rows.append(
                Other(
                    words=str(Metric(metric).label),
                    arm=case.label(one.arm),
                    difference=measure.signed(one.ordinary.estimate),
                    span=measure.span(one.ordinary),
                    p=p_value(p) if p is not None else EMPTY,
                )
            )
    return rows


def _measure_of(metric: str, analysis: Analysis, case: Case) -> Measure:
    is_relative = analysis.design.scale == "RELATIVE"
    mine = case.measure
    return Measure(metric, mine.unit, case.standing.currency, mine.locale, is_relative)


def epochs(experiment: Experiment, labels: Sequence[str]) -> list[EpochRow]:
    """From when which shares held, newest first. One query."""
    rows = ExperimentEpoch.objects.filter(experiment=experiment).order_by("-number")
    return [
        EpochRow(row.started_at, _shares(labels, row.weights_bp), _(row.reason), row.actor)
        for row in rows
    ]


def _shares(labels: Sequence[str], weights_bp: Sequence[int]) -> str:
    whole = sum(weights_bp) or 1
    said = [f"{label} {percent(bp / whole)}" for label, bp in zip(labels, weights_bp, strict=False)]
    return pgettext("between items of a list", ", ").join(said)
