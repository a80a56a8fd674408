"""How a promise was worked out, step by step, in words for staff."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from shipping.carriers import naming
from shipping.models import Level, Promise
from shipping.promising import day_words
from shipping.promising.days import zone_of

Said = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class StepLine:
    words: str
    aside: str = ""
    titles: Sequence[str] = ()  # of the lines it counts for; empty: all of them
    is_missing: bool = False  # nothing could be said: a rule is wanted


def steps_of(promise: Promise, titles: Mapping[int, str]) -> list[StepLine]:
    """`titles`: the order's lines by their place, as the page names them."""
    every = {row["line"] for row in promise.lines if row["why"] != "DIGITAL"}
    return steps_in_words(promise.steps, titles, every, promise.made_at.date())


def steps_in_words(
    steps: Iterable[Said], titles: Mapping[int, str], every: set[int], today: date
) -> list[StepLine]:
    """`every`: the places of all lines that are sent, of which a step need not name all."""
    return [_step(step, titles, every, today) for step in steps]


def _step(step: Said, titles: Mapping[int, str], every: set[int], today: date) -> StepLine:
    lines = step.get("lines") or []
    named = [titles[line] for line in lines if line in titles] if set(lines) != every else []
    make = _WORDS.get(step["code"])
    if make is None:
        return StepLine(str(step["code"]), titles=named)
    words, aside = make(step, today)
    return StepLine(words, aside, named, step["code"] in _MISSING)


_MISSING: Final = frozenset({"NO_PROCESSING", "NO_TRANSIT", "NEVER_OPEN"})


def _counted(step: Said, today: date) -> tuple[str, str]:
    at = datetime.fromisoformat(step["at"]).astimezone(zone_of(step["timezone"]))
    said = {
        "at": f"{_day(step['told_on'], today)} {at:%H:%M}",
        "on": _day(step["on"], today),
        "cutoff": step["cutoff"],
    }
    aside = ", ".join(filter(None, (step["calendar"], step["timezone"])))
    if step["is_closed"]:
        return _("Ordered %(at)s, on a day off: counts as ordered on %(on)s.") % said, aside
    if step["is_after_cutoff"]:
        words = _("Ordered %(at)s, after %(cutoff)s: counts as ordered on %(on)s.")
        return words % said, aside
    return _("Ordered %(at)s, before %(cutoff)s: counts as ordered on that day.") % said, aside


def _packed(step: Said, today: date) -> tuple[str, str]:
    said = {"days": _business_days(step), "on": _span(step, today)}
    words = _("Packed in %(days)s: leaves %(on)s.") % said
    return words, _joined(_rule(step), _closed(step, today))


def _supplied(step: Said, today: date) -> tuple[str, str]:
    said = {"days": _business_days(step), "on": _span(step, today)}
    words = _("The supplier sends it, to the door in %(days)s: arrives %(on)s.") % said
    return words, _joined(_rule(step), _closed(step, today))


def _carried(step: Said, today: date) -> tuple[str, str]:
    days = _days(step) if step["is_daily"] else _business_days(step)
    words = _("On the road for %(days)s: arrives %(on)s.") % {
        "days": days,
        "on": _span(step, today),
    }
    carriers = [naming.name_of(code) or code for code in step.get("carriers", ())]
    place = " ".join(filter(None, (step["country"], step["postcode"])))
    return words, _joined(place, step["method"], ", ".join(carriers), _closed(step, today))


def _no_transit(step: Said, today: date) -> tuple[str, str]:
    where = " ".join(filter(None, (step.get("country"), step.get("method"), step.get("carrier"))))
    words = _("How long it is on the road is not known, so no day of arrival is promised.")
    return words, where


def _set(step: Said, today: date) -> tuple[str, str]:
    words = _("Set by hand: arrives %(on)s.") % {"on": _span(step, today)}
    leaves = step.get("ships_by_on")
    aside = _("leaves by %(on)s") % {"on": _day(leaves, today)} if leaves else ""
    return words, aside


def _on(words: Callable[[], str]) -> Callable[[Said, date], tuple[str, str]]:
    return lambda step, today: (words() % {"on": _day(step["on"], today)}, "")


def _only(words: Callable[[], str]) -> Callable[[Said, date], tuple[str, str]]:
    return lambda step, today: (words(), "")


_WORDS: Final[dict[str, Callable[[Said, date], tuple[str, str]]]] = {
    "COUNTED": _counted,
    "PACKED": _packed,
    "SUPPLIED": _supplied,
    "CARRIED": _carried,
    "SENT": _on(lambda: _("Sent on %(on)s.")),
    "EXPECTED": _on(lambda: _("The carrier expects to deliver it on %(on)s.")),
    "DELIVERED": _on(lambda: _("Delivered on %(on)s.")),
    "PICKUP": _only(lambda: _("The buyer fetches it: ready on the day it is packed.")),
    "LOCAL": _only(lambda: _("The store brings it on the day it is packed.")),
    "NO_PROCESSING": _only(
        lambda: _("How long it takes to pack is not known, so nothing is promised.")
    ),
    "NO_TRANSIT": _no_transit,
    "NEVER_OPEN": _only(
        lambda: _("Its calendar has no open day for more than a year, so nothing is promised.")
    ),
    "LATEST": _only(lambda: _("One date for all: the latest of them.")),
    "PER_LINE": _only(lambda: _("Each line has its own date; the order runs from first to last.")),
    "SET": _set,
}


def _day(text: str, today: date) -> str:
    return day_words.day_in_words(date.fromisoformat(text), today, get_language() or "en")


def _span(step: Said, today: date) -> str:
    first, last = (date.fromisoformat(step[name]) for name in ("from_on", "to_on"))
    return day_words.span_in_words(first, last, today, get_language() or "en")


def _business_days(step: Said) -> str:
    low, high = step["min"], step["max"]
    if low == high:
        return ngettext("%(n)s business day", "%(n)s business days", high) % {"n": high}
    return _("%(low)s to %(high)s business days") % {"low": low, "high": high}


def _days(step: Said) -> str:
    low, high = step["min"], step["max"]
    if low == high:
        return ngettext("%(n)s day", "%(n)s days", high) % {"n": high}
    return _("%(low)s to %(high)s days") % {"low": low, "high": high}


def _rule(step: Said) -> str:
    level = str(dict(Level.choices).get(step["level"], step["level"]))
    return f"{level}: {step['label']}" if step["label"] else level


def _closed(step: Said, today: date) -> str:
    days = [_day(text, today) for text in step.get("closed", ())]
    return _("closed %(days)s") % {"days": ", ".join(days)} if days else ""


def _joined(*parts: str) -> str:
    return " · ".join(filter(None, parts))
