"""What may be done to messages, but for sending them (sending.py). Locks: the order's row first.

plan_message decides once; what was said stays said: a correction is a new row.
"""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Coalesce, Least
from django.utils.translation import gettext, ngettext

from common import locales
from common.errors import DomainError
from messaging import consenting, planning, queries, ringing
from messaging.addresses import mailable, one_line
from messaging.models import Message, MessageBody, Sender
from messaging.models.body import forgotten
from messaging.planning import COST, EXPIRY, Circumstances, Verdict
from messaging.rescue_cases import redact_cases, settle_case
from messaging.states import NOT_STARTED, Channel, Lane, Reason, State
from messaging.telling import tell
from orders.models import ActivityKind, Order
from stores.scope import every_store

AGAIN_PER_ORDER = 3  # in 24 hours
AGAIN_PER_RECIPIENT = 10  # in 24 hours, by all stores together

_TOLD_AS = {
    State.PLANNED: ActivityKind.MESSAGE_PLANNED,
    State.HELD: ActivityKind.MESSAGE_HELD,
    State.NOT_SENT: ActivityKind.MESSAGE_NOT_SENT,
}
# Said no for want of an address: a newer snapshot of the order may bring one.
_FOR_WANT_OF_AN_ADDRESS = (Reason.NO_ADDRESS, Reason.BAD_ADDRESS)


class CannotBeWrittenTo(DomainError):
    """The address cannot exist, or must not be written to."""

    code = "recipient-cannot-be-written-to"


class SentTooOften(DomainError):
    """The order or the person had their share of messages for today."""

    code = "sent-too-often"


@transaction.atomic
def plan_message(
    *,
    order: Order,
    kind: str,
    now: datetime,
    about: str = "",
    happened_at: datetime | None = None,
) -> Message | None:
    """Decide once whether to tell the buyer, and write the reason when not. None: decided before.

    Until it is sent a newer address of the order still counts. `about` tells apart what is said
    several times of one order; `happened_at` is when, for kinds that follow days after the order.
    """
    # One at a time for each order; the row also says what other transactions just committed.
    rows = Order.objects.select_for_update(of=("self",)).select_related("store")
    order = rows.get(pk=order.pk)
    if order.is_stub:
        return None
    said = Message.objects.filter(order=order, kind=kind, about=about, sequence=0).first()
    if said and not _may_change_recipient(said, order.email):
        return None
    verdict = planning.decide(order, _circumstances(order, kind, happened_at, now))
    if said is None:
        message = new_message(order, kind, now)
        message.about = about
        settle_plan(message, verdict, now)
        message.save(force_insert=True)
        _announce(message, now, key="planned")
        return message
    _readdress(said, order, verdict, now)
    return None


@transaction.atomic
def release_message(*, message: Message, actor: str, now: datetime) -> bool:
    """Let a held or failed message go after all. False if it is neither any more."""
    if not message.recipient:
        raise CannotBeWrittenTo(gettext("This message has no address: send it again to one."))
    is_old = message.reason in (Reason.BACKFILL, Reason.TOO_OLD)
    lane = Lane.BACKFILL if is_old else Lane(message.lane)
    waiting = Message.objects.filter(pk=message.pk, state__in=[State.HELD, State.FAILED])
    is_released = waiting.update(
        state=State.PLANNED,
        reason="",
        detail="",
        changed_at=now,
        lane=lane,
        vtag=_vtag(message.store_id, lane, now),
        run_after=now,
        expires_at=now + EXPIRY,
        attempts_count=0,
        claims_count=0,
    )
    if not is_released:
        return False
    message.refresh_from_db()
    tell(message, ActivityKind.MESSAGE_PLANNED, now, key=f"released:{now:%s.%f}", actor=actor)
    ringing.ring(message.lane)
    return True


@transaction.atomic
def cancel_message(*, message: Message, actor: str, now: datetime) -> bool:
    """Do not send a message that has not started. False if it has, or was decided otherwise."""
    waiting = Message.objects.filter(pk=message.pk, state__in=NOT_STARTED)
    if not waiting.update(state=State.NOT_SENT, reason=Reason.CANCELLED, changed_at=now):
        return False
    message.refresh_from_db()
    tell(message, ActivityKind.MESSAGE_NOT_SENT, now, key="cancelled", actor=actor)
    return True


@transaction.atomic
def send_first(
    *, order: Order, kind: str, recipient: str, because: str, actor: str, now: datetime
) -> Message:
    """Send one kind of message of an order because a person asks, whether or not one went before.

    Raises CannotBeWrittenTo or SentTooOften.
    """
    rows = Order.objects.select_for_update(of=("self",)).select_related("store")
    order = rows.get(pk=order.pk)
    message = new_message(order, kind, now)
    message.because, message.actor = one_line(because), actor[:254]
    return _send_one_more(message, recipient or order.email, now)


@transaction.atomic
def send_again(
    *, original: Message, because: str, actor: str, now: datetime, recipient: str = ""
) -> Message:
    """Say it again as a new message that corrects the original, which stays as it is.

    To the given address, else the original's, else the order's. Raises CannotBeWrittenTo or
    SentTooOften.
    """
    if original.order_id is None or original.is_test:
        raise CannotBeWrittenTo(gettext("Only messages of an order can be sent again."))
    rows = Order.objects.select_for_update(of=("self",)).select_related("store")
    order = rows.get(pk=original.order_id)
    message = new_message(order, original.kind, now)
    message.about, message.corrects = original.about, original
    message.because, message.actor = one_line(because), actor[:254]
    return _send_one_more(message, recipient or original.recipient or order.email, now)


def record_open(*, message_id: int, at: datetime) -> bool:
    """A mail was opened. True for the first time; told on the timeline once."""
    return _record_sign(message_id, at, "first_opened_at", "open_count")


def record_click(*, message_id: int, at: datetime, url: str) -> bool:
    """A link of a mail was followed. True for the first time; told on the timeline once."""
    return _record_sign(message_id, at, "first_clicked_at", "click_count")


def resume_sender(*, sender: Sender, now: datetime) -> int:
    """Try a mended sender at once; how many messages waited for it."""
    Sender.objects.filter(pk=sender.pk).update(
        waits_until=None, trouble="", trouble_detail="", trouble_since=None
    )
    waiting = Message.objects.filter(
        store_id=sender.store_id,
        state=State.PLANNED,
        reason__in=[Reason.LOGIN_REFUSED, Reason.SERVER_AWAY, Reason.SERVER_BUSY],
    )
    count = waiting.update(run_after=now)
    ringing.ring(Lane.ORDER)
    return count


@transaction.atomic
def redact_messages(*, order_ids: list[int], now: datetime) -> int:
    """Forget whom messages of these orders went to, and what they said; how many there were."""
    rows = Message.objects.filter(order_id__in=order_ids)
    MessageBody.objects.filter(message__in=rows).update(**forgotten(now))
    unsent = rows.exclude(state__in=[State.SENT, State.NOT_SENT])
    unsent.update(
        state=State.NOT_SENT,
        reason=Reason.REDACTED,
        changed_at=now,
        claim=None,
        claimed_until=None,
    )
    redact_cases(order_ids=order_ids, now=now)
    for store_id, recipient in rows.exclude(recipient="").values_list("store_id", "recipient"):
        consenting.forget_consents(store_id=store_id, addresses=[recipient])
    return rows.update(recipient="", recipient_name="", subject="", detail="")


def _circumstances(
    order: Order, kind: str, happened_at: datetime | None, now: datetime
) -> Circumstances:
    return Circumstances(
        store=order.store,
        mode=queries.mode_of(store_id=order.store_id, kind=kind),
        is_suppressed=queries.is_suppressed(store_id=order.store_id, address=order.email),
        standing=consenting.standing_for(
            store_id=order.store_id,
            kind=kind,
            channel=Channel.EMAIL,
            address=order.email,
            ticked=order.has_consent,
        ),
        happened_at=happened_at,
        now=now,
    )


def new_message(order: Order, kind: str, now: datetime) -> Message:
    """A message to the buyer, neither decided nor saved. The order has its store at hand."""
    return Message(
        store_id=order.store_id,
        order=order,
        kind=kind,
        recipient=order.email.strip()[:320],
        recipient_name=one_line(order.buyer_name),
        locale=locales.normal(order.locale) or order.store.locale,
        lane=planning.lane_of(kind),
        planned_at=now,
        run_after=now,
        expires_at=now + EXPIRY,
        changed_at=now,
    )


def settle_plan(message: Message, verdict: Verdict, now: datetime) -> None:
    """Write the verdict, and its place in the queue if it goes; saves nothing."""
    message.state, message.reason, message.changed_at = verdict.state, verdict.code, now
    if verdict.state == State.PLANNED:
        message.vtag = _vtag(message.store_id, Lane(message.lane), now)


def _vtag(store_id: int, lane: Lane, now: datetime) -> float:
    """See Note [Fair service] in messaging/planning.py."""
    last = queries.last_vtag(store_id=store_id, lane=lane)
    return max(now.timestamp(), last) + COST


def _announce(message: Message, now: datetime, *, key: str) -> None:
    tell(message, _TOLD_AS[State(message.state)], now, key=key, actor=message.actor)
    if message.state == State.PLANNED:
        ringing.ring(message.lane)


def _may_change_recipient(message: Message, email: str) -> bool:
    if not email.strip() or message.recipient == email.strip():
        return False
    lacks_address = message.state == State.NOT_SENT and message.reason in _FOR_WANT_OF_AN_ADDRESS
    return lacks_address or message.state in NOT_STARTED


def _readdress(message: Message, order: Order, verdict: Verdict, now: datetime) -> None:
    """Give an unsent message the order's newer address, unless a worker has just taken it."""
    was = (message.state, message.reason)
    message.recipient = order.email.strip()[:320]
    message.recipient_name = one_line(order.buyer_name)
    changes: dict[str, Any] = {
        "recipient": message.recipient,
        "recipient_name": message.recipient_name,
    }
    if verdict.state != was[0]:
        settle_plan(message, verdict, now)
        changes |= {
            "state": message.state,
            "reason": message.reason,
            "changed_at": now,
            "vtag": message.vtag,
        }
    unchanged = Message.objects.filter(pk=message.pk, state=was[0], reason=was[1])
    if not unchanged.update(**changes):
        return
    # Words kept for an earlier try name the old address.
    MessageBody.objects.filter(message_id=message.pk).delete()
    if message.state != was[0]:
        _announce(message, now, key=f"readdressed:{now:%s.%f}")


def _send_one_more(message: Message, recipient: str, now: datetime) -> Message:
    """Plan what a person asks for. The order's row is locked, so counting and adding is safe."""
    address = recipient.strip().lower()
    if not mailable(address):
        raise CannotBeWrittenTo(
            gettext("Mail cannot reach this address: it is not spelled as one.")
        )
    if queries.is_suppressed(store_id=message.store_id, address=address):
        raise CannotBeWrittenTo(
            gettext("This address is on the list of addresses not to write to.")
        )
    since = now - queries.DAY
    assert message.order_id is not None  # noqa: S101 - both callers locked the order
    if queries.sent_again_count(order_id=message.order_id, since=since) >= AGAIN_PER_ORDER:
        most = gettext("At most %(n)s messages a day are sent again for an order.")
        raise SentTooOften(most % {"n": AGAIN_PER_ORDER})
    with every_store(because="nobody may be flooded through several stores"):
        written = queries.written_to_count(recipient=address, since=since)
    if written >= AGAIN_PER_RECIPIENT:
        had = ngettext(
            "This address had %(n)s message within a day.",
            "This address had %(n)s messages within a day.",
            written,
        )
        raise SentTooOften(had % {"n": written})
    message.recipient = address
    message.sequence = queries.next_sequence(
        store_id=message.store_id,
        order_id=message.order_id,
        kind=message.kind,
        about=message.about,
    )
    message.lane = Lane.PARCEL
    settle_plan(message, Verdict(State.PLANNED), now)
    message.save(force_insert=True)
    _announce(message, now, key="planned")
    return message


@transaction.atomic
def _record_sign(message_id: int, at: datetime, first: str, count: str) -> bool:
    rows = Message.objects.filter(pk=message_id)
    message = rows.select_for_update().first()
    if message is None:
        return False
    rows.update(**{first: Least(Coalesce(F(first), at), at), count: F(count) + 1})
    if getattr(message, first) is not None:
        return False
    settle_case(message=message, at=at, is_read=True)
    kind = {
        "first_opened_at": ActivityKind.MESSAGE_OPENED,
        "first_clicked_at": ActivityKind.MESSAGE_CLICKED,
    }[first]
    return tell(message, kind, at, key=first)
