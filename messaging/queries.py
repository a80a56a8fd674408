"""Reads of messages larger than a queryset method."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Max

from messaging.models import DeliveryMode, Message, Sender, Suppression
from messaging.states import STOPS_ALL, Lane, Mode, State


def database_now() -> datetime:
    """The database's clock, which all workers share. One query."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        (now,) = cursor.fetchone()
    assert isinstance(now, datetime)  # noqa: S101 - narrows what the driver returns
    return now


def mode_of(*, store_id: int, kind: str) -> str:
    """Who sends this kind for the store; we do, where nobody said otherwise."""
    modes = DeliveryMode.objects.filter(store_id=store_id, kind=kind)
    return modes.values_list("mode", flat=True).first() or Mode.WE_SEND


def modes_of(store_ids: Iterable[int]) -> dict[tuple[int, str], DeliveryMode]:
    """What was said of each store and kind; nothing stands there for what was never said."""
    rows = DeliveryMode.objects.filter(store_id__in=list(store_ids))
    return {(row.store_id, row.kind): row for row in rows}


def is_suppressed(*, store_id: int, address: str) -> bool:
    """Whether no mail at all may go to the address."""
    rows = Suppression.objects.in_force().of(address)
    return rows.filter(store_id=store_id, cause__in=STOPS_ALL).exists()


def last_vtag(*, store_id: int, lane: Lane) -> float:
    """The store's last place in the lane. Delayed messages do not count: they stand hours ahead."""
    waiting = Message.objects.filter(store_id=store_id, lane=lane, state=State.PLANNED, reason="")
    return waiting.aggregate(last=Max("vtag"))["last"] or 0.0


def sender_of(store_id: int) -> Sender | None:
    """The account by which the store's mail leaves; None: it is kept here."""
    senders = Sender.objects.filter(store_id=store_id, is_active=True)
    return senders.order_by("position", "id").first()


def sent_again_count(*, order_id: int, since: datetime) -> int:
    """How often people sent something of the order again."""
    return Message.objects.filter(order_id=order_id, sequence__gt=0, planned_at__gt=since).count()


def written_to_count(*, recipient: str, since: datetime) -> int:
    """How many messages the open scope meant for the address."""
    recent = Message.objects.filter(recipient=recipient, planned_at__gt=since)
    return recent.exclude(state=State.NOT_SENT).count()


def next_sequence(*, order_id: int, kind: str, about: str, store_id: int) -> int:
    said = Message.objects.filter(store_id=store_id, order=order_id, kind=kind, about=about)
    last = said.aggregate(last=Max("sequence"))["last"]
    return 0 if last is None else last + 1


DAY = timedelta(days=1)
