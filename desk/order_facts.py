"""What stands beside an order's timeline: its promise, what is amiss, what the buyer said."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from common import pieces
from desk.alarms import Row
from orders.models import Note, Order
from shipping import promise_words
from shipping.alarms import open_alarms
from shipping.models import Promise
from shipping.queries import promises_of
from statuspage.models import BuyerRequest, Feedback, RequestState

MOST = 20


@dataclass(frozen=True, slots=True)
class Told:
    """One promise as it was made."""

    days: str
    cause: str
    because: str
    actor: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class PromiseBox:
    """What the buyer is promised, how it is doing, and what was promised before."""

    promise: Promise
    days: str
    standing: str
    tone: str
    leaves_by: str
    history: list[Told]


def promise_box(order: Order) -> PromiseBox | None:
    """None where nothing was ever promised. One query; times are the store's."""
    rows = promises_of(order.pk)[:MOST]
    if not rows:
        return None
    now, today, locale = rows[0], timezone.localdate(), get_language() or "en"
    is_off = not now.is_current
    stands = promise_words.standing_of(now, today)
    return PromiseBox(
        promise=now,
        days="" if is_off else promise_words.days_in_words(now, today, locale),
        standing=_("Withdrawn") if is_off else promise_words.standing_in_words(now, today),
        tone="" if is_off else stands.tone,
        leaves_by=_leaves_by(now),
        history=[_told(row, today=today, locale=locale) for row in rows],
    )


def _leaves_by(promise: Promise) -> str:
    """While it has not left."""
    if not promise.is_current or promise.shipped_at or promise.ships_by is None:
        return ""
    return pieces.moment(promise.ships_by, timezone.now())


def _told(promise: Promise, *, today: date, locale: str) -> Told:
    return Told(
        days=promise_words.days_in_words(promise, today, locale) or _("No date can be said"),
        cause=promise.get_cause_display(),
        because=promise.because,
        actor=promise.actor,
        made_at=promise.made_at,
    )


def amiss(order: Order) -> list[Row]:
    """Open alarms, longest first. One query."""
    found = open_alarms([order.pk]).get(order.pk, [])
    return [Row(alarm) for alarm in found[:MOST]]


def requests_of(order: Order) -> Sequence[BuyerRequest]:
    """What the buyer asked for, what waits first. One query."""
    rows = BuyerRequest.objects.filter(store_id=order.store_id, order=order)
    found = list(rows.order_by("-asked_at", "-id")[:MOST])
    return sorted(found, key=lambda one: one.state != RequestState.OPEN)


def feedback_of(order: Order) -> Sequence[Feedback]:
    """What the buyer thought of mails and page, newest first. One query."""
    rows = Feedback.objects.filter(store_id=order.store_id, order=order)
    return list(rows.order_by("-given_at", "-id")[:MOST])


def packing_notes(order: Order) -> Sequence[Note]:
    """What whoever packs the order should know. One query."""
    rows = Note.objects.filter(store_id=order.store_id, order=order, is_for_packers=True)
    return list(rows.exclude(text="").order_by("-created_at")[:MOST])
