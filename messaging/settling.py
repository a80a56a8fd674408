"""What a worker left behind when it died: each row gets a state again, and says so.

# Note [After a crash]
A lease that ran out on a CLAIMED message: nothing was handed over, so it goes again; after three
times without an outcome it is taken for what kills the worker. On a TRANSMITTING one: it may have
been accepted, so it is UNKNOWN and shown. Mail about orders then goes once more after a wait, with
the same Message-ID and marked, since a rare second confirmation is better than none; a second time
it stays UNKNOWN for a person to decide. Marketing is never repeated.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F

from messaging.models import Message, MessageQuerySet
from messaging.states import Lane, Reason, State
from messaging.telling import tell
from orders.models import ActivityKind

MOST_CLAIMS = 3
AT_ONCE = 500


def settle(*, now: datetime) -> int:
    """Settle expired leases and waiting unknowns; how many. Call it inside every_store.

    See Note [After a crash].
    """
    return _settle_leases(now) + _repeat_unknown(now)


@transaction.atomic
def _settle_leases(now: datetime) -> int:
    expired = Message.objects.with_expired_lease().order_by("id")
    rows = list(expired.select_for_update(skip_locked=True)[:AT_ONCE])
    if not rows:
        return 0
    claimed = [row for row in rows if row.state == State.CLAIMED]
    lost = [row for row in rows if row.state == State.TRANSMITTING]
    crashing = [row for row in claimed if row.claims_count >= MOST_CLAIMS]
    again = [row for row in claimed if row.claims_count < MOST_CLAIMS]
    _move(again, now, state=State.PLANNED)
    _move(crashing, now, state=State.FAILED, reason=Reason.CRASHED)
    _move(lost, now, state=State.UNKNOWN, reason=Reason.WORKER_LOST, claims_count=0)
    _tell_all(crashing, ActivityKind.MESSAGE_FAILED, now, key="crashed")
    _tell_all(lost, ActivityKind.MESSAGE_UNKNOWN, now, key="unknown")
    return len(rows)


@transaction.atomic
def _repeat_unknown(now: datetime) -> int:
    """See Note [After a crash]."""
    wait = timedelta(seconds=settings.NOTIFYHUB_UNKNOWN_WAIT_SECONDS)
    waited = Message.objects.filter(
        state=State.UNKNOWN,
        changed_at__lte=now - wait,
        lane__lt=Lane.MARKETING,
        repeated_at=None,
        expires_at__gt=now,
    )
    rows = list(waited.order_by("changed_at").select_for_update(skip_locked=True)[:AT_ONCE])
    if not rows:
        return 0
    _move(rows, now, state=State.PLANNED, repeated_at=now, run_after=now, claims_count=0)
    _tell_all(rows, ActivityKind.MESSAGE_PLANNED, now, key="repeated")
    return len(rows)


def _move(rows: list[Message], now: datetime, **changes: object) -> None:
    if not rows:
        return
    changes |= {"changed_at": now, "claim": None, "claimed_until": None}
    Message.objects.filter(pk__in=[row.pk for row in rows]).update(**changes)
    for row in rows:
        row.state = str(changes["state"])
        row.reason = str(changes.get("reason", row.reason))


def _tell_all(rows: Iterable[Message], kind: ActivityKind, now: datetime, *, key: str) -> None:
    for row in rows:
        # A message may become unknown twice: each is a fact of its own.
        tell(row, kind, now, key=f"{key}:{row.attempts_count}:{int(row.repeated_at is not None)}")


def give_back(rows: MessageQuerySet) -> int:
    """Put claimed messages back that were not begun."""
    return rows.filter(state=State.CLAIMED).update(
        state=State.PLANNED, claim=None, claimed_until=None, claims_count=F("claims_count") - 1
    )
