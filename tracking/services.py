"""Verbs of what came back: fold events into the messages they are about."""

import logging
from datetime import datetime

from django.db import InterfaceError, OperationalError, transaction

from messaging import services as messaging
from messaging.hidden_links import HONEYPOT_LINK
from messaging.readers import FINAL_AFTER
from stores.scope import store_scope
from tracking import queries
from tracking.data import FreshEvent
from tracking.models import EventKind, FeedCursor

logger = logging.getLogger(__name__)


@transaction.atomic
def fold_events(*, now: datetime, limit: int = 1000) -> int:
    """Tell the messages what was opened and clicked since the last fold, each event exactly once.

    The cursor moves in the same transaction. How many events were folded; 0 means that all are.
    Call it inside every_store: the feed runs through the stores in the order of what happened.
    """
    cursor, _ = FeedCursor.objects.select_for_update().get_or_create(name="messages")
    fresh = queries.fresh_events(since_xid=cursor.next_xid, limit=limit)
    if not fresh:
        return 0
    # Before any message is locked: see Note [Judged exactly once] in judging.py.
    queries.note_hits(events=fresh, final_after=FINAL_AFTER)
    for event in fresh:
        if _is_seen(event):
            _fold(event)
    cursor.next_xid = fresh[-1].xid + 1
    cursor.save(update_fields=["next_xid"])
    return len(fresh)


def _is_seen(event: FreshEvent) -> bool:
    """Whether it is told at once, whoever did it: not what was fetched ahead, nor bait."""
    is_bait = event.link_index == HONEYPOT_LINK
    return event.kind != EventKind.BEACON and not event.way and not is_bait


def _fold(event: FreshEvent) -> None:
    """Tell one message; an event that cannot be told is logged and passed: it stops no other."""
    try:
        with store_scope(event.store_id), transaction.atomic():
            if event.kind == EventKind.OPEN:
                messaging.record_open(message_id=event.message_id, at=event.at)
                return
            messaging.record_click(message_id=event.message_id, at=event.at)
    except (OperationalError, InterfaceError):
        raise  # the database, not the event: fold again later
    except Exception:
        logger.exception("Could not fold an event", extra={"message_id": event.message_id})
