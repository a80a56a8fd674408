"""The next epoch's weights of a bandit: Thompson's, top-two of three arms or more, with a floor.

Russo, "Simple Bayesian algorithms for best-arm identification", Operations Research 68 (2020): the
leader is drawn by its chance to be best, and half of the time a challenger is drawn instead. Of two
arms that would be half and half for ever: there each gets its chance to be best. The chances are
integrals, not draws, so the same sums always give the same weights: no seed to keep. Arms are
compared at the same mix of strata, or a click rate that rises would favour whichever arm was given
more of late.
"""

import math
from collections.abc import Mapping, Sequence

from analytics.stats import stratified
from analytics.stats.data import Cell, Cells, Design, Scale, Stratum
from analytics.stats.distributions import normal_density, normal_tail

FLOOR = 0.10
ALL = 10_000
_FINENESS = 3  # points for each of the smallest standard errors: ample for smooth integrands
_MOST_POINTS = 4_000
_REACH = 8.0


def next_weights(design: Design, cells: Cells) -> tuple[int, ...]:
    """Basis points for each arm; those of the last epoch while an arm has too few units."""
    units = [sum(cell.n for (_, each), cell in cells.items() if each == arm) for arm in design.arms]
    strata = {
        stratum: arms
        for stratum, arms in stratified.by_stratum(cells).items()
        if all(arms.get(arm, Cell()).n >= stratified.LEAST_UNITS for arm in design.arms)
    }
    if min(units) < design.least_units or not strata:
        latest = design.weights[max(design.weights)]
        return rounded([weight / sum(latest) for weight in latest])
    chances = chances_to_be_best(_standings(design, strata))
    floor = min(FLOOR, 1 / len(chances))
    room = 1 - floor * len(chances)
    return rounded([floor + room * share for share in top_two(chances)])


def _standings(
    design: Design, strata: Mapping[Stratum, Mapping[int, Cell]]
) -> list[tuple[float, float]]:
    """Mean and standard error of each arm at the mix of strata that all arms share."""
    measure = stratified.moments_of(design, strata)
    total = sum(cell.n for arms in strata.values() for cell in arms.values())
    means, variances = [0.0] * len(design.arms), [0.0] * len(design.arms)
    for arms in strata.values():
        whole = measure.value(sum(arms.values(), Cell()), arms)
        scale = abs(whole.mean) if design.scale is Scale.RELATIVE and whole.mean else 1.0
        share = sum(cell.n for cell in arms.values()) / total / scale
        for arm in design.arms:
            found = measure.value(arms[arm], arms)
            # An arm without a spread of its own (no clicks yet) is as unsure as all together.
            variance = found.variance or whole.variance
            means[arm] += share * found.mean
            variances[arm] += share**2 * variance / found.units
    sign = 1 if design.higher_is_better else -1
    return [
        (sign * mean, math.sqrt(max(variance, 1e-18)))
        for mean, variance in zip(means, variances, strict=True)
    ]


def chances_to_be_best(standings: Sequence[tuple[float, float]]) -> list[float]:
    """For independent normal beliefs (mean, standard error)."""
    low = min(mean - _REACH * error for mean, error in standings)
    high = max(mean + _REACH * error for mean, error in standings)
    sharpest = min(error for _, error in standings)
    points = min(math.ceil((high - low) / sharpest * _FINENESS), _MOST_POINTS) + 1
    width = (high - low) / (points - 1)
    chances = [0.0] * len(standings)
    for at in range(points):
        x = low + width * at
        below = [normal_tail((mean - x) / error) for mean, error in standings]
        for arm, (mean, error) in enumerate(standings):
            density = normal_density((x - mean) / error) / error
            others = math.prod(each for other, each in enumerate(below) if other != arm)
            chances[arm] += density * others * width
    total = sum(chances)
    return [chance / total for chance in chances]


def top_two(chances: Sequence[float]) -> list[float]:
    """Half to the likely best, half to its likely challengers; of two arms, by their chances."""
    if len(chances) == 2:
        return list(chances)
    shares = []
    for arm, chance in enumerate(chances):
        as_challenger = sum(
            leads * chance / max(1 - leads, 1e-12)
            for other, leads in enumerate(chances)
            if other != arm
        )
        shares.append((chance + as_challenger) / 2)
    total = sum(shares)
    return [share / total for share in shares]


def rounded(shares: Sequence[float]) -> tuple[int, ...]:
    """Whole basis points that sum to all; the largest remainders are rounded up."""
    exact = [share * ALL for share in shares]
    points = [math.floor(each) for each in exact]
    by_remainder = sorted(range(len(points)), key=lambda arm: (points[arm] - exact[arm], arm))
    for arm in by_remainder[: ALL - sum(points)]:
        points[arm] += 1
    return tuple(points)
