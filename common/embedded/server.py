"""What Postgres and Valkey have in common as our children."""

import atexit
import fcntl
import os
import signal
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from common.embedded import places, process

if TYPE_CHECKING:
    import subprocess


class Server(ABC):
    """A server in `home`, reached by sockets in `sockets`: started by us, or found running."""

    name: str
    stop_by: signal.Signals = signal.SIGTERM
    stop_patience: float = 30

    def __init__(self, home: Path, sockets: Path, *, is_durable: bool = True) -> None:
        self.home = home
        self.sockets = sockets
        self.is_durable = is_durable
        self.child: subprocess.Popen[bytes] | None = None
        self._started_in = 0

    @property
    @abstractmethod
    def url(self) -> str: ...

    @abstractmethod
    def answers(self) -> bool: ...

    @abstractmethod
    def _start(self) -> None:
        """Start it and wait until it answers; called with the lock held and nobody answering."""

    @property
    def log(self) -> Path:
        return self.home / "log" / f"{self.name}.log"

    def start(self) -> bool:
        """Make sure it answers. False when it already did, started by another process of ours."""
        if self.answers():
            return False
        self.stop()  # ours, if there is one: dead, or alive and dumb
        make_home(self.home)
        with self._lock():
            if self.answers():
                return False
            self._started_in = os.getpid()
            self._start()
        return True

    def stop(self) -> None:
        """Stop it if we started it; a forked copy of us, or a guest, leaves it alone."""
        if self.child is None or self._started_in != os.getpid():
            return
        process.stop(self.child, by=self.stop_by, patience=self.stop_patience)
        self.child = None

    def ended(self) -> str | None:
        """How it ended, None while it lives. One started by somebody else is asked, which costs."""
        if self.child is None:
            return None if self.answers() else "whoever started it stopped it"
        code = self.child.poll()
        return None if code is None else process.ending(code)

    def start_for_this_process(self) -> str:
        """Its URL; it runs at least until this process ends, and no longer if we started it."""
        if self.start():
            atexit.register(self.stop)
        return self.url

    @contextmanager
    def _lock(self) -> Iterator[None]:
        with (self.home / f"{self.name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def make_home(home: Path) -> None:
    """Ours alone; root's may be passed through, since Postgres runs as `nobody` inside."""
    home.mkdir(parents=True, exist_ok=True)
    if home.stat().st_uid == os.geteuid():
        home.chmod(0o711 if os.geteuid() == 0 else 0o700)


def sockets_of(home: Path) -> Path:
    return places.sockets(home.parent)
