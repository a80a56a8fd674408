"""`script/server`: everything NotifyHub needs, as children of one process, and one URL."""

import fcntl
import hashlib
import http.client
import json
import os
import signal
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from common.embedded import places, process, server
from common.embedded.binaries import NotFound
from common.embedded.keeper import Keeper, Service
from common.embedded.postgres import Postgres
from common.embedded.process import NotReady, Program
from common.embedded.valkey import Valkey
from notifyhub import played

BASE = Path(__file__).resolve().parent.parent
HOME = places.home(BASE)
LOGS = HOME / "log"
# What must not have changed since the last start for migrations and demo to be skipped.
PREPARED_BY = (
    "*/migrations/*.py",
    "*/management/commands/seed_demo.py",
    "*/demo/**/*.py",
    "requirements.txt",
)
PATIENCE = 60


class Refused(Exception):
    """Why the server does not start, in words for whoever typed the command."""


def say(words: str) -> None:
    print(words, flush=True)


@contextmanager
def step(name: str) -> Iterator[list[str]]:
    """One line of progress: the name at once, the seconds (and notes) when it is done."""
    notes: list[str] = []
    print(f"  {name:<12}", end="", flush=True)
    began = time.monotonic()
    try:
        yield notes
    except BaseException as error:
        print("stopped" if isinstance(error, KeyboardInterrupt) else "failed", flush=True)
        raise
    print(f"{time.monotonic() - began:5.1f} s  {' '.join(notes)}".rstrip(), flush=True)


class Address:
    def __init__(self) -> None:
        self.host = os.environ.get("HOST", "127.0.0.1")
        try:
            self.port = int(os.environ.get("PORT", "8000"))
        except ValueError as error:
            raise Refused(f"PORT must be a number, not {os.environ['PORT']!r}.") from error

    @property
    def url(self) -> str:
        shown = "127.0.0.1" if self.host in ("0.0.0.0", "::") else self.host  # noqa: S104 -- compared, not bound
        return f"http://{shown}:{self.port}/"

    def is_free(self) -> bool:
        with socket.socket(socket.AF_INET6 if ":" in self.host else socket.AF_INET) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                trial.bind((self.host, self.port))
            except OSError:
                return False
        return True

    def require_free(self, *, patience: float) -> None:
        deadline = time.monotonic() + patience
        while not self.is_free():
            if time.monotonic() > deadline:
                raise Refused(
                    f"Port {self.port} is taken by another program. "
                    f"Choose another:  PORT={self.port + 1} script/server"
                )
            time.sleep(0.1)

    def answers(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request("GET", "/")
            connection.getresponse()
        except OSError:
            return False
        finally:
            connection.close()
        return True


@contextmanager
def alone(address: Address) -> Iterator[bool]:
    """Hold the project's lock. True when the copy before us was killed, and may still be ending."""
    server.make_home(HOME)
    with (HOME / "server.lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Refused(f"NotifyHub already runs here: {_read(lock)}") from error
        was_killed = bool(_read(lock))
        _write(lock, address.url)
        try:
            yield was_killed
        finally:
            _write(lock, "")


def _read(file: IO[str]) -> str:
    file.seek(0)
    return file.read().strip()


def _write(file: IO[str], text: str) -> None:
    file.seek(0)
    file.truncate()
    file.write(text)
    file.flush()


class Preparation:
    """Migrations and demo, remembered per database: unchanged files are not run again."""

    def __init__(self) -> None:
        self.path = HOME / "prepared.json"
        self.print = self._fingerprint()
        try:
            self.done = json.loads(self.path.read_text())
        except (FileNotFoundError, ValueError):
            self.done = {}

    def _fingerprint(self) -> str:
        digest = hashlib.sha256()
        for pattern in PREPARED_BY:
            for path in sorted(BASE.glob(pattern)):
                digest.update(f"{path.relative_to(BASE)}\0".encode() + path.read_bytes())
        version = HOME / "postgres/PG_VERSION"  # another cluster, another database
        digest.update(str(version.stat().st_mtime_ns if version.exists() else 0).encode())
        return digest.hexdigest()

    @property
    def is_current(self) -> bool:
        return self.is_embedded and self.done.get("fingerprint") == self.print

    @property
    def is_embedded(self) -> bool:
        return not os.environ.get("DATABASE_URL")

    def run(self) -> str:
        """Migrate and fill what is not yet; the words that tell how to log in.

        A database given by DATABASE_URL is migrated at each start, and gets no demo.
        """
        if self.is_current:
            return str(self.done["log_in"])
        with step("migrate"):
            _manage("migrate", "--no-input", "--verbosity", "0")
        if not self.is_embedded:
            return ""
        log_in = ""
        if os.environ.get("DEMO", "1") != "0":
            with step("demo"):
                log_in = _manage("seed_demo").strip()
        self.path.write_text(json.dumps({"fingerprint": self.print, "log_in": log_in}))
        return log_in


def _manage(*arguments: str) -> str:
    """Run a management command; what it printed."""
    output = LOGS / f"{arguments[0]}.out"
    process.run(_program(arguments[0], str(BASE / "manage.py"), *arguments, output=output))
    return output.read_text()


def _program(
    name: str,
    *arguments: str,
    output: Path | None = None,
    farewell: signal.Signals = signal.SIGTERM,
) -> Program:
    LOGS.mkdir(parents=True, exist_ok=True)
    return Program(
        name=name,
        command=[sys.executable, *arguments],
        log=LOGS / f"{name}.log",
        output=output,
        environment={**os.environ, "PYTHONUNBUFFERED": "1"},
        directory=BASE,
        farewell=farewell,
    )


def _services(address: Address) -> list[Service]:
    """In the order of their start; they stop in the reverse: first no new work, then the work."""
    cores = os.cpu_count() or 1
    celery = ("-m", "celery", "-A", "notifyhub")
    working = ("worker", "--loglevel", "INFO", "--without-gossip", "--without-mingle")
    # Without the broker, which ends in the same moment, any gentler end of them waits for ever.
    worker = _program(
        "worker",
        *(*celery, *working, "--concurrency", str(min(cores, 4))),
        farewell=signal.SIGKILL,
    )
    urgent = _program(
        "urgent",
        *(*celery, *working, "--queues", "urgent", "--concurrency", "1"),
        *("--hostname", "urgent@%h"),
        farewell=signal.SIGKILL,
    )
    outbound = _program(
        "outbound",
        *(*celery, *working, "--queues", "outbound", "--concurrency", "1"),
        *("--hostname", "outbound@%h"),
        farewell=signal.SIGKILL,
    )
    web = _program(
        "web",
        *("-m", "granian", "--interface", "rsgi", "--no-ws", "--log-level", "warning"),
        *("--host", address.host, "--port", str(address.port)),
        *("--workers", "2" if cores >= 4 else "1"),
        *("--workers-kill-timeout", "5", "notifyhub.rsgi:application"),
    )
    beat = _program("beat", *celery, "beat", "--schedule", str(HOME / "beat.db"), "--pidfile", "")
    workers = [Service(each, stop_patience=30) for each in (worker, urgent, outbound)]
    stand_in = _program("stand-in", str(BASE / "manage.py"), "stand_in")
    return [*workers, Service(stand_in, stop_patience=30), Service(web), Service(beat)]


def _played(address: Address) -> list[Service]:
    """Shopify, where it is played; the rest is told where it is."""
    port = played.port_of(os.environ, base=BASE, web_port=address.port)
    if port is None:
        return []
    if not played.is_free(port):
        say(f"  Port {port} is taken, so no Shopify is played: choose another by {played.SWITCH}.")
        return []
    os.environ.update(played.settings_for(port))
    say(f"  Shopify     played at http://127.0.0.1:{port}/")
    return [Service(_program("shopify", "-m", "tests.shopify", "--port", str(port)))]


def start(children: Keeper, address: Address) -> str:
    """Bring everything up, with a line for each step; the words that tell how to log in."""
    embedded = {
        "Postgres": ("DATABASE_URL", Postgres(HOME, places.sockets(BASE))),
        "broker": ("BROKER_URL", Valkey(HOME, places.sockets(BASE))),
    }
    for name, (given_by, embedded_server) in embedded.items():
        with step(name) as notes:
            if os.environ.get(given_by):
                notes.append(f"(given by {given_by})")
            elif not children.start(embedded_server):
                notes.append("(runs already)")
    # Before the demo, whose mails name it.
    os.environ.setdefault("NOTIFYHUB_BASE_URL", address.url.rstrip("/"))
    log_in = Preparation().run()
    services = [*_played(address), *_services(address)]
    for service in services:
        children.start(service)
    with step("web"):
        _wait_for_web(children, address)
    for name in ("worker", "urgent", "outbound", "stand-in", "beat"):
        with step(name):
            if (how := children.first_ended()) is not None:
                raise NotReady(f"{how}\n{process.tail(LOGS / f'{name}.log')}")
    return log_in


def _wait_for_web(children: Keeper, address: Address) -> None:
    deadline = time.monotonic() + PATIENCE
    while not address.answers():
        how = children.first_ended()
        if how is not None or time.monotonic() > deadline:
            how = how or f"no answer after {PATIENCE} s"
            raise NotReady(f"{how}\n{process.tail(LOGS / 'web.log')}")
        time.sleep(0.05)


def serve() -> None:
    address = Address()
    with alone(address) as was_killed:
        address.require_free(patience=15 if was_killed else 0)
        children = Keeper(say)
        began = time.monotonic()
        try:
            log_in = start(children, address)
            say(f"\nNotifyHub is ready after {time.monotonic() - began:.1f} s:  {address.url}")
            say(f"{log_in}\nLogs are in {LOGS}. Ctrl-C stops everything.".lstrip("\n"))
            children.watch()
        finally:
            for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
                signal.signal(number, signal.SIG_IGN)  # one is enough; the rest is on its way
            with step("stopping"):
                children.stop()


def main() -> int:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.default_int_handler)
    try:
        serve()
    except KeyboardInterrupt:
        return 0
    except (Refused, NotReady, NotFound, PermissionError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
