"""The edge behind the real web server: how bodies travel, and what a kill -9 leaves behind."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlsplit

import pytest
from django.db import connections

from intake.models import Webhook
from intake.receiving import BODY_LIMIT
from stores.models import Store
from stores.scope import every_store
from tests.factories.intake import body_of, headers_for
from tests.factories.stores import make_store

pytestmark = pytest.mark.kill


@contextmanager
def serving() -> Iterator[tuple[int, "subprocess.Popen[bytes]"]]:
    """granian with one worker, on the test's database; its port and its process."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    test_database = connections["default"].settings_dict["NAME"]
    url = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{test_database}").geturl()
    command = [sys.executable, "-m", "granian", "--interface", "rsgi", "--port", str(port)]
    command += ["--no-ws", "--log-level", "error"]
    command += ["notifyhub.rsgi:application"]
    environment = {**os.environ, "DATABASE_URL": url, "BROKER_URL": "memory://"}
    server = subprocess.Popen(
        command, env=environment, stderr=subprocess.DEVNULL, start_new_session=True
    )
    try:
        _wait_for(port)
        yield port, server
    finally:
        with suppress(ProcessLookupError):
            os.killpg(server.pid, signal.SIGKILL)  # the server and its worker
        server.wait(timeout=20)


def _wait_for(port: int) -> None:
    end = time.monotonic() + 30
    while time.monotonic() < end:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.1)
    raise AssertionError("The server did not start.")


def headers_of(store: Store, body: bytes, encoding: str) -> dict[str, str]:
    environ = headers_for(store, body)
    headers = {name.removeprefix("HTTP_").replace("_", "-"): it for name, it in environ.items()}
    return {**headers, "Content-Encoding": encoding}


def post(
    port: int, store: Store, body: bytes, *, is_chunked: bool = False, encoding: str = "identity"
) -> int:
    connection = HTTPConnection("127.0.0.1", port, timeout=20)
    parts = [body[at : at + 65536] for at in range(0, len(body), 65536)] if is_chunked else body
    try:
        connection.request(
            "POST",
            f"/in/shopify/{store.public_id}",
            parts,
            headers_of(store, body, encoding),
            encode_chunked=is_chunked,
        )
        return connection.getresponse().status
    finally:
        connection.close()


def kept() -> list[bytes]:
    with every_store(because="a test looks"):
        return [bytes(body) for body in Webhook.objects.values_list("body", flat=True)]


def test_bodies_of_every_size_and_shape_travel_whole_or_are_refused(transactional_db: None) -> None:
    store = make_store()
    small, large = body_of(name="Blåbær"), b"x" * BODY_LIMIT
    with serving() as (port, _):
        assert post(port, store, small) == 200
        assert post(port, store, small) == 200, "a repetition"
        assert post(port, store, body_of(), is_chunked=True) == 200
        assert post(port, store, large) == 200
        assert post(port, store, b"") == 200
        assert post(port, store, large[:-1], is_chunked=True) == 200
        assert post(port, store, body_of(), encoding="gzip") == 415
        for is_chunked in (False, True):
            with suppress(ConnectionError):  # it may hang up on who goes on sending
                assert post(port, store, large + b"x", is_chunked=is_chunked) == 413
        assert _hang_up_half_way(port, store) == b""
        assert post(port, store, body_of()) == 200

    bodies = kept()
    assert len(bodies) == 6
    assert {small, large, b"", large[:-1]} <= set(bodies)


def _hang_up_half_way(port: int, store: Store) -> bytes:
    head = f"POST /in/shopify/{store.public_id} HTTP/1.1\r\nHost: x\r\nContent-Length: 500\r\n\r\n"
    with socket.create_connection(("127.0.0.1", port), timeout=10) as caller:
        caller.sendall(head.encode() + b"x" * 100)
    return b""


def test_whatever_was_answered_survives_the_death_of_its_server(transactional_db: None) -> None:
    store = make_store()
    answered: list[bytes] = []

    def call(start: int) -> None:
        for number in range(start, start + 400):
            body = b'{"number": %d}' % number
            with suppress(OSError, HTTPException):
                if post(port, store, body) == 200:
                    answered.append(body)

    with serving() as (port, server), ThreadPoolExecutor(8) as pool:
        calls = [pool.submit(call, start * 1000) for start in range(8)]
        time.sleep(1.0)
        before = len(answered)
        os.killpg(server.pid, signal.SIGKILL)
        for it in calls:
            it.result()

    assert before > 50, "killed before anything was answered"
    assert set(answered) <= set(kept())
