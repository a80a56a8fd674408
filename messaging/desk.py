"""What one call of send_due keeps at hand: its clock, revisions and brands."""

import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings

from messaging.models import Message
from stores.models import Store
from templates_app import queries as templates
from templates_app.data import NotificationKind
from templates_app.models import Revision


@dataclass(slots=True)
class Desk:
    """Not for two threads, and for seconds only: what it remembers may change in the tables."""

    now_at_start: datetime
    _started: float = field(default_factory=time.monotonic)
    _revisions: dict[tuple[int, str], Revision | None] = field(default_factory=dict)
    _brands: dict[int, dict[str, Any]] = field(default_factory=dict)

    def now(self) -> datetime:
        return self.moment(time.monotonic())

    def moment(self, monotonic: float) -> datetime:
        """What the clock showed then."""
        return self.now_at_start + timedelta(seconds=monotonic - self._started)

    def is_late(self) -> bool:
        """Whether a lease might run out before one more conversation has had its time."""
        lease: int = settings.NOTIFYHUB_SEND_LEASE_SECONDS
        deadline: float = settings.NOTIFYHUB_SEND_DEADLINE_SECONDS
        return time.monotonic() - self._started > lease - 2 * deadline

    def revision_of(self, message: Message) -> Revision | None:
        key = (message.store_id, message.kind)
        if key not in self._revisions:
            kind = NotificationKind(message.kind)
            self._revisions[key] = templates.current_revision(store=message.store, kind=kind)
        return self._revisions[key]

    def brand_of(self, store: Store, revision: Revision) -> dict[str, Any]:
        """As it was frozen; the agency's words go out in the brand of the store that sends them."""
        if revision.store_id is not None:
            frozen: dict[str, Any] = revision.brand
            return frozen
        if store.pk not in self._brands:
            self._brands[store.pk] = templates.resolved_brand(store).as_context()
        return self._brands[store.pk]
