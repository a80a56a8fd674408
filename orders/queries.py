"""Reads of orders larger than a queryset method."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import connection
from django.db.models import Q, QuerySet

from common.merging import newest_of_many, newest_partly
from orders.foreign import number_of
from orders.models import Activity, ActivityKind, Order, OrderQuerySet
from orders.search import name_key

Cursor = tuple[datetime, int]
LISTED: Final = (
    "public_id",
    "store_id",
    "shopify_id",
    "external_id",
    "name",
    "buyer_name",
    "email",
    "total_minor",
    "currency",
    "sales_channel",
    "financial_state",
    "fulfilment_state",
    "stage",
    "step",
    "stage_since",
    "cancelled_at",
    "archived_at",
    "tags",
    "is_test",
)


@dataclass(frozen=True, slots=True)
class OrderSearch:
    """What desk and deeds look for; programs: orders/order_filters.py.

    `text` is an order's name or number, an e-mail, or how a name begins.
    """

    text: str = ""
    tag: str = ""
    financial_state: str = ""
    stage: str = ""  # a Stage or a Step
    is_archived: bool | None = None  # None: both


def search_orders(
    *,
    store_ids: Sequence[int],
    search: OrderSearch = OrderSearch(),
    before: Cursor | None = None,
    limit: int = 50,
) -> list[Order]:
    """One keyset page of what is looked for: see `newest_orders`."""
    rows = found(Order.objects.all(), search)
    return newest_orders(rows, store_ids=store_ids, before=before, limit=limit)


def newest_orders(
    rows: OrderQuerySet,
    *,
    store_ids: Sequence[int],
    before: Cursor | None = None,
    limit: int = 50,
) -> list[Order]:
    """One keyset page of those that have been placed, newest first, over the stores. Two queries.

    The next page begins `before=(page[-1].placed_at, page[-1].pk)`.
    """
    rows = rows.placed()
    if before:
        rows = rows.before(*before)
    owners = sorted(set(store_ids))
    wanted = newest_of_many(rows, owner="store_id", owners=owners, time="placed_at", limit=limit)
    found = Order.objects.in_bulk(wanted)
    return [found[pk] for pk in wanted if pk in found]


def listed_orders(
    rows: QuerySet[Order, Order],
    *,
    store_ids: Sequence[int],
    before: Cursor | None = None,
    limit: int = 50,
) -> list[Order]:
    """The same as newest_orders, with what a list shows and no more: an order's row is wide."""
    placed = rows.filter(placed_at__isnull=False)
    return newest_partly(
        placed, LISTED, time="placed_at", owners=store_ids, before=before, limit=limit
    )


def found(rows: OrderQuerySet, search: OrderSearch) -> OrderQuerySet:
    """Those of them that the search is for."""
    if search.financial_state:
        rows = rows.filter(financial_state=search.financial_state)
    if search.is_archived is not None:
        rows = rows.filter(archived_at__isnull=not search.is_archived)
    if search.stage:
        rows = rows.at_stage(search.stage)
    if search.tag:
        rows = rows.with_tag(search.tag)
    return matching(rows, search.text) if search.text.strip() else rows


def matching(rows: OrderQuerySet, text: str) -> OrderQuerySet:
    """See Note [Searches under row-level security] in orders/search.py."""
    text = text.replace("\x00", "").strip()[:320]
    if "@" in text:
        return rows.filter(email=text.lower())
    digits = text.removeprefix("#")
    if digits.isascii() and digits.isdigit() and len(digits) < 19:
        return rows.filter(Q(number=int(digits)) | Q(name=text) | Q(name=f"#{digits}"))
    if text.startswith("#") or not name_key(text):
        return rows.filter(name=text)
    if any(map(str.isdigit, text)):
        # Numbers with letters, as shops with a prefix of their own and other systems give.
        return rows.filter(Q(name=text) | Q(shopify_id=number_of(text))) | rows.named(text)
    return rows.named(text)


def order_locales(
    *, store_ids: Sequence[int], since: datetime, at_most: int = 2_000
) -> dict[str, int]:
    """How many of the stores' last orders were placed in each language. One query.

    Of each store the last few only, so that it costs the same for a million orders.
    """
    if not store_ids:
        return {}
    each = max(20, at_most // len(store_ids))
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT newest.locale, count(*)
            FROM unnest(%s::bigint[]) AS wanted(store_id),
                 LATERAL (
                     SELECT locale FROM orders_order
                     WHERE store_id = wanted.store_id AND placed_at > %s
                     ORDER BY placed_at DESC, id DESC LIMIT %s
                 ) AS newest
            WHERE newest.locale <> ''
            GROUP BY newest.locale
            """,
            [list(store_ids), since, each],
        )
        return dict(cursor.fetchall())


# What only roll-ups read: verdicts on opens, corrections of sums, sums by source, and credits but
# those to the last message clicked.
ON_TIMELINE = (
    ~Q(kind=ActivityKind.MESSAGE_JUDGED)
    & ~Q(data__has_any_keys=["corrects", "of"])
    & (~Q(kind=ActivityKind.ORDER_ATTRIBUTED) | Q(data__model="nh_last", data__orders__in=[1, -1]))
)


def timeline(order_id: int, before: Cursor | None = None, limit: int = 50) -> list[Activity]:
    """What happened to an order, newest first; the next page begins `before` the last (at, id)."""
    rows = Activity.objects.filter(ON_TIMELINE, order_id=order_id)
    if before:
        at, activity_id = before
        rows = rows.filter(Q(at__lt=at) | Q(at=at, id__lt=activity_id))
    return list(rows.order_by("-at", "-id")[:limit])
