"""Ring a bell from a hot path: never wait for the broker, never ring more often than need be."""

import logging
import os
import threading
import time
import weakref
from collections.abc import Callable

logger = logging.getLogger(__name__)


def _nothing() -> None:
    """A bell that is gone needs nothing after a fork."""


class Bell:
    """`ring()` returns at once; a thread of its own calls `strike`, at most once per `pause`.

    Whatever happened before a `ring()` is followed by a strike: the pause leaves no work behind.
    Nothing starts before the first ring, so a server may fork its workers after importing this.
    """

    def __init__(self, strike: Callable[[], object], *, name: str, pause: float = 0.05) -> None:
        self._strike = strike
        self._name = name
        self._pause = pause
        self._start_afresh()
        weak = weakref.WeakMethod(self._start_afresh)
        os.register_at_fork(after_in_child=lambda: (weak() or _nothing)())

    def ring(self) -> None:
        if not self._wanted.is_set():  # else the strike is still to come: it is unset before
            self._wanted.set()
        if self._thread is None:
            with self._starting:
                self._start()

    def _start_afresh(self) -> None:
        self._wanted = threading.Event()
        self._starting = threading.Lock()
        self._thread: threading.Thread | None = None

    def _start(self) -> None:
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name=self._name, daemon=True)
            self._thread.start()

    def _run(self) -> None:
        while self._wanted.wait():
            self._wanted.clear()
            try:
                self._strike()
            except Exception:  # the next ring is another chance; the schedule looks anyway
                logger.exception("Could not ring", extra={"bell": self._name})
            time.sleep(self._pause)
