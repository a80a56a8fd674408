"""What one unit of a test adds to its sums. Knows no rows.

# Note [Seen in sums]
Where a store sees its readers in sums only, a click says its arm, epoch and day, and not whose it
is. So the sums of clicks are told by the feed itself, and the units say how many messages had the
chance to be clicked; both stand in a segment of their own, since nobody knows more. Opens are not
measured there: whose mail a machine opens cannot be known of nobody.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, NamedTuple

from analytics.models import Mark, Tally
from analytics.segmenting import UNKNOWN
from analytics.stats.data import Cell
from templates_app.models import Guardrail, Metric, Unit


@dataclass(frozen=True, slots=True)
class Rules:
    """What of a test decides how its units count."""

    unit: str
    cap_minor: int | None
    segments: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitState:
    """One unit as it stands; equal states add the same."""

    store_id: int
    message_id: int | None
    arm: int
    epoch: int
    segment: int
    exposed_at: datetime
    exposed_on: date
    orders_count: int
    revenue_minor: int
    pre_minor: int
    resent_count: int
    summed_count: int
    marks: Mark


class CellKey(NamedTuple):
    """Where a sum stands."""

    experiment_id: int
    store_id: int
    metric: str
    arm: int
    epoch: int
    segment: int
    exposed_on: date


_HARMS: Final = (
    (Mark.COMPLAINED, Guardrail.COMPLAINED),
    (Mark.UNSUBSCRIBED, Guardrail.UNSUBSCRIBED),
    (Mark.TRACKING_OFF, Guardrail.TRACKING_OFF),
    (Mark.BOUNCED, Guardrail.BOUNCED),
    (Mark.REFUNDED, Guardrail.REFUNDED),
    (Mark.NOT_RENDERED, Guardrail.NOT_RENDERED),
    (Mark.LATE, Guardrail.LATE),
    (Mark.CONTACTED, Guardrail.ASKED_HELP),
)
# What a machine alone did: the mark, what a person would have done, and where it is shown.
_LEFT_OUT: Final = (
    (Mark.CLICKED_BY_MACHINE, Mark.CLICKED, Tally.CLICKED_BY_MACHINE),
    (Mark.OPENED_BY_MACHINE, Mark.OPENED, Tally.OPENED_BY_MACHINE),
)


def cells_of(experiment_id: int, unit: UnitState, rules: Rules) -> dict[CellKey, Cell]:
    """The sums one unit brings, by where they stand."""
    place = (unit.arm, unit.epoch, unit.segment, unit.exposed_on)
    cells = {
        CellKey(experiment_id, unit.store_id, metric, *place): cell
        for metric, cell in _sums(unit, rules).items()
    }
    if unit.summed_count:
        place = (unit.arm, unit.epoch, UNKNOWN, unit.exposed_on)
        key = CellKey(experiment_id, unit.store_id, Metric.CLICKED.value, *place)
        cells[key] = Cell(n=unit.summed_count)
    return cells


def cells_of_sums(told: Iterable[Mapping[str, Any]]) -> dict[CellKey, Cell]:
    """What the feed says of readers nobody is to know. See Note [Seen in sums]."""
    found: dict[CellKey, Cell] = {}
    for data in told:
        cell = data["cell"]
        for metric, sign in (
            (Metric.CLICKED, "click"),
            (Tally.CLICKED_BY_MACHINE, "machine_click"),
            (Tally.OPENED_BY_MACHINE, "machine_open"),
        ):
            key = CellKey(
                experiment_id=cell["experiment"],
                store_id=data["store_id"],
                metric=metric.value,
                arm=cell["arm"],
                epoch=cell["epoch"],
                segment=UNKNOWN,
                exposed_on=date.fromisoformat(cell["day"]),
            )
            count = int(data.get(sign, 0))
            shown = 0 if metric == Metric.CLICKED else count
            found[key] = found.get(key, Cell()) + Cell(n=shown, s1=count, s2=count)
    return found


def _sums(unit: UnitState, rules: Rules) -> dict[str, Cell]:
    """A metric is told of all who count towards it; what is rare only of whom it happened to."""
    harms = {harm.value: _cell(1, unit.pre_minor) for mark, harm in _HARMS if mark in unit.marks}
    if Mark.EXPOSED not in unit.marks:
        return harms
    sums = {Tally.EXPOSED.value: _cell(1, unit.pre_minor)} | harms | _seen(unit)
    sums[Metric.CONTACTED.value] = _cell(int(Mark.CONTACTED in unit.marks), unit.pre_minor)
    if unit.resent_count:
        sums[Tally.RESENT.value] = _cell(unit.resent_count, unit.pre_minor)
    if rules.unit == Unit.CUSTOMER:
        sums |= _bought(unit, rules)
    return sums


def _seen(unit: UnitState) -> dict[str, Cell]:
    """Nothing of who refused to be seen."""
    marks = unit.marks
    if Mark.TRACKED not in marks:
        return {}
    sums = {Metric.CLICKED.value: _cell(int(Mark.CLICKED in marks), unit.pre_minor)}
    if Mark.MEASURABLE in marks:
        sums[Metric.OPENED.value] = _cell(int(Mark.OPENED in marks), unit.pre_minor)
    for machine, person, tally in _LEFT_OUT:
        if machine in marks and person not in marks:
            sums[tally.value] = _cell(1, unit.pre_minor)
    return sums


def _bought(unit: UnitState, rules: Rules) -> dict[str, Cell]:
    spent = max(0, unit.revenue_minor)
    if rules.cap_minor is not None:
        spent = min(spent, rules.cap_minor)
    return {
        Metric.BOUGHT_AGAIN.value: _cell(int(unit.orders_count > 0), unit.pre_minor),
        Metric.REVENUE.value: _cell(spent, unit.pre_minor),
        Metric.ORDER_VALUE.value: _cell(spent, unit.orders_count),
    }


def _cell(y: int, x: int) -> Cell:
    return Cell(n=1, s1=y, s2=y * y, sx=x, sxx=x * x, sxy=x * y)
