"""A WSGI application that says what it was asked, for both of granian's ways to run one."""

import hashlib
import json
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any, Final

from common.wsgi_threads import Threads, environ_of, take_small_body

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

AT_ONCE: Final = 3
PART: Final = b"x" * 700_000
TOLD: Final = ("REQUEST_", "PATH_INFO", "QUERY_", "CONTENT_", "HTTP_", "SCRIPT_", "REMOTE_ADDR")
_seen: dict[str, Any] = {"now": 0, "most": 0, "closed": []}
_lock = threading.Lock()


class Parts:
    """An answer in parts, which tells whether it was closed, and in whose thread."""

    def __init__(self, parts: Iterator[bytes]) -> None:
        self._parts = parts
        self._thread = threading.get_ident()

    def __iter__(self) -> Iterator[bytes]:
        return self._parts

    def close(self) -> None:
        _seen["closed"].append(threading.get_ident() == self._thread)


def echo(environ: "WSGIEnvironment") -> list[bytes]:
    body = environ["wsgi.input"].read()
    told = {name: value for name, value in environ.items() if name.startswith(TOLD)}
    told["scheme"] = environ["wsgi.url_scheme"]
    told["body"] = [len(body), hashlib.sha256(body).hexdigest()]
    return [json.dumps(told, sort_keys=True).encode()]


def lines(environ: "WSGIEnvironment") -> list[bytes]:
    return [json.dumps([len(line) for line in environ["wsgi.input"]]).encode()]


def drip(_environ: "WSGIEnvironment") -> Iterable[bytes]:
    def parts() -> Iterator[bytes]:
        for _ in range(4):
            yield PART
            time.sleep(0.4)

    return Parts(parts())


def fail(_environ: "WSGIEnvironment") -> list[bytes]:
    raise RuntimeError("it fails")


def fail_late(_environ: "WSGIEnvironment") -> Iterable[bytes]:
    def parts() -> Iterator[bytes]:
        yield PART
        yield PART
        raise RuntimeError("it fails late")

    return Parts(parts())


def slow(_environ: "WSGIEnvironment") -> list[bytes]:
    with _lock:
        _seen["now"] += 1
        _seen["most"] = max(_seen["most"], _seen["now"])
    time.sleep(0.2)
    with _lock:
        _seen["now"] -= 1
    return [b"done"]


def seen(_environ: "WSGIEnvironment") -> list[bytes]:
    return [json.dumps(_seen).encode()]


def nothing(_environ: "WSGIEnvironment") -> list[bytes]:
    return []


ANSWERS: Final[dict[str, tuple[str, Callable[[Any], Iterable[bytes]]]]] = {
    "/lines": ("200 OK", lines),
    "/drip": ("200 OK", drip),
    "/fail": ("200 OK", fail),
    "/fail-late": ("200 OK", fail_late),
    "/slow": ("200 OK", slow),
    "/seen": ("200 OK", seen),
    "/304": ("304 Not Modified", nothing),
    "/204": ("204 No Content", nothing),
    "/302": ("302 Found", nothing),
}


def application(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
    status, answer = ANSWERS.get(environ["PATH_INFO"], ("200 OK", echo))
    cookies = [("Set-Cookie", "a=1"), ("Set-Cookie", "b=2")]
    start_response(status, [("Content-Type", "text/plain"), *cookies])
    return answer(environ)


threads = Threads(application, size=AT_ONCE)


async def in_loop(scope: Any, protocol: Any) -> None:
    environ = environ_of(scope)
    await take_small_body(environ, protocol)
    await threads.serve(environ, protocol)
