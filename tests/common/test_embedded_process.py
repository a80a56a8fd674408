import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from common.embedded import accounts, process
from common.embedded.accounts import Account
from common.embedded.keeper import Keeper, Service
from common.embedded.process import NotReady, Program

SLEEP = "import time; time.sleep(60)"


def program(log: Path, code: str) -> Program:
    return Program(name="clerk", command=[sys.executable, "-c", code], log=log)


def test_a_child_that_does_not_come_up_shows_the_end_of_its_log(tmp_path: Path) -> None:
    log = tmp_path / "clerk.log"
    child = process.spawn(program(log, "raise SystemExit('no paper left')"))

    with pytest.raises(NotReady, match="no paper left"):
        process.wait_until(lambda: False, child=child, log=log, patience=10)


def test_a_child_deaf_to_the_signal_is_killed(tmp_path: Path) -> None:
    deaf = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(1, flush=True);"
    log = tmp_path / "clerk.log"
    child = process.spawn(program(log, deaf + SLEEP))
    process.wait_until(lambda: log.read_text() != "", child=child, log=log, patience=10)

    assert process.stop(child, patience=0.1) == -signal.SIGKILL


def test_a_dead_child_is_started_again_later_each_time(tmp_path: Path) -> None:
    said: list[str] = []
    keeper = Keeper(said.append)
    service = Service(program(tmp_path / "clerk.log", "pass"))
    keeper.start(service)
    now = 1e9  # far from the start: the child counts as settled

    for seconds in (0, 0.4, 0.6, 0.7, 1.0, 2.0):
        if service.child is not None:
            service.child.wait()
        keeper.look(now + seconds)
    keeper.stop()

    assert said == [
        "clerk ended (exit code 0); starting it again in 0.5 s",
        "clerk runs again",
        "clerk ended (exit code 0); starting it again in 1 s",
        "clerk runs again",
    ]


def test_the_leash_ends_children_where_the_kernel_does_not() -> None:
    """The way of macOS, tried on whatever this is."""
    code = (
        "import os, signal, subprocess, sys, time; from common.embedded import leash\n"
        f"child = subprocess.Popen([sys.executable, '-c', {SLEEP!r}])\n"
        "leash.tie(child.pid, signal.SIGTERM); print(child.pid, flush=True)\n"
        "os.kill(os.getpid(), signal.SIGKILL)"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)

    pid = int(done.stdout)
    deadline = time.monotonic() + 10
    while process.command_line(pid) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert process.command_line(pid) == ""


def test_nobody_cannot_enter_a_closed_directory(tmp_path: Path) -> None:
    nobody = Account(65534, 65534)
    closed = tmp_path / "closed"
    (closed / "open").mkdir(parents=True)
    (closed / "open").chmod(0o755)

    closed.chmod(0o700)
    assert not accounts.can_enter(nobody, closed / "open")
    assert accounts.can_enter(None, closed / "open")
