"""A name server on this machine: real DNS over UDP, with the zones and the moods of a test."""

import base64
import contextlib
import socket
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import dns.flags
import dns.message
import dns.rcode
import dns.rdataclass
import dns.rdatatype
import dns.resolver
import dns.rrset
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from messaging.dns_asking import Dns

Zone = Mapping[tuple[str, str], Sequence[str]]


def dkim_key(bits: int = 2048, tags: str = "") -> str:
    """The record of a fresh key, in pieces of 255 bytes as zone files have them."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=bits).public_key()
    der = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    text = f"v=DKIM1; k=rsa; {tags}p={base64.b64encode(der).decode()}"
    return " ".join(f'"{text[start : start + 255]}"' for start in range(0, len(text), 255))


@dataclass(slots=True)
class NameServer:
    """What it answers, and what it was asked."""

    zone: dict[tuple[str, str], Sequence[str]]
    fails_for: set[str] = field(default_factory=set)  # SERVFAIL
    silent_for: set[str] = field(default_factory=set)
    garbled_for: set[str] = field(default_factory=set)
    asked: list[tuple[str, str]] = field(default_factory=list)
    port: int = 0

    def asker(self, *, seconds: float = 6.0) -> Dns:
        resolver = dns.resolver.Resolver(configure=False)
        resolver.nameservers, resolver.port = ["127.0.0.1"], self.port
        return Dns(resolver, seconds=seconds)

    def answer(self, wire: bytes) -> bytes | None:
        query = dns.message.from_wire(wire)
        question = query.question[0]
        name = question.name.to_text(omit_final_dot=True).lower()
        kind = dns.rdatatype.to_text(question.rdtype)
        self.asked.append((name, kind))
        if name in self.silent_for:
            return None
        if name in self.garbled_for:
            return wire[:2] + b"\xff" * 20
        reply = dns.message.make_response(query)
        reply.flags |= dns.flags.RA
        if name in self.fails_for:
            reply.set_rcode(dns.rcode.SERVFAIL)
            return reply.to_wire()
        self._fill(reply, name, kind)
        return reply.to_wire()

    def _fill(self, reply: dns.message.Message, name: str, kind: str) -> None:
        alias = self.zone.get((name, "CNAME"))
        if alias and kind != "CNAME":
            reply.answer.append(_rrset(name, "CNAME", alias))
            name = alias[0].rstrip(".")
        records = self.zone.get((name, kind))
        if records:
            reply.answer.append(_rrset(name, kind, records))
        elif not any(known == name or known.endswith(f".{name}") for known, _kind in self.zone):
            reply.set_rcode(dns.rcode.NXDOMAIN)


def _rrset(name: str, kind: str, records: Sequence[str]) -> dns.rrset.RRset:
    return dns.rrset.from_text_list(f"{name}.", 60, dns.rdataclass.IN, kind, list(records))


@contextlib.contextmanager
def name_server(zone: Zone) -> Iterator[NameServer]:
    server = NameServer(dict(zone))
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as door:
        door.bind(("127.0.0.1", 0))
        door.settimeout(0.1)
        server.port = door.getsockname()[1]
        is_over = threading.Event()

        def serve() -> None:
            while not is_over.is_set():
                with contextlib.suppress(TimeoutError):
                    wire, who = door.recvfrom(4096)
                    reply = server.answer(wire)
                    if reply is not None:
                        door.sendto(reply, who)

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield server
        finally:
            is_over.set()
            thread.join()
