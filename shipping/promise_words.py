"""A promise as people say it: its days for buyers, where it stands for staff."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shipping.models import Promise
from shipping.promising import day_words


class Dated(Protocol):
    """A Promise, a Quote or the dates of one line."""

    @property
    def from_on(self) -> date | None: ...

    @property
    def to_on(self) -> date | None: ...


def days_in_words(dates: Dated, today: date, locale: str, *, is_full: bool = False) -> str:
    """ "Wed 25 to Thu 26 Nov"; "" where nothing can be said.

    In full, for a headline: "onsdag 25. eller torsdag 26. november".
    """
    if dates.to_on is None:
        return ""
    first = dates.from_on or dates.to_on
    return day_words.span_in_words(first, dates.to_on, today, locale, is_full=is_full)


def nearness_in_words(dates: Dated, today: date, locale: str) -> str:
    """How far away its last day is: "tomorrow", "in 3 days"; "" where that cannot be said."""
    return day_words.nearness_in_words(dates.to_on, today, locale) if dates.to_on else ""


class Standing(StrEnum):
    """How a promise is doing."""

    UNSAID = "UNSAID"
    ON_TIME = "ON_TIME"
    LEAVES_TODAY = "LEAVES_TODAY"
    LATE_TO_LEAVE = "LATE_TO_LEAVE"
    LATE = "LATE"
    KEPT = "KEPT"
    BROKEN = "BROKEN"


@dataclass(frozen=True, slots=True)
class Stands:
    """`days`: to spare, or too late, counted from today in days of the week."""

    how: Standing
    days: int = 0

    @property
    def tone(self) -> str:
        if self.how in (Standing.LATE, Standing.LATE_TO_LEAVE, Standing.BROKEN):
            return "bad"
        if self.how == Standing.LEAVES_TODAY:
            return "warn"
        return "" if self.how == Standing.UNSAID else "good"


def standing_of(promise: Promise, today: date) -> Stands:
    """`today` in the store's time zone."""
    if promise.settled_at is not None and promise.is_kept is not None:
        return Stands(Standing.KEPT if promise.is_kept else Standing.BROKEN)
    if promise.to_on and promise.to_on < today:
        return Stands(Standing.LATE, (today - promise.to_on).days)
    leaves = None if promise.shipped_at else promise.ships_by_on
    if leaves and leaves <= today:
        late = (today - leaves).days
        return Stands(Standing.LATE_TO_LEAVE if late else Standing.LEAVES_TODAY, late)
    until = leaves or promise.to_on
    return Stands(Standing.ON_TIME, (until - today).days) if until else Stands(Standing.UNSAID)


def standing_in_words(promise: Promise, today: date) -> str:
    """ "On time, 2 days to spare"."""
    stands = standing_of(promise, today)
    match stands.how:
        case Standing.KEPT:
            return _("Kept")
        case Standing.BROKEN:
            return _("Came later than promised")
        case Standing.LATE:
            words = ngettext("%(days)s day late", "%(days)s days late", stands.days)
        case Standing.LATE_TO_LEAVE:
            words = ngettext(
                "Should have left %(days)s day ago",
                "Should have left %(days)s days ago",
                stands.days,
            )
        case Standing.LEAVES_TODAY:
            return _("Must leave today")
        case Standing.UNSAID:
            return _("No date can be said")
        case _:
            words = ngettext(
                "On time, %(days)s day to spare", "On time, %(days)s days to spare", stands.days
            )
    return words % {"days": stands.days}
