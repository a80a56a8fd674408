"""Lists of messages by keyset: one index scan for each store."""

from collections.abc import Iterable, Sequence
from typing import Any, Final
from uuid import UUID

from django.db.models import QuerySet

from common.merging import newest_page, newest_partly
from messaging.models import Consent, Message, PromoPool, Suppression
from orders.models import Order
from stores.reading import Reading, read

# What a list shows, and what its words are made of; an order's row is wide.
LISTED: Final = (
    "public_id",
    "store_id",
    "order_id",
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
    "opened_by_person_at",
    "clicked_by_person_at",
    "opened_by_machine_at",
    "clicked_by_machine_at",
)


ONE: Final = Reading(
    Message,
    (
        "id",
        *LISTED,
        "recipient_name",
        "locale",
        "sequence",
        "corrects_id",
        "corrects__public_id",
        "detail",
        "changed_at",
        "attempts_count",
        "open_count",
        "click_count",
        "actor",
        "because",
    ),
    by="public_id",
)


def one_message(public_id: UUID) -> Message | None:
    """What is shown of one message, with its order; None: there is none here. One query."""
    return read(ONE, public_id)


def newest_messages(
    rows: QuerySet[Message, Message],
    *,
    store_ids: Iterable[int],
    before: Sequence[Any] | None = None,
    limit: int = 50,
) -> list[Message]:
    """One keyset page of these, newest first, each with its order. Two queries.

    The next page begins `before=(page[-1].planned_at, page[-1].pk)`.
    """
    return newest_partly(
        rows, LISTED, time="planned_at", owners=store_ids, before=before, limit=limit
    )


def newest_suppressions(
    rows: QuerySet[Suppression, Suppression],
    *,
    store_ids: Iterable[int],
    before: Sequence[Any] | None = None,
    limit: int = 50,
) -> list[Suppression]:
    """One keyset page of these, newest first. Two queries.

    The next page begins `before=(page[-1].suppressed_at, page[-1].pk)`.
    """
    wanted = newest_page(rows, time="suppressed_at", owners=store_ids, before=before, limit=limit)
    found = Suppression.objects.in_bulk(wanted)
    return [found[pk] for pk in wanted if pk in found]


def newest_consents(
    rows: QuerySet[Consent, Consent],
    *,
    store_ids: Iterable[int],
    before: Sequence[Any] | None = None,
    limit: int = 50,
) -> list[Consent]:
    """One keyset page of the ledger, newest first. Two queries.

    The next page begins `before=(page[-1].at, page[-1].pk)`.
    """
    wanted = newest_page(rows, time="at", owners=store_ids, before=before, limit=limit)
    found = Consent.objects.in_bulk(wanted)
    return [found[pk] for pk in wanted if pk in found]


def promo_pools(
    *, store_ids: Iterable[int], before: Sequence[Any] | None = None, limit: int = 50
) -> list[PromoPool]:
    """One keyset page, newest first. Two queries.

    The next page begins `before=(page[-1].created_at, page[-1].pk)`.
    """
    rows = PromoPool.objects.all()
    wanted = newest_page(rows, time="created_at", owners=store_ids, before=before, limit=limit)
    found = PromoPool.objects.in_bulk(wanted)
    return [found[pk] for pk in wanted if pk in found]


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
