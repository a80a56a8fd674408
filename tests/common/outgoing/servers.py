"""Servers on this machine that answer as they were told to, byte by byte, or not at all."""

import contextlib
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

Behaviour = Callable[[socket.socket], None]


@dataclass
class Heard:
    """What was asked of a server."""

    port: int
    requests: list[bytes] = field(default_factory=list)
    names: list[str | None] = field(default_factory=list)  # by SNI
    connections: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook"


@contextlib.contextmanager
def server(behaves: Behaviour, *, certificate: Path | None = None) -> Iterator[Heard]:
    """Reads a request, then behaves. Speaks TLS if it has a certificate."""
    listener = socket.create_server(("127.0.0.1", 0))
    heard = Heard(listener.getsockname()[1])
    context = _context(certificate, heard) if certificate else None

    def serve(link: socket.socket) -> None:
        with contextlib.suppress(OSError), link:
            spoken = context.wrap_socket(link, server_side=True) if context else link
            with spoken:
                heard.requests.append(_request(spoken))
                behaves(spoken)

    def accept() -> None:
        with contextlib.suppress(OSError):
            while True:
                link, _ = listener.accept()
                heard.connections += 1
                threading.Thread(target=serve, args=(link,), daemon=True).start()

    thread = threading.Thread(target=accept, daemon=True)
    thread.start()
    try:
        yield heard
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join()


def says(*pieces: bytes) -> Behaviour:
    return lambda link: link.sendall(b"".join(pieces))


def answer(status: str, content: bytes = b"", *headers: str) -> Behaviour:
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(content)}", *headers]
    return says("\r\n".join(lines).encode(), b"\r\n\r\n", content)


def repeats(beginning: bytes, piece: bytes, pause: float = 0.0) -> Behaviour:
    """Without end, until the other side hangs up."""
    waiting = threading.Event()

    def behave(link: socket.socket) -> None:
        link.sendall(beginning)
        while not waiting.wait(pause):
            link.sendall(piece)

    return behave


def is_silent(link: socket.socket) -> None:
    link.recv(1)  # ends when the other side does


def resolver(
    monkeypatch: pytest.MonkeyPatch, answers: dict[str, list[list[str]]], *, port: int = 443
) -> list[str]:
    """Plays the name servers: each name's answers in turn, the last for ever. What was asked for.

    An address is its own answer, as it is for every resolver.
    """
    asked: list[str] = []

    def getaddrinfo(host: str, wanted: int, *_rest: Any, **_named: Any) -> list[Any]:
        known = answers.get(host)
        if known is None:
            found = [host]
        else:
            asked.append(host)
            found = known.pop(0) if len(known) > 1 else known[0]
        if not found:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        to = port if known is not None and "127.0.0.1" in found else wanted
        return [(_family(address), socket.SOCK_STREAM, 6, "", (address, to)) for address in found]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    return asked


def certificate_for(name: str, folder: Path) -> Path:
    """A certificate that vouches for itself, with its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = folder / f"{name}.pem"
    path.write_bytes(
        made.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return path


def _family(address: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in address else socket.AF_INET


def _context(certificate: Path, heard: Heard) -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    context.sni_callback = lambda _socket, name, _context: heard.names.append(name)
    return context


def _request(link: socket.socket) -> bytes:
    said = b""
    while b"\r\n\r\n" not in said:
        piece = link.recv(65536)
        if not piece:
            return said
        said += piece
    head, _, content = said.partition(b"\r\n\r\n")
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            while len(content) < int(line.partition(b":")[2]):
                content += link.recv(65536)
    return head + b"\r\n\r\n" + content
