"""Reads of messages larger than a queryset method."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Count, Max, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce

from common.db.lookups import AnyOf
from messaging.models import DeliveryMode, Message, OrderMode, Sender, Suppression
from messaging.states import STOPS_ALL, Channel, Lane, Mode, State


def database_now() -> datetime:
    """The database's clock, which all workers share. One query."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        (now,) = cursor.fetchone()
    assert isinstance(now, datetime)  # noqa: S101 - narrows what the driver returns
    return now


def mode_of(*, store_id: int, kind: str) -> DeliveryMode:
    """Who sends this kind for the store, and by which ways; we do, by mail, where nobody said so.

    Not saved where nobody said anything.
    """
    said = DeliveryMode.objects.filter(store_id=store_id, kind=kind).first()
    return said or DeliveryMode(store_id=store_id, kind=kind)


def own_mode_of(kind: str) -> Coalesce:
    """What was said of one order and kind, to annotate orders with; "": as in its store."""
    said = OrderMode.objects.filter(order_id=OuterRef("pk"), kind=kind).values("mode")[:1]
    return Coalesce(Subquery(said), Value(""))


def own_mode(*, order_id: int, kind: str) -> str:
    """The same of one order. One query."""
    rows = OrderMode.objects.filter(order_id=order_id, kind=kind)
    return rows.values_list("mode", flat=True).first() or ""


def channels_of(store_ids: Iterable[int]) -> dict[int, set[str]]:
    """By which channels each store can send: mail always, the others with an account. One query."""
    found = {store_id: {Channel.EMAIL.value} for store_id in store_ids}
    senders = Sender.objects.filter(store_id__in=found, is_active=True)
    for store_id, channel in senders.values_list("store_id", "channel").distinct():
        found[store_id].add(channel)
    return found


def has_way(*, store_id: int, channel: str) -> bool:
    """Whether the store sends anything by the channel. One query."""
    modes = DeliveryMode.objects.filter(store_id=store_id, mode=Mode.WE_SEND)
    return modes.filter(channels__contains=[channel]).exists()


def modes_of(store_ids: Iterable[int]) -> dict[tuple[int, str], DeliveryMode]:
    """What was said of each store and kind; nothing stands there for what was never said."""
    rows = DeliveryMode.objects.filter(store_id__in=list(store_ids))
    return {(row.store_id, row.kind): row for row in rows}


def is_suppressed(*, store_id: int, address: str, channel: str = Channel.EMAIL) -> bool:
    """Whether nothing at all may go to the address by the channel."""
    rows = Suppression.objects.in_force().of(address, channel)
    return rows.filter(store_id=store_id, cause__in=STOPS_ALL).exists()


def suppressed_of(messages: Sequence[Message]) -> set[int]:
    """Those of the messages whose address no mail may go to. One query."""
    rows = Suppression.objects.in_force().filter(
        AnyOf("address", {_as_listed(message.recipient) for message in messages}),
        store_id__in={message.store_id for message in messages},
        cause__in=STOPS_ALL,
    )
    listed = set(rows.values_list("store_id", "channel", "address"))
    return {
        message.pk
        for message in messages
        if (message.store_id, message.channel, _as_listed(message.recipient)) in listed
    }


def suppressed_among(*, store_id: int, addresses: Iterable[str]) -> frozenset[str]:
    """Those of the addresses, in lower case, to which no mail of the store may go. One query."""
    rows = Suppression.objects.in_force().filter(
        store_id=store_id,
        channel=Channel.EMAIL,
        address__in={_as_listed(address) for address in addresses} - {""},
        cause__in=STOPS_ALL,
    )
    return frozenset(rows.values_list("address", flat=True))


def _as_listed(address: str) -> str:
    return address.strip().lower()


def last_vtag(*, store_id: int, lane: Lane) -> float:
    """The store's last place in the lane. Delayed messages do not count: they stand hours ahead.

    Nor does what an arm of a test sends later.
    """
    waiting = Message.objects.filter(store_id=store_id, lane=lane, state=State.PLANNED, reason="")
    waiting = waiting.filter(experiment=None)
    return waiting.aggregate(last=Max("vtag"))["last"] or 0.0


def take_tokens(
    *, store_id: int, sender_id: int, wanted: int, rate: float, most: float, now: datetime
) -> tuple[int, float]:
    """Take up to `wanted` tokens of an account's bucket; how many, and what is left.

    One statement, so that workers share the bucket. It fills with `rate` a second up to `most`.
    """
    sql = """
        UPDATE messaging_senderpulse AS pulse
           SET tokens = found.filled - found.granted,
               tokens_at = GREATEST(%(now)s, COALESCE(pulse.tokens_at, %(now)s))
          FROM (SELECT sender_id, filled, LEAST(%(wanted)s, FLOOR(filled)) AS granted
                  FROM (SELECT sender_id,
                               CASE WHEN tokens_at IS NULL THEN %(most)s
                                    ELSE LEAST(%(most)s, tokens + %(rate)s * GREATEST(
                                        0, EXTRACT(EPOCH FROM %(now)s - tokens_at)))
                               END AS filled
                          FROM messaging_senderpulse
                         WHERE sender_id = %(sender)s AND store_id = %(store)s
                           FOR UPDATE) AS locked) AS found
         WHERE pulse.sender_id = found.sender_id AND pulse.store_id = %(store)s
     RETURNING found.granted, pulse.tokens
    """
    told: dict[str, Any] = {"now": now, "wanted": wanted, "rate": rate, "most": most}
    with connection.cursor() as cursor:
        cursor.execute(sql, told | {"sender": sender_id, "store": store_id})
        row = cursor.fetchone()
    return (int(row[0]), float(row[1])) if row else (0, 0.0)


def release_waiting(
    *,
    store_id: int,
    channel: str,
    reasons: Iterable[str],
    now: datetime,
    spread: float,
    longest: float,
) -> int:
    """Let go, in service order, what waits for one of these reasons; how many there are.

    One each `spread` seconds, and all within `longest`.
    """
    sql = """
        UPDATE messaging_message AS message
           SET run_after = %(now)s + found.wait, reason = '', detail = '',
               -- its place in the service order is its time, as for all that was delayed
               vtag = EXTRACT(EPOCH FROM %(now)s + found.wait)
          FROM (SELECT id, make_interval(secs =>
                           (ROW_NUMBER() OVER (ORDER BY lane, vtag, id) - 1)
                           * LEAST(%(spread)s, %(longest)s / COUNT(*) OVER ())) AS wait
                  FROM messaging_message
                 WHERE store_id = %(store)s AND channel = %(channel)s
                   AND state = 'PLANNED' AND reason = ANY(%(reasons)s)) AS found
         WHERE message.id = found.id AND message.store_id = %(store)s
           AND message.state = 'PLANNED'
    """
    told: dict[str, Any] = {"store": store_id, "channel": channel, "reasons": list(reasons)}
    with connection.cursor() as cursor:
        cursor.execute(sql, told | {"now": now, "spread": spread, "longest": longest})
        return int(cursor.rowcount)


def senders_of_store(store_id: int, channel: str = Channel.EMAIL) -> list[Sender]:
    """The accounts by which the store's messages leave, in order: the next takes over."""
    senders = Sender.objects.filter(store_id=store_id, channel=channel, is_active=True)
    return list(senders.order_by("position", "id"))


def all_senders_of_store(store_id: int, channel: str = Channel.EMAIL) -> list[Sender]:
    """Likewise, with those that are not in use."""
    senders = Sender.objects.filter(store_id=store_id, channel=channel)
    return list(senders.order_by("position", "id"))


def chains_of(store_ids: Iterable[int]) -> dict[tuple[int, str], list[Sender]]:
    """All accounts of the stores, by store and channel, in order. One query."""
    chains: dict[tuple[int, str], list[Sender]] = {}
    rows = Sender.objects.filter(store_id__in=list(store_ids))
    for sender in rows.order_by("position", "id"):
        chains.setdefault((sender.store_id, sender.channel), []).append(sender)
    return chains


def waiting_counts(store_ids: Iterable[int], reasons: Iterable[str]) -> dict[tuple[int, str], int]:
    """How many messages of each store and channel wait for one of these reasons. One query."""
    waiting = Message.objects.filter(
        store_id__in=list(store_ids), state=State.PLANNED, reason__in=list(reasons)
    )
    rows = waiting.values_list("store_id", "channel").annotate(count=Count("pk"))
    return {(store_id, channel): count for store_id, channel, count in rows}


def sender_of(store_id: int, channel: str = Channel.EMAIL) -> Sender | None:
    """The account by which the store's messages leave; None: they are kept here."""
    senders = Sender.objects.filter(store_id=store_id, channel=channel, is_active=True)
    return senders.order_by("position", "id").first()


def next_sequence(*, order_id: int, kind: str, about: str, store_id: int) -> int:
    said = Message.objects.filter(store_id=store_id, order=order_id, kind=kind, about=about)
    last = said.aggregate(last=Max("sequence"))["last"]
    return 0 if last is None else last + 1
