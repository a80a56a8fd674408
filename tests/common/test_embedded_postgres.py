import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from common.embedded import binaries, places, postgres, process
from common.embedded.postgres import Postgres


@pytest.fixture
def running() -> Iterator[Postgres]:
    with postgres.temporary() as server:
        yield server


@pytest.fixture
def durable(running: Postgres) -> Postgres:
    """One that waits for its disk: a kill loses no commit."""
    running.stop()
    running.is_durable = True
    running.start()
    return running


def write_a_row(server: Postgres) -> None:
    with psycopg.connect(server.url) as connection:
        connection.execute("CREATE TABLE kept (number int)")
        connection.execute("INSERT INTO kept VALUES (42)")


def rows(server: Postgres) -> list[tuple[int]]:
    with psycopg.connect(server.url) as connection:
        return connection.execute("SELECT number FROM kept").fetchall()


def pid(server: Postgres) -> int:
    assert server.child is not None
    return server.child.pid


def test_the_application_role_cannot_step_over_row_level_security(running: Postgres) -> None:
    with psycopg.connect(running.url) as connection:
        connection.execute("SET ROLE notifyhub_app")
        row = connection.execute(
            "SELECT rolcanlogin, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user"
        ).fetchone()

    assert row == (False, False, False)


def test_text_is_utf8_and_sorted_alike_on_every_machine(running: Postgres) -> None:
    with psycopg.connect(running.url) as connection:
        row = connection.execute(
            "SELECT pg_encoding_to_char(encoding), lower('ÅÆØ') FROM pg_database "
            "WHERE datname = current_database()"
        ).fetchone()

    assert row == ("UTF8", "åæø")


def test_it_listens_on_no_port_and_its_sockets_are_private(running: Postgres) -> None:
    with psycopg.connect(running.url) as connection:
        row = connection.execute("SHOW listen_addresses").fetchone()

    assert row == ("",)
    assert running.sockets.stat().st_mode & 0o077 == 0


def test_data_survives_a_stop(running: Postgres) -> None:
    write_a_row(running)

    running.stop()
    assert not running.answers()
    running.start()

    assert rows(running) == [(42,)]


def test_data_survives_the_kill_of_every_process_of_it(durable: Postgres) -> None:
    write_a_row(durable)

    os.killpg(pid(durable), signal.SIGKILL)
    durable.start()

    assert rows(durable) == [(42,)]


def test_it_starts_though_a_killed_one_left_a_pid_that_is_somebody_elses_now(
    durable: Postgres,
) -> None:
    write_a_row(durable)
    left = durable.home / "postgres/postmaster.pid"
    os.killpg(pid(durable), signal.SIGKILL)
    lines = left.read_text().splitlines()
    with subprocess.Popen(["/bin/sleep", "60"], user=left.stat().st_uid) as stranger:
        left.write_text("\n".join([str(stranger.pid), *lines[1:]]))

        durable.start()
        stranger.kill()

    assert rows(durable) == [(42,)]


def test_a_second_start_finds_the_first_and_its_stop_leaves_it_alone(running: Postgres) -> None:
    guest = Postgres(running.home, running.sockets)

    assert guest.start() is False
    guest.stop()

    assert running.answers()


def test_a_killed_initdb_is_begun_anew() -> None:
    with places.passing() as directory:
        home = Path(directory)
        (home / "postgres.draft/base").mkdir(parents=True)
        server = Postgres(home, home / "s", is_durable=False)

        assert server.start() is True
        server.stop()


def test_it_ends_when_the_process_that_started_it_is_killed() -> None:
    with places.passing() as directory:
        code = (
            "import time; from pathlib import Path; from common.embedded.postgres import Postgres\n"
            f"home = Path({directory!r}); server = Postgres(home, home / 's', is_durable=False)\n"
            "server.start(); print(server.child.pid, flush=True); time.sleep(60)"
        )
        starter = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE)
        assert starter.stdout is not None
        server_pid = int(starter.stdout.readline())

        starter.kill()
        starter.wait()
        starter.stdout.close()

        assert gone(server_pid)


def gone(number: int, patience: float = 10) -> bool:
    deadline = time.monotonic() + patience
    while process.command_line(number):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def test_data_of_another_major_version_is_refused_with_words(running: Postgres) -> None:
    running.stop()
    (running.home / "postgres/PG_VERSION").write_text("9\n")

    with pytest.raises(binaries.NotFound, match=r"written by Postgres 9; this machine has only"):
        running.start()


def test_no_binaries_at_all_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(binaries, "_postgres_directories", lambda: iter(()))

    with pytest.raises(binaries.NotFound, match="Install one, or set DATABASE_URL"):
        binaries.find_postgres()


def test_a_socket_directory_of_somebody_else_is_refused(tmp_path: Path) -> None:
    with places.passing() as directory:
        home = Path(directory)
        trap = home / "s"
        trap.symlink_to(tmp_path)

        with pytest.raises(PermissionError, match="belongs to user"):
            Postgres(home, trap, is_durable=False).start()
