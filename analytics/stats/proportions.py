"""Two rates: tests and intervals. `a` is the control's (successes, units), `b` the arm's.

Sources: Wilson, JASA 22 (1927); Newcombe, Statistics in Medicine 17 (1998), method 10 for the
difference; Katz et al., Biometrics 34 (1978) for the logarithm of the ratio.
"""

import math
from typing import NamedTuple

from analytics.stats.data import Effect
from analytics.stats.distributions import normal_quantile, two_sided


class Count(NamedTuple):
    successes: int
    units: int

    @property
    def rate(self) -> float:
        return self.successes / self.units


class Tested(NamedTuple):
    statistic: float
    p: float


def pooled_z(a: Count, b: Count) -> Tested:
    """The ordinary test of two rates."""
    rate = (a.successes + b.successes) / (a.units + b.units)
    variance = rate * (1 - rate) * (1 / a.units + 1 / b.units)
    if not variance:
        return Tested(0.0, 1.0)
    z = (b.rate - a.rate) / math.sqrt(variance)
    return Tested(z, two_sided(z))


def wald_variance(a: Count, b: Count) -> float:
    return a.rate * (1 - a.rate) / a.units + b.rate * (1 - b.rate) / b.units


def wald(a: Count, b: Count, alpha: float = 0.05) -> Effect:
    return around(b.rate - a.rate, math.sqrt(wald_variance(a, b)), alpha)


def wald_z(a: Count, b: Count) -> Tested:
    variance = wald_variance(a, b)
    if not variance:
        return Tested(0.0, 1.0)
    z = (b.rate - a.rate) / math.sqrt(variance)
    return Tested(z, two_sided(z))


def wilson(count: Count, alpha: float = 0.05) -> Effect:
    """One rate and its interval, which is right for few and for none too."""
    z = normal_quantile(alpha / 2)
    rate, n = count.rate, count.units
    centre = (rate + z * z / (2 * n)) / (1 + z * z / n)
    margin = z * math.sqrt(rate * (1 - rate) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    low = 0.0 if not count.successes else centre - margin
    high = 1.0 if count.successes == n else centre + margin
    return Effect(rate, low, high)


def newcombe(a: Count, b: Count, alpha: float = 0.05) -> Effect:
    """The difference of two rates from their two Wilson intervals."""
    of_a, of_b = wilson(a, alpha), wilson(b, alpha)
    difference = b.rate - a.rate
    down = math.hypot(of_b.estimate - of_b.low, of_a.high - of_a.estimate)
    up = math.hypot(of_b.high - of_b.estimate, of_a.estimate - of_a.low)
    return Effect(difference, difference - down, difference + up)


def log_ratio_variance(a: Count, b: Count) -> float:
    return 1 / a.successes - 1 / a.units + 1 / b.successes - 1 / b.units


def log_ratio_z(a: Count, b: Count) -> Tested:
    z = math.log(b.rate / a.rate) / math.sqrt(log_ratio_variance(a, b))
    return Tested(z, two_sided(z))


def log_ratio(a: Count, b: Count, alpha: float = 0.05) -> Effect:
    """The ratio of two rates; both arms need a success."""
    found = around(math.log(b.rate / a.rate), math.sqrt(log_ratio_variance(a, b)), alpha)
    return Effect(math.exp(found.estimate), math.exp(found.low), math.exp(found.high))


def around(estimate: float, standard_error: float, alpha: float) -> Effect:
    """The ordinary interval of something normally distributed."""
    width = normal_quantile(alpha / 2) * standard_error
    return Effect(estimate, estimate - width, estimate + width)
