"""Reports are read from a replica, where there is one that keeps up; all else from the primary.

# Note [Which reads go to the replica]
Only what is inside `reports()`: pages and exports of figures, which sum up what others did and
which nobody reads in order to see what they wrote a moment ago. So what one wrote is always read
where it was written. The choice is made once, at the door, and holds for the whole report: half a
page from here and half from there would contradict itself. Should the replica end a statement
midway (it went away, or what it read was vacuumed on the primary), the report is read once more,
from the primary.

How far behind: the primary is asked where its log ends, then the replica how far it has replayed.
Where it replayed all, nothing is missing, however long ago it was written. Else it is behind by the
time of the last commit that it replayed, by the primary's clock: too much rather than too little.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Final, ParamSpec, TypeVar

from django.conf import settings
from django.db import (
    DEFAULT_DB_ALIAS,
    DatabaseError,
    InterfaceError,
    OperationalError,
    connections,
)
from django.db.backends.base.base import BaseDatabaseWrapper

REPLICA: Final = "replica"
LOOK_AGAIN: Final = 2.0  # seconds for which a look at the replica holds
AWAY: Final = 10.0  # seconds for which one that did not answer is left alone
_PRIMARY: Final = "SELECT pg_current_wal_lsn()::text, clock_timestamp()"
_BEHIND: Final = """
SELECT pg_is_in_recovery(), CASE
    WHEN pg_last_wal_replay_lsn() >= %s::pg_lsn THEN 0
    ELSE extract(epoch FROM %s::timestamptz - pg_last_xact_replay_timestamp()) END
"""

_P = ParamSpec("_P")
_T = TypeVar("_T")
_alias: ContextVar[str] = ContextVar("reports_read_from", default=DEFAULT_DB_ALIAS)

logger = logging.getLogger(__name__)


class Router:
    """Django's router. See Note [Which reads go to the replica]."""

    def db_for_read(self, model: object, **hints: object) -> str:
        return _alias.get()

    def db_for_write(self, model: object, **hints: object) -> str:
        return DEFAULT_DB_ALIAS

    def allow_relation(self, one: object, other: object, **hints: object) -> bool:
        return True  # the same rows, here and there

    def allow_migrate(self, db: str, app_label: str, **hints: object) -> bool:
        return db != REPLICA


class Fitness:
    """Whether the replica may be read, as this process last saw it."""

    def __init__(
        self, behind: Callable[[], float | None], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._behind = behind
        self._clock = clock
        self._looking = threading.Lock()
        self._is_fit = False
        self._asks_again = float("-inf")

    def is_fit(self) -> bool:
        """Looks at most once in LOOK_AGAIN; whoever comes while another looks hears the last."""
        if self._clock() >= self._asks_again and self._looking.acquire(blocking=False):
            try:
                self._look()
            finally:
                self._looking.release()
        return self._is_fit

    def leave_alone(self) -> None:
        """It failed: do not ask it for a while."""
        self._is_fit, self._asks_again = False, self._clock() + AWAY

    def _look(self) -> None:
        was, lag = self._is_fit, self._behind()
        if lag is None:
            self.leave_alone()
        else:
            self._is_fit = lag <= settings.NOTIFYHUB_REPLICA_LAG_SECONDS
            self._asks_again = self._clock() + LOOK_AGAIN
        if was != self._is_fit:
            logger.warning("replica.fitness.changed", extra={"is_fit": self._is_fit, "lag": lag})


def seconds_behind() -> float | None:
    """How far the replica is behind; None: it does not answer. Two round trips."""
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute(_PRIMARY)
        end, now = cursor.fetchone()
    try:
        with connections[REPLICA].cursor() as cursor:
            cursor.execute(_BEHIND, [end, now])
            is_replica, behind = cursor.fetchone()
    except DatabaseError:
        logger.warning("replica.away", exc_info=True)
        connections[REPLICA].close()
        return None
    if not is_replica:
        return 0.0  # it was promoted, or is the same server: nothing is older there
    return float("inf") if behind is None else float(behind)


fitness = Fitness(seconds_behind)


@contextmanager
def reports() -> Iterator[None]:
    """Read what is inside from the replica, if it is fit. A transaction stays where it began."""
    is_elsewhere = (
        REPLICA in connections.settings
        and not connections[DEFAULT_DB_ALIAS].in_atomic_block
        and fitness.is_fit()
    )
    token = _alias.set(REPLICA if is_elsewhere else DEFAULT_DB_ALIAS)
    try:
        yield
    finally:
        _alias.reset(token)


def reporting(read: Callable[_P, _T]) -> Callable[_P, _T]:
    """A page that only reads, read from the replica; once more from the primary if that fails."""

    @wraps(read)
    def read_it(*args: _P.args, **named: _P.kwargs) -> _T:
        try:
            with reports():
                is_elsewhere = _alias.get() == REPLICA
                return read(*args, **named)
        except (OperationalError, InterfaceError):
            if not is_elsewhere:
                raise
            logger.warning("replica.report.repeated", exc_info=True)
            fitness.leave_alone()
            connections[REPLICA].close()
            return read(*args, **named)

    return read_it


def reading() -> BaseDatabaseWrapper:
    """The connection that statements of our own read from: where the ORM reads, too."""
    return connections[_alias.get()]


def reading_from() -> str:
    """Its name."""
    return _alias.get()
