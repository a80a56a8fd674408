"""Normal, Student's t and chi-squared: tails that stay exact far out, and their inverses.

`statistics.NormalDist.cdf` is 1 beyond eight standard deviations; tails by `erfc` are right down to
1e-300. The incomplete beta and gamma functions are continued fractions (Lentz's method).
"""

import math
from functools import lru_cache
from statistics import NormalDist

_NORMAL = NormalDist()
_ROOT_2 = math.sqrt(2)
_ROOT_2PI = math.sqrt(2 * math.pi)
_EPSILON = 1e-16
_TINY = 1e-300
_STEPS = 10_000


def normal_tail(z: float) -> float:
    """P(Z > z)."""
    return 0.5 * math.erfc(z / _ROOT_2)


def normal_density(z: float) -> float:
    return math.exp(-0.5 * z * z) / _ROOT_2PI


def two_sided(z: float) -> float:
    """P(|Z| > |z|)."""
    return math.erfc(abs(z) / _ROOT_2)


@lru_cache(maxsize=1024)
def normal_quantile(tail: float) -> float:
    """The z which is exceeded with probability `tail`."""
    if tail <= 0:
        return math.inf
    if tail >= 1:
        return -math.inf
    z = -_NORMAL.inv_cdf(tail)
    density = normal_density(z)
    return z + (normal_tail(z) - tail) / density if density > _TINY else z


def t_two_sided(t: float, freedom: float) -> float:
    """P(|T| > |t|) with so many degrees of freedom, which need not be whole."""
    if math.isinf(freedom):
        return two_sided(t)
    return incomplete_beta(freedom / (freedom + t * t), freedom / 2, 0.5)


def t_quantile(tail: float, freedom: float) -> float:
    """The t which is exceeded with probability `tail` < 1/2, by Newton's method.

    The tail is convex and the normal quantile lies below: each step comes nearer from below.
    """
    t = normal_quantile(tail)
    if math.isinf(freedom):
        return t
    log_front = (
        math.lgamma((freedom + 1) / 2)
        - math.lgamma(freedom / 2)
        - 0.5 * math.log(freedom * math.pi)
    )
    for _ in range(200):
        log_density = log_front - (freedom + 1) / 2 * math.log1p(t * t / freedom)
        step = (t_two_sided(t, freedom) / 2 - tail) / math.exp(log_density)
        t += step
        if abs(step) <= 1e-9 * t:  # squared by the step just taken
            break
    return t


def chi_squared_tail(value: float, freedom: float) -> float:
    """P(X > value) with so many degrees of freedom."""
    if freedom <= 0 or value <= 0:
        return 1.0
    if math.isinf(value):
        return 0.0
    shape, at = freedom / 2, value / 2
    front = math.exp(shape * math.log(at) - at - math.lgamma(shape))
    if at < shape + 1:
        return max(1.0 - front * _gamma_series(shape, at), 0.0)
    return front * _gamma_fraction(shape, at)


def _gamma_series(shape: float, at: float) -> float:
    term = total = 1 / shape
    for step in range(1, _STEPS):
        term *= at / (shape + step)
        total += term
        if term < total * _EPSILON:
            break
    return total


def _gamma_fraction(shape: float, at: float) -> float:
    base = at + 1 - shape
    above, below = 1 / _TINY, 1 / base
    fraction = below
    for step in range(1, _STEPS):
        numerator = -step * (step - shape)
        base += 2
        below = 1 / _not_zero(numerator * below + base)
        above = _not_zero(base + numerator / above)
        change = below * above
        fraction *= change
        if abs(change - 1) < _EPSILON:
            break
    return fraction


def incomplete_beta(x: float, a: float, b: float) -> float:
    """The regularised incomplete beta function I_x(a, b)."""
    if x <= 0 or x >= 1:
        return 0.0 if x <= 0 else 1.0
    front = math.exp(
        math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x)
    )
    if x < (a + 1) / (a + b + 2):
        return front * _beta_fraction(x, a, b) / a
    return 1.0 - front * _beta_fraction(1 - x, b, a) / b


def _beta_fraction(x: float, a: float, b: float) -> float:
    above, below = 1.0, 1 / _not_zero(1 - (a + b) * x / (a + 1))
    fraction = below
    for step in range(1, _STEPS):
        before = fraction
        for numerator in (
            step * (b - step) * x / ((a + 2 * step - 1) * (a + 2 * step)),
            -(a + step) * (a + b + step) * x / ((a + 2 * step) * (a + 2 * step + 1)),
        ):
            below = 1 / _not_zero(1 + numerator * below)
            above = _not_zero(1 + numerator / above)
            fraction *= below * above
        if abs(fraction - before) <= _EPSILON * abs(fraction):
            break
    return fraction


def _not_zero(value: float) -> float:
    return value if abs(value) > _TINY else _TINY
