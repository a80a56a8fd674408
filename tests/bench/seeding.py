"""Millions of messages in minutes, for benches: rows of a small true world, multiplied by SQL.

Each table's rows are copies of one that the factories made, so that a new column needs no word
here; what tells copies apart is said in SQL over `i`, their number. Triggers rest and indexes are
built afterwards, hence it wants a superuser.
"""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final

import psycopg
from psycopg import sql

from notifyhub.demo.progress import Progress

CHUNK: Final = 100_000
_SESSION: Final = (
    "SET session_replication_role = replica",
    "SET synchronous_commit = off",
    "SET maintenance_work_mem = '256MB'",
    "SET max_parallel_maintenance_workers = 2",
)


@dataclass(frozen=True, slots=True)
class Copies:
    """`count` copies of the row whose `key` is `of`, each with its own values."""

    table: str
    of: int
    count: int
    values: Mapping[str, str]  # column: SQL over i, and over s.ids, the ids of all stores
    key: str = "id"
    first: int = 1  # the smallest i
    _columns: list[str] = field(default_factory=list)


def seed(url: str, tables: list[Copies]) -> None:
    """Pour all of them, each table in a thread of its own, then build what finds them."""
    total = sum(copies.count for copies in tables)
    guard = threading.Lock()
    with Progress("Rows", total=total) as bar:

        def told(count: int) -> None:
            with guard:
                bar.advance(count)

        with _without_indexes(url, [copies.table for copies in tables]):
            _all_at_once([partial(_pour, url, one, told) for one in tables])
    for copies in tables:
        with _session(url) as session:
            session.execute(sql.SQL("VACUUM (ANALYZE) {}").format(sql.Identifier(copies.table)))


def _pour(url: str, copies: Copies, told: Callable[[int], None]) -> None:
    with _session(url) as session:
        statement = _statement(session, copies)
        end = copies.first + copies.count
        for start in range(copies.first, end, CHUNK):
            last = min(start + CHUNK, end) - 1
            session.execute(statement, {"start": start, "last": last, "of": copies.of})
            told(last - start + 1)
        if copies.key == "id":
            session.execute(
                sql.SQL(
                    "SELECT setval(pg_get_serial_sequence({name}, 'id'), max(id)) FROM {table}"
                ).format(name=sql.Literal(copies.table), table=sql.Identifier(copies.table))
            )


def _statement(session: "psycopg.Connection[Any]", copies: Copies) -> sql.Composed:
    """Columns with a default of the database keep to it, unless they are named."""
    rows = session.execute(
        "SELECT column_name, column_default IS NULL AND is_identity = 'NO'"
        " FROM information_schema.columns WHERE table_name = %s AND is_generated = 'NEVER'",
        [copies.table],
    ).fetchall()
    wanted = [name for name, is_plain in rows if name in copies.values or is_plain]
    unknown = set(copies.values) - {name for name, _ in rows}
    if unknown:
        raise SystemExit(f"{copies.table} has no columns {sorted(unknown)}: mend the bench.")
    told = [
        sql.SQL(copies.values[name].replace("%", "%%"))
        if name in copies.values
        else sql.SQL("t.{}").format(sql.Identifier(name))
        for name in wanted
    ]
    return sql.SQL(
        "INSERT INTO {table} ({columns}) SELECT {values}"
        " FROM generate_series(%(start)s::bigint, %(last)s::bigint) AS i,"
        " (SELECT * FROM {table} WHERE {key} = %(of)s) AS t,"
        " (SELECT array_agg(id ORDER BY id) AS ids, count(*) AS n FROM stores_store) AS s"
    ).format(
        table=sql.Identifier(copies.table),
        columns=sql.SQL(", ").join(map(sql.Identifier, wanted)),
        values=sql.SQL(", ").join(told),
        key=sql.Identifier(copies.key),
    )


@contextmanager
def _without_indexes(url: str, tables: list[str]) -> Iterator[None]:
    """Take away all but primary keys, and build them again when the rows are there."""
    with _session(url) as session:
        constraints = session.execute(
            "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid)"
            " FROM pg_constraint WHERE contype = 'u' AND conrelid::regclass::text = ANY(%s)",
            [tables],
        ).fetchall()
        for table, name, _definition in constraints:
            session.execute(f'ALTER TABLE "{table}" DROP CONSTRAINT "{name}"')
        indexes = session.execute(
            "SELECT indexname, indexdef FROM pg_indexes JOIN pg_class ON relname = indexname"
            " JOIN pg_index ON indexrelid = pg_class.oid"
            " WHERE NOT indisprimary AND tablename = ANY(%s)",
            [tables],
        ).fetchall()
        for name, _definition in indexes:
            session.execute(f'DROP INDEX "{name}"')
    yield
    again = [definition for _name, definition in indexes]
    again += [
        f'ALTER TABLE "{table}" ADD CONSTRAINT "{name}" {definition}'
        for table, name, definition in constraints
    ]
    with Progress("Indexes", total=len(again)) as bar:
        # One table's indexes one after the other; building a constraint locks the table.
        for statement in again:
            with _session(url) as session:
                session.execute(statement)
            bar.advance()


def _all_at_once(deeds: list[Callable[[], None]]) -> None:
    failed: list[BaseException] = []

    def run(deed: Callable[[], None]) -> None:
        try:
            deed()
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=run, args=[deed]) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise failed[0]


@contextmanager
def _session(url: str) -> "Iterator[psycopg.Connection[Any]]":
    with psycopg.connect(url, autocommit=True) as session:
        for statement in _SESSION:
            session.execute(statement)
        yield session
