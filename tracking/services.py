"""Verbs of what came back: fold events into the messages they are about, and make room for more."""

import logging
from datetime import datetime

from django.db import InterfaceError, OperationalError, transaction

from messaging import services as messaging
from stores.scope import store_scope
from tracking import links, queries
from tracking.data import FreshEvent
from tracking.models import EventKind, FeedCursor

MONTHS_AHEAD = 3

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
    for event in fresh:
        _fold(event)
    cursor.next_xid = fresh[-1].xid + 1
    cursor.save(update_fields=["next_xid"])
    return len(fresh)


def make_months(*, now: datetime) -> int:
    """Add the partitions of this and the coming months; how many were missing."""
    made = 0
    for ahead in range(MONTHS_AHEAD + 1):
        year, month = divmod(now.year * 12 + now.month - 1 + ahead, 12)
        made += queries.make_month(year=year, month=month + 1)
    return made


def _fold(event: FreshEvent) -> None:
    """Tell one message; an event that cannot be told is logged and passed: it stops no other."""
    try:
        with store_scope(event.store_id), transaction.atomic():
            if event.kind == EventKind.OPEN:
                messaging.record_open(message_id=event.message_id, at=event.at)
                return
            url = links.look_up(event.store_id, event.message_id, event.link_index or 0)
            messaging.record_click(message_id=event.message_id, at=event.at, url=url or "")
    except (OperationalError, InterfaceError, links.LinksAway):
        raise  # the database, not the event: fold again later
    except Exception:
        logger.exception("Could not fold an event", extra={"message_id": event.message_id})
