"""Requests that wait until their row is committed: in a thread, or in an event loop."""

import asyncio
import threading
from collections import deque
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

Row = TypeVar("Row")


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


class Blocked(Slot[Row]):
    """One waiting thread: the lock is held until the outcome is known."""

    __slots__ = ("known",)

    def __init__(self, row: Row) -> None:
        super().__init__(row)
        self.known = threading.Lock()
        self.known.acquire()

    def _let_go(self) -> None:
        self.known.release()


class Awaited(Slot[Row]):
    """One waiting coroutine, told of the outcome by its own event loop."""

    __slots__ = ("_outcome", "_told_by")

    def __init__(self, row: Row, told_by: "Wakings") -> None:
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


class Wakings:
    """Who is to be told in one event loop: it is woken once for all of a batch."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.loop = loop
        self._settled: deque[Awaited[Any]] = deque()
        self._is_woken = False

    def add(self, slot: Awaited[Any]) -> None:
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
