"""Counts of how long things took, by buckets, in the memory of one process until they are drained.

Bounded: one row of numbers for each name, and the names are given beforehand.
"""

import os
import threading
import weakref
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Drained:
    """What was added to one bucket since the last time, and how many seconds they were in all.

    `place` counts the bounds from 0; the last bucket, beyond all bounds, is their number.
    """

    name: str
    place: int
    count: int
    seconds: float


def _nothing() -> None:
    """Histograms that are gone need nothing after a fork."""


class Histograms:
    """`note` costs less than a microsecond, and may be called by any thread."""

    def __init__(self, names: Iterable[str], bounds: Sequence[float]) -> None:
        self._names, self._bounds = tuple(names), tuple(bounds)
        self._start_afresh()
        weak = weakref.WeakMethod(self._start_afresh)
        os.register_at_fork(after_in_child=lambda: _call(weak()))

    def note(self, name: str, seconds: float) -> None:
        """One thing took so long. Clocks of two machines may differ: less than nothing is 0."""
        seconds = max(seconds, 0.0)
        place = bisect_left(self._bounds, seconds)
        with self._guard:
            cell = self._cells[name][place]
            cell[0] += 1
            cell[1] += seconds
            self._is_empty = False

    def drain(self) -> list[Drained]:
        """What was noted since the last time; from now on it is the caller's."""
        if self._is_empty:
            return []
        with self._guard:
            cells = self._cells
            self._forget()
        return [
            Drained(name, place, int(count), seconds)
            for name in self._names
            for place, (count, seconds) in enumerate(cells[name])
            if count
        ]

    def _start_afresh(self) -> None:
        """Know nothing: at birth, and in a forked child, whose parent counts for itself."""
        self._guard = threading.Lock()
        self._forget()

    def _forget(self) -> None:
        room = range(len(self._bounds) + 1)
        self._cells = {name: [[0.0, 0.0] for _ in room] for name in self._names}
        self._is_empty = True


def _call(start_afresh: Callable[[], None] | None) -> None:
    (start_afresh or _nothing)()
