"""A line that tells how far a command has come; on a terminal it is drawn over itself."""

import sys
import time
from types import TracebackType
from typing import Self, TextIO

WIDTH = 24
PAUSE = 0.1  # seconds between two drawings


class Progress:
    """`with Progress("Orders", total=50) as bar: bar.advance(note="200: 14")`."""

    def __init__(self, name: str, *, total: int, out: TextIO | None = None) -> None:
        self.name = name
        self.total = max(total, 1)
        self.done = 0
        self.note = ""
        self.out = out or sys.stderr
        self.began = time.monotonic()
        self._drawn = 0.0

    def __enter__(self) -> Self:
        self._draw(is_last=False)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._draw(is_last=True)

    @property
    def seconds(self) -> float:
        return time.monotonic() - self.began

    def advance(self, count: int = 1, *, note: str = "") -> None:
        self.done += count
        self.note = note or self.note
        if time.monotonic() - self._drawn > PAUSE and self.out.isatty():
            self._draw(is_last=False)

    def _draw(self, *, is_last: bool) -> None:
        self._drawn = time.monotonic()
        if not is_last and not self.out.isatty():
            return
        full = min(WIDTH, WIDTH * self.done // self.total)
        bar = "█" * full + "·" * (WIDTH - full)
        line = (
            f"{self.name:<14} {bar} {self.done:>5}/{self.total}  {self.seconds:5.1f} s  {self.note}"
        )
        start, end = ("\r\x1b[K", "") if self.out.isatty() else ("", "")
        self.out.write(f"{start}{line}{chr(10) if is_last else end}")
        self.out.flush()
