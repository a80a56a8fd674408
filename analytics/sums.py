"""Reads of a test's roll-up, as the statistics want it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import Q, Sum

from analytics import segmenting
from analytics.designs import IMMEDIATE
from analytics.models import ExperimentRollup, Tally
from analytics.stats.data import Cell, Cells, SegmentName, Stratum
from templates_app.models import Experiment, Guardrail

_COLUMNS: Final = ("n", "s1", "s2", "sx", "sxx", "sxy")
# Known when they happen.
_AT_ONCE: Final = [*IMMEDIATE, *Guardrail.values, *Tally.values]

ByMetric = dict[str, dict[tuple[Stratum, int], Cell]]


@dataclass(frozen=True, slots=True)
class Sums:
    """A test's sums by store, epoch and arm."""

    counted: ByMetric  # of who counts by now
    given: Mapping[str, Mapping[int, int]]  # metric → arm → all units, matured or not
    lately: int  # exposed since the day asked for

    def of(self, metric: str, epochs: Iterable[int] | None = None) -> Cells:
        cells = self.counted.get(metric, {})
        if epochs is None:
            return cells
        kept = set(epochs)
        return {key: cell for key, cell in cells.items() if key[0].epoch in kept}


def sums_of(experiment: Experiment, *, matured_on: date, lately: date) -> Sums:
    """All sums of a test in one query."""
    counts = Q(metric__in=_AT_ONCE) | Q(exposed_on__lte=matured_on)
    recent = Q(metric=Tally.EXPOSED, exposed_on__gte=lately)
    rows: Any = ExperimentRollup.objects.filter(experiment=experiment)
    rows = rows.values_list("metric", "store_id", "epoch", "arm").annotate(
        **{f"sum_{name}": Sum(name, filter=counts, default=0) for name in _COLUMNS},
        everybody=Sum("n", default=0),
        fresh=Sum("n", filter=recent, default=0),
    )
    counted: ByMetric = {}
    given: dict[str, dict[int, int]] = {}
    exposed_lately = 0
    for metric, store, epoch, arm, *sums, everybody, fresh in rows:
        counted.setdefault(metric, {})[Stratum(store, epoch), arm] = Cell(*map(int, sums))
        of_arm = given.setdefault(metric, {})
        of_arm[arm] = of_arm.get(arm, 0) + int(everybody)
        exposed_lately += int(fresh)
    return Sums(counted, given, exposed_lately)


def sums_by_segment(
    experiment: Experiment, *, metric: str, matured_on: date, epochs: Iterable[int]
) -> dict[SegmentName, dict[tuple[Stratum, int], Cell]]:
    """The metric's sums by each declared group. One query."""
    rows: Any = ExperimentRollup.objects.filter(
        experiment=experiment, metric=metric, epoch__in=list(epochs)
    )
    if metric not in IMMEDIATE:
        rows = rows.filter(exposed_on__lte=matured_on)
    rows = rows.values_list("segment", "store_id", "epoch", "arm").annotate(
        **{f"sum_{name}": Sum(name) for name in _COLUMNS}
    )
    found: dict[SegmentName, dict[tuple[Stratum, int], Cell]] = {}
    for segment, store, epoch, arm, *sums in rows:
        for dimension, value in segmenting.parts_of(segment, experiment.segments).items():
            cells = found.setdefault(SegmentName(dimension, value), {})
            key = (Stratum(store, epoch), arm)
            cells[key] = cells.get(key, Cell()) + Cell(*map(int, sums))
    return found
