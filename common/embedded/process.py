"""Child processes that never outlive us.

Each has a session of its own, is signalled by the kernel when we die, and stopped by us in order.
"""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from common.embedded import leash
from common.embedded.accounts import Account

PR_SET_PDEATHSIG = 1
LARGEST_LOG = 10 * 1024 * 1024


class NotReady(Exception):
    """A child that did not come up; the message holds the end of its log."""


@dataclass(frozen=True, kw_only=True)
class Program:
    """What to run. `farewell` is the signal it gets from the kernel should we be killed."""

    name: str
    command: Sequence[str]
    log: Path
    output: Path | None = None  # where stdout goes when it is not for the log
    environment: Mapping[str, str] | None = None
    account: Account | None = None
    farewell: signal.Signals = signal.SIGTERM
    directory: Path | None = None


def spawn(program: Program) -> subprocess.Popen[bytes]:
    """Start a program in a session of its own: Ctrl-C reaches only us, and we stop it in order.

    To be called from the main thread: the kernel's signal follows the death of the thread that
    started the child, not of the process.
    """
    program.log.parent.mkdir(parents=True, exist_ok=True)
    _cut(program.log)
    account = program.account
    with contextlib.ExitStack() as files:
        log = files.enter_context(program.log.open("ab"))
        output = files.enter_context(program.output.open("wb")) if program.output else log
        child = subprocess.Popen(
            program.command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=log,
            env=program.environment,
            cwd=program.directory,
            start_new_session=True,
            preexec_fn=_die_with_parent(program.farewell),
            user=account.uid if account else None,
            group=account.gid if account else None,
            extra_groups=[] if account else None,
        )
    if not sys.platform.startswith("linux"):
        leash.tie(child.pid, program.farewell)
    return child


def _die_with_parent(farewell: signal.Signals) -> Callable[[], None] | None:
    if not sys.platform.startswith("linux"):
        return None
    libc = ctypes.CDLL(None)  # before the fork: nothing may be loaded after it
    parent = os.getpid()

    def preexec() -> None:
        libc.prctl(PR_SET_PDEATHSIG, int(farewell))
        if os.getppid() != parent:  # it died between the fork and the line above
            os._exit(1)

    return preexec


def run(program: Program) -> None:
    """Run a program to its end, which must be a good one; it ends with us."""
    child = spawn(program)
    try:
        child.wait()
    finally:
        stop(child)
    if child.returncode:
        raise NotReady(f"{program.name} ended with code {child.returncode}.\n{tail(program.log)}")


def wait_until(
    ready: Callable[[], bool],
    *,
    child: subprocess.Popen[bytes],
    log: Path,
    patience: float,
) -> None:
    """Return as soon as `ready()`; raise NotReady when the child ends first or takes too long."""
    deadline = time.monotonic() + patience
    while not ready():
        if child.poll() is not None:
            raise NotReady(f"It ended with code {child.returncode}.\n{tail(log)}")
        if time.monotonic() > deadline:
            raise NotReady(f"It was not ready after {patience:.0f} s.\n{tail(log)}")
        time.sleep(0.02)


def stop(
    child: subprocess.Popen[bytes], *, by: signal.Signals = signal.SIGTERM, patience: float = 10
) -> int:
    """Ask a child to end, wait, then kill what is left of its session. Its exit code."""
    if child.poll() is None:
        child.send_signal(by)
        try:
            child.wait(patience)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
    kill_rest(child)
    return child.returncode


def kill_rest(child: subprocess.Popen[bytes]) -> None:
    """Kill grandchildren that a dead child left behind: they would keep its port or its socket."""
    with contextlib.suppress(ProcessLookupError, PermissionError):  # EPERM: zombies on macOS
        os.killpg(child.pid, signal.SIGKILL)
    leash.untie(child.pid)


def ending(code: int) -> str:
    return f"killed by {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def command_line(pid: int) -> str:
    """How a process was started, "" when there is none; zombies have none either."""
    if not sys.platform.startswith("linux"):
        return subprocess.run(
            ["/bin/ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True
        ).stdout
    try:
        return (
            Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        )
    except OSError:
        return ""


def tail(log: Path, lines: int = 12) -> str:
    try:
        text = log.read_text(errors="replace")
    except FileNotFoundError:
        return ""
    return "\n".join([f"  (from {log})", *(f"  | {line}" for line in text.splitlines()[-lines:])])


def _cut(log: Path) -> None:
    if log.exists() and log.stat().st_size > LARGEST_LOG:
        log.replace(log.with_suffix(".log.old"))
