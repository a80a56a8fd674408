"""Untried templates run in children that have no secrets, little memory and a second each.

`call("render", …)` asks one of a small pool. Whatever the template does, the caller gets an answer
or a TemplateError; a child that overstays or dies is killed and replaced. The children of a process
start with its first call, so it may be forked before.
"""

import atexit
import contextlib
import logging
import os
import queue
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.utils.translation import get_language

from common.errors import DomainError
from templates_app.engine.child import OUT_OF_MEMORY, receive_message, send_message
from templates_app.engine.environment import Place, TemplateError

# What a caller may ask for: the name, and the function that answers it in the child. To add one is
# to add a line. Such a function takes and gives plain JSON, reads no rows and no settings.
FUNCTIONS: Final[dict[str, str]] = {
    "render": "templates_app.trials.render_here",
    "check": "templates_app.trials.check_here",
    "lint": "templates_app.linting.linter.lint_here",
    "freeze": "templates_app.checking.checked_here",
    "try": "templates_app.trying.try_here",
    "prove": "templates_app.proving_here.prove_here",
}
START_SECONDS: Final = 30.0
QUEUE_SECONDS: Final = 10.0
_ROOT: Final = Path(__file__).resolve().parents[2]
_KEPT: Final = ("PATH", "LANG", "LC_ALL", "PYTHONPATH", "LD_LIBRARY_PATH", "TMPDIR")

_log = logging.getLogger(__name__)


class TooManyPreviews(DomainError):
    """All children are busy, and stayed so."""

    code = "too-many-previews"


class _Gone(Exception):
    """The child ended, or was ended, instead of answering."""


class Child:
    """One process and the line to it. Ready only after its hello, which nobody waits for here."""

    def __init__(self, functions: Mapping[str, str]) -> None:
        ours, theirs = socket.socketpair()
        environment = {name: os.environ[name] for name in _KEPT if name in os.environ}
        names = [f"{name}={path}" for name, path in functions.items()]
        with theirs:
            self.process = subprocess.Popen(  # noqa: S603  our own module, no words of anybody's
                [sys.executable, "-m", "templates_app.engine.child", *names],
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                cwd=_ROOT,
                env={**environment, "PYTHONUTF8": "1", "MALLOC_ARENA_MAX": "1"},
                start_new_session=True,  # an interrupt at the terminal is the parent's to handle
            )
        self.line = ours
        self.is_ready = False

    def ask(self, request: dict[str, Any], *, seconds: float) -> dict[str, Any]:
        """The child's answer; raises _Gone, and leaves a dead child, where none comes in time."""
        try:
            if not self.is_ready:
                self._await_hello()
            self.line.settimeout(seconds)
            send_message(self.line, request)
            answer = receive_message(self.line)
        except TimeoutError as error:
            self.process.kill()
            self.end()
            raise _Gone("took too long") from error
        except OSError:
            answer = None
        if answer is None:
            raise _Gone(_complaint_about(self.end()))
        return answer

    def _await_hello(self) -> None:
        self.line.settimeout(START_SECONDS)
        self.is_ready = receive_message(self.line) is not None

    def end(self) -> int:
        """Kill it if need be; how it ended."""
        self.line.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            return self.process.wait(timeout=0.2)
        self.process.kill()
        return self.process.wait()


class Pool:
    """So many children at most, the most recently used first."""

    def __init__(self, size: int, functions: Mapping[str, str]) -> None:
        self._functions = functions
        self._free: queue.LifoQueue[Child | None] = queue.LifoQueue()
        self._all: set[Child] = set()
        self._lock = threading.Lock()
        for _ in range(size):
            self._free.put(None)  # a place, still without a child

    def call(self, request: dict[str, Any], *, seconds: float) -> dict[str, Any]:
        try:
            child = self._free.get(timeout=QUEUE_SECONDS)
        except queue.Empty as error:
            raise TooManyPreviews("Too many previews are being made. Try again shortly.") from error
        successor: Child | None = None
        try:
            if child is None:
                child = self._start()
            elif (
                child.process.poll() is not None
            ):  # it died in its sleep: nobody's template's fault
                child = self._replace(child)
            answer = child.ask(request, seconds=seconds)
            successor = child
            if answer["retires"]:
                successor = self._replace(child)
        except _Gone:
            successor = self._replace(child) if child else None
            raise
        finally:
            self._free.put(successor)
        return answer

    def close(self) -> None:
        with self._lock:
            children, self._all = self._all, set()
        for child in children:
            child.end()

    def forget(self) -> None:
        """In a forked process: the children are the parent's; only our copies of the lines go."""
        for child in self._all:
            child.line.close()
            child.process.returncode = 0  # not ours to wait for

    def _start(self) -> Child:
        child = Child(self._functions)
        with self._lock:
            self._all.add(child)
        return child

    def _replace(self, child: Child) -> Child:
        child.end()
        with self._lock:
            self._all.discard(child)
        return self._start()  # it gets ready while nobody waits


_pool: Pool | None = None
_starting = threading.Lock()


def call(name: str, payload: dict[str, Any], *, seconds: float = 1.0) -> dict[str, Any]:
    """What one of FUNCTIONS makes of the payload, in a child and within the time.

    Raises TemplateError, with a place where one is known, for whatever goes wrong in the child;
    TooManyPreviews where no child is free. More than a second is for many renders at once.
    """
    if name not in FUNCTIONS:
        raise KeyError(f"{name} is not one of bounded.FUNCTIONS")
    request = {
        "name": name,
        "payload": payload,
        "seconds": seconds,
        "language": get_language() or "en",
    }
    began = time.monotonic()
    try:
        answer = _running().call(request, seconds=seconds)
    except _Gone as error:
        waited = round(time.monotonic() - began, 2)
        _log.warning("templates.child.ended", extra={"why": str(error), "seconds": waited})
        raise TemplateError(Place(message=str(error))) from error
    if "refused" in answer:
        if answer["unexpected"]:
            _log.error("templates.child.failed", extra={"story": answer["unexpected"]})
        raise TemplateError(Place(**answer["refused"]))
    gave: dict[str, Any] = answer["gave"]
    return gave


def close() -> None:
    """End the children of this process; the next call starts others."""
    global _pool
    with _starting:
        pool, _pool = _pool, None
    if pool is not None:
        pool.close()


def _running() -> Pool:
    global _pool
    if _pool is None:
        with _starting:
            _pool = _pool or Pool(settings.NOTIFYHUB_PREVIEW_PROCESSES, FUNCTIONS)
    return _pool


def _after_fork() -> None:
    global _pool, _starting
    _starting = threading.Lock()
    if _pool is not None:
        _pool.forget()
    _pool = None


def _complaint_about(code: int) -> str:
    if code == OUT_OF_MEMORY or code in (-6, -9, -11):  # abort, kill, fault: an allocation failed
        return "asks for more memory than a mail may cost"
    return "took too long" if code == -24 else "ended the process that tried it"  # SIGXCPU


atexit.register(close)
os.register_at_fork(after_in_child=_after_fork)
