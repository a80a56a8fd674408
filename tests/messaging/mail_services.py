"""Mail services on this machine: HTTP servers that answer as theirs do, or as told, or rudely."""

import contextlib
import json
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs


@dataclass(frozen=True)
class Call:
    path: str
    headers: Message
    body: str
    raw: bytes = b""

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def form(self) -> dict[str, str]:
        return {name: values[0] for name, values in parse_qs(self.body).items()}


@dataclass(frozen=True)
class Answer:
    status: int
    body: str = ""
    headers: dict[str, str] = field(default_factory=dict)


Behaviour = Callable[[Call], Answer]
Rudeness = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class Service:
    """How it behaves, and what was asked of it. A key known already is answered, not sent again."""

    behaves: Behaviour
    rudeness: Rudeness | None = None  # instead of an answer, once the request was read
    calls: list[Call] = field(default_factory=list)
    sent: list[Call] = field(default_factory=list)  # what it would deliver
    known: dict[str, Answer] = field(default_factory=dict)
    url: str = ""

    def answer(self, call: Call) -> Answer:
        self.calls.append(call)
        key = call.headers.get("Idempotency-Key", "")
        if key and key in self.known:
            return self.known[key]
        answer = self.behaves(call)
        if answer.status < 300:
            self.sent.append(call)
            if key:
                self.known[key] = answer
        return answer


@contextlib.contextmanager
def mail_service(service: Service) -> Iterator[Service]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length", 0))
            raw = self.rfile.read(length)
            call = Call(self.path, self.headers, raw.decode(errors="replace"), raw)
            answer = service.answer(call)
            if service.rudeness is not None:
                service.rudeness(self)
                return
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(answer.body.encode())))
            self.end_headers()
            self.wfile.write(answer.body.encode())

        def log_message(self, *args: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *args: object) -> None:
            """A client that hung up is what is being tested."""

    server = Server(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    service.url = f"http://127.0.0.1:{server.server_address[1]}/"
    try:
        yield service
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def like_postmark(call: Call) -> Answer:
    if call.headers["X-Postmark-Server-Token"] != "right":
        return Answer(401, '{"ErrorCode": 10, "Message": "Bad or missing Server API token."}')
    to = call.json["To"]
    return Answer(
        200,
        json.dumps({"To": to, "MessageID": "pm-4711", "ErrorCode": 0, "Message": "OK"}),
    )


def like_sendgrid(call: Call) -> Answer:
    if call.headers["Authorization"] != "Bearer right":
        return Answer(401, '{"errors": [{"message": "The provided authorization grant is wrong"}]}')
    return Answer(202, "", {"X-Message-Id": "sg-4711"})


def like_mailgun(call: Call) -> Answer:
    if call.headers["Authorization"] != "Basic YXBpOnJpZ2h0":  # api:right
        return Answer(401, "Forbidden")
    return Answer(200, '{"id": "<mg-4711@fjelloggarn.example>", "message": "Queued. Thank you."}')


def like_resend(call: Call) -> Answer:
    if call.headers["Authorization"] != "Bearer right":
        return Answer(403, '{"statusCode": 403, "message": "API key is invalid"}')
    return Answer(200, '{"id": "re-4711"}')


def answers(status: int, body: str = "", **headers: str) -> Behaviour:
    """The same to everything; `retry_after` becomes `Retry-After`."""
    named = {name.replace("_", "-").title(): value for name, value in headers.items()}
    return lambda call: Answer(status, body, named)


def is_silent(handler: BaseHTTPRequestHandler) -> None:
    time.sleep(2.5)


def drips(handler: BaseHTTPRequestHandler) -> None:
    """An answer whose first line comes letter by letter, and never ends."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Long: ")
    while True:
        handler.wfile.write(b"x")
        handler.wfile.flush()
        time.sleep(0.05)


def drips_its_body(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
    while True:
        handler.wfile.write(b" ")
        handler.wfile.flush()
        time.sleep(0.05)


def drips_a_refusal(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"HTTP/1.1 422 No\r\nContent-Length: 100000\r\n\r\n")
    while True:
        handler.wfile.write(b" ")
        handler.wfile.flush()
        time.sleep(0.05)


def never_ends(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"HTTP/1.1 400 No\r\n\r\n")
    while True:
        handler.wfile.write(b"x" * 65536)


def resets(handler: BaseHTTPRequestHandler) -> None:
    """Takes the whole request, then breaks the connection without a word."""
    connection = handler.connection
    connection.setsockopt(1, 13, b"\x01\x00\x00\x00\x00\x00\x00\x00")  # SO_LINGER: reset
    handler.close_connection = True
    connection.close()


def redirects(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(
        b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n"
    )
