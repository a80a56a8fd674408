"""Web servers of a bench: ours, and the ones that Django's users run, with as many processes.

The peer's server is gunicorn with its default sync workers, the first that Django's own guide to
deployment names; where it is not installed, a peer is run by granian as ours is, which keeps
connections and so favours it.
"""

import importlib.util
import os
import socket
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from common.embedded import process

if TYPE_CHECKING:
    import subprocess

ROOT: Final = Path(__file__).resolve().parents[2]
OURS: Final = "notifyhub.rsgi:application"
HELLO: Final = "tests.bench.hello:application"
TICKS: Final = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Contestant:
    """An application on a server of so many processes, and the most requests of a round."""

    name: str
    application: str
    most: int
    processes: int = 1
    threads: int = 1
    server: str = "granian"
    waits_for_disk: str = "on"
    environment: Mapping[str, str] = field(default_factory=dict)

    @property
    def can_run(self) -> bool:
        return self.server != "gunicorn" or importlib.util.find_spec("gunicorn") is not None


def contestants(view: str, most: int) -> tuple[Contestant, ...]:
    """The naive view with one process and with four, the edge, and the server's own limit."""
    return (
        *(
            Contestant(
                f"naive view, {server}, {said(processes)}", view, 8_000, processes, 1, server
            )
            for server in ("gunicorn", "granian")
            for processes in (1, 4)
        ),
        *(Contestant(f"edge, {said(processes)}", OURS, most, processes) for processes in (1, 2, 4)),
        Contestant("no work at all, 1 process", HELLO, 60_000),
    )


def said(processes: int) -> str:
    return f"{processes} process" + ("es" if processes > 1 else "")


def peers(names: Mapping[str, object], processes: int) -> list[str]:
    """The naive views with so many processes that took part, gunicorn's first."""
    return [name for name in names if name.startswith("naive") and said(processes) in name]


def edges(names: Mapping[str, object], most: int) -> list[str]:
    """Ours with at most so many processes: more than two may have nothing left to run on."""
    return [name for name in names if name.startswith("edge") and int(name.split()[1]) <= most]


@contextmanager
def running(it: Contestant, environment: Mapping[str, str]) -> Iterator[tuple[int, "Usage"]]:
    """The contestant's port, and what it has used of the processors."""
    port = free_port()
    settings = {**os.environ, **environment, **it.environment}
    with started("-m", *_command(it, port), environment=settings) as server:
        wait_for(port, server)
        yield port, Usage(server.pid)


@contextmanager
def started(
    *command: str, environment: Mapping[str, str] | None = None
) -> Iterator["subprocess.Popen[bytes]"]:
    """A Python process that is stopped at the end with all its children, and dies if we do."""
    with tempfile.TemporaryDirectory() as directory:
        program = process.Program(
            name="server",
            command=[sys.executable, *command],
            log=Path(directory) / "log",
            environment=environment,
            directory=ROOT,
        )
        child = process.spawn(program)
        try:
            yield child
        except BaseException:
            print(process.tail(program.log), file=sys.stderr)
            raise
        finally:
            process.stop(child, patience=30)


def _command(it: Contestant, port: int) -> list[str]:
    if it.server == "gunicorn":
        found = ["gunicorn", "--bind", f"127.0.0.1:{port}", "--workers", str(it.processes)]
        return [*found, "--log-level", "warning", it.application]
    found = ["granian", "--host", "127.0.0.1", "--port", str(port), "--no-ws"]
    found += ["--log-level", "error", "--workers", str(it.processes)]
    if it.application == OURS:  # which has threads of its own
        return [*found, "--interface", "rsgi", it.application]
    threads = str(it.threads)
    return [*found, "--interface", "wsgi", "--blocking-threads", threads, it.application]


class Usage:
    """Processor seconds of a server and all its children."""

    def __init__(self, pid: int) -> None:
        self._pid = pid

    def seconds(self) -> float:
        """0 where the system does not say."""
        return sum(_seconds(pid) for pid in _family(self._pid))


def _family(pid: int) -> list[int]:
    found = [pid]
    for thread in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in thread.read_text().split():
            found += _family(int(child))
    return found


def _seconds(pid: int) -> float:
    path = Path(f"/proc/{pid}/stat")
    if not path.exists():
        return 0.0
    fields = path.read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_for(port: int, server: "subprocess.Popen[bytes]", patience: float = 60.0) -> None:
    end = time.monotonic() + patience
    while time.monotonic() < end and server.poll() is None:
        with socket.socket() as probe:
            probe.settimeout(1)
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise SystemExit("The server did not start.")
