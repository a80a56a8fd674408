"""One call of a stranger's URL: looked at, pinned, bounded in time and size, followed nowhere.

What a call can cost is known beforehand: `deadline` seconds in all, names and handshakes included,
`most` bytes of memory for the answer however it is packed, and one connection, which is not kept.
"""

import contextlib
import ssl
import time
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import httpcore
from django.utils.translation import gettext

from common.errors import DomainError
from common.outgoing import pinned
from common.outgoing.resolving import NotPublic, Unknown
from common.outgoing.talk import Talk
from common.outgoing.urls import check_url, inside, private_is_fine

# What zlib is to expect: gzip's header, zlib's own.
_PACKED: Final = {b"gzip": 31, b"x-gzip": 31, b"deflate": 15}
_PIECE: Final = 16_384
_BREAKS: Final = (
    httpcore.NetworkError,
    httpcore.TimeoutException,
    httpcore.ProtocolError,
    OSError,
)


class NoAnswer(DomainError):
    """The other side gave no whole answer in time. `is_written`: it may have read the request."""

    code = "no-answer"

    def __init__(self, words: str, *, is_written: bool, seconds: float) -> None:
        super().__init__(words)
        self.is_written, self.seconds = is_written, seconds


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: of the content its beginning, unpacked; a redirect is an answer too."""

    status: int
    headers: tuple[tuple[str, str], ...]
    content: bytes
    seconds: float
    address: str  # that was talked to

    def header(self, name: str) -> str:
        """Its first value, or ""."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key.lower() == wanted), "")


def call(
    method: str,
    url: str,
    *,
    headers: Mapping[str, str] | None = None,
    content: bytes = b"",
    deadline: float = 10.0,
    most: int = 64_000,
) -> Answer:
    """Ask once. Raises AddressRefused (the same again says the same) or NoAnswer."""
    url = check_url(url)
    is_lax = private_is_fine()
    talk = Talk(deadline=deadline, may_be_private=is_lax)
    backend = pinned.Pinned(may_be_private=is_lax, talk=talk)
    request = _request(method, url, headers or {}, content, talk)
    host = request.url.host.decode()
    began = time.monotonic()
    try:
        with talk.bounded(), pinned.pool(backend) as pool:
            response = pool.handle_request(request)
            try:
                read = _beginning(response, most)
            finally:
                with contextlib.suppress(*_BREAKS):
                    response.close()
        if talk.is_over_time:  # a connection cut can look like an answer's end
            raise TimeoutError
    except _BREAKS as error:
        if _has(error, NotPublic):
            raise inside(host) from None
        words, seconds = _words(error, host, talk), time.monotonic() - began
        raise NoAnswer(words, is_written=talk.is_written, seconds=seconds) from None
    finally:
        talk.close()
    lines = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in response.headers]
    seconds = time.monotonic() - began
    return Answer(response.status, tuple(lines), read, seconds, backend.address)


def _request(
    method: str, url: str, headers: Mapping[str, str], content: bytes, talk: Talk
) -> httpcore.Request:
    def trace(event: str, _info: object) -> None:
        """See Note [How far a request came]."""
        if event == "http11.send_request_body.complete":
            talk.is_written = True

    named = {"user-agent": "NotifyHub", "accept": "*/*"}
    named |= {name.lower(): value for name, value in headers.items()}
    named |= {
        "host": url.split("/", 3)[2],
        "accept-encoding": "identity",
        "connection": "close",
        "content-length": str(len(content)),
    }
    every = dict.fromkeys(("connect", "read", "write", "pool"), talk.deadline)
    return httpcore.Request(
        method,
        url,
        headers=[(name.encode("ascii"), value.encode()) for name, value in named.items()],
        content=content,
        extensions={"timeout": every, "trace": trace},
    )


class _Unpacking:
    """Gives back what was packed, never more than is asked for: a bomb stays in its shell."""

    def __init__(self, response: httpcore.Response) -> None:
        named = {name.lower(): value.strip().lower() for name, value in response.headers}
        window = _PACKED.get(named.get(b"content-encoding", b""))
        self._zip = zlib.decompressobj(window) if window else None
        self.is_done = False

    def read(self, piece: bytes, most: int) -> bytes:
        if self._zip is None:
            return piece[:most]
        try:
            found = self._zip.decompress(piece, most)
        except zlib.error:  # it is not what it says
            self.is_done = True
            return b""
        self.is_done = self._zip.eof
        return found


def _beginning(response: httpcore.Response, most: int) -> bytes:
    unpacking, found = _Unpacking(response), bytearray()
    for whole in response.iter_stream():
        for start in range(0, len(whole), _PIECE):
            if len(found) >= most or unpacking.is_done:
                return bytes(found)
            found += unpacking.read(whole[start : start + _PIECE], most - len(found))
    return bytes(found)


def _words(error: BaseException, host: str, talk: Talk) -> str:
    """What broke off, for people."""
    if talk.is_over_time or _has(error, TimeoutError) or _has(error, httpcore.TimeoutException):
        words = gettext("%(host)s gave no whole answer within %(seconds)s s.")
        return words % {"host": host, "seconds": f"{talk.deadline:g}"}
    if _has(error, Unknown):
        return gettext("No name server knows %(host)s. Is it written rightly?") % {"host": host}
    if refused := _has(error, ssl.SSLCertVerificationError):
        words = gettext("The certificate of %(host)s is not accepted: %(why)s.")
        return words % {"host": host, "why": getattr(refused, "verify_message", "")}
    if _has(error, ssl.SSLError):
        return gettext("%(host)s speaks no TLS that we understand.") % {"host": host}
    if _has(error, ConnectionRefusedError):
        return gettext("Nothing listens at %(host)s.") % {"host": host}
    if _has(error, httpcore.ProtocolError):
        return gettext("What %(host)s answered is no HTTP, or broke off.") % {"host": host}
    return gettext("The connection to %(host)s broke off.") % {"host": host}


def _has(error: BaseException, kind: type[BaseException]) -> BaseException | None:
    """The first of that kind among an error and what it came from."""
    seen: BaseException | None = error
    while seen is not None and not isinstance(seen, kind):
        seen = seen.__cause__ or seen.__context__
    return seen
