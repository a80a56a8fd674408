"""Opens and clicks behind the real web server, shot at random moments: answered is kept."""

import contextlib
import os
import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection, HTTPException
from random import Random

import pytest

from messaging.destinations import as_query
from messaging.tokens import link_token, open_token
from stores.models import Store
from stores.scope import every_store
from tests.factories.stores import make_store
from tests.factories.tracking import make_sent_message
from tests.intake.test_server import serving
from tracking.models import Event

pytestmark = pytest.mark.kill

KILLS = 5
READERS = 8
URL = "https://shop.example/a?b=1"


def paths_of(store: Store, message_id: int, reader: int) -> list[str]:
    """An open, and a click, of one reader; `reader` is a link's number, which tells them apart."""
    query = as_query(URL)
    return [
        f"/t/o/{open_token(store.pk, message_id)}.gif",
        f"/t/c/{link_token(store.pk, message_id, reader, URL)}{query}",
    ]


def seen(store: Store) -> dict[tuple[int, str, int | None], int]:
    """How often each hit stands in the table."""
    counts: dict[tuple[int, str, int | None], int] = {}
    with every_store(because="a test looks"):
        rows = Event.objects.filter(store_id=store.pk)
        for hit in rows.values_list("message_id", "kind", "link_index"):
            counts[hit] = counts.get(hit, 0) + 1
    return counts


@pytest.mark.parametrize("kill", range(KILLS))
def test_whatever_was_answered_survives_the_death_of_its_server(
    transactional_db: None, kill: int
) -> None:
    store = make_store()
    message = make_sent_message(store)
    answered: dict[tuple[int, str, int | None], int] = {}
    guard = threading.Lock()

    def read(port: int, reader: int) -> None:
        with contextlib.suppress(OSError, HTTPException):
            connection = HTTPConnection("127.0.0.1", port, timeout=10)
            for turn in range(2_000):
                # Each hit of a reader has a number of its own, as if of another message.
                message_id = message.pk + 1 + reader * 10_000 + turn
                for path in paths_of(store, message_id, reader):
                    connection.request("GET", path, headers={"User-Agent": "Reader"})
                    reply = connection.getresponse()
                    reply.read()
                    is_click = path.startswith("/t/c/")
                    assert reply.status == (302 if is_click else 200)
                    kind, link = ("CLICK", reader) if is_click else ("OPEN", None)
                    with guard:
                        answered[message_id, kind, link] = 1

    with serving() as (port, server), ThreadPoolExecutor(READERS) as pool:
        reading = [pool.submit(read, port, reader) for reader in range(READERS)]
        deadline = time.monotonic() + 20
        while len(answered) < 50 and time.monotonic() < deadline:
            time.sleep(0.01)
        time.sleep(Random(kill).uniform(0, 0.6))
        before = len(answered)
        os.killpg(server.pid, signal.SIGKILL)
        for one in reading:
            one.result()

    kept = seen(store)
    assert before >= 50, "killed before anything was answered"
    assert set(answered) <= set(kept)
    assert set(kept.values()) == {1}, "a hit stands there twice"
