"""Purchases begun and left: one reminder, an hour after the last change, unless the order comes.

# Note [One reminder a checkout]
The message is planned with the first webhook of a checkout that can be reminded of, and put off by
each change that follows, while it waits. An order that names the checkout, or the checkout's own
completion, ends it. Both are looked at once more when it is about to leave (sending.py), since the
order's webhook may be a second behind.
"""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from common import locales
from messaging import consenting, planning, queries, ringing
from messaging.addresses import mailable, one_line
from messaging.models import Message, MessageQuerySet
from messaging.planning import Circumstances
from messaging.quiet import after_quiet, zone_of
from messaging.services import settle_plan, stop_waiting
from messaging.states import Channel, Lane, Reason, State
from messaging.subjects import about_of
from orders.models import Checkout, Order
from stores.middleware import zone
from templates_app import queries as templates
from templates_app.data import NotificationKind

KIND: Final = NotificationKind.ABANDONED_CHECKOUT
WAIT: Final = timedelta(hours=1)  # after the last change; the buyer may just be looking for a card
EXPIRY: Final = timedelta(hours=6)  # after it was due
TOO_OLD: Final = timedelta(hours=24)


@transaction.atomic
def remind_of_checkout(*, checkout: Checkout, now: datetime) -> Message | None:
    """Plan the reminder, or put off the one that waits. None: no need for one, or decided before.

    Nothing is planned where the store has no words for it, nor without an address or a way back.
    """
    checkout = Checkout.objects.select_for_update().select_related("store").get(pk=checkout.pk)
    said = _said_of(checkout)
    message = said.select_for_update().first()
    if checkout.completed_at or checkout.redacted_at or _order_of(checkout) is not None:
        _overtake(message, now)
        return None
    due_at = _due_at(checkout, now)
    if message is not None:
        waiting = said.filter(state=State.PLANNED, attempts_count=0)
        waiting.update(run_after=due_at, expires_at=due_at + EXPIRY)
        return None
    if not _can_be_reminded(checkout, now):
        return None
    message = _new_message(checkout, due_at, now)
    settle_plan(message, planning.decide(checkout, _circumstances(checkout, now)), now)
    message.save(force_insert=True)
    if message.state == State.PLANNED:
        ringing.ring(message.lane)
    return message


@transaction.atomic
def order_placed(*, order: Order, now: datetime) -> bool:
    """The checkout it came from needs no reminder any more. False if none waited."""
    if not order.checkout_token:
        return False
    checkouts = Checkout.objects.filter(store_id=order.store_id, token=order.checkout_token)
    checkout = checkouts.first()
    if checkout is None:
        return False
    return _overtake(_said_of(checkout).select_for_update().first(), now)


def is_overtaken(checkout: Checkout) -> bool:
    """Whether its order came, or its buyer was erased, since the reminder was planned."""
    return bool(checkout.completed_at or checkout.redacted_at or _order_of(checkout) is not None)


def _said_of(checkout: Checkout) -> MessageQuerySet:
    return Message.objects.filter(
        store_id=checkout.store_id, order=None, kind=KIND, about=about_of(checkout)
    )


def _overtake(message: Message | None, now: datetime) -> bool:
    return message is not None and stop_waiting(message=message, reason=Reason.OVERTAKEN, now=now)


def _order_of(checkout: Checkout) -> int | None:
    """The order it became. One query, by the index of tokens."""
    rows = Order.objects.filter(store_id=checkout.store_id, checkout_token=checkout.token)
    return rows.values_list("pk", flat=True).first()


def _can_be_reminded(checkout: Checkout, now: datetime) -> bool:
    changed_at = checkout.changed_at or checkout.started_at or now
    return bool(
        mailable(checkout.email)
        and checkout.recover_url
        and checkout.lines
        and now - changed_at < TOO_OLD
        and templates.current_revision(store=checkout.store, kind=KIND) is not None
    )


def _due_at(checkout: Checkout, now: datetime) -> datetime:
    """An hour after the last change; not at night where the buyer lives."""
    at = max((checkout.changed_at or now) + WAIT, now)
    country = str((checkout.shipping_address or {}).get("country_code") or "")
    return after_quiet(at, zone_of(country, zone(checkout.store.timezone), at))


def _new_message(checkout: Checkout, due_at: datetime, now: datetime) -> Message:
    return Message(
        store_id=checkout.store_id,
        order=None,
        kind=KIND,
        about=about_of(checkout),
        recipient=checkout.email.strip().lower()[:320],
        recipient_name=one_line(checkout.buyer_name),
        locale=locales.normal(checkout.locale) or checkout.store.locale,
        lane=Lane.MARKETING,
        planned_at=now,
        run_after=due_at,
        expires_at=due_at + EXPIRY,
        changed_at=now,
    )


def _circumstances(checkout: Checkout, now: datetime) -> Circumstances:
    store_id = checkout.store_id
    return Circumstances(
        store=checkout.store,
        mode=queries.mode_of(store_id=store_id, kind=KIND).mode,
        is_suppressed=queries.is_suppressed(store_id=store_id, address=checkout.email),
        standing=consenting.standing_for(
            store_id=store_id,
            kind=KIND,
            channel=Channel.EMAIL,
            address=checkout.email,
            ticked=checkout.has_consent,
        ),
        happened_at=checkout.changed_at,
        now=now,
    )
