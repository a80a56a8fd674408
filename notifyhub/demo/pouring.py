"""Writes many lives of orders at once: the rows that the verbs would have written one by one.

Rows come from the functions of the verbs; tests/notifyhub/test_demo_rows.py holds them equal. Money
changes an order's words (paid, refunded, cancelled): such orders are poured as they were placed, so
that their mails can be rendered, and are brought up to date by the verbs afterwards.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from intake.parsing.buying import parse_checkout, parse_order
from intake.parsing.fulfilling import parse_parcel_event
from notifyhub.demo.oddities import Oddity
from notifyhub.demo.shop import Life, Told
from orders import services as orders
from orders import shop_tags, worth
from orders.activity import Fact, record_facts
from orders.columns import buyer_columns, checkout_columns, order_columns
from orders.data import CustomerData, FulfilmentData, OrderData, ParcelEventData
from orders.facts import facts_of_checkout, facts_of_fulfilment, facts_of_order
from orders.freshness import freshness, fulfilment_rank, order_rank, rank_of
from orders.models import ActivityKind, Checkout, Customer, Fulfilment, LineItem, Order
from orders.snapshots import fulfilment_row, index_tags, line_row, settle_tags
from shipping import following, scanning
from shipping import services as shipping
from shipping.models import Parcel, ParcelEvent
from shipping.standing import settle_orders
from stores.models import Store

ORDER_TOPICS = ("orders/create", "orders/paid", "orders/updated", "orders/cancelled")
CHECKOUT_TOPICS = ("checkouts/create", "checkouts/update")
AT_ONCE = 2000
MONEY_CHANGES = frozenset({Oddity.REFUND, Oddity.CANCELLED, Oddity.PENDING, Oddity.COMPANY})


@dataclass(slots=True)
class Poured:
    """One life and its row."""

    life: Life
    first: OrderData
    last: OrderData
    order: Order
    scans: list[ParcelEventData] = field(default_factory=list)

    @property
    def is_settled_later(self) -> bool:
        return bool(self.life.oddities & MONEY_CHANGES)


def pour(store: Store, lives: Sequence[Life], left: Sequence[Told] = ()) -> list[Poured]:
    """Orders with their lines, customers, tags, fulfilments, parcels, checkouts and timeline."""
    poured = [_read(store, life) for life in lives if life.of(*ORDER_TOPICS)]
    checkouts = [*left, *(told for life in lives for told in life.of(*CHECKOUT_TOPICS))]
    customers = _pour_customers(store, poured, checkouts)
    for one in poured:
        known_as = one.last.buyer.customer
        one.order.customer = customers[known_as.shopify_id] if known_as else None
    Order.objects.bulk_create([one.order for one in poured], batch_size=AT_ONCE)
    for one in poured:
        if one.order.tags:
            index_tags(one.order)
    LineItem.objects.bulk_create(list(_lines(poured)), batch_size=AT_ONCE)
    _pour_checkouts(store, checkouts, customers)
    _pour_parcels(store, [one for one in poured if not one.is_settled_later])
    _write_facts(store, _facts(poured))
    return poured


def settle(store: Store, poured: list[Poured], now: datetime) -> None:
    """Bring the orders whose money changed up to date, by the verbs; then all parcels' scans.

    Where each order stands is said last: by its money and its parcels alike.
    """
    for one in poured:
        if one.is_settled_later:
            order = orders.record_order(store=store, data=one.last, now=now)
            shipping.record_order_parcels(order=order, data=one.last.fulfilments, now=now)
            one.order = order
    _pour_scans(store, poured)
    settle_orders(order_ids=[one.order.pk for one in poured], now=now)


def _pour_checkouts(store: Store, told: list[Told], customers: dict[int, Customer]) -> None:
    """The newest snapshot of each checkout."""
    newest: dict[str, Checkout] = {}
    facts: list[Fact] = []
    for each in told:
        data = parse_checkout(each.body)
        facts += facts_of_checkout(data)
        row = Checkout(
            store=store,
            token=data.token,
            rank=rank_of(data, data.completed_at is not None),
            customer=customers.get(data.buyer.customer.shopify_id if data.buyer.customer else 0),
            **checkout_columns(data),
        )
        held = newest.get(data.token)
        if not held or freshness(row.changed_at, row.rank) > freshness(held.changed_at, held.rank):
            newest[data.token] = row
    Checkout.objects.bulk_create(newest.values(), batch_size=AT_ONCE)
    _write_facts(store, facts)


def _read(store: Store, life: Life) -> Poured:
    told = life.of(*ORDER_TOPICS)
    last = parse_order(told[-1].body)
    is_settled_later = bool(life.oddities & MONEY_CHANGES)
    # Where no money changes, the first snapshot differs in nothing that is kept but its time.
    changed_at = told[0].order.updated_at.replace(microsecond=0)
    first = parse_order(told[0].body) if is_settled_later else replace(last, changed_at=changed_at)
    scans = [parse_parcel_event(one.body) for one in life.of("fulfillment_events/create")]
    poured = Poured(life, first, last, Order(store=store, shopify_id=last.shopify_id), scans)
    data = first if poured.is_settled_later else last
    columns = order_columns(data) | buyer_columns(data.buyer) | {"rank": order_rank(data)}
    columns |= shop_tags.columns_of(shop_tags.Seen.of(first))
    for name, value in columns.items():
        setattr(poured.order, name, value)
    settle_tags(poured.order)
    return poured


def _pour_customers(store: Store, poured: list[Poured], told: list[Told]) -> dict[int, Customer]:
    snapshots = [one.last.buyer.customer for one in poured]
    snapshots += [parse_checkout(each.body).buyer.customer for each in told]
    newest: dict[int, CustomerData] = {}
    for data in filter(None, snapshots):
        held = newest.get(data.shopify_id)
        if not held or _age(data) > _age(held):
            newest[data.shopify_id] = data
    names = ("email", "phone", "first_name", "last_name", "state", "currency", "changed_at")
    rows = [
        Customer(
            store=store,
            shopify_id=data.shopify_id,
            rank=rank_of(data),
            **{name: getattr(data, name) for name in names},
        )
        for data in newest.values()
    ]
    Customer.objects.bulk_create(rows, batch_size=AT_ONCE)
    return {row.shopify_id: row for row in rows}


def _age(data: CustomerData) -> tuple[datetime, str]:
    return freshness(data.changed_at, rank_of(data))


def _lines(poured: list[Poured]) -> Iterator[LineItem]:
    for one in poured:
        data = one.first if one.is_settled_later else one.last
        for position, line in enumerate(data.lines):
            yield line_row(one.order, position, line)


def _pour_parcels(store: Store, poured: list[Poured]) -> None:
    data: dict[int, FulfilmentData] = {}
    rows: list[Fulfilment] = []
    for one in poured:
        for each in one.last.fulfilments:
            data[each.shopify_id] = each
            rows.append(fulfilment_row(one.order, each, fulfilment_rank(each)))
    Fulfilment.objects.bulk_create(rows, batch_size=AT_ONCE)
    parcels = [
        Parcel(
            store=store,
            order_id=row.order_id,
            fulfilment=row,
            position=position,
            number=parcel.number,
            company=parcel.company,
            url=parcel.url,
            shipped_at=data[row.shopify_id].shipped_at,
            created_at=data[row.shopify_id].shipped_at,
            changed_at=data[row.shopify_id].changed_at,
        )
        for row in rows
        for position, parcel in enumerate(data[row.shopify_id].parcels)
    ]
    Parcel.objects.bulk_create(parcels, batch_size=AT_ONCE)
    following.settle(parcels)


def _facts(poured: list[Poured]) -> Iterator[Fact]:
    """What the first, the first paid and the last snapshot tell; those between add nothing."""
    for one in poured:
        told = [replace(one.first, closed_at=None), one.last]
        paid = one.life.of("orders/paid")[:1] if one.is_settled_later else []
        told[1:1] = [parse_order(each.body) for each in paid]
        of_order = [fact for data in told for fact in facts_of_order(one.order.pk, data)]
        yield from worth.with_sums(order=one.order, facts=of_order)
        for fulfilment in one.last.fulfilments:
            yield from facts_of_fulfilment(one.order.pk, fulfilment)
            yield from shipping.facts_of_parcels(one.order, fulfilment)


def _pour_scans(store: Store, poured: list[Poured]) -> None:
    fulfilments = {row.shopify_id: row for row in Fulfilment.objects.filter(store=store)}
    rows: list[ParcelEvent] = []
    facts: list[Fact] = []
    for one in poured:
        for data in one.scans:
            fulfilment = fulfilments[data.fulfilment_shopify_id]
            rows.append(_scan(fulfilment, data))
            facts.append(_fact_of_scan(fulfilment.order_id, data))
    ParcelEvent.objects.bulk_create(rows, batch_size=AT_ONCE)
    _write_facts(store, facts)
    said: dict[int | None, list[ParcelEvent]] = {}
    for row in rows:
        said.setdefault(row.fulfilment_id, []).append(row)
    parcels = Parcel.objects.filter(store=store, fulfilment__in=list(said))
    moved = [
        parcel
        for parcel in parcels.select_related("fulfilment")
        if scanning.move(parcel, said[parcel.fulfilment_id])
    ]
    Parcel.objects.bulk_update(moved, scanning.LIFE, batch_size=AT_ONCE)


def _scan(fulfilment: Fulfilment, data: ParcelEventData) -> ParcelEvent:
    return ParcelEvent(
        store_id=fulfilment.store_id,
        order_id=fulfilment.order_id,
        fulfilment=fulfilment,
        shopify_id=data.shopify_id,
        state=data.state,
        at=data.at,
        message=data.message,
        city=data.city,
        country=data.country,
        changed_at=data.changed_at,
        rank=rank_of(data),
    )


def _fact_of_scan(order_id: int, data: ParcelEventData) -> Fact:
    return Fact(
        kind=ActivityKind.PARCEL_SCANNED,
        at=data.at,
        key=f"parcel_event:{data.shopify_id}",
        order_id=order_id,
        data={"state": data.state, "city": data.city},
    )


def _write_facts(store: Store, facts: Iterable[Fact]) -> None:
    record_facts(store_id=store.pk, facts=facts)
