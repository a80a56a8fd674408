"""What may be done to orders. Locks: the order's row first, then its customer's.

Every `record_` verb bears any order of arrival, and being called twice:
see Note [Newer by content, never by arrival] in orders/freshness.py.
"""

import uuid
from datetime import datetime
from typing import Any

from django.db import transaction

from orders import erasure, facts, worth
from orders.activity import Fact, record_facts, record_once
from orders.columns import checkout_columns, quantities_json
from orders.data import (
    CustomerData,
    EditData,
    Forgotten,
    FulfilmentData,
    OrderData,
    RedactionData,
    RefundData,
)
from orders.freshness import freshness, rank_of
from orders.models import ActivityKind, Checkout, Customer, Fulfilment, Note, Order, OrderEdit
from orders.offered_data import CheckoutData
from orders.search import name_key
from orders.snapshots import (
    index_tags,
    is_forgotten,
    keep_customer,
    keep_fulfilments,
    keep_order,
    keep_refunds,
    locked_or_new,
    locked_order,
    parts_of,
    settle_tags,
    write,
)
from orders.standing import settle_first, settle_stage
from stores.models import Store


@transaction.atomic(savepoint=False)
def record_order(*, store: Store, data: OrderData, now: datetime) -> Order:
    """Keep the newest snapshot of an order, with its lines, customer, fulfilments and refunds.

    A constant number of statements, however many lines. An older snapshot still tells its facts.
    The row that is returned is as it stands, and locked.
    """
    order, is_new = locked_or_new(store_id=store.pk, shopify_id=data.shopify_id)
    customer = keep_customer(store_id=store.pk, data=data.buyer.customer)
    was_redacted = order.redacted_at is not None
    is_news = keep_order(order=order, data=data, customer=customer, is_new=is_new)
    keep_fulfilments(order=order, data=data.fulfilments)
    is_news |= keep_refunds(order=order, data=data.refunds)
    if order.redacted_at and not was_redacted:
        erasure.forget_orders(store_id=store.pk, order_ids=[order.pk], now=order.redacted_at)
    told = [*facts.facts_of_order(order.pk, data)]
    for fulfilment in data.fulfilments:
        told += facts.facts_of_fulfilment(order.pk, fulfilment)
    told += [facts.fact_of_refund(order.pk, refund) for refund in data.refunds]
    if is_new:
        lines, refunds = parts_of(order, data)
        told = worth.first_sums(order=order, facts=told, lines=lines, refunds=refunds)
    elif is_news:
        told = worth.with_sums(order=order, facts=told)
    record_facts(store_id=store.pk, facts=told)
    if is_new and not data.fulfilments and not data.refunds:
        settle_first(order=order, facts=told, now=now)
    else:
        settle_stage(order=order, now=now)
    return order


@transaction.atomic
def record_fulfilment(*, store: Store, data: FulfilmentData, now: datetime) -> Fulfilment:
    """Keep the newest snapshot of a fulfilment; its order, if not known yet, as a stub."""
    order = locked_order(store_id=store.pk, shopify_id=data.order_shopify_id)
    (fulfilment,) = keep_fulfilments(order=order, data=(data,))
    record_facts(store_id=store.pk, facts=facts.facts_of_fulfilment(order.pk, data))
    settle_stage(order=order, now=now)
    return fulfilment


@transaction.atomic
def fulfilment_stub(*, store: Store, order_shopify_id: int, shopify_id: int) -> Fulfilment:
    """The fulfilment a carrier speaks of, which Shopify may tell us of later. Locks the order."""
    order = locked_order(store_id=store.pk, shopify_id=order_shopify_id)
    rows = Fulfilment.objects.filter(store=store, shopify_id=shopify_id)
    fulfilment = rows.select_related("order").first()
    if fulfilment is not None:
        return fulfilment
    return Fulfilment.objects.create(store=store, order=order, shopify_id=shopify_id)


@transaction.atomic
def record_refund(*, store: Store, data: RefundData, now: datetime) -> Order:
    """Keep a refund, and what the order's refunds come to."""
    order = locked_order(store_id=store.pk, shopify_id=data.order_shopify_id)
    keep_refunds(order=order, data=(data,))
    told = worth.with_sums(order=order, facts=[facts.fact_of_refund(order.pk, data)])
    record_facts(store_id=store.pk, facts=told)
    settle_stage(order=order, now=now)
    return order


@transaction.atomic
def record_edit(*, store: Store, data: EditData, now: datetime) -> Order:
    """Keep which lines an edit moved, and tell of it; the new lines come with orders/updated."""
    order = locked_order(store_id=store.pk, shopify_id=data.order_shopify_id)
    edit = OrderEdit(
        store=store,
        order=order,
        shopify_id=data.shopify_id,
        added=quantities_json(data.added),
        removed=quantities_json(data.removed),
        edited_at=data.at,
    )
    OrderEdit.objects.bulk_create([edit], ignore_conflicts=True)
    record_facts(store_id=store.pk, facts=[facts.fact_of_edit(order.pk, data)])
    return order


@transaction.atomic
def record_customer(*, store: Store, data: CustomerData, now: datetime) -> Customer:
    """Keep the newest snapshot of a customer. An erased one stays erased for older snapshots."""
    customer = keep_customer(store_id=store.pk, data=data)
    assert customer is not None  # noqa: S101 - data was given
    return customer


@transaction.atomic
def record_checkout(*, store: Store, data: CheckoutData, now: datetime) -> Checkout:
    """Keep the newest snapshot of a checkout."""
    customer = keep_customer(store_id=store.pk, data=data.buyer.customer)
    Checkout.objects.bulk_create([Checkout(store=store, token=data.token)], ignore_conflicts=True)
    checkout = Checkout.objects.select_for_update().get(store=store, token=data.token)
    rank = rank_of(data, data.completed_at is not None)
    is_newer = freshness(data.changed_at, rank) > freshness(checkout.changed_at, checkout.rank)
    if is_newer and checkout.redacted_at is None and not is_forgotten(customer, data.started_at):
        write(checkout, {**checkout_columns(data), "customer": customer, "rank": rank})
    record_facts(store_id=store.pk, facts=facts.facts_of_checkout(data))
    return checkout


@transaction.atomic
def add_note(
    *,
    order: Order,
    author_id: int | None,
    text: str,
    now: datetime,
    author_name: str = "",
    is_for_packers: bool = False,
) -> Note:
    """Write a note for colleagues on an order; it shows on the timeline.

    One for packers stands above the order's goods as well.
    """
    note = Note.objects.create(
        store_id=order.store_id,
        order=order,
        author_id=author_id,
        author_name=author_name,
        text=text.replace("\x00", "").strip(),
        is_for_packers=is_for_packers,
        created_at=now,
    )
    fact = Fact(
        ActivityKind.NOTED, now, f"note:{note.pk}", order.pk, {"note_id": note.pk}, author_name
    )
    record_once(store_id=order.store_id, fact=fact)
    return note


def tag_order(*, order: Order, tag: str, actor: str, now: datetime) -> bool:
    """Tag an order, here; Shopify's own tags are left alone. False if it has the tag."""
    return _retag(order=order, tag=tag, is_added=True, actor=actor, now=now)


def untag_order(*, order: Order, tag: str, actor: str, now: datetime) -> bool:
    """Take a tag away, here. False if it has no such tag."""
    return _retag(order=order, tag=tag, is_added=False, actor=actor, now=now)


@transaction.atomic
def _retag(*, order: Order, tag: str, is_added: bool, actor: str, now: datetime) -> bool:
    tag = " ".join(tag.replace("\x00", "").split())[:255]
    key = name_key(tag)
    row = Order.objects.select_for_update().get(pk=order.pk)
    if not key or is_added == (key in map(name_key, row.tags)):
        return False
    row.own_tags = [own for own in row.own_tags if name_key(own) != key]
    row.dropped_tags = [dropped for dropped in row.dropped_tags if name_key(dropped) != key]
    (row.own_tags if is_added else row.dropped_tags).append(tag)
    settle_tags(row)
    row.save(update_fields=["own_tags", "dropped_tags", "tags"])
    index_tags(row)
    about = {"tag": tag, "is_added": is_added}
    name = f"order:{row.shopify_id}:tag:{uuid.uuid4()}"
    record_once(
        store_id=row.store_id, fact=Fact(ActivityKind.TAGGED, now, name, row.pk, about, actor)
    )
    order.tags = row.tags
    return True


def record_activity(  # noqa: PLR0913 - one line of the feed has these parts
    *,
    store_id: int,
    order_id: int | None,
    kind: ActivityKind,
    at: datetime,
    key: str,
    data: dict[str, Any],
    actor: str = "",
    message_id: int | None = None,
) -> bool:
    """Write one fact of the feed, once for each key of the store: one statement. True if new."""
    fact = Fact(kind, at, key, order_id, data, actor, message_id)
    return record_once(store_id=store_id, fact=fact)


@transaction.atomic
def redact_customer(*, store: Store, data: RedactionData, now: datetime) -> Forgotten:
    """Forget a person for good: their customers, orders, checkouts, notes, and what the feed says.

    Sums, products and times stay. Webhooks that come later bring nothing back. Returns whose rows
    they were, for the rooms above to forget what they know of them.
    """
    return erasure.forget_person(store_id=store.pk, data=data, now=now)


@transaction.atomic
def redact_shop(*, store: Store, now: datetime) -> Forgotten:
    """Forget everybody who bought in this store, or left something in its basket."""
    return erasure.forget_everybody(store_id=store.pk, now=now)
