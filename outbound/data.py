"""Plain frozen values: what people want of an endpoint, places in the feed, and calls."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class EndpointWish:
    """What an endpoint is to be. `kinds` empty: every kind of event."""

    url: str
    description: str = ""
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A place in the feed of Activity: the last row that was read."""

    xid: int
    id: int


@dataclass(frozen=True, slots=True)
class FeedRow:
    """One fact as the feed has it, with the ids by which programs know what it is about."""

    id: int
    store_id: int
    order_id: int | None
    message_id: int | None
    kind: str
    at: datetime
    recorded_at: datetime
    data: Mapping[str, Any]
    key: str
    xid: int
    store: UUID
    order: UUID | None
    message: UUID | None

    @property
    def place(self) -> Place:
        return Place(self.xid, self.id)


@dataclass(frozen=True, slots=True)
class Event:
    """What another program is told."""

    id: str
    type: str
    at: datetime
    data: Mapping[str, Any]

    def as_json(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "type": self.type,
            "timestamp": self.at,
            "data": dict(self.data),
        }


@dataclass(frozen=True, slots=True)
class Call:
    """One claimed delivery as it goes out: nothing of it is read from a table any more."""

    delivery_id: int
    endpoint_id: int
    claim: UUID
    event_id: str
    url: str
    body: bytes
    secrets: tuple[str, ...]
    is_slow: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one call. `status` None: no answer; `error` says why, in words."""

    at: datetime
    seconds: float
    request_headers: Mapping[str, str]
    status: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    content: bytes = b""
    error: str = ""

    @property
    def is_delivered(self) -> bool:
        return self.status is not None and 200 <= self.status < 300


@dataclass(frozen=True, slots=True)
class Redriven:
    """How many deliveries go again, and whether those were all."""

    count: int
    is_complete: bool
