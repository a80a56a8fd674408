"""Judges orders anew when a click turned out to be a person's, or a machine's.

Verdicts are provisional for a quarter of an hour, and rules get better: the feed tells of each
change, and this reads it. See Note [Feeds by transaction] in tracking/queries.py.
"""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import Q

from messaging.models import Message
from orders.models import Order
from stores.models import Store
from stores.scope import store_scope
from tracking.attribution import attributing
from tracking.attribution.ledger import Because
from tracking.attribution.rules import LONGEST_DAYS
from tracking.models import FeedCursor
from tracking.models.attribution import Attribution

CURSOR: Final = "attribution"
AT_ONCE: Final = 200
MOST_ORDERS: Final = 200  # of one person within the longest window
LONGEST: Final = timedelta(days=LONGEST_DAYS)

_HORIZON: Final = "SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint"
_CHANGED: Final = """
SELECT store_id, message_id, at, xid::text::bigint
FROM orders_activity
WHERE xid >= %s::text::xid8 AND xid < %s::text::xid8
  AND kind = 'MESSAGE_JUDGED' AND message_id IS NOT NULL AND data->>'click' IN ('1', '-1')
ORDER BY xid
FETCH FIRST %s ROWS WITH TIES
"""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Judged:
    """A message whose clicks are now thought of otherwise, and when the click was."""

    store_id: int
    message_id: int
    at: datetime
    xid: int


@transaction.atomic
def reconsider(*, now: datetime, limit: int = AT_ONCE) -> int:
    """Judge the orders anew that the latest verdicts concern; how many verdicts were read.

    The cursor moves in the same transaction. Call it inside every_store.
    """
    cursor, _is_new = FeedCursor.objects.select_for_update().get_or_create(name=CURSOR)
    horizon, judged = _changed(cursor.next_xid, limit)
    for each in {(one.store_id, one.message_id): one for one in judged}.values():
        _reconsider(each, now)
    cursor.next_xid = judged[-1].xid + 1 if len(judged) >= limit else horizon
    cursor.save(update_fields=["next_xid"])
    return len(judged)


def _changed(since: int, limit: int) -> tuple[int, list[Judged]]:
    with connection.cursor() as cursor:
        cursor.execute(_HORIZON)
        horizon = int(cursor.fetchone()[0])
        cursor.execute(_CHANGED, [str(since), str(horizon), limit])
        return horizon, [Judged(*row) for row in cursor.fetchall()]


def _reconsider(judged: Judged, now: datetime) -> None:
    """One message's orders; if they cannot be judged, that is logged, and stops no other."""
    try:
        with store_scope(judged.store_id), transaction.atomic():
            store = Store.objects.get(pk=judged.store_id)
            for order_id in sorted(_concerned(judged)):
                order = attributing.lock_order(store_id=store.pk, order_id=order_id)
                if order is not None:
                    attributing.attribute_order(
                        store=store, order=order, now=now, because=Because.VERDICT
                    )
    except (OperationalError, InterfaceError):
        raise  # the database, not the message: read it again later
    except Exception:
        logger.exception("Could not credit orders anew", extra={"message_id": judged.message_id})


def _concerned(judged: Judged) -> Iterable[int]:
    """Orders credited to the message, and those its recipient placed after the click."""
    of_store = {"store_id": judged.store_id}
    message = Message.objects.filter(pk=judged.message_id, **of_store).first()
    if message is None:
        return set()
    credited = Attribution.objects.filter(message=message, **of_store)
    concerned = set(credited.values_list("order_id", flat=True)[:MOST_ORDERS])
    theirs = Q(pk=None)
    if message.recipient:
        said = message.recipient
        theirs |= Q(email=said) | Q(shopify_email=said) | Q(phone=said)
    if message.order_id is not None:
        about = Order.objects.filter(pk=message.order_id, **of_store)
        customer = about.values_list("customer_id", flat=True).first()
        theirs |= Q(customer_id=customer) if customer is not None else Q(pk=None)
    placed = Order.objects.filter(
        theirs, placed_at__gt=judged.at, placed_at__lte=judged.at + LONGEST, **of_store
    )
    return concerned | set(placed.values_list("pk", flat=True)[:MOST_ORDERS])
