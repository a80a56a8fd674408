"""What goes into the statistics and what comes out: sums, a declared design, and findings.

An *effect* is arm minus control for each unit, in the metric's own units (0.013 is 1.3 clicks per
100 orders), or, where `Design.scale` is RELATIVE, the relative change (0.08 is +8 %). `low` and
`high` bound it; where nothing can be said yet they are infinite.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

CONTROL = 0


class BadDesign(ValueError):
    """What was declared cannot be analysed; the text says what is missing."""


class Shape(StrEnum):
    """What a unit's value is: yes or no, an amount, or a share of two amounts."""

    RATE = "RATE"
    MEAN = "MEAN"
    RATIO = "RATIO"


class Stopping(StrEnum):
    """The codes of templates_app.models.experiment.Stopping."""

    PLANNED = "PLANNED"
    OPEN = "OPEN"
    PICK = "PICK"
    BANDIT = "BANDIT"


class Scale(StrEnum):
    """Differences add up within one currency; over several only relative changes do."""

    DIFFERENCE = "DIFFERENCE"
    RELATIVE = "RELATIVE"


class Stratum(NamedTuple):
    """Only what was given in the same store under the same weights is compared."""

    store: int
    epoch: int


@dataclass(frozen=True, slots=True)
class Cell:
    """One arm in one stratum, as integer sums over its units; cells add up.

    y is the unit's value. RATE: 0 or 1, so s2 = s1. MEAN: minor units, winsorised; x is a value
    known before assignment (all zero: none). RATIO: y over x, say revenue over orders.
    """

    n: int = 0
    s1: int = 0
    s2: int = 0
    sx: int = 0
    sxx: int = 0
    sxy: int = 0

    @classmethod
    def of_rate(cls, n: int, successes: int) -> "Cell":
        return cls(n=n, s1=successes, s2=successes)

    def __add__(self, other: "Cell") -> "Cell":
        return Cell(
            self.n + other.n,
            self.s1 + other.s1,
            self.s2 + other.s2,
            self.sx + other.sx,
            self.sxx + other.sxx,
            self.sxy + other.sxy,
        )

    @property
    def conversions(self) -> float:
        """How many units converted, at least: (Σy)² / Σy², exact where y is 0 or 1."""
        return self.s1 * self.s1 / self.s2 if self.s2 else 0.0


Cells = Mapping[tuple[Stratum, int], Cell]
Looks = Mapping[int, "tuple[PastLook, ...]"]  # by arm, oldest first


@dataclass(frozen=True, slots=True)
class Design:
    """What was declared before the start. `weights`: epoch number -> weight of each arm."""

    shape: Shape
    stopping: Stopping
    weights: Mapping[int, tuple[int, ...]]
    alpha: float = 0.05
    power: float = 0.8
    plan_units: int | None = None  # of all arms together
    look_count: int = 10
    least_days: int = 7
    least_units: int = 100  # per arm
    least_conversions: int = 25  # per arm
    scale: Scale = Scale.DIFFERENCE
    higher_is_better: bool = True
    is_adjusted: bool = False  # CUPED by x; MEAN and RATE only
    # How large relative changes of a rewording usually are (standard deviation), for shrinking.
    usual_change: float = 0.1

    @property
    def arms(self) -> range:
        return range(len(self.weights[min(self.weights)]))

    @property
    def treatments(self) -> range:
        return range(1, len(self.arms))


@dataclass(frozen=True, slots=True)
class PastLook:
    """An official look at one arm, as it was kept: bounds follow from `information`."""

    number: int
    information: float  # fraction of the plan, Comparison.information then
    spent_alpha: float  # Comparison.spent_alpha then
    estimate: float = 0.0
    low: float = 0.0
    high: float = 0.0
    p: float | None = None  # Comparison.p, or ordinary_p where that is None


@dataclass(frozen=True, slots=True)
class Effect:
    estimate: float
    low: float
    high: float

    @property
    def excludes_zero(self) -> bool:
        return self.low > 0 or self.high < 0


@dataclass(frozen=True, slots=True)
class ArmTotal:
    """One arm by itself, over all strata; `value` is its rate, mean or ratio (naive sums)."""

    arm: int
    units: int
    total: int  # Σy: clicks, or minor units
    conversions: float
    value: float
    low: float  # ordinary 95 %: Wilson for rates
    high: float


@dataclass(frozen=True, slots=True)
class StoreEffect:
    """One store's own effect with an ordinary 95 % interval, only to look at."""

    store: int
    units: int
    effect: Effect
    weight: float  # its share of the pooled estimate, 0 to 1


@dataclass(frozen=True, slots=True)
class Agreement:
    """Do the stores agree: Cochran's Q of `freedom` degrees, and I² (0 to 1)."""

    q: float
    freedom: int
    p: float
    i_squared: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """One arm against the control, stratified by store and epoch."""

    arm: int
    effect: Effect  # valid under the stopping rule, however often it was looked at
    level: float  # the interval's risk: alpha, or Holm's share of it with several arms
    bound: float  # half the interval's width in standard errors
    standard_error: float  # of `effect.estimate` (log scale where RELATIVE)
    information: float  # fraction of the plan; may exceed 1
    spent_alpha: float  # planned mode: by this look if it is official; else 0
    p: float | None  # open-ended: always valid; planned: None, the bound decides
    ordinary_p: float  # what a test would say that may be looked at once
    ordinary: Effect  # with its 95 % interval
    relative: Effect  # change relative to the control; the interval from `effect`'s
    shrunken: float  # the estimate without its winner's curse
    chance_to_beat: float  # that the arm is better than the control; tells, never stops
    loss_if_chosen: float  # expected loss for each unit, in the effect's units, never negative
    loss_if_kept: float
    is_winner: bool  # shown to be better, Holm over the arms; see deciding.decide
    is_loser: bool  # shown to be worse
    stores: tuple[StoreEffect, ...] = ()  # several stores only
    agreement: Agreement | None = None
    naive: float = 0.0  # all units summed up without regard to strata
    is_simpson: bool = False  # the naive sum points the other way


@dataclass(frozen=True, slots=True)
class Balance:
    """Was the traffic split as planned (sample ratio mismatch)?"""

    counts: tuple[int, ...]  # by arm
    expected: tuple[float, ...]
    evidence: float  # of a fault; may be looked at always
    p: float  # min(1, 1 / evidence)
    chi_squared_p: float  # for one look at the end
    is_alarm: bool  # evidence >= 100


@dataclass(frozen=True, slots=True)
class Analysis:
    design: Design
    arms: tuple[ArmTotal, ...]
    comparisons: tuple[Comparison, ...]
    balance: Balance
    look_number: int  # planned mode: the number this look has or would have
    is_look: bool  # official: in planned mode only such may name a winner
    is_after_plan: bool  # planned mode: an earlier look spent all; nothing may be decided any more

    @property
    def units(self) -> int:
        return sum(arm.units for arm in self.arms)

    def comparison(self, arm: int) -> Comparison:
        return next(each for each in self.comparisons if each.arm == arm)


@dataclass(frozen=True, slots=True)
class Harm:
    """A guardrail of one arm: events are bad, and rare."""

    guardrail: str
    arm: int
    control_count: int
    arm_count: int
    evidence: float  # that the arm differs from the control; may be looked at always
    ratio: Effect  # events of the arm to those of the control at equal traffic; 1 is no change
    is_alarm: bool  # evidence >= 20, and the arm is worse
    is_beyond_margin: bool  # the interval lies wholly above 1 + margin


class SegmentName(NamedTuple):
    dimension: str  # "market"
    value: str  # "NO"


@dataclass(frozen=True, slots=True)
class SegmentEffect:
    name: SegmentName
    arm: int
    units: int
    ordinary: Effect | None  # None: too few conversions to say anything
    p: float | None
    adjusted_p: float | None  # Benjamini-Hochberg over all that were asked
    is_notable: bool  # adjusted_p <= 10 %, and the groups of its dimension differ


@dataclass(frozen=True, slots=True)
class Interaction:
    """Does the effect differ between the groups of a dimension?"""

    dimension: str
    arm: int
    agreement: Agreement


@dataclass(frozen=True, slots=True)
class Segments:
    effects: tuple[SegmentEffect, ...]
    interactions: tuple[Interaction, ...]
    luck: float  # chance that at least one group looks special (p < 5 %) where none is


@dataclass(frozen=True, slots=True)
class FutureLook:
    number: int
    information: float
    units: int  # of all arms together by then
    effect: Effect  # the interval if the estimate stays as it is


@dataclass(frozen=True, slots=True)
class Forecast:
    looks: tuple[FutureLook, ...]  # empty: the plan is over
    units_left: int
    days_left: int | None
    # To know by the last look if the arm stays this good, or is half as good; None: no data yet.
    chance_if_it_stays: float | None
    chance_if_half: float | None


@dataclass(frozen=True, slots=True)
class StoreTraffic:
    store: int
    units_per_day: float
    base_rate: float | None = None  # RATE; None: the question's


@dataclass(frozen=True, slots=True)
class Question:
    """What the planner is asked. RATE: base_rate; else mean and variance of a unit's value."""

    least_effect: float  # relative: 0.1 is +10 %
    base_rate: float | None = None
    mean: float | None = None
    variance: float | None = None
    alpha: float = 0.05
    power: float = 0.8
    weights: tuple[int, ...] = (1, 1)
    stopping: Stopping = Stopping.PLANNED
    look_count: int = 10
    least_days: int = 7
    window_days: int = 0  # until the last unit's value is known
    units_per_day: float = 0.0  # of this store, all arms together, coverage considered
    pool: tuple[StoreTraffic, ...] = ()  # stores that could take part, this one first


class Way(StrEnum):
    BOLDER = "BOLDER"  # see only a larger change
    FEWER_ARMS = "FEWER_ARMS"
    POOL = "POOL"  # the same test in several stores
    PLANNED = "PLANNED"  # a planned end instead of an open one


@dataclass(frozen=True, slots=True)
class Alternative:
    way: Way
    units: int
    days: int | None
    saved_days: int | None
    effect: float  # the change it can see
    arms: int
    stores: int


@dataclass(frozen=True, slots=True)
class Reach:
    """The smallest change that can be seen within so many days."""

    days: int
    effect: float


@dataclass(frozen=True, slots=True)
class Plan:
    units: int  # of all arms together
    units_by_arm: tuple[int, ...]
    days: int | None  # None: no orders come at all
    months: float | None
    is_long: bool  # longer than half a year: say so, and offer what is shorter
    factor: float  # what the way of stopping costs beside one look at the end
    effect: float  # the absolute change looked for
    alternatives: tuple[Alternative, ...]
    reach: tuple[Reach, ...]


class Reason(StrEnum):
    """Why a winner may not be named yet; pages turn these into sentences."""

    TOO_FEW_DAYS = "TOO_FEW_DAYS"
    TOO_FEW_UNITS = "TOO_FEW_UNITS"
    TOO_FEW_CONVERSIONS = "TOO_FEW_CONVERSIONS"
    UNEVEN = "UNEVEN"  # the split is not as planned: freezes the verdict
    HARMED = "HARMED"
    UNSURE = "UNSURE"  # the interval contains zero
    BETWEEN_LOOKS = "BETWEEN_LOOKS"
    AFTER_PLAN = "AFTER_PLAN"
    NO_PROOF = "NO_PROOF"  # "just pick" and bandit prove nothing


class Outcome(StrEnum):
    WINNER = "WINNER"  # `arm` is shown to be better
    CONTROL = "CONTROL"  # every arm is shown to be worse
    LIKELIER = "LIKELIER"  # `arm` loses least by expectation; no proof
    UNDECIDED = "UNDECIDED"  # go on
    NOT_SHOWN = "NOT_SHOWN"  # the plan is over, and nothing was shown


@dataclass(frozen=True, slots=True)
class Verdict:
    outcome: Outcome
    arm: int | None  # the winner or the likelier; else the arm that leads
    reasons: tuple[Reason, ...] = field(default=())

    @property
    def may_promote(self) -> bool:
        return self.outcome is Outcome.WINNER
