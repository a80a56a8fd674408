"""What tests do by themselves: look, promote a winner, take it back, give more to what does better.

# Note [Promoting by itself]
Only where it was asked for before the start, and only what the stopping rule has shown, with no
guardrail harmed and a split as declared (p >= 0.01). Then the winner is given to all new buyers but
a hold-back. For 14 days the guardrails of the two are watched; evidence of 20 to one that the
winner does harm takes it back. After that its words are published.
"""

import logging
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from analytics import settling
from analytics.experiments import standing_of
from analytics.gathering import gathered
from analytics.looking import take_look
from analytics.models import Decision
from analytics.reporting import language_of
from analytics.standing import Ending, Standing
from analytics.stats import bandit
from analytics.stats.data import CONTROL, Harm, Outcome, Stopping
from common.errors import DomainError
from templates_app import experimenting
from templates_app.models import Arm, Experiment, ExperimentEpoch, Guardrail

State = Experiment.State
RAMPS_FOR: Final = timedelta(days=14)
LEAST_SPLIT_P: Final = 0.01
REWEIGHED: Final = "the bandit's day"

logger = logging.getLogger(__name__)


def steer(*, now: datetime) -> int:
    """Do what is due of every test in scope; how many something happened to.

    A test that cannot go on is logged, and holds up no other.
    """
    moved = 0
    steered = (State.RUNNING, State.STOPPED, State.RAMPING)
    for experiment in Experiment.objects.filter(state__in=steered).order_by("pk"):
        try:
            with transaction.atomic():
                moved += _steer(experiment, now)
        except DomainError as refusal:
            logger.warning(
                "analytics.experiment.refused",
                extra={"experiment_id": experiment.pk, "code": refusal.code, "said": str(refusal)},
            )
        except Exception:
            logger.exception("Could not steer a test", extra={"experiment_id": experiment.pk})
    return moved


def _steer(experiment: Experiment, now: datetime) -> bool:
    if experiment.state == State.RAMPING:
        return end_ramp(experiment=experiment, now=now)
    looked = bool(take_look(experiment=experiment, now=now))
    if experiment.state != State.RUNNING:
        return looked
    if experiment.stopping == Stopping.BANDIT:
        return reweigh(experiment=experiment, now=now) or looked
    return promote(experiment=experiment, now=now) is not None or looked


def promote(*, experiment: Experiment, now: datetime) -> Decision | None:
    """Give the winner to everybody, if the test was to do so and may. See Note."""
    if not experiment.promotes_itself or experiment.stopping == Stopping.PICK:
        return None
    standing = standing_of(experiment=experiment, now=now)
    arm = _shown(standing)
    if arm is None:
        return None
    winner = Arm.objects.get(experiment=experiment, number=arm)
    return settling.decide(experiment=experiment, arm=winner, because="", actor="", now=now)


def _shown(standing: Standing) -> int | None:
    """The arm that may be promoted without a person."""
    verdict, analysis = standing.verdict, standing.analysis
    if verdict is None or analysis is None or verdict.outcome is not Outcome.WINNER:
        return None
    is_harmed = any(
        harm.is_alarm or harm.is_beyond_margin for harm in standing.harms if harm.arm == verdict.arm
    )
    is_even = not analysis.balance.is_alarm and analysis.balance.chi_squared_p >= LEAST_SPLIT_P
    return verdict.arm if is_even and not is_harmed else None


def reweigh(*, experiment: Experiment, now: datetime) -> bool:
    """A bandit's next epoch, once a day; False where its weights stay."""
    last = ExperimentEpoch.objects.filter(experiment=experiment).order_by("-number").first()
    if last is None or last.started_at.date() >= now.date():
        return False
    read = gathered(experiment, now)
    metric = experiment.primary_metric
    weights = bandit.next_weights(read.design(metric), read.sums.of(metric, read.numbers))
    if list(weights) == last.weights_bp:
        return False
    experimenting.change_weights(
        experiment=experiment, weights_bp=weights, reason=REWEIGHED, actor="", now=now
    )
    return True


def end_ramp(*, experiment: Experiment, now: datetime) -> bool:
    """Take a winner back that does harm; publish one that did none for 14 days. False: neither."""
    decision = Decision.objects.filter(experiment=experiment).order_by("-number").first()
    if decision is None or not decision.arm:
        return False
    standing = standing_of(experiment=experiment, now=now)
    harm = _harm_of(standing, decision.arm)
    if harm is not None:
        _take_back(experiment, decision, standing, harm, now)
        return True
    if now < decision.decided_at + RAMPS_FOR:
        return False
    arm = Arm.objects.get(experiment=experiment, number=decision.arm)
    experimenting.finish_experiment(
        experiment=experiment, arm=arm, actor=decision.decided_by, now=now
    )
    return True


def _harm_of(standing: Standing, arm: int) -> Harm | None:
    return next((each for each in standing.harms if each.arm == arm and each.is_alarm), None)


def _take_back(
    experiment: Experiment, decision: Decision, standing: Standing, harm: Harm, now: datetime
) -> None:
    arm = next(each for each in standing.arms if each.number == decision.arm)
    with override(language_of(experiment)):
        words = _("%(arm)s was taken back: “%(guardrail)s” became worse (evidence %(evidence).0f).")
        because = words % {
            "arm": arm.label,
            "guardrail": Guardrail(harm.guardrail).label,
            "evidence": min(harm.evidence, 1e6),
        }
    ending = Ending(CONTROL, was_proven=True, actor="", because=because, at=now)
    settling.keep_report(experiment=experiment, standing=standing, ending=ending)
    experimenting.finish_experiment(experiment=experiment, arm=None, actor="", now=now)
