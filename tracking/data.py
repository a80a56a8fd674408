"""What came back, before it is a row."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Sighting:
    """A mail's pixel was fetched, or one of its links was followed."""

    store_id: int
    message_id: int
    kind: str
    at: datetime
    link_index: int | None
    user_agent: str
    ip: str | None  # the network only, never the address


@dataclass(frozen=True, slots=True)
class FreshEvent:
    """An event that no feed has seen yet."""

    store_id: int
    message_id: int
    kind: str
    at: datetime
    link_index: int | None
    xid: int


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
class Unreadable:
    """What came under a good signature and made no sense."""

    text: str
    key: str
