"""The figures of a result: its arms, and what it takes to know more."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from analytics.models import Look
from desk.experiments import strips
from desk.experiments.case import Case
from desk.experiments.days import long_day
from desk.experiments.figures import EMPTY, grouped, how_long, in_hundred, percent
from templates_app.models import Experiment, Stopping


@dataclass(frozen=True, slots=True)
class ArmRow:
    """One arm as a row of figures."""

    label: str
    name: str
    is_control: bool
    given: str
    hits: str
    level: str
    chance: str  # that it is better than the control; shown, never decided by


def arm_rows(case: Case) -> list[ArmRow]:
    values = {total.arm: total.value for total in case.analysis.arms}
    chances = {one.arm: one.chance_to_beat for one in case.comparisons}
    return [
        ArmRow(
            arm.label,
            arm.name,
            arm.is_control,
            grouped(arm.counted),
            grouped(arm.hits),
            case.measure.level(values.get(arm.number)) if arm.counted else EMPTY,
            _in_hundred(chances[arm.number]) if arm.number in chances else "",
        )
        for arm in case.standing.arms
    ]


def _in_hundred(chance: float) -> str:
    return _("%(n)s in 100") % {"n": in_hundred(chance)}


@dataclass(frozen=True, slots=True)
class Outlook:
    """What it takes to know more."""

    bar: SafeString | None  # None: nothing was planned
    done: str
    planned: str
    share: str
    more: str
    last: str
    chances: list[tuple[str, str, str]]  # what, the figure, the rest of the sentence


def outlook(case: Case, experiment: Experiment, looks: Sequence[Look]) -> Outlook:
    planned, seen = experiment.plan_units, case.analysis.units
    measure = case.measure
    if not planned or experiment.stopping != Stopping.PLANNED:
        return Outlook(None, measure.counted(seen), "", "", _open_words(case), "", _chances(case))
    taken = {look.information or 0.0 for look in looks}
    ahead = {look.units / planned for look in case.standing.looks_ahead if look.units}
    words = _("%(done)s of %(planned)s") % {
        "done": grouped(seen),
        "planned": measure.counted(planned),
    }
    days = [look.on for look in case.standing.looks_ahead if look.on]
    last = _("The last look is on %(day)s.") % {"day": long_day(days[-1])} if days else ""
    return Outlook(
        bar=strips.progress(seen / planned, sorted(taken | ahead), words),
        done=grouped(seen),
        planned=measure.counted(planned),
        share=percent(min(seen / planned, 1)),
        more=_more(case),
        last=last,
        chances=[*_chances(case), *_alone(case, planned)],
    )


def _more(case: Case) -> str:
    forecast = case.standing.forecast
    if forecast is None or not forecast.units_left:
        return _("All that was planned is in.")
    more = case.measure.counted_more(forecast.units_left)
    if not forecast.days_left or not case.standing.units_per_day:
        return _("%(more)s, and nobody is given a variant now.") % {"more": more}
    return _("%(more)s: %(long)s at %(rate)s a day.") % {
        "more": more,
        "long": how_long(forecast.days_left),
        "rate": grouped(round(case.standing.units_per_day)),
    }


def _open_words(case: Case) -> str:
    if case.experiment.stopping == Stopping.OPEN:
        return _("It runs until it is sure; you may look as often as you like.")
    if case.experiment.stopping == Stopping.BANDIT:
        return _("Each day it weighs the variants anew by what it has learnt.")
    return _("Nothing more is needed to pick; more buyers make the pick a better guess.")


def _chances(case: Case) -> list[tuple[str, str, str]]:
    forecast = case.standing.forecast
    is_even = not case.has_begun_to_tell or case.looks_even(case.leader)
    if forecast is None or not forecast.looks or is_even or not case.seeks_proof:
        return []
    arm = {"arm": case.label(case.leader.arm)}
    good = case.is_ahead(case.leader)
    stays = _("If %(arm)s stays this good") if good else _("If %(arm)s stays this bad")
    half = _("If %(arm)s is half as good") if good else _("If %(arm)s is half as bad")
    known = [(stays, forecast.chance_if_it_stays), (half, forecast.chance_if_half)]
    rows = [
        (words % arm, str(in_hundred(chance)), _("in 100"))
        for words, chance in known
        if chance is not None
    ]
    if rows:
        rows[0] = (*rows[0][:2], _("in 100 that we know by then"))
    return rows


def _alone(case: Case, planned: int) -> list[tuple[str, str, str]]:
    """How long the store that tells most would have needed without the others."""
    stores, rate = case.standing.stores, case.standing.units_per_day
    counts = {store.store_id: sum(store.counted) for store in stores}
    whole = sum(counts.values())
    if len(stores) < 2 or not whole or not rate:
        return []
    first = max(stores, key=lambda store: counts[store.store_id])
    own = rate * counts[first.store_id] / whole
    if not own:
        return []
    words = _("On %(store)s alone") % {"store": first.name}
    return [(words, how_long(planned / own), _("it would take"))]
