"""What is answered is on the disk: it survives the death of the database too."""

import os
import signal
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random
from typing import Any

import psycopg
import pytest

from common.embedded import places
from common.embedded.postgres import Postgres
from common.groupcommit import Connection, DatabaseAway, GroupCommit, Limits
from tracking import edge

pytestmark = pytest.mark.kill

KILLS = 4
CALLERS = 8
INSERT = "INSERT INTO hit SELECT unnest(%b::bigint[]) ON CONFLICT DO NOTHING"


@pytest.fixture
def postgres() -> Iterator[Postgres]:
    with places.passing() as home:
        postgres = Postgres(Path(home), Path(home) / "s", is_durable=True)
        postgres.start()
        with psycopg.connect(postgres.url, autocommit=True) as owner:
            owner.execute("CREATE TABLE hit (number bigint PRIMARY KEY)")
        yield postgres
        postgres.stop()


@pytest.fixture
def options(monkeypatch: pytest.MonkeyPatch) -> str:
    """What the edge asks of its connection, seen where it asks."""
    asked: dict[str, Any] = {}
    monkeypatch.setattr("common.db.raw.connect", lambda **given: asked.update(given))
    edge.connect()
    return str(asked["options"])


class Callers:
    """Requests that come until they are told to stop, and which of them were answered."""

    def __init__(self, group: GroupCommit[int]) -> None:
        self.group = group
        self.answered: set[int] = set()
        self.is_over = threading.Event()
        self._numbers = iter(range(10**9))
        self._guard = threading.Lock()

    def call(self) -> None:
        while not self.is_over.is_set():
            with self._guard:
                number = next(self._numbers)
            try:
                self.group.commit(number)
            except (DatabaseAway, psycopg.Error):
                time.sleep(0.02)
                continue
            with self._guard:
                self.answered.add(number)

    def wait_for_more(self, count: int) -> None:
        wanted, deadline = len(self.answered) + count, time.monotonic() + 60
        while len(self.answered) < wanted:
            assert time.monotonic() < deadline, "nothing is answered any more"
            time.sleep(0.01)


def write(connection: Connection, rows: Sequence[int]) -> None:
    connection.execute(INSERT, [list(rows)])


def test_no_hit_that_was_answered_dies_with_the_database(postgres: Postgres, options: str) -> None:
    group: GroupCommit[int] = GroupCommit(
        connect=lambda: psycopg.connect(
            postgres.url, autocommit=True, options=options, connect_timeout=2
        ),
        write=write,
        name="killed",
        limits=Limits(patience=1.0, rest=0.05),
    )
    callers = Callers(group)

    with ThreadPoolExecutor(CALLERS) as pool:
        calls = [pool.submit(callers.call) for _ in range(CALLERS)]
        try:
            for kill in range(KILLS):
                callers.wait_for_more(200)
                time.sleep(Random(kill).uniform(0, 0.2))
                assert postgres.child is not None
                os.kill(postgres.child.pid, signal.SIGKILL)
                postgres.child.wait(20)
                postgres.start()
        finally:
            callers.is_over.set()
        for one in calls:
            one.result()
    group.close()

    with psycopg.connect(postgres.url) as owner:
        kept = {number for (number,) in owner.execute("SELECT number FROM hit")}
    assert callers.answered <= kept
