"""Taking due messages under a lease, in service order; which workers may take lanes 2 and 3.

# Note [Half of the workers]
Lanes 2 and 3 (marketing, back-fill) never hold more than half of the workers, so a buyer's
confirmation finds one that is free. A worker counts as busy with them while its claim holds any of
theirs. Counting and claiming are one transaction under a lock that only one worker has; who finds
it taken leaves those lanes to the other this time. What waited long in them goes before lanes 0 and
1, in that half: so an endless rush of orders cannot starve them.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F
from django.db.models.functions import Now

from common.db.lookups import AnyOf
from messaging.models import Message, MessageQuerySet
from messaging.states import IN_HAND, Lane, State

_BULK_LOCK = "messaging.bulk"


@dataclass(frozen=True, slots=True)
class Claim:
    """What a worker took, by ids in the order in which it is served."""

    key: uuid.UUID
    message_ids: list[int]


@transaction.atomic
def claim_due(*, now: datetime, limit: int, is_urgent: bool = False) -> Claim:
    """Take up to `limit` due messages; urgent: of lanes 0 and 1 only.

    One that a worker died with before is taken alone, so that what kills workers cannot have its
    neighbours counted as killers too.
    """
    claim = Claim(uuid.uuid4(), [])
    rows = _candidates(now, limit, is_urgent)
    suspects = [place for place, (_, claims_count) in enumerate(rows) if claims_count]
    if suspects:
        rows = rows[: max(suspects[0], 1)]
    claim.message_ids.extend(pk for pk, _ in rows)
    if rows:
        lease = timedelta(seconds=settings.NOTIFYHUB_SEND_LEASE_SECONDS)
        Message.objects.filter(AnyOf("id", claim.message_ids)).update(
            state=State.CLAIMED,
            claim=claim.key,
            claimed_until=Now() + lease,
            claims_count=F("claims_count") + 1,
        )
    return claim


def _candidates(now: datetime, limit: int, is_urgent: bool) -> list[tuple[int, int]]:
    due = Message.objects.due(now)
    urgent = due.filter(lane__lt=Lane.MARKETING).in_service_order()
    bulk = due.filter(lane__gte=Lane.MARKETING)
    if is_urgent or not bulk.exists() or not _may_take_bulk():
        return _locked(urgent, limit)
    wait = timedelta(seconds=settings.NOTIFYHUB_SEND_BULK_WAIT_SECONDS)
    aged = bulk.filter(run_after__lte=now - wait).order_by("run_after", "id")
    rows = _locked(aged, limit)
    for others in (urgent, bulk.exclude(pk__in=[pk for pk, _ in rows]).in_service_order()):
        if len(rows) < limit:
            rows += _locked(others, limit - len(rows))
    return rows


def _locked(rows: MessageQuerySet, limit: int) -> list[tuple[int, int]]:
    return list(rows.select_for_update(skip_locked=True).values_list("pk", "claims_count")[:limit])


def _may_take_bulk() -> bool:
    """Whether fewer than half of the workers hold lanes 2 and 3. See Note [Half of the workers]."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtext(%s))", [_BULK_LOCK])
        if not cursor.fetchone()[0]:
            return False
    held = Message.objects.filter(state__in=IN_HAND, lane__gte=Lane.MARKETING)
    busy = held.values("claim").distinct().count()
    most: int = max(settings.NOTIFYHUB_SEND_WORKERS // 2, 1)
    return busy < most
