"""A conversation with another machine: its end in time, its socket, and how far it came.

# Note [How far a request came]
A request that was not written to its end cannot have been accepted: its Content-Length or its last
chunk is missing. One that was may have been, until an answer says otherwise. So the connection
notes when the last byte was handed to the kernel; that is a mail service's "closing dot".

A time-out bounds each read, not the whole, so a watchdog cuts the connection from outside; whatever
waits for it then ends with an error. Addresses are looked at as they are connected to: see
Note [One answer, looked at whole] in resolving.py.
"""

import contextlib
import os
import socket
import threading
import time
from collections.abc import Iterator

from common.outgoing import resolving


class Talk:
    """One conversation at a time: its end, its socket, and whether the request was written."""

    def __init__(self, *, deadline: float, may_be_private: bool) -> None:
        self.deadline, self.may_be_private = deadline, may_be_private
        self.is_connected = self.is_written = self.is_over_time = False
        self._ends_at = 0.0
        self._socket: socket.socket | None = None

    @contextlib.contextmanager
    def bounded(self) -> Iterator[None]:
        self.is_written = self.is_over_time = False
        self._ends_at = time.monotonic() + self.deadline
        watchdog = threading.Timer(self.deadline, self._cut)
        watchdog.daemon = True
        watchdog.start()
        try:
            yield
        finally:
            watchdog.cancel()

    @property
    def seconds_left(self) -> float:
        return max(self._ends_at - time.monotonic(), 0.01)

    @property
    def local_port(self) -> int:
        """Which of our ends the conversation has; 0 without one."""
        return int(self._socket.getsockname()[1]) if self._socket else 0

    def connect(self, host: str, port: int) -> socket.socket:
        """To the first of the host's addresses that answers, all within the deadline."""
        link = resolving.connect(
            host, port, may_be_private=self.may_be_private, seconds=self.seconds_left
        )
        self.watch(link)
        return link

    def addresses_of(self, host: str, port: int) -> list[str]:
        """The addresses of the host, all of which may be talked to. Raises OSError else."""
        return resolving.addresses_of(
            host, port, may_be_private=self.may_be_private, seconds=self.seconds_left
        )

    def watch(self, link: socket.socket) -> None:
        """By a second name of the same connection: encrypting takes the first one away."""
        self.close()
        self._socket = socket.socket(fileno=os.dup(link.fileno()))
        self.is_connected = True
        if self.is_over_time:  # the watchdog barked before there was anything to cut
            self._cut()

    def close(self) -> None:
        watched, self._socket, self.is_connected = self._socket, None, False
        if watched is not None:
            watched.close()

    def _cut(self) -> None:
        self.is_over_time = True
        with contextlib.suppress(OSError, AttributeError):
            self._socket.shutdown(socket.SHUT_RDWR)  # type: ignore[union-attr]  # None: suppressed
