"""How a promise was worked out, step by step, for whoever asks later."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Final

from shipping.promising.data import (
    CartLine,
    Destination,
    Plain,
    ProcessingRule,
    Step,
    TransitRule,
)
from shipping.promising.days import BusinessDays, calendar_of_country

_CLOSED_NAMED: Final = 8  # days off that a step names: enough for Christmas to New Year


def counted(line: CartLine, days: BusinessDays, at: datetime, on: date) -> Step:
    told_on = days.day_of(at)
    is_open = days.is_open(told_on)
    data: dict[str, Plain] = {
        "at": at.isoformat(),
        "told_on": told_on.isoformat(),
        "on": on.isoformat(),
        "cutoff": days.calendar.cutoff.strftime("%H:%M"),
        "timezone": days.calendar.timezone,
        "calendar": days.calendar.name,
        "is_closed": not is_open,
        "is_after_cutoff": is_open and on != told_on,
    }
    return Step("COUNTED", (line.key,), data)


def packed(
    line: CartLine, rule: ProcessingRule, days: BusinessDays, on: tuple[date, date, date]
) -> Step:
    counted_on, first, last = on
    data: dict[str, Plain] = {
        "level": str(rule.level),
        "label": rule.label,
        "min": rule.min_days,
        "max": rule.max_days,
        "from_on": first.isoformat(),
        "to_on": last.isoformat(),
        "closed": _days_off(days, counted_on, last),
    }
    return Step("SUPPLIED" if rule.is_dropshipped else "PACKED", (line.key,), data)


def carriage(
    line: CartLine, rules: list[TransitRule], way: Destination, on: tuple[date, date, date]
) -> Step:
    sent_on, from_on, to_on = on
    rule, is_daily = rules[0], all(each.runs_daily for each in rules)
    there = BusinessDays(calendar_of_country(way.country))
    data: dict[str, Plain] = {
        "min": min(each.min_days for each in rules),
        "max": max(each.max_days for each in rules),
        "country": way.country,
        "postcode": rule.postcode,
        "method": rule.method and way.method,
        "carriers": [each.carrier for each in rules if each.carrier],
        "is_daily": is_daily,
        "from_on": from_on.isoformat(),
        "to_on": to_on.isoformat(),
        "closed": [] if is_daily else _days_off(there, sent_on, to_on),
    }
    return Step("CARRIED", (line.key,), data)


def _days_off(days: BusinessDays, first: date, last: date) -> list[str]:
    """The days until `last` that would have counted, were they not a holiday."""
    span = ((first + timedelta(days=each)) for each in range(1, (last - first).days + 1))
    off = [
        day.isoformat()
        for day in span
        if day.weekday() in days.calendar.workdays and not days.is_open(day)
    ]
    return off[:_CLOSED_NAMED]


def merged(steps: Iterable[Step]) -> tuple[Step, ...]:
    """Each step once, with all the lines that it counts for."""
    found: dict[str, Step] = {}
    for step in steps:
        name = repr((step.code, sorted(step.data.items())))
        held = found.get(name)
        lines = (*held.lines, *step.lines) if held else step.lines
        found[name] = replace(step, lines=tuple(dict.fromkeys(lines)))
    return tuple(found.values())
