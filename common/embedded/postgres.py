"""A Postgres of our own: made, started, recovered and stopped by us, whatever binaries are here.

See Note [Root] in common/embedded/rooted.py for what root costs.
"""

import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg
from psycopg import sql

from common.embedded import accounts, binaries, places, process, rooted, server
from common.embedded.accounts import Account
from common.embedded.binaries import PostgresBinaries

APP_ROLE = "notifyhub_app"
CONNECTIONS = 200
# A test's database may be lost with the machine; nothing waits for its disk.
HASTY = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


class Postgres(server.Server):
    name = "postgres"
    stop_by = signal.SIGINT  # "fast": disconnects clients, writes a checkpoint

    @property
    def url(self) -> str:
        return places.postgres_url(self.sockets)

    def answers(self) -> bool:
        if not (self.sockets / places.POSTGRES_SOCKET).exists():
            return False
        try:
            psycopg.connect(self.url, connect_timeout=3).close()
        except psycopg.OperationalError:
            return False
        return True

    def _start(self) -> None:
        data = rooted.place(self.home, "postgres")
        account = accounts.for_data(data)
        programs = binaries.readable_by(account, binaries.find_postgres(major=_major_of(data)))
        if not (data / "PG_VERSION").exists():
            self._make_cluster(programs, data, account)
        accounts.make_private(self.sockets, account)
        self._clear_what_a_killed_one_left(data)
        if self._wait_for_another(data):
            return
        self.child = process.spawn(
            process.Program(
                name=self.name,
                command=self._command(programs, data),
                log=self.log,
                account=account,
                farewell=signal.SIGINT,
                directory=data,
            )
        )
        process.wait_until(self._accepts_owner, child=self.child, log=self.log, patience=120)
        self._ensure_database_and_role()

    def _command(self, programs: PostgresBinaries, data: Path) -> list[str]:
        settings = [
            "listen_addresses=",
            f"unix_socket_directories={self.sockets}",
            "unix_socket_permissions=0700",
            f"max_connections={CONNECTIONS}",
            "jit=off",
            *([] if self.is_durable else HASTY),
        ]
        command = [programs.path("postgres"), "-D", str(data)]
        for setting in settings:
            command += ["-c", setting]
        return command

    def _make_cluster(
        self, programs: PostgresBinaries, data: Path, account: Account | None
    ) -> None:
        """Into a draft that is renamed when whole: a killed initdb is never taken for a cluster."""
        draft = data.with_name(f"{data.name}.draft")
        shutil.rmtree(draft, ignore_errors=True)
        accounts.make_private(draft, account)
        command = [
            programs.path("initdb"),
            *("-D", str(draft), "-U", places.OWNER, "--auth=trust", "--encoding=UTF8"),
            *_locale(programs.major),
            *([] if self.is_durable else ["--no-sync"]),
        ]
        made = subprocess.run(
            command,
            capture_output=True,
            text=True,
            cwd=draft,
            user=account.uid if account else None,
            group=account.gid if account else None,
            extra_groups=[] if account else None,
        )
        if made.returncode:
            raise process.NotReady(f"initdb failed:\n{made.stdout}{made.stderr}")
        if data.is_dir():
            data.rmdir()
        draft.rename(data)

    def _clear_what_a_killed_one_left(self, data: Path) -> None:
        """Remove pid and socket files whose process is gone or is somebody else's by now.

        Postgres itself refuses to start when the pid in its file lives again as another program.
        """
        pid = _pid_of(data)
        if pid is not None and not _holds(pid, data):
            (data / "postmaster.pid").unlink()
            pid = None
        if pid is None:
            for name in (places.POSTGRES_SOCKET, f"{places.POSTGRES_SOCKET}.lock"):
                (self.sockets / name).unlink(missing_ok=True)

    def _wait_for_another(self, data: Path) -> bool:
        """Wait for one that is starting or stopping beside us; True when it answers in the end."""
        deadline = time.monotonic() + 60
        while (pid := _pid_of(data)) is not None and _holds(pid, data):
            if self.answers():
                return True
            if time.monotonic() > deadline:
                raise process.NotReady(f"Another Postgres (process {pid}) holds {data}, silently.")
            time.sleep(0.05)
        self._clear_what_a_killed_one_left(data)
        return False

    def _accepts_owner(self) -> bool:
        with suppress(psycopg.OperationalError):
            psycopg.connect(self._maintenance, connect_timeout=3).close()
            return True
        return False

    @property
    def _maintenance(self) -> str:
        return f"host={self.sockets} user={places.OWNER} dbname=postgres"

    def _ensure_database_and_role(self) -> None:
        """The role first: whoever sees the database may rely on the role."""
        with psycopg.connect(self._maintenance, autocommit=True) as connection:
            ensure_role(connection)
            found = connection.execute(
                "SELECT 1 FROM pg_database WHERE datname = %s", [places.DATABASE]
            ).fetchone()
            if found is None:
                connection.execute(
                    sql.SQL("CREATE DATABASE {}").format(sql.Identifier(places.DATABASE))
                )


def ensure_role(connection: psycopg.Connection) -> None:
    """The role our sessions take: it owns nothing and cannot step over row-level security."""
    role = sql.Identifier(APP_ROLE)
    if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [APP_ROLE]).fetchone():
        connection.execute(sql.SQL("CREATE ROLE {} NOLOGIN NOSUPERUSER NOBYPASSRLS").format(role))
    connection.execute(sql.SQL("GRANT {} TO CURRENT_USER").format(role))


def ensure_postgres(home: Path) -> str:
    """The database URL of the embedded Postgres in `home`, which runs while this process does."""
    return Postgres(home, server.sockets_of(home)).start_for_this_process()


@contextmanager
def temporary() -> Iterator[Postgres]:
    """A Postgres for a test: quick, forgetful, and gone with all its files afterwards."""
    with places.passing() as directory:
        home = Path(directory)
        postgres = Postgres(home, home / "s", is_durable=False)
        try:
            postgres.start()
            yield postgres
        finally:
            postgres.stop()


def _locale(major: int) -> list[str]:
    if sys.platform == "darwin" and major >= 17:
        # Its libc has no C.UTF-8 before macOS 14; Postgres brings its own. Not verified there.
        return ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
    return ["--locale=C.UTF-8"]


def _major_of(data: Path) -> int | None:
    try:
        return int((data / "PG_VERSION").read_text())
    except FileNotFoundError:
        return None


def _pid_of(data: Path) -> int | None:
    """The first line of postmaster.pid; 0 when it is torn."""
    try:
        lines = (data / "postmaster.pid").read_text().splitlines()
    except FileNotFoundError:
        return None
    return int(lines[0]) if lines and lines[0].isdigit() else 0


def _holds(pid: int, data: Path) -> bool:
    """Whether this process is a Postgres on this data: our command line names the directory."""
    return pid != 0 and str(data) in process.command_line(pid)
