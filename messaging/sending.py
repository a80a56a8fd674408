"""Sends what is due: settle, claim, then for each message compose, mark, hand over, record.

# Note [The one window]
A mail that a worker may or may not have handed over when it died is the only doubt there is. So the
mark TRANSMITTING is committed as late as can be: when the server has accepted the recipient and
waits for the first byte. Before it a message simply goes again; after it, until the record, it is
UNKNOWN and shown (settling.py). For `capture` the kept body is the delivery: it and SENT are one
transaction, so there is no window at all.
"""

import logging
import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now

from common.killpoint import killpoint
from messaging import composing, queries, recording, settling
from messaging.channels.outcomes import Away, Lost, Refused
from messaging.channels.replies import Remedy, Stage, meaning_of
from messaging.composing import Composed
from messaging.desk import Desk
from messaging.models import Message, Sender
from messaging.recording import LeaseLost, Try, update_held
from messaging.states import Reason, State, Transport
from messaging.telling import tell
from orders.models import ActivityKind
from stores.models import Store
from stores.scope import every_store, store_scope
from templates_app.rendering import CannotRender

LOGIN_WAIT = 300  # seconds that all messages wait after a refused log-in
AWAY_WAIT = 30
STUMBLE_WAIT = 30

logger = logging.getLogger(__name__)


def send_due(*, now: datetime, limit: int = 50) -> int:
    """Send up to `limit` due messages of all stores in service order; how many were taken.

    First what dead workers left is settled. Times go by `now`, leases by the database's clock.
    """
    with every_store(because="due messages of all stores stand in one service order"):
        settling.settle(now=now)
        claim, claimed = _claim(now=now, limit=limit)
    killpoint("messaging.claimed")
    desk = Desk(now)
    try:
        for place, (message_id, store_id) in enumerate(claimed):
            if place and desk.is_late():
                _give_back(claim, [row for row, _ in claimed[place:]])
                break
            with store_scope(store_id):
                _send_one(message_id, claim, desk)
    finally:
        desk.close()
    return len(claimed)


@transaction.atomic
def _claim(*, now: datetime, limit: int) -> tuple[uuid.UUID, list[tuple[int, int]]]:
    """Take due messages under a lease. One that a worker died with before is taken alone.

    So what kills workers cannot have its neighbours counted as killers too.
    """
    claim = uuid.uuid4()
    due = Message.objects.due(now).in_service_order().select_for_update(skip_locked=True)
    rows = list(due.values_list("pk", "store_id", "claims_count")[:limit])
    suspects = [place for place, row in enumerate(rows) if row[2]]
    if suspects:
        rows = rows[: max(suspects[0], 1)]
    if rows:
        lease = timedelta(seconds=settings.NOTIFYHUB_SEND_LEASE_SECONDS)
        Message.objects.filter(pk__in=[row[0] for row in rows]).update(
            state=State.CLAIMED,
            claim=claim,
            claimed_until=Now() + lease,
            claims_count=F("claims_count") + 1,
        )
    return claim, [(pk, store_id) for pk, store_id, _ in rows]


def _give_back(claim: uuid.UUID, message_ids: list[int]) -> None:
    with every_store(because="a chunk of all stores was claimed together"):
        settling.give_back(Message.objects.filter(pk__in=message_ids).held_under(claim))


def _send_one(message_id: int, claim: uuid.UUID, desk: Desk) -> None:
    """One claimed message, in its store's scope. Whatever happens, the row says it."""
    rows = Message.objects.filter(pk=message_id).held_under(claim)
    message = rows.select_related("order__customer", "store").first()
    if message is None:
        return
    try:
        _attempt(message, desk)
    except LeaseLost:
        logger.warning("messaging.lease.lost", extra={"message_id": message_id})
    except Exception as error:
        logger.exception("Could not send a message", extra={"message_id": message_id})
        _stumble(message, error, desk)


def _attempt(message: Message, desk: Desk) -> None:
    obstacle = _obstacle(message, desk.now())
    if obstacle:
        state, reason = obstacle
        recording.record_stopped(message, at=desk.now(), state=state, reason=reason)
        return
    sender = desk.sender_of(message.store)
    if sender and sender.waits_until and sender.waits_until > desk.now():
        recording.record_waiting(message, at=desk.now(), sender=sender)
        return
    composed = _composed(message, sender, desk)
    if composed is None:
        return
    if sender is None or sender.transport == Transport.CAPTURE or message.store.is_sandbox:
        _capture(message, sender, composed, desk)
        return
    _hand_over(message, sender, composed, desk)


def _obstacle(message: Message, now: datetime) -> tuple[State, Reason] | None:
    """What came in between since the message was planned."""
    if message.order and message.order.redacted_at:
        return State.NOT_SENT, Reason.REDACTED
    if message.store.state == Store.State.UNINSTALLED:
        return State.NOT_SENT, Reason.STORE_UNINSTALLED
    if message.store.state == Store.State.PAUSED and not message.is_test:
        return State.HELD, Reason.STORE_PAUSED
    if queries.is_suppressed(store_id=message.store_id, address=message.recipient):
        return State.NOT_SENT, Reason.SUPPRESSED
    if message.expires_at <= now:
        tried = message.attempts_count > 0
        return (State.FAILED, Reason.EXPIRED) if tried else (State.HELD, Reason.TOO_LATE)
    return None


def _composed(message: Message, sender: Sender | None, desk: Desk) -> Composed | None:
    """The mail; None if there are no words for it, which the row then says."""
    may_be_kept = (
        message.is_test or message.attempts_count or message.repeated_at or message.claims_count > 1
    )
    kept = composing.recalled(message) if may_be_kept else None
    if kept:
        return kept
    revision = desk.revision_of(message)
    if revision is None:
        recording.record_stopped(message, at=desk.now(), state=State.HELD, reason=Reason.NO_WORDS)
        return None
    try:
        brand = desk.brand_of(message.store, revision)
        return composing.compose(
            message, revision=revision, brand=brand, sender=sender, now=desk.now()
        )
    except CannotRender as error:
        recording.record_stopped(
            message,
            at=desk.now(),
            state=State.FAILED,
            reason=Reason.WORDS_BROKEN,
            detail=str(error),
        )
        return None


def _capture(message: Message, sender: Sender | None, composed: Composed, desk: Desk) -> None:
    """Keep the mail here. See Note [The one window]."""
    tried = Try(message, sender, Transport.CAPTURE, desk.now())
    with transaction.atomic():
        _keep(message, composed)
        recording.record_sent(tried, at=desk.now(), line="")
        killpoint("messaging.captured")
    killpoint("messaging.recorded")


def _hand_over(message: Message, sender: Sender, composed: Composed, desk: Desk) -> None:
    """Give the mail to the sender's server, and write down what it said."""
    tried = Try(message, sender, Transport.SMTP, desk.now())
    envelope = composed.envelope
    try:
        line = desk.channel_of(sender).hand_over(
            sender=envelope.sender,
            recipient=envelope.recipient,
            mail=envelope.as_bytes(),
            before_data=lambda: _mark(message, composed),
        )
    except Refused as error:
        _record_refusal(tried, error, desk)
        return
    except Away as error:
        _record_absence(tried, error, desk)
        return
    except Lost as error:
        recording.record_unknown(tried, at=desk.now(), line=str(error))
        return
    killpoint("messaging.accepted")
    recording.record_sent(tried, at=desk.now(), line=line)
    recording.record_recovery(sender)
    killpoint("messaging.recorded")


def _mark(message: Message, composed: Composed) -> None:
    """Keep the words and say that the first byte leaves: both committed before it does."""
    lease = timedelta(seconds=settings.NOTIFYHUB_SEND_LEASE_SECONDS)
    with transaction.atomic():
        _keep(message, composed)
        killpoint("messaging.kept")
        update_held(message, state=State.TRANSMITTING, claimed_until=Now() + lease)
    killpoint("messaging.marked")


def _keep(message: Message, composed: Composed) -> None:
    if composed.body is None:
        return
    composed.body.save(force_insert=True)
    update_held(message, **composed.changes)


def _record_refusal(tried: Try, error: Refused, desk: Desk) -> None:
    meaning = meaning_of(error.stage, error.code, error.line)
    line = f"{error.code} {error.line}"
    if meaning.remedy is Remedy.NEVER:
        recording.record_failed(
            tried, at=desk.now(), reason=meaning.reason, line=line, code=error.code
        )
        return
    if meaning.remedy is Remedy.LATER:
        recording.record_delayed(
            tried, at=desk.now(), reason=meaning.reason, line=line, code=error.code
        )
        return
    wait = AWAY_WAIT if meaning.reason == Reason.SERVER_BUSY else LOGIN_WAIT
    _make_wait(tried, meaning.reason, line, wait, desk)


def _record_absence(tried: Try, error: Away, desk: Desk) -> None:
    """No server to talk to concerns the account; a conversation that broke off, this message."""
    if error.stage in (Stage.CONNECT, Stage.LOGIN):
        _make_wait(tried, Reason.SERVER_AWAY, error.line, AWAY_WAIT, desk)
        return
    recording.record_delayed(tried, at=desk.now(), reason=Reason.SERVER_AWAY, line=error.line)


def _make_wait(tried: Try, reason: Reason, line: str, wait: int, desk: Desk) -> None:
    assert tried.sender is not None  # noqa: S101 - only an account can be refused
    recording.record_trouble(tried.sender, at=desk.now(), reason=reason, line=line, wait=wait)
    recording.record_waiting(tried.message, at=desk.now(), sender=tried.sender)


def _stumble(message: Message, error: Exception, desk: Desk) -> None:
    """An error of ours. Not begun: later, and counted as a claim; begun: its lease runs out."""
    at = desk.now()
    is_last = message.claims_count >= settling.MOST_CLAIMS
    claimed = Message.objects.filter(pk=message.pk, state=State.CLAIMED).held_under(message.claim)
    with transaction.atomic():
        is_changed = claimed.update(
            state=State.FAILED if is_last else State.PLANNED,
            reason=Reason.CRASHED if is_last else Reason.STUMBLED,
            detail=type(error).__name__,
            changed_at=at,
            run_after=at + timedelta(seconds=STUMBLE_WAIT),
            claim=None,
            claimed_until=None,
        )
        if is_changed and is_last:
            message.refresh_from_db()
            tell(message, ActivityKind.MESSAGE_FAILED, at, key="crashed")
