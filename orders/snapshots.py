"""Taking a snapshot: the newest one becomes the rows, whatever the order of arrival.

See Note [Newer by content, never by arrival] in orders/freshness.py. Every function here runs
inside the transaction of a verb that holds the order's lock.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, TypeVar

from django.db import models
from django.db.models import Sum

from common.db.inserting import insert_new
from orders import customer_tags, shop_tags
from orders.columns import (
    FORGOTTEN_ORDER,
    address_json,
    buyer_columns,
    line_columns,
    order_columns,
    quantities_json,
    refund_columns,
)
from orders.correcting import address_columns, email_columns, note_columns, phone_columns
from orders.data import CustomerData, FulfilmentData, LineData, OrderData, RefundData
from orders.freshness import freshness, fulfilment_rank, order_rank, rank_of, refund_rank
from orders.models import (
    Customer,
    Fulfilment,
    LineItem,
    Order,
    OrderTag,
    Refund,
    TagWrite,
    WriteState,
)
from orders.search import name_key
from orders.shop_tags import Seen

_Data = TypeVar("_Data", FulfilmentData, RefundData)


def write(row: models.Model, columns: dict[str, Any]) -> None:
    """Save just these columns."""
    for name, value in columns.items():
        setattr(row, name, value)
    row.save(update_fields=list(columns))


def locked_order(*, store_id: int, shopify_id: int) -> Order:
    """The order's row, locked; a stub where it is not known yet."""
    return locked_or_new(store_id=store_id, shopify_id=shopify_id)[0]


def locked_or_new(*, store_id: int, shopify_id: int) -> tuple[Order, bool]:
    """The same, and whether it is a stub made just now, of which nobody else knows."""
    rows = Order.objects.select_for_update().filter(store_id=store_id, shopify_id=shopify_id)
    order = rows.first()
    if order is not None:
        return order, False
    stub = Order(store_id=store_id, shopify_id=shopify_id)
    return (stub, True) if insert_new(stub) else (rows.get(), False)


def keep_order(
    *, order: Order, data: OrderData, customer: Customer | None, is_new: bool = False
) -> bool:
    """The order's own columns, lines and tags, if this snapshot is the newest. True if it is.

    `is_new`: the row was made just now, so it has no lines.
    """
    rank = order_rank(data)
    if freshness(data.changed_at, rank) <= freshness(order.changed_at, order.rank):
        _learn_of_earlier(order, data)
        return False
    if order.redacted_at is None and customer and is_forgotten(customer, data.placed_at):
        order.redacted_at = customer.redacted_at
    columns = order_columns(data) | buyer_columns(data.buyer)
    columns |= email_columns(order, data.buyer.email, customer if order.is_stub else None)
    columns |= phone_columns(order, data.buyer.phone, customer if order.is_stub else None)
    columns |= note_columns(order, data.buyer.note)
    columns |= address_columns(order, columns["shipping_address"])
    known = [] if order.is_stub else [shop_tags.earliest_of(order), Seen.newest_of(order)]
    seen = Seen.of(data)
    columns |= shop_tags.columns_of(min([seen, *known], key=lambda one: one.place))
    if order.redacted_at is not None:
        columns |= FORGOTTEN_ORDER
    columns |= {"rank": rank, "customer": customer, "redacted_at": order.redacted_at}
    order.shopify_tags = columns["shopify_tags"]
    forget_taken(order, data.changed_at)
    columns |= {"own_tags": order.own_tags, "dropped_tags": order.dropped_tags}
    is_retagged = settle_tags(order)
    write(order, columns | {"tags": order.tags})
    _replace_lines(order=order, lines=data.lines, is_new=is_new)
    if is_retagged:
        index_tags(order)
    if order.redacted_at is None:
        shop_tags.tell_of_tags(order=order, seen=seen, others=known)
    return True


def _learn_of_earlier(order: Order, data: OrderData) -> None:
    """An older snapshot changes no row of the order, and may say since when it has its tags."""
    seen, earliest = Seen.of(data), shop_tags.earliest_of(order)
    if order.redacted_at is not None:
        return
    shop_tags.tell_of_tags(order=order, seen=seen, others=[earliest, Seen.newest_of(order)])
    if seen.place < earliest.place:
        write(order, shop_tags.columns_of(seen))


def is_forgotten(customer: Customer | None, when: datetime | None) -> bool:
    """Whether this happened before the buyer asked to be forgotten."""
    if customer is None or customer.redacted_at is None:
        return False
    return when is None or when <= customer.redacted_at


def keep_customer(*, store_id: int, data: CustomerData | None) -> Customer | None:
    """The customer's row, locked, and refreshed if this snapshot is the newest."""
    if data is None:
        return None
    rows = Customer.objects.select_for_update()
    rows = rows.filter(store_id=store_id, shopify_id=data.shopify_id)
    customer = rows.first()
    if customer is None:
        stub = Customer(store_id=store_id, shopify_id=data.shopify_id)
        customer = stub if insert_new(stub) else rows.get()
    rank = rank_of(data)
    is_newer = freshness(data.changed_at, rank) > freshness(customer.changed_at, customer.rank)
    if is_newer and not is_forgotten(customer, data.changed_at):
        names = ("first_name", "last_name", "state", "currency", "changed_at")
        said = {name: getattr(data, name) for name in names}
        said |= email_columns(customer, data.email) | phone_columns(customer, data.phone)
        if data.tags is not None:
            said |= customer_tags.columns_of(customer, data.tags, data.changed_at)
        write(customer, said | {"rank": rank})
    return customer


def keep_fulfilments(*, order: Order, data: Iterable[FulfilmentData]) -> list[Fulfilment]:
    """The rows of these fulfilments, each of its newest snapshot: two statements at most."""
    newest = newest_of(data)
    if not newest:
        return []
    held = Fulfilment.objects.filter(store_id=order.store_id, shopify_id__in=newest)
    known = {row.shopify_id: row for row in held}
    fresh = []
    for shopify_id, each in newest.items():
        row = known.get(shopify_id)
        rank = fulfilment_rank(each)
        if row and freshness(each.changed_at, rank) <= freshness(row.changed_at, row.rank):
            continue
        fresh.append(fulfilment_row(order, each, rank))
    _upsert(Fulfilment, fresh)
    return list((known | {row.shopify_id: row for row in fresh}).values())


def fulfilment_row(order: Order, data: FulfilmentData, rank: str) -> Fulfilment:
    return Fulfilment(
        store_id=order.store_id,
        order=order,
        shopify_id=data.shopify_id,
        name=data.name,
        state=data.state,
        parcel_state=data.parcel_state,
        service=data.service,
        origin=address_json(data.origin),
        lines=quantities_json(data.lines),
        shipped_at=data.shipped_at,
        changed_at=data.changed_at,
        rank=rank,
    )


def keep_refunds(*, order: Order, data: Iterable[RefundData]) -> bool:
    """The rows of these refunds, and what all refunds of the order come to. True if any is new."""
    newest = newest_of(data)
    if not newest:
        return False
    held = Refund.objects.filter(store_id=order.store_id, shopify_id__in=newest)
    ranks = {row.shopify_id: row.rank for row in held}
    fresh = [
        refund_row(order, each)
        for shopify_id, each in newest.items()
        if refund_rank(each) > ranks.get(shopify_id, "")
    ]
    if not fresh:
        return False
    _upsert(Refund, fresh)
    rows = Refund.objects.filter(store_id=order.store_id, order=order)
    write(order, {"refunded_minor": rows.aggregate(sum=Sum("amount_minor"))["sum"] or 0})
    return True


def refund_row(order: Order, data: RefundData) -> Refund:
    return Refund(
        store_id=order.store_id,
        order=order,
        shopify_id=data.shopify_id,
        amount_minor=data.amount.shop_minor,
        presentment_amount_minor=data.amount.presentment_minor,
        unlined_minor=data.unlined.shop_minor,
        note="" if order.redacted_at else data.note,
        **refund_columns(data),
        refunded_at=data.refunded_at,
        rank=refund_rank(data),
    )


def newest_of(data: Iterable[_Data]) -> dict[int, _Data]:
    """One of each id, by id: an upsert may not touch a row twice."""
    return {each.shopify_id: each for each in sorted(data, key=_age)}


def _age(data: FulfilmentData | RefundData) -> tuple[Any, ...]:
    if isinstance(data, RefundData):
        return data.shopify_id, refund_rank(data)
    return data.shopify_id, data.changed_at, fulfilment_rank(data)


def _upsert(model: type[Fulfilment] | type[Refund], rows: list[Any]) -> None:
    key = {"store", "shopify_id"}
    columns = [field.name for field in model._meta.concrete_fields if not field.primary_key]
    model.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=sorted(key),
        update_fields=[name for name in columns if name not in key],
    )


def _replace_lines(*, order: Order, lines: tuple[LineData, ...], is_new: bool) -> None:
    """Write the lines by their places and drop those the order no longer has: two statements."""
    rows = [line_row(order, position, line) for position, line in enumerate(lines)]
    if not is_new:
        held = LineItem.objects.filter(store_id=order.store_id, order=order)
        held.filter(position__gte=len(rows)).delete()
    LineItem.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["store", "order", "position"],
        update_fields=_LINE_COLUMNS,
    )


def line_row(order: Order, position: int, line: LineData) -> LineItem:
    columns = line_columns(line)
    if order.redacted_at:
        # What buyers had engraved or written is theirs: names, greetings, addresses.
        columns["properties"] = []
    return LineItem(store_id=order.store_id, order=order, position=position, **columns)


def parts_of(order: Order, data: OrderData) -> tuple[list[LineItem], list[Refund]]:
    """The rows of an order's lines and refunds, as they are written of one that is new."""
    lines = [line_row(order, position, line) for position, line in enumerate(data.lines)]
    return lines, [refund_row(order, each) for each in newest_of(data.refunds).values()]


_LINE_COLUMNS = [
    field.name
    for field in LineItem._meta.concrete_fields
    if field.name not in {"id", "store", "order", "position"}
]


def forget_taken(order: Order, changed_at: datetime) -> None:
    """A snapshot of after our write decides: see Note [Whose tag it is] in tag_changing.py.

    The order is locked. No statement for orders without tags of our own, as most are.
    """
    if not order.own_tags and not order.dropped_tags:
        return
    taken = TagWrite.objects.filter(
        store_id=order.store_id, order=order, state=WriteState.DONE, settled_at__lte=changed_at
    )
    keys = set(taken.values_list("tag_key", flat=True))
    order.own_tags = [tag for tag in order.own_tags if name_key(tag) not in keys]
    order.dropped_tags = [tag for tag in order.dropped_tags if name_key(tag) not in keys]


def settle_tags(order: Order) -> bool:
    """What the order is tagged with: Shopify's, less the dropped, plus our own. True if changed."""
    dropped = {name_key(tag) for tag in order.dropped_tags}
    tags = {name_key(tag): tag for tag in order.shopify_tags if name_key(tag) not in dropped}
    for tag in order.own_tags:
        tags.setdefault(name_key(tag), tag)
    settled = [tags[key] for key in sorted(tags)]
    if settled == order.tags:
        return False
    order.tags = settled
    return True


def index_tags(order: Order) -> None:
    """Let the order be found by its tags."""
    keys = {name_key(tag) for tag in order.tags}
    stale = OrderTag.objects.filter(store_id=order.store_id, order=order)
    stale.exclude(tag_key__in=keys).delete()
    OrderTag.objects.bulk_create(
        [OrderTag(store_id=order.store_id, order=order, tag_key=key) for key in sorted(keys)],
        ignore_conflicts=True,
    )
