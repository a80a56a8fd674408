"""The charts of a result: how sure of each arm, and how the stores compare."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from analytics.models import Look
from analytics.stats.data import Comparison, Effect, StoreEffect
from desk.experiments import forest, intervals
from desk.experiments.case import Case
from desk.experiments.days import day_of, short_day
from desk.experiments.figures import decimal, grouped, percent

# The picture holds this many stores; the others are in the diamond and counted beneath.
MOST_STORES: Final = 20
MOST_LOOKS: Final = 6


@dataclass(frozen=True, slots=True)
class Sure:
    """One arm against the control, drawn."""

    title: str
    chart: SafeString | None  # None: nothing can be drawn yet


@dataclass(frozen=True, slots=True)
class Stores:
    """The stores of one comparison, drawn, and what is to be said beneath."""

    title: str
    chart: SafeString
    words: str
    folded: str


def how_sure(case: Case, looks: Sequence[Look]) -> list[Sure]:
    """One chart a comparison, with the looks that were taken and those to come."""
    return [_sure(case, one, looks) for one in case.comparisons]


def _sure(case: Case, one: Comparison, looks: Sequence[Look]) -> Sure:
    title = _minus(case, one)
    if not _is_finite(one.effect):
        return Sure(title, None)
    mine = [look for look in looks if look.arm == one.arm]
    todays = [look for look in mine if day_of(look.at) == day_of(case.standing.at)]
    past = [look for look in mine if look not in todays]  # a look of today is not told twice
    plot = intervals.Plot(
        today=_bar(case, _today(todays), one.effect),
        past=[
            _bar(
                case,
                _look_label(look),
                Effect(look.estimate or 0.0, look.low or 0.0, look.high or 0.0),
            )
            for look in reversed(past[-MOST_LOOKS:])
            if look.low is not None and look.high is not None
        ],
        future=_future(case, one),
        finding=_finding(case, one),
        control=case.control,
        treatment=case.label(one.arm),
        tick=case.measure.tick,
        is_lower_better=case.measure.is_lower_better,
    )
    return Sure(title, intervals.drawn(plot))


def _today(looks: Sequence[Look]) -> str:
    return _("Today, look %(n)s") % {"n": looks[-1].number} if looks else _("Today")


def _look_label(look: Look) -> str:
    return _("%(day)s, look %(n)s") % {"day": day_of(look.at), "n": look.number}


def _future(case: Case, one: Comparison) -> list[intervals.Bar]:
    """If it stays so: only of the arm that leads, of which a forecast is made."""
    forecast = case.standing.forecast
    is_told = case.seeks_proof and one.arm == case.leader.arm
    if forecast is None or not is_told:
        return []
    days = {look.number: look.on for look in case.standing.looks_ahead}
    bars = []
    for place, look in enumerate(forecast.looks[:MOST_LOOKS], start=1):
        on = days.get(look.number)
        number: object = look.number
        words = (
            _("%(day)s, last look") if place == len(forecast.looks) else _("%(day)s, look %(n)s")
        )
        label = words % {"day": short_day(on) if on else _("later"), "n": number}
        bars.append(_bar(case, label, look.effect, _("if it stays so")))
    return bars


def _bar(case: Case, label: str, effect: Effect, said: str = "") -> intervals.Bar:
    drawn = case.measure.drawn
    return intervals.Bar(
        label,
        drawn(effect.estimate),
        drawn(effect.low),
        drawn(effect.high),
        said or case.measure.span(effect),
    )


def _finding(case: Case, one: Comparison) -> str:
    words = _("%(title)s, %(minus)s: today %(now)s, between %(low)s and %(high)s.")
    signed = case.measure.signed
    return words % {
        "title": case.measure.title,
        "minus": _minus(case, one),
        "now": signed(one.effect.estimate),
        "low": signed(one.effect.low),
        "high": signed(one.effect.high),
    }


def _minus(case: Case, one: Comparison) -> str:
    return _("%(arm)s minus %(control)s") % {"arm": case.label(one.arm), "control": case.control}


def store_by_store(case: Case, countries: Mapping[int, str]) -> list[Stores]:
    """A forest plot a comparison; none where one store takes part."""
    return [_stores(case, one, countries) for one in case.comparisons if len(one.stores) > 1]


def _stores(case: Case, one: Comparison, countries: Mapping[int, str]) -> Stores:
    names = {store.store_id: store.name for store in case.standing.stores}
    heaviest = sorted(one.stores, key=lambda store: -store.weight)
    measure, number = case.measure, grouped
    picture = forest.Forest(
        rows=[_row(case, store, names, countries) for store in heaviest[:MOST_STORES]],
        estimate=measure.drawn(one.effect.estimate),
        low=measure.drawn(one.effect.low),
        high=measure.drawn(one.effect.high),
        total_label=_("All %(n)s, pooled by store") % {"n": number(len(one.stores))},
        total_orders=number(sum(store.units for store in one.stores)),
        total_share=percent(1),
        unit=_("%(minus)s, %(unit)s") % {"minus": _minus(case, one), "unit": _small(measure.title)},
        short_unit=_minus(case, one),
        orders_label=measure.given_label,
        finding=_store_finding(case, one, names),
        tick=measure.tick,
    )
    rest = heaviest[MOST_STORES:]
    folded = ""
    if rest:
        words = ngettext(
            "%(n)s more store is in the diamond, with %(share)s of the weight.",
            "%(n)s more stores are in the diamond, with %(share)s of the weight.",
            len(rest),
        )
        share = percent(sum(store.weight for store in rest))
        folded = words % {"n": number(len(rest)), "share": share}
    return Stores(_minus(case, one), forest.drawn(picture), _agreement(case, one), folded)


def _row(
    case: Case, store: StoreEffect, names: Mapping[int, str], countries: Mapping[int, str]
) -> forest.Row:
    drawn = case.measure.drawn
    known = _is_finite(store.effect)
    return forest.Row(
        country=countries.get(store.store, ""),
        name=names.get(store.store, "–"),
        estimate=drawn(store.effect.estimate) if known else None,
        low=drawn(store.effect.low) if known else None,
        high=drawn(store.effect.high) if known else None,
        weight=store.weight,
        orders=grouped(store.units),
        share=percent(store.weight),
    )


def _store_finding(case: Case, one: Comparison, names: Mapping[int, str]) -> str:
    against = [
        names.get(store.store, "–")
        for store in one.stores
        if store.effect.estimate * one.effect.estimate < 0
    ]
    pooled = case.measure.signed(one.effect.estimate)
    if not against:
        words = _("The difference in each store, and pooled %(pooled)s: all point the same way.")
        return words % {"pooled": pooled}
    words = ngettext(
        "The difference in each store, and pooled %(pooled)s. %(n)s store points the other way.",
        "The difference in each store, and pooled %(pooled)s. %(n)s stores point the other way.",
        len(against),
    )
    return words % {"pooled": pooled, "n": len(against)}


def _agreement(case: Case, one: Comparison) -> str:
    """Whether the stores agree, what the bars are, and the Simpson guard."""
    lines = []
    agreement = one.agreement
    if agreement is not None:
        words = (
            _("Stores differ by more than luck (I² %(share)s, Q %(q)s of %(n)s).")
            if agreement.p < 0.05
            else _("Stores agree (I² %(share)s, Q %(q)s of %(n)s).")
        )
        share = percent(agreement.i_squared)
        lines.append(words % {"share": share, "q": decimal(agreement.q), "n": agreement.freedom})
    lines.append(
        _("Bars: each store alone, right in 95 of 100, only to look at; the diamond counts.")
    )
    words = (
        _("Adding all up without regard to stores gives %(naive)s: the opposite direction.")
        if one.is_simpson
        else _("Adding all up without regard to stores gives %(naive)s: same direction.")
    )
    lines.append(words % {"naive": case.measure.signed(one.naive)})
    return " ".join(lines)


def _is_finite(effect: Effect) -> bool:
    return math.isfinite(effect.low) and math.isfinite(effect.high)


def _small(title: str) -> str:
    return title[:1].lower() + title[1:]
