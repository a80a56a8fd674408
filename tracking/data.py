"""What came back, before it is a row."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from messaging.cells import Cell


class Sighting(NamedTuple):
    """A mail's pixel was fetched, or one of its links was followed."""

    store_id: int
    message_id: int
    kind: str
    at: datetime
    link_index: int | None
    user_agent: str
    ip: str | None  # the network only, never the address
    network: str = ""  # whose it is, if that is known: verdicts.data.NetworkClass
    way: str = ""  # how it was asked for: verdicts.data.Way
    # Of a mail whose reader nobody is to know instead of a message (whose number is then 0).
    cell: Cell | None = None
    nonce: int = 0


@dataclass(frozen=True, slots=True)
class FreshEvent:
    """An event that no feed has seen yet."""

    store_id: int
    message_id: int
    kind: str
    at: datetime
    link_index: int | None
    xid: int
    way: str = ""


@dataclass(frozen=True, slots=True)
class KeptHit:
    """A hit of a message as it is kept."""

    message_id: int
    event_id: int
    kind: str
    at: datetime
    link_index: int | None
    user_agent: str
    ip: str | None
    network: str
    way: str


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that a mail service says of one message."""

    kind: str
    at: datetime
    key: str  # what tells it from all others, and a repetition from the first
    message_key: UUID | None  # the name we gave the message along
    provider_id: str  # the name that the service gave it
    line: str


@dataclass(frozen=True, slots=True)
class Returned:
    """What a server says of a message in a mail that it returned."""

    message_key: UUID
    kind: str
    line: str


@dataclass(frozen=True, slots=True)
class Unreadable:
    """What came under a good signature and made no sense."""

    text: str
    key: str
