"""Standings out of made-up sums, through the real statistics: no row is read or written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from analytics.models import Look
from analytics.standing import ArmFacts, LookAhead, Standing, StoreFacts
from analytics.stats import analysing, deciding, forecasting, guarding, segments
from analytics.stats.data import (
    Cell,
    Design,
    Harm,
    PastLook,
    Scale,
    SegmentName,
    Shape,
    Stopping,
    Stratum,
)
from templates_app.data import NotificationKind
from templates_app.models import Experiment, Layer, Metric, Unit

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
# (given, clicked) of A and of B, by store.
Counts = Mapping[str, Sequence[tuple[int, int]]]

NINE: Counts = {
    "Fjell & Garn": [(2407, 402), (2399, 437)],
    "Bølgeblik": [(1871, 312), (1866, 344)],
    "Lingonhuset": [(1543, 257), (1539, 274)],
    "Havbris Keramikk": [(1328, 222), (1324, 236)],
    "Qinghe Tea": [(1110, 185), (1108, 188)],
    "Norrsken Cykel": [(982, 164), (979, 185)],
    "Maple Hollow Goods": [(902, 150), (900, 157)],
    "Sæbehuset": [(707, 118), (704, 114)],
    "Redwood Pour Over": [(354, 58), (352, 67)],
}


@dataclass(frozen=True, slots=True)
class Made:
    """A test, how it stands, and the looks that were taken."""

    experiment: Experiment
    standing: Standing
    looks: list[Look] = field(default_factory=list)


def make_standing(
    counts: Counts,
    *,
    days: int = 35,
    stopping: str = "PLANNED",
    metric: str = Metric.CLICKED,
    looks: Sequence[tuple[float, float, float]] = (),  # estimate, low, high
    harms: Sequence[Harm] = (),
    groups: Mapping[SegmentName, Sequence[tuple[int, int]]] | None = None,
    is_look: bool = True,
    **of_experiment: Any,
) -> Made:
    """Click-through of these stores, by one epoch of equal shares unless `weights` says else."""
    stores = list(counts)
    arms = len(next(iter(counts.values())))
    weights = of_experiment.pop("weights", None) or (10_000 // arms,) * arms
    experiment = _experiment(stopping, metric, days, **of_experiment)
    design = Design(
        shape=Shape.RATE,
        stopping=Stopping(stopping),
        weights={1: tuple(weights)},
        plan_units=experiment.plan_units,
        look_count=experiment.look_count,
        scale=Scale.DIFFERENCE,
        higher_is_better=metric != Metric.CONTACTED,
    )
    cells = {
        (Stratum(place, 1), arm): Cell.of_rate(*of_arm)
        for place, store in enumerate(stores, start=1)
        for arm, of_arm in enumerate(counts[store])
    }
    whole = sum(cell.n for cell in cells.values())
    past = _past(looks, whole, experiment)
    analysis = analysing.analyse(
        design, cells, dict.fromkeys(range(1, arms), past), is_look=is_look
    )
    verdict = deciding.decide(analysis, days=days, harms=harms)
    rate = whole / max(days, 1)
    lead = verdict.arm or 1
    forecast = forecasting.forecast(analysis, lead, past, units_per_day=rate)
    by_segment = {
        name: {(Stratum(1, 1), arm): Cell.of_rate(*one) for arm, one in enumerate(of_group)}
        for name, of_group in (groups or {}).items()
    }
    standing = Standing(
        experiment_id=1,
        metric=metric,
        at=NOW,
        days=days,
        currency="NOK" if len(stores) == 1 else "",
        arms=tuple(_arm(arm, counts, weights[arm]) for arm in range(arms)),
        analysis=analysis,
        verdict=verdict,
        harms=tuple(harms),
        segments=segments.by_segment(design, by_segment) if groups else None,
        stores=tuple(
            StoreFacts(
                place,
                store,
                "NOK",
                tuple(given for given, _hits in counts[store]),
                tuple(given for given, _hits in counts[store]),
                tuple(hits for _given, hits in counts[store]),
                (0,) * arms,
            )
            for place, store in enumerate(stores, start=1)
        ),
        looks_ahead=tuple(
            LookAhead(look.number, (NOW + timedelta(days=9 * place)).date(), look.units)
            for place, look in enumerate(forecast.looks, start=1)
        ),
        forecast=forecast,
        units_per_day=rate,
    )
    return Made(experiment, standing, _rows(past, arms))


def nobody_yet() -> Made:
    """A test that began a minute ago."""
    made = make_standing({"Fjell & Garn": [(1, 0), (1, 0)]}, days=0)
    return replace(
        made, standing=replace(made.standing, analysis=None, verdict=None, arms=made.standing.arms)
    )


def make_harm(guardrail: str, control: int, arm: int, *, given: int = 10_000, of: int = 1) -> Harm:
    design = Design(Shape.RATE, Stopping.OPEN, {1: (5000,) * (of + 1)})
    cells = {
        (Stratum(1, 1), 0): Cell.of_rate(given, control),
        (Stratum(1, 1), of): Cell.of_rate(given, arm),
    }
    return guarding.harm(design, guardrail, cells, arm=of)


def _experiment(stopping: str, metric: str, days: int, **fields: Any) -> Experiment:
    known = {
        "pk": 1,
        "name": "Promise above the order lines",
        "kind": NotificationKind.ORDER_CONFIRMATION,
        "layer": Layer(name="Mails"),
        "unit": Unit.ORDER,
        "stopping": stopping,
        "primary_metric": metric,
        "guardrails": [],
        "plan_units": 36_000 if stopping == "PLANNED" else None,
        "look_count": 5,
        "least_effect": 0.08,
        "state": Experiment.State.RUNNING,
        "declared_at": NOW - timedelta(days=days + 1),
        "started_at": NOW - timedelta(days=days, hours=1),
        "started_by": "Marte Lund",
        "store_count": 1,
    }
    return Experiment(**known | fields)


def _arm(number: int, counts: Counts, weight: int) -> ArmFacts:
    given = sum(one[number][0] for one in counts.values())
    hits = sum(one[number][1] for one in counts.values())
    names = ["As it was", "Promise first", "Promise and picture"]
    return ArmFacts(
        number,
        "ABC"[number],
        names[number],
        weight,
        given,
        given,
        hits,
        0,
        0,
        962 + 16 * number,
        0,
        20 + number,
    )


def _past(
    looks: Sequence[tuple[float, float, float]], whole: int, experiment: Experiment
) -> tuple[PastLook, ...]:
    planned = experiment.plan_units or whole
    return tuple(
        PastLook(number, number / experiment.look_count, 0.0001 * number, *look)
        for number, look in enumerate(looks, start=1)
        if number / experiment.look_count < whole / planned
    )


def _rows(past: Sequence[PastLook], arms: int) -> list[Look]:
    return [
        Look(
            number=look.number,
            metric=Metric.CLICKED,
            arm=arm,
            at=NOW - timedelta(days=12 * (len(past) + 1 - look.number)),
            information=look.information,
            n=7_000 * look.number,
            estimate=look.estimate,
            low=look.low,
            high=look.high,
            verdict="UNDECIDED",
            method_version=1,
            analysis={},
        )
        for look in past
        for arm in range(1, arms)
    ]
