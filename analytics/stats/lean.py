"""Thousands of plain two-arm tests at once, in one loop and without objects on the way.

For lists and nightly rounds: one stratum, two arms, open-ended. `analysing.analyse` says all there
is to say of one test and takes some hundred times as long.
"""

import math
from collections.abc import Iterable
from typing import NamedTuple

from analytics.stats import confidence_sequences
from analytics.stats.data import Cell


class Quick(NamedTuple):
    estimate: float
    low: float  # holds at every moment
    high: float
    p: float  # always valid
    ordinary_p: float
    chance: float  # to beat the control, by the normal approximation


NOTHING = Quick(0.0, -math.inf, math.inf, 1.0, 1.0, 0.5)


def compare_many(
    pairs: Iterable[tuple[Cell, Cell]], *, alpha: float = 0.05, plan: float = 5_000.0
) -> list[Quick]:
    """Each pair is (control, arm). ordinary_p is Wald's: that of `analyse` pools the variance."""
    sqrt, log, log1p, exp, erfc = math.sqrt, math.log, math.log1p, math.exp, math.erfc
    rho_squared = confidence_sequences.tuning(alpha, plan)
    wide = -2 * log(alpha)
    half, root_2 = 0.5, sqrt(2)
    found = []
    for a, b in pairs:
        n, m, s, r = a.n, b.n, a.s1, b.s1
        if n < 2 or m < 2:
            found.append(NOTHING)
            continue
        estimate = r / m - s / n
        variance = (n * a.s2 - s * s) / (n * n * (n - 1)) + (m * b.s2 - r * r) / (m * m * (m - 1))
        if variance <= 0:
            found.append(NOTHING)
            continue
        clock = 4 * n * m / (n + m) * rho_squared
        grown = log1p(clock)
        squared = estimate * estimate / variance
        width = sqrt(variance * (clock + 1) / clock * (grown + wide))
        strength = half * (grown - squared * clock / (clock + 1))
        beyond = erfc(sqrt(squared) / root_2)
        found.append(
            Quick(
                estimate,
                estimate - width,
                estimate + width,
                exp(strength) if strength < 0 else 1.0,
                beyond,
                1 - half * beyond if estimate > 0 else half * beyond,
            )
        )
    return found
