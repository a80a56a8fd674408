"""What may be done to a test that was planned: start it, steer it, stop it, end it.

DRAFT → RUNNING → STOPPED, or → RAMPING → DONE; RAMPING may be stopped again, and what was stopped
may still be ramped or ended. Whoever decides (analytics) calls these; they judge nothing.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from common.errors import DomainError
from stores.models import Store
from templates_app.assigning import BUCKETS
from templates_app.epochs import begin_epoch, last_epoch
from templates_app.experiment_checks import Hindrance, hindrances, no_room
from templates_app.experiment_plans import locked_draft, plan_of
from templates_app.layering import free_range, taken_in
from templates_app.models import Arm, Experiment, ExperimentEpoch, ExperimentStore
from templates_app.winning import Promotion, promote_variant

State = Experiment.State
_OPEN: Final = (State.RUNNING, State.STOPPED, State.RAMPING)


class StartRefused(DomainError):
    """Something stands in the way of a start; `hindrances` says all of it."""

    code = "start-refused"

    def __init__(self, found: Sequence[Hindrance]) -> None:
        super().__init__(" ".join(dict.fromkeys(one.words for one in found)))
        self.hindrances = tuple(found)


class NotSteerable(DomainError):
    """The test is not in a state in which that can be done."""

    code = "experiment-not-steerable"


class WeightsRefused(DomainError):
    """Shares or a coverage that cannot be."""

    code = "weights-refused"


class OutOfReach(DomainError):
    """The test runs in stores that the open scope does not hold."""

    code = "experiment-out-of-reach"


def start_experiment(*, experiment: Experiment, actor: str, now: datetime) -> Experiment:
    """Freeze what was declared, and give arms from now on. Raises StartRefused, AlreadyStarted."""
    try:
        return _started(experiment, actor, now)
    except IntegrityError:
        # Another test took the buckets meanwhile; now it can be named.
        return _started(experiment, actor, now)


def change_weights(
    *, experiment: Experiment, weights_bp: Sequence[int], reason: str, actor: str, now: datetime
) -> ExperimentEpoch:
    """Other shares for who has no arm yet: a new epoch. Raises NotSteerable, WeightsRefused."""
    with transaction.atomic():
        locked = _locked(experiment, (State.RUNNING,))
        epoch = _held(locked)
        is_whole = len(weights_bp) == len(epoch.weights_bp) and sum(weights_bp) == BUCKETS
        if not is_whole or min(weights_bp) < 0:
            words = _("Give each of the %(count)d arms a share; together they are 100 %%.")
            raise WeightsRefused(words % {"count": len(epoch.weights_bp)})
        return begin_epoch(
            experiment=locked,
            weights_bp=weights_bp,
            coverage_bp=epoch.coverage_bp,
            reason=_reason(reason),
            actor=actor,
            now=now,
        )


def change_coverage(
    *, experiment: Experiment, coverage_bp: int, reason: str, actor: str, now: datetime
) -> ExperimentEpoch:
    """Take in more or fewer of the buyers: a new epoch. Who has an arm keeps it.

    Its range of the layer grows where the buckets behind it are free, and never shrinks. Raises
    NotSteerable, WeightsRefused.
    """
    if not 1 <= coverage_bp <= BUCKETS:
        raise WeightsRefused(_("Coverage is between 0.01 and 100 %."))
    with transaction.atomic():
        locked = _locked(experiment, (State.RUNNING,))
        epoch = _held(locked)
        _grow(locked, coverage_bp)
        return begin_epoch(
            experiment=locked,
            weights_bp=epoch.weights_bp,
            coverage_bp=coverage_bp,
            reason=_reason(reason),
            actor=actor,
            now=now,
        )


def stop_experiment(
    *, experiment: Experiment, actor: str, now: datetime, why: str = ""
) -> Experiment:
    """Give no more arms: everybody reads the template's own words. Figures go on to ripen.

    Also takes back a ramp. Raises NotSteerable.
    """
    with transaction.atomic():
        locked = _locked(experiment, Experiment.ASSIGNS)
        _let_go(locked)
        return _moved(
            locked, State.STOPPED, stopped_at=now, stopped_by=actor, why_stopped=why[:500]
        )


def ramp_to_winner(*, experiment: Experiment, arm: Arm, actor: str, now: datetime) -> Experiment:
    """Give the winner to all who have no arm yet but a hold-back, which gets the control.

    A new epoch with weights [hold-back, …, the rest, …]. Raises NotSteerable, StartRefused where
    it was stopped and its buckets are taken by now.
    """
    with transaction.atomic():
        locked = _locked(experiment, (State.RUNNING, State.STOPPED))
        if arm.experiment_id != locked.pk or arm.is_control:
            raise NotSteerable(_("The control wins by ending the test: there is nothing to ramp."))
        epoch = _held(locked)
        if locked.state == State.STOPPED:
            _take_buckets(locked, epoch.coverage_bp)
        weights = [0] * len(epoch.weights_bp)
        weights[0], weights[arm.number] = locked.holdback_bp, BUCKETS - locked.holdback_bp
        begin_epoch(
            experiment=locked,
            weights_bp=weights,
            coverage_bp=epoch.coverage_bp,
            reason=f"{arm.label} won",
            actor=actor,
            now=now,
        )
        return _moved(locked, State.RAMPING, stopped_at=None, stopped_by="", why_stopped="")


def finish_experiment(
    *, experiment: Experiment, arm: Arm | None, actor: str, now: datetime
) -> Promotion | None:
    """End the test, and publish the winner's words. `arm` None, or the control: none are.

    None where there was nothing to publish. Raises NotSteerable, and what promote_variant raises:
    then nothing has changed.
    """
    with transaction.atomic():
        locked = _locked(experiment, _OPEN)
        _let_go(locked)
        # Before the words: publishing them begins no further epoch of this test.
        _moved(locked, State.DONE, decided_at=now)
        if arm is None or arm.is_control:
            return None
        return promote_variant(experiment=locked, arm=arm, actor=actor, now=now)


@transaction.atomic
def _started(experiment: Experiment, actor: str, now: datetime) -> Experiment:
    locked = locked_draft(experiment)
    plan = plan_of(locked)
    # One start at a time in a store: tests of one kind are to share a layer.
    stores = Store.objects.filter(pk__in=[store.pk for store in plan.stores]).order_by("pk")
    list(stores.select_for_update(of=("self",), no_key=True))
    found = hindrances(experiment=locked, plan=plan, now=now)
    if found:
        raise StartRefused(found)
    _take_buckets(locked, plan.coverage_bp)
    begin_epoch(
        experiment=locked,
        weights_bp=[arm.weight_bp for arm in plan.arms],
        coverage_bp=plan.coverage_bp,
        reason="started",
        actor=actor,
        now=now,
    )
    return _moved(locked, State.RUNNING, declared_at=now, started_at=now, started_by=actor)


def _locked(experiment: Experiment, states: Sequence[str]) -> Experiment:
    """The row under lock, in one of the states, with all its stores in scope."""
    rows = Experiment.objects.select_for_update(of=("self",), no_key=True)
    locked = rows.select_related("layer", "agency").get(pk=experiment.pk)
    if locked.state not in states:
        words = _("The test is “%(state)s”: that cannot be done now.")
        raise NotSteerable(words % {"state": locked.get_state_display()})
    if not sees_every_store(locked):
        raise OutOfReach(_("This test runs in stores that you do not see. Ask an owner."))
    return locked


def sees_every_store(experiment: Experiment) -> bool:
    """Whether the open scope holds all its stores: who does not see them may not steer it."""
    rows = ExperimentStore.objects.filter(experiment=experiment)
    return rows.count() >= experiment.store_count


def _held(experiment: Experiment) -> ExperimentEpoch:
    epoch = last_epoch(experiment)
    if epoch is None:
        raise TypeError("A test that has started has an epoch.")
    return epoch


def _moved(experiment: Experiment, state: State, **changes: Any) -> Experiment:
    for name, value in {"state": state, **changes}.items():
        setattr(experiment, name, value)
    experiment.save(update_fields=["state", *changes])
    return experiment


def _let_go(experiment: Experiment) -> None:
    """Its buckets are others'."""
    ExperimentStore.objects.filter(experiment=experiment).update(is_active=False)


def _take_buckets(experiment: Experiment, width: int) -> None:
    """A free range of the layer in each of its stores. Raises StartRefused naming who has them."""
    rows = list(ExperimentStore.objects.filter(experiment=experiment).select_related("store"))
    found = no_room(experiment.layer, [row.store for row in rows], width)
    if found:
        raise StartRefused(found)
    taken = taken_in(layer=experiment.layer, store_ids=[row.store_id for row in rows])
    for row in rows:
        row.buckets, row.is_active = free_range(taken[row.store_id], width), True
    ExperimentStore.objects.bulk_update(rows, ["buckets", "is_active"])


def _grow(experiment: Experiment, width: int) -> None:
    """Make its range that wide in each store, if the buckets behind it are free."""
    rows = list(ExperimentStore.objects.filter(experiment=experiment).select_related("store"))
    taken = taken_in(layer=experiment.layer, store_ids=[row.store_id for row in rows])
    grown = []
    for row in rows:
        lower, upper = row.buckets.lower, row.buckets.lower + width
        behind = [one for one in taken[row.store_id] if row.buckets.upper <= one.lower < upper]
        if behind or upper > BUCKETS:
            words = _(
                "In %(store)s %(most)s %% are possible: what lies behind is taken by %(test)s."
            )
            most = min([one.lower for one in behind] or [BUCKETS]) - lower
            test = f"“{behind[0].name}”" if behind else _("the end of the layer")
            told = {"store": row.store.name, "most": f"{most / 100:g}", "test": test}
            raise WeightsRefused(words % told)
        if upper > row.buckets.upper:
            row.buckets = (lower, upper)
            grown.append(row)
    ExperimentStore.objects.bulk_update(grown, ["buckets"])


def _reason(reason: str) -> str:
    if not reason.strip():
        raise WeightsRefused(_("Say why: the reason stands in the report."))
    return reason.strip()
