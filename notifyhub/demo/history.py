"""When orders came: busy evenings and Sundays, growth, one sale, and days of calm."""

from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from notifyhub.demo.world import Shop, dice

DAYS: Final = 90
# How much is bought at each hour of the shop's day, and on each weekday from Monday.
HOURS: Final = (
    4,
    2,
    1,
    1,
    1,
    2,
    5,
    10,
    14,
    17,
    19,
    20,
    21,
    19,
    18,
    18,
    20,
    23,
    27,
    33,
    38,
    36,
    24,
    11,
)
WEEKDAYS: Final = (92, 88, 90, 95, 104, 98, 133)


def moments(shop: Shop, count: int, *, now: datetime, seed: int) -> list[datetime]:
    """The times at which about `count` orders were placed in the last DAYS days, oldest first."""
    zone = ZoneInfo(shop.timezone)
    today = now.astimezone(zone).date()
    chance = dice("history", seed, shop.key, count)
    quiet = {chance.randrange(8, DAYS - 8) for _ in range(3)}
    sale = chance.randrange(12, 40)
    days = [today - timedelta(days=ago) for ago in range(DAYS, -1, -1)]
    weights = []
    for place, day in enumerate(days):
        weight = WEEKDAYS[day.weekday()] * (0.7 + 0.6 * place / DAYS) * chance.uniform(0.8, 1.2)
        weight *= 0.15 if DAYS - place in quiet else 2.4 if DAYS - place == sale else 1.0
        weights.append(weight)
    placed = []
    for day in chance.choices(days, weights, k=count):
        hour = chance.choices(range(24), HOURS)[0]
        at = datetime(day.year, day.month, day.day, hour, tzinfo=zone)
        at += timedelta(seconds=chance.randrange(3600))
        placed.append(at.astimezone(now.tzinfo))
    return sorted(at for at in placed if at <= now - timedelta(seconds=20))
