"""`script/server` as a newcomer meets it: one command, one URL, and nothing left behind."""

import os
import re
import shutil
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from common.embedded import binaries, places, process

pytestmark = pytest.mark.kill

ROOT = Path(__file__).resolve().parents[2]
LEFT_OUT = shutil.ignore_patterns(".*", "__pycache__", "results", "staticfiles", "tests")
# Set by the test run for itself; a newcomer has none of them.
NOT_SET = ("DATABASE_URL", "BROKER_URL", "SECRET_KEY", "NOTIFYHUB_ENCRYPTION_KEYS", "ALLOWED_HOSTS")


@pytest.fixture
def project() -> Iterator[Path]:
    """A checkout with nothing in `.local/`, with this checkout's environment."""
    with places.passing() as directory:
        home = Path(directory)
        home.chmod(0o755)
        project = home / "project"
        shutil.copytree(ROOT, project, ignore=LEFT_OUT)
        (project / ".venv").symlink_to(ROOT / ".venv")
        yield project
        for made in (places.sockets(project), binaries.SHARED / places.key(project)):
            shutil.rmtree(made, ignore_errors=True)


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


class Started:
    """A `script/server` under way, and what it said so far."""

    def __init__(self, project: Path, port: int) -> None:
        environment = {k: v for k, v in os.environ.items() if k not in NOT_SET}
        self.project = project
        self.environment = {**environment, "PORT": str(port), "DEMO": "0"}
        self.url = f"http://127.0.0.1:{port}/"
        self.said = project / f"said-{time.monotonic_ns()}"
        with self.said.open("w") as output:
            self.process = subprocess.Popen(
                [str(project / "script/server")],
                env=self.environment,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )

    def wait_for(self, words: str, *, patience: float = 180) -> str:
        deadline = time.monotonic() + patience
        while words not in (text := self.said.read_text()):
            ended = self.process.poll() is not None
            assert not ended, f"It ended without saying {words!r}:\n{text}"
            assert time.monotonic() < deadline, f"It did not say {words!r}:\n{text}"
            time.sleep(0.05)
        return text

    def ready(self) -> str:
        return self.wait_for("is ready")

    def end(self, by: signal.Signals) -> int:
        self.process.send_signal(by)
        return self.process.wait(40)

    def manage(self, code: str) -> str:
        command = [str(self.project / ".venv/bin/python"), str(self.project / "manage.py"), "shell"]
        return subprocess.run(
            [*command, "--no-imports", "-c", code],
            env=self.environment,
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()


Start = Callable[[int], Started]


@pytest.fixture
def start(project: Path) -> Iterator[Start]:
    """Starts servers, and kills what a failed test left."""
    made: list[Started] = []

    def start(port: int) -> Started:
        made.append(Started(project, port))
        return made[-1]

    yield start
    for server in made:
        if server.process.poll() is None:
            everybody = family(server.process.pid)
            server.end(signal.SIGKILL)
            assert all_gone(everybody)


def family(pid: int) -> set[int]:
    """A process and all that descend from it."""
    listed = subprocess.run(["/bin/ps", "-eo", "pid=,ppid="], capture_output=True, text=True).stdout
    parents = [tuple(map(int, line.split())) for line in listed.splitlines()]
    found = {pid}
    while more := {child for child, parent in parents if parent in found} - found:
        found |= more
    return found


def all_gone(pids: set[int], patience: float = 20) -> bool:
    deadline = time.monotonic() + patience
    while any(process.command_line(pid) for pid in pids):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def status_of(url: str) -> int:
    """Of the page that the printed address leads to."""
    with urllib.request.urlopen(url) as answer:  # noqa: S310 -- our own URL
        assert "/admin/login/" in answer.url
        return int(answer.status)


WRITE = """
from django.contrib.sessions.models import Session
from django.utils import timezone
Session.objects.create(session_key="kept", session_data="", expire_date=timezone.now())
"""
READ = "from django.contrib.sessions.models import Session; print(Session.objects.count())"


def test_ctrl_c_stops_every_child_and_the_data_is_there_again(start: Start) -> None:
    port = free_port()
    first = start(port)
    said = first.ready()
    for step in (
        "Postgres",
        "broker",
        "migrate",
        "web",
        "worker",
        "urgent",
        "outbound",
        "stand-in",
        "beat",
    ):
        assert re.search(rf"^  {step} +\d+\.\d s", said, re.MULTILINE), said
    assert status_of(first.url) == 200
    first.manage(WRITE)
    everybody = family(first.process.pid)

    assert first.end(signal.SIGINT) == 0
    assert all_gone(everybody, patience=0)

    second = start(port)
    assert "migrate" not in second.ready()
    assert second.manage(READ) == "1"


def test_a_kill_of_it_leaves_no_orphan_and_no_obstacle(start: Start) -> None:
    port = free_port()
    first = start(port)
    first.ready()
    first.manage(WRITE)
    everybody = family(first.process.pid)
    assert len(everybody) >= 6

    first.end(signal.SIGKILL)
    second = start(port)
    second.ready()

    assert all_gone(everybody)
    assert second.manage(READ) == "1"


def test_children_that_die_are_started_again_and_no_data_is_lost(start: Start) -> None:
    server = start(free_port())
    server.ready()
    server.manage(WRITE)
    local = server.project / ".local"
    postgres = int((local / "postgres/postmaster.pid").read_text().split()[0])

    os.kill(postgres, signal.SIGKILL)
    server.wait_for("postgres runs again")
    (web,) = (
        pid
        for pid in family(server.process.pid)
        if "-m granian" in process.command_line(pid) and parent_of(pid) == server.process.pid
    )
    os.kill(web, signal.SIGKILL)
    server.wait_for("web runs again")

    assert server.manage(READ) == "1"
    assert answers_again(server.url)


def parent_of(pid: int) -> int:
    return int(subprocess.run(["/bin/ps", "-o", "ppid=", f"-p{pid}"], capture_output=True).stdout)


def answers_again(url: str, patience: float = 20) -> bool:
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        try:
            return status_of(url) == 200
        except OSError:
            time.sleep(0.1)
    return False


def test_a_second_copy_says_where_the_first_is_and_exits(start: Start) -> None:
    first = start(free_port())
    first.ready()

    second = start(free_port())

    assert second.process.wait(20) == 1
    assert second.said.read_text() == f"NotifyHub already runs here: {first.url}\n"


def test_a_taken_port_is_named_with_the_way_out(start: Start) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        server = start(port)

        assert server.process.wait(20) == 1

    said = server.said.read_text()
    assert f"Port {port} is taken" in said
    assert f"PORT={port + 1} script/server" in said
