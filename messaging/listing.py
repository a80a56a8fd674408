"""Lists of messages by keyset: one index scan for each store."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, TypeVar
from uuid import UUID

from django.db.models import Model, Q, QuerySet

from common.merging import newest_of_many
from messaging.models import Consent, Message, PromoPool, Suppression
from messaging.models.message import MessageQuerySet
from orders.models import Order

_M = TypeVar("_M", bound=Model)

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
    "delivered_at",
    "bounced_at",
    "complained_at",
    "first_opened_at",
    "first_clicked_at",
)


@dataclass(frozen=True, slots=True)
class MessageSearch:
    """What to look for."""

    state: str = ""
    arrival: str = ""
    kind: str = ""
    recipient: str = ""
    order: UUID | None = None
    planned_since: datetime | None = None
    planned_until: datetime | None = None  # not itself


@dataclass(frozen=True, slots=True)
class SuppressionSearch:
    """What to look for among the addresses not written to."""

    address: str = ""
    cause: str = ""
    is_lifted: bool = False


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
    wanted = _newest(_found(Message.objects.all(), search, before), "planned_at", store_ids, limit)
    rows = Message.objects.select_related("order").only(*LISTED).in_bulk(wanted)
    return [rows[pk] for pk in wanted if pk in rows]


def search_suppressions(
    *,
    store_ids: Sequence[int],
    search: SuppressionSearch,
    before: Sequence[Any] | None = None,
    limit: int = 50,
) -> list[Suppression]:
    """One keyset page, newest first. Two queries.

    The next page begins `before=(page[-1].suppressed_at, page[-1].pk)`.
    """
    found = Suppression.objects.filter(lifted_at__isnull=not search.is_lifted)
    if search.address:
        found = found.of(search.address)
    if search.cause:
        found = found.filter(cause=search.cause)
    wanted = _newest(_after(found, "suppressed_at", before), "suppressed_at", store_ids, limit)
    rows = Suppression.objects.in_bulk(wanted)
    return [rows[pk] for pk in wanted if pk in rows]


def search_consents(
    *,
    store_ids: Sequence[int],
    address: str = "",
    before: Sequence[Any] | None = None,
    limit: int = 50,
) -> list[Consent]:
    """One keyset page of the ledger, newest first. Two queries.

    The next page begins `before=(page[-1].at, page[-1].pk)`.
    """
    found = Consent.objects.all()
    if address:
        found = found.filter(address=address.strip().lower())
    wanted = _newest(_after(found, "at", before), "at", store_ids, limit)
    rows = Consent.objects.in_bulk(wanted)
    return [rows[pk] for pk in wanted if pk in rows]


def promo_pools(
    *, store_ids: Sequence[int], before: Sequence[Any] | None = None, limit: int = 50
) -> list[PromoPool]:
    """One keyset page, newest first. Two queries.

    The next page begins `before=(page[-1].created_at, page[-1].pk)`.
    """
    found = _after(PromoPool.objects.all(), "created_at", before)
    wanted = _newest(found, "created_at", store_ids, limit)
    rows = PromoPool.objects.in_bulk(wanted)
    return [rows[pk] for pk in wanted if pk in rows]


def orders_with_message(*, state: str) -> QuerySet[Any, Any]:
    """Ids of the orders about which at least one message stands so."""
    return Message.objects.to_buyers().filter(state=state, order__isnull=False).values("order_id")


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
    rows: MessageQuerySet, search: MessageSearch, before: Sequence[Any] | None
) -> QuerySet[Message, Message]:
    if search.order:
        rows = rows.to_buyers()
    if search.arrival:
        rows = rows.that_arrived(search.arrival)
    wanted = {
        "state": search.state,
        "kind": search.kind,
        "recipient": search.recipient.lower(),
        "order__public_id": search.order,
        "planned_at__gte": search.planned_since,
        "planned_at__lt": search.planned_until,
    }
    return _after(rows, "planned_at", before).filter(
        **{column: value for column, value in wanted.items() if value}
    )


def _after(rows: "QuerySet[_M, _M]", time: str, before: Sequence[Any] | None) -> "QuerySet[_M, _M]":
    if not before:
        return rows
    at, last = before
    earlier = Q(**{f"{time}__lt": at}) | Q(**{time: at, "pk__lt": last})
    return rows.filter(earlier, **{f"{time}__lte": at})  # bounds the scan, as OR does not


def _newest(rows: "QuerySet[_M, _M]", time: str, store_ids: Iterable[int], limit: int) -> list[int]:
    """The newest rows' numbers over the stores."""
    owners = sorted(set(store_ids))
    return newest_of_many(rows, owner="store_id", owners=owners, time=time, limit=limit)
