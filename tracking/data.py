"""What came back, before it is a row."""

from dataclasses import dataclass
from datetime import datetime


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
