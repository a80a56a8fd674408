"""Requests in flight share one multi-row statement and one commit.

Each request hands in a row and waits; one thread with one connection of its own writes all the
rows that wait, in one statement, and lets their requests go once it is committed. While it writes,
the next rows gather, so the batch grows with the load by itself and nobody waits for a timer.
A request waits in a thread (`commit`), or in an event loop (`committed`), which is woken once for a
batch, or writes by itself while all is well: common/loopcommit.py.
"""

import asyncio
import logging
import os
import threading
import time
import weakref
from collections import deque
from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

import psycopg

from common.loopcommit import InLoop, Lane
from common.waiting import Awaited, Blocked, DatabaseAway, Limits, Slot, Wakings

__all__ = ["Connect", "Connection", "DatabaseAway", "GroupCommit", "InLoop", "Limits"]

Row = TypeVar("Row")
Connection = psycopg.Connection[Any]
Connect = Callable[[], Connection]
Write = Callable[[Connection, Sequence[Any]], None]

logger = logging.getLogger(__name__)


def _nothing() -> None:
    """A group that is gone needs nothing after a fork."""


class GroupCommit(Generic[Row]):
    """Commit rows in groups; `connect` opens an autocommit connection, `write` writes many rows.

    `write` must put all its rows into one statement: that is what makes them one commit. After a
    lost connection a batch is written once more, so rows that must not appear twice need a unique
    key and `ON CONFLICT DO NOTHING`.

    Nothing starts before the first row, so a server may fork its workers after importing this.
    """

    def __init__(
        self,
        *,
        connect: Connect,
        write: Write,
        name: str,
        limits: Limits | None = None,
        in_loop: InLoop | None = None,
    ):
        self.name = name
        self._in_loop = in_loop
        self._open = connect
        self._write = write
        self._limits = limits or Limits()
        self._start_afresh()
        weak = weakref.WeakMethod(self._start_afresh)
        os.register_at_fork(after_in_child=lambda: (weak() or _nothing)())

    def commit(self, row: Row) -> None:
        """Return once the row is committed; raise the database's error, or `DatabaseAway`."""
        slot = Blocked(row)
        self._enqueue(slot)
        if not slot.known.acquire(timeout=self._limits.patience):
            slot.is_abandoned = True
            raise DatabaseAway(f"{self.name}: no answer in {self._limits.patience} s")
        if slot.error is not None:
            raise slot.error

    async def committed(self, row: Row) -> None:
        """As `commit`, for a coroutine: its thread goes on with others meanwhile."""
        if self._in_loop is None or self._is_closed:
            await self._committed_by_thread(row)
        else:
            await self._own(self._in_loop).committed(row)

    async def opened(self) -> None:
        """Connect the running loop itself, as the first row would, and wait for it."""
        if self._in_loop is not None:
            await self._own(self._in_loop).opened()

    async def _committed_by_thread(self, row: Row) -> None:
        slot = Awaited(row, self._wakings())
        self._enqueue(slot)
        if not await slot.outcome(self._limits.patience):
            raise DatabaseAway(f"{self.name}: no answer in {self._limits.patience} s")
        if slot.error is not None:
            raise slot.error

    def close(self, timeout: float = 5.0) -> None:
        """Write what waits, then end the thread and its connection; later rows are refused."""
        with self._changed:
            self._is_closed = True
        if self._lane is not None and self._lane.loop.is_running():
            closing = asyncio.run_coroutine_threadsafe(self._lane.close(), self._lane.loop)
            closing.result(timeout)
        with self._changed:
            self._changed.notify()
        if self._thread is not None:
            self._thread.join(timeout)

    def _start_afresh(self) -> None:
        """Know nothing of any thread: at birth, and in a forked child, which has none."""
        self._changed = threading.Condition(threading.Lock())
        self._waiting: deque[Slot[Row]] = deque()
        self._loops_wakings: Wakings | None = None
        self._lane: Lane[Row] | None = None
        self._thread: threading.Thread | None = None
        self._connection: Connection | None = None  # a forked child must not close its parent's
        self._is_closed = False
        self._away_until = 0.0

    def _own(self, way: InLoop) -> Lane[Row]:
        """The running loop's lane."""
        lane = self._lane
        if lane is None or lane.loop is not asyncio.get_running_loop():
            lane = self._lane = Lane(
                way,
                by_thread=self._committed_by_thread,
                name=self.name,
                limits=self._limits,
            )
        return lane

    def _wakings(self) -> Wakings:
        loop = asyncio.get_running_loop()
        if self._loops_wakings is None or self._loops_wakings.loop is not loop:
            self._loops_wakings = Wakings(loop)
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
