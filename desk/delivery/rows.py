"""The rules of a store as the page shows them: each says in words what it does."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Any, Final

from django.db.models import Count
from django.utils import formats
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from desk.delivery.common import days, plain_days
from shipping.carriers import naming
from shipping.models import Calendar, Carrier, Level, ProcessingTime, TransitTime
from shipping.promising.data import CalendarRules, SpecialDays
from shipping.promising.days import BusinessDays
from shipping.rules import calendar_rules, usual_calendar
from shipping.transit_times import own_code
from stores.models import Store
from templates_app.engine.languages import babel_locale

ON_A_PAGE: Final = 25
CLOSED_SHOWN: Final = 4
LOOKED_AHEAD: Final = 120


@dataclass(frozen=True, slots=True)
class TimeRow:
    """A processing time in words."""

    row: ProcessingTime

    @property
    def takes(self) -> str:
        return days(self.row.min_days, self.row.max_days)


@dataclass(frozen=True, slots=True)
class LevelRows:
    """The processing times of one level, the newest first; `older` begins the next page."""

    level: Level
    count: int
    rows: list[TimeRow]
    older: int | None

    @property
    def title(self) -> str:
        return str(self.level.label)

    @property
    def what(self) -> str:
        return {
            Level.VARIANT: _("Counts before all others."),
            Level.PRODUCT: _("Counts where its variant has no time of its own."),
            Level.COLLECTION: _("Of several collections, the longest time counts."),
            Level.VENDOR: _("Counts for everything of a vendor that has no closer time."),
            Level.STORE: _("Counts for all the rest."),
        }[self.level]


def levels_of(store: Store, only: str, before: int | None) -> list[LevelRows]:
    """Of each level that has any; of one alone where it is named. A query a level, and one."""
    told = ProcessingTime.objects.filter(store=store)
    counts = dict(told.values_list("level").annotate(Count("pk")))
    found = []
    for level in Level:
        if level not in counts or (only in Level and only != level):
            continue
        rows = told.filter(level=level).select_related("calendar").order_by("-pk")
        if before is not None and only == level:
            rows = rows.filter(pk__lt=before)
        shown = list(rows[: ON_A_PAGE + 1])
        older = shown[ON_A_PAGE - 1].pk if len(shown) > ON_A_PAGE else None
        found.append(
            LevelRows(level, counts[level], [TimeRow(row) for row in shown[:ON_A_PAGE]], older)
        )
    return found


@dataclass(frozen=True, slots=True)
class CalendarRow:
    """A calendar, and on which days it is closed next."""

    row: Calendar | None  # None: the usual days of a country
    rules: CalendarRules
    today: date

    @property
    def weekdays(self) -> str:
        return weekdays_in_words(sorted(self.rules.workdays))

    @property
    def cutoff(self) -> str:
        if self.rules.cutoff == time.max:
            return _("to midnight")
        return formats.time_format(self.rules.cutoff, "H:i")

    @property
    def holidays(self) -> str:
        parts = (self.rules.country, self.rules.subdivision)
        return " ".join(part for part in parts if part) or _("none")

    @property
    def closed(self) -> list[str]:
        """The next days off that are weekdays otherwise."""
        named = {day: one.note for one in self.rules.special for day in _stretch(one)}
        open_days = BusinessDays(self.rules)
        span = (self.today + timedelta(days=ahead) for ahead in range(LOOKED_AHEAD))
        off = (
            day
            for day in span
            if day.weekday() in self.rules.workdays and not open_days.is_open(day)
        )
        pattern = pgettext("date pattern", "D j M")
        return [
            " ".join(filter(None, (formats.date_format(day, pattern), named.get(day, ""))))
            for day in islice(off, CLOSED_SHOWN)
        ]


def _stretch(special: SpecialDays) -> list[date]:
    count = (special.last - special.first).days + 1
    return [special.first + timedelta(days=ahead) for ahead in range(count)]


def calendars_of(store: Store, now: datetime) -> list[CalendarRow]:
    """The default first; without any, the one that counts then. Two queries."""
    rows = Calendar.objects.filter(store=store).prefetch_related("days")
    found = []
    for row in sorted(rows, key=lambda one: (not one.is_default, one.name)):
        special = tuple(
            SpecialDays(day.first, day.last, day.is_open, day.note) for day in row.days.all()
        )
        rules = calendar_rules(store, row, special)
        found.append(CalendarRow(row, rules, BusinessDays(rules).day_of(now)))
    if not found:
        usual = usual_calendar(store)
        found.append(CalendarRow(None, usual, BusinessDays(usual).day_of(now)))
    return found


def weekdays_in_words(numbers: Sequence[int]) -> str:
    """ "Mon–Fri", "Tue, Thu, Sat"."""
    names = [str(WEEKDAYS_ABBR[number]) for number in numbers]
    is_a_row = list(numbers) == list(range(numbers[0], numbers[0] + len(numbers)))
    if is_a_row and len(names) > 2:
        return f"{names[0]}–{names[-1]}"
    return ", ".join(names)


def country_name(code: str) -> str:
    """As people of the page's language call it."""
    names = babel_locale(get_language() or "en").territories
    return str(names.get(code, code))


@dataclass(frozen=True, slots=True)
class TransitRow:
    """A transit time in words."""

    row: TransitTime
    carrier: str

    @property
    def where(self) -> str:
        if not self.row.country:
            return _("Everywhere else")
        country = country_name(self.row.country)
        if self.row.postcode:
            words = _("%(country)s, postcodes %(code)s…")
            return words % {"country": country, "code": self.row.postcode}
        return country

    @property
    def takes(self) -> str:
        count = days if not self.row.runs_daily else plain_days
        return count(self.row.min_days, self.row.max_days)


def transits_of(store: Store, before: int) -> tuple[list[TransitRow], int | None]:
    """By country, then postcode; and where the next page begins. Two queries."""
    rows = TransitTime.objects.filter(store=store).order_by("-country", "postcode", "pk")
    shown = list(rows[before : before + 2 * ON_A_PAGE + 1])
    own = {own_code(one): one.name for one in Carrier.objects.filter(store=store)}
    found = [
        TransitRow(row, own.get(row.carrier) or naming.name_of(row.carrier) or row.carrier)
        for row in shown[: 2 * ON_A_PAGE]
    ]
    return found, before + 2 * ON_A_PAGE if len(shown) > 2 * ON_A_PAGE else None


def changes_in_words(before: dict[str, Any] | None, after: dict[str, Any] | None) -> str:
    """What of a rule was changed: "max_days 2 → 5"."""
    if before is None:
        return _("added")
    if after is None:
        return _("removed")
    differing = [name for name in after if before.get(name) != after[name]]
    said = (f"{name} {_plain(before.get(name))} → {_plain(after[name])}" for name in differing[:6])
    return ", ".join(said)


def _plain(value: object) -> str:
    if value in (None, "", []):
        return "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return str(len(value)) if isinstance(value, list) else str(value)[:60]
