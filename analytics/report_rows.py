"""A test's findings as rows and sentences of its report, in the language switched on."""

import math
from collections.abc import Iterator
from typing import Any, Final

from django.utils import formats
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from analytics import designs, report_plot
from analytics.standing import ArmFacts, Ending, LookSeen, Standing
from analytics.stats.data import CONTROL, Effect, Harm, Outcome
from common import money
from templates_app.models import Experiment, ExperimentEpoch, Guardrail, Metric, Stopping, Unit

Row = dict[str, Any]

_DIMENSIONS: Final[dict[str, str | Promise]] = {
    "market": gettext_lazy("Country"),
    "locale": gettext_lazy("Language"),
    "returning": gettext_lazy("Bought before"),
    "value": gettext_lazy("Size of the order"),
}


def rows_of(
    experiment: Experiment, epochs: list[ExperimentEpoch], standing: Standing, ending: Ending
) -> Row:
    """All that the report's template names besides the test itself."""
    return {
        "conclusion": _conclusion(standing, ending),
        "declared": list(_declared(experiment)),
        "arms": [_arm(standing, each) for each in standing.arms],
        "plot": report_plot.intervals(_bars(standing)),
        "split": _split(standing),
        "guards": [_guard(standing, harm) for harm in standing.harms],
        "segments": list(_segments(standing)),
        "stores": list(_stores(standing)),
        "epochs": [
            {"epoch": each, "shares": " : ".join(percent(bp / 10_000, 0) for bp in each.weights_bp)}
            for each in epochs
        ],
        "looks": [_look(standing, look) for look in standing.looks],
        "left_out": [
            {
                "label": arm.label,
                "clicks": arm.machine_clicks,
                "opens": arm.machine_opens,
                "resent": arm.resent,
                "waiting": arm.waiting,
            }
            for arm in standing.arms
        ],
    }


def percent(value: float | None, digits: int = 1, *, is_signed: bool = False) -> str:
    """A share as a reader of the language writes it; an endless bound as a dash."""
    if value is None or not math.isfinite(value):
        return "–"
    sign = "+" if is_signed and value > 0 else ""
    return f"{sign}{formats.number_format(value * 100, digits)}\N{NO-BREAK SPACE}%"


def between(effect: Effect | None) -> str:
    if effect is None or not math.isfinite(effect.low):
        return _("too few to say")
    low, high = percent(effect.low, is_signed=True), percent(effect.high, is_signed=True)
    return _("between %(low)s and %(high)s") % {"low": low, "high": high}


def _conclusion(standing: Standing, ending: Ending) -> str:
    arm = standing.arms[ending.arm]
    said = {"arm": arm.label, "name": arm.name}
    if ending.arm == CONTROL:
        if ending.was_proven:
            return _("%(arm)s “%(name)s” stays: every other words were shown to be worse.") % said
        return _("%(arm)s “%(name)s” stays. No difference was shown.") % said
    if ending.was_proven:
        return _("%(arm)s “%(name)s” was shown to be better and is given to everybody.") % said
    return (
        _("%(arm)s “%(name)s” is given to everybody. It was not shown to be better: it was chosen.")
        % said
    )


def _declared(experiment: Experiment) -> Iterator[tuple[str, str]]:
    yield _("What counts"), str(Metric(experiment.primary_metric).label)
    yield _("Who keeps an arm"), str(Unit(experiment.unit).label)
    yield _("How it ends"), str(Stopping(experiment.stopping).label)
    yield _("Risk of a false winner"), percent(experiment.alpha, 0)
    if experiment.plan_units:
        yield _("Planned"), formats.number_format(experiment.plan_units)
    if experiment.least_effect:
        yield _("Smallest change worth seeing"), percent(experiment.least_effect, 0)
    if experiment.primary_metric not in designs.IMMEDIATE:
        yield _("Days that count"), formats.number_format(experiment.window_days)
    if experiment.hypothesis:
        yield _("Expected"), experiment.hypothesis
    yield _("Method"), _("version %(number)s") % {"number": experiment.method_version}


def _arm(standing: Standing, arm: ArmFacts) -> Row:
    row: Row = {"facts": arm, "rate": "–", "value": ""}
    if standing.analysis is None:
        return row
    total = standing.analysis.arms[arm.number]
    if standing.metric in designs.MONEY:
        row["value"] = _money(standing, total.value)
        row["rate"] = row["value"] or formats.number_format(total.value, 2)
    else:
        row["rate"] = percent(total.value, 2)
    if arm.number == CONTROL:
        return row
    found = standing.analysis.comparison(arm.number)
    row.update(
        change=percent(found.relative.estimate, is_signed=True),
        between=between(found.relative),
        chance=_chance(found.chance_to_beat),
        shrunken=percent(_shrunken(standing, found.shrunken), is_signed=True),
        verdict=_("shown to be better")
        if found.is_winner
        else _("shown to be worse")
        if found.is_loser
        else _("not shown"),
    )
    return row


def _chance(chance: float) -> str:
    """Nothing is ever quite certain."""
    if chance > 0.99:
        return f"> {percent(0.99, 0)}"
    return f"< {percent(0.01, 0)}" if chance < 0.01 else percent(chance, 0)


def _shrunken(standing: Standing, shrunken: float) -> float | None:
    """Relative to the control, as the change is told."""
    if standing.analysis is None:
        return None
    control = standing.analysis.arms[CONTROL].value
    is_relative = standing.analysis.design.scale == "RELATIVE"
    return shrunken if is_relative else shrunken / control if control else None


def _money(standing: Standing, minor: float) -> str:
    if not standing.currency:
        return ""
    return money.format_money(round(minor), standing.currency, get_language() or "en")


def _bars(standing: Standing) -> list[report_plot.Bar]:
    if standing.analysis is None:
        return []
    return [
        report_plot.Bar(
            label=standing.arms[each.arm].label,
            words=percent(each.relative.estimate, is_signed=True),
            effect=each.relative,
        )
        for each in standing.analysis.comparisons
        if math.isfinite(each.relative.low) and math.isfinite(each.relative.high)
    ]


def _split(standing: Standing) -> str:
    if standing.analysis is None:
        return ""
    balance = standing.analysis.balance
    seen = " : ".join(formats.number_format(count) for count in balance.counts)
    planned = " : ".join(formats.number_format(round(each)) for each in balance.expected)
    said = {"seen": seen, "planned": planned}
    if balance.is_alarm:
        return (
            _("Not as declared: %(seen)s, expected %(planned)s. Nothing may be concluded.") % said
        )
    return _("As declared: %(seen)s, expected %(planned)s.") % said


def _guard(standing: Standing, harm: Harm) -> Row:
    return {
        "name": Guardrail(harm.guardrail).label,
        "label": standing.arms[harm.arm].label,
        "count": harm.arm_count,
        "control": harm.control_count,
        "evidence": formats.number_format(min(harm.evidence, 1e6), 1),
        "is_harmed": harm.is_alarm,
    }


def _segments(standing: Standing) -> Iterator[Row]:
    if standing.segments is None:
        return
    for each in standing.segments.effects:
        yield {
            "dimension": str(_DIMENSIONS.get(each.name.dimension, each.name.dimension)),
            "value": _segment(each.name.value),
            "label": standing.arms[each.arm].label,
            "units": each.units,
            "change": _points(standing, each.ordinary),
            "is_notable": each.is_notable,
        }


def _points(standing: Standing, effect: Effect | None) -> str:
    """An absolute change: points of a rate, or money; of several currencies relative."""
    if effect is None:
        return "–"
    if standing.metric not in designs.MONEY:
        return formats.number_format(effect.estimate * 100, 2)
    if standing.currency:
        return _money(standing, effect.estimate)
    return percent(effect.estimate, is_signed=True)


def _segment(value: str) -> str:
    words = {
        "yes": _("yes"),
        "no": _("no"),
        "low": _("small"),
        "usual": _("usual"),
        "high": _("large"),
        "": _("other"),
    }
    return words.get(value, value)


def _stores(standing: Standing) -> Iterator[Row]:
    if not standing.is_pooled:
        return
    effects = {}
    if standing.analysis is not None:
        effects = {
            (each.store, found.arm): each
            for found in standing.analysis.comparisons
            for each in found.stores
        }
    for store in standing.stores:
        for arm in standing.arms[1:]:
            found = effects.get((store.store_id, arm.number))
            yield {
                "name": store.name,
                "label": arm.label,
                "given": store.given[arm.number],
                "control": store.given[CONTROL],
                "weight": percent(found.weight, 0) if found else "–",
            }


def _look(standing: Standing, look: LookSeen) -> Row:
    words = {
        Outcome.WINNER: _("a winner"),
        Outcome.CONTROL: _("the control wins"),
        Outcome.LIKELIER: _("the likelier one"),
        Outcome.NOT_SHOWN: _("nothing shown"),
        Outcome.UNDECIDED: _("go on"),
    }
    return {
        "look": look,
        "label": standing.arms[look.arm].label,
        "change": percent(look.relative.estimate, is_signed=True),
        "between": between(look.relative),
        "verdict": words[Outcome(look.verdict)],
    }
