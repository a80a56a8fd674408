"""A test's figures counted anew from what was sent and told, beside those that were added up."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.db import connection, transaction

from analytics.models import ExperimentRollup, ExperimentUnit, FeedCursor
from analytics.stats.data import Cell
from analytics.unit_folding import (
    EXPERIMENTS,
    UnitKey,
    add_cells,
    add_to_rollup,
    bring_up,
    rules_of,
    state_of,
    states_of,
    take_the_lock,
)
from analytics.unit_sql import SUMMED
from analytics.units import CellKey, UnitState, cells_of, cells_of_sums
from messaging.models import FORGOTTEN_UNIT, Message
from templates_app.models import Experiment, ExperimentStore

AT_ONCE: Final = 5000


@dataclass(frozen=True, slots=True)
class Recount:
    """What was compared, and where the two differ."""

    units: int
    cells: int
    mismatches: list[str]


@transaction.atomic
def recount(*, experiment: Experiment) -> Recount:
    """Count the test anew from nothing, and compare. Facts not folded yet show as mismatches."""
    take_the_lock()
    units: dict[UnitKey, UnitState] = {}
    sums: dict[CellKey, Cell] = {}
    rules = rules_of([experiment.pk])[experiment.pk]
    for touched in _of_test(experiment):
        units |= states_of(touched)
    for state in [*units.values(), *_forgotten(experiment)]:
        add_cells(sums, cells_of(experiment.pk, state, rules))
    add_cells(sums, _summed(experiment))
    kept = _kept(experiment)
    differing = [
        f"unit {key[1]}" for key in units.keys() | kept.keys() if units.get(key) != kept.get(key)
    ]
    had, nothing = _sums(experiment), Cell()
    differing += [
        f"{key}: {had.get(key, nothing)}, counted anew {sums.get(key, nothing)}"
        for key in had.keys() | sums.keys()
        if had.get(key, nothing) != sums.get(key, nothing)
    ]
    return Recount(len(units), len(sums), sorted(differing))


@transaction.atomic
def mend(*, experiment: Experiment) -> Recount:
    """Write what counting anew finds; what differed before."""
    take_the_lock()
    found = recount(experiment=experiment)
    if not found.mismatches:
        return found
    theirs = ExperimentUnit.objects.filter(experiment=experiment)
    theirs.filter(forgotten_at=None).delete()
    ExperimentRollup.objects.filter(experiment=experiment).delete()
    for touched in _of_test(experiment):
        bring_up(touched)
    rules, sums = rules_of([experiment.pk])[experiment.pk], dict[CellKey, Cell]()
    for state in _forgotten(experiment):
        add_cells(sums, cells_of(experiment.pk, state, rules))
    add_cells(sums, _summed(experiment))
    add_to_rollup(sums)
    return found


def _of_test(experiment: Experiment) -> Iterator[list[tuple[int, int, int]]]:
    """All messages of the test; those of one unit together."""
    rows: Any = Message.objects.filter(experiment=experiment).exclude(unit_hash=FORGOTTEN_UNIT)
    by_unit: dict[int, list[int]] = {}
    for unit, message in rows.values_list("unit_hash", "pk").iterator():
        by_unit.setdefault(unit, []).append(message)
    found = list(by_unit.items())
    for start in range(0, len(found), AT_ONCE):
        some = found[start : start + AT_ONCE]
        yield [(experiment.pk, unit, message) for unit, messages in some for message in messages]


def _summed(experiment: Experiment) -> dict[CellKey, Cell]:
    """What the feed has told so far of readers nobody is to know."""
    place = FeedCursor.objects.get(name=EXPERIMENTS)
    stores = ExperimentStore.objects.filter(experiment=experiment).values_list(
        "store_id", flat=True
    )
    asked: dict[str, Any] = {
        "stores": list(stores),
        "xid": place.xid,
        "last_id": place.last_id,
        "experiment": experiment.pk,
    }
    with connection.cursor() as cursor:
        cursor.execute(SUMMED, asked)
        return cells_of_sums(json.loads(cursor.fetchone()[0]))


def _forgotten(experiment: Experiment) -> list[UnitState]:
    rows = ExperimentUnit.objects.filter(experiment=experiment, unit_hash=None)
    return [state_of(row) for row in rows]


def _kept(experiment: Experiment) -> dict[UnitKey, UnitState]:
    rows = ExperimentUnit.objects.filter(experiment=experiment)
    return {
        (experiment.pk, row.unit_hash): state_of(row) for row in rows if row.unit_hash is not None
    }


def _sums(experiment: Experiment) -> dict[CellKey, Cell]:
    rows = ExperimentRollup.objects.filter(experiment=experiment)
    columns = CellKey._fields
    return {
        CellKey(*(getattr(row, name) for name in columns)): Cell(
            row.n, int(row.s1), int(row.s2), int(row.sx), int(row.sxx), int(row.sxy)
        )
        for row in rows
    }
