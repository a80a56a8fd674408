"""Quiet hours: marketing does not ring at night, where the reader lives. Knows no tables."""

from collections import Counter
from datetime import datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from babel.core import get_global

EVENING: Final = time(21)
MORNING: Final = time(8)


def zone_of(country: str, store_zone: ZoneInfo, at: datetime) -> ZoneInfo:
    """The reader's time zone by CLDR's table of countries; the store's where it lies there too.

    A country of many zones gives the clock that most of them share at that time (the east of the
    United States, of Australia); a country unknown gives the store's.
    """
    names = get_global("territory_zones").get(country.upper(), [])
    if not names or store_zone.key in names:
        return store_zone
    zones = [ZoneInfo(name) for name in names]
    shared, _count = Counter(at.astimezone(zone).utcoffset() for zone in zones).most_common(1)[0]
    return next(zone for zone in zones if at.astimezone(zone).utcoffset() == shared)


def is_quiet(at: datetime, zone: ZoneInfo) -> bool:
    """Whether it is night there: from 21:00 until 08:00 by the clock on the wall."""
    clock = at.astimezone(zone).time()
    return clock >= EVENING or clock < MORNING


def after_quiet(at: datetime, zone: ZoneInfo) -> datetime:
    """The time itself by day; by night the next 08:00 on the wall, whatever clocks were put to."""
    if not is_quiet(at, zone):
        return at
    local = at.astimezone(zone)
    day = local.date() + timedelta(days=1 if local.time() >= EVENING else 0)
    morning = datetime.combine(day, MORNING, tzinfo=zone)
    return morning.astimezone(at.tzinfo)
