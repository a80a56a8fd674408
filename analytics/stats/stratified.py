"""One arm against the control within each stratum, then pooled.

Differences are pooled with Mantel and Haenszel's weights n₁n₀ / (n₁ + n₀): they depend on counts of
units only, so strata with few events bias nothing. Relative changes are pooled by inverse variance
of the log ratio, the only scale on which stores of several currencies meet.

# Note [Weights of a bandit's epochs]
A bandit's next split follows from its last results: an arm with early luck makes later epochs
lopsided, and Mantel and Haenszel's weights would then count the lucky epoch for more. Weights of
√(n₁n₀ / (n₁ + n₀) · n) give each epoch the same share of the variance for its units whatever the
split, which keeps the test's size (Hadad et al., PNAS 118, 2021); at equal splits both agree.
"""

import math
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from analytics.stats import means
from analytics.stats.data import CONTROL, Cell, Cells, Design, Scale, Shape, Stopping, Stratum
from analytics.stats.means import Moments
from analytics.stats.pooling import Part, Pooled, pool

LEAST_UNITS = 2  # of an arm in a stratum: fewer have no variance


@dataclass(frozen=True, slots=True)
class Pair:
    """The control's and an arm's sums of one stratum."""

    stratum: Stratum
    control: Cell
    arm: Cell
    control_value: float
    part: Part
    weight_of_units: float

    @property
    def spread(self) -> float:
        """The variance of the difference, were each unit's variance one."""
        return 1 / self.control.n + 1 / self.arm.n


@dataclass(frozen=True, slots=True)
class Stratified:
    """All that is known of one arm against the control."""

    pairs: tuple[Pair, ...]
    pooled: Pooled | None  # None: nothing can be said yet
    control_value: float

    @property
    def clock(self) -> float:
        """Units of an equal split in one stratum that would tell as much."""
        weight = sum(pair.weight_of_units for pair in self.pairs)
        spread = sum(pair.weight_of_units**2 * pair.spread for pair in self.pairs)
        return 4 * weight**2 / spread if spread else 0.0

    @property
    def standard_error(self) -> float:
        return math.sqrt(self.pooled.variance) if self.pooled else math.inf

    @property
    def z(self) -> float:
        return self.pooled.estimate / self.standard_error if self.pooled else 0.0

    def by_store(self) -> dict[int, tuple[Pair, ...]]:
        stores: dict[int, tuple[Pair, ...]] = {}
        for pair in self.pairs:
            stores[pair.stratum.store] = (*stores.get(pair.stratum.store, ()), pair)
        return stores


def by_stratum(cells: Cells) -> dict[Stratum, dict[int, Cell]]:
    strata: dict[Stratum, dict[int, Cell]] = defaultdict(dict)
    for (stratum, arm), cell in sorted(cells.items()):
        strata[stratum][arm] = cell
    return dict(strata)


def moments_of(design: Design, strata: Mapping[Stratum, Mapping[int, Cell]]) -> "Measure":
    """How a cell's value is taken: CUPED's theta is one for all arms and strata."""
    if not design.is_adjusted or design.shape is Shape.RATIO:
        return Measure(design, 0.0)
    return Measure(design, means.theta_of(tuple(arms.values()) for arms in strata.values()))


@dataclass(frozen=True, slots=True)
class Measure:
    design: Design
    theta: float

    def value(self, cell: Cell, arms: Mapping[int, Cell]) -> Moments:
        if self.design.shape is Shape.RATIO:
            return means.ratio_of(cell)
        if not self.theta:
            return means.mean_of(cell)
        whole = sum(arms.values(), Cell())
        return means.adjusted(cell, self.theta, whole.sx / whole.n)


def compare(design: Design, cells: Cells, arm: int) -> Stratified:
    strata = by_stratum(cells)
    measure = moments_of(design, strata)
    pairs = []
    for stratum, arms in strata.items():
        control, treated = arms.get(CONTROL, Cell()), arms.get(arm, Cell())
        if min(control.n, treated.n) < LEAST_UNITS:
            continue
        a, b = measure.value(control, arms), measure.value(treated, arms)
        part = _part(design, a, b)
        if part:
            weight = _weight(design, a, b)
            pairs.append(Pair(stratum, control, treated, a.mean, part, weight))
    return _whole(design, tuple(pairs))


def _whole(design: Design, pairs: tuple[Pair, ...]) -> Stratified:
    weight = sum(pair.part.weight for pair in pairs)
    if not weight:
        return Stratified(pairs, None, 0.0)
    pooled = pool([pair.part for pair in pairs])
    if not pooled.variance and design.shape is Shape.RATE:
        pooled = pooled._replace(variance=_variance_of_extremes(pairs))
    value = sum(pair.part.weight * pair.control_value for pair in pairs) / weight
    return Stratified(pairs, pooled if pooled.variance > 0 else None, value)


def _weight(design: Design, a: Moments, b: Moments) -> float:
    shared = a.units * b.units / (a.units + b.units)
    if design.stopping is Stopping.BANDIT:
        return math.sqrt(shared * (a.units + b.units))
    return shared


def _variance_of_extremes(pairs: tuple[Pair, ...]) -> float:
    """Where all or none clicked: as if one more had and one more had not (Laplace)."""
    variance = 0.0
    for whole in (
        sum((pair.control for pair in pairs), Cell()),
        sum((pair.arm for pair in pairs), Cell()),
    ):
        rate = (whole.s1 + 1) / (whole.n + 2)
        variance += rate * (1 - rate) / whole.n
    return variance


def _part(design: Design, a: Moments, b: Moments) -> Part | None:
    if design.scale is Scale.DIFFERENCE:
        return Part(b.mean - a.mean, a.squared_error + b.squared_error, _weight(design, a, b))
    if a.mean <= 0 or b.mean <= 0:
        return None
    variance = a.squared_error / a.mean**2 + b.squared_error / b.mean**2
    if not variance:
        return None
    return Part(math.log(b.mean / a.mean), variance, 1 / variance)
