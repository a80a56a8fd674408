"""Reading the file of a back-fill into rows, and completing what the file cannot tell."""

import logging
import time
from datetime import datetime
from typing import Final

from django.conf import settings
from django.db import DataError, transaction
from django.db.models import Exists, F, OuterRef

from common.killpoint import killpoint
from common.outgoing.streaming import Lines
from intake.models import Backfill
from intake.parsing.graph_lines import Gathered, gathered
from intake.parsing.graph_orders import parse_order_node
from intake.parsing.reading import Unparsable
from orders import history, services
from orders.data import OrderData
from orders.history import Recorded
from orders.models import Fulfilment, Order, Refund
from shipping import history as parcels
from shipping import services as shipping
from stores.models import Store
from stores.shopify.client import Shopify
from stores.shopify.reading import number_of
from stores.shopify.telling_orders import whole_order
from stores.shopify.wire import SHOPS_OWN_URL

AT_ONCE: Final = 400  # orders of one transaction
LONGEST: Final = 20.0  # seconds of one step
COMPLETED_AT_ONCE: Final = 100

logger = logging.getLogger(__name__)


class TakenOver(Exception):
    """Somebody paused or cancelled it, or the lease ended: what was begun is rolled back."""


def read(row: Backfill, store: Store, shop: Shopify, now: datetime) -> bool:
    """Read on for LONGEST seconds. True: the file is at its end.

    Raises NotReadable.
    """
    is_played = settings.NOTIFYHUB_SHOPIFY_URL != SHOPS_OWN_URL
    with Lines(row.url, start=row.offset, seconds=LONGEST, may_be_private=is_played) as lines:
        batch: list[Gathered] = []
        for each in gathered(lines):
            batch.append(each)
            if len(batch) > AT_ONCE:  # the last may yet have more lines
                if not _keep(row, store, shop, batch[:-1], now):
                    return False
                batch = batch[-1:]
        if not lines.is_at_end:  # of the last the lines may be missing
            batch = batch[:-1]
        return _keep(row, store, shop, batch, now) and lines.is_at_end


def _keep(row: Backfill, store: Store, shop: Shopify, batch: list[Gathered], now: datetime) -> bool:
    """A batch and how far the file is read, together. False: stop, it is ours no more."""
    if not batch:
        return True
    data, unreadable = _parsed(batch)
    try:
        _commit(row, store, data, batch[-1].end, unreadable, now)
    except DataError:  # one of them is odd: find it
        for each in batch:
            if not _keep_one(row, store, each, now):
                return False
    except TakenOver:
        return False
    killpoint("backfill.read")
    for gid in sorted({gid for each in batch for gid in each.strays}):
        number = number_of(gid, "Order")
        node = whole_order(shop, shopify_id=number) if number else None
        if node is not None:
            _take_whole(store, node, now)
    return True


def _keep_one(row: Backfill, store: Store, each: Gathered, now: datetime) -> bool:
    data, unreadable = _parsed([each])
    try:
        _commit(row, store, data, each.end, unreadable, now)
    except DataError:
        logger.warning("intake.backfill.unreadable", extra={"backfill": row.pk})
        _commit(row, store, [], each.end, 1, now)
    except TakenOver:
        return False
    return True


def _parsed(batch: list[Gathered]) -> tuple[list[OrderData], int]:
    data, unreadable = [], 0
    for each in batch:
        unreadable += each.spoilt
        if each.node is None:
            continue
        try:
            data.append(parse_order_node(each.node))
        except Unparsable:
            unreadable += 1
    return data, unreadable


@transaction.atomic
def _commit(
    row: Backfill,
    store: Store,
    data: list[OrderData],
    end: int,
    unreadable: int,
    now: datetime,
) -> None:
    """Raises TakenOver, and rolls back, where the back-fill is ours no more."""
    mine = Backfill.objects.filter(pk=row.pk, claim=row.claim, state=row.state)
    if not mine.select_for_update().exists():
        raise TakenOver
    found = history.record_history(store=store, data=data, now=now)
    _parcels_of(store, found, data, now)
    mine.update(
        offset=end,
        read_count=F("read_count") + len(data) + unreadable,
        new_count=F("new_count") + len(found.fresh),
        known_count=F("known_count") + len(found.known) + found.same_count,
        unreadable_count=F("unreadable_count") + unreadable,
    )
    killpoint("backfill.reading")
    row.offset = end


def _parcels_of(store: Store, found: Recorded, data: list[OrderData], now: datetime) -> None:
    parcels.record_history(store_id=store.pk, orders=found.fresh.values(), now=now)
    told = {each.shopify_id: each.fulfilments for each in data}
    for order in found.known:
        sent = told[order.shopify_id]
        shipping.record_order_parcels(order=order, data=sent, now=now)


def complete(row: Backfill, store: Store, shop: Shopify, now: datetime) -> bool:
    """Ask for the goods that were sent or came back, where the file could not tell. True: all is
    told. See graph_orders.is_sparse."""
    end = time.monotonic() + LONGEST
    while waiting := _sparse(store, row.completed_to):
        for order_id, shopify_id in waiting:
            node = whole_order(shop, shopify_id=shopify_id)
            killpoint("backfill.completing")
            if not _completed(row, store, order_id, node, now):
                return False
            row.completed_to = order_id
            if time.monotonic() >= end:
                return False
    return True


def _sparse(store: Store, after: int) -> list[tuple[int, int]]:
    """Orders after this one of which some goods are not known."""
    of_order = {"store_id": store.pk, "order_id": OuterRef("pk"), "lines": []}
    bare = Exists(Fulfilment.objects.filter(**of_order))
    # A refund that is told whole counts its payments in front: see refund_rank.
    summed = Exists(Refund.objects.filter(**of_order, rank__startswith="000"))
    rows = Order.objects.placed().filter(store=store, pk__gt=after).filter(bare | summed)
    return list(rows.order_by("pk").values_list("pk", "shopify_id")[:COMPLETED_AT_ONCE])


@transaction.atomic
def _completed(
    row: Backfill, store: Store, order_id: int, node: dict[str, object] | None, now: datetime
) -> bool:
    mine = Backfill.objects.filter(pk=row.pk, claim=row.claim, state=row.state)
    if not mine.select_for_update().exists():
        return False
    if node is not None:
        _take_whole(store, node, now)
    mine.update(completed_to=order_id, completed_count=F("completed_count") + 1)
    return True


@transaction.atomic
def _take_whole(store: Store, node: dict[str, object], now: datetime) -> None:
    """As any snapshot of an order, but that nobody is told."""
    try:
        data = parse_order_node(node)
    except Unparsable:
        return
    order = services.record_order(store=store, data=data, now=now)
    shipping.record_order_parcels(order=order, data=data.fulfilments, now=now)
