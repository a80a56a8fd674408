"""When a reader may be told: not in their quiet hours, or with the next digest."""

from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

HOUR: Final = timedelta(hours=1)


def next_digest(at: datetime, hour: int, zone: ZoneInfo) -> datetime:
    """The next time that the reader's clock strikes this hour, after `at`."""
    return _next_striking(at, hour, zone)


def after_quiet(at: datetime, quiet_from: int, quiet_until: int, zone: ZoneInfo) -> datetime:
    """`at` itself, or when the quiet hours that it lies in are over. Both the same: never quiet."""
    hour = at.astimezone(zone).hour
    if quiet_from <= quiet_until:
        is_quiet = quiet_from <= hour < quiet_until
    else:  # over midnight
        is_quiet = hour >= quiet_from or hour < quiet_until
    return _next_striking(at, quiet_until, zone) if is_quiet else at


def _next_striking(at: datetime, hour: int, zone: ZoneInfo) -> datetime:
    """Also where the clock is put forward over that hour: then when it next shows a later one."""
    local = at.astimezone(zone)
    struck = local.replace(hour=hour, minute=0, second=0, microsecond=0, fold=0)
    if struck <= local:
        struck = (local.replace(tzinfo=None) + timedelta(days=1)).replace(
            hour=hour, minute=0, second=0, microsecond=0, tzinfo=zone
        )
    return struck.astimezone(at.tzinfo)
