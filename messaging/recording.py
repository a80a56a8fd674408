"""What became of claimed messages: first said on their rows in memory, then written many at once.

Each write is fenced by the claim: what somebody else has by now is left alone, and logged.
"""

import logging
import random
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final

from django.db import transaction

from common import jobs
from common.db.reading import made
from messaging import couriers, devices, ledger, settling, stages
from messaging.channels.outcomes import Receipt
from messaging.doubt import as_far_as_known
from messaging.models import Attempt, Message, MessageBody, RescueCause, Sender
from messaging.planning import EXPIRY
from messaging.rescue_cases import open_case
from messaging.states import Channel, Lane, Outcome, Reason, State, SuppressionCause
from messaging.suppressing import suppress_recipient
from messaging.telling import fact_of
from orders.models import ActivityKind

# Seconds after the first, second … try; then as long as the last time, until it expires.
BACKOFF = (30, 120, 600, 1800, 3600, 7200, 14400, 28800)
BULK_BACKOFF = (300, 1800, 7200)  # of what nobody waits for
JITTER = 0.2
STUMBLE_WAIT = 30
# Refusals after which the address is not written to again.
_STOPS: Final = {
    Reason.NO_SUCH_ADDRESS: SuppressionCause.HARD_BOUNCE,
    Reason.BAD_PHONE: SuppressionCause.HARD_BOUNCE,
    Reason.SUPPRESSED: SuppressionCause.STOP,  # the service's own list: they answered STOP
}
_TOLD_AS: Final = {
    State.HELD: ActivityKind.MESSAGE_HELD,
    State.FAILED: ActivityKind.MESSAGE_FAILED,
    State.NOT_SENT: ActivityKind.MESSAGE_NOT_SENT,
    State.UNKNOWN: ActivityKind.MESSAGE_UNKNOWN,
}
# What a settlement may change of a message.
FIELDS = (
    "state",
    "reason",
    "detail",
    "changed_at",
    "run_after",
    "vtag",
    "attempts_count",
    "claims_count",
    "sender",
    "sent_at",
    "repeated_at",
)

# What an arm of a test changes besides: see Note [Arms are kept] in assigning.py.
ARM_FIELDS: Final = ("experiment", "arm", "epoch", "unit_hash", "variant", "expires_at")

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Try:
    """One attempt at a message: by whom, since when."""

    message: Message
    sender: Sender | None
    transport: str
    started_at: datetime

    def ended(self, outcome: Outcome, at: datetime, **said: Any) -> Attempt:
        values = {"code": None, "line": "", "provider_id": "", **said}
        return made(
            Attempt,
            store_id=self.message.store_id,
            message_id=self.message.pk,
            number=self.message.attempts_count,
            sender_id=self.sender.pk if self.sender else None,
            transport=self.transport,
            outcome=outcome,
            started_at=self.started_at,
            ended_at=at,
            **values,
        )


@dataclass(frozen=True, slots=True)
class Settled:
    """A message whose row in memory says what became of it, and what is told besides."""

    message: Message
    at: datetime
    attempt: Attempt | None = None
    kind: ActivityKind | None = None
    key: str = ""
    bounced: str = ""  # the server's words, if it knows no such address
    cause: SuppressionCause = SuppressionCause.HARD_BOUNCE
    gone: tuple[uuid.UUID, ...] = ()  # devices that are no more


def write(
    settled: Sequence[Settled],
    *,
    claim: uuid.UUID,
    besides: Sequence[str] = (),
    bodies: Sequence[MessageBody] = (),
) -> frozenset[int]:
    """Write rows, tries, timeline and words of messages held under the claim; the ids of those that
    were held. One statement, and a few for each address that turns out not to exist.
    """
    if not settled:
        return frozenset()
    page = replace(page_of(settled, claim=claim, besides=besides), bodies=bodies)
    held = ledger.write(page).settled
    note_written(settled, held)
    follow_up(settled, held)
    return held


def page_of(
    settled: Sequence[Settled], *, claim: uuid.UUID, besides: Sequence[str] = ()
) -> ledger.Page:
    """What is written of these."""
    rows = [each.message for each in settled]
    told = [
        fact_of(each.message, each.kind, each.at, key=each.key) for each in settled if each.kind
    ]
    return ledger.Page(
        claim,
        settled=rows,
        settling=tuple(dict.fromkeys((*FIELDS, *besides, *arm_fields(rows)))),
        attempts=[each.attempt for each in settled if each.attempt],
        facts=[fact for fact in told if fact],
    )


def has_follow_up(settled: Iterable[Settled]) -> bool:
    """Whether more must be written with any of them: see follow_up."""
    return any(
        each.bounced or each.gone or each.message.reason == Reason.NO_DEVICE for each in settled
    )


def note_written(settled: Sequence[Settled], held: frozenset[int]) -> None:
    """Count what was held. Somebody else has the rest, and records it."""
    kept = [each.message for each in settled if each.message.pk in held]
    transaction.on_commit(partial(stages.messages_sent, kept))
    for each in settled:
        if each.message.pk not in held:
            logger.warning("messaging.lease.lost", extra={"message_id": each.message.pk})


def follow_up(settled: Sequence[Settled], held: frozenset[int]) -> None:
    """What follows for addresses and devices that are no more. In the transaction that records."""
    kept = [each for each in settled if each.message.pk in held]
    for each in sorted(kept, key=lambda each: (each.message.store_id, each.message.recipient)):
        if each.bounced:
            suppress_recipient(
                store=each.message.store,
                address=each.message.recipient,
                channel=Channel(each.message.channel),
                cause=each.cause,
                now=each.at,
                detail=each.bounced,
                message_id=each.message.pk,
            )
            open_case(
                message=each.message,
                cause=RescueCause.BOUNCED,
                at=each.at,
                detail=each.bounced,
            )
        devices.record_gone(public_ids=list(each.gone), at=each.at)
        if each.bounced or each.message.reason == Reason.NO_DEVICE:
            jobs.defer("messaging.fall_back_due")


def sent(tried: Try, *, at: datetime, receipt: Receipt) -> Settled:
    """The other side took it; for a message kept here, its body is the delivery."""
    message, line = tried.message, _plain(receipt.line)
    message.state, message.reason, message.detail = State.SENT, "", line
    message.sent_at = message.changed_at = at
    message.claims_count = 0
    if couriers.honours_keys(tried.sender):
        message.repeated_at = None  # it has it once, whatever went before
    _count_try(tried)
    attempt = tried.ended(Outcome.ACCEPTED, at, line=line, provider_id=receipt.provider_id[:200])
    key = f"sent:{at.timestamp():.6f}"
    return Settled(message, at, attempt, ActivityKind.MESSAGE_SENT, key, gone=receipt.gone)


def delayed(
    tried: Try, *, at: datetime, reason: Reason, line: str, code: int | None = None
) -> Settled:
    """It goes again later: after a growing, jittered wait, and not beyond its expiry."""
    return _goes_again(tried, Outcome.DELAYED, at, reason, _plain(line), code)


def waiting(
    message: Message, *, at: datetime, until: datetime, reason: Reason, line: str = ""
) -> Settled:
    """Its account takes no more for now: it waits with the others, and no try is used up."""
    is_first = not message.reason
    run_after = until + timedelta(seconds=random.uniform(0, 2))  # noqa: S311 - not all at once
    _postpone(message, at, run_after, reason=reason, detail=_plain(line))
    return Settled(message, at, None, ActivityKind.MESSAGE_DELAYED if is_first else None, "delayed")


def failed(
    tried: Try, *, at: datetime, reason: Reason, line: str, code: int | None = None
) -> Settled:
    """It cannot be sent; a person may correct it and send it again."""
    message, line = tried.message, _plain(line)
    if couriers.honours_keys(tried.sender):
        message.repeated_at = None  # it would have said so if it had it
    state, said = as_far_as_known(message, State.FAILED, reason)
    _settle(message, at, state=state, reason=said, detail=line)
    _count_try(tried)
    attempt = tried.ended(Outcome.REFUSED, at, code=code, line=line)
    key, kind = f"failed:{at:%s.%f}", _TOLD_AS[state]
    if reason not in _STOPS:
        return Settled(message, at, attempt, kind, key)
    return Settled(message, at, attempt, kind, key, line, _STOPS[reason])


def unknown(tried: Try, *, at: datetime, line: str, honours_keys: bool = False) -> Settled:
    """All of it was handed over and no answer came. See Note [After a crash] in settling.py."""
    line = _plain(line)
    if honours_keys:
        tried.message.repeated_at = at
        return _goes_again(tried, Outcome.UNKNOWN, at, Reason.CONNECTION_LOST, line, None)
    message = tried.message
    _settle(message, at, state=State.UNKNOWN, reason=Reason.CONNECTION_LOST, detail=line)
    _count_try(tried)
    attempt = tried.ended(Outcome.UNKNOWN, at, line=line)
    key = f"unknown:{at:%s.%f}"
    return Settled(message, at, attempt, ActivityKind.MESSAGE_UNKNOWN, key)


def stopped(
    message: Message, *, at: datetime, state: State, reason: Reason, detail: str = ""
) -> Settled:
    """It does not go (any more): held, not sent, failed or unknown, without asking anybody."""
    _settle(message, at, state=state, reason=reason, detail=_plain(detail))
    return Settled(message, at, None, _TOLD_AS[state], f"stopped:{reason}:{at:%s.%f}")


def stumbled(message: Message, *, at: datetime, detail: str) -> Settled:
    """An error of ours before it was begun: later, and counted; the third is the last."""
    message.detail, message.run_after = _plain(detail), at + timedelta(seconds=STUMBLE_WAIT)
    if message.claims_count >= settling.MOST_CLAIMS:
        state, reason = as_far_as_known(message, State.FAILED, Reason.CRASHED)
        message.state, message.reason, message.changed_at = state, reason, at
        return Settled(message, at, None, _TOLD_AS[state], f"crashed:{at:%s.%f}")
    message.state, message.reason, message.changed_at = State.PLANNED, Reason.STUMBLED, at
    return Settled(message, at)


def put_off(message: Message, *, at: datetime, until: datetime) -> Settled:
    """Its arm is sent later: it waits as if it had been planned for then; no try is used up."""
    message.expires_at = max(message.expires_at, until + EXPIRY)
    _postpone(message, at, until, reason="", detail="")
    return Settled(message, at)


def arm_fields(messages: Sequence[Message]) -> tuple[str, ...]:
    """The fields to be written besides, if any of these has an arm."""
    return ARM_FIELDS if any(message.experiment_id for message in messages) else ()


def given_back(message: Message, *, at: datetime) -> Settled:
    """It was not begun: as if it had not been claimed."""
    message.state = State.PLANNED
    message.claims_count -= 1
    return Settled(message, at)


def jittered(seconds: float) -> float:
    """±20 %, so that what failed together does not come back together."""
    return seconds * random.uniform(1 - JITTER, 1 + JITTER)  # noqa: S311 - no secret


def _goes_again(
    tried: Try, outcome: Outcome, at: datetime, reason: Reason, line: str, code: int | None
) -> Settled:
    message = tried.message
    is_first = message.attempts_count == 0
    waits = BULK_BACKOFF if message.lane >= Lane.MARKETING else BACKOFF
    wait = waits[min(message.attempts_count, len(waits) - 1)]
    run_after = min(at + timedelta(seconds=jittered(wait)), max(message.expires_at, at))
    _postpone(message, at, run_after, reason=reason, detail=line)
    _count_try(tried)
    attempt = tried.ended(outcome, at, code=code, line=line)
    # Told once: the tries themselves stand on the message's page.
    kind = ActivityKind.MESSAGE_DELAYED if is_first else None
    return Settled(message, at, attempt, kind, "delayed")


def _count_try(tried: Try) -> None:
    tried.message.attempts_count += 1
    if tried.sender is None or tried.message.sender_id != tried.sender.pk:
        tried.message.sender = tried.sender


def _settle(message: Message, at: datetime, **changes: Any) -> None:
    for name, value in {**changes, "changed_at": at, "claims_count": 0}.items():
        setattr(message, name, value)


def _postpone(
    message: Message, at: datetime, run_after: datetime, *, reason: str, detail: str
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
    )


def _plain(line: str) -> str:
    """What strangers said, without what a database refuses to keep."""
    if line.isascii() and "\0" not in line:
        return line
    return line.replace("\0", " ").encode("utf-8", "replace").decode()
