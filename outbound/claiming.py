"""Taking deliveries that are due, under a lease: whose turn it is, and how many at a time.

# Note [In order for each order]
Of the deliveries with one queue (an order's) an endpoint gets the next when the one before is
delivered or given up; other orders go on. So what may be taken is the first open one of each
queue. Open ones are made, and opened again, under the endpoint's lock, which is held here too: none
before a taken one can appear meanwhile.

# Note [Slow receivers]
Claims are of one endpoint after the other, the one served longest ago first, and each has a few
calls at a time: AT_ONCE, and one only where it answers slowly or is being probed after failures.
Slow and failing ones together never have more than half of a worker's calls. So a receiver that
hangs costs the others nothing, and no sender of mail: the bell has a queue and worker of its own.
"""

import uuid
from datetime import datetime, timedelta
from typing import Final

from django.db import connection, transaction
from django.db.models import F

from outbound import feeding
from outbound.data import Call
from outbound.models import Delivery, DeliveryState, Endpoint

AT_ONCE: Final = 4
# After so many failures in a row an endpoint is probed, one call at a time.
PROBED_AFTER: Final = 3
LEASE: Final = timedelta(seconds=60)  # a call has 15 s, and is recorded right after it

_FIRST = """
  delivery.state = 'WAITING' AND delivery.next_at <= %(now)s
  AND NOT EXISTS (
    SELECT 1 FROM outbound_delivery AS ahead
    WHERE ahead.endpoint_id = delivery.endpoint_id AND ahead.queue = delivery.queue
      AND ahead.id < delivery.id AND ahead.state IN ('WAITING', 'CLAIMED')
  )
"""
_DUE = f"""
SELECT endpoint.id FROM outbound_endpoint AS endpoint
WHERE endpoint.state = 'ACTIVE'
  AND (endpoint.rests_until IS NULL OR endpoint.rests_until <= %(now)s)
  AND (%(may_be_slow)s OR NOT endpoint.is_slow AND endpoint.failures_count = 0)
  AND (
    SELECT count(*) FROM outbound_delivery AS called
    WHERE called.endpoint_id = endpoint.id AND called.state = 'CLAIMED'
  ) < CASE WHEN endpoint.is_slow OR endpoint.failures_count >= {PROBED_AFTER} THEN 1
      ELSE {AT_ONCE} END
  AND EXISTS (
    SELECT 1 FROM outbound_delivery AS delivery
    WHERE delivery.endpoint_id = endpoint.id AND {_FIRST}
  )
ORDER BY endpoint.served_at NULLS FIRST, endpoint.id
LIMIT %(limit)s
"""  # noqa: S608 - our own text
_TAKE = f"""
SELECT delivery.id FROM outbound_delivery AS delivery
WHERE delivery.endpoint_id = %(endpoint)s AND {_FIRST}
ORDER BY delivery.replay_id IS NOT NULL, delivery.next_at, delivery.id
LIMIT %(limit)s
FOR UPDATE OF delivery SKIP LOCKED
"""  # noqa: S608 - our own text


def endpoints_due(*, now: datetime, limit: int, may_be_slow: bool = True) -> list[int]:
    """Whose turn it is and who may have a call more. Wants a scope of every store."""
    with connection.cursor() as cursor:
        cursor.execute(_DUE, {"now": now, "may_be_slow": may_be_slow, "limit": limit})
        return [pk for (pk,) in cursor.fetchall()]


@transaction.atomic
def claim(
    *, endpoint_id: int, now: datetime, most: int, most_slow: int | None = None
) -> list[Call]:
    """Take up to `most` deliveries of the endpoint, as far as it may have more at a time.

    Of one that is slow or failing up to `most_slow`. Nothing where somebody else takes some. See
    Note [In order for each order].
    """
    endpoint = feeding.locked(endpoint_id)
    if endpoint is None or (endpoint.rests_until and endpoint.rests_until > now):
        return []
    if _is_slow(endpoint) and most_slow is not None:
        most = min(most, most_slow)
    under_way = Delivery.objects.filter(endpoint=endpoint, state=DeliveryState.CLAIMED).count()
    free = min(most, calls_at_once(endpoint) - under_way)
    taken = _take(endpoint, now, free) if free > 0 else []
    if not taken:
        return []
    key = uuid.uuid4()
    Delivery.objects.filter(pk__in=taken).update(
        state=DeliveryState.CLAIMED,
        claim=key,
        claimed_until=now + LEASE,
        attempts_count=F("attempts_count") + 1,
    )
    Endpoint.objects.filter(pk=endpoint.pk).update(served_at=now)
    return _calls(endpoint, taken, key, now)


def calls_at_once(endpoint: Endpoint) -> int:
    """See Note [Slow receivers]."""
    return 1 if endpoint.is_slow or endpoint.failures_count >= PROBED_AFTER else AT_ONCE


def living_secrets(endpoint: Endpoint, now: datetime) -> tuple[str, ...]:
    """The newest first."""
    ends_at = endpoint.previous_secret_ends_at
    if endpoint.previous_secret and ends_at and ends_at > now:
        return (endpoint.secret, endpoint.previous_secret)
    return (endpoint.secret,)


def _take(endpoint: Endpoint, now: datetime, limit: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, {"endpoint": endpoint.pk, "now": now, "limit": limit})
        return [pk for (pk,) in cursor.fetchall()]


def _calls(endpoint: Endpoint, taken: list[int], key: uuid.UUID, now: datetime) -> list[Call]:
    secrets = living_secrets(endpoint, now)
    rows = {row.pk: row for row in Delivery.objects.filter(pk__in=taken)}
    return [
        Call(
            delivery_id=pk,
            endpoint_id=endpoint.pk,
            claim=key,
            event_id=rows[pk].event_id,
            url=endpoint.url,
            body=rows[pk].body.encode(),
            secrets=secrets,
            is_slow=_is_slow(endpoint),
        )
        for pk in taken
    ]


def _is_slow(endpoint: Endpoint) -> bool:
    return endpoint.is_slow or endpoint.failures_count > 0
