"""SIGKILL by the dozen: children forked from a parent that has the product in memory, and shot.

multiprocessing's fork server imports the product once. A child is there in milliseconds and opens
a connection of its own; it dies where it is told (common/killpoint.py), with no clean-up.
"""

import multiprocessing
import os
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any

from django.db import connection

from tests.chaos import deeds

KILLED = -9
PATIENCE = 120.0  # seconds for one child
AT_ONCE = min(os.cpu_count() or 1, 4)

_context = multiprocessing.get_context("forkserver")
# pytest too: a child imports its parent's main module.
_context.set_forkserver_preload(["tests.chaos.deeds", "pytest"])


@dataclass(frozen=True)
class Shot:
    """A deed, and the killpoint with the passing at which it is to die: "intake.kept:3"."""

    deed: Callable[..., None]
    kill: str = ""
    arguments: tuple[Any, ...] = ()
    settings: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class End:
    """How a child ended, and what it had said by then."""

    code: int
    said: list[str]

    @property
    def is_killed(self) -> bool:
        return self.code == KILLED


class Stuck(Exception):
    """A child that neither ended nor died in its time. It is gone by now."""


def fire(shots: Sequence[Shot]) -> list[End]:
    """Run them all at once and wait for all; how each ended."""
    running: list[tuple[BaseProcess, Connection]] = []
    until = time.monotonic() + PATIENCE
    ends = []
    try:
        for shot in shots:
            running.append(_start(shot))  # noqa: PERF401 - so that each is seen to in the end
        for process, line in running:
            said = _hear(line, until)
            process.join(max(until - time.monotonic(), 0.0))
            if process.exitcode is None:
                raise Stuck(f"A child did not end within {PATIENCE:g} s.")
            ends.append(End(process.exitcode, said))
    finally:
        for process, line in running:
            line.close()
            process.kill()
            process.join()
    return ends


def finish(shot: Shot) -> list[str]:
    """Run one that nobody shoots, to its good end; what it said."""
    (end,) = fire([shot])
    if end.code:
        raise RuntimeError(f"{shot.deed.__name__} ended with code {end.code}.")
    return end.said


def _start(shot: Shot) -> tuple[BaseProcess, Connection]:
    ours, theirs = _context.Pipe(duplex=False)
    database = str(connection.settings_dict["NAME"])
    process = _context.Process(
        target=deeds.child,
        args=(shot.deed, database, shot.kill, dict(shot.settings), shot.arguments, theirs),
    )
    process.start()
    theirs.close()
    return process, ours


def _hear(line: Connection, until: float) -> list[str]:
    """All that it says until it is gone."""
    said: list[str] = []
    while wait([line], max(until - time.monotonic(), 0.0)):
        try:
            said.append(line.recv())
        except EOFError:
            break
    return said
