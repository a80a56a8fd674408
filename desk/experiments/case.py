"""One test as its sentences need it: who leads, by how much, whether the stores agree."""

import math
from dataclasses import dataclass
from datetime import date
from typing import Final

from analytics.standing import ArmFacts, Standing
from analytics.stats.data import Analysis, Comparison, Reason, Verdict
from desk.experiments.figures import Measure
from templates_app.models import Experiment, Stopping

TOO_EARLY: Final = (Reason.TOO_FEW_DAYS, Reason.TOO_FEW_UNITS, Reason.TOO_FEW_CONVERSIONS)
# Below this the stores differ by more than luck.
DISAGREE: Final = 0.05


@dataclass(frozen=True, slots=True)
class Case:
    """A test whose figures have begun to come."""

    experiment: Experiment
    standing: Standing
    measure: Measure
    analysis: Analysis
    verdict: Verdict

    @classmethod
    def of(cls, experiment: Experiment, standing: Standing, measure: Measure) -> "Case | None":
        """None where nobody has been given an arm yet."""
        if standing.analysis is None or standing.verdict is None:
            return None
        return cls(experiment, standing, measure, standing.analysis, standing.verdict)

    @property
    def comparisons(self) -> tuple[Comparison, ...]:
        return self.analysis.comparisons

    @property
    def has_several(self) -> bool:
        return len(self.comparisons) > 1

    @property
    def control(self) -> str:
        return self.label(0)

    def arm(self, number: int) -> ArmFacts:
        return next(arm for arm in self.standing.arms if arm.number == number)

    def label(self, number: int) -> str:
        return self.arm(number).label

    @property
    def leader(self) -> Comparison:
        """The comparison that is told of: of the arm the verdict names, or that does best."""
        if self.verdict.arm:
            return self.analysis.comparison(self.verdict.arm)
        return max(self.comparisons, key=lambda one: self._goodness(one.effect.estimate))

    def _goodness(self, estimate: float) -> float:
        return -estimate if self.measure.is_lower_better else estimate

    def is_ahead(self, one: Comparison) -> bool:
        return self._goodness(one.effect.estimate) > 0

    def looks_even(self, one: Comparison) -> bool:
        """So near to nothing that its sign is only luck: a twentieth of what may be."""
        width = one.effect.high - one.effect.low
        if not math.isfinite(width):
            return one.effect.estimate == 0
        return abs(one.effect.estimate) < width / 20

    def amount(self, one: Comparison) -> str:
        return self.measure.amount(one.effect.estimate)

    def has(self, *reasons: Reason) -> bool:
        return any(reason in self.verdict.reasons for reason in reasons)

    @property
    def is_broken(self) -> bool:
        return self.analysis.balance.is_alarm or self.has(Reason.UNEVEN)

    @property
    def has_begun_to_tell(self) -> bool:
        """Enough days, buyers and events to say anything of what may come."""
        return not self.has(*TOO_EARLY)

    @property
    def seeks_proof(self) -> bool:
        return self.experiment.stopping in (Stopping.PLANNED, Stopping.OPEN)

    @property
    def next_look(self) -> date | None:
        return next((look.on for look in self.standing.looks_ahead if look.on), None)

    @property
    def stores_disagree(self) -> bool:
        agreement = self.leader.agreement
        return agreement is not None and agreement.p < DISAGREE
