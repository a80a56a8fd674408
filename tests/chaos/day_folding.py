"""The fold of days shot before and after its place in the feed moves: each fact counts once."""

import time
from datetime import UTC, date, datetime, timedelta
from random import Random

from django.db.models import Sum
from django.utils import timezone

from analytics import days
from analytics.models import OrderDay
from orders.models import Activity, ActivityKind
from stores.models import Store
from stores.scope import every_store
from tests.analytics.feeds import wait_for_the_feed
from tests.chaos import deeds, shots
from tests.chaos.rows import Row
from tests.chaos.shots import Shot
from tests.factories.stores import make_store

WHAT = "folding figures of days"
ALL = [(WHAT, "analytics.days_folded"), (WHAT, "analytics.days_moved_on")]
FACTS = 60
DAY = date(2026, 3, 9)


def shot_at(what: str, step: str, kills: int, chance: Random) -> Row:
    """So many folders die at this step, several at once."""
    row = Row(what, step, tried=kills)
    with row.timed():
        killed = 0
        while killed < kills and not row.violations:
            store = _tell()
            kill = f"{step}:{chance.randint(1, 3)}"
            ends = shots.fire([Shot(deeds.fold_days, kill)] * min(kills - killed, shots.AT_ONCE))
            row.must(any(end.is_killed for end in ends), f"not killed at {kill}")
            killed += sum(end.is_killed for end in ends)
            _reckon(row, store)
        row.must(row.lost == row.duplicates == 0, "lost or twice")
    return row


def _tell() -> Store:
    store = make_store(timezone="Europe/Oslo")
    at = datetime(2026, 3, 9, 8, tzinfo=UTC)
    data = {"product_minor": 100, "total_minor": 125, "currency": "NOK", "products": {}}
    rows = [
        Activity(
            store=store,
            kind=ActivityKind.ORDER_PLACED,
            at=at + timedelta(seconds=number),
            data=data,
            key=f"order:{number}:placed",
        )
        for number in range(FACTS)
    ]
    with every_store(because="a test tells facts"):
        Activity.objects.bulk_create(rows)
        wait_for_the_feed()
    return store


def _reckon(row: Row, store: Store) -> None:
    """Once somebody has folded to the end; tests beside this one may keep the feed waiting."""
    until = time.monotonic() + shots.PATIENCE
    counted = 0
    while counted < FACTS and time.monotonic() < until:
        shots.finish(Shot(deeds.fold_days))
        with every_store(because="a test reads"):
            found = OrderDay.objects.filter(store=store, day=DAY)
            counted = found.aggregate(all=Sum("orders_count"))["all"] or 0
    row.lost += max(FACTS - counted, 0)
    row.duplicates += max(counted - FACTS, 0)
    with every_store(because="a test counts anew"):
        differing = days.replay(store=store, since=DAY, until=timezone.now().date())
    row.must(not differing, "; ".join(map(str, differing)))
