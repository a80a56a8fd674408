"""Writes what became of a claimed message. Every write is fenced by the claim: an empty one stops.

Each verb is one transaction: the row, the attempt, and the timeline together.
"""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from messaging.models import Attempt, Message, Sender
from messaging.states import Outcome, Reason, State, SuppressionCause, Transport
from messaging.suppressing import suppress_recipient
from messaging.telling import tell
from orders.models import ActivityKind

# Seconds after the first, second … try; then every eight hours until it expires.
BACKOFF = (30, 120, 600, 1800, 3600, 7200, 14400, 28800)
JITTER = 0.2


class LeaseLost(Exception):
    """Somebody else has this message now, or has had it."""


@dataclass(frozen=True, slots=True)
class Try:
    """One attempt at a message: by whom, since when."""

    message: Message
    sender: Sender | None
    transport: Transport
    started_at: datetime

    def record(
        self, outcome: Outcome, at: datetime, *, code: int | None = None, line: str = ""
    ) -> None:
        Attempt.objects.create(
            store_id=self.message.store_id,
            message=self.message,
            number=self.message.attempts_count,
            sender=self.sender,
            transport=self.transport,
            outcome=outcome,
            code=code,
            line=line,
            started_at=self.started_at,
            ended_at=at,
        )


def update_held(message: Message, **changes: Any) -> None:
    """Change a message under its claim, or raise LeaseLost."""
    if not Message.objects.filter(pk=message.pk).held_under(message.claim).update(**changes):
        raise LeaseLost
    for name, value in changes.items():
        setattr(message, name, value)


@transaction.atomic
def record_sent(tried: Try, *, at: datetime, line: str) -> None:
    """The server took it; for a message kept here, its body is the delivery."""
    message = tried.message
    _settle(
        message,
        at,
        state=State.SENT,
        reason="",
        detail=line,
        sent_at=at,
        attempts_count=message.attempts_count + 1,
        sender=tried.sender,
    )
    tried.record(Outcome.ACCEPTED, at, line=line)
    tell(message, ActivityKind.MESSAGE_SENT, at, key=f"sent:{message.attempts_count}")


@transaction.atomic
def record_delayed(
    tried: Try, *, at: datetime, reason: Reason, line: str, code: int | None = None
) -> None:
    """It goes again later: after a growing, jittered wait, and not beyond its expiry."""
    message = tried.message
    wait = BACKOFF[min(message.attempts_count, len(BACKOFF) - 1)]
    run_after = min(at + timedelta(seconds=jittered(wait)), max(message.expires_at, at))
    is_first = message.attempts_count == 0
    _postpone(message, at, run_after, reason=reason, detail=line, is_try=True)
    tried.record(Outcome.DELAYED, at, code=code, line=line)
    if is_first:  # once: the tries themselves stand on the message's page
        tell(message, ActivityKind.MESSAGE_DELAYED, at, key="delayed")


@transaction.atomic
def record_waiting(message: Message, *, at: datetime, sender: Sender) -> None:
    """Its sender is in trouble: it waits with the others, and no try is used up."""
    waits_until = sender.waits_until or at
    run_after = waits_until + timedelta(seconds=random.uniform(0, 2))  # noqa: S311 - not all at once
    reason = Reason(sender.trouble) if sender.trouble else Reason.SERVER_AWAY
    is_first = not message.reason
    _postpone(message, at, run_after, reason=reason, detail=sender.trouble_detail, is_try=False)
    if is_first:
        tell(message, ActivityKind.MESSAGE_DELAYED, at, key="delayed")


@transaction.atomic
def record_failed(
    tried: Try, *, at: datetime, reason: Reason, line: str, code: int | None = None
) -> None:
    """It cannot be sent; a person may correct it and send it again."""
    message = tried.message
    _settle(
        message,
        at,
        state=State.FAILED,
        reason=reason,
        detail=line,
        attempts_count=message.attempts_count + 1,
        sender=tried.sender,
    )
    tried.record(Outcome.REFUSED, at, code=code, line=line)
    if reason == Reason.NO_SUCH_ADDRESS:
        suppress_recipient(
            store=message.store,
            address=message.recipient,
            cause=SuppressionCause.HARD_BOUNCE,
            now=at,
            detail=line,
            message_id=message.pk,
        )
    tell(message, ActivityKind.MESSAGE_FAILED, at, key=f"failed:{message.attempts_count}")


@transaction.atomic
def record_unknown(tried: Try, *, at: datetime, line: str) -> None:
    """All of it was handed over and no answer came. See Note [After a crash] in settling.py."""
    message = tried.message
    _settle(
        message,
        at,
        state=State.UNKNOWN,
        reason=Reason.CONNECTION_LOST,
        detail=line,
        attempts_count=message.attempts_count + 1,
        sender=tried.sender,
    )
    tried.record(Outcome.UNKNOWN, at, line=line)
    tell(message, ActivityKind.MESSAGE_UNKNOWN, at, key=f"unknown:{message.attempts_count}")


@transaction.atomic
def record_stopped(
    message: Message, *, at: datetime, state: State, reason: Reason, detail: str = ""
) -> None:
    """It does not go: held, not sent or failed before anybody was asked."""
    _settle(message, at, state=state, reason=reason, detail=detail)
    kind = {
        State.HELD: ActivityKind.MESSAGE_HELD,
        State.FAILED: ActivityKind.MESSAGE_FAILED,
        State.NOT_SENT: ActivityKind.MESSAGE_NOT_SENT,
    }[state]
    tell(message, kind, at, key=f"stopped:{reason}:{at:%s.%f}")


@transaction.atomic
def record_trouble(sender: Sender, *, at: datetime, reason: Reason, line: str, wait: int) -> None:
    """All messages of the sender wait; the trouble is shown where senders are."""
    sender.trouble_since = sender.trouble_since or at
    sender.trouble, sender.trouble_detail = str(reason.value), line
    sender.waits_until = at + timedelta(seconds=wait)
    sender.save(update_fields=["trouble", "trouble_detail", "trouble_since", "waits_until"])


def record_recovery(sender: Sender) -> None:
    if not sender.trouble:
        return
    sender.trouble, sender.trouble_detail = "", ""
    sender.trouble_since = sender.waits_until = None
    sender.save(update_fields=["trouble", "trouble_detail", "trouble_since", "waits_until"])


def jittered(seconds: float) -> float:
    """±20 %, so that what failed together does not come back together."""
    return seconds * random.uniform(1 - JITTER, 1 + JITTER)  # noqa: S311 - no secret


def _settle(message: Message, at: datetime, **changes: Any) -> None:
    update_held(message, changed_at=at, claim=None, claimed_until=None, claims_count=0, **changes)


def _postpone(
    message: Message,
    at: datetime,
    run_after: datetime,
    *,
    reason: Reason,
    detail: str,
    is_try: bool,
) -> None:
    _settle(
        message,
        at,
        state=State.PLANNED,
        reason=reason,
        detail=detail,
        run_after=run_after,
        # So that claiming does not wade through what waits: see Note [Fair service].
        vtag=run_after.timestamp(),
        attempts_count=message.attempts_count + int(is_try),
    )
