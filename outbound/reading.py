"""Reads on for every endpoint that is behind, and for every replay, a batch of each in turn."""

import time
from collections.abc import Callable
from datetime import datetime

from outbound import feeding, replaying
from outbound.models import EndpointState, Replay, ReplayState


def read_all(*, clock: Callable[[], datetime], seconds: float) -> int:
    """How many rows of the feed were read, within that time. Wants a scope of every store."""
    until, read = time.monotonic() + seconds, 0
    while True:
        fresh = _one_round(clock)
        read += fresh
        if not fresh or time.monotonic() > until:
            return read


def _one_round(clock: Callable[[], datetime]) -> int:
    """A batch for each, so that no endpoint far behind keeps the others waiting."""
    read = sum(feeding.read_on(endpoint_id=pk, now=clock()) for pk in feeding.behind())
    running = Replay.objects.filter(state=ReplayState.RUNNING, endpoint__state=EndpointState.ACTIVE)
    ids = list(running.order_by("pk").values_list("pk", flat=True))
    return read + sum(replaying.replay_on(replay_id=pk, now=clock()) for pk in ids)
