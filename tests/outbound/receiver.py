"""A program of somebody else on this machine, to which events are posted; it may behave badly."""

import contextlib
import json
import socket
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from uuid import UUID

from standardwebhooks.webhooks import Webhook


@dataclass(frozen=True)
class Heard:
    """One call: what came, and what was answered."""

    path: str
    headers: dict[str, str]
    body: bytes
    status: int
    at: float

    @property
    def id(self) -> str:
        return self.headers["webhook-id"]

    @property
    def said(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.body)
        return found


@dataclass
class Receiver:
    """`answers` are given one after the other, then `status`; `decide` may look at the event."""

    status: int = 200
    answers: list[int] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)
    content: bytes = b"thanks"
    silence: float = 0.0  # seconds before the answer
    drip: float = 0.0  # seconds between the bytes of the answer
    closes_early: bool = False
    decide: Callable[[dict[str, Any]], int | None] = lambda _said: None
    calls: list[Heard] = field(default_factory=list)
    at_once: int = 0
    most_at_once: int = 0
    url: str = ""
    lock: threading.Lock = field(default_factory=threading.Lock)
    is_over: threading.Event = field(default_factory=threading.Event)

    @property
    def taken(self) -> list[Heard]:
        """What it said yes to, in the order in which it came."""
        return [call for call in self.calls if 200 <= call.status < 300]

    def by_order(self) -> dict[str, list[str]]:
        """The taken events of each order, as they came; a repeated one once."""
        found: dict[str, dict[str, None]] = {}
        for call in self.taken:
            order = str(call.said["data"]["order"])
            found.setdefault(order, {}).setdefault(call.id)
        return {order: list(ids) for order, ids in found.items()}

    def types_of(self, order: UUID) -> list[str]:
        """What it took of one order, in the order in which it came."""
        mine = [call for call in self.taken if call.said["data"]["order"] == str(order)]
        return [call.said["type"] for call in mine]

    def repeated(self) -> Counter[str]:
        """How often more than once each event was taken."""
        return Counter(call.id for call in self.taken) - Counter({c.id: 1 for c in self.taken})

    def answer(self, said: dict[str, Any]) -> int:
        with self.lock:
            decided = self.decide(said)
            if decided is not None:
                return decided
            return self.answers.pop(0) if self.answers else self.status


class _Handler(BaseHTTPRequestHandler):
    receiver: Receiver

    def do_POST(self) -> None:
        receiver = self.receiver
        with receiver.lock:
            receiver.at_once += 1
            receiver.most_at_once = max(receiver.most_at_once, receiver.at_once)
        try:
            self._answer()
        finally:
            with receiver.lock:
                receiver.at_once -= 1

    def _answer(self) -> None:
        receiver = self.receiver
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        status = receiver.answer(json.loads(body))
        headers = {name.lower(): value for name, value in self.headers.items()}
        heard = Heard(self.path, headers, body, status, time.monotonic())
        with receiver.lock:
            receiver.calls.append(heard)
        if receiver.silence:
            receiver.is_over.wait(receiver.silence)
        if receiver.closes_early:
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        with contextlib.suppress(OSError):
            self._write(status)

    def _write(self, status: int) -> None:
        receiver = self.receiver
        self.send_response(status)
        for name, value in receiver.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(receiver.content)))
        self.end_headers()
        if not receiver.drip:
            self.wfile.write(receiver.content)
            return
        for byte in receiver.content:
            if receiver.is_over.wait(receiver.drip):
                return
            self.wfile.write(bytes([byte]))

    def log_message(self, *_: object) -> None:
        """Quietly."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, *_: object) -> None:
        """The other side breaks off; that is its affair."""


@contextlib.contextmanager
def receiver(**behaviour: Any) -> Iterator[Receiver]:
    found = Receiver(**behaviour)
    server = _Server(("127.0.0.1", 0), type("Handler", (_Handler,), {"receiver": found}))
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    found.url = f"http://127.0.0.1:{server.server_port}/hooks"
    try:
        yield found
    finally:
        found.is_over.set()
        server.shutdown()
        server.server_close()
        thread.join()


def check(call: Heard, secret: str) -> None:
    """Raises WebhookVerificationError where the reference library would refuse it."""
    Webhook(secret).verify(call.body, call.headers)
