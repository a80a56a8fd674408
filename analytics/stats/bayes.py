"""Chance to be better and expected loss: they tell how things stand, and never end a test.

Rates with a Beta(1, 1) prior, exactly: the closed sum of Evan Miller ("Formulas for Bayesian A/B
testing", 2013), or quadrature where the sum is long. Everything else by its normal approximation.
"""

import math
from collections.abc import Sequence
from typing import NamedTuple

from analytics.stats.distributions import normal_density, normal_tail
from analytics.stats.proportions import Count

_LONGEST_SUM = 200
_FINENESS = 22  # points for each of the smaller standard deviations: right to 1e-7
_MOST_POINTS = 4_000
_REACH = 9.0  # standard deviations
_EDGE = 1e-12


class Belief(NamedTuple):
    chance: float  # that the arm has the higher value
    loss_if_chosen: float  # expected, for choosing the arm
    loss_if_kept: float  # expected, for keeping the control

    def mirrored(self) -> "Belief":
        """Where lower is better."""
        return Belief(1 - self.chance, self.loss_if_kept, self.loss_if_chosen)


def of_rates(a: Count, b: Count) -> Belief:
    """Two rates, each believed to be Beta(1 + successes, 1 + failures)."""
    of_a, of_b = _beta_of(a), _beta_of(b)
    if min(*of_a, *of_b) > _LONGEST_SUM:
        return _by_quadrature(of_a, of_b)
    # E[b; b > a] = E[b] P(b' > a) with b' of one success more; likewise for a.
    gain_b = of_b.mean * _chance(of_a, of_b._replace(alpha=of_b.alpha + 1))
    gain_a = of_a.mean * _chance(of_a._replace(alpha=of_a.alpha + 1), of_b)
    return _belief(_chance(of_a, of_b), gain_b - gain_a, of_b.mean - of_a.mean)


def _belief(chance: float, kept: float, difference: float) -> Belief:
    """E[(b - a)+] is lost by keeping a, and that less E[b - a] by choosing b."""
    kept = max(kept, 0.0)
    return Belief(min(max(chance, 0.0), 1.0), max(kept - difference, 0.0), kept)


def of_normal(estimate: float, standard_error: float) -> Belief:
    """A difference believed to be normal about its estimate (flat prior)."""
    if standard_error <= 0:
        return Belief(
            0.5 + 0.5 * ((estimate > 0) - (estimate < 0)), max(-estimate, 0.0), max(estimate, 0.0)
        )
    z = estimate / standard_error
    density = standard_error * normal_density(z)
    return Belief(
        normal_tail(-z),
        max(density - estimate * normal_tail(z), 0.0),
        max(density + estimate * normal_tail(-z), 0.0),
    )


class _Beta(NamedTuple):
    alpha: int
    beta: int

    @property
    def mean(self) -> float:
        return self.alpha / (self.alpha + self.beta)

    @property
    def deviation(self) -> float:
        return math.sqrt(self.mean * (1 - self.mean) / (self.alpha + self.beta + 1))

    def around(self) -> tuple[float, float]:
        """An interval outside of which there is no chance to speak of."""
        reach = _REACH * self.deviation
        return max(self.mean - reach, _EDGE), min(self.mean + reach, 1 - _EDGE)

    def densities(self, points: Sequence[float]) -> list[float]:
        over, under, front = self.alpha - 1, self.beta - 1, _log_beta(self.alpha, self.beta)
        log, log1p, exp = math.log, math.log1p, math.exp
        return [exp(over * log(x) + under * log1p(-x) - front) for x in points]


def _beta_of(count: Count) -> _Beta:
    return _Beta(count.successes + 1, count.units - count.successes + 1)


def _chance(a: _Beta, b: _Beta) -> float:
    """P(b > a), summed over the shortest of the four ways to write it."""
    shortest = min(*a, *b)
    if shortest == b.alpha:
        return _sum(a.alpha, a.beta, b.alpha, b.beta)
    if shortest == a.alpha:
        return 1 - _sum(b.alpha, b.beta, a.alpha, a.beta)
    if shortest == a.beta:
        return _sum(b.beta, b.alpha, a.beta, a.alpha)
    return 1 - _sum(a.beta, a.alpha, b.beta, b.alpha)


def _sum(alpha_a: int, beta_a: int, alpha_b: int, beta_b: int) -> float:
    """Miller's sum over alpha_b terms; each follows from the one before."""
    log_term = (
        _log_beta(alpha_a, beta_a + beta_b)
        - _log_beta(alpha_a, beta_a)
        - math.log(beta_b)
        - _log_beta(1, beta_b)
    )
    total = 0.0
    for i in range(alpha_b):
        total += math.exp(log_term)
        log_term += math.log((alpha_a + i) / (alpha_a + i + beta_a + beta_b))
        log_term += math.log((beta_b + i) / (1 + i))
    return min(total, 1.0)


def _log_beta(a: float, b: float) -> float:
    return math.lgamma(a) + math.lgamma(b) - math.lgamma(a + b)


def _by_quadrature(a: _Beta, b: _Beta) -> Belief:
    """∫ f_b(x) F_a(x) dx, and ∫ f_b(x) ∫₀ˣ (x - t) f_a(t) dt dx, by Simpson on one grid."""
    difference = b.mean - a.mean
    low, high = zip(a.around(), b.around(), strict=True)
    if max(low) >= min(high):  # they lie apart
        return _belief(float(difference > 0), difference, difference)
    steps = (max(high) - min(low)) / min(a.deviation, b.deviation) * _FINENESS
    count = 2 * math.ceil(min(steps, _MOST_POINTS) / 2) + 1
    width = (max(high) - min(low)) / (count - 1)
    points = [min(low) + width * at for at in range(count)]
    of_a, of_b = a.densities(points), b.densities(points)
    mass = chance = kept = 0.0
    below = moment = 0.0  # ∫ f_a and ∫ t f_a up to here
    for at in range(0, count - 2, 2):
        f, g, h = of_a[at : at + 3]
        x, y, z = points[at : at + 3]
        half, whole = (5 * f + 8 * g - h) / 12, (f + 4 * g + h) / 3
        half_moment = (5 * x * f + 8 * y * g - z * h) / 12
        whole_moment = (x * f + 4 * y * g + z * h) / 3
        first, middle, last = of_b[at], 4 * of_b[at + 1], of_b[at + 2]
        mass += first + middle + last
        chance += first * below + middle * (below + half) + last * (below + whole)
        kept += first * (x * below - moment)
        kept += middle * (y * (below + half) - moment - half_moment)
        below, moment = below + whole, moment + whole_moment
        kept += last * (z * below - moment)
    return _belief(chance / (mass * below), kept * width * width / 3, difference)
