"""How many orders a test needs, how many days that is, and what would be quicker.

The ordinary count for two means or rates with unpooled variances, for each arm at its share of
alpha, times what the way of stopping costs. Stores pooled count as strata of one test: where the
relative change is alike in all of them, their orders simply add up.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from analytics.stats import group_sequential
from analytics.stats.data import (
    Alternative,
    BadDesign,
    Plan,
    Question,
    Reach,
    Stopping,
    StoreTraffic,
    Way,
)
from analytics.stats.distributions import normal_quantile

# An interval that holds at every moment needs so many times the units for the same power
# (measured: 20,000 walks, power 80 %; tests/bench/stats.py measures it again).
OPEN_FACTOR = 1.7
DAYS_A_MONTH = 30.44
LONG_DAYS = 183
GOOD_DAYS = 28
BOLDER = (1.5, 2.0)
REACHES = (14, 28, 56, 91)
_LARGEST_EFFECT = 10.0


class _Base(NamedTuple):
    """A unit's value without the change, and the variances with and without it."""

    value: float
    control_variance: float
    arm_variance: float


def plan(question: Question) -> Plan:
    """Units and days for the asked change, and the ways to get there sooner."""
    _check(question)
    by_arm = _units_by_arm(question)
    units = sum(by_arm)
    days = _days(question, units)
    return Plan(
        units=units,
        units_by_arm=by_arm,
        days=days,
        months=None if days is None else days / DAYS_A_MONTH,
        is_long=days is None or days > LONG_DAYS,
        factor=_factor(question),
        effect=_base(question).value * question.least_effect,
        alternatives=tuple(_alternatives(question, days)),
        reach=tuple(_reaches(question)),
    )


def _check(question: Question) -> None:
    if not question.least_effect or question.least_effect <= -1:
        raise BadDesign("The smallest change worth seeing must not be zero, nor -100 % or less.")
    if not (0 < question.alpha < 1 and 0 < question.power < 1):
        raise BadDesign("Risk and chance lie between 0 and 1.")
    if len(question.weights) < 2 or min(question.weights) <= 0:
        raise BadDesign("A test needs a control and an arm, each with a weight above zero.")
    if question.base_rate is None:
        if question.mean is None or question.variance is None:
            raise BadDesign("Give the usual rate, or the usual mean and variance.")
        if question.mean <= 0 or question.variance <= 0:
            raise BadDesign("The usual mean and variance must be above zero.")
        return
    if not 0 < question.base_rate < 1 or question.base_rate * (1 + question.least_effect) >= 1:
        raise BadDesign("The usual rate, and the rate with the change, lie between 0 and 1.")


def _base(question: Question) -> _Base:
    if question.base_rate is None:
        variance = question.variance or 0.0
        return _Base(question.mean or 0.0, variance, variance)
    rate = question.base_rate
    changed = rate * (1 + question.least_effect)
    return _Base(rate, rate * (1 - rate), changed * (1 - changed))


def _level(question: Question) -> float:
    return question.alpha / (len(question.weights) - 1)


def _factor(question: Question) -> float:
    if question.stopping is Stopping.PLANNED:
        return group_sequential.inflation(question.look_count, _level(question), question.power)
    return 1.0 if question.stopping is Stopping.PICK else OPEN_FACTOR


def _units_by_arm(question: Question) -> tuple[int, ...]:
    """So many that the arm with the fewest units reaches its power."""
    base, weights = _base(question), question.weights
    # "Just pick" asks for no proof: only that the better one is picked with this chance.
    asks_for_proof = question.stopping is not Stopping.PICK
    z = normal_quantile(1 - question.power)
    z += normal_quantile(_level(question) / 2) if asks_for_proof else 0.0
    spread = base.control_variance / weights[0] + base.arm_variance / min(weights[1:])
    each = z**2 * spread / (base.value * question.least_effect) ** 2 * _factor(question)
    return tuple(math.ceil(each * weight) for weight in weights)


def _days(question: Question, units: int, per_day: float | None = None) -> int | None:
    """Days of orders, whole weeks' worth at least, and then until the last one is judged."""
    per_day = question.units_per_day if per_day is None else per_day
    if per_day <= 0:
        return None
    return max(math.ceil(units / per_day), question.least_days) + question.window_days


def _alternatives(question: Question, days: int | None) -> Iterator[Alternative]:
    """Only what saves days, the quickest kind of change to decide on first."""
    for way, changed, traffic in (
        *_bolder(question),
        *_fewer_arms(question),
        *_planned(question),
        *_pooled(question),
    ):
        units = sum(_units_by_arm(changed))
        needed = _days(changed, units)
        if needed is None or (days is not None and needed >= days):
            continue
        yield Alternative(
            way=way,
            units=units,
            days=needed,
            saved_days=None if days is None else days - needed,
            effect=changed.least_effect,
            arms=len(changed.weights),
            stores=traffic,
        )


_Changed = tuple[Way, Question, int]


def _bolder(question: Question) -> Iterator[_Changed]:
    for times in BOLDER:
        effect = question.least_effect * times
        is_possible = effect > -1 and (question.base_rate or 0.0) * (1 + effect) < 1
        if is_possible:
            yield Way.BOLDER, replace(question, least_effect=effect), 1


def _fewer_arms(question: Question) -> Iterator[_Changed]:
    for arms in range(len(question.weights) - 1, 1, -1):
        yield Way.FEWER_ARMS, replace(question, weights=question.weights[:arms]), 1


def _planned(question: Question) -> Iterator[_Changed]:
    if question.stopping is Stopping.OPEN:
        yield Way.PLANNED, replace(question, stopping=Stopping.PLANNED), 1


def _pooled(question: Question) -> Iterator[_Changed]:
    """With the busiest other stores: as few as make it four weeks, else all of them."""
    others = sorted(question.pool[1:], key=lambda store: -store.units_per_day)
    for count in range(1, len(others) + 1):
        pooled = _with(question, [question.pool[0], *others[:count]])
        needed = _days(pooled, sum(_units_by_arm(pooled)))
        is_enough = needed is not None and needed <= GOOD_DAYS
        if is_enough or count == len(others):
            yield Way.POOL, pooled, count + 1
            return


def _with(question: Question, stores: Sequence[StoreTraffic]) -> Question:
    """The same question to several stores at once, at their mean rate."""
    per_day = sum(store.units_per_day for store in stores)
    changed = replace(question, units_per_day=per_day, pool=())
    if question.base_rate is None or per_day <= 0:
        return changed
    rate = _weighted_rate(question.base_rate, stores) / per_day
    return replace(changed, base_rate=rate)


def _weighted_rate(usual: float, stores: Iterable[StoreTraffic]) -> float:
    return sum(
        store.units_per_day * (usual if store.base_rate is None else store.base_rate)
        for store in stores
    )


def _reaches(question: Question) -> Iterator[Reach]:
    """The smallest change of the asked direction that so many days can show."""
    sign = math.copysign(1.0, question.least_effect)
    largest = _largest(question, sign)
    for days in REACHES:
        orders = (days - question.window_days) * question.units_per_day
        if days < question.least_days + question.window_days or orders <= 0:
            continue
        low, high = 0.0, largest
        if _needed(question, sign * high) > orders:
            continue  # not even the largest change there can be
        for _ in range(40):
            middle = (low + high) / 2
            low, high = (
                (middle, high) if _needed(question, sign * middle) > orders else (low, middle)
            )
        yield Reach(days, sign * high)


def _largest(question: Question, sign: float) -> float:
    if sign < 0:
        return 0.99
    if question.base_rate is None:
        return _LARGEST_EFFECT
    return min(_LARGEST_EFFECT, 0.99 / question.base_rate - 1)


def _needed(question: Question, effect: float) -> int:
    return sum(_units_by_arm(replace(question, least_effect=effect)))
