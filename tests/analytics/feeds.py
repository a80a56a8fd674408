"""Folding to the end of the feed: tests beside one run transactions in the same server, too."""

import time
from collections.abc import Callable

from django.db import connection
from django.utils import timezone

from analytics.models import FeedCursor
from analytics.unit_folding import EXPERIMENTS, fold_units
from orders.models import Activity
from stores.scope import every_store

# Seconds. A transaction anywhere in the server holds the feed back: the longest test's, at worst.
PATIENCE = 300.0


def read_on(fold: Callable[[], int], is_done: Callable[[int], bool]) -> int:
    """Fold until done, which is asked with what was read by now; how much was read."""
    read = 0
    until = time.monotonic() + PATIENCE
    while True:
        read += fold()
        if is_done(read):
            return read
        if time.monotonic() > until:
            raise AssertionError("The feed was never read to its end.")
        time.sleep(0.1)


def is_read(name: str) -> bool:
    """Whether the cursor of this name stands at the newest fact."""
    with every_store(because="a test looks how far a fold is"):
        last = Activity.objects.order_by("-xid", "-id").values_list("pk", flat=True).first()
        place = FeedCursor.objects.filter(name=name).first()
    return last is None or (place is not None and place.last_id == last)


def wait_for_the_feed() -> None:
    """Until no transaction of the server is older than the last fact."""
    read_on(lambda: 0, lambda _read: _is_settled())


def _is_settled() -> bool:
    because = "a test waits for whatever was told, of any store"
    with every_store(because=because), connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(max(xid) < pg_snapshot_xmin(pg_current_snapshot()), true)"
            " FROM orders_activity"
        )
        return bool(cursor.fetchone()[0])


def fold_all() -> None:
    read_on(_fold_units, lambda _read: is_read(EXPERIMENTS))


def _fold_units() -> int:
    with every_store(because="a test folds units"):
        return fold_units(now=timezone.now())
