"""Simulated traffic: looks after every unit, splits with a fault, and bandits while rates drift."""

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass

from analytics.stats import (
    bandit,
    group_sequential,
    guarding,
    ordinary,
    proportions,
    segments,
    stratified,
)
from analytics.stats.data import Cell, Design, SegmentName, Shape, Stopping, Stratum
from analytics.stats.proportions import Count
from analytics.stats.stopping import Rule, planned_clock
from tests.analytics.stats.simulated import ONE, binomial


@dataclass(frozen=True, slots=True)
class EveryEvent:
    """Of so many tests of equal arms, in which shares did each rule call a winner at any moment."""

    ours: float
    ours_with_25: float  # with the product's least 25 conversions for each arm
    fixed: float


def every_event(rate: float, units: int, runs: int, seed: int) -> EveryEvent:
    """A look after each pair of units, up to `units` of each arm."""
    chance = random.Random(seed)
    design = Design(Shape.RATE, Stopping.OPEN, {1: (1, 1)}, plan_units=2 * units)
    plan = planned_clock(design, 1)
    squares = [math.inf] * 2
    for n in range(2, units + 1):
        squares.append(Rule(design, 2.0 * n, plan).bound(design.alpha) ** 2)
    fixed_square = 1.959964**2
    called = [0, 0, 0]
    for _ in range(runs):
        a = b = 0
        has = [False] * 3
        for n in range(1, units + 1):
            a += chance.random() < rate
            b += chance.random() < rate
            spread = a * (n - a) + b * (n - b)
            if n < 2 or not spread:
                continue
            # The squared z of `stratified.compare`: sample variances of both arms.
            squared = (b - a) ** 2 * (n - 1) / spread
            if squared <= fixed_square:
                continue
            has[2] = True
            if squared > squares[n]:
                has[0] = True
                has[1] = has[1] or min(a, b) >= design.least_conversions
        called = [count + each for count, each in zip(called, has, strict=True)]
    return EveryEvent(*(count / runs for count in called))


def split_alarms(share: float, batch: int, looks: int, runs: int, seed: int) -> tuple[float, float]:
    """How often the split was ever called faulty: by our evidence, and by a peeked chi-squared."""
    chance = random.Random(seed)
    design = Design(Shape.RATE, Stopping.OPEN, {1: (1, 1)})
    ours = peeked = 0
    for _ in range(runs):
        arm = units = 0
        is_ours = is_peeked = False
        for _look in range(looks):
            arm += binomial(chance, batch, share)
            units += batch
            found = guarding.balance(design, {(ONE, 0): Cell(n=units - arm), (ONE, 1): Cell(n=arm)})
            is_ours = is_ours or found.is_alarm
            is_peeked = is_peeked or found.chi_squared_p < 0.01
        ours += is_ours
        peeked += is_peeked
    return ours / runs, peeked / runs


@dataclass(frozen=True, slots=True)
class Drift:
    """Shares of false winners of a bandit, by how its epochs are analysed."""

    pooled: float
    stratified: float  # an ordinary test at the end, within epochs: goal G5
    always_valid: float  # what the product shows, looked at after each epoch
    mean_estimate: float  # relative, within epochs


def drifting_bandit(
    rates: Sequence[float], batch: int, runs: int, seed: int, *, lift: float = 0.0
) -> Drift:
    """`batch` units an epoch, whose rate is the next of `rates`; the arm's is higher by `lift`."""
    chance = random.Random(seed)
    naive = within = always = 0
    estimates = 0.0
    for _ in range(runs):
        weights: dict[int, tuple[int, ...]] = {1: (5_000, 5_000)}
        cells: dict[tuple[Stratum, int], Cell] = {}
        is_called = False
        for epoch, rate in enumerate(rates, 1):
            for arm, weight in enumerate(weights[epoch]):
                n = round(batch * weight / 10_000)
                of_arm = rate * (1 + lift * arm)
                clicks = sum(chance.random() < of_arm for _ in range(n))
                cells[Stratum(1, epoch), arm] = Cell.of_rate(n, clicks)
            design = Design(Shape.RATE, Stopping.BANDIT, weights, plan_units=batch * len(rates))
            found = stratified.compare(design, cells, 1)
            rule = Rule(design, found.clock, planned_clock(design, 1))
            is_called = is_called or abs(found.z) > rule.bound(design.alpha)
            weights = {**weights, epoch + 1: bandit.next_weights(design, cells)}
        naive += proportions.pooled_z(*(_heap(cells, arm) for arm in (0, 1))).p < 0.05
        within += ordinary.tested(design, found).p < 0.05
        always += is_called
        estimates += found.pooled.estimate / found.control_value if found.pooled else 0.0
    return Drift(naive / runs, within / runs, always / runs, estimates / runs)


def _heap(cells: dict[tuple[Stratum, int], Cell], arm: int) -> Count:
    whole = sum((cell for (_, each), cell in cells.items() if each == arm), Cell())
    return Count(whole.s1, whole.n)


def several_arms(
    arms: int, rate: float, batch: int, looks: int, runs: int, seed: int
) -> dict[str, float]:
    """How often any of several equal arms is called, with and without sharing alpha."""
    chance = random.Random(seed)
    weights = {1: (1,) * (arms + 1)}
    units = (arms + 1) * batch * looks
    times = tuple(number / looks for number in range(1, looks + 1))
    open_ended = Design(Shape.RATE, Stopping.OPEN, weights, plan_units=units)
    plan = planned_clock(open_ended, 1)
    share = open_ended.alpha / arms
    bounds = {
        "planned": group_sequential.bounds(times, share),
        "planned, uncorrected": group_sequential.bounds(times, open_ended.alpha),
        "open": tuple(Rule(open_ended, time * plan, plan).bound(share) for time in times),
        "open, uncorrected": tuple(
            Rule(open_ended, time * plan, plan).bound(open_ended.alpha) for time in times
        ),
    }
    called = dict.fromkeys(bounds, 0)
    for _ in range(runs):
        cells = {(ONE, arm): Cell() for arm in range(arms + 1)}
        farthest = []
        for _look in range(looks):
            for key, cell in cells.items():
                cells[key] = cell + Cell.of_rate(batch, binomial(chance, batch, rate))
            farthest.append(
                max(
                    abs(stratified.compare(open_ended, cells, arm).z)
                    for arm in open_ended.treatments
                )
            )
        for name, edges in bounds.items():
            called[name] += any(z > edge for z, edge in zip(farthest, edges, strict=True))
    return {name: count / runs for name, count in called.items()}


def segments_called(groups: int, rate: float, units: int, runs: int, seed: int) -> dict[str, float]:
    """How often any of so many equal groups looks special."""
    chance = random.Random(seed)
    design = Design(Shape.RATE, Stopping.OPEN, {1: (1, 1)})
    plain = corrected = 0
    for _ in range(runs):
        found = segments.by_segment(
            design,
            {
                SegmentName("group", f"{group:02}"): {
                    (ONE, arm): Cell.of_rate(units, binomial(chance, units, rate)) for arm in (0, 1)
                }
                for group in range(groups)
            },
        )
        plain += any(each.p is not None and each.p < 0.05 for each in found.effects)
        corrected += any(each.is_notable for each in found.effects)
    return {"uncorrected": plain / runs, "ours": corrected / runs}
