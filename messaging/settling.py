"""What a worker left behind when it died: each row gets a state again, and says so.

# Note [After a crash]
A lease that ran out on a CLAIMED message: nothing was handed over, so it goes again; after three
times without an outcome it is taken for what kills the worker. On a TRANSMITTING one: it may have
been accepted. If its account delivers the same key once, it is simply handed over again with the
same key. Else it is UNKNOWN and shown, until the account's own reports settle it, or a person does.
Mail about orders then goes once more after a wait, with the same Message-ID and marked, since a
rare second confirmation is better than none; a second time it stays UNKNOWN for a person to decide.
Marketing is never repeated.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q

from messaging import couriers, ringing
from messaging.models import Message, MessageQuerySet
from messaging.states import Lane, Reason, State
from messaging.telling import fact_of, tell, tell_all
from orders.models import ActivityKind

MOST_CLAIMS = 3
AT_ONCE = 500


def settle(*, now: datetime) -> int:
    """Settle expired leases and waiting unknowns; how many. Call it inside every_store.

    See Note [After a crash].
    """
    return _settle_leases(now) + _repeat_unknown(now)


@transaction.atomic
def settle_unknown(*, message: Message, arrived: bool, now: datetime) -> bool:
    """The account itself says whether it has the message. False if that was in no doubt.

    Had it arrived, it is sent, and does not go once more; had it not, it goes at once, unless its
    buyer was erased in the meantime.
    """
    doubtful = Q(state=State.UNKNOWN) | Q(state=State.PLANNED, repeated_at__isnull=False)
    rows = Message.objects.filter(doubtful, pk=message.pk)
    if arrived:
        return _settle_as_sent(rows, message, now, actor="")
    row = rows.select_for_update(of=("self",)).first()
    if row is None:
        return False
    goes, stays = (State.PLANNED, ""), (State.NOT_SENT, Reason.REDACTED)
    state, reason = goes if row.recipient else stays
    changes = {"state": state, "reason": reason, "detail": "", "repeated_at": None}
    rows.update(**changes, changed_at=now, run_after=now, claims_count=0)
    message.refresh_from_db()
    kind = ActivityKind.MESSAGE_PLANNED if row.recipient else ActivityKind.MESSAGE_NOT_SENT
    tell(message, kind, now, key=f"did-not-arrive:{now:%s.%f}")
    ringing.ring(message.lane)
    return True


@transaction.atomic
def settle_as_sent(*, message: Message, actor: str, now: datetime) -> bool:
    """A person knows that an unknown message arrived. False if it was not unknown any more."""
    rows = Message.objects.filter(pk=message.pk, state=State.UNKNOWN)
    return _settle_as_sent(rows, message, now, actor=actor)


def _settle_as_sent(rows: MessageQuerySet, message: Message, now: datetime, *, actor: str) -> bool:
    # It was handed over when it became unknown, as well as anybody knows.
    at = F("repeated_at") if message.state == State.PLANNED else F("changed_at")
    if not rows.update(state=State.SENT, reason="", sent_at=at, changed_at=now, claims_count=0):
        return False
    message.refresh_from_db()
    tell(message, ActivityKind.MESSAGE_SENT, now, key=f"settled:{now:%s.%f}", actor=actor)
    return True


@transaction.atomic
def _settle_leases(now: datetime) -> int:
    expired = Message.objects.with_expired_lease().order_by("id").select_related("sender")
    rows = list(expired.select_for_update(skip_locked=True, of=("self",))[:AT_ONCE])
    if not rows:
        return 0
    claimed = [row for row in rows if row.state == State.CLAIMED]
    killers = [row for row in claimed if row.claims_count >= MOST_CLAIMS]
    crashing = [row for row in killers if row.repeated_at is None]
    again = [row for row in claimed if row.claims_count < MOST_CLAIMS]
    marked = [row for row in rows if row.state == State.TRANSMITTING]
    arrived = [row for row in marked if _is_reported(row)]
    lost = [row for row in marked if not _is_reported(row)]
    by_key = [row for row in lost if _may_go_by_key(row, now)]
    # It may have been accepted: now, or before it went once more.
    unknown = [row for row in rows if row not in (*again, *crashing, *arrived, *by_key)]
    reason = Reason.WORKER_LOST
    _move(again, now, state=State.PLANNED)
    _move(arrived, now, state=State.SENT, reason="", sent_at=now, claims_count=0)
    _move(crashing, now, state=State.FAILED, reason=Reason.CRASHED)
    _move(by_key, now, state=State.PLANNED, reason=reason, repeated_at=now, run_after=now)
    _move(unknown, now, state=State.UNKNOWN, reason=reason, claims_count=0)
    _tell_all(arrived, ActivityKind.MESSAGE_SENT, now, key="settled")
    _tell_all(crashing, ActivityKind.MESSAGE_FAILED, now, key="crashed")
    _tell_all(by_key, ActivityKind.MESSAGE_DELAYED, now, key="delayed")
    _tell_all(unknown, ActivityKind.MESSAGE_UNKNOWN, now, key="unknown")
    return len(rows)


def _is_reported(row: Message) -> bool:
    """Whether its account told of it before its worker could: see arrivals.py."""
    return bool(row.delivered_at or row.bounced_at or row.complained_at)


def _may_go_by_key(row: Message, now: datetime) -> bool:
    """Accounts remember keys for a day; no message lives longer. A killer is not tried for ever."""
    is_young = row.expires_at > now and row.claims_count < MOST_CLAIMS
    return is_young and couriers.honours_keys(row.sender)


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
    ).exclude(recipient="")  # erased in the meantime
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
    tell_all(
        # A message may become unknown twice: each is a fact of its own.
        fact_of(row, kind, now, key=f"{key}:{now:%s.%f}")
        for row in rows
    )
