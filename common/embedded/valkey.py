"""A Valkey of our own as Celery's broker: on a socket only, with an append-only file."""

import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from common.embedded import accounts, binaries, places, process, server


class Valkey(server.Server):
    name = "valkey"
    stop_patience = 10

    @property
    def url(self) -> str:
        return places.valkey_url(self.sockets)

    def answers(self) -> bool:
        with socket.socket(socket.AF_UNIX) as wire:
            wire.settimeout(3)
            try:
                wire.connect(str(self.sockets / places.VALKEY_SOCKET))
                wire.sendall(b"PING\r\n")
                return wire.recv(64).startswith(b"+PONG")  # -LOADING while it reads its file
            except OSError:
                return False

    def _start(self) -> None:
        data = self.home / "valkey"
        data.mkdir(mode=0o700, exist_ok=True)
        # Shared with Postgres, whose account decides.
        if not self.sockets.exists():
            accounts.make_private(self.sockets, accounts.for_data(self.home / "postgres"))
        self.child = process.spawn(
            process.Program(
                name=self.name,
                command=self._command(data),
                log=self.log,
                farewell=signal.SIGTERM,
                directory=data,
            )
        )
        process.wait_until(self.answers, child=self.child, log=self.log, patience=60)

    def _command(self, data: Path) -> list[str]:
        settings = {
            "port": "0",
            "unixsocket": str(self.sockets / places.VALKEY_SOCKET),
            "unixsocketperm": "700",
            "dir": str(data),
            "appendonly": "yes" if self.is_durable else "no",
            "save": "",
            "maxmemory-policy": "noeviction",
        }
        command = [str(binaries.find_valkey())]
        for name, value in settings.items():
            command += [f"--{name}", value]
        return command


def ensure_valkey(home: Path) -> str:
    """The broker URL of the embedded Valkey in `home`, which runs while this process does."""
    return Valkey(home, server.sockets_of(home)).start_for_this_process()


@contextmanager
def temporary() -> Iterator[Valkey]:
    """A Valkey for a test, gone with all its files afterwards."""
    with places.passing() as directory:
        home = Path(directory)
        valkey = Valkey(home, home / "s", is_durable=False)
        try:
            valkey.start()
            yield valkey
        finally:
            valkey.stop()
