"""Several strata as one: pooled estimates, and whether the strata agree.

Sources: Mantel and Haenszel, JNCI 22 (1959); Cochran, Biometrics 10 (1954); Sato, Biometrics 45
(1989) for the risk difference; Higgins and Thompson, Statistics in Medicine 21 (2002) for I².
"""

from collections.abc import Sequence
from typing import NamedTuple

from analytics.stats.data import Agreement
from analytics.stats.distributions import chi_squared_tail
from analytics.stats.proportions import Count


class Part(NamedTuple):
    """What one stratum found, and the weight it is pooled with."""

    estimate: float
    variance: float
    weight: float


class Pooled(NamedTuple):
    estimate: float
    variance: float


def pool(parts: Sequence[Part]) -> Pooled:
    total = sum(part.weight for part in parts)
    return Pooled(
        sum(part.weight * part.estimate for part in parts) / total,
        sum(part.weight**2 * part.variance for part in parts) / total**2,
    )


def agreement(parts: Sequence[Part]) -> Agreement:
    """Cochran's Q with inverse variances, whatever weights the parts are pooled with."""
    sure = [part for part in parts if part.variance > 0]
    if len(sure) < 2:
        return Agreement(0.0, 0, 1.0, 0.0)
    centre = pool([part._replace(weight=1 / part.variance) for part in sure]).estimate
    q = sum((part.estimate - centre) ** 2 / part.variance for part in sure)
    freedom = len(sure) - 1
    spread = max(0.0, (q - freedom) / q) if q > 0 else 0.0
    return Agreement(q, freedom, chi_squared_tail(q, freedom), spread)


class MantelHaenszel(NamedTuple):
    odds_ratio: float
    risk_ratio: float
    chi_squared: float
    p: float


def cochran_mantel_haenszel(strata: Sequence[tuple[Count, Count]]) -> MantelHaenszel:
    """Two rates over strata of (control, arm), without continuity correction."""
    odds, odds_of, risk, risk_of, excess, variance = 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
    for a, b in strata:
        n = a.units + b.units
        odds += b.successes * (a.units - a.successes) / n
        odds_of += a.successes * (b.units - b.successes) / n
        risk += b.successes * a.units / n
        risk_of += a.successes * b.units / n
        successes = a.successes + b.successes
        excess += b.successes - successes * b.units / n
        if n > 1:
            variance += a.units * b.units * successes * (n - successes) / (n * n * (n - 1))
    chi_squared = excess**2 / variance if variance else 0.0
    return MantelHaenszel(
        odds / odds_of if odds_of else float("nan"),
        risk / risk_of if risk_of else float("nan"),
        chi_squared,
        chi_squared_tail(chi_squared, 1),
    )
