"""Group commit against a real Postgres: races, poison, lost connections, forks and kills."""

import asyncio
import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg
import pytest

from common.groupcommit import DatabaseAway, GroupCommit, InLoop, Limits
from common.loopcommit import LoopConnection
from tests import looping

Make = Callable[..., GroupCommit[int]]


class Book:
    """A table of numbers, and how many statements wrote to it."""

    def __init__(self, dsn: str) -> None:
        self.dsn = dsn
        self.table = f"groupcommit_{uuid.uuid4().hex}"
        self.batches: list[int] = []
        self.by_loop = 0
        self.is_frozen = threading.Event()
        self.admin = psycopg.connect(dsn, autocommit=True)
        self.admin.execute(f"CREATE TABLE {self.table} (number int CHECK (number <> 13))")

    def connect(self) -> psycopg.Connection[Any]:
        return psycopg.connect(self.dsn, autocommit=True, application_name=self.table)

    def write(self, connection: psycopg.Connection[Any], rows: Sequence[int]) -> None:
        while self.is_frozen.is_set():
            time.sleep(0.01)
        connection.execute(f"INSERT INTO {self.table} SELECT unnest(%s::int[])", [list(rows)])
        self.batches.append(len(rows))

    async def connect_in_loop(self) -> LoopConnection:
        return await LoopConnection.connect(self.dsn, autocommit=True, application_name=self.table)

    async def write_in_loop(self, connection: LoopConnection, rows: Sequence[int]) -> None:
        while self.is_frozen.is_set():
            await asyncio.sleep(0.01)
        await connection.execute(f"INSERT INTO {self.table} SELECT unnest(%s::int[])", [list(rows)])
        self.batches.append(len(rows))
        self.by_loop += len(rows)

    def numbers(self) -> list[int]:
        rows = self.admin.execute(f"SELECT number FROM {self.table}").fetchall()  # noqa: S608 - our own name
        return sorted(row[0] for row in rows)

    def break_connections(self) -> int:
        return self.admin.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = %s",
            [self.table],
        ).rowcount


@pytest.fixture
def book() -> Iterator[Book]:
    book = Book(os.environ["DATABASE_URL"])
    yield book
    book.is_frozen.clear()
    book.admin.execute(f"DROP TABLE {book.table}")
    book.admin.close()


class Handed(GroupCommit[int]):
    """Whose rows are handed in by coroutines of one event loop."""

    loop: looping.Loop

    def commit(self, row: int) -> None:
        self.loop.run(self.committed(row))


@pytest.fixture(params=["threads", "loop", "loop's own connection"])
def group(request: pytest.FixtureRequest, book: Book) -> Iterator[Make]:
    made: list[GroupCommit[int]] = []
    way = GroupCommit[int] if request.param == "threads" else Handed
    is_own = request.param == "loop's own connection"
    in_loop = InLoop(book.connect_in_loop, book.write_in_loop) if is_own else None

    def make(**limits: Any) -> GroupCommit[int]:
        it = way(
            connect=book.connect,
            write=book.write,
            name="numbers",
            limits=Limits(**limits),
            in_loop=in_loop,
        )
        made.append(it)
        if isinstance(it, Handed) and is_own and "nowhere" not in book.dsn:
            it.loop.run(it.opened())
        return it

    with looping.loop() as loop:
        Handed.loop = loop
        yield make
        book.is_frozen.clear()
        for it in made:
            it.close()


def outcome(commit: Callable[[int], None], number: int) -> Exception | None:
    try:
        commit(number)
    except (psycopg.Error, DatabaseAway) as error:
        return error
    return None


@pytest.mark.race
def test_every_answered_row_is_committed_once_and_rows_share_commits(
    book: Book, group: Make
) -> None:
    it = group(rows=64)

    with ThreadPoolExecutor(32) as pool:
        outcomes = list(pool.map(lambda number: outcome(it.commit, number), range(100, 1100)))

    assert outcomes == [None] * 1000
    assert book.numbers() == list(range(100, 1100))
    assert len(book.batches) < 500, "rows did not share commits"
    assert max(book.batches) <= 64


def test_a_row_is_committed_before_its_request_is_answered(book: Book, group: Make) -> None:
    it = group()

    for number in (1, 2, 3):
        it.commit(number)
        assert number in book.numbers()


@pytest.mark.race
def test_one_bad_row_spoils_only_its_own_request(book: Book, group: Make) -> None:
    it = group()
    book.is_frozen.set()

    with ThreadPoolExecutor(20) as pool:
        waiting = [pool.submit(outcome, it.commit, number) for number in range(20)]
        time.sleep(0.2)
        book.is_frozen.clear()
        outcomes = [it.result() for it in waiting]

    assert [n for n, error in enumerate(outcomes) if error is not None] == [13]
    assert isinstance(outcomes[13], psycopg.errors.CheckViolation)
    assert book.numbers() == [n for n in range(20) if n != 13]


def test_a_broken_connection_is_replaced_without_anyone_noticing(book: Book, group: Make) -> None:
    it = group()
    it.commit(1)

    assert book.break_connections() == 1
    it.commit(2)

    assert book.numbers() == [1, 2]


def test_a_loop_that_lost_its_connection_is_connected_again(book: Book) -> None:
    way = InLoop(book.connect_in_loop, book.write_in_loop)
    with looping.loop() as loop:
        it = GroupCommit[int](
            connect=book.connect,
            write=book.write,
            name="numbers",
            limits=Limits(rest=0.1),
            in_loop=way,
        )
        loop.run(it.opened())
        loop.run(it.committed(1))
        assert book.break_connections() == 1
        loop.run(it.committed(2))  # by the thread
        assert book.by_loop == 1

        time.sleep(0.15)
        loop.run(it.committed(3))  # by the thread still; it makes the loop connect
        loop.run(it.opened())
        loop.run(it.committed(4))
        it.close()

    assert book.by_loop == 2
    assert book.numbers() == [1, 2, 3, 4]


def test_who_leaves_before_the_turn_is_not_written(book: Book) -> None:
    way = InLoop(book.connect_in_loop, book.write_in_loop)

    async def three(it: GroupCommit[int]) -> None:
        await it.opened()
        book.is_frozen.set()
        first = asyncio.ensure_future(it.committed(1))
        await asyncio.sleep(0.05)
        leaves, stays = (
            asyncio.ensure_future(it.committed(2)),
            asyncio.ensure_future(it.committed(3)),
        )
        await asyncio.sleep(0.05)
        leaves.cancel()
        book.is_frozen.clear()
        await asyncio.gather(first, stays)
        with pytest.raises(asyncio.CancelledError):
            await leaves

    with looping.loop() as loop:
        it = GroupCommit[int](connect=book.connect, write=book.write, name="numbers", in_loop=way)
        loop.run(three(it))
        it.close()

    assert book.numbers() == [1, 3]


def test_an_absent_database_is_told_at_once_and_found_again(book: Book, group: Make) -> None:
    dsn, book.dsn = book.dsn, "postgresql://127.0.0.1:1/nowhere?connect_timeout=2"
    it = group(rest=0.2)

    began = time.monotonic()
    with pytest.raises(DatabaseAway):
        it.commit(1)
    with pytest.raises(DatabaseAway, match="away"):
        it.commit(2)
    assert time.monotonic() - began < 2

    book.dsn = dsn
    time.sleep(0.25)
    it.commit(3)
    assert book.numbers() == [3]


def test_nobody_waits_longer_than_his_patience(book: Book, group: Make) -> None:
    it = group(patience=0.3)
    book.is_frozen.set()

    began = time.monotonic()
    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(lambda number: outcome(it.commit, number), range(8)))

    assert all(isinstance(error, DatabaseAway) for error in outcomes)
    assert time.monotonic() - began < 2


def test_a_row_given_up_before_its_turn_is_not_written_later(book: Book, group: Make) -> None:
    it = group(patience=0.2)
    book.is_frozen.set()
    first = threading.Thread(target=outcome, args=(it.commit, 1))
    first.start()
    time.sleep(0.05)

    assert isinstance(outcome(it.commit, 2), DatabaseAway)
    first.join()
    book.is_frozen.clear()
    it.commit(3)

    assert 2 not in book.numbers()
    assert 3 in book.numbers()


def test_too_many_waiting_are_refused_at_once(book: Book, group: Make) -> None:
    it = group(waiting=4, rows=1, patience=5)
    book.is_frozen.set()
    threads = [threading.Thread(target=outcome, args=(it.commit, n)) for n in range(5)]
    for thread in threads:
        thread.start()
        time.sleep(0.05)

    began = time.monotonic()
    with pytest.raises(DatabaseAway, match="too many"):
        it.commit(99)
    assert time.monotonic() - began < 0.5

    book.is_frozen.clear()
    for thread in threads:
        thread.join()
    assert book.numbers() == list(range(5))


def test_closing_writes_what_waits_and_refuses_the_rest(book: Book, group: Make) -> None:
    it = group(rows=1)
    book.is_frozen.set()
    threads = [threading.Thread(target=outcome, args=(it.commit, n)) for n in range(5)]
    for thread in threads:
        thread.start()
    time.sleep(0.2)
    closing = threading.Thread(target=it.close)
    closing.start()
    book.is_frozen.clear()
    closing.join()
    for thread in threads:
        thread.join()

    assert book.numbers() == list(range(5))
    with pytest.raises(DatabaseAway, match="closed"):
        it.commit(6)


CHILD = """
    import os, sys, threading
    import psycopg
    from common.groupcommit import GroupCommit

    dsn, table, how = sys.argv[1:]

    def connect():
        return psycopg.connect(dsn, autocommit=True)

    def write(connection, rows):
        connection.execute(f"INSERT INTO {table} SELECT unnest(%s::int[])", [list(rows)])

    group = GroupCommit(connect=connect, write=write, name="numbers")
    if how == "fork":
        group.commit(1)
        child = os.fork()
        group.commit(2 if child else 3)
        if not child:
            os._exit(0)
        os.waitpid(child, 0)
        group.commit(4)
    if how == "load":
        def serve(start):
            for number in range(start, 10**6, 8):
                group.commit(number)
                sys.stdout.write(f"{number}\\n")
                sys.stdout.flush()
        for start in range(100, 108):
            threading.Thread(target=serve, args=(start,)).start()
"""


def child(book: Book, how: str) -> subprocess.Popen[str]:
    arguments = [sys.executable, "-c", textwrap.dedent(CHILD), book.dsn, book.table, how]
    return subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True)


def test_a_forked_child_has_a_thread_and_a_connection_of_its_own(book: Book) -> None:
    process = child(book, "fork")

    assert process.communicate(timeout=30)[0] == ""
    assert process.returncode == 0
    assert book.numbers() == [1, 2, 3, 4]


@pytest.mark.kill
def test_whatever_was_answered_survives_kill_9(book: Book) -> None:
    for _ in range(3):
        with child(book, "load") as process:
            assert process.stdout is not None
            answered = [process.stdout.readline() for _ in range(300)]
            process.send_signal(signal.SIGKILL)
            answered += process.stdout.readlines()

        numbers = {int(line) for line in answered if line.endswith("\n")}
        assert len(numbers) >= 300
        assert numbers <= set(book.numbers())
        book.admin.execute(f"TRUNCATE {book.table}")
