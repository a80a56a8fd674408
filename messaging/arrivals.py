"""What became of a message after it was handed over: it arrived, came back, or annoyed somebody.

# Note [Facts only climb]
Mail services tell of a message many times, late, and in any order. Each fact stands on the message
once, as a time, and facts only climb: handed over, delivered, came back, marked as spam. A delivery
that is heard of after the message came back changes nothing. That the service keeps trying is no
fact: it stands as a reason beside SENT, until one of the others is known.

Every report says that the service has the message. So one that may have been sent was sent, and
one that waits to go once more does not go.
"""

from datetime import datetime
from typing import Any

from django.db import transaction

from messaging.consenting import Word, record_consent
from messaging.models import Message, RescueCause
from messaging.rescue_cases import open_case, settle_case
from messaging.states import Channel, Ground, Purpose, Reason, State, SuppressionCause
from messaging.suppressing import suppress_recipient
from messaging.telling import tell
from orders.models import ActivityKind, Order

# How servers say that the mailbox is there, but full: RFC 3463, and the words themselves.
_FULL = ("4.2.2", "5.2.2", "full", "quota", "over limit")


@transaction.atomic
def record_taken(*, message: Message, at: datetime) -> bool:
    """The service has it. True if that settles what nobody knew."""
    return _settle(_locked(message), at)


@transaction.atomic
def record_delivery(*, message: Message, at: datetime, line: str = "") -> bool:
    """The receiving server took it. False if that was known, or if it came back."""
    row = _settled(message, at)
    if row.delivered_at or row.bounced_at:
        return False
    _write(row, reason="", line=line, delivered_at=at)
    settle_case(message=row, at=at, is_read=False)
    tell(row, ActivityKind.MESSAGE_DELIVERED, at, key="delivered")
    return True


@transaction.atomic
def record_delay(*, message: Message, at: datetime, line: str) -> bool:
    """The service has it and keeps trying: no fact yet. False if it arrived or came back since."""
    row = _settled(message, at)
    is_over = row.delivered_at or row.bounced_at or row.complained_at
    if is_over or row.state != State.SENT:
        return False
    is_first = not row.reason
    _write(row, reason=Reason.MAILBOX_BUSY, line=line)
    if is_first:  # services tell of each try
        tell(row, ActivityKind.MESSAGE_DELAYED, at, key="delayed-underway")
    return is_first


@transaction.atomic
def record_bounce(*, message: Message, at: datetime, is_hard: bool, line: str) -> bool:
    """It came back. Hard: nobody can be reached there, so the address is not written to again.

    Otherwise another mail may arrive: the mailbox was full for days, or this mail was refused.
    False if it had come back before; a hard bounce after another still stops the address.
    """
    row = _settled(message, at)
    if is_hard:
        _stop(row, SuppressionCause.HARD_BOUNCE, at, line)
    is_first = row.bounced_at is None
    if is_first or (is_hard and row.reason != Reason.NO_SUCH_ADDRESS):
        reason = Reason.NO_SUCH_ADDRESS if is_hard else _reason_of(line)
        _write(row, reason=reason, line=line, bounced_at=row.bounced_at or at)
        if is_hard:
            open_case(message=row, cause=RescueCause.BOUNCED, at=at, detail=line)
    if is_first:
        tell(row, ActivityKind.MESSAGE_BOUNCED, at, key="bounced")
    return is_first


@transaction.atomic
def record_complaint(*, message: Message, at: datetime, line: str = "") -> bool:
    """Somebody marked it as spam, so the address is not written to again. False if known."""
    row = _settled(message, at)
    _stop(row, SuppressionCause.COMPLAINT, at, line)
    if row.complained_at:
        return False
    _write(row, line=line, complained_at=at)
    open_case(message=row, cause=RescueCause.COMPLAINED, at=at, detail=line)
    tell(row, ActivityKind.MESSAGE_COMPLAINED, at, key="complained")
    return True


@transaction.atomic
def record_unsubscribe(*, message: Message, at: datetime, line: str = "") -> bool:
    """The buyer wants no more marketing; mail about orders still goes. False if known."""
    row = _settled(message, at)
    if not row.recipient:
        return False
    word = Word(
        channel=Channel(row.channel),
        address=row.recipient,
        purpose=Purpose.MARKETING,
        is_given=False,
        ground=Ground.ONE_CLICK,
        detail=line,
    )
    return record_consent(
        store=row.store, word=word, at=at, now=at, order=None if row.is_test else row.order
    )


def _settled(message: Message, at: datetime) -> Message:
    """The row as it stands, locked, and no longer unknown. See Note [Facts only climb]."""
    row = _locked(message)
    _settle(row, at)
    return row


def _locked(message: Message) -> Message:
    """After its order."""
    if message.order_id:
        list(Order.objects.select_for_update(of=("self",)).filter(pk=message.order_id))
    rows = Message.objects.select_for_update(of=("self",)).select_related("store")
    return rows.get(pk=message.pk)


def _settle(message: Message, at: datetime) -> bool:
    """See Note [Facts only climb]. False if it was known already, or was never tried."""
    waits_again = message.state == State.PLANNED and message.repeated_at is not None
    if message.state not in (State.UNKNOWN, State.FAILED) and not waits_again:
        return False
    message.sent_at = message.sent_at or min(message.changed_at, at)
    message.state, message.reason, message.changed_at = State.SENT, "", at
    message.save(update_fields=["state", "reason", "sent_at", "changed_at"])
    tell(message, ActivityKind.MESSAGE_SENT, at, key=f"settled:{message.attempts_count}")
    return True


def _write(message: Message, *, line: str, **changes: Any) -> None:
    """Set times; beside SENT the reason and the server's line, unless the buyer is forgotten."""
    if message.state != State.SENT:
        changes.pop("reason", None)
    elif line and message.recipient:
        changes["detail"] = line
    for name, value in changes.items():
        setattr(message, name, value)
    message.save(update_fields=list(changes))


def _stop(message: Message, cause: SuppressionCause, at: datetime, line: str) -> bool:
    """Only the address that the message itself went to, whatever the report names."""
    if not message.recipient:
        return False
    return suppress_recipient(
        store=message.store,
        address=message.recipient,
        channel=Channel(message.channel),
        cause=cause,
        now=at,
        detail=line,
        message_id=message.pk,
    )


def _reason_of(line: str) -> Reason:
    said = line.lower()
    return Reason.MAILBOX_BUSY if any(word in said for word in _FULL) else Reason.REFUSED
