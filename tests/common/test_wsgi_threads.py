"""WSGI in threads behind the event loop, by the real server: as granian's own WSGI, but safer."""

import json
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from typing import Any, Final

import pytest

from common.wsgi_threads import SMALL
from tests.bench import servers
from tests.common.wsgi_answers import AT_ONCE, PART

HOST: Final = b"Host: h.example\r\n"


@pytest.fixture(scope="module")
def ports() -> Iterator[dict[str, int]]:
    """The application by granian's own WSGI, and by ours."""
    targets = {"wsgi": "application", "rsgi": "in_loop"}
    with ExitStack() as stack:
        found = {}
        for interface, name in targets.items():
            found[interface] = port = servers.free_port()
            command = ["granian", "--interface", interface, "--no-ws", "--log-level", "error"]
            command += ["--host", "127.0.0.1", "--port", str(port)]
            target = f"tests.common.wsgi_answers:{name}"
            server = stack.enter_context(servers.started("-m", *command, target))
            servers.wait_for(port, server)
        yield found


@pytest.fixture
def port(ports: dict[str, int]) -> int:
    return ports["rsgi"]


def ask(port: int, head: bytes, body: bytes = b"") -> tuple[int, list[tuple[str, str]], bytes]:
    """Status, headers and body of the answer; `head` without its last empty line."""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as caller:
        caller.sendall(head + HOST + b"Connection: close\r\n\r\n" + body)
        said = b""
        while part := caller.recv(65536):
            said += part
    top, _, answer = said.partition(b"\r\n\r\n")
    first, *rest = top.decode("latin-1").split("\r\n")
    headers = [(name.lower(), value) for name, _, value in (it.partition(": ") for it in rest)]
    return int(first.split(" ")[1]), headers, answer


def told(port: int, head: bytes, body: bytes = b"") -> Any:
    status, _, answer = ask(port, head, body)
    assert status == 200, answer
    return json.loads(answer)


def chunked(*parts: bytes) -> bytes:
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (*parts, b""))


def posted(size: int) -> tuple[bytes, bytes]:
    return b"POST /b HTTP/1.1\r\nContent-Length: %d\r\n" % size, b"y" * size


CHUNKED: Final = b"POST /b HTTP/1.1\r\nTransfer-Encoding: chunked\r\n"
REQUESTS: Final = {
    "a path": (b"GET /a/b;c//d?q=1&r=%C3%A5 HTTP/1.1\r\n", b""),
    "letters of others": ("GET /blåbær?q=blå HTTP/1.1\r\n".encode(), b""),
    "escaped": (b"GET /a%2Fb%C3%A5%00?%zz HTTP/1.1\r\n", b""),
    "headers": (b"GET / HTTP/1.1\r\nX-One-Two: a b\r\nAccept: */*\r\nEmpty:\r\n", b""),
    "beyond ASCII": (b"GET / HTTP/1.1\r\nContent-Type: text/plain\r\nAccept: x\r\n", b""),
    "absolute": (b"GET http://other.example/z?y HTTP/1.1\r\n", b""),
    "another method": (b"PROPFIND /a HTTP/1.1\r\n", b""),
    "nothing posted": posted(0),
    "small": posted(SMALL),
    "not small": posted(SMALL + 1),
    "large": posted(3_000_000),
    "in chunks": (CHUNKED, chunked(b"ab", b"c" * 99999)),
}


@pytest.mark.parametrize("name", REQUESTS)
def test_it_says_what_granians_own_wsgi_says(ports: dict[str, int], name: str) -> None:
    head, body = REQUESTS[name]

    assert told(ports["rsgi"], head, body) == told(ports["wsgi"], head, body)


@pytest.mark.parametrize("path", [b"/", b"/204", b"/304", b"/302"])
@pytest.mark.parametrize("method", [b"GET", b"HEAD", b"POST"])
def test_the_answers_frame_is_the_same(ports: dict[str, int], path: bytes, method: bytes) -> None:
    def framed(port: int) -> Any:
        status, headers, body = ask(port, b"%s %s HTTP/1.1\r\n" % (method, path))
        return status, sorted(it for it in headers if it[0] != "date"), bool(body)

    ours = framed(ports["rsgi"])

    assert ours == framed(ports["wsgi"])
    assert [value for name, value in ours[1] if name == "set-cookie"] == ["a=1", "b=2"]


def test_a_body_is_read_line_by_line(port: int) -> None:
    """granian's own WSGI gives the first line alone, without its end."""
    head = b"POST /lines HTTP/1.1\r\nContent-Length: %d\r\n"
    many = (b"a" * 999 + b"\n") * 100

    assert told(port, head % 9, b"aa\n\nbbbb\n") == [3, 1, 5]
    assert told(port, head % len(many), many) == [1000] * 100


def test_a_header_that_looks_like_our_proxies_is_left_out(port: int) -> None:
    head = b"GET / HTTP/1.1\r\nX-Forwarded-For: 1\r\nX_Forwarded_For: 9\r\nX-Forwarded-For: 2\r\n"

    assert told(port, head)["HTTP_X_FORWARDED_FOR"] == "1,2"


def test_cookies_of_several_headers_are_one(port: int) -> None:
    found = told(port, b"GET / HTTP/1.1\r\nCookie: a=1\r\nCookie: b=2\r\n")

    assert found["HTTP_COOKIE"] == "a=1; b=2"


def test_a_long_answer_leaves_as_it_is_made_and_is_closed_in_its_thread(port: int) -> None:
    began = time.monotonic()
    with socket.create_connection(("127.0.0.1", port), timeout=20) as caller:
        caller.sendall(b"GET /drip HTTP/1.1\r\nConnection: close\r\n" + HOST + b"\r\n")
        said = caller.recv(65536)
        first = time.monotonic() - began
        while part := caller.recv(65536):
            said += part
        last = time.monotonic() - began

    assert said.count(b"x") - said.partition(b"\r\n\r\n")[0].count(b"x") == 4 * len(PART)
    assert first < last - 0.3, "nothing left before the end"
    assert told(port, b"GET /seen HTTP/1.1\r\n")["closed"][-1] is True


def test_who_leaves_within_an_answer_ends_it(port: int) -> None:
    before = len(told(port, b"GET /seen HTTP/1.1\r\n")["closed"])
    with socket.create_connection(("127.0.0.1", port), timeout=20) as caller:
        caller.sendall(b"GET /drip HTTP/1.1\r\n" + HOST + b"\r\n")
        caller.recv(1000)

    end = time.monotonic() + 10
    while len(told(port, b"GET /seen HTTP/1.1\r\n")["closed"]) == before:
        assert time.monotonic() < end, "the answer was never closed"
        time.sleep(0.05)


def test_what_fails_is_a_500_and_nobody_else_notices(port: int) -> None:
    status, _, body = ask(port, b"GET /fail HTTP/1.1\r\n")
    assert (status, body) == (500, b"")

    status, headers, body = ask(port, b"GET /fail-late HTTP/1.1\r\n")
    assert ("transfer-encoding", "chunked") in headers
    assert len(body) < 2 * len(PART) + 100

    assert told(port, b"GET / HTTP/1.1\r\n")["PATH_INFO"] == "/"


@pytest.mark.parametrize("size", [SMALL, SMALL * 4])
def test_who_leaves_within_a_body_holds_nobody_up(port: int, size: int) -> None:
    for _ in range(AT_ONCE + 1):
        with socket.create_connection(("127.0.0.1", port), timeout=20) as caller:
            caller.sendall(b"POST /b HTTP/1.1\r\nContent-Length: %d\r\n" % size + HOST + b"\r\nabc")

    assert told(port, b"GET / HTTP/1.1\r\n")["PATH_INFO"] == "/"


def test_no_more_run_at_once_than_there_are_threads(port: int) -> None:
    with ThreadPoolExecutor(12) as pool:
        answers = list(pool.map(lambda _: ask(port, b"GET /slow HTTP/1.1\r\n")[2], range(12)))

    assert answers == [b"done"] * 12
    assert told(port, b"GET /seen HTTP/1.1\r\n")["most"] == AT_ONCE
