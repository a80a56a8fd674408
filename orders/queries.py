"""Reads of orders larger than a queryset method."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet

from common.merging import newest_of_many
from orders.models import Activity, Order, OrderQuerySet
from orders.search import name_key

Cursor = tuple[datetime, int]


@dataclass(frozen=True, slots=True)
class OrderSearch:
    """What to look for. `text` is an order's name or number, an e-mail, or how a name begins."""

    text: str = ""
    tag: str = ""
    financial_state: str = ""
    fulfilment_state: str = ""
    placed_since: datetime | None = None
    placed_until: datetime | None = None  # not itself
    among: QuerySet[Any, Any] | None = None  # ids of orders: a room above may know more of them


def search_orders(
    *,
    store_ids: Sequence[int],
    search: OrderSearch = OrderSearch(),
    before: Cursor | None = None,
    limit: int = 50,
) -> list[Order]:
    """One keyset page, newest first, over the stores. Two queries.

    The next page begins `before=(page[-1].placed_at, page[-1].pk)`.
    """
    rows = _found(Order.objects.all(), search, before)
    owners = sorted(set(store_ids))
    wanted = newest_of_many(rows, owner="store_id", owners=owners, time="placed_at", limit=limit)
    found = Order.objects.in_bulk(wanted)
    return [found[pk] for pk in wanted if pk in found]


def _found(rows: OrderQuerySet, search: OrderSearch, before: Cursor | None) -> OrderQuerySet:
    rows = rows.placed()
    if before:
        rows = rows.before(*before)
    if search.placed_since:
        rows = rows.filter(placed_at__gte=search.placed_since)
    if search.placed_until:
        rows = rows.filter(placed_at__lt=search.placed_until)
    if search.among is not None:
        rows = rows.filter(pk__in=search.among)
    if search.tag:
        rows = rows.with_tag(search.tag)
    if search.financial_state:
        rows = rows.filter(financial_state=search.financial_state)
    if search.fulfilment_state:
        rows = rows.filter(fulfilment_state=search.fulfilment_state)
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


def timeline(order_id: int, before: Cursor | None = None, limit: int = 50) -> list[Activity]:
    """What happened to an order, newest first; the next page begins `before` the last (at, id)."""
    rows = Activity.objects.filter(order_id=order_id)
    if before:
        at, activity_id = before
        rows = rows.filter(Q(at__lt=at) | Q(at=at, id__lt=activity_id))
    return list(rows.order_by("-at", "-id")[:limit])
