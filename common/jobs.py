"""The bell: ask for background work by name, with ids only.

# Note [Rows are the truth]
A task means "look now"; the work itself stands in rows that a sweeper finds anyway. So a bell may
be lost, and may ring twice: a broker that is away is logged, never raised into the verb that rang.
"""

import logging
import threading
import time

from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError

logger = logging.getLogger(__name__)

DEBOUNCE = 0.05  # seconds between two rings of the same bell by one process

_rung: dict[str, float] = {}
_lock = threading.Lock()


def defer(name: str, **ids: int | str) -> None:
    """Ring after the current transaction commits; at once where there is none."""
    transaction.on_commit(lambda: _send(name, ids))


def ring(name: str) -> bool:
    """Ring now, unless this process rang the same bell a moment ago. True if it rang."""
    now = time.monotonic()
    with _lock:
        if now - _rung.get(name, -1.0) < DEBOUNCE:
            return False
        _rung[name] = now
    _send(name, {})
    return True


def _send(name: str, ids: dict[str, int | str]) -> None:
    try:
        current_app.send_task(name, kwargs=ids, retry=False)
    except (OSError, OperationalError) as error:
        # See Note [Rows are the truth].
        logger.warning("job.bell.lost", extra={"job": name, "error": repr(error)})
