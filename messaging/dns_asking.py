"""Questions to the DNS, bounded: each is asked once, and all of them end by one deadline."""

import time
from collections.abc import Sequence
from typing import Final, Protocol

import dns.exception
import dns.name
import dns.rdatatype
import dns.resolver
from django.conf import settings

MOST_QUESTIONS: Final = 60
PATIENCE: Final = 2.5  # seconds for one question


class Unanswered(Exception):
    """The domain's servers did not answer, or answered that they cannot: nothing is known."""


class Asker(Protocol):
    def ask(self, name: str, kind: str) -> Sequence[str]:
        """The records as text; none where there are none. Raises Unanswered."""


class Dns:
    """Asks a resolver, remembers what it said, and stops asking at the deadline."""

    def __init__(self, resolver: dns.resolver.Resolver, *, seconds: float) -> None:
        self._resolver = resolver
        self._ends = time.monotonic() + seconds
        self._known: dict[tuple[str, str], list[str] | None] = {}

    def ask(self, name: str, kind: str) -> Sequence[str]:
        key = (name.lower().rstrip("."), kind)
        if key not in self._known:
            self._known[key] = self._asked(*key)
        found = self._known[key]
        if found is None:
            raise Unanswered(name)
        return found

    def _asked(self, name: str, kind: str) -> list[str] | None:
        left = self._ends - time.monotonic()
        if left <= 0 or len(self._known) >= MOST_QUESTIONS:
            return None
        try:
            answer = self._resolver.resolve(
                dns.name.from_text(name), kind, lifetime=min(left, PATIENCE), search=False
            )
        except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
            return []
        except (dns.name.LabelTooLong, dns.name.EmptyLabel, dns.name.NameTooLong):
            return []  # no such name can be
        except dns.exception.DNSException:  # SERVFAIL, time-out, nonsense
            return None
        return [_text(record) for record in answer]


def system() -> dns.resolver.Resolver:
    """The resolver of this machine, or the servers that the settings name."""
    servers = settings.NOTIFYHUB_DNS_SERVERS
    resolver = dns.resolver.Resolver(configure=not servers)
    if servers:
        resolver.nameservers = servers
    return resolver


def _text(record: object) -> str:
    """A TXT record's strings joined as RFC 7208 says; others as a zone file writes them."""
    strings = getattr(record, "strings", None)
    if strings is not None:
        return b"".join(strings).decode("utf-8", errors="replace")
    return str(record)
