"""A PgBouncer for tests and measurements: it lends server connections for one transaction."""

import shutil
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from common.embedded import accounts, places, process

PROGRAM = "pgbouncer"
PORT = 6432  # names the socket alone: it listens on no other


class Missing(Exception):
    """There is no PgBouncer on this machine."""


def program() -> str:
    """Where it is. Raises Missing, which says what to install."""
    found = shutil.which(PROGRAM) or shutil.which(PROGRAM, path="/usr/sbin:/usr/local/sbin")
    if found is None:
        raise Missing("There is no pgbouncer here; Debian and Ubuntu have a package of that name.")
    return found


@dataclass(frozen=True)
class Pooler:
    """One that runs."""

    sockets: Path
    listens: str = ""  # an address beside the socket

    def url(self, database: str = places.DATABASE) -> str:
        return f"postgresql://{places.OWNER}@/{database}?host={self.sockets}&port={PORT}"

    def answers(self) -> bool:
        with socket.socket(socket.AF_UNIX) as wire:
            wire.settimeout(3)
            try:
                wire.connect(str(self.sockets / f".s.PGSQL.{PORT}"))
            except OSError:
                return False
        return True


SETTINGS = """
[databases]
* = host={postgres}
[pgbouncer]
listen_addr = {listens}
listen_port = {port}
unix_socket_dir = {home}
unix_socket_mode = 0777
auth_type = trust
auth_file = {home}/users
pool_mode = transaction
default_pool_size = {size}
min_pool_size = 0
max_client_conn = 2000
server_round_robin = 1
query_wait_timeout = 30
tcp_keepalive = 1
tcp_keepidle = 5
tcp_keepintvl = 2
tcp_keepcnt = 3
idle_transaction_timeout = 30
log_connections = 0
log_disconnections = 0
"""


@contextmanager
def before(
    postgres: Path | str, *, size: int, listens: str = "", home: Path | None = None
) -> Iterator[Pooler]:
    """One before the Postgres whose sockets (or host) are there, with so many server connections.

    Raises Missing.
    """
    command = program()
    with places.passing() as passing:
        directory = home or Path(passing)
        account = accounts.for_data(directory)
        accounts.give(directory, account)
        written = SETTINGS.format(
            postgres=postgres, home=directory, port=PORT, size=size, listens=listens
        )
        (directory / "pgbouncer.ini").write_text(written)
        (directory / "users").write_text(f'"{places.OWNER}" ""\n')
        pooler = Pooler(directory, listens)
        log = directory / "pgbouncer.log"
        child = process.spawn(
            process.Program(
                name=PROGRAM,
                command=[command, str(directory / "pgbouncer.ini")],
                log=log,
                account=account,
                directory=directory,
            )
        )
        try:
            process.wait_until(pooler.answers, child=child, log=log, patience=20)
            yield pooler
        finally:
            process.stop(child)
