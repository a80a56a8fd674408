"""Lists of messages by keyset: one index scan for each store."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import Q, QuerySet

from messaging.models import Message
from orders.models import Order

# What a list shows, and what its words are made of; an order's row is wide.
LISTED: Final = (
    "public_id",
    "store_id",
    "order__public_id",
    "order__name",
    "kind",
    "channel",
    "recipient",
    "subject",
    "state",
    "reason",
    "planned_at",
    "run_after",
    "repeated_at",
    "sent_at",
    "first_opened_at",
    "first_clicked_at",
)


@dataclass(frozen=True, slots=True)
class MessageSearch:
    """What to look for."""

    state: str = ""
    kind: str = ""
    recipient: str = ""
    order: UUID | None = None
    planned_since: datetime | None = None
    planned_until: datetime | None = None  # not itself


def search_messages(
    *,
    store_ids: Sequence[int],
    search: MessageSearch,
    before: Sequence[Any] | None = None,
    limit: int = 50,
) -> list[Message]:
    """One keyset page, newest first, each with its order. Two queries.

    The next page begins `before=(page[-1].planned_at, page[-1].pk)`.
    """
    pages = [
        _found(Message.objects.filter(store_id=store_id), search, before)
        .order_by("-planned_at", "-id")
        .values_list("pk", "planned_at")[:limit]
        for store_id in sorted(set(store_ids))
    ]
    if not pages:
        return []
    first, *others = pages
    if others:
        first = first.union(*others, all=True).order_by("-planned_at", "-pk")[:limit]
    wanted = [pk for pk, _ in first]
    rows = Message.objects.select_related("order").only(*LISTED).in_bulk(wanted)
    return [rows[pk] for pk in wanted if pk in rows]


def orders_with_message(*, state: str) -> QuerySet[Any, Any]:
    """Ids of the orders about which at least one message stands so."""
    return Message.objects.filter(state=state, order__isnull=False).values("order_id")


def public_ids(*, message_ids: Iterable[int]) -> dict[int, UUID]:
    """The public ids of messages by their row numbers. One query, none for none."""
    wanted = list(message_ids)
    if not wanted:
        return {}
    return dict(Message.objects.filter(pk__in=wanted).values_list("pk", "public_id"))


def first_said(*, order: Order, kind: str) -> Message:
    """What was decided first about the order for this kind. Raises DoesNotExist if nothing was."""
    rows = Message.objects.select_related("order").filter(order=order, kind=kind, about="")
    return rows.get(sequence=0)


def _found(
    rows: QuerySet[Message, Message], search: MessageSearch, before: Sequence[Any] | None
) -> QuerySet[Message, Message]:
    if before:
        at, last = before
        rows = rows.filter(Q(planned_at__lt=at) | Q(planned_at=at, pk__lt=last))
    wanted = {
        "state": search.state,
        "kind": search.kind,
        "recipient": search.recipient.lower(),
        "order__public_id": search.order,
        "planned_at__gte": search.planned_since,
        "planned_at__lt": search.planned_until,
    }
    return rows.filter(**{column: value for column, value in wanted.items() if value})
