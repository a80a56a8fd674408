"""How long is too long for each store now: moments, reckoned in its own business days."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from shipping.models import Calendar, CalendarDay, DeliverySettings
from shipping.promising.data import SpecialDays
from shipping.promising.days import BusinessDays
from shipping.rules import calendar_rules, usual_calendar
from stores.models import Store

NEVER: Final = timedelta(days=400)
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Limits:
    """Before these moments the last sign of life is too old; `today` is the store's day."""

    today: date
    timezone: str
    unseen_before: datetime
    stalled_before: datetime
    silent_before: datetime


def limits_of_all(stores: Sequence[Store], now: datetime) -> dict[Limits, list[int]]:
    """The stores of each set of limits: most share theirs. Three statements."""
    settings = {row.store_id: row for row in DeliverySettings.objects.filter(store__in=stores)}
    found: dict[Limits, list[int]] = defaultdict(list)
    for store, days in _days_of_all(stores):
        found[limits_of(settings.get(store.pk) or DeliverySettings(), days, now)].append(store.pk)
    return dict(found)


def limits_of(settings: DeliverySettings, days: BusinessDays, now: datetime) -> Limits:
    return Limits(
        today=days.day_of(now),
        timezone=days.calendar.timezone,
        unseen_before=days_before(days, now, settings.first_scan_days),
        stalled_before=days_before(days, now, settings.stalled_days),
        silent_before=days_before(days, now, settings.silence_days),
    )


def days_before(days: BusinessDays, now: datetime, count: int) -> datetime:
    """The moment since which `count` business days have gone by, at the same time of day.

    On a day that is none, it is as late as at the end of the last that was one: so as time goes on,
    the moment never goes back.
    """
    today = days.day_of(now)
    base = _open_before(days, today + _DAY)
    reached = base
    for _ in range(count):
        reached = _open_before(days, reached) if reached else None
    if reached is None or base is None:
        return now - NEVER
    gone = now - days.end_of(today - _DAY) if base == today else _DAY
    return min(days.end_of(reached - _DAY) + gone, days.end_of(reached))


def _open_before(days: BusinessDays, day: date) -> date | None:
    back = (day - timedelta(days=each) for each in range(1, NEVER.days))
    return next((each for each in back if days.is_open(each)), None)


def _days_of_all(stores: Iterable[Store]) -> Iterator[tuple[Store, BusinessDays]]:
    named = list(stores)
    calendars = {
        row.store_id: row for row in Calendar.objects.filter(store__in=named, is_default=True)
    }
    special: dict[int, list[SpecialDays]] = defaultdict(list)
    rows = CalendarDay.objects.filter(calendar__in=[row.pk for row in calendars.values()])
    for day in rows.order_by("first", "pk"):
        special[day.calendar_id].append(SpecialDays(day.first, day.last, day.is_open, day.note))
    for store in named:
        row = calendars.get(store.pk)
        rules = calendar_rules(store, row, tuple(special[row.pk])) if row else usual_calendar(store)
        yield store, BusinessDays(rules)
