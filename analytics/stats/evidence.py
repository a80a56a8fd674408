"""Evidence that may be looked at always (e-values): a fair split, and counts of rare events.

Where all is well, evidence ever exceeds 100 with a chance of at most 1 in 100 (Ville). Both are
ratios of a mixture to the plain binomial or multinomial: Lindon and Malek, "Anytime-valid
inference for multinomial count data", NeurIPS 2022 (arXiv 2011.03567).
"""

import math
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from analytics.stats.data import Effect

SPLIT_CONCENTRATION = 1000.0
EVENT_CONCENTRATION = 100.0
_FAR = 50.0  # log ratios beyond are none and infinite


class Events(NamedTuple):
    """Events of the control and of an arm, and the arm's share of the traffic."""

    control: int
    arm: int
    share: float = 0.5


def log_split_evidence(
    counts: Sequence[int], weights: Sequence[float], concentration: float = SPLIT_CONCENTRATION
) -> float:
    """Log of the evidence against a split by `weights`; arms of no weight are left out."""
    total = sum(weights)
    log_evidence = math.lgamma(concentration)
    n = 0
    for count, weight in zip(counts, weights, strict=True):
        if weight <= 0:
            if count:
                return math.inf
            continue
        share = weight / total
        n += count
        log_evidence += math.lgamma(concentration * share + count)
        log_evidence -= math.lgamma(concentration * share) + count * math.log(share)
    return log_evidence - math.lgamma(concentration + n)


def log_event_evidence(
    events: Iterable[Events], log_ratio: float = 0.0, concentration: float = EVENT_CONCENTRATION
) -> float:
    """Log of the evidence that the arm has not exp(log_ratio) times the control's events.

    Only events count: one falls to the arm with chance share · ratio / (1 - share + share · ratio).
    """
    total = 0.0
    for control, arm, share in events:
        prior_arm, prior_control = concentration * share, concentration * (1 - share)
        total += (
            math.lgamma(prior_arm + arm)
            + math.lgamma(prior_control + control)
            - math.lgamma(concentration + arm + control)
            + math.lgamma(concentration)
            - math.lgamma(prior_arm)
            - math.lgamma(prior_control)
        )
        odds = log_ratio + math.log(share / (1 - share))
        total += arm * _softplus(-odds) + control * _softplus(odds)
    return total


def event_ratio(
    events: Sequence[Events], alpha: float = 0.05, concentration: float = EVENT_CONCENTRATION
) -> Effect:
    """The ratio of events at equal traffic, with the interval that holds at every moment."""
    limit, centre = -math.log(alpha), _likeliest(events)

    def is_ruled_out(log_ratio: float) -> bool:
        return log_event_evidence(events, log_ratio, concentration) >= limit

    low = _edge(is_ruled_out, centre, -_FAR)
    high = _edge(is_ruled_out, centre, _FAR)
    return Effect(_ratio(events, centre), _exponential(low), _exponential(high))


def _ratio(events: Sequence[Events], centre: float) -> float:
    if not any(each.arm for each in events):
        return 0.0 if any(each.control for each in events) else 1.0
    return _exponential(centre) if any(each.control for each in events) else math.inf


def _exponential(log_ratio: float) -> float:
    if abs(log_ratio) < _FAR:
        return math.exp(log_ratio)
    return math.inf if log_ratio > 0 else 0.0


def _edge(is_ruled_out: Callable[[float], bool], inside: float, outside: float) -> float:
    """Where ratios begin to be ruled out between the two; `outside` if they never are."""
    if not is_ruled_out(outside):
        return outside
    for _ in range(100):
        middle = (inside + outside) / 2
        if middle in (inside, outside):
            break
        inside, outside = (inside, middle) if is_ruled_out(middle) else (middle, outside)
    return (inside + outside) / 2


def _likeliest(events: Sequence[Events]) -> float:
    """The log ratio that explains the counts best, by bisection on the score."""
    low, high = -_FAR, _FAR
    for _ in range(100):
        middle = (low + high) / 2
        score = sum(
            each.arm
            - (each.arm + each.control) / (1 + math.exp(-middle) * (1 - each.share) / each.share)
            for each in events
        )
        low, high = (middle, high) if score > 0 else (low, middle)
    return (low + high) / 2


def _softplus(value: float) -> float:
    """log(1 + exp(value)), which neither overflows nor loses what is small."""
    return max(value, 0.0) + math.log1p(math.exp(-abs(value)))
