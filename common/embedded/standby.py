"""A streaming replica of a Postgres on this machine, for tests: gone afterwards."""

import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg

from common.embedded import accounts, binaries, places, process
from common.embedded.postgres import CONNECTIONS


class Missing(Exception):
    """The programs of Postgres here cannot copy a cluster."""


@contextmanager
def of(primary: Path) -> Iterator[Path]:
    """The sockets of a replica that follows the Postgres whose sockets are there.

    Raises Missing.
    """
    with places.passing() as directory:
        home = Path(directory)
        account = accounts.for_data(home)
        accounts.give(home, account)
        programs = binaries.readable_by(account, binaries.find_postgres())
        copier = Path(programs.path("pg_basebackup"))
        if not os.access(copier, os.X_OK):
            raise Missing(f"There is no {copier}: the package of Postgres' clients has it.")
        data, log = home / "data", home / "standby.log"
        _copy(copier, primary, data, account)
        settings = (
            "listen_addresses=",
            f"unix_socket_directories={home}",
            f"max_connections={CONNECTIONS}",  # no fewer than the primary's
            "hot_standby_feedback=off",
            "max_standby_streaming_delay=0",
            "fsync=off",
        )
        child = process.spawn(
            process.Program(
                name="standby",
                command=[
                    programs.path("postgres"),
                    *("-D", str(data)),
                    *(word for setting in settings for word in ("-c", setting)),
                ],
                log=log,
                account=account,
                farewell=signal.SIGQUIT,
                directory=home,
            )
        )
        try:
            process.wait_until(lambda: _answers(home), child=child, log=log, patience=60)
            yield home
        finally:
            process.stop(child, by=signal.SIGQUIT)


def _copy(copier: Path, primary: Path, data: Path, account: accounts.Account | None) -> None:
    command = [str(copier), "-h", str(primary), "-U", places.OWNER, "-D", str(data)]
    command += ["--write-recovery-conf", "--wal-method=stream", "--checkpoint=fast", "--no-sync"]
    made = subprocess.run(
        command,
        capture_output=True,
        text=True,
        cwd=data.parent,
        user=account.uid if account else None,
        group=account.gid if account else None,
        extra_groups=[] if account else None,
    )
    if made.returncode:
        raise process.NotReady(f"pg_basebackup failed:\n{made.stdout}{made.stderr}")


def _answers(sockets: Path) -> bool:
    with suppress(psycopg.OperationalError):
        url = f"host={sockets} user={places.OWNER} dbname=postgres"
        psycopg.connect(url, connect_timeout=3).close()
        return True
    return False
