"""Group commit within an event loop: while all is well, no thread is woken for a batch.

# Note [The loop's own connection]
Requests that wait in an event loop are written by it, on a connection of its own: to hand each row
to a thread, and the outcome back, costs more than all else that is done for an open of a mail.
Whatever goes wrong here is left to the thread of common/groupcommit.py, which connects anew, finds
the row that spoils a batch, and refuses all for a moment: it gets the rows of the batch that failed
and all that come, until the loop is connected again. So a row may be written once more here as well
after a lost connection.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

import psycopg

from common.waiting import DatabaseAway, Limits

Row = TypeVar("Row")
LoopConnection = psycopg.AsyncConnection[Any]
LOOKS_AGAIN: Final = 0.05  # seconds between two looks for who has waited too long, at least
_NEVER: Final = float("inf")

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class InLoop:
    """As GroupCommit's own two: `connect` says None where there can be no such connection."""

    connect: Callable[[], Awaitable[LoopConnection | None]]
    write: Callable[[LoopConnection, Sequence[Any]], Awaitable[None]]


class Waiter(Generic[Row]):
    """One request; `outcome` is done when it is answered, or has left."""

    __slots__ = ("outcome", "row", "since")

    def __init__(self, row: Row, loop: asyncio.AbstractEventLoop) -> None:
        self.row = row
        self.since = loop.time()
        self.outcome: asyncio.Future[None] = loop.create_future()

    def settle(self, error: Exception | None = None) -> None:
        if self.outcome.done():
            return
        if error is None:
            self.outcome.set_result(None)
        else:
            self.outcome.set_exception(error)


class Lane(Generic[Row]):
    """The rows of one event loop. `by_thread` writes what cannot be written here.

    Used in its loop alone, so that nothing needs a lock.
    """

    def __init__(
        self,
        way: InLoop,
        *,
        by_thread: Callable[[Row], Awaitable[None]],
        name: str,
        limits: Limits,
    ) -> None:
        self.loop = asyncio.get_running_loop()
        self._way = way
        self._by_thread = by_thread
        self._name = name
        self._limits = limits
        self._waiting: deque[Waiter[Row]] = deque()
        self._being_written: list[Waiter[Row]] = []
        self._connection: LoopConnection | None = None
        self._connects_again = 0.0  # by the loop's clock
        self._timer: asyncio.TimerHandle | None = None
        # The loop itself holds its tasks by weak references alone.
        self._tasks: set[asyncio.Task[None]] = set()
        self._is_writing = False

    async def committed(self, row: Row) -> None:
        """Return once the row is committed; raise as GroupCommit does."""
        if self._connection is None:
            self._connect_soon()
            await self._by_thread(row)
            return
        if len(self._waiting) >= self._limits.waiting:
            raise DatabaseAway(f"{self._name}: too many requests wait")
        waiter = Waiter(row, self.loop)
        self._waiting.append(waiter)
        if not self._is_writing:
            self._is_writing = True
            self._begin(self._write_all())
        if self._timer is None:
            self._timer = self.loop.call_later(self._limits.patience, self._look_for_the_late)
        await waiter.outcome

    async def opened(self) -> None:
        """Connect, unless it is connected or was refused a moment ago."""
        if self._connection is None:
            self._connect_soon()
            await self._ended()

    async def close(self) -> None:
        """Write what waits, and hang up; who comes later goes to the thread."""
        await self._ended()
        await self._disconnect()
        self._connects_again = _NEVER

    async def _ended(self) -> None:
        while self._tasks:
            await asyncio.wait(self._tasks)

    async def _write_all(self) -> None:
        try:
            while self._connection is not None and self._waiting:
                await self._write_some(self._connection)
        finally:
            self._is_writing = False

    async def _write_some(self, connection: LoopConnection) -> None:
        batch = self._being_written = self._next_batch()
        try:
            if batch:
                await self._way.write(connection, [it.row for it in batch])
        except Exception as error:  # whatever it is, the thread finds out whose fault it is
            logger.info("Left to the thread: %s", error)
            await self._leave_to_the_thread()
        else:
            for waiter in batch:
                waiter.settle()
        finally:
            self._being_written = []

    def _next_batch(self) -> list[Waiter[Row]]:
        """Without who has been told already, or has left."""
        batch: list[Waiter[Row]] = []
        while self._waiting and len(batch) < self._limits.rows:
            waiter = self._waiting.popleft()
            if not waiter.outcome.done():
                batch.append(waiter)
        return batch

    async def _leave_to_the_thread(self) -> None:
        left = [*self._being_written, *self._waiting]
        self._waiting.clear()
        for waiter in left:
            self._begin(self._pass_on(waiter))
        self._connects_again = self.loop.time() + self._limits.rest
        await self._disconnect()

    async def _pass_on(self, waiter: Waiter[Row]) -> None:
        if waiter.outcome.done():
            return
        try:
            await self._by_thread(waiter.row)
        except Exception as error:  # it is the waiting request's
            waiter.settle(error)
        else:
            waiter.settle()

    def _look_for_the_late(self) -> None:
        """One timer for all that wait: most are answered long before it."""
        self._timer = None
        now = self.loop.time()
        later: list[float] = []
        for waiter in (*self._being_written, *self._waiting):
            if waiter.outcome.done():
                continue
            left = waiter.since + self._limits.patience - now
            if left > 0:
                later.append(left)
            else:
                waiter.settle(DatabaseAway(f"{self._name}: no answer in {self._limits.patience} s"))
        if later:
            pause = max(min(later), LOOKS_AGAIN)
            self._timer = self.loop.call_later(pause, self._look_for_the_late)

    def _connect_soon(self) -> None:
        if self.loop.time() >= self._connects_again:
            self._connects_again = _NEVER  # until it is known how this ended
            self._begin(self._connect())

    async def _connect(self) -> None:
        try:
            self._connection = await self._way.connect()
        except psycopg.Error as error:
            logger.info("The loop has no connection: %s", error)
        finally:
            self._connects_again = self.loop.time() + self._limits.rest

    async def _disconnect(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            await connection.close()

    def _begin(self, work: Any) -> None:
        task = self.loop.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
