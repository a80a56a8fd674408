"""What may be done to messages, but for sending them (sending.py). Locks: the order's row first.

plan_message decides once; what was said stays said: a correction is a new row.
"""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Coalesce, Least
from django.utils.translation import gettext

from common import locales
from common.errors import DomainError
from messaging import (
    by_channel,
    consenting,
    devices,
    erasure,
    planning,
    queries,
    ringing,
    routing,
    stages,
)
from messaging.addresses import one_line
from messaging.doubt import as_far_as_known
from messaging.models import ChannelMode, Consent, DeliveryMode, Message, MessageBody, Suppression
from messaging.planning import COST, EXPIRY, Circumstances, Verdict
from messaging.rescue_cases import redact_cases, settle_case
from messaging.states import NOT_STARTED, Channel, Lane, Reason, State
from messaging.subjects import abouts_of
from messaging.telling import tell
from orders.data import Forgotten
from orders.models import ActivityKind, Order

_TOLD_AS = {
    State.PLANNED: ActivityKind.MESSAGE_PLANNED,
    State.HELD: ActivityKind.MESSAGE_HELD,
    State.NOT_SENT: ActivityKind.MESSAGE_NOT_SENT,
    State.UNKNOWN: ActivityKind.MESSAGE_UNKNOWN,
}
# Said no for want of an address that works: a newer one of the order may be better.
_FOR_WANT_OF_AN_ADDRESS = (
    Reason.NO_ADDRESS,
    Reason.BAD_ADDRESS,
    Reason.SUPPRESSED,
    Reason.MARKETPLACE_SENDS,
    Reason.MARKETPLACE_ADDRESS,
)


class CannotBeWrittenTo(DomainError):
    """The address cannot exist, or must not be written to."""

    code = "recipient-cannot-be-written-to"


@transaction.atomic(savepoint=False)
def plan_message(
    *,
    order: Order,
    kind: str,
    now: datetime,
    about: str = "",
    happened_at: datetime | None = None,
    is_locked: bool = False,
) -> Message | None:
    """Decide once whether to tell the buyer, and write the reason when not. None: decided before.

    Until it is sent a newer address of the order still counts. `about` tells apart what is said
    several times of one order; `happened_at` is when, for kinds that follow days after the order.
    `is_locked`: the order's row is as it was read under its lock, or written since.
    """
    own_mode = None
    if not is_locked:
        # One at a time for each order; the row also says what other transactions just committed.
        rows = Order.objects.select_for_update(of=("self",)).select_related("store")
        row = rows.annotate(own_mode=queries.own_mode_of(kind)).get(pk=order.pk)
        order, own_mode = row, row.own_mode  # type: ignore[attr-defined]  # annotated above
    if order.is_stub:
        return None
    choice = by_channel.choice_for(order, kind)
    # The first, where it went on by another channel.
    names = (kind, *by_channel.INSTEAD.get(kind, ()))
    said = Message.objects.filter(order=order, kind__in=names, about=about, sequence=0)
    first = said.order_by("id").first()
    asked, kind = kind, (choice and choice.instead) or kind
    if first and not _may_change_recipient(first, order.email):
        return None
    mode = queries.mode_of(store_id=order.store_id, kind=asked)
    found = circumstances(order, mode, happened_at, now, choice, own_mode=own_mode)
    verdict = planning.decide(order, found)
    if first is None:
        way = routing.route(
            order,
            kind,
            ways=routing.ways_of(mode),
            by_mail=verdict,
            otherwise=lambda: planning.decide_aside(order, found),
        )
        message = new_message(order, kind, now)
        by_channel.word(message, choice, order.store)
        message.about = about
        message.channel, message.recipient = way.channel, way.recipient
        message.passed_over = [list(each) for each in way.passed_over]
        settle_plan(message, way.verdict, now)
        message.save(force_insert=True)
        announce(message, now, key="planned")
        return message
    _readdress(first, order, verdict, now)
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
    """Do not send a message that has not started. False if it has, or was decided otherwise.

    One that would have gone once more, since nobody knows whether it arrived, stays unknown.
    """
    return stop_waiting(message=message, reason=Reason.CANCELLED, actor=actor, now=now)


@transaction.atomic
def stop_waiting(*, message: Message, reason: Reason, now: datetime, actor: str = "") -> bool:
    """Let a message that waits not go, for this reason. False if it has started, or ended."""
    waiting = Message.objects.filter(pk=message.pk, state__in=NOT_STARTED)
    row = waiting.select_for_update(of=("self",)).first()
    if row is None:
        return False
    state, said = as_far_as_known(row, State.NOT_SENT, reason)
    waiting.update(state=state, reason=said, changed_at=now)
    message.refresh_from_db()
    tell(message, _TOLD_AS[state], now, key=f"{reason}:{now:%s.%f}".lower(), actor=actor)
    return True


def record_open(*, message_id: int, at: datetime) -> bool:
    """A mail was opened. True for the first time; told on the timeline once."""
    return _record_sign(message_id, at, "first_opened_at", "open_count")


def record_click(*, message_id: int, at: datetime) -> bool:
    """A link of a mail was followed. True for the first time; told on the timeline once."""
    return _record_sign(message_id, at, "first_clicked_at", "click_count")


@transaction.atomic
def redact_messages(*, order_ids: list[int], now: datetime) -> int:
    """Forget whom messages of these orders went to, and what they said; how many there were."""
    devices.forget_devices(order_ids=order_ids)
    redact_cases(order_ids=order_ids, now=now)
    return erasure.forget_said(wanted=Message.objects.filter(order_id__in=order_ids), now=now)


@transaction.atomic
def redact_person(*, store_id: int, who: Forgotten, now: datetime) -> int:
    """Forget all that was said to somebody, of their orders and of what they left unbought."""
    about = abouts_of(who)
    offered = Message.objects.filter(store_id=store_id, order=None, about__in=about)
    count = redact_messages(order_ids=who.order_ids, now=now)
    consenting.forget_consents(store_id=store_id, addresses=list(who.addresses))
    return count + erasure.forget_said(wanted=offered, now=now)


def is_known(*, store_id: int, addresses: list[str]) -> bool:
    """Whether any of the addresses agreed to something, or is not written to. Two queries."""
    said = {"store_id": store_id, "address__in": addresses}
    return Consent.objects.filter(**said).exists() or Suppression.objects.filter(**said).exists()


@transaction.atomic
def redact_store(*, store_id: int, who: Forgotten, now: datetime) -> int:
    """Forget everybody the store wrote to, and who asked it to be silent: it writes no more."""
    count = redact_messages(order_ids=who.order_ids, now=now)
    Consent.objects.filter(store_id=store_id).delete()
    Suppression.objects.filter(store_id=store_id).delete()
    offered = Message.objects.filter(store_id=store_id, order=None)
    return count + erasure.forget_said(wanted=offered, now=now)


def circumstances(
    order: Order,
    mode: DeliveryMode,
    happened_at: datetime | None,
    now: datetime,
    choice: ChannelMode | None = None,
    *,
    own_mode: str | None = None,
) -> Circumstances:
    """What a decision about the order depends on. Two queries, three for what advertises.

    `choice` is what the store said of the order's channel, if it said anything; `own_mode` what
    was said of this order alone, asked by one query more where it is not given.
    """
    if own_mode is None:
        own_mode = queries.own_mode(order_id=order.pk, kind=mode.kind)
    return Circumstances(
        store=order.store,
        mode=mode.mode,
        kind=mode.kind,
        teller=choice.teller if choice else None,
        is_suppressed=queries.is_suppressed(store_id=order.store_id, address=order.email),
        standing=consenting.standing_for(
            store_id=order.store_id,
            kind=mode.kind,
            channel=Channel.EMAIL,
            address=order.email,
            ticked=order.has_consent,
        ),
        happened_at=happened_at,
        now=now,
        own_mode=own_mode,
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
        heard_at=stages.heard_at(),
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


def announce(message: Message, now: datetime, *, key: str) -> None:
    """Tell it on the timeline, and ring for what goes."""
    tell(message, _TOLD_AS[State(message.state)], now, key=key, actor=message.actor)
    if message.state == State.PLANNED:
        ringing.ring(message.lane)


def _may_change_recipient(message: Message, email: str) -> bool:
    if not email.strip() or message.recipient == email.strip():
        return False
    # A person said where this one goes, or has sent it again already.
    is_settled = message.actor or Message.objects.filter(corrects=message).exists()
    # What may have gone to the other address already is not sent to a second one.
    if message.channel != Channel.EMAIL or is_settled or message.repeated_at:
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
        announce(message, now, key=f"readdressed:{now:%s.%f}")


def plan_one_more(message: Message, now: datetime) -> None:
    """Plan what a person asks for, behind all that was said of it. The order's row is locked."""
    assert message.order_id is not None  # noqa: S101 - the caller locked the order
    message.sequence = queries.next_sequence(
        store_id=message.store_id,
        order_id=message.order_id,
        kind=message.kind,
        about=message.about,
    )
    message.lane = Lane.PARCEL
    settle_plan(message, Verdict(State.PLANNED), now)
    message.save(force_insert=True)
    announce(message, now, key="planned")


def waiting_for(*, order: Order, email: str, but: int | None = None) -> list[Message]:
    """What would go to that address if it were the order's. A query, and one for each message."""
    rows = Message.objects.filter(order=order, sequence=0, channel=Channel.EMAIL, actor="")
    return [one for one in rows if one.pk != but and _may_change_recipient(one, email)]


def readdress_waiting(*, order: Order, now: datetime, but: int | None = None) -> int:
    """Send what waits, or was not sent for want of an address, to the order's corrected one.

    All `but` the one that is being corrected by itself. How many that may be. The order's row is
    locked, and has its store at hand.
    """
    waiting = waiting_for(order=order, email=order.email, but=but)
    for message in waiting:
        verdict = Verdict(State(message.state))
        if message.state not in NOT_STARTED:
            mode = queries.mode_of(store_id=order.store_id, kind=message.kind)
            choice = by_channel.choice_for(order, message.kind)
            found = circumstances(order, mode, message.planned_at, now, choice)
            verdict = planning.decide(order, found)
        _readdress(message, order, verdict, now)
    return len(waiting)


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
