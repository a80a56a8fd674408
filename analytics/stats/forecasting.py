"""What it takes to know more: the intervals to come, and the chance that they tell."""

import math
from collections.abc import Sequence

from analytics.stats import ordinary, stopping
from analytics.stats.data import (
    Analysis,
    Comparison,
    Design,
    Effect,
    Forecast,
    FutureLook,
    PastLook,
    Scale,
    Stopping,
)
from analytics.stats.group_sequential import LEAST_STEP, chance_to_cross
from analytics.stats.stopping import Rule

OPEN_LOOKS = 10  # moments at which an open-ended test is imagined to be looked at


def forecast(
    analysis: Analysis,
    arm: int,
    looks: Sequence[PastLook] = (),
    *,
    units_per_day: float = 0.0,
) -> Forecast:
    """From here to the last look (open-ended: to the plan, or to twice what there is).

    `looks`: the official ones of this arm, this analysis's not among them.
    """
    comparison = analysis.comparison(arm)
    design, now = analysis.design, comparison.information
    times = [] if analysis.is_after_plan else _times(design, now)
    if now <= 0 or not math.isfinite(comparison.standard_error):
        left = design.plan_units or 0
        return Forecast((), left, _days(left, units_per_day), None, None)
    past = (*looks, PastLook(analysis.look_number, now, 0.0)) if analysis.is_look else (*looks,)
    bounds = _bounds(design, comparison, past, times)
    raw = comparison.effect.estimate
    raw = math.log1p(raw) if design.scale is Scale.RELATIVE else raw
    left = math.ceil(analysis.units * (times[-1] / now - 1)) if times else 0
    first = analysis.look_number + analysis.is_look
    return Forecast(
        looks=tuple(
            FutureLook(
                number=first + at,
                information=time,
                units=math.ceil(analysis.units * time / now),
                effect=_projected(design, raw, comparison.standard_error * bound, now / time),
            )
            for at, (time, bound) in enumerate(zip(times, bounds, strict=True))
        ),
        units_left=left,
        days_left=_days(left, units_per_day),
        chance_if_it_stays=_chance(comparison, raw, times, bounds, 1.0),
        chance_if_half=_chance(comparison, raw, times, bounds, 0.5),
    )


def _times(design: Design, now: float) -> list[float]:
    """Information at the looks to come."""
    if design.stopping is Stopping.PLANNED:
        at = [number / design.look_count for number in range(1, design.look_count + 1)]
        return [time for time in at if time - now >= LEAST_STEP]
    end = 1.0 if design.plan_units and now < 1 else 2 * now
    return [now + (end - now) * number / OPEN_LOOKS for number in range(1, OPEN_LOOKS + 1)]


def _bounds(
    design: Design, comparison: Comparison, past: tuple[PastLook, ...], times: Sequence[float]
) -> list[float]:
    plan = stopping.planned_clock(design, comparison.arm)
    bounds = []
    for time in times:
        bounds.append(Rule(design, time * plan, plan, past).bound(comparison.level))
        past = (*past, PastLook(len(past) + 1, time, 0.0))
    return bounds


def _projected(design: Design, raw: float, width: float, shrinks: float) -> Effect:
    width *= math.sqrt(shrinks)
    return ordinary.told(design, Effect(raw, raw - width, raw + width))


def _chance(
    comparison: Comparison,
    raw: float,
    times: Sequence[float],
    bounds: Sequence[float],
    share: float,
) -> float:
    """Conditional power: the score walks on with `share` of the drift it has shown."""
    if comparison.is_winner or comparison.is_loser:
        return 1.0
    if not times:
        return 0.0
    now = comparison.information
    z = raw / comparison.standard_error
    drift = z / math.sqrt(now) * share
    return chance_to_cross(times, bounds, drift, (now, z * math.sqrt(now)))


def _days(units: int, per_day: float) -> int | None:
    return math.ceil(units / per_day) if per_day > 0 else None
