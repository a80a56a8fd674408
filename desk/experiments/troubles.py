"""What is wrong with running tests now, not only at their looks: a torn split, or harm."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import Sum

from analytics.models import ExperimentRollup, Tally
from analytics.stats import guarding
from analytics.stats.data import Cell, Design, Shape, Stopping, Stratum
from templates_app.models import Experiment, ExperimentEpoch, Guardrail

NO_STORE: Final = 0  # the checks add up over stores: arms are drawn alike in all of them
Cells = dict[tuple[Stratum, int], Cell]


@dataclass(frozen=True, slots=True)
class Trouble:
    """A torn split, where `guardrail` is ""; else what became worse, and in which arm."""

    guardrail: str = ""
    arm: int = 0


def of(experiments: Sequence[Experiment]) -> dict[int, Trouble]:
    """By the test's id, of those that have any. Two queries, for however many."""
    running = [one for one in experiments if one.state == Experiment.State.RUNNING]
    ids = [one.pk for one in running]
    weights, sums = _weights(ids), _sums(ids)
    found = {one.pk: _of_one(one, weights[one.pk], sums[one.pk]) for one in running}
    return {pk: trouble for pk, trouble in found.items() if trouble is not None}


def _of_one(
    experiment: Experiment, weights: Mapping[int, tuple[int, ...]], sums: Mapping[str, Cells]
) -> Trouble | None:
    if not weights:
        return None
    design = Design(Shape.RATE, Stopping(experiment.stopping), weights)
    if guarding.balance(design, sums[Tally.EXPOSED]).is_alarm:
        return Trouble()
    harms = (
        guarding.harm(design, guardrail, sums[guardrail], arm=arm)
        for guardrail in experiment.guardrails
        for arm in design.treatments
    )
    alarms = [harm for harm in harms if harm.is_alarm]
    worst = max(alarms, key=lambda harm: harm.evidence, default=None)
    return Trouble(worst.guardrail, worst.arm) if worst else None


def _weights(ids: Sequence[int]) -> Mapping[int, dict[int, tuple[int, ...]]]:
    found: dict[int, dict[int, tuple[int, ...]]] = defaultdict(dict)
    for epoch in ExperimentEpoch.objects.filter(experiment__in=ids):
        found[epoch.experiment_id][epoch.number] = tuple(epoch.weights_bp)
    return found


def _sums(ids: Sequence[int]) -> Mapping[int, Mapping[str, Cells]]:
    rows = ExperimentRollup.objects.filter(
        experiment__in=ids, metric__in=[Tally.EXPOSED, *Guardrail.values]
    )
    summed = rows.values_list("experiment", "metric", "arm", "epoch").annotate(hits=Sum("s1"))
    found: dict[int, dict[str, Cells]] = defaultdict(lambda: defaultdict(dict))
    for experiment, metric, arm, epoch, hits in summed:
        cell = Cell.of_rate(int(hits), int(hits))
        found[experiment][metric][Stratum(NO_STORE, epoch), arm] = cell
    return found
