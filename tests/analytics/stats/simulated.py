"""Simulated tests: what rules of stopping do over thousands of them. Used by the suite and bench.

Units are drawn in batches between looks; which rule has stopped when is asked of the product's own
functions. Peers' rules are simulated as published, beside ours on the same draws.
"""

import math
import random
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

from analytics.stats import bayes, group_sequential, ordinary, stratified
from analytics.stats.data import Cell, Design, Shape, Stopping, Stratum
from analytics.stats.stopping import Rule
from analytics.stats.stratified import Stratified

ONE = Stratum(1, 1)
Draw = Callable[[random.Random, int], Cell]  # so many units of one arm

KLAVIYO_UNITS, KLAVIYO_CHANCE, BAYES_CHANCE = 500, 0.90, 0.95


@lru_cache(maxsize=256)
def _ladder(n: int, rate: float) -> tuple[float, ...]:
    """The binomial distribution function."""
    terms = [
        math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)
        + k * math.log(rate) + (n - k) * math.log1p(-rate)
        for k in range(n + 1)
    ]  # fmt: skip
    return tuple(accumulate(math.exp(term) for term in terms))


def binomial(chance: random.Random, n: int, rate: float) -> int:
    """By inversion: Python 3.11 has no binomialvariate."""
    return min(bisect_left(_ladder(n, rate), chance.random()), n)


def of_rate(rate: float) -> Draw:
    return lambda chance, n: Cell.of_rate(n, binomial(chance, n, rate))


def of_revenue(share: float, middle: float, spread: float) -> Draw:
    """Few buy, and what they spend is lognormal, in minor units."""

    def draw(chance: random.Random, n: int) -> Cell:
        spent = [
            round(chance.lognormvariate(math.log(middle), spread))
            for _ in range(binomial(chance, n, share))
        ]
        return Cell(n=n, s1=sum(spent), s2=sum(each * each for each in spent))

    return draw


def of_order_value(middle: float, spread: float) -> Draw:
    """Revenue per order of those who bought again, one or two times."""

    def draw(chance: random.Random, n: int) -> Cell:
        cell = [0, 0, 0, 0, 0]
        for _ in range(n):
            x = 2 if chance.random() < 0.2 else 1
            y = sum(round(chance.lognormvariate(math.log(middle), spread)) for _ in range(x))
            for at, more in enumerate((y, y * y, x, x * x, x * y)):
                cell[at] += more
        return Cell(n, *cell)

    return draw


@dataclass(slots=True)
class Outcome:
    """When a rule first called a winner, and what it showed then."""

    look: int
    estimate: float
    shrunken: float


@dataclass(frozen=True, slots=True)
class Trial:
    """One test, looked at `looks` times, each after `batch` more units of each arm."""

    shape: Shape
    control: Draw
    arm: Draw
    batch: int
    looks: int = 20
    peers: bool = False
    stops_when: str = ""  # a rule's name: the run ends with it

    @property
    def units(self) -> int:
        return 2 * self.batch * self.looks

    def design(self, stopping: Stopping) -> Design:
        return Design(
            self.shape, stopping, {1: (1, 1)}, plan_units=self.units, look_count=self.looks
        )

    def bounds(self) -> dict[str, list[float]]:
        """Ours at each look, in standard errors."""
        open_ended, plan = self.design(Stopping.OPEN), self.units
        times = tuple(number / self.looks for number in range(1, self.looks + 1))
        alpha = open_ended.alpha
        return {
            "planned": list(group_sequential.bounds(times, alpha)),
            "open": [Rule(open_ended, time * plan, plan).bound(alpha) for time in times],
        }


def run(trial: Trial, runs: int, seed: int) -> Iterator[dict[str, Outcome]]:
    """For each run, the rules that called a winner."""
    chance = random.Random(seed)
    bounds = trial.bounds()
    design = trial.design(Stopping.OPEN)
    for _ in range(runs):
        a = b = Cell()
        called: dict[str, Outcome] = {}
        for look in range(trial.looks):
            a, b = a + trial.control(chance, trial.batch), b + trial.arm(chance, trial.batch)
            found = stratified.compare(design, {(ONE, 0): a, (ONE, 1): b}, 1)
            z = abs(found.z)
            calls = [name for name, each in bounds.items() if z > each[look]]
            if trial.peers:
                calls += _peers(design, found, a.n, is_last=look == trial.looks - 1)
            for name in calls:
                if name not in called:
                    called[name] = _outcome(design, found, look + 1)
            if trial.stops_when in called:
                break
        yield called


def _outcome(design: Design, found: Stratified, look: int) -> Outcome:
    estimate = found.pooled.estimate if found.pooled else 0.0
    spread = (design.usual_change * found.control_value) ** 2
    shrunken = estimate * spread / (spread + found.standard_error**2)
    return Outcome(look, estimate, shrunken)


def _peers(design: Design, found: Stratified, units: int, *, is_last: bool) -> Iterator[str]:
    if ordinary.tested(design, found).p < 0.05:
        yield "fixed, peeked"
        if is_last:
            yield "fixed, one look"
    if not found.pooled:
        return
    chance = bayes.of_normal(found.pooled.estimate, found.standard_error).chance
    likelier = max(chance, 1 - chance)
    if likelier >= BAYES_CHANCE:
        yield "Bayes 95 %"
    if likelier >= KLAVIYO_CHANCE and units >= KLAVIYO_UNITS:
        yield "Klaviyo's rule"


def share_called(outcomes: Sequence[dict[str, Outcome]], name: str) -> float:
    return sum(name in each for each in outcomes) / len(outcomes)


def mean_information(outcomes: Sequence[dict[str, Outcome]], name: str, looks: int) -> float:
    """The share of the planned units a rule needed on average."""
    return sum(each[name].look if name in each else looks for each in outcomes) / (
        looks * len(outcomes)
    )
