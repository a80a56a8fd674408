"""Amounts: means, ratios of two amounts, and means adjusted by what was known before.

Everything comes from a Cell's integer sums. Sources: Welch, Biometrika 34 (1947); delta method for
ratios as in Deng, Knoblich and Lu, KDD 2018; CUPED of Deng, Xu, Kohavi and Walker, WSDM 2013, with
one theta over all arms.
"""

import math
from collections.abc import Iterable
from typing import NamedTuple

from analytics.stats.data import Cell, Effect
from analytics.stats.distributions import t_quantile, t_two_sided


class Moments(NamedTuple):
    """A value of one arm, and the variance of a single unit's share in it."""

    mean: float
    variance: float
    units: int

    @property
    def squared_error(self) -> float:
        return self.variance / self.units


class Welch(NamedTuple):
    t: float
    p: float
    freedom: float
    difference: float
    standard_error: float

    def effect(self, alpha: float = 0.05) -> Effect:
        width = t_quantile(alpha / 2, self.freedom) * self.standard_error
        return Effect(self.difference, self.difference - width, self.difference + width)


def mean_of(cell: Cell) -> Moments:
    return Moments(cell.s1 / cell.n, _variance(cell.n, cell.s1, cell.s2), cell.n)


def ratio_of(cell: Cell) -> Moments:
    """y over x, say revenue per order: units differ in both (delta method)."""
    if not cell.sx:
        return Moments(0.0, 0.0, cell.n)
    ratio, base = cell.s1 / cell.sx, cell.sx / cell.n
    spread = (
        _variance(cell.n, cell.s1, cell.s2)
        + ratio**2 * _variance(cell.n, cell.sx, cell.sxx)
        - 2 * ratio * _covariance(cell)
    )
    return Moments(ratio, spread / base**2, cell.n)


def theta_of(strata: Iterable[tuple[Cell, ...]]) -> float:
    """How much y moves with x: over all arms, within each stratum."""
    covariance = variance = 0.0
    for arms in strata:
        whole = sum(arms, Cell())
        if whole.n > 1:
            covariance += _covariance(whole) * (whole.n - 1)
            variance += _variance(whole.n, whole.sx, whole.sxx) * (whole.n - 1)
    return covariance / variance if variance > 0 else 0.0


def adjusted(cell: Cell, theta: float, centre: float = 0.0) -> Moments:
    """CUPED: the mean less what x foretold; `centre` is x's mean over all arms."""
    spread = (
        _variance(cell.n, cell.s1, cell.s2)
        + theta**2 * _variance(cell.n, cell.sx, cell.sxx)
        - 2 * theta * _covariance(cell)
    )
    return Moments(cell.s1 / cell.n - theta * (cell.sx / cell.n - centre), spread, cell.n)


def welch(a: Moments, b: Moments) -> Welch:
    """b - a, without assuming that both vary alike."""
    squared = a.squared_error + b.squared_error
    difference = b.mean - a.mean
    if squared <= 0 or min(a.units, b.units) < 2:
        return Welch(0.0, 1.0, 1.0, difference, math.inf)
    freedom = squared**2 / (a.squared_error**2 / (a.units - 1) + b.squared_error**2 / (b.units - 1))
    error = math.sqrt(squared)
    t = difference / error
    return Welch(t, t_two_sided(t, freedom), freedom, difference, error)


def _variance(n: int, total: int, squares: int) -> float:
    """Of a sample, in exact integers until the last division."""
    return (n * squares - total * total) / (n * (n - 1)) if n > 1 else 0.0


def _covariance(cell: Cell) -> float:
    n = cell.n
    return (n * cell.sxy - cell.s1 * cell.sx) / (n * (n - 1)) if n > 1 else 0.0
