"""Purchases begun and left: up to three reminders, each after its own wait, unless the order comes.

# Note [Each reminder once]
The first is planned with the first webhook of a checkout that can be reminded of, and put off by
each change that follows, while it waits. The others are planned when their time comes
(planning them days ahead would fill the queue with what an order will stop), only after the one
before went out, and only to the same address. All count from the last change: a basket that is
taken up again after a reminder makes the next one wait anew, and none is said twice. An order that
names the checkout, or the checkout's own completion, ends all. Everything is looked at once more
when one is about to leave (second_thoughts.py), since the order's webhook may be a second behind.
"""

from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction

from common import locales
from messaging import basket_codes, basket_rules, consenting, planning, queries, ringing
from messaging.addresses import mailable, one_line
from messaging.basket_rules import Rules, Step
from messaging.models import Message, MessageBody, MessageQuerySet
from messaging.planning import Circumstances, Verdict
from messaging.quiet import after_quiet, is_quiet, zone_of
from messaging.services import settle_plan, stop_waiting
from messaging.states import NOT_STARTED, Channel, Lane, Reason, State
from messaging.subjects import reminder_of, reminders_of, step_of
from orders.models import Checkout, Order
from stores.middleware import zone
from templates_app import queries as templates
from templates_app.data import NotificationKind
from templates_app.models import Revision, Variant

KIND: Final = NotificationKind.ABANDONED_CHECKOUT
EXPIRY: Final = timedelta(hours=6)  # after it was due
TOO_OLD: Final = timedelta(hours=24)  # to be reminded of, since it was due
# A reminder that waited for the morning does not have the next one at its heels.
LEAST_BETWEEN: Final = timedelta(minutes=basket_rules.LEAST_BETWEEN)


@transaction.atomic
def remind_of_checkout(*, checkout: Checkout, now: datetime) -> Message | None:
    """Plan the first reminder, or put off the one that waits. None: no need, or decided before.

    Nothing is planned where the store has no words for it, nor without an address or a way back.
    """
    checkout = _locked(checkout.pk)
    if is_overtaken(checkout):
        _overtake(checkout, now)
        return None
    rules = basket_rules.rules_of(store_id=checkout.store_id)
    first = next(iter(rules.numbers()), None)
    said = _said_of(checkout).select_for_update().order_by("id").last()
    if said is not None:
        _put_off(said, checkout, rules, now)
        return None
    if first is None:
        return None
    return _planned(checkout, first, rules, now)


@transaction.atomic
def remind_again(*, checkout_id: int, step: int, now: datetime) -> Message | None:
    """Plan a later reminder of a checkout whose time has come. None: no need, or decided before.

    See Note [Each reminder once].
    """
    checkout = _locked(checkout_id)
    rules = basket_rules.rules_of(store_id=checkout.store_id)
    before = rules.before(step)
    if is_overtaken(checkout) or before is None or rules.step(step) is None:
        return None
    said = {row.about: row for row in _said_of(checkout)}
    last = said.get(reminder_of(checkout.pk, before))
    is_gone = last is not None and last.state in (State.SENT, State.UNKNOWN)
    if reminder_of(checkout.pk, step) in said or last is None or not is_gone:
        return None
    if last.recipient != _recipient_of(checkout):
        return _left_out(checkout, step, Reason.OTHER_ADDRESS, now)
    if not rules.reminds_of(checkout):
        return _left_out(checkout, step, Reason.NOT_REMINDED, now)
    not_before = (last.sent_at or last.changed_at) + LEAST_BETWEEN
    return _planned(checkout, step, rules, now, not_before=not_before)


@transaction.atomic(savepoint=False)
def order_placed(*, order: Order, now: datetime) -> bool:
    """The checkout it came from needs no reminder any more. False if none waited."""
    if not order.checkout_token:
        return False
    checkouts = Checkout.objects.filter(store_id=order.store_id, token=order.checkout_token)
    checkout = checkouts.first()
    return checkout is not None and _overtake(checkout, now)


def is_overtaken(checkout: Checkout) -> bool:
    """Whether its order came, or its buyer was erased, since the reminder was planned."""
    return bool(checkout.completed_at or checkout.redacted_at or _order_of(checkout) is not None)


def reason_not_to(message: Message, checkout: Checkout) -> Reason | None:
    """What stops a reminder that is about to go. One or two queries."""
    if is_overtaken(checkout):
        return Reason.OVERTAKEN
    if message.recipient and message.recipient != _recipient_of(checkout) and not message.actor:
        return Reason.OTHER_ADDRESS
    rules = basket_rules.rules_of(store_id=checkout.store_id)
    return None if rules.reminds_of(checkout) else Reason.NOT_REMINDED


def country_of(checkout: Checkout) -> str:
    return str((checkout.shipping_address or {}).get("country_code") or "")


def _locked(checkout_id: int) -> Checkout:
    rows = Checkout.objects.select_for_update(of=("self",)).select_related("store")
    return rows.get(pk=checkout_id)


def _said_of(checkout: Checkout) -> MessageQuerySet:
    return Message.objects.filter(
        store_id=checkout.store_id, order=None, kind=KIND, about__in=reminders_of(checkout.pk)
    )


def _overtake(checkout: Checkout, now: datetime) -> bool:
    """Let none go that waits. False if none did."""
    waiting = _said_of(checkout).filter(state__in=NOT_STARTED).select_for_update()
    stopped = [stop_waiting(message=each, reason=Reason.OVERTAKEN, now=now) for each in waiting]
    return True in stopped


def _put_off(message: Message, checkout: Checkout, rules: Rules, now: datetime) -> None:
    """The reminder that waits goes after the last change, and to the address that is right now."""
    step = rules.step(step_of(message.about))
    if step is None or message.state != State.PLANNED or message.attempts_count:
        return
    due_at = _due_at(checkout, step, now)
    changes: dict[str, Any] = {"run_after": due_at, "expires_at": expiry_of(due_at, checkout)}
    recipient = _recipient_of(checkout)
    if recipient != message.recipient and mailable(recipient):
        verdict = planning.decide(checkout, _circumstances(checkout, due_at, now))
        settle_plan(message, verdict, now)
        changes |= {
            "recipient": recipient,
            "recipient_name": one_line(checkout.buyer_name),
            "state": message.state,
            "reason": message.reason,
            "changed_at": now,
        }
        MessageBody.objects.filter(message_id=message.pk).delete()  # it names the old address
    waiting = Message.objects.filter(pk=message.pk, state=State.PLANNED, attempts_count=0)
    waiting.update(**changes)


def _planned(
    checkout: Checkout,
    number: int,
    rules: Rules,
    now: datetime,
    *,
    not_before: datetime | None = None,
) -> Message | None:
    step, revision = rules.step(number), _revision_of(checkout)
    if step is None or revision is None or not _can_be_reminded(checkout, step, rules, now):
        return None
    due_at = _due_at(checkout, step, max(now, not_before or now))
    message = _new_message(checkout, number, due_at, now)
    message.variant = _variant_of(revision, step)
    settle_plan(message, planning.decide(checkout, _circumstances(checkout, due_at, now)), now)
    message.save(force_insert=True)
    if message.state == State.PLANNED:
        basket_codes.plan_code(message=message, checkout=checkout, discount=step.discount, now=now)
        ringing.ring(message.lane)
    return message


def _left_out(checkout: Checkout, number: int, reason: Reason, now: datetime) -> Message:
    """Decided, and said: so that nobody decides it anew each minute."""
    message = _new_message(checkout, number, now, now)
    settle_plan(message, Verdict(State.NOT_SENT, reason), now)
    message.save(force_insert=True)
    return message


def _order_of(checkout: Checkout) -> int | None:
    """The order it became. One query, by the index of tokens."""
    rows = Order.objects.filter(store_id=checkout.store_id, checkout_token=checkout.token)
    return rows.values_list("pk", flat=True).first()


def _revision_of(checkout: Checkout) -> Revision | None:
    return templates.current_revision(store=checkout.store, kind=KIND)


def _variant_of(revision: Revision, step: Step) -> Variant | None:
    """The wording that the step is written in; None: the template's own, also where it is gone."""
    if not step.variant:
        return None
    rows = Variant.objects.filter(template_id=revision.template_id, label=step.variant)
    return rows.first()


def _can_be_reminded(checkout: Checkout, step: Step, rules: Rules, now: datetime) -> bool:
    changed_at = checkout.changed_at or checkout.started_at or now
    return bool(
        mailable(checkout.email)
        and checkout.recover_url
        and checkout.lines
        and now - changed_at < step.wait + TOO_OLD
        and rules.reminds_of(checkout)
    )


def _due_at(checkout: Checkout, step: Step, now: datetime) -> datetime:
    """So long after the last change; not at night where the buyer lives."""
    at = max((checkout.changed_at or now) + step.wait, now)
    return after_quiet(at, zone_of(country_of(checkout), zone(checkout.store.timezone), at))


def expiry_of(due_at: datetime, checkout: Checkout) -> datetime:
    """A reminder that a worker finds too late may still go the next morning."""
    at = due_at + EXPIRY
    where = zone_of(country_of(checkout), zone(checkout.store.timezone), at)
    return after_quiet(at, where) + timedelta(hours=1) if is_quiet(at, where) else at


def _recipient_of(checkout: Checkout) -> str:
    return checkout.email.strip().lower()[:320]


def _new_message(checkout: Checkout, number: int, due_at: datetime, now: datetime) -> Message:
    return Message(
        store_id=checkout.store_id,
        order=None,
        kind=KIND,
        about=reminder_of(checkout.pk, number),
        recipient=_recipient_of(checkout),
        recipient_name=one_line(checkout.buyer_name),
        locale=locales.normal(checkout.locale) or checkout.store.locale,
        lane=Lane.MARKETING,
        planned_at=now,
        run_after=due_at,
        expires_at=expiry_of(due_at, checkout),
        changed_at=now,
    )


def _circumstances(checkout: Checkout, due_at: datetime, now: datetime) -> Circumstances:
    store_id = checkout.store_id
    return Circumstances(
        store=checkout.store,
        mode=queries.mode_of(store_id=store_id, kind=KIND).mode,
        kind=KIND,
        is_suppressed=queries.is_suppressed(store_id=store_id, address=checkout.email),
        standing=consenting.standing_for(
            store_id=store_id,
            kind=KIND,
            channel=Channel.EMAIL,
            address=checkout.email,
            ticked=checkout.has_consent,
        ),
        # Whether it is old is asked of the time at which it was to be said.
        happened_at=min(due_at, now),
        now=now,
    )
