"""What runs on the hosts: the database with its pooler, a broker, web and worker."""

import http.client
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from common.embedded import pgbouncer, places, process
from common.embedded.accounts import Account
from common.embedded.binaries import PostgresBinaries
from common.embedded.postgres import Postgres
from common.embedded.rabbit import Rabbit
from common.embedded.valkey import Valkey
from tests.bench.hosts.lan import NETWORK, Host
from tests.bench.ingest import ROOT

if TYPE_CHECKING:
    from subprocess import Popen

WEB_PORT: Final = 8000
POOL: Final = 24  # server connections, for all hosts together


class NetworkPostgres(Postgres):
    """Durable, and reached by other hosts, whom it believes: they are this machine's own."""

    def __init__(self, home: Path, address: str) -> None:
        super().__init__(home, home / "s", is_durable=True)
        self._address = address

    def _command(self, programs: PostgresBinaries, data: Path) -> list[str]:
        listens = ["-c", f"listen_addresses={self._address}", "-c", "shared_buffers=512MB"]
        return [*super()._command(programs, data), *listens]

    def _make_cluster(
        self, programs: PostgresBinaries, data: Path, account: Account | None
    ) -> None:
        super()._make_cluster(programs, data, account)
        with (data / "pg_hba.conf").open("a") as rules:
            rules.write(f"host all all {NETWORK}.0/24 trust\n")


class NetworkValkey(Valkey):
    def __init__(self, home: Path, address: str) -> None:
        super().__init__(home, home / "s", is_durable=True)
        self._address = address

    def _command(self, data: Path) -> list[str]:
        open_to = ["--bind", self._address, "--port", "6379", "--protected-mode", "no"]
        return [*super()._command(data), *open_to]


class Broker:
    """A Valkey or a RabbitMQ on a host of its own, that can die and come back."""

    def __init__(self, kind: str, host: Host, home: Path) -> None:
        self.kind = kind
        self._host = host
        self._valkey = NetworkValkey(home, host.address)
        self._rabbit = Rabbit(home / "rabbit", host.address)

    @property
    def url(self) -> str:
        is_valkey = self.kind == "valkey"
        return f"redis://{self._host.address}:6379/0" if is_valkey else self._rabbit.url

    def start(self) -> None:
        with self._host.inside():
            if self.kind == "valkey":
                self._valkey.start()
                return
            self._rabbit.home.mkdir(exist_ok=True)
            self._rabbit.start()
        self._rabbit.wait()

    def kill(self) -> None:
        if self.kind == "rabbit":
            self._rabbit.kill()
        elif self._valkey.child is not None:
            self._valkey.child.kill()
            self._valkey.child.wait()

    def stop(self) -> None:
        self._valkey.stop()
        self._rabbit.stop()


@contextmanager
def pooled(host: Host, postgres: Postgres) -> Iterator[str]:
    """A PgBouncer beside the database, in transaction mode; the URL for other hosts.

    It notices a client whose host is gone within some ten seconds, and ends its transaction.
    """
    with ExitStack() as stack:
        home = Path(stack.enter_context(places.passing()))
        with host.inside():
            stack.enter_context(
                pgbouncer.before(str(postgres.sockets), size=POOL, listens=host.address, home=home)
            )
        yield f"postgresql://{places.OWNER}@{host.address}:{pgbouncer.PORT}/{places.DATABASE}"


class Staff:
    """Processes of the product on one host."""

    def __init__(self, host: Host, logs: Path, environment: dict[str, str]) -> None:
        self.host = host
        self._logs = logs
        self.environment = environment
        self.children: list[Popen[bytes]] = []

    def web(self) -> None:
        self._spawn(
            "web",
            *("granian", "--interface", "rsgi", "--no-ws", "--log-level", "warning"),
            *("--host", self.host.address, "--port", str(WEB_PORT)),
            *("--workers", "1", "notifyhub.rsgi:application"),
        )

    def worker(self) -> None:
        """One process that takes from both queues of messages."""
        self._spawn(
            "worker",
            *("celery", "-A", "notifyhub", "worker", "--loglevel", "WARNING"),
            *("--without-gossip", "--without-mingle", "--concurrency", "1"),
            *("--queues", "celery,urgent", "--hostname", f"worker@{self.host.name}"),
        )

    def beat(self) -> None:
        schedule = str(self._logs / "beat.db")
        self._spawn("beat", "celery", "-A", "notifyhub", "beat", "--pidfile", "", "-s", schedule)

    def stand_in(self) -> None:
        self._spawn("stand-in", "manage", "stand_in")

    def wait_for_web(self) -> None:
        log = self._logs / f"{self.host.name}-web.log"
        process.wait_until(self._answers, child=self.children[0], log=log, patience=90)

    def stop(self) -> None:
        self.host.kill()
        self.children.clear()

    def _answers(self) -> bool:
        connection = http.client.HTTPConnection(self.host.address, WEB_PORT, timeout=5)
        try:
            connection.request("GET", "/t/o/x.gif")
            return connection.getresponse().status == 200
        except OSError:
            return False
        finally:
            connection.close()

    def _spawn(self, name: str, *command: str) -> None:
        program = process.Program(
            name=name,
            command=[sys.executable, "-m", *command],
            log=self._logs / f"{self.host.name}-{name}.log",
            environment={**os.environ, **self.environment, "PYTHONUNBUFFERED": "1"},
            directory=ROOT,
        )
        with self.host.inside():
            self.children.append(process.spawn(program))


def give(staffs: Sequence[Staff], cores: float | None) -> None:
    for each in staffs:
        each.host.give(cores)
