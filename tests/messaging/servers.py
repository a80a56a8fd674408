"""Mail servers on this machine: one that behaves (aiosmtpd) or answers as told, and rude ones."""

import asyncio
import contextlib
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session


@dataclass
class Post:
    """What arrived, and how the server is to behave: answers by stage, or a way to break off."""

    answers: dict[str, str] = field(default_factory=dict)
    loses_the_answer: bool = False
    resets_inside_data: bool = False
    silence: float = 0.0  # seconds before the last answer
    arrived: list[Envelope] = field(default_factory=list)
    connections: int = 0
    port: int = 0

    @property
    def mails(self) -> list[EmailMessage]:
        return [
            message_from_bytes(envelope.content, policy=default)  # type: ignore[arg-type]  # bytes here
            for envelope in self.arrived
        ]

    async def handle_MAIL(  # noqa: N802 - aiosmtpd's names
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if "MAIL" in self.answers:
            return self.answers["MAIL"]
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's names
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if "RCPT" in self.answers:
            return self.answers["RCPT"]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802 - aiosmtpd's names
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        await asyncio.sleep(self.silence)
        if "DATA" in self.answers:
            return self.answers["DATA"]
        self.arrived.append(envelope)
        if self.loses_the_answer and isinstance(server.transport, asyncio.Transport):
            server.transport.abort()
        return "250 2.0.0 Queued as 4711"


class _Controller(Controller):
    def __init__(self, post: Post, **options: Any) -> None:
        self.post = post
        super().__init__(post, hostname="127.0.0.1", port=_free_port(), **options)

    def factory(self) -> Any:
        self.post.connections += 1
        return super().factory()  # type: ignore[no-untyped-call]  # aiosmtpd's


@contextlib.contextmanager
def mail_server(post: Post, *, password: str | None = None) -> Iterator[Post]:
    """aiosmtpd; with a password, only who knows it may send."""

    def check(*args: Any) -> AuthResult:
        login = args[-1]
        return AuthResult(success=login.password == str(password).encode(), handled=False)

    options: dict[str, Any] = {}
    if password is not None:
        options = {
            "authenticator": check,
            "auth_required": True,
            "auth_require_tls": False,
        }
    controller = _Controller(post, **options)
    controller.start()
    post.port = controller.port
    post.connections = 0  # the controller itself knocks once
    try:
        yield post
    finally:
        controller.stop()


Rudeness = Callable[[socket.socket], None]


@contextlib.contextmanager
def rude_server(talk: Rudeness) -> Iterator[int]:
    """A server that does with each connection what it is told; yields its port."""
    listener = socket.create_server(("127.0.0.1", 0))
    is_over = threading.Event()

    def serve() -> None:
        while not is_over.is_set():
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=_talk, args=(talk, connection), daemon=True).start()

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield listener.getsockname()[1]
    finally:
        is_over.set()
        with contextlib.suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join()


def _talk(talk: Rudeness, connection: socket.socket) -> None:
    with connection, contextlib.suppress(OSError):
        talk(connection)


def says(*lines: str) -> Rudeness:
    """Greets, then answers each of the client's lines with the next of these; then hangs up."""

    def talk(connection: socket.socket) -> None:
        connection.sendall(f"{lines[0]}\r\n".encode())
        reader = connection.makefile("rb")
        for line in lines[1:]:
            reader.readline()
            connection.sendall(f"{line}\r\n".encode())

    return talk


def is_silent(connection: socket.socket) -> None:
    while connection.recv(1024):
        pass


def drips(connection: socket.socket) -> None:
    """One letter of a greeting that never ends, each tenth of a second."""
    while True:
        connection.sendall(b"220-" if not connection.getpeername() else b"2")
        time.sleep(0.1)


def drips_lines(connection: socket.socket) -> None:
    while True:
        connection.sendall(b"220-wait\r\n")
        time.sleep(0.05)


def greets_for_ever(connection: socket.socket) -> None:
    while True:
        connection.sendall(b"220-" + b"x" * 500 + b"\r\n")


def breaks_encryption(connection: socket.socket) -> None:
    """Offers encryption, and then speaks something else."""
    connection.sendall(b"220 hi\r\n")
    reader = connection.makefile("rb")
    reader.readline()
    connection.sendall(b"250-hi\r\n250 STARTTLS\r\n")
    reader.readline()
    connection.sendall(b"220 go on\r\n" + b"this is no handshake\r\n" * 20)
    connection.recv(1024)


def resets_inside_data(connection: socket.socket) -> None:
    """Takes a part of the mail, then resets the connection."""
    talk = says("220 hi", "250 hi", "250 ok", "250 ok", "354 go on")
    talk(connection)
    connection.recv(10)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
