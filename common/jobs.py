"""The bell: ask for background work by name, with ids only.

# Note [Rows are the truth]
A task means "look now"; the work itself stands in rows that a sweeper finds anyway. So a bell may
be lost, and may ring twice: a broker that is away is logged, never raised into the verb that rang.

# Note [One ring for many]
Who does many things in a row would ring the same bell after each of them, and each ring is a task
that somebody takes, only to find what the one before is at already. Within `gathered()` the same
bell rings at once, then at most once per GATHER, and a last time at the end: whatever was committed
is followed by a ring.
"""

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError

logger = logging.getLogger(__name__)

DEBOUNCE = 0.05  # seconds between two rings of the same bell by one process
GATHER = 0.1  # seconds between two rings of the same bell by who does many things in a row

_rung: dict[str, float] = {}
_lock = threading.Lock()


class _Gathering:
    """The bells that are rung in a row of things to do."""

    def __init__(self) -> None:
        self._rung: dict[str, float] = {}
        self._waiting: dict[str, None] = {}

    def ring(self, name: str) -> None:
        now = time.monotonic()
        if now - self._rung.get(name, -GATHER) < GATHER:
            self._waiting[name] = None
            return
        self._rung[name] = now
        self._waiting.pop(name, None)
        _send(name, {})

    def end(self) -> None:
        for name in self._waiting:
            _send(name, {})


_gathering: ContextVar[_Gathering | None] = ContextVar("gathering", default=None)


@contextmanager
def gathered() -> Iterator[None]:
    """Let bells without ids ring together. See Note [One ring for many]."""
    gathering = _Gathering()
    token = _gathering.set(gathering)
    try:
        yield
    finally:
        _gathering.reset(token)
        gathering.end()


def defer(name: str, **ids: int | str) -> None:
    """Ring after the current transaction commits; at once where there is none."""
    transaction.on_commit(lambda: _ring_deferred(name, ids))


def ring(name: str) -> bool:
    """Ring now, unless this process rang the same bell a moment ago. True if it rang."""
    now = time.monotonic()
    with _lock:
        if now - _rung.get(name, -1.0) < DEBOUNCE:
            return False
        _rung[name] = now
    _send(name, {})
    return True


def _ring_deferred(name: str, ids: dict[str, int | str]) -> None:
    gathering = _gathering.get()
    if gathering is None or ids:
        _send(name, ids)
        return
    gathering.ring(name)


def _send(name: str, ids: dict[str, int | str]) -> None:
    try:
        current_app.send_task(name, kwargs=ids, retry=False)
    except (OSError, OperationalError) as error:
        # See Note [Rows are the truth].
        logger.warning("job.bell.lost", extra={"job": name, "error": repr(error)})
