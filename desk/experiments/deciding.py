"""What may be decided of a test now: which button is filled, and which are locked and why."""

from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from analytics.standing import ArmFacts, Standing
from analytics.stats.data import Outcome, Reason
from desk.experiments.days import short_day
from desk.experiments.figures import percent
from templates_app.models import Experiment, Stopping

State = Experiment.State
OPEN: Final = (State.RUNNING, State.STOPPED, State.RAMPING)
_SETTLED: Final = (Outcome.WINNER, Outcome.CONTROL, Outcome.NOT_SHOWN)


@dataclass(frozen=True, slots=True)
class Gift:
    """Give one arm to everybody: freely, or only with a reason written down."""

    number: int
    label: str
    is_free: bool
    why_locked: str


@dataclass(frozen=True, slots=True)
class Choices:
    """The panel beside the verdict."""

    keep_words: str  # "" where it cannot go on, or need not
    is_keep_first: bool
    is_control_first: bool
    control: str
    control_words: str
    gifts: list[Gift]
    holdback: str
    arms: list[ArmFacts]  # whose shares may be changed; empty where they may not

    @classmethod
    def of(cls, experiment: Experiment, standing: Standing) -> "Choices | None":
        """None where there is nothing left to decide."""
        if experiment.state not in OPEN:
            return None
        outcome = standing.verdict.outcome if standing.verdict else Outcome.UNDECIDED
        is_wrong = has_trouble(standing)
        goes_on = experiment.state == State.RUNNING and outcome not in _SETTLED
        control = standing.arms[0].label
        is_control_first = is_wrong or outcome is Outcome.CONTROL
        return cls(
            keep_words=_keep_words(experiment, standing) if goes_on else "",
            is_keep_first=goes_on and not is_wrong and outcome is not Outcome.LIKELIER,
            is_control_first=is_control_first,
            control=control,
            control_words=_control_words(experiment, control),
            gifts=_gifts(experiment, standing),
            holdback=percent(experiment.holdback_bp / 10_000),
            arms=_weighed(experiment, standing),
        )


def has_trouble(standing: Standing) -> bool:
    """The split is wrong, or an arm does harm: a person is needed."""
    is_broken = standing.analysis is not None and standing.analysis.balance.is_alarm
    return is_broken or any(harm.is_alarm for harm in standing.harms)


def is_free(standing: Standing, arm: int) -> bool:
    """Whether that arm may be given to everybody without a reason written down."""
    if has_trouble(standing) or standing.verdict is None:
        return False
    is_named = standing.verdict.outcome in (Outcome.WINNER, Outcome.LIKELIER)
    return is_named and standing.verdict.arm == arm


def _gifts(experiment: Experiment, standing: Standing) -> list[Gift]:
    if experiment.state == State.RAMPING:
        return []
    gifts = [
        Gift(
            arm.number,
            arm.label,
            is_free(standing, arm.number),
            _why_locked(experiment, standing, arm),
        )
        for arm in standing.arms
        if not arm.is_control
    ]
    return sorted(gifts, key=lambda gift: not gift.is_free)


def _why_locked(experiment: Experiment, standing: Standing, arm: ArmFacts) -> str:
    return _why_shut(standing, arm) or _what_opens(experiment, standing)


def _why_shut(standing: Standing, arm: ArmFacts) -> str:
    """What no waiting opens; "" where it may still open."""
    outcome = standing.verdict.outcome if standing.verdict else None
    if any(harm.is_alarm and harm.arm == arm.number for harm in standing.harms):
        return _("Locked: it does harm.")
    if standing.analysis is not None and standing.analysis.balance.is_alarm:
        return _("Locked: the split is wrong.")
    if outcome in (Outcome.CONTROL, Outcome.NOT_SHOWN):
        return _("Locked: it was not shown to be better.")
    return _("Locked: another did better.") if outcome is Outcome.WINNER else ""


def _what_opens(experiment: Experiment, standing: Standing) -> str:
    reasons = standing.verdict.reasons if standing.verdict else ()
    if Reason.BETWEEN_LOOKS in reasons and Reason.UNSURE not in reasons:
        return _("Opens at a look that proves it.")
    if experiment.stopping == Stopping.PICK:
        return _("Opens when there is enough to pick by.")
    if experiment.stopping == Stopping.BANDIT:
        return _("Opens when it does best.")
    return _("Opens when the interval leaves zero.")


def _keep_words(experiment: Experiment, standing: Standing) -> str:
    ahead = [look.on for look in standing.looks_ahead if look.on]
    if experiment.stopping == Stopping.PLANNED and ahead:
        return _("Keep running until %(day)s") % {"day": short_day(ahead[0])}
    return _("Keep running")


def _control_words(experiment: Experiment, control: str) -> str:
    said = {"control": control}
    if experiment.state == State.STOPPED:
        return _("Keep %(control)s") % said
    if experiment.state == State.RAMPING:
        return _("Go back to %(control)s") % said
    return _("Stop, keep %(control)s") % said


def _weighed(experiment: Experiment, standing: Standing) -> list[ArmFacts]:
    is_by_hand = experiment.stopping != Stopping.BANDIT
    return list(standing.arms) if experiment.state == State.RUNNING and is_by_hand else []
