"""Orders of the past, many at once: the same rows as one by one, in a few statements for all.

Only what is new goes this way; what is known already goes that of every snapshot
(orders/services.py). See ADR 48 for what the facts of such orders are to whoever reads the feed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from operator import itemgetter
from typing import Final

from django.db import transaction

from common.db.inserting import insert_rows
from orders import facts, services, shop_tags, worth
from orders.activity import Fact, record_facts
from orders.columns import buyer_columns, order_columns
from orders.correcting import email_columns
from orders.data import CustomerData, OrderData
from orders.freshness import (
    BEFORE_ALL,
    Freshness,
    freshness,
    fulfilment_rank,
    order_rank,
    rank_of,
)
from orders.models import Customer, Fulfilment, LineItem, Order, OrderTag, Refund
from orders.search import name_key
from orders.snapshots import (
    fulfilment_row,
    keep_customer,
    newest_of,
    parts_of,
    settle_tags,
)
from stores.models import Store

# In the data of each fact that tells of the past rather than of news.
MARK: Final = "backfilled"


@dataclass(slots=True)
class Recorded:
    """What came of many orders: those that were new, and those that were known."""

    fresh: dict[int, tuple[Order, OrderData]] = field(default_factory=dict)  # by Shopify's id
    known: list[Order] = field(default_factory=list)
    same_count: int = 0  # known, and no news in it


@transaction.atomic
def record_history(*, store: Store, data: Sequence[OrderData], now: datetime) -> Recorded:
    """Keep many orders of the past, a constant number of statements for all that are new.

    The caller settles where they stand, once their parcels are written too.
    """
    found = Recorded()
    aged = sorted(((_age(each), each) for each in data), key=itemgetter(0))
    by_id = {each.shopify_id: each for _age_of, each in aged}
    ages = {each.shopify_id: age for age, each in aged}
    held = _held(store, by_id)
    fresh = {number: each for number, each in by_id.items() if number not in held}
    customers = _customers(store, (each.buyer.customer for each in fresh.values()))
    # Of somebody who asked to be forgotten: rare, and looked at one by one.
    forgotten = {number for number, each in fresh.items() if _is_forgotten(each, customers)}
    made = _insert(
        store,
        {number: each for number, each in fresh.items() if number not in forgotten},
        customers,
        ranks={number: rank for number, (_changed_at, rank) in ages.items()},
    )
    found.fresh = {number: (order, by_id[number]) for number, order in made.items()}
    _write_parts(store, found)
    for number in by_id.keys() - made.keys():
        each = by_id[number]
        if number in held and held[number] >= ages[number]:
            found.same_count += 1
            continue
        found.known.append(services.record_order(store=store, data=each, now=now))
    return found


def _age(data: OrderData) -> Freshness:
    """Said once of each: a rank is a digest of all that the snapshot says."""
    return freshness(data.changed_at, order_rank(data))


def _held(store: Store, by_id: Iterable[int]) -> dict[int, tuple[datetime, str]]:
    rows = Order.objects.filter(store=store, shopify_id__in=list(by_id))
    said = rows.values_list("shopify_id", "changed_at", "rank")
    return {number: freshness(changed_at, rank) for number, changed_at, rank in said}


def _customers(store: Store, data: Iterable[CustomerData | None]) -> dict[int, Customer]:
    """The rows of these people, by Shopify's ids, of their newest snapshots."""
    people: dict[int, CustomerData] = {}
    for each in sorted((one for one in data if one), key=_customers_age):
        people[each.shopify_id] = each
    rows = Customer.objects.filter(store=store, shopify_id__in=people)
    before = {row.shopify_id: row for row in rows}
    new = [_customer(store, each) for number, each in people.items() if number not in before]
    insert_rows(new, passes_over=True)
    after = {row.shopify_id: row for row in rows.all()}
    for number, row in after.items():
        told = people[number]
        if freshness(told.changed_at, rank_of(told)) > freshness(row.changed_at, row.rank):
            kept = keep_customer(store_id=store.pk, data=told)
            after[number] = kept or row
    return after


def _customers_age(data: CustomerData) -> tuple[datetime, str]:
    return data.changed_at or BEFORE_ALL, rank_of(data)


def _customer(store: Store, data: CustomerData) -> Customer:
    row = Customer(store=store, shopify_id=data.shopify_id, email=data.email, rank=rank_of(data))
    for name in ("phone", "first_name", "last_name", "state", "currency", "changed_at"):
        setattr(row, name, getattr(data, name))
    return row


def _is_forgotten(data: OrderData, customers: dict[int, Customer]) -> bool:
    customer = data.buyer.customer
    return bool(customer and customers[customer.shopify_id].redacted_at)


def _insert(
    store: Store,
    fresh: dict[int, OrderData],
    customers: dict[int, Customer],
    *,
    ranks: dict[int, str],
) -> dict[int, Order]:
    """The rows that are ours; a webhook may have been faster with one of them."""
    rows = [_order(store, each, customers, ranks[number]) for number, each in sorted(fresh.items())]
    insert_rows(rows, passes_over=True)
    said = Order.objects.filter(store=store, shopify_id__in=fresh)
    ids = dict(said.select_for_update().values_list("public_id", "pk"))
    ours = [row for row in rows if row.public_id in ids]
    for row in ours:
        row.pk = ids[row.public_id]
    return {row.shopify_id: row for row in ours}


def _order(store: Store, data: OrderData, customers: dict[int, Customer], rank: str) -> Order:
    customer = customers[data.buyer.customer.shopify_id] if data.buyer.customer else None
    order = Order(store=store, shopify_id=data.shopify_id)
    columns = order_columns(data) | buyer_columns(data.buyer)
    columns |= email_columns(order, data.buyer.email, customer)
    columns |= {"rank": rank, "customer": customer}
    columns |= shop_tags.columns_of(shop_tags.Seen.of(data))
    refunds = newest_of(data.refunds).values()
    columns["refunded_minor"] = sum(each.amount.shop_minor for each in refunds)
    for name, value in columns.items():
        setattr(order, name, value)
    settle_tags(order)
    return order


def _write_parts(store: Store, found: Recorded) -> None:
    """Lines, tags, fulfilments, refunds and facts of the new orders: a statement for each sort."""
    lines: list[LineItem] = []
    fulfilments: list[Fulfilment] = []
    refunds: list[Refund] = []
    told: list[Fact] = []
    tags: list[OrderTag] = []
    for order, data in found.fresh.values():
        theirs, back = parts_of(order, data)
        lines += theirs
        refunds += back
        sent = newest_of(data.fulfilments).values()
        fulfilments += [fulfilment_row(order, each, fulfilment_rank(each)) for each in sent]
        keys = sorted({name_key(tag) for tag in order.tags})
        tags += [OrderTag(store=store, order=order, tag_key=key) for key in keys]
        told += worth.first_sums(order=order, facts=_facts(order, data), lines=theirs, refunds=back)
    insert_rows(lines)
    insert_rows(tags, passes_over=True)
    insert_rows(fulfilments, passes_over=True)
    insert_rows(refunds, passes_over=True)
    record_facts(store_id=store.pk, facts=map(of_the_past, told))


def _facts(order: Order, data: OrderData) -> list[Fact]:
    told = [*facts.facts_of_order(order.pk, data)]
    for fulfilment in data.fulfilments:
        told += facts.facts_of_fulfilment(order.pk, fulfilment)
    return told + [facts.fact_of_refund(order.pk, refund) for refund in data.refunds]


def of_the_past(fact: Fact) -> Fact:
    """The fact, with the mark by which readers of the feed know that it is no news."""
    return replace(fact, data=fact.data | {MARK: True})
