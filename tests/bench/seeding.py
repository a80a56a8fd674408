"""Millions of rows in minutes, for benches: rows of a small true world, multiplied by COPY.

Each table's rows are copies of one that the factories made, so that a new column needs no word
here; what tells copies apart is said in SQL over `i`, their number. One session writes the rows
out by binary COPY, another reads them in (filling.py), a chunk in one transaction together with a
line that says so: a run that was broken off goes on where it was. Triggers rest, and indexes are
built afterwards, hence it wants a superuser.
"""

import json
import multiprocessing
import os
import time
from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor, as_completed
from dataclasses import asdict, dataclass
from itertools import groupby
from typing import Any, Final

from psycopg import sql

from notifyhub.demo.progress import Progress
from tests.bench import filling

CHUNK: Final = 100_000
PROCESSES: Final = int(os.environ.get("BENCH_PROCESSES", "2"))
# What is left to do stands in the database itself until all of it is done.
_LEFT: Final = """
CREATE TABLE bench_plan (number int PRIMARY KEY, copies jsonb NOT NULL);
CREATE TABLE bench_poured (number int, start bigint, rows bigint, PRIMARY KEY (number, start));
CREATE TABLE bench_index (
  id serial PRIMARY KEY, of text NOT NULL, statement text NOT NULL, is_built bool DEFAULT false
);
"""
_OUT: Final = """COPY (
  SELECT <told> FROM generate_series({start}::bigint, {last}::bigint) AS i,
  (SELECT * FROM "<table>" WHERE "<key>" = <of>) AS t,
  (SELECT array_agg(id ORDER BY id) AS ids, count(*) AS n FROM stores_store) AS s
) TO STDOUT (FORMAT binary)"""


@dataclass(frozen=True, slots=True)
class Copies:
    """`count` copies of the row whose `key` is `of`, each with its own values."""

    table: str
    of: int
    count: int
    values: Mapping[str, str]  # column: SQL over i, and over s.ids, the ids of all stores
    key: str = "id"
    first: int = 1  # the smallest i


def seed(url: str, tables: list[Copies]) -> None:
    """Pour all of them, then build what finds them."""
    plan(url, tables)
    go_on(url)
    end(url)


def plan(url: str, tables: list[Copies]) -> None:
    """Write down what is to be poured, and take away all indexes but the primary keys'."""
    names = sorted({copies.table for copies in tables})
    with filling.session(url) as session, session.transaction():
        session.execute(_LEFT)
        for number, copies in enumerate(tables):
            session.execute(
                "INSERT INTO bench_plan VALUES (%s, %s)", [number, json.dumps(asdict(copies))]
            )
        constraints = session.execute(
            "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid)"
            " FROM pg_constraint WHERE contype = 'u' AND conrelid::regclass::text = ANY(%s)",
            [names],
        ).fetchall()
        for table, name, definition in constraints:
            session.execute(f'ALTER TABLE "{table}" DROP CONSTRAINT "{name}"')
            _remember(session, table, f'ALTER TABLE "{table}" ADD CONSTRAINT "{name}" {definition}')
        indexes = session.execute(
            "SELECT tablename, indexname, indexdef FROM pg_indexes"
            " JOIN pg_class ON relname = indexname JOIN pg_index ON indexrelid = pg_class.oid"
            " WHERE NOT indisprimary AND tablename = ANY(%s)",
            [names],
        ).fetchall()
        for table, name, definition in indexes:
            session.execute(f'DROP INDEX "{name}"')
            # Of a partitioned table: those of its partitions with it.
            _remember(session, table, definition.replace(" ON ONLY ", " ON "))


def is_planned(url: str) -> bool:
    with filling.session(url) as session:
        found = session.execute("SELECT to_regclass('bench_index')").fetchone()
    return found is not None and found[0] is not None


def go_on(url: str) -> dict[str, float]:
    """Do what is left of the plan, from wherever it was broken off; how long each step took."""
    with filling.session(url) as session:
        rows = session.execute("SELECT copies FROM bench_plan ORDER BY number").fetchall()
    tables = [Copies(**copies) for (copies,) in rows]
    began = time.monotonic()
    poured = _pour(url, tables)
    pouring = time.monotonic()
    _build(url)
    building = time.monotonic()
    with filling.session(url) as session:
        for table in dict.fromkeys(copies.table for copies in tables):
            session.execute(sql.SQL("VACUUM (ANALYZE) {}").format(sql.Identifier(table)))
    return {
        "rows": poured,
        "seconds of COPY": round(pouring - began, 1),
        "seconds of indexes": round(building - pouring, 1),
        "seconds of VACUUM and ANALYZE": round(time.monotonic() - building, 1),
    }


def end(url: str) -> None:
    """Forget the plan: all of it is done."""
    with filling.session(url) as session:
        session.execute("DROP TABLE bench_plan, bench_poured, bench_index")


def _remember(session: Any, table: str, statement: str) -> None:
    session.execute("INSERT INTO bench_index (of, statement) VALUES (%s, %s)", [table, statement])


def _pour(url: str, tables: list[Copies]) -> int:
    """How many rows were poured by this run."""
    with filling.session(url) as session:
        poured: dict[tuple[int, int], int] = {
            (number, start): rows
            for number, start, rows in session.execute(
                "SELECT number, start, rows FROM bench_poured"
            )
        }
    total = sum(copies.count for copies in tables)
    left = [chunk for chunk in chunks(url, tables) if (chunk.number, chunk.start) not in poured]
    spawned = multiprocessing.get_context("spawn")
    with (
        Progress("Rows", total=total) as bar,
        ProcessPoolExecutor(PROCESSES, spawned) as pool,
    ):
        bar.advance(sum(poured.values()))
        try:
            for done in as_completed([pool.submit(filling.pour, url, chunk) for chunk in left]):
                bar.advance(done.result())
        except BaseException:  # also Ctrl-C: what is under way ends, nothing else begins
            pool.shutdown(cancel_futures=True)
            raise
    with filling.session(url) as session:
        for copies in tables:
            if copies.key == "id":
                session.execute(
                    sql.SQL(
                        "SELECT setval(pg_get_serial_sequence({name}, 'id'), max(id)) FROM {table}"
                    ).format(name=sql.Literal(copies.table), table=sql.Identifier(copies.table))
                )
    return total - sum(poured.values())


def chunks(url: str, tables: list[Copies]) -> list[filling.Chunk]:
    """All of them, of tables in turn, so that two processes seldom write the same one."""
    with filling.session(url) as session:
        statements = [_statements(session, copies) for copies in tables]
    found = []
    for number, (copies, (out, into)) in enumerate(zip(tables, statements, strict=True)):
        end = copies.first + copies.count
        for start in range(copies.first, end, CHUNK):
            last = min(start + CHUNK, end) - 1
            found.append(filling.Chunk(number, start, last, out, into))
    return sorted(found, key=lambda chunk: (chunk.start, chunk.number))


def _statements(session: Any, copies: Copies) -> tuple[str, str]:
    """What writes rows out, over {start} and {last}, and what reads them in.

    Columns with a default of the database keep to it, unless they are named. Binary COPY converts
    nothing, hence each value is cast.
    """
    rows = session.execute(
        "SELECT attname, format_type(atttypid, atttypmod),"
        " NOT atthasdef AND attidentity = '' FROM pg_attribute"
        " WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped"
        " AND attgenerated = '' ORDER BY attnum",
        [copies.table],
    ).fetchall()
    unknown = set(copies.values) - {name for name, _type, _plain in rows}
    if unknown:
        raise SystemExit(f"{copies.table} has no columns {sorted(unknown)}: mend the bench.")
    wanted = [(name, type_) for name, type_, plain in rows if name in copies.values or plain]
    told = ", ".join(
        f"({copies.values[name]})::{type_}" if name in copies.values else f't."{name}"'
        for name, type_ in wanted
    )
    columns = ", ".join(f'"{name}"' for name, _type in wanted)
    out = _OUT.replace("<told>", told).replace("<table>", copies.table)
    out = out.replace("<key>", copies.key).replace("<of>", str(copies.of))
    return out, f'COPY "{copies.table}" ({columns}) FROM STDIN (FORMAT binary)'


def _build(url: str) -> None:
    """One table's indexes one after the other, since a constraint locks it; two tables at once."""
    with filling.session(url) as session:
        left = session.execute(
            "SELECT of, id, statement FROM bench_index WHERE NOT is_built ORDER BY of, id"
        ).fetchall()
    of_table = [list(rows) for _table, rows in groupby(left, key=lambda row: row[0])]
    with Progress("Indexes", total=len(left)) as bar, ThreadPoolExecutor(PROCESSES) as pool:

        def build(rows: list[Any]) -> None:
            with filling.session(url) as session:
                for table, number, statement in rows:
                    with session.transaction():
                        session.execute(statement)
                        session.execute(
                            "UPDATE bench_index SET is_built = true WHERE id = %s", [number]
                        )
                    bar.advance(note=table)

        for done in as_completed([pool.submit(build, rows) for rows in of_table]):
            done.result()
