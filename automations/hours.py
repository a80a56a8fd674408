"""When a store works, by its calendar."""

from datetime import UTC, datetime, time, timedelta
from typing import Final

from shipping.promising.days import BusinessDays, zone_of
from shipping.rules import calendars_of
from stores.models import Store

OPENS: Final = time(9)
CLOSES: Final = time(17)


def next_opening(store: Store, moment: datetime) -> datetime:
    """The moment itself within working hours, else nine o'clock of the next open day.

    By the store's calendar and time zone; the moment itself where no day is ever open.
    """
    _calendars, usual = calendars_of(store)
    days, zone = BusinessDays(usual), zone_of(usual.timezone)
    local = moment.astimezone(zone)
    if days.is_open(local.date()) and OPENS <= local.time() < CLOSES:
        return moment
    begins = local.date() if local.time() < OPENS else local.date() + timedelta(days=1)
    day = days.on_or_after(begins)
    return datetime.combine(day, OPENS, zone).astimezone(UTC) if day else moment
