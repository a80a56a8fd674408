"""Keeps children up: what dies is started again, a little later each time, and said so."""

import signal
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from common.embedded import process
from common.embedded.process import Program

if TYPE_CHECKING:
    import subprocess

FIRST_PAUSE = 0.5
LONGEST_PAUSE = 30.0
# A child that lived this long has earned a quick restart.
SETTLED = 60.0
# How often one that is not our child is asked whether it still answers.
ASKING = 2.0


class Keepable(Protocol):
    name: str

    def start(self) -> bool: ...
    def ended(self) -> str | None: ...
    def stop(self) -> None: ...


class Service:
    """A program kept running, as a Postgres or a Valkey is."""

    def __init__(self, program: Program, *, stop_patience: float = 10) -> None:
        self.program = program
        self.name = program.name
        self.stop_patience = stop_patience
        self.child: subprocess.Popen[bytes] | None = None

    def start(self) -> bool:
        self.child = process.spawn(self.program)
        return True

    def ended(self) -> str | None:
        code = self.child.poll() if self.child else None
        return None if code is None else process.ending(code)

    def stop(self) -> None:
        if self.child is not None:
            process.stop(self.child, by=signal.SIGTERM, patience=self.stop_patience)


class _Kept:
    def __init__(self, service: Keepable) -> None:
        self.service = service
        self.pause = FIRST_PAUSE
        self.started_at = time.monotonic()
        self.next_look_at = 0.0
        self.is_down = False

    def look(self, now: float, say: Callable[[str], None]) -> None:
        if now < self.next_look_at:
            return
        self.next_look_at = now + (ASKING if getattr(self.service, "child", None) is None else 0)
        if self.is_down:
            self._start_again(now, say)
            return
        how = self.service.ended()
        if how is None:
            return
        if now - self.started_at > SETTLED:
            self.pause = FIRST_PAUSE
        self.service.stop()  # what it left behind would be in the way of the next
        say(f"{self.service.name} ended ({how}); starting it again in {self.pause:g} s")
        self._wait(now)

    def _start_again(self, now: float, say: Callable[[str], None]) -> None:
        try:
            self.service.start()
        except (process.NotReady, OSError) as error:
            say(f"{self.service.name} does not start: {error}\nNext try in {self.pause:g} s")
            self._wait(now)
            return
        self.is_down = False
        self.started_at = now
        say(f"{self.service.name} runs again")

    def _wait(self, now: float) -> None:
        self.is_down = True
        self.next_look_at = now + self.pause
        self.pause = min(self.pause * 2, LONGEST_PAUSE)


class Keeper:
    """Starts services in order, keeps them up, and stops them in the reverse order."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self.say = say
        self._kept: list[_Kept] = []

    def start(self, service: Keepable) -> bool:
        """True when it was started here, False when it ran already."""
        self._kept.append(_Kept(service))
        return service.start()

    def watch(self) -> None:
        """Keep them up until an exception (Ctrl-C) ends it."""
        while True:
            self.look(time.monotonic())
            time.sleep(0.2)

    def look(self, now: float) -> None:
        for kept in self._kept:
            kept.look(now, self.say)

    def first_ended(self) -> str | None:
        """The first service that is not up, with how it ended: for the time of starting."""
        for kept in self._kept:
            if (how := kept.service.ended()) is not None:
                return f"{kept.service.name} ended ({how})"
        return None

    def stop(self) -> None:
        for kept in reversed(self._kept):
            kept.service.stop()
