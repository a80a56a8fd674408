"""When a store packs: its calendars, and the days on them that are not as others."""

import zoneinfo
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, time
from functools import cache
from itertools import pairwise
from typing import Any, Final

import holidays
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shipping.models import Calendar, CalendarDay, ProcessingTime, Subject
from shipping.rule_changes import By, RuleInUse, RuleRefused, hold_rules, keep_change
from stores.models import Store

MOST_CALENDARS: Final = 50
MOST_SPECIAL_DAYS: Final = 400
LONGEST_STRETCH: Final = 366
LONGEST_TEXT: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecialDay:
    """From a day to a day, both meant: closed, or open against the rule."""

    first: date
    last: date
    is_open: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarDraft:
    """A calendar as somebody wants it; `days` None: its special days stay.

    `is_default` chooses it as the default; the one that was is left by choosing another.
    """

    name: str
    cutoff: time
    workdays: Iterable[int] = field(default=(0, 1, 2, 3, 4))
    country: str = ""
    subdivision: str = ""
    timezone: str = ""
    days: Iterable[SpecialDay] | None = None
    is_default: bool = False


@transaction.atomic
def add_calendar(*, store: Store, draft: CalendarDraft, by: By) -> tuple[Calendar, bool]:
    """A new calendar, and True; the store's first is its default. Raises RuleRefused.

    The same again under the same name is that calendar, and False.
    """
    fields = _checked(draft)
    hold_rules(store)
    row = Calendar.objects.filter(store=store, name=fields["name"]).first()
    if row is not None:
        if _said(row) == _said(row, fields, _days_checked(draft.days)):
            if draft.is_default:
                choose_default_calendar(calendar=row, by=by)
            return row, False
        words = _("There is a calendar “%(name)s” already: change it, or choose another name.")
        raise RuleRefused(words % {"name": row.name}, "name")
    held = Calendar.objects.filter(store=store).count()
    if held >= MOST_CALENDARS:
        words = _("A store has %(most)s calendars at most: remove one that is not used.")
        raise RuleRefused(words % {"most": MOST_CALENDARS})
    row = Calendar(store=store, is_default=not held)
    _keep(row, fields, draft.days, by)
    if draft.is_default:
        choose_default_calendar(calendar=row, by=by)
    return row, True


@transaction.atomic
def change_calendar(*, calendar: Calendar, draft: CalendarDraft, by: By) -> bool:
    """Make it so. False: it was so already. Raises RuleRefused."""
    fields = _checked(draft)
    hold_rules(calendar.store)
    same = Calendar.objects.filter(store=calendar.store, name=fields["name"])
    if same.exclude(pk=calendar.pk).exists():
        words = _("There is a calendar “%(name)s” already: choose another name.")
        raise RuleRefused(words % {"name": fields["name"]}, "name")
    is_changed = _keep(calendar, fields, draft.days, by)
    is_chosen = draft.is_default and choose_default_calendar(calendar=calendar, by=by)
    return is_changed or is_chosen


@transaction.atomic
def choose_default_calendar(*, calendar: Calendar, by: By) -> bool:
    """Use it wherever a rule names none. False: it was the default already."""
    store = calendar.store
    hold_rules(store)
    former = Calendar.objects.filter(store=store, is_default=True).first()
    if former is not None and former.pk == calendar.pk:
        return False
    Calendar.objects.filter(store=store, is_default=True).update(is_default=False)
    calendar.is_default = True
    calendar.changed_at, calendar.changed_by = by.now, by.actor[:254]
    calendar.save(update_fields=["is_default", "changed_at", "changed_by"])
    before = {"default": former.name if former else ""}
    keep_change(
        store,
        Subject.CALENDAR,
        calendar.name,
        by,
        before=before,
        after={"default": calendar.name},
    )
    return True


@transaction.atomic
def remove_calendar(*, calendar: Calendar, by: By) -> bool:
    """Take it away. False: it was gone. Raises RuleInUse while rules name it, or it is the default.

    The last one may go: a store without calendars packs on the usual days.
    """
    store = calendar.store
    hold_rules(store)
    row = Calendar.objects.filter(pk=calendar.pk).first()
    if row is None:
        return False
    _refuse_used(row)
    said = _said(row)
    row.delete()
    keep_change(store, Subject.CALENDAR, row.name, by, before=said, after=None)
    return True


def _refuse_used(row: Calendar) -> None:
    used = ProcessingTime.objects.filter(calendar=row).count()
    if used:
        words = ngettext(
            "“%(name)s” is named by %(n)s processing time: give that another calendar first.",
            "“%(name)s” is named by %(n)s processing times: give them another calendar first.",
            used,
        )
        raise RuleInUse(words % {"name": row.name, "n": used})
    others = Calendar.objects.filter(store_id=row.store_id).exclude(pk=row.pk)
    if row.is_default and others.exists():
        words = _("“%(name)s” is the default: choose another default first.")
        raise RuleInUse(words % {"name": row.name})


@cache
def countries() -> frozenset[str]:
    """Those whose public holidays are known: two letters each."""
    return frozenset(code for code in holidays.list_supported_countries() if len(code) == 2)


def subdivisions_of(country: str) -> tuple[str, ...]:
    """Regions of a country that have public holidays of their own."""
    if country not in countries():
        return ()
    found: tuple[str, ...] = getattr(holidays, country).subdivisions
    return found


def _checked(draft: CalendarDraft) -> dict[str, Any]:
    name = " ".join(draft.name.replace("\0", "").split())
    if not 0 < len(name) <= LONGEST_TEXT:
        words = _("Give the calendar a name of at most %(most)s letters.")
        raise RuleRefused(words % {"most": LONGEST_TEXT}, "name")
    workdays = sorted(set(draft.workdays))
    if not workdays or not set(workdays) <= set(range(7)):
        raise RuleRefused(
            _("Choose the weekdays on which things are packed, at least one: 0 is Monday."),
            "workdays",
        )
    country = draft.country.strip().upper()
    if country and country not in countries():
        words = _("We know no public holidays of “%(code)s”. Use two letters, as NO, or leave it.")
        raise RuleRefused(words % {"code": country[:20]}, "country")
    return {
        "name": name,
        "workdays": workdays,
        "country": country,
        "subdivision": _subdivision(country, draft.subdivision.strip()),
        "cutoff": draft.cutoff.replace(second=0, microsecond=0, tzinfo=None),
        "timezone": _zone(draft.timezone.strip()),
    }


def _subdivision(country: str, typed: str) -> str:
    if not typed:
        return ""
    known = subdivisions_of(country)
    found = next((one for one in known if one.casefold() == typed.casefold()), "")
    if found and len(found) <= 10:
        return found
    if not known:
        raise RuleRefused(
            _("No region of that country has holidays of its own: leave the region empty."),
            "subdivision",
        )
    words = _("“%(code)s” is no region of %(country)s with holidays of its own. Known: %(known)s.")
    said = {"code": typed[:20], "country": country, "known": ", ".join(known[:60])}
    raise RuleRefused(words % said, "subdivision")


def _zone(name: str) -> str:
    if name and name not in zoneinfo.available_timezones():
        words = _("“%(name)s” is no time zone. Write it as Europe/Oslo, or leave it: the store's.")
        raise RuleRefused(words % {"name": name[:64]}, "timezone")
    return name


def _days_checked(days: Iterable[SpecialDay] | None) -> list[SpecialDay] | None:
    """In order, each day named once."""
    if days is None:
        return None
    found = sorted(days, key=lambda one: (one.first, one.last))
    if len(found) > MOST_SPECIAL_DAYS:
        words = _("A calendar has %(most)s special days at most.")
        raise RuleRefused(words % {"most": MOST_SPECIAL_DAYS}, "days")
    for one in found:
        _check_day(one)
    for one, after in pairwise(found):
        if after.first <= one.last:
            words = _("%(day)s stands in two of the special days: name each day once.")
            raise RuleRefused(words % {"day": after.first.isoformat()}, "days")
    return found


def _check_day(one: SpecialDay) -> None:
    said = {"first": one.first.isoformat(), "last": one.last.isoformat()}
    if one.first > one.last:
        words = _("%(first)s to %(last)s: the first day is after the last. Swap them.")
        raise RuleRefused(words % said, "days")
    if (one.last - one.first).days >= LONGEST_STRETCH:
        words = _("%(first)s to %(last)s is longer than a year: is a year mistyped?")
        raise RuleRefused(words % said, "days")
    if len(one.note) > LONGEST_TEXT:
        words = _("A note has at most %(most)s letters.")
        raise RuleRefused(words % {"most": LONGEST_TEXT}, "days")


def _keep(row: Calendar, fields: dict[str, Any], days: Iterable[SpecialDay] | None, by: By) -> bool:
    """Write what is other than before; whether anything was."""
    special = _days_checked(days)
    is_new = row.pk is None
    before = None if is_new else _said(row)
    after = _said(row, fields, special)
    if before == after:
        return False
    for name, value in fields.items():
        setattr(row, name, value)
    row.changed_at, row.changed_by = by.now, by.actor[:254]
    row.save()
    if special is not None:
        row.days.all().delete()
        CalendarDay.objects.bulk_create(
            CalendarDay(
                store_id=row.store_id,
                calendar=row,
                first=one.first,
                last=one.last,
                is_open=one.is_open,
                note=" ".join(one.note.replace("\0", "").split()),
            )
            for one in special
        )
    keep_change(row.store, Subject.CALENDAR, row.name, by, before=before, after=after)
    return True


def _said(
    row: Calendar,
    fields: dict[str, Any] | None = None,
    days: list[SpecialDay] | None = None,
) -> dict[str, Any]:
    """What it says, or would say with these fields and days. One query unless days are given."""
    told: Any = days
    if told is None:
        told = row.days.order_by("first", "pk") if row.pk else ()
    said = fields or {}

    def value(name: str) -> Any:
        return said.get(name, getattr(row, name))

    return {
        "name": value("name"),
        "workdays": list(value("workdays")),
        "country": value("country"),
        "subdivision": value("subdivision"),
        "cutoff": value("cutoff").strftime("%H:%M"),
        "timezone": value("timezone"),
        "days": [
            [one.first.isoformat(), one.last.isoformat(), one.is_open, " ".join(one.note.split())]
            for one in told
        ],
    }
