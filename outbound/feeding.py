"""The feed of Activity, read on by each endpoint from its own cursor, into deliveries.

# Note [Each event once]
An endpoint's batch is the rows of its stores after its cursor, in the order (xid, id), of
transactions older than any that still runs: no row can appear behind the cursor later (see
Note [Feeds by transaction] in tracking/queries.py). The deliveries and the cursor are written in
one transaction under the endpoint's lock. So each event becomes one delivery, whoever reads,
however often, and wherever it dies.

An endpoint that is paused or switched off does not read on, and neither does one with MOST_OPEN
deliveries under way: the feed keeps what is to come, so a receiver that is down for a week costs no
rows.

# Note [Sandboxes and webhooks]
Nothing leaves a sandbox store: no buyer is written to. An event is no message to a buyer, and
whoever tries out an integration needs some. So sandbox stores speak, but only to endpoints that are
marked as test endpoints, and these hear nothing else; no live system takes an order of a sandbox
for a real one.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Any, Final

import orjson
from django.db import connection, transaction

from common import jobs
from common.killpoint import killpoint
from outbound import events
from outbound.data import FeedRow, Place
from outbound.models import (
    Delivery,
    Endpoint,
    EndpointState,
    Replay,
)
from outbound.models.delivery import OPEN
from stores.models import Store

BATCH: Final = 500
MOST_OPEN: Final = 5_000

_ROWS = """
SELECT fact.id, fact.store_id, fact.order_id, fact.message_id, fact.kind, fact.at,
  fact.recorded_at, fact.data, fact.key, fact.xid::text::bigint,
  store.public_id, bought.public_id, message.public_id
FROM (
  SELECT one.* FROM unnest(%(stores)s::bigint[]) AS mine(store_id)
  CROSS JOIN LATERAL (
    SELECT id, store_id, order_id, message_id, kind, at, recorded_at, data, key, xid
    FROM orders_activity
    WHERE store_id = mine.store_id
      AND (xid, id) > (%(xid)s::text::xid8, %(last_id)s)
      AND (xid, id) <= (%(until_xid)s::text::xid8, %(until_id)s)
      AND xid < pg_snapshot_xmin(pg_current_snapshot())
      AND (%(order)s::bigint IS NULL OR order_id = %(order)s)
    ORDER BY orders_activity.xid, orders_activity.id
    LIMIT %(limit)s
  ) AS one
  ORDER BY one.xid, one.id
  LIMIT %(limit)s
) AS fact
JOIN stores_store AS store ON store.id = fact.store_id
LEFT JOIN orders_order AS bought ON bought.id = fact.order_id
LEFT JOIN messaging_message AS message ON message.id = fact.message_id
ORDER BY fact.xid, fact.id
"""
_COUNT = """
SELECT count(*) FROM (
  SELECT 1 FROM unnest(%(stores)s::bigint[]) AS mine(store_id)
  CROSS JOIN LATERAL (
    SELECT 1 FROM orders_activity
    WHERE store_id = mine.store_id
      AND (xid, id) > (%(xid)s::text::xid8, %(last_id)s)
      AND (xid, id) <= (%(until_xid)s::text::xid8, %(until_id)s)
      AND recorded_at >= %(since)s
    LIMIT %(limit)s
  ) AS one
  LIMIT %(limit)s
) AS counted
"""
# One look into the index for each store of an endpoint.
_BEHIND = """
SELECT endpoint.id FROM outbound_endpoint AS endpoint
WHERE endpoint.state = 'ACTIVE' AND EXISTS (
  SELECT 1 FROM stores_store AS store
  CROSS JOIN LATERAL (
    SELECT 1 FROM orders_activity AS fact
    WHERE fact.store_id = store.id
      AND (fact.xid, fact.id) > (endpoint.cursor_xid::text::xid8, endpoint.cursor_id)
      AND fact.xid < pg_snapshot_xmin(pg_current_snapshot())
      AND (%(before)s::timestamptz IS NULL OR fact.recorded_at <= %(before)s)
    LIMIT 1
  ) AS fresh
  WHERE store.agency_id = endpoint.agency_id
    AND (endpoint.store_id IS NULL OR store.id = endpoint.store_id)
    AND store.is_sandbox = endpoint.is_test
)
ORDER BY endpoint.id
"""
FAR: Final = Place(2**63 - 1, 2**63 - 1)


def read(
    store_ids: Sequence[int],
    *,
    after: Place,
    limit: int,
    until: Place = FAR,
    order_id: int | None = None,
) -> list[FeedRow]:
    """What is complete of the feed after a place, oldest first. One query."""
    asked = _asked(store_ids, after, until, limit)
    with connection.cursor() as cursor:
        cursor.execute(_ROWS, {**asked, "order": order_id})
        return [_row(*columns) for columns in cursor.fetchall()]


def count(
    store_ids: Sequence[int], *, after: Place, until: Place, since: datetime, most: int
) -> int:
    """How many rows lie between two places; counted up to `most`."""
    asked = _asked(store_ids, after, until, most)
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, {**asked, "since": since})
        return int(cursor.fetchone()[0])


def _asked(store_ids: Sequence[int], after: Place, until: Place, limit: int) -> dict[str, Any]:
    return {
        "stores": list(store_ids),
        "xid": after.xid,
        "last_id": after.id,
        "until_xid": until.xid,
        "until_id": until.id,
        "limit": limit,
    }


def behind(*, before: datetime | None = None) -> list[int]:
    """The endpoints for which there is something to read, or has been since before that time.

    Wants a scope of every store.
    """
    with connection.cursor() as cursor:
        cursor.execute(_BEHIND, {"before": before})
        return [pk for (pk,) in cursor.fetchall()]


def stores_of(endpoint: Endpoint) -> list[int]:
    """Whose events it gets. See Note [Sandboxes and webhooks]."""
    rows = Store.objects.filter(agency_id=endpoint.agency_id, is_sandbox=endpoint.is_test)
    if endpoint.store_id is not None:
        rows = rows.filter(pk=endpoint.store_id)
    return list(rows.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def read_on(*, endpoint_id: int, now: datetime) -> int:
    """One batch of deliveries for one endpoint; how many rows were read.

    0 also where somebody else reads for it, or it has enough. See Note [Each event once].
    """
    endpoint = locked(endpoint_id)
    if endpoint is None or open_count(endpoint, MOST_OPEN) >= MOST_OPEN:
        return 0
    after = Place(endpoint.cursor_xid, endpoint.cursor_id)
    rows = read(stores_of(endpoint), after=after, limit=BATCH)
    if not rows:
        return 0
    if make(endpoint, rows, now=now):
        jobs.defer("outbound.send_due")
    last = rows[-1].place
    Endpoint.objects.filter(pk=endpoint.pk).update(cursor_xid=last.xid, cursor_id=last.id)
    killpoint("outbound.read")
    return len(rows)


def make(
    endpoint: Endpoint, rows: Iterable[FeedRow], *, now: datetime, replay: Replay | None = None
) -> int:
    """Deliveries of those rows that the endpoint wants; how many."""
    wanted = frozenset(endpoint.kinds)
    made = []
    for row in rows:
        event = events.event_of(row) if not wanted or row.kind in wanted else None
        if event is None:
            continue
        made.append(
            Delivery(
                agency_id=endpoint.agency_id,
                endpoint=endpoint,
                store_id=row.store_id,
                order_id=row.order_id,
                event_id=event.id,
                type=event.type,
                activity_id=row.id,
                queue=_queue_of(row),
                body=events.written(event),
                next_at=now,
                replay=replay,
                happened_at=row.at,
                created_at=now,
            )
        )
    Delivery.objects.bulk_create(made)
    return len(made)


def locked(endpoint_id: int) -> Endpoint | None:
    """The endpoint, if it is active and nobody else holds it.

    Whoever opens a delivery holds this lock, so that one before it cannot be opened unseen.
    """
    rows = Endpoint.objects.filter(pk=endpoint_id, state=EndpointState.ACTIVE)
    return rows.select_for_update(skip_locked=True, no_key=True).first()


def open_count(endpoint: Endpoint, most: int) -> int:
    """How many of its deliveries are neither delivered nor given up; counted up to `most`."""
    rows = Delivery.objects.filter(endpoint=endpoint, state__in=OPEN)
    return len(rows.values_list("pk", flat=True)[:most])


def _queue_of(row: FeedRow) -> str:
    """What must stay in order: the events of one order, else of one message, else of one basket."""
    if row.order_id is not None:
        return f"order:{row.order_id}"
    if row.message_id is not None:
        return f"message:{row.message_id}"
    if token := row.data.get("token"):
        return "basket:" + blake2b(str(token).encode(), digest_size=12).hexdigest()
    return f"fact:{row.id}"


def _row(*columns: Any) -> FeedRow:
    row_id, store_id, order_id, message_id, kind, at, recorded_at, data, *rest = columns
    said = orjson.loads(data) if isinstance(data, str | bytes) else data
    times = (at.astimezone(UTC), recorded_at.astimezone(UTC))
    return FeedRow(row_id, store_id, order_id, message_id, kind, *times, said, *rest)
