"""Planned looks: how far out a difference must be at each look so that all looks together err as
seldom as one would.

Alpha is spent by information (Lan and DeMets, Biometrika 70, 1983): each look may use what the
spending function has released since the last one, at any times that were not chosen by the results.
The bounds are found by recursive integration (Armitage, McPherson and Rowe, JRSS A 132, 1969): the
score is a Brownian walk, and we carry its density between the bounds from look to look.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial

from analytics.stats.distributions import normal_density, normal_quantile, normal_tail

Spending = Callable[[float, float], float]
LEAST_STEP = 0.0005  # a look that adds less than this of the plan is the last look again
_FARTHEST = 20.0
_FINENESS = 8  # points for each standard deviation of a step
_REACH = 9.0  # standard deviations after which a step's density is nothing


def obrien_fleming(information: float, alpha: float) -> float:
    """Spends hardly anything early: 4(1 - Φ(z(α/4) / √t)), both sides together."""
    if information >= 1:
        return alpha
    return 4 * normal_tail(normal_quantile(alpha / 4) / math.sqrt(information))


def power_family(information: float, alpha: float, rho: float = 2.0) -> float:
    return float(alpha * min(information, 1.0) ** rho)


def pocock(information: float, alpha: float) -> float:
    """Spends about alike at each look."""
    return alpha * math.log1p((math.e - 1) * min(information, 1.0))


@dataclass(frozen=True, slots=True)
class Inside:
    """The walk where no look has ended it: points of the score, and the chance about each."""

    information: float = 0.0
    points: tuple[float, ...] = (0.0,)
    chances: tuple[float, ...] = (1.0,)

    def beyond(self, edge: float, information: float, drift: float = 0.0) -> float:
        """The chance that the score lies above `edge` at a later look."""
        step = information - self.information
        root, shift = math.sqrt(step), drift * step
        return sum(
            chance * normal_tail((edge - point - shift) / root)
            for point, chance in zip(self.points, self.chances, strict=True)
        )

    def below(self, edge: float, information: float, drift: float = 0.0) -> float:
        step = information - self.information
        root, shift = math.sqrt(step), drift * step
        return sum(
            chance * normal_tail((point + shift - edge) / root)
            for point, chance in zip(self.points, self.chances, strict=True)
        )

    def walk(self, edge: float, information: float, width: float, drift: float = 0.0) -> "Inside":
        """On to a later look, as far as the score stays within ±edge; grid of about `width`."""
        step = information - self.information
        root, shift = math.sqrt(step), drift * step
        half = max(math.ceil(edge / width / 2), 4) * 2
        width = edge / half
        points = [width * at for at in range(-half, half + 1)]
        apart = self.points[1] - self.points[0] if len(self.points) > 1 else 1.0
        chances = []
        for at, point in enumerate(points):
            middle = (point - shift - self.points[0]) / apart
            first = max(math.floor(middle - _REACH * root / apart), 0)
            last = math.ceil(middle + _REACH * root / apart) + 1
            density = sum(
                chance * normal_density((point - shift - before) / root)
                for before, chance in zip(
                    self.points[first:last], self.chances[first:last], strict=True
                )
            )
            simpson = 1 if at in (0, 2 * half) else 4 if at % 2 else 2
            chances.append(density / root * simpson * width / 3)
        return Inside(information, tuple(points), tuple(chances))


@lru_cache(maxsize=4096)
def bounds(
    informations: tuple[float, ...],
    alpha: float,
    spending: Spending = obrien_fleming,
    *,
    is_last: bool = False,
) -> tuple[float, ...]:
    """For each look, how many standard errors away from zero decides, two-sided.

    Looks that add no information have the bound of the look before; none left to spend: infinity.
    `is_last`: the end has come, by the calendar, before all units have; the last look may then use
    all of alpha that is left.
    """
    steps = _steps(informations)
    width = min(math.sqrt(step) for _, step in steps) / _FINENESS if steps else 1.0
    inside, spent, found = Inside(), 0.0, list[float]()
    new = {at for at, _ in steps}
    for at, information in enumerate(informations):
        if at not in new:
            found.append(found[-1] if found else math.inf)
            continue
        is_end = is_last and at == steps[-1][0]
        released = max((alpha if is_end else spending(information, alpha)) - spent, 0.0)
        spent += released
        bound = _bound(inside, information, released)
        found.append(bound)
        if math.isfinite(bound) and at != len(informations) - 1:
            inside = inside.walk(bound * math.sqrt(information), information, width)
    return tuple(found)


def _steps(informations: Sequence[float]) -> list[tuple[int, float]]:
    """The looks that add information, and how much."""
    found, last = [], 0.0
    for at, information in enumerate(informations):
        if information - last >= LEAST_STEP:
            found.append((at, information - last))
            last = information
    return found


def _bound(inside: Inside, information: float, released: float) -> float:
    root = math.sqrt(information)
    if 2 * inside.beyond(_FARTHEST * root, information) >= released:
        return math.inf if released <= 0 else max(_FARTHEST, normal_quantile(released / 2))
    low, high = 0.0, _FARTHEST
    for _ in range(48):
        middle = (low + high) / 2
        is_too_near = 2 * inside.beyond(middle * root, information) > released
        low, high = (middle, high) if is_too_near else (low, middle)
    return (low + high) / 2


def chance_to_cross(
    informations: Sequence[float],
    edges: Sequence[float],
    drift: float,
    start: tuple[float, float] = (0.0, 0.0),
) -> float:
    """That one of the looks finds the score outside its bound, either side.

    `edges` in standard errors; `drift` is the expected z at full information; `start` is the
    information gathered so far and the score (z·√information) it gave.
    """
    inside = Inside(start[0], (start[1],), (1.0,))
    before, crossed = start[0], 0.0
    steps = []
    for information in informations:
        steps.append(math.sqrt(information - before))
        before = information
    width = min(steps, default=1.0) / _FINENESS * 2  # a chance needs fewer digits than a bound
    for information, bound in zip(informations, edges, strict=True):
        edge = min(bound, 2 * _FARTHEST) * math.sqrt(information)
        crossed += inside.beyond(edge, information, drift)
        crossed += inside.below(-edge, information, drift)
        inside = inside.walk(edge, information, width, drift)
    return min(crossed, 1.0)


@lru_cache(maxsize=256)
def inflation(look_count: int, alpha: float, power: float) -> float:
    """How many times the units of a test with one look the planned looks need."""
    looks = tuple(number / look_count for number in range(1, look_count + 1))
    edges = bounds(looks, alpha)
    chance = partial(chance_to_cross, looks, edges)
    fixed = normal_quantile(alpha / 2) + normal_quantile(1 - power)
    low, high = fixed, fixed * 1.2
    at_low, at_high = chance(low) - power, chance(high) - power
    for _ in range(8):  # the chance is nearly straight in the drift here
        middle = low - at_low * (high - low) / (at_high - at_low)
        low, at_low, high, at_high = high, at_high, middle, chance(middle) - power
        if abs(at_high) < 1e-6 or at_low == at_high:
            break
    return (high / fixed) ** 2
