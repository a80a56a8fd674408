"""Requests in flight share one multi-row statement and one commit.

Each request hands in a row and waits; one thread with one connection of its own writes all the
rows that wait, in one statement, and lets their requests go once it is committed. While it writes,
the next rows gather, so the batch grows with the load by itself and nobody waits for a timer.
A request waits in a thread (`commit`), or in an event loop, which is woken once for a batch
(`committed`).
"""

import asyncio
import logging
import os
import threading
import time
import weakref
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import psycopg

Row = TypeVar("Row")
Connection = psycopg.Connection[Any]
Connect = Callable[[], Connection]
Write = Callable[[Connection, Sequence[Any]], None]

logger = logging.getLogger(__name__)


class DatabaseAway(Exception):
    """The row is not known to be committed: the database is away, or too slow to wait for."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much may wait, and for how long."""

    rows: int = 256  # in one statement
    waiting: int = 1024  # requests; more are refused at once
    patience: float = 3.0  # seconds a request waits before it is told `DatabaseAway`
    rest: float = 0.5  # seconds between attempts to connect; requests are refused meanwhile


class Slot(Generic[Row]):
    """One waiting request."""

    __slots__ = ("error", "is_abandoned", "is_settled", "row")

    def __init__(self, row: Row) -> None:
        self.row = row
        self.error: Exception | None = None
        self.is_abandoned = False
        self.is_settled = False

    def settle(self, error: Exception | None = None) -> None:
        """Let the request go, once; only the flusher calls this."""
        if not self.is_settled:
            self.is_settled = True
            self.error = error
            self._let_go()

    def _let_go(self) -> None:
        raise NotImplementedError


class _Blocked(Slot[Row]):
    """One waiting thread: the lock is held until the outcome is known."""

    __slots__ = ("known",)

    def __init__(self, row: Row) -> None:
        super().__init__(row)
        self.known = threading.Lock()
        self.known.acquire()

    def _let_go(self) -> None:
        self.known.release()


class _Awaited(Slot[Row]):
    """One waiting coroutine, told of the outcome by its own event loop."""

    __slots__ = ("_outcome", "_told_by")

    def __init__(self, row: Row, told_by: "_Wakings") -> None:
        super().__init__(row)
        self._told_by = told_by
        self._outcome: asyncio.Future[None] = told_by.loop.create_future()

    def _let_go(self) -> None:
        self._told_by.add(self)

    def tell(self) -> None:
        """In the loop: the outcome is known."""
        if not self._outcome.done():
            self._outcome.set_result(None)

    async def outcome(self, patience: float) -> bool:
        """Wait; False if there is none yet, and nobody waits any more."""
        timer = self._told_by.loop.call_later(patience, self._give_up)
        try:
            await self._outcome
        except asyncio.CancelledError:
            self.is_abandoned = True
            raise
        finally:
            timer.cancel()
        return not self.is_abandoned

    def _give_up(self) -> None:
        if not self.is_settled:
            self.is_abandoned = True
            self.tell()


class _Wakings:
    """Who is to be told in one event loop: it is woken once for all of a batch."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.loop = loop
        self._settled: deque[_Awaited[Any]] = deque()
        self._is_woken = False

    def add(self, slot: _Awaited[Any]) -> None:
        """By the flusher."""
        self._settled.append(slot)
        if not self._is_woken:
            self._is_woken = True
            try:
                self.loop.call_soon_threadsafe(self._tell)
            except RuntimeError:  # the loop is closed: its server has ended, and nobody waits
                self._settled.clear()

    def _tell(self) -> None:
        self._is_woken = False  # first: who is added from here on wakes the loop again
        while self._settled:
            self._settled.popleft().tell()


def _nothing() -> None:
    """A group that is gone needs nothing after a fork."""


class GroupCommit(Generic[Row]):
    """Commit rows in groups; `connect` opens an autocommit connection, `write` writes many rows.

    `write` must put all its rows into one statement: that is what makes them one commit. After a
    lost connection a batch is written once more, so rows that must not appear twice need a unique
    key and `ON CONFLICT DO NOTHING`.

    Nothing starts before the first row, so a server may fork its workers after importing this.
    """

    def __init__(self, *, connect: Connect, write: Write, name: str, limits: Limits | None = None):
        self.name = name
        self._open = connect
        self._write = write
        self._limits = limits or Limits()
        self._start_afresh()
        weak = weakref.WeakMethod(self._start_afresh)
        os.register_at_fork(after_in_child=lambda: (weak() or _nothing)())

    def commit(self, row: Row) -> None:
        """Return once the row is committed; raise the database's error, or `DatabaseAway`."""
        slot = _Blocked(row)
        self._enqueue(slot)
        if not slot.known.acquire(timeout=self._limits.patience):
            slot.is_abandoned = True
            raise DatabaseAway(f"{self.name}: no answer in {self._limits.patience} s")
        if slot.error is not None:
            raise slot.error

    async def committed(self, row: Row) -> None:
        """As `commit`, for a coroutine: its thread goes on with others meanwhile."""
        slot = _Awaited(row, self._wakings())
        self._enqueue(slot)
        if not await slot.outcome(self._limits.patience):
            raise DatabaseAway(f"{self.name}: no answer in {self._limits.patience} s")
        if slot.error is not None:
            raise slot.error

    def close(self, timeout: float = 5.0) -> None:
        """Write what waits, then end the thread and its connection; later rows are refused."""
        with self._changed:
            self._is_closed = True
            self._changed.notify()
        if self._thread is not None:
            self._thread.join(timeout)

    def _start_afresh(self) -> None:
        """Know nothing of any thread: at birth, and in a forked child, which has none."""
        self._changed = threading.Condition(threading.Lock())
        self._waiting: deque[Slot[Row]] = deque()
        self._loops_wakings: _Wakings | None = None
        self._thread: threading.Thread | None = None
        self._connection: Connection | None = None  # a forked child must not close its parent's
        self._is_closed = False
        self._away_until = 0.0

    def _wakings(self) -> _Wakings:
        loop = asyncio.get_running_loop()
        if self._loops_wakings is None or self._loops_wakings.loop is not loop:
            self._loops_wakings = _Wakings(loop)
        return self._loops_wakings

    def _enqueue(self, slot: Slot[Row]) -> None:
        with self._changed:
            if self._is_closed:
                raise DatabaseAway(f"{self.name}: closed")
            if time.monotonic() < self._away_until:
                raise DatabaseAway(f"{self.name}: the database is away")
            if len(self._waiting) >= self._limits.waiting:
                raise DatabaseAway(f"{self.name}: too many requests wait")
            self._waiting.append(slot)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name=self.name, daemon=True)
                self._thread.start()
            if len(self._waiting) == 1:
                self._changed.notify()

    def _run(self) -> None:
        while batch := self._next_batch():
            try:
                self._flush(batch)
            except Exception as error:  # whatever it is, those who wait are told
                logger.exception("Could not write a batch", extra={"group": self.name})
                self._give_up(batch, DatabaseAway(f"{self.name}: {error}"))
        self._disconnect()

    def _next_batch(self) -> list[Slot[Row]]:
        """Wait for rows; an empty batch means that we are closed and nothing waits."""
        with self._changed:
            while not self._waiting and not self._is_closed:
                self._changed.wait()
            count = min(len(self._waiting), self._limits.rows)
            return [self._waiting.popleft() for _ in range(count)]

    def _flush(self, batch: list[Slot[Row]]) -> None:
        wanted = [slot for slot in batch if not slot.is_abandoned]
        if not wanted:
            return
        try:
            self._write_with_one_reconnect([slot.row for slot in wanted])
        except (psycopg.DataError, psycopg.IntegrityError, ValueError, TypeError) as error:
            self._find_the_culprit(wanted, error)
        except psycopg.Error as error:
            logger.warning("Could not write a batch: %s", error, extra={"group": self.name})
            self._give_up(wanted, DatabaseAway(f"{self.name}: {error}"))
        else:
            for slot in wanted:
                slot.settle()

    def _write_with_one_reconnect(self, rows: list[Row]) -> None:
        """Write; if the connection turns out to be dead (a restart, a fail-over), on a new one."""
        was_connected = self._connection is not None
        try:
            self._write(self._connected(), rows)
        except (psycopg.OperationalError, psycopg.InterfaceError):
            self._disconnect()
            if not was_connected:
                raise
            self._write(self._connected(), rows)

    def _find_the_culprit(self, batch: list[Slot[Row]], error: Exception) -> None:
        """Split a refused batch, so that one bad row spoils only its own request."""
        if len(batch) == 1:
            batch[0].settle(error)
            return
        middle = len(batch) // 2
        self._flush(batch[:middle])
        self._flush(batch[middle:])

    def _give_up(self, batch: list[Slot[Row]], error: DatabaseAway) -> None:
        """Tell this batch and all who wait, and refuse others for a moment: 503 beats a queue."""
        self._disconnect()
        with self._changed:
            self._away_until = time.monotonic() + self._limits.rest
            waiting = [*batch, *self._waiting]
            self._waiting.clear()
        for slot in waiting:
            slot.settle(error)

    def _connected(self) -> Connection:
        if self._connection is None:
            self._connection = self._open()
        return self._connection

    def _disconnect(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()
