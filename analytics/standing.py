"""How a test stands, as pages, the API and the report tell it. Knows no rows; see experiments.py.

The arithmetic is analytics.stats' own `Analysis`, `Verdict`, `Harm`, `Segments` and `Forecast`;
beside it stand the plain counts, the looks that were taken, and those to come.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from analytics.stats.data import (
    CONTROL,
    Analysis,
    Comparison,
    Effect,
    Forecast,
    Harm,
    Plan,
    Question,
    Segments,
    Verdict,
)


@dataclass(frozen=True, slots=True)
class ArmFacts:
    """To how many an arm was given, and what came of it: plain counts."""

    number: int
    label: str
    name: str
    weight_bp: int
    given: int  # all who were handed the message
    counted: int  # those of them that count towards the metric by now
    hits: int  # of these, for whom it came true; of money: who bought
    value_minor: int  # of REVENUE and ORDER_VALUE
    waiting: int  # given, but the days that count are not over
    machine_clicks: int  # left out: only a machine clicked
    machine_opens: int
    resent: int  # left out: sent again by staff

    @property
    def is_control(self) -> bool:
        return self.number == CONTROL


@dataclass(frozen=True, slots=True)
class StoreFacts:
    """One store that takes part. Its own effect stands in `Comparison.stores`."""

    store_id: int
    name: str
    currency: str
    given: tuple[int, ...]  # by arm
    counted: tuple[int, ...]
    hits: tuple[int, ...]
    value_minor: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class LookSeen:
    """A look that was taken, of one arm; kept for ever."""

    number: int
    at: datetime
    arm: int
    information: float
    n: int
    relative: Effect
    verdict: str  # stats Outcome


@dataclass(frozen=True, slots=True)
class LookAhead:
    number: int
    on: date | None  # None: nobody can say, since nobody is given an arm
    units: int | None  # of all arms by then; None: each day, as it comes


@dataclass(frozen=True, slots=True)
class Standing:
    """All that is said of a test at one time. The same roll-ups give the same standing."""

    experiment_id: int
    metric: str
    at: datetime
    days: int  # full days from the start to now, or to the stop
    currency: str  # "": several
    arms: tuple[ArmFacts, ...]
    analysis: Analysis | None  # None: nobody was given an arm yet
    verdict: Verdict | None
    harms: tuple[Harm, ...] = ()
    segments: Segments | None = None
    stores: tuple[StoreFacts, ...] = ()
    looks: tuple[LookSeen, ...] = ()
    looks_ahead: tuple[LookAhead, ...] = ()
    forecast: Forecast | None = None  # of the arm that leads
    units_per_day: float = 0.0
    # What else was measured, with p by Benjamini-Hochberg over all of it: to look at only.
    also: dict[str, tuple[Analysis, dict[int, float]]] = field(default_factory=dict)

    @property
    def given(self) -> int:
        return sum(arm.given for arm in self.arms)

    @property
    def is_pooled(self) -> bool:
        return len(self.stores) > 1

    @property
    def leader(self) -> Comparison | None:
        """The comparison of the arm that the verdict names, or that leads."""
        if self.analysis is None or self.verdict is None or not self.verdict.arm:
            return None
        return self.analysis.comparison(self.verdict.arm)


@dataclass(frozen=True, slots=True)
class Planned:
    """What a test would cost, before it is started."""

    plan: Plan
    question: Question
    is_measured: bool  # the usual rate was counted in these stores, not told
    measured_over: int  # units it was counted over
    days_alone: dict[int, int | None] = field(default_factory=dict)  # store → days without others
    told: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Ending:
    """What was decided, by whom and why. `arm` 0: the control stays."""

    arm: int
    was_proven: bool
    actor: str
    because: str
    at: datetime
