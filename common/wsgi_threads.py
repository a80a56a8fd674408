"""A WSGI application behind granian's event loop: each request runs in one of our threads.

RSGI, granian's own interface, is described at https://github.com/emmett-framework/granian, in
docs/spec/RSGI.md; WSGI in PEP 3333.
"""

import asyncio
import io
import logging
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from granian.rsgi import (  # type: ignore[attr-defined]  # it does not say what it hands on
    HTTPProtocol,
    ProtocolClosed,
    Scope,
)

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer
    from _typeshed.wsgi import WSGIApplication, WSGIEnvironment

SMALL: Final = 64 * 1024  # bytes of a body that are read before a thread begins
WHOLE: Final = 1024 * 1024  # bytes of an answer that are gathered before it is sent in parts

_ALWAYS: Final[dict[str, Any]] = {
    "SCRIPT_NAME": "",
    "SERVER_SOFTWARE": "granian",
    "wsgi.errors": sys.stderr,
    "wsgi.input_terminated": True,
    "wsgi.multiprocess": True,
    "wsgi.multithread": True,
    "wsgi.run_once": False,
    "wsgi.version": (1, 0),
}
_PLAIN: Final = {"content-type": "CONTENT_TYPE", "content-length": "CONTENT_LENGTH"}

logger = logging.getLogger(__name__)


def environ_of(scope: Scope) -> "WSGIEnvironment":
    """WSGI's environ, but for `wsgi.input`.

    A name with an underscore is left out: it would be taken for the one with a dash, which our
    proxies set.
    """
    server, _, port = scope.server.rpartition(":")
    environ = {
        **_ALWAYS,
        "REQUEST_METHOD": scope.method,
        "PATH_INFO": _as_wsgi(scope.path),
        "QUERY_STRING": _as_wsgi(scope.query_string),
        "SERVER_NAME": server.strip("[]"),
        "SERVER_PORT": port,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "REMOTE_ADDR": scope.client.rpartition(":")[0].strip("[]"),
        "wsgi.url_scheme": scope.scheme,
    }
    for name, value in scope.headers.items():
        key = _key_of(name)
        if not key:
            continue
        if key in environ:
            value = f"{environ[key]}{'; ' if name == 'cookie' else ','}{value}"
        environ[key] = value
    if scope.authority and "HTTP_HOST" not in environ:  # HTTP/2
        environ["HTTP_HOST"] = scope.authority
    return environ


@lru_cache(maxsize=256)  # visitors say the same few
def _key_of(name: str) -> str:
    """WSGI's name; empty for what is left out."""
    if "_" in name:
        return ""
    return _PLAIN.get(name) or "HTTP_" + name.upper().replace("-", "_")


def _as_wsgi(text: str) -> str:
    """As bytes in disguise, by PEP 3333."""
    return text if text.isascii() else text.encode().decode("latin-1")


async def take_small_body(environ: "WSGIEnvironment", protocol: HTTPProtocol) -> bool:
    """Put the body into the environ if it is announced to be small; whether it is.

    Raises ProtocolClosed.
    """
    length: str = environ.get("CONTENT_LENGTH", "")
    if not length and "HTTP_TRANSFER_ENCODING" not in environ:
        environ["wsgi.input"] = io.BytesIO()
        return True
    if not (length.isascii() and length.isdigit() and len(length) < 10 and int(length) <= SMALL):
        return False
    environ["wsgi.input"] = io.BytesIO(await protocol())
    return True


class Threads:
    """At most `size` requests at a time; the others wait their turn."""

    def __init__(self, application: "WSGIApplication", *, size: int) -> None:
        self._application = application
        self._threads = ThreadPoolExecutor(size, thread_name_prefix="web")

    async def serve(self, environ: "WSGIEnvironment", protocol: HTTPProtocol) -> None:
        """Answer one request; its body is read as far as the application asks for it."""
        loop = asyncio.get_running_loop()
        if "wsgi.input" not in environ:
            environ["wsgi.input"] = io.BufferedReader(_Body(protocol, loop))
        wire = _Wire(protocol, loop)
        await loop.run_in_executor(self._threads, self._answer, environ, wire)
        if not wire.is_streamed:
            wire.send_whole()

    def _answer(self, environ: "WSGIEnvironment", wire: "_Wire") -> None:
        """In a thread. What the application holds, it lets go in the same one."""
        try:
            parts = self._application(environ, wire.start)
            try:
                wire.take(parts)
            finally:
                if (close := getattr(parts, "close", None)) is not None:
                    close()
        except ProtocolClosed:
            logger.info("web.visitor.left", extra={"path": environ["PATH_INFO"]})
        except Exception:  # a server answers, whatever the application does
            logger.exception("web.request.failed", extra={"path": environ["PATH_INFO"]})
            wire.fail()


class _Wire:
    """To one visitor: the whole answer at once, or in parts where it is long."""

    def __init__(self, protocol: HTTPProtocol, loop: asyncio.AbstractEventLoop) -> None:
        self.is_streamed = False
        self._protocol = protocol
        self._loop = loop
        self._status = 500
        self._headers: list[tuple[str, str]] = []
        self._body = b""

    def start(self, status: str, headers: list[tuple[str, str]], _failed: object = None, /) -> Any:
        self._status, self._headers = int(status[:3]), headers
        return self._cannot_write

    def take(self, parts: Iterable[bytes]) -> None:
        """Gather the answer, or send it if it is long. Raises ProtocolClosed."""
        each = iter(parts)
        self._body, is_whole = _gathered(each)
        if is_whole:
            return
        self.is_streamed = True
        stream = self._in_loop(self._open())
        self._in_loop(stream.send_bytes(self._body))
        for part in each:
            self._in_loop(stream.send_bytes(part))

    def fail(self) -> None:
        """What was sent already cannot be taken back; else it is a 500."""
        self._status, self._headers, self._body = 500, [], b""

    def send_whole(self) -> None:
        """In the loop."""
        try:
            if self._body:
                self._protocol.response_bytes(self._status, self._headers, self._body)
            else:
                self._protocol.response_empty(self._status, self._headers)
        except ProtocolClosed:
            logger.info("web.visitor.left")

    async def _open(self) -> Any:
        return self._protocol.response_stream(self._status, self._headers)

    def _in_loop(self, work: Any) -> Any:
        """What becomes of it; meanwhile this thread waits."""
        return asyncio.run_coroutine_threadsafe(_awaited(work), self._loop).result()

    def _cannot_write(self, _data: bytes) -> object:
        raise NotImplementedError("PEP 3333's write() is for servers of before; return the parts")


async def _awaited(work: Any) -> Any:
    return await work


def _gathered(parts: Iterator[bytes]) -> tuple[bytes, bool]:
    """What fits into WHOLE, at least one part, and whether that was all."""
    gathered: list[bytes] = []
    size = 0
    for part in parts:
        gathered.append(part)
        size += len(part)
        if size > WHOLE:
            return b"".join(gathered), False
    return b"".join(gathered), True


class _Body(io.RawIOBase):
    """The request's body, fetched from the loop as it is read."""

    def __init__(self, protocol: HTTPProtocol, loop: asyncio.AbstractEventLoop) -> None:
        self._parts = aiter(protocol)
        self._loop = loop
        self._rest = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, into: "WriteableBuffer", /) -> int:
        """Raises ConnectionResetError if the visitor leaves."""
        if not self._rest:
            fetched = asyncio.run_coroutine_threadsafe(self._fetch(), self._loop)
            try:
                self._rest = memoryview(fetched.result())
            except ProtocolClosed as error:
                raise ConnectionResetError("the visitor left within the body") from error
        target = memoryview(into).cast("B")
        size = min(len(target), len(self._rest))
        target[:size] = self._rest[:size]
        self._rest = self._rest[size:]
        return size

    async def _fetch(self) -> bytes:
        try:
            while not (part := await anext(self._parts)):
                pass
        except StopAsyncIteration:
            return b""
        return bytes(part)
