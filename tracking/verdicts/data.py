"""What the rules look at, and what they say."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from messaging.hidden_links import HONEYPOT_LINK

# Of the rules and of the list of agents together: raise it with every change of either.
VERSION: Final = 1


class Kind(StrEnum):
    """What was seen."""

    OPEN = "OPEN"
    CLICK = "CLICK"
    BEACON = "BEACON"  # a page of ours that a click led to was looked at, and used


class Way(StrEnum):
    """How it was asked for."""

    PLAIN = ""
    HEAD = "HEAD"  # any method but GET
    AHEAD = "AHEAD"  # a program fetched it in case somebody should want it


class NetworkClass(StrEnum):
    """Whose network a visitor comes from, by the lists that the installation keeps."""

    OTHER = ""
    APPLE = "APPLE"
    SCANNER = "SCANNER"


class Who(StrEnum):
    """The class of a hit."""

    PREFETCH = "PREFETCH"
    MACHINE_PRIVACY = "MACHINE_PRIVACY"
    MACHINE_SUSPECTED = "MACHINE_SUSPECTED"
    HUMAN_PROXIED = "HUMAN_PROXIED"
    SCANNER = "SCANNER"
    SCANNER_SUSPECTED = "SCANNER_SUSPECTED"
    HUMAN_CONFIRMED = "HUMAN_CONFIRMED"
    HUMAN = "HUMAN"

    @property
    def is_person(self) -> bool:
        return self in PEOPLE

    @property
    def is_machine(self) -> bool:
        """A prefetch is neither: it is never counted."""
        return self is not Who.PREFETCH and self not in PEOPLE


PEOPLE: Final = frozenset({Who.HUMAN, Who.HUMAN_PROXIED, Who.HUMAN_CONFIRMED})


class Why(StrEnum):
    """The reason code of a verdict; docs/tracking.md says what each means."""

    NOT_GET = "NOT_GET"
    FETCHED_AHEAD = "FETCHED_AHEAD"
    APPLE_PRIVACY = "APPLE_PRIVACY"
    APPLE_AGENT = "APPLE_AGENT"
    MAIL_PROXY = "MAIL_PROXY"
    PROXY_TOO_SOON = "PROXY_TOO_SOON"
    SCANNER_AGENT = "SCANNER_AGENT"
    SCANNER_NETWORK = "SCANNER_NETWORK"
    HONEYPOT = "HONEYPOT"
    BEACON = "BEACON"
    BURST = "BURST"
    SWEEP = "SWEEP"
    HEAD_FIRST = "HEAD_FIRST"
    TOO_SOON = "TOO_SOON"
    SAME_SOURCE = "SAME_SOURCE"
    NOTHING_AGAINST = "NOTHING_AGAINST"


@dataclass(frozen=True, slots=True)
class Hit:
    """One time that a mail's pixel was fetched, a link followed, or a page of ours used."""

    kind: Kind
    at: datetime
    link_index: int | None = None
    agent: str = ""
    ip: str = ""  # the network, as far as it is kept; "" if not known
    network: NetworkClass = NetworkClass.OTHER
    way: Way = Way.PLAIN

    @property
    def is_honeypot(self) -> bool:
        return self.kind is Kind.CLICK and self.link_index == HONEYPOT_LINK


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of the message."""

    handed_over_at: datetime | None = None
    links_count: int = 0  # the honeypot not among them; 0: not known
    is_gateway: bool = False  # whether its recipient's mail passes a gateway that looks into it


@dataclass(frozen=True, slots=True)
class Verdict:
    who: Who
    why: Why
