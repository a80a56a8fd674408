"""Reads on for every store that is behind, and takes on what came of it."""

import time
from collections.abc import Callable
from datetime import datetime

from automations import feeding, queries, running


def read_all(*, clock: Callable[[], datetime], seconds: float) -> int:
    """How many rows were read and steps taken, within that time. Wants a scope of every store."""
    until, done = time.monotonic() + seconds, 0
    while True:
        # A batch for each, so that no store far behind keeps the others waiting.
        fresh = sum(feeding.read_on(store_id=pk, now=clock()) for pk in queries.stores_behind())
        left = until - time.monotonic()
        fresh += running.run_all(clock=clock, seconds=max(left, 0.1))
        done += fresh
        if not fresh or left < 0:
            return done
