"""How far from zero an arm must be before it is shown, by the rule that was declared.

# Note [Only two rules name a winner]
Planned: O'Brien-Fleming bounds at the looks that were planned. Open-ended: an interval that holds
at every moment. A bandit's and a "just pick" test's intervals are those of the open-ended rule,
since they too are looked at all the time; but the first was not asked for proof, and the second
disowns it, so `deciding` names no winner for either.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from analytics.stats import confidence_sequences, group_sequential
from analytics.stats.data import BadDesign, Design, PastLook, Stopping

OPEN_PLAN = 5_000.0  # where no plan says when an open-ended interval should be tightest
_ALL = 1 - 1e-9


def planned_clock(design: Design, arm: int) -> float:
    """Units of an equal split which the plan gives this arm and the control together."""
    weights = design.weights[min(design.weights)]
    pair = weights[0] + weights[arm]
    if not weights[0] or not weights[arm]:
        raise BadDesign("Give the control and each arm a weight in the first epoch.")
    if design.plan_units is None:
        if design.stopping is Stopping.PLANNED:
            raise BadDesign(
                "A planned test needs plan_units, the number of units it was planned for."
            )
        return OPEN_PLAN
    return 4 * design.plan_units * weights[0] * weights[arm] / (pair * sum(weights))


@dataclass(frozen=True, slots=True)
class Rule:
    """The declared rule for one arm at this moment."""

    design: Design
    clock: float
    plan: float
    looks: tuple[PastLook, ...] = ()
    is_last: bool = False

    @property
    def is_planned(self) -> bool:
        return self.design.stopping is Stopping.PLANNED

    @property
    def information(self) -> float:
        return self.clock / self.plan

    @property
    def share(self) -> float:
        """Alpha of each arm where all are asked alike."""
        return self.design.alpha / len(self.design.treatments)

    @property
    def is_after_plan(self) -> bool:
        return self.is_planned and any(
            look.information >= 1 or look.spent_alpha >= self.share * _ALL for look in self.looks
        )

    @property
    def spent_alpha(self) -> float:
        if not self.is_planned or self.information <= 0:
            return 0.0
        if self.is_last:
            return self.share
        return group_sequential.obrien_fleming(self.information, self.share)

    def bound(self, level: float) -> float:
        """Standard errors from zero which show an arm at this level."""
        if self.clock <= 0:
            return math.inf
        if not self.is_planned:
            return confidence_sequences.bound(self.clock, self._rho_squared, level)
        past = tuple(look.information for look in self.looks)
        if self.is_after_plan:
            return _last_finite(group_sequential.bounds(past, level))
        return group_sequential.bounds((*past, self.information), level, is_last=self.is_last)[-1]

    def p(self, z: float) -> float | None:
        """Always valid; None in a planned test, where the bound decides."""
        if self.is_planned:
            return None
        return confidence_sequences.p_value(z, self.clock, self._rho_squared)

    @property
    def _rho_squared(self) -> float:
        return confidence_sequences.tuning(self.share, self.plan)


def _last_finite(bounds: Sequence[float]) -> float:
    return next((bound for bound in reversed(bounds) if math.isfinite(bound)), math.inf)
