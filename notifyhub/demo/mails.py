"""One mail of the demo before it is a row, and what all mails of a shop have in common."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any, Final

from messaging.models import Message, Sender
from messaging.states import Outcome, Transport
from notifyhub.demo.pouring import Poured
from notifyhub.demo.world import Shop
from stores.models import Store
from templates_app.models import Revision
from tracking.models import EventKind

# In these shops mails came back of late, and nobody has looked at them yet.
IN_TROUBLE: Final = ("fjell-garn", "redwood-pour-over")


@dataclass(slots=True)
class Mail:
    """One message on its way into the tables, with what happens to it."""

    one: Poured
    message: Message
    transport: Transport = Transport.CAPTURE
    outcome: Outcome | None = None
    code: int | None = None
    ended_at: datetime | None = None
    sightings: list[tuple[EventKind, datetime]] = field(default_factory=list)
    comes_back: bool = False  # see troubles.py


@dataclass(slots=True)
class Post:
    """What all mails of one shop have in common."""

    shop: Shop
    store: Store
    sender: Sender
    revision: Revision
    brand: dict[str, Any]
    now: datetime
    chance: Random
    suppressed: set[str] = field(default_factory=set)

    def is_recent(self, at: datetime) -> bool:
        """Trouble of older days, and of the other shops, has been dealt with."""
        return at > self.now - timedelta(days=24) and self.shop.key in IN_TROUBLE
