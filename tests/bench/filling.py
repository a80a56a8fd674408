"""One chunk of rows from one session to another, as binary COPY, and that it was done."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

import psycopg

_SESSION: Final = (
    "SET session_replication_role = replica",
    "SET synchronous_commit = off",
    "SET maintenance_work_mem = '256MB'",
    "SET max_parallel_maintenance_workers = 1",
)


@dataclass(frozen=True, slots=True)
class Chunk:
    """Rows `start` to `last` of the plan's table `number`."""

    number: int
    start: int
    last: int
    out: str
    into: str


def pour(url: str, chunk: Chunk) -> int:
    """All of the chunk, or nothing; how many rows."""
    rows = chunk.last - chunk.start + 1
    out = chunk.out.replace("{start}", str(chunk.start)).replace("{last}", str(chunk.last))
    with session(url) as source, session(url) as target, target.transaction():
        with (
            source.cursor().copy(out.encode()) as written,
            target.cursor().copy(chunk.into.encode()) as read,
        ):
            for piece in written:
                read.write(piece)
        target.execute(
            "INSERT INTO bench_poured VALUES (%s, %s, %s)", [chunk.number, chunk.start, rows]
        )
    return rows


@contextmanager
def session(url: str) -> "Iterator[psycopg.Connection[Any]]":
    with psycopg.connect(url, autocommit=True) as it:
        for statement in _SESSION:
            it.execute(statement)
        yield it
