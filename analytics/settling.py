"""How a test ends: somebody decides, or the test itself within its rules; the report is kept.

# Note [A choice is not a proof]
Whoever may edit words may give any arm to everybody. What was shown to be better needs no reason;
anything else needs one, and the report says that it was not shown to be better.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from analytics.experiments import standing_of
from analytics.models import Decision
from analytics.reporting import write_report
from analytics.standing import Ending, Standing
from analytics.stats.data import CONTROL, Outcome
from common.errors import DomainError
from templates_app import experimenting
from templates_app.models import Arm, Experiment

NAMES: Final = frozenset({Outcome.WINNER, Outcome.CONTROL, Outcome.LIKELIER})
MOST_WORDS: Final = 500


class ReasonMissing(DomainError):
    """What was not shown to be better is given to everybody only with a reason."""

    code = "reason-missing"


class NotProven(DomainError):
    """A test decides by itself only what it has shown."""

    code = "not-proven"


class NotDecidable(DomainError):
    """The test is not in a state in which it can be decided."""

    code = "not-decidable"


@dataclass(frozen=True, slots=True)
class Choice:
    """What is decided: which arm everybody gets (None: the control), and why."""

    arm: Arm | None
    because: str = ""
    # First to all new buyers but a hold-back, for 14 days; else published at once.
    is_ramped: bool = True


def decide(
    *, experiment: Experiment, arm: Arm | None, because: str, actor: str, now: datetime
) -> Decision:
    """End the test: the arm is given to everybody (None: the control), and the report is kept.

    A winner is ramped: a hold-back keeps the control for 14 days. `actor` "": the test itself,
    which decides only what is shown. Raises ReasonMissing, NotProven, NotDecidable, and what
    templates_app.experimenting raises: then nothing has changed.
    """
    return settle(experiment=experiment, choice=Choice(arm, because), actor=actor, now=now)


@transaction.atomic
def settle(*, experiment: Experiment, choice: Choice, actor: str, now: datetime) -> Decision:
    """As `decide`, where the winner may also be published at once."""
    locked = Experiment.objects.select_for_update(of=("self",), no_key=True).get(pk=experiment.pk)
    if locked.state not in (Experiment.State.RUNNING, Experiment.State.STOPPED):
        words = _("The test is “%(state)s”: there is nothing to decide.")
        raise NotDecidable(words % {"state": locked.get_state_display()})
    standing = standing_of(experiment=locked, now=now)
    because = choice.because.strip()[:MOST_WORDS]
    number = choice.arm.number if choice.arm else CONTROL
    was_proven = is_proven(standing, number)
    if not actor and not was_proven:
        raise NotProven(_("Nothing was shown yet, so the test goes on."))
    if not because and number != CONTROL and not is_named(standing, number):
        raise ReasonMissing(
            _("%(arm)s was not shown to be better: write down why everybody is to get it.")
            % {"arm": choice.arm.label if choice.arm else ""}
        )
    ending = Ending(number, was_proven, actor, because, now)
    decision = keep_report(experiment=locked, standing=standing, ending=ending)
    _carry_out(locked, choice, actor, now)
    return decision


def is_proven(standing: Standing, number: int) -> bool:
    """Whether the declared rule has shown that this arm is the best."""
    verdict = standing.verdict
    if verdict is None or verdict.arm != number:
        return False
    return verdict.outcome in (Outcome.WINNER, Outcome.CONTROL)


def is_named(standing: Standing, number: int) -> bool:
    """Whether the verdict names this arm, by proof or as the likelier one."""
    verdict = standing.verdict
    return verdict is not None and verdict.arm == number and verdict.outcome in NAMES


def keep_report(*, experiment: Experiment, standing: Standing, ending: Ending) -> Decision:
    """Keep a decision with its report for ever. The caller holds the test's lock."""
    report = write_report(experiment=experiment, standing=standing, ending=ending)
    return Decision.objects.create(
        agency_id=experiment.agency_id,
        store_id=experiment.store_id,
        experiment=experiment,
        number=1 + Decision.objects.filter(experiment=experiment).count(),
        arm=ending.arm or None,
        was_proven=ending.was_proven,
        decided_at=ending.at,
        decided_by=ending.actor[:254],
        because=ending.because,
        language=report.language,
        snapshot=report.snapshot,
        html=report.html,
        sha256=report.sha256,
    )


def _carry_out(experiment: Experiment, choice: Choice, actor: str, now: datetime) -> None:
    arm = choice.arm
    if arm is not None and not arm.is_control and choice.is_ramped:
        experimenting.ramp_to_winner(experiment=experiment, arm=arm, actor=actor, now=now)
        return
    experimenting.finish_experiment(experiment=experiment, arm=arm, actor=actor, now=now)
