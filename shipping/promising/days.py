"""Business days of a calendar.

Each search ends: where no day is open for more than a year, the answer is None, "cannot be said".
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import holidays

from shipping.promising.data import CalendarRules

_DAY: Final = timedelta(days=1)
LONGEST_CLOSURE: Final = 400


class UnknownRegion(ValueError):
    """No public holidays are known of this country, or of this part of it."""


def check_region(country: str, subdivision: str = "") -> None:
    """Raise UnknownRegion where a form should refuse; the reckoning knows no holidays there."""
    known = holidays.list_supported_countries(include_aliases=False)
    if country and country not in known:
        raise UnknownRegion(country)
    if subdivision and (not country or subdivision not in known[country]):
        raise UnknownRegion(f"{country} {subdivision}".strip())


@lru_cache(maxsize=512)
def public_holidays(country: str, subdivision: str, year: int) -> frozenset[date]:
    """None of a country or part that the library does not know: see `check_region`."""
    if not country:
        return frozenset()
    try:
        found = holidays.country_holidays(
            country, subdiv=subdivision or None, years=year, expand=False
        )
    except NotImplementedError:
        return public_holidays(country, "", year) if subdivision else frozenset()
    return frozenset(found)


@lru_cache(maxsize=256)
def usual_workdays(country: str) -> frozenset[int]:
    """Monday to Friday, but for the countries whose weekend is another."""
    try:
        weekend = holidays.country_holidays(country).weekend
    except NotImplementedError:
        weekend = {5, 6}
    return frozenset(range(7)) - frozenset(weekend)


def calendar_of_country(country: str) -> CalendarRules:
    """The days on which carriers bring parcels there."""
    code = country.upper()
    return CalendarRules(timezone="UTC", workdays=usual_workdays(code), country=code)


@lru_cache(maxsize=512)
def zone_of(name: str) -> ZoneInfo:
    """A time zone by its name; UTC for one that nobody knows."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


@dataclass(frozen=True, slots=True)
class BusinessDays:
    """The open days of one calendar."""

    calendar: CalendarRules

    def is_open(self, day: date) -> bool:
        for special in reversed(self.calendar.special):
            if special.first <= day <= special.last:
                return special.is_open and self._exists(day)
        if day.weekday() not in self.calendar.workdays:
            return False
        region = self.calendar.country, self.calendar.subdivision
        return day not in public_holidays(*region, day.year) and self._exists(day)

    def on_or_after(self, day: date) -> date | None:
        """The first open day that is not before this one."""
        return next((each for each in self._from(day) if self.is_open(each)), None)

    def after(self, day: date, count: int) -> date | None:
        """The open day that stands `count` open days after this one; of 0 days `on_or_after`."""
        reached = self.on_or_after(day) if count == 0 else day
        for _ in range(count):
            reached = self.on_or_after(reached + _DAY) if reached else None
        return reached

    def between(self, first: date, last: date) -> int:
        """How many open days have come after `first`, until and with `last`."""
        days = (last - first).days
        return sum(self.is_open(first + timedelta(days=each + 1)) for each in range(days))

    def day_of(self, moment: datetime) -> date:
        """The day it is in the calendar's time zone."""
        return moment.astimezone(self._zone).date()

    def counted_from(self, moment: datetime) -> date | None:
        """The day on which what is ordered at this moment counts as ordered."""
        day = self.day_of(moment)
        if self.is_open(day) and moment <= self.cutoff_on(day):
            return day
        return self.on_or_after(day + _DAY)

    def cutoff_on(self, day: date) -> datetime:
        """The last moment that still counts on this day.

        Where clocks are set back and show the cut-off twice, the second time; where they are set
        forward over it, the moment they are set: so that who orders later never counts earlier.
        """
        wall = datetime.combine(day, self.calendar.cutoff, self._zone)
        later = wall.replace(fold=1).astimezone(UTC)
        if later.astimezone(self._zone).replace(fold=0) == wall.replace(fold=0):
            return later
        return self._leap(later, wall.replace(fold=0).astimezone(UTC))

    def end_of(self, day: date) -> datetime:
        """The first moment after this day."""
        midnight = datetime.combine(day + _DAY, time(), self._zone)
        return midnight.astimezone(UTC)

    @property
    def _zone(self) -> ZoneInfo:
        return zone_of(self.calendar.timezone)

    def _exists(self, day: date) -> bool:
        """False of a day that a place skipped when it moved over the date line."""
        noon = datetime.combine(day, time(12), self._zone)
        return noon.astimezone(UTC).astimezone(self._zone).date() == day

    def _from(self, day: date) -> Iterator[date]:
        last = min(LONGEST_CLOSURE, (date.max - day).days)
        return (day + timedelta(days=each) for each in range(last + 1))

    def _leap(self, before: datetime, after: datetime) -> datetime:
        """The moment between these at which clocks are set forward."""
        offset = before.astimezone(self._zone).utcoffset()
        while after - before > timedelta(microseconds=1):
            middle = before + (after - before) / 2
            is_before = middle.astimezone(self._zone).utcoffset() == offset
            before, after = (middle, after) if is_before else (before, middle)
        return after
