"""Posts what rules tell other programs: each call under a lease, tried by the standard's schedule.

A death between the call and its record leaves a claimed one, which goes again when its lease is
over, under the same `webhook-id`: at most twice told, never lost. One receiver that hangs has a few
of the calls at a time, and never more than AT_ONCE of one rule.
"""

import logging
import time
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from django.db import connection, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from automations.models import CallState, Ending, RuleCall, RuleState
from common.errors import DomainError
from common.killpoint import killpoint
from common.outgoing import calls, schedule, signing

LEASE: Final = timedelta(seconds=60)
DEADLINE: Final = 15.0  # seconds, for the whole of one call
AT_ONCE: Final = 4  # of one rule
CALLS: Final = 16  # of one worker
_GONE: Final = 410

# Of each rule as many as it may have more of, the longest due first.
_TAKE: Final = """
SELECT due.id FROM (
  SELECT call.id, row_number() OVER (PARTITION BY run.rule_id ORDER BY call.next_at, call.id)
    + (SELECT count(*) FROM automations_rulecall AS busy
       JOIN automations_rulerun AS theirs ON theirs.id = busy.run_id
       WHERE busy.state = 'CLAIMED' AND theirs.rule_id = run.rule_id) AS place
  FROM (
    SELECT id, run_id, next_at FROM automations_rulecall
    WHERE state = 'WAITING' AND next_at <= %(now)s
    ORDER BY next_at, id LIMIT 500
  ) AS call
  JOIN automations_rulerun AS run ON run.id = call.run_id
) AS due
JOIN automations_rulecall AS wanted ON wanted.id = due.id
WHERE due.place <= %(at_once)s AND wanted.state = 'WAITING'
ORDER BY due.place, wanted.next_at, wanted.id
LIMIT %(limit)s
FOR UPDATE OF wanted SKIP LOCKED
"""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Call:
    """One call as it is made."""

    id: int
    claim: uuid.UUID
    event_id: str
    url: str
    body: bytes
    secret: str


@dataclass(frozen=True, slots=True)
class Answered:
    """What came of it: a status, or what went wrong."""

    status: int | None = None
    error: str = ""
    retry_after: str = ""

    @property
    def is_delivered(self) -> bool:
        return self.status is not None and 200 <= self.status < 300


def call_all(*, clock: Callable[[], datetime], seconds: float) -> int:
    """All that is due, within that time; how many calls. Wants a scope of every store."""
    until, made = time.monotonic() + seconds, 0
    take_back(now=clock())
    with ThreadPoolExecutor(CALLS, thread_name_prefix="rules") as threads:
        while time.monotonic() < until:
            taken = claim(now=clock(), limit=CALLS)
            if not taken:
                break
            killpoint("rules.claimed")
            for call, answered in zip(taken, threads.map(make, taken), strict=True):
                killpoint("rules.answered")
                record(call=call, answered=answered, now=clock())
            made += len(taken)
    return made


@transaction.atomic
def claim(*, now: datetime, limit: int) -> list[Call]:
    """Take some of what is due, under one lease."""
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, {"now": now, "at_once": AT_ONCE, "limit": limit})
        ids = [pk for (pk,) in cursor.fetchall()]
    if not ids:
        return []
    key = uuid.uuid4()
    RuleCall.objects.filter(pk__in=ids).update(
        state=CallState.CLAIMED,
        claim=key,
        claimed_until=now + LEASE,
        attempts_count=F("attempts_count") + 1,
    )
    rows = RuleCall.objects.filter(pk__in=ids).select_related("run__rule").order_by("pk")
    return [
        Call(
            row.pk,
            key,
            f"evt_{row.public_id.hex}",
            row.url,
            row.body.encode(),
            row.run.rule.secret,
        )
        for row in rows
    ]


def make(call: Call) -> Answered:
    """One call; it never raises."""
    if not call.body:
        return Answered(status=_GONE, error=str(Ending.REDACTED.label))
    if not call.secret:
        return Answered(status=_GONE, error=_("The rule was removed."))
    signed = signing.headers(
        event_id=call.event_id, at=datetime.now(UTC), body=call.body, secrets=[call.secret]
    )
    headers = {
        "content-type": "application/json",
        "user-agent": "NotifyHub-Webhooks/1.0",
        **signed,
    }
    try:
        answer = calls.call(
            "POST", call.url, headers=headers, content=call.body, deadline=DEADLINE, most=4_096
        )
    except DomainError as error:
        return Answered(error=str(error))
    except Exception as error:
        # Tried again like any other failure: one call may not stop the others.
        logger.exception("Could not make a rule's call", extra={"call_id": call.id})
        return Answered(error=type(error).__name__)
    return Answered(answer.status, retry_after=answer.header("retry-after"))


@transaction.atomic
def record(*, call: Call, answered: Answered, now: datetime) -> bool:
    """Keep what came of it. False if it is no longer held under this claim."""
    held = RuleCall.objects.select_for_update(of=("self",)).filter(pk=call.id, claim=call.claim)
    row = held.select_related("run__rule").first()
    if row is None:
        return False
    row.status, row.claim, row.claimed_until = answered.status, None, None
    if answered.is_delivered:
        row.state, row.settled_at, row.error = CallState.DELIVERED, now, ""
    else:
        _fail(row, answered, now)
    row.save(
        update_fields=[
            "state",
            "status",
            "error",
            "claim",
            "claimed_until",
            "next_at",
            "settled_at",
        ]
    )
    killpoint("rules.recorded")
    return True


@transaction.atomic
def take_back(*, now: datetime) -> int:
    """Calls whose worker died go again, since they may not have arrived; how many."""
    lapsed = RuleCall.objects.lapsed().select_for_update(skip_locked=True)
    ids = list(lapsed.values_list("pk", flat=True)[:100])
    rows = RuleCall.objects.filter(pk__in=ids)
    return rows.update(state=CallState.WAITING, claim=None, claimed_until=None, next_at=now)


def _fail(row: RuleCall, answered: Answered, now: datetime) -> None:
    row.error = (answered.error or _("It answered %(status)s.") % {"status": answered.status})[:300]
    wait = schedule.wait_after(row.attempts_count)
    is_over = answered.status == _GONE or row.run.rule.state == RuleState.REMOVED
    if wait is None or is_over:
        row.state, row.settled_at = CallState.FAILED, now
        return
    asked = schedule.asked_to_wait(answered.retry_after, now=now)
    row.state, row.next_at = CallState.WAITING, now + max(wait, asked)
