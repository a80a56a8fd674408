"""Units of tests, kept as the feed of Activity goes on, and the sums over them.

# Note [Units]
The feed says only whose state may have changed; the state itself is worked out from the rows of
messages, orders and facts as they are. What is added to the sums is the state found now less the
state kept before. So facts may come in any order, twice, and late, a taken-back verdict is a
state like any other, and a batch that dies half-way is worked out again: a unit counts once.

The place in the feed moves in the same transaction (Note [Exactly once] in folding.py), and its
row is the lock of all who write units: the fold, counting anew, and forgetting a person.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from django.db import connection, transaction

from analytics import segmenting
from analytics.models import ExperimentUnit, FeedCursor, Mark
from analytics.stats.data import Cell
from analytics.unit_sql import ADD, MESSAGE_KINDS, ORDER_KINDS, STATES, TOUCHED
from analytics.units import CellKey, Rules, UnitState, cells_of, cells_of_sums
from common.killpoint import killpoint
from messaging.models import FORGOTTEN_UNIT
from stores.models import TrackingMode
from templates_app.models import Experiment

BATCH: Final = 2000
BATCHES_AT_ONCE: Final = 20
EXPERIMENTS: Final = "experiments"
# After the decision the units of a test are measured, then kept, for so long.
MEASURED_FOR: Final = timedelta(days=180)
# A mail handed over so much after it was due was sent late.
LATE: Final = timedelta(minutes=15)

UnitKey = tuple[int, int]  # experiment, unit_hash

_COLUMNS: Final = (
    "store_id",
    "message_id",
    "arm",
    "epoch",
    "segment",
    "exposed_at",
    "exposed_on",
    "orders_count",
    "revenue_minor",
    "pre_minor",
    "resent_count",
    "summed_count",
    "marks",
)

_NOT_BY_ITSELF: Final = frozenset({TrackingMode.AGGREGATE, TrackingMode.OFF})
_MARKED: Final = (
    (Mark.EXPOSED, "is_exposed"),
    (Mark.NOT_RENDERED, "is_broken"),
    (Mark.TRACKED, "is_tracked"),
    (Mark.OPENED, "has_opened"),
    (Mark.CLICKED, "has_clicked"),
    (Mark.OPENED_BY_MACHINE, "was_opened_by_machine"),
    (Mark.CLICKED_BY_MACHINE, "was_clicked_by_machine"),
    (Mark.MEASURABLE, "is_measurable"),
    (Mark.BOUNCED, "has_bounced"),
    (Mark.COMPLAINED, "has_complained"),
    (Mark.REFUNDED, "has_refunded"),
    (Mark.UNSUBSCRIBED, "has_unsubscribed"),
    (Mark.TRACKING_OFF, "has_turned_off"),
    (Mark.CONTACTED, "has_asked"),
    (Mark.LATE, "is_late"),
)


def fold_units(*, now: datetime) -> int:
    """Bring units and sums of all tests up to the feed; how many facts were read.

    0 also while another caller folds. Wants a scope of every store.
    """
    read = 0
    for _batch in range(BATCHES_AT_ONCE):
        fresh = _fold_batch(now)
        read += fresh
        if fresh < BATCH:
            break
    return read


@transaction.atomic
def _fold_batch(now: datetime) -> int:
    FeedCursor.objects.get_or_create(name=EXPERIMENTS)
    mine = FeedCursor.objects.select_for_update(skip_locked=True).filter(name=EXPERIMENTS).first()
    if mine is None:
        return 0
    asked: dict[str, Any] = {
        "xid": mine.xid,
        "last_id": mine.last_id,
        "limit": BATCH,
        "kinds": MESSAGE_KINDS + ORDER_KINDS,
        "order_kinds": ORDER_KINDS,
        "forgotten": FORGOTTEN_UNIT,
        "measured_since": now - MEASURED_FOR,
    }
    with connection.cursor() as cursor:
        cursor.execute(TOUCHED, asked)
        count, xid, last_id, touched, summed = cursor.fetchone()
    if not count:
        return 0
    bring_up(json.loads(touched))
    add_to_rollup(cells_of_sums(json.loads(summed)))
    killpoint("analytics.units_counted")
    FeedCursor.objects.filter(pk=mine.pk).update(xid=xid, last_id=last_id)
    return int(count)


def take_the_lock() -> None:
    """Wait until nobody writes units, and keep others from it until the transaction ends."""
    FeedCursor.objects.get_or_create(name=EXPERIMENTS)
    FeedCursor.objects.select_for_update().get(name=EXPERIMENTS)


def bring_up(touched: Iterable[tuple[int, int, int]]) -> int:
    """Work these units out anew and add the differences; how many changed. Holds the lock."""
    touched = list(touched)
    found = states_of(touched)
    had = _kept({(experiment, unit) for experiment, unit, _message in touched})
    changed = {key: state for key, state in found.items() if had.get(key) != state}
    gone = had.keys() - found.keys()  # its message waits to be sent after all
    rules = rules_of({experiment for experiment, _unit in {*changed, *gone}})
    deltas: dict[CellKey, Cell] = {}
    for key, state in changed.items():
        add_cells(deltas, cells_of(key[0], state, rules[key[0]]))
    for key in {*changed, *gone} & had.keys():
        add_cells(deltas, cells_of(key[0], had[key], rules[key[0]]), sign=-1)
    for experiment, unit in gone:
        ExperimentUnit.objects.filter(experiment=experiment, unit_hash=unit).delete()
    _keep(changed)
    add_to_rollup(deltas)
    return len(changed) + len(gone)


def states_of(touched: Iterable[tuple[int, int, int]]) -> dict[UnitKey, UnitState]:
    """How these units stand by the rows there are: one statement. Without those not exposed."""
    asked = [{"e": experiment, "u": unit, "m": message} for experiment, unit, message in touched]
    if not asked:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(STATES, {"asked": json.dumps(asked), "late": LATE.total_seconds()})
        names = [column.name for column in cursor.description]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    rules = rules_of({row["experiment_id"] for row in rows})
    return {
        (row["experiment_id"], row["unit_hash"]): _state(row, rules[row["experiment_id"]])
        for row in rows
    }


def rules_of(experiments: Iterable[int]) -> dict[int, Rules]:
    wanted = list(experiments)
    if not wanted:
        return {}
    rows = Experiment.objects.filter(pk__in=wanted)
    return {
        pk: Rules(unit, cap, tuple(segments))
        for pk, unit, cap, segments in rows.values_list("pk", "unit", "cap_minor", "segments")
    }


def add_cells(sums: dict[CellKey, Cell], more: Mapping[CellKey, Cell], *, sign: int = 1) -> None:
    for key, cell in more.items():
        added = cell if sign > 0 else Cell(*(-each for each in _numbers(cell)))
        sums[key] = sums[key] + added if key in sums else added


def add_to_rollup(deltas: Mapping[CellKey, Cell]) -> None:
    """Add differences to the sums, in one statement."""
    nothing = Cell()
    rows = [
        {**key._asdict(), "exposed_on": key.exposed_on.isoformat(), **_as_json(cell)}
        for key, cell in deltas.items()
        if cell != nothing
    ]
    if not rows:
        return
    with connection.cursor() as cursor:
        cursor.execute(ADD, {"cells": json.dumps(rows)})


def _numbers(cell: Cell) -> tuple[int, ...]:
    return (cell.n, cell.s1, cell.s2, cell.sx, cell.sxx, cell.sxy)


def _as_json(cell: Cell) -> dict[str, int]:
    return dict(zip(("n", "s1", "s2", "sx", "sxx", "sxy"), _numbers(cell), strict=True))


def _kept(keys: Iterable[UnitKey]) -> dict[UnitKey, UnitState]:
    by_experiment: dict[int, list[int]] = {}
    for experiment, unit in keys:
        by_experiment.setdefault(experiment, []).append(unit)
    found = {}
    for experiment, units in by_experiment.items():
        rows = ExperimentUnit.objects.filter(experiment=experiment, unit_hash__in=units)
        for row in rows:
            if row.unit_hash is not None:
                found[experiment, row.unit_hash] = state_of(row)
    return found


def state_of(row: ExperimentUnit) -> UnitState:
    values: dict[str, Any] = {name: getattr(row, name) for name in _COLUMNS}
    return UnitState(**{**values, "marks": Mark(row.marks)})


def _keep(states: Mapping[UnitKey, UnitState]) -> None:
    if not states:
        return
    ExperimentUnit.objects.bulk_create(
        list(_rows(states)),
        update_conflicts=True,
        unique_fields=["experiment", "unit_hash"],
        update_fields=["store" if name == "store_id" else name for name in _COLUMNS],
    )


def _rows(states: Mapping[UnitKey, UnitState]) -> Iterator[ExperimentUnit]:
    for (experiment, unit), state in sorted(states.items()):
        values: dict[str, Any] = {name: getattr(state, name) for name in _COLUMNS}
        values["marks"] = int(state.marks)
        yield ExperimentUnit(experiment_id=experiment, unit_hash=unit, **values)


def _state(row: dict[str, Any], rules: Rules) -> UnitState:
    is_tracked = row["has_agreed"] and row["tracked_as"] not in _NOT_BY_ITSELF
    holds = {**row, "is_broken": not row["is_exposed"], "is_tracked": is_tracked}
    marks = sum(mark for mark, column in _MARKED if holds[column])
    pre_minor = int(row["pre_minor"])
    segment = segmenting.segment_of(
        rules.segments,
        country=row["country"],
        locale=row["locale"],
        is_returning=row["is_returning"],
        value=(pre_minor, row["currency"]),
    )
    return UnitState(
        store_id=row["store_id"],
        message_id=row["message_id"],
        arm=row["arm"],
        epoch=row["epoch"],
        segment=segment,
        exposed_at=row["exposed_at"],
        exposed_on=row["exposed_at"].astimezone(UTC).date(),
        orders_count=row["orders_count"],
        revenue_minor=int(row["revenue_minor"]),
        pre_minor=pre_minor,
        resent_count=row["resent_count"],
        summed_count=int(row["summed_count"]),
        marks=Mark(marks),
    )
