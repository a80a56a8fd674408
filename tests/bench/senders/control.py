"""Starts, waits for and stops the processes of a bench."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parents[3]
PATIENCE: Final = 120.0
Process = subprocess.Popen[str]


@dataclass(frozen=True, slots=True)
class Receiver:
    """The server that keeps nothing (receiver.py), seen from outside."""

    port: int
    pid: int

    def taken(self) -> tuple[int, int]:
        """Mails and bytes since the last reset."""
        _, mails, size = self._asked("XCOUNT").split()
        return int(mails), int(size)

    def reset(self) -> None:
        self._asked("XRESET")

    def wait_for(self, count: int, processes: Sequence[Process]) -> None:
        """Until so many mails came; an error if those who send them have ended or take too long."""
        end = time.monotonic() + PATIENCE
        while self.taken()[0] < count:
            if time.monotonic() > end or any(each.poll() is not None for each in processes):
                raise SystemExit(f"Only {self.taken()[0]} of {count} mails came.")
            time.sleep(0.01)

    def _asked(self, command: str) -> str:
        with socket.create_connection(("127.0.0.1", self.port), 10) as wire:
            talk = wire.makefile("rw", newline="\r\n")
            talk.readline()
            talk.write(f"{command}\n")  # the end of the line becomes CRLF
            talk.flush()
            return talk.readline()


@contextmanager
def started(*command: str, environment: dict[str, str] | None = None) -> Iterator[Process]:
    """A Python process of ours that is stopped at the end, if it has not ended by itself."""
    process = subprocess.Popen(
        [sys.executable, "-m", *command],
        cwd=ROOT,
        env={**os.environ, **(environment or {})},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.terminate()
        process.communicate(timeout=60)


@contextmanager
def receiving() -> Iterator[Receiver]:
    with started("tests.bench.senders.receiver") as process:
        yield Receiver(int(_line(process)), process.pid)


def cpu_of(pid: int) -> float:
    """Seconds of processor time that the process has used; 0 where the system does not say."""
    return _stat(pid)[0]


def cpu_of_family(pid: int) -> float:
    """The same with its children, those that have ended too."""
    own, ended = _stat(pid)
    return own + ended + sum(cpu_of(each) for each in _children(pid))


def _stat(pid: int) -> tuple[float, float]:
    """Of the process itself, and of its children that have ended."""
    fields = _fields(pid)
    if not fields:
        return 0.0, 0.0
    tick = os.sysconf("SC_CLK_TCK")
    own, system, children, childrens_system = map(int, fields[11:15])
    return (own + system) / tick, (children + childrens_system) / tick


def _fields(pid: int) -> list[str]:
    """What /proc says of it, behind its name."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def _children(pid: int) -> list[int]:
    numbers = [int(each.name) for each in Path("/proc").glob("[0-9]*")]
    return [each for each in numbers if _fields(each)[1:2] == [str(pid)]]


def run(*command: str, environment: dict[str, str] | None = None) -> None:
    subprocess.run(
        [sys.executable, "-m", *command],
        cwd=ROOT,
        env={**os.environ, **(environment or {})},
        check=True,
    )


def wait_until_ready(process: Process) -> None:
    assert process.stdout is not None
    if not any(line.strip() == "ready" for line in process.stdout):
        raise SystemExit(f"{process.args!r} did not start.")


def go(processes: Sequence[Process]) -> list[dict[str, Any]]:
    """Let processes that are ready begin, and what each says when it has finished."""
    for process in processes:
        begin(process)
    return [json.loads(_line(process)) for process in processes]


def begin(process: Process) -> None:
    assert process.stdin is not None
    process.stdin.write("go\n")
    process.stdin.flush()


@contextmanager
def ready(
    *commands: Sequence[str], environment: dict[str, str] | None = None
) -> Iterator[list[Process]]:
    """Processes that have started and wait for `go`."""
    with ExitStack() as stack:
        running = [
            stack.enter_context(started(*each, environment=environment)) for each in commands
        ]
        for process in running:
            wait_until_ready(process)
        yield running


def _line(process: Process) -> str:
    assert process.stdout is not None
    line: str = process.stdout.readline()
    return line.strip()
