"""The tables of a bench's database: migrated by the first bench of a day, poured by the others.

Migrating renders every model at every step, and each bench begins with a database of its own: it
was a quarter of the time of script/bench all. What is poured is what Postgres says of the tables
that migrate made; migrate then looks at it, and finds nothing left to do.
"""

import hashlib
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from django.core.management import call_command
from django.db import connection

from common.embedded.binaries import find_postgres

ROOT: Final = Path(__file__).resolve().parents[2]
PLACE: Final = ROOT / ".local" / "bench-tables"
_MADE_BY: Final = (
    "*/migrations/*.py",
    "*/models/*.py",
    "*/models.py",
    "common/db/*.py",
    "stores/*.py",
    "requirements.txt",
)


def make() -> None:
    """Make the tables of DATABASE_URL's database and all of its roles; old ones are upgraded."""
    dump, is_new = PLACE / f"{_fingerprint()}.sql", _is_empty()
    if is_new and dump.exists():
        _run("psql", "--quiet", "--no-psqlrc", "--set=ON_ERROR_STOP=1", f"--file={dump}")
        connection.close()
    call_command("migrate", verbosity=0)
    if not is_new or dump.exists():
        return
    for outdated in PLACE.glob("*.sql"):
        outdated.unlink(missing_ok=True)
    PLACE.mkdir(parents=True, exist_ok=True)
    draft = dump.with_suffix(".draft")
    _run("pg_dump", "--no-owner", "--no-privileges", f"--file={draft}")
    draft.rename(dump)


def _fingerprint() -> str:
    """Of what they are made by; of the day too, since partitions are made ahead of it."""
    digest = hashlib.sha256(f"{datetime.now(UTC):%Y-%m-%d} {_version()}".encode())
    for pattern in _MADE_BY:
        for path in sorted(ROOT.glob(pattern)):
            digest.update(f"{path.relative_to(ROOT)}\0".encode() + path.read_bytes())
    return digest.hexdigest()[:32]


def _is_empty() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('django_migrations') IS NULL")
        return bool(cursor.fetchone()[0])


def _version() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version_num')::int / 10000")
        return int(cursor.fetchone()[0])


def _run(program: str, *given: str) -> None:
    """A program of Postgres, on the database that Django is connected to."""
    at = connection.get_connection_params()
    names = {"host": "--host", "port": "--port", "user": "--username", "dbname": "--dbname"}
    where = [f"{flag}={at[name]}" for name, flag in names.items() if at.get(name)]
    subprocess.run(
        [find_postgres(major=_version()).path(program), *where, *given],
        check=True,
        stdout=subprocess.DEVNULL,
        timeout=300,
    )
