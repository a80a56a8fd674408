"""What an ordinary test would say: right if looked at once, and shown beside what always holds."""

import math

from analytics.stats import means, proportions
from analytics.stats.data import Design, Effect, Scale, Shape
from analytics.stats.distributions import two_sided
from analytics.stats.pooling import Part
from analytics.stats.proportions import Count, Tested, around
from analytics.stats.stratified import Pair, Stratified

RISK = 0.05


def told(design: Design, raw: Effect) -> Effect:
    """From the scale that is reckoned on to the one that is told."""
    if design.scale is Scale.DIFFERENCE:
        return raw
    return Effect(*(_less_one(value) for value in (raw.estimate, raw.low, raw.high)))


def _less_one(log_ratio: float) -> float:
    return math.expm1(log_ratio) if log_ratio < 700 else math.inf


def plain_counts(design: Design, pairs: tuple[Pair, ...]) -> tuple[Count, Count] | None:
    """Two plain rates of one stratum, where exact methods apply."""
    is_plain = design.shape is Shape.RATE and design.scale is Scale.DIFFERENCE
    if len(pairs) != 1 or not is_plain or design.is_adjusted:
        return None
    return _counts(pairs[0])


def _counts(pair: Pair) -> tuple[Count, Count]:
    return Count(pair.control.s1, pair.control.n), Count(pair.arm.s1, pair.arm.n)


def _score(pairs: tuple[Pair, ...]) -> Tested:
    """Rates over strata with the variance they would have if the arms were alike.

    With Mantel and Haenszel's weights this is their test, root and sign included.
    """
    difference = variance = 0.0
    for pair in pairs:
        n, clicks = pair.control.n + pair.arm.n, pair.control.s1 + pair.arm.s1
        spread = clicks * (n - clicks) / (n * (n - 1)) * pair.spread
        difference += pair.part.weight * pair.part.estimate
        variance += pair.part.weight**2 * spread
    if not variance:
        return Tested(0.0, 1.0)
    z = difference / math.sqrt(variance)
    return Tested(z, two_sided(z))


def _is_one_mean(design: Design, pairs: tuple[Pair, ...]) -> bool:
    is_plain = design.shape is Shape.MEAN and design.scale is Scale.DIFFERENCE
    return len(pairs) == 1 and is_plain and not design.is_adjusted


def _welch(pair: Pair) -> means.Welch:
    return means.welch(means.mean_of(pair.control), means.mean_of(pair.arm))


def effect(design: Design, pairs: tuple[Pair, ...], whole: Part | None) -> Effect:
    counts = plain_counts(design, pairs)
    if counts:
        return proportions.newcombe(*counts)
    if not whole or whole.variance <= 0:
        return Effect(whole.estimate if whole else 0.0, -math.inf, math.inf)
    if _is_one_mean(design, pairs):
        return _welch(pairs[0]).effect(RISK)
    return around(whole.estimate, math.sqrt(whole.variance), RISK)


def tested(design: Design, found: Stratified) -> Tested:
    """What a test would say that may be looked at once only."""
    if not found.pooled:
        return Tested(0.0, 1.0)
    counts = plain_counts(design, found.pairs)
    if counts:
        return proportions.pooled_z(*counts)
    is_plain = not design.is_adjusted and design.scale is Scale.DIFFERENCE
    if is_plain and design.shape is Shape.RATE:
        return _score(found.pairs)
    if _is_one_mean(design, found.pairs):
        return Tested(*_welch(found.pairs[0])[:2])
    return Tested(found.z, two_sided(found.z))
