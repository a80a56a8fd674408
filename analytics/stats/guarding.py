"""What freezes a verdict: a split that is not as planned, and an arm that does harm."""

import math
from collections import defaultdict
from collections.abc import Mapping

from analytics.stats import evidence
from analytics.stats.data import CONTROL, Balance, Cells, Design, Effect, Harm
from analytics.stats.distributions import chi_squared_tail
from analytics.stats.evidence import Events

SPLIT_ALARM = 100.0
HARM_ALARM = 20.0
_LARGEST = 700.0  # exp() of more is no float


def balance(design: Design, cells: Cells) -> Balance:
    """Were units given arms by the declared weights? Epochs of equal weights are taken together."""
    arms = len(design.arms)
    by_weights: dict[tuple[int, ...], list[int]] = defaultdict(lambda: [0] * arms)
    for (stratum, arm), cell in cells.items():
        by_weights[design.weights[stratum.epoch]][arm] += cell.n
    expected = [0.0] * arms
    log_evidence, chi_squared, freedom = 0.0, 0.0, 0
    for weights, counts in by_weights.items():
        log_evidence += evidence.log_split_evidence(counts, weights)
        n = sum(counts)
        of = [n * weight / sum(weights) for weight in weights]
        expected = [before + more for before, more in zip(expected, of, strict=True)]
        chi_squared += _chi_squared(counts, of)
        freedom += sum(each > 0 for each in of) - 1 if n else 0
    strength = math.exp(min(log_evidence, _LARGEST))
    return Balance(
        counts=tuple(sum(column) for column in zip(*by_weights.values(), strict=True))
        or (0,) * arms,
        expected=tuple(expected),
        evidence=strength,
        p=min(1.0, 1 / strength) if strength else 1.0,
        chi_squared_p=chi_squared_tail(chi_squared, freedom),
        is_alarm=strength >= SPLIT_ALARM,
    )


def _chi_squared(counts: list[int], expected: list[float]) -> float:
    if any(count and not of for count, of in zip(counts, expected, strict=True)):
        return math.inf  # an arm of no weight was given
    return sum((count - of) ** 2 / of for count, of in zip(counts, expected, strict=True) if of)


def harm(design: Design, guardrail: str, cells: Cells, *, arm: int, margin: float = 0.0) -> Harm:
    """Do bad events (successes in `cells`) fall on the arm more than its traffic explains?"""
    by_share: dict[float, list[int]] = defaultdict(lambda: [0, 0])
    for (stratum, each), cell in cells.items():
        if each not in (CONTROL, arm):
            continue
        weights: tuple[int, ...] = design.weights[stratum.epoch]
        if weights[CONTROL] and weights[arm]:
            by_share[weights[arm] / (weights[CONTROL] + weights[arm])][each == arm] += cell.s1
    return _judged(guardrail, arm, by_share, margin)


def _judged(guardrail: str, arm: int, by_share: Mapping[float, list[int]], margin: float) -> Harm:
    events = [Events(control, treated, share) for share, (control, treated) in by_share.items()]
    ratio: Effect = evidence.event_ratio(events, 1 / HARM_ALARM)
    strength = math.exp(min(evidence.log_event_evidence(events), _LARGEST))
    return Harm(
        guardrail=guardrail,
        arm=arm,
        control_count=sum(each.control for each in events),
        arm_count=sum(each.arm for each in events),
        evidence=strength,
        ratio=ratio,
        is_alarm=strength >= HARM_ALARM and ratio.estimate > 1,
        is_beyond_margin=ratio.low > 1 + margin,
    )
