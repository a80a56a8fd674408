"""A RabbitMQ for tests and measurements, with its Erlang's port mapper, gone with all its files."""

import os
import shutil
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from subprocess import Popen

from common.embedded import accounts, places, process
from common.embedded.accounts import Account

# Debian's wrapper in PATH insists on its own user and directories.
SCRIPT = Path("/usr/lib/rabbitmq/bin/rabbitmq-server")


class Missing(Exception):
    """There is no RabbitMQ on this machine."""


@dataclass
class Rabbit:
    """One that listens at that address. Its queues are kept in `home`, over a kill too."""

    home: Path
    address: str = "127.0.0.1"
    ports: tuple[int, int, int] = (5672, 25672, 4369)  # AMQP, distribution, port mapper
    child: Popen[bytes] | None = None
    _mapper: Popen[bytes] | None = field(default=None, repr=False)

    @property
    def url(self) -> str:
        return f"amqp://guest:guest@{self.address}:{self.ports[0]}//"

    @property
    def log(self) -> Path:
        return self.home / "rabbit.out"

    def answers(self) -> bool:
        try:
            with socket.create_connection((self.address, self.ports[0]), 2) as wire:
                wire.sendall(b"AMQP\x00\x00\x09\x01")
                return bool(wire.recv(8))
        except OSError:
            return False

    def start(self) -> None:
        """Raises Missing; the port mapper, which forgets nothing, is started once."""
        mapper = shutil.which("epmd")
        if not SCRIPT.exists() or mapper is None:
            raise Missing("There is no RabbitMQ here; Debian's package is rabbitmq-server.")
        account = accounts.for_data(self.home)
        accounts.give(self.home, account)
        self._write_settings()
        if self._mapper is None:
            mapping = [mapper, "-port", str(self.ports[2]), "-address", "127.0.0.1"]
            self._mapper = self._spawn("epmd", mapping, account)
        self.child = self._spawn("rabbit", [str(SCRIPT)], account)

    def wait(self, patience: float = 90) -> None:
        if self.child is None:
            raise process.NotReady("RabbitMQ was not started.")
        process.wait_until(self.answers, child=self.child, log=self.log, patience=patience)

    def kill(self) -> None:
        """All of it at once, as by a power failure; the port mapper stays."""
        if self.child is not None:
            self.child.kill()
            self.child.wait()
            process.kill_rest(self.child)

    def stop(self) -> None:
        self.kill()
        if self._mapper is not None:
            process.stop(self._mapper)

    def _write_settings(self) -> None:
        lines = (
            f"listeners.tcp.1 = {self.address}:{self.ports[0]}",
            "loopback_users = none",
            "log.console = true",
            "log.file = false",
            "vm_memory_high_watermark.absolute = 1GB",
            "disk_free_limit.absolute = 100MB",
        )
        (self.home / "rabbitmq.conf").write_text("\n".join(lines) + "\n")
        (self.home / "enabled_plugins").write_text("[].\n")

    def _spawn(self, name: str, command: list[str], account: Account | None) -> Popen[bytes]:
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(self.home),
            "LANG": "C.UTF-8",
            "ERL_EPMD_PORT": str(self.ports[2]),
            "RABBITMQ_NODENAME": "notifyhub@localhost",
            "RABBITMQ_DIST_PORT": str(self.ports[1]),
            "RABBITMQ_MNESIA_BASE": str(self.home / "mnesia"),
            "RABBITMQ_LOG_BASE": str(self.home / "log"),
            "RABBITMQ_PID_FILE": str(self.home / "rabbit.pid"),
            "RABBITMQ_CONFIG_FILE": str(self.home / "rabbitmq.conf"),
            "RABBITMQ_ENABLED_PLUGINS_FILE": str(self.home / "enabled_plugins"),
            "RABBITMQ_CONF_ENV_FILE": str(self.home / "none"),
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": "-start_epmd false",
            "RABBITMQ_DEFAULT_USER": "guest",
        }
        return process.spawn(
            process.Program(
                name=name,
                command=command,
                log=self.log if name == "rabbit" else self.home / f"{name}.out",
                environment=environment,
                account=account,
                directory=self.home,
            )
        )


def free_ports(count: int) -> list[int]:
    """Ports of this machine that nobody holds just now."""
    with_holds = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [int(one.getsockname()[1]) for one in with_holds]
    for one in with_holds:
        one.close()
    return ports


@contextmanager
def temporary() -> Iterator[Rabbit]:
    """One for a test. Raises Missing."""
    with places.passing() as directory:
        amqp, distribution, mapper = free_ports(3)
        rabbit = Rabbit(Path(directory), ports=(amqp, distribution, mapper))
        try:
            rabbit.start()
            rabbit.wait()
            yield rabbit
        finally:
            rabbit.stop()
