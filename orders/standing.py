"""Keeping where an order stands beside the order.

# Note [One settling]
Every verb that moves an order settles its stage in its own transaction, with the order's lock held:
`settle_stage` reads the facts anew and writes what changed. Shipping, which stands above, says what
its parcels come to with `way`; that word is kept, so that news of the order alone need not ask.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import connection, transaction
from django.db.models import Max, OuterRef, QuerySet, Subquery

from orders import archiving
from orders.activity import Fact
from orders.models import Activity, Fulfilment, Order, Refund
from orders.stages import (
    CALLS_FOR_A_PERSON,
    FOLLOW_UP_FOR,
    QUIET_AFTER,
    OrderFacts,
    Step,
    Way,
    stage_of,
)

CHUNK: Final = 200
_NEVER_LEFT: Final = ("CANCELLED", "ERROR", "FAILURE")
_FACTS: Final = (
    "placed_at",
    "cancelled_at",
    "closed_at",
    "financial_state",
    "fulfilment_state",
    "delivery_method",
    "way",
    "way_at",
)
WaysOf = Callable[[Collection[int]], dict[int, tuple[Way, datetime | None]]]
_TOLD: Final = ("shipped_at", "refunded_at")
_READ: Final = ("paid_at", *_TOLD)
_KEPT: Final = ("stage", "step", "stage_since")
_NAMES: Final = ("pk", "store_id", "shopify_id", "archived_at", *_KEPT, *_FACTS, *_TOLD)


def settle_stage(
    *, order: Order, now: datetime, way: Way | None = None, way_at: datetime | None = None
) -> bool:
    """Say anew where the order stands, from all that is known of it. True if it stands elsewhere.

    `way`: what its parcels come to, since `way_at`; None: as shipping said last. Call it inside the
    transaction that moved the order, its row locked. Two statements at most, one where nothing
    changed. See Note [One settling].
    """
    paid = Activity.objects.filter(store_id=order.store_id, key=_paid_key(order.shopify_id))
    rows = Order.objects.filter(pk=order.pk).annotate(paid_at=Subquery(paid.values("at")[:1]))
    row = _with_facts(rows).values(*_NAMES, "paid_at").first()
    if row is None:
        return False
    return _settled(order, row, now, way, way_at)


def settle_first(*, order: Order, facts: Iterable[Fact], now: datetime) -> bool:
    """The same of an order made just now, without fulfilments or refunds, told with these facts.

    One statement at most.
    """
    paid = (fact.at for fact in facts if fact.key == _paid_key(order.shopify_id))
    row = {name: getattr(order, name) for name in ("pk", "archived_at", *_KEPT, *_FACTS)}
    row |= {"paid_at": next(paid, None), "shipped_at": None, "refunded_at": None}
    return _settled(order, row, now)


def _settled(
    order: Order,
    row: dict[str, Any],
    now: datetime,
    way: Way | None = None,
    way_at: datetime | None = None,
) -> bool:
    told: dict[str, Any] = {}
    if way is not None and (row["way"], row["way_at"]) != (way, way_at):
        told = {"way": way, "way_at": way_at}
    moved = _moved(row | told, now)
    if told or moved:
        Order.objects.filter(pk=order.pk).update(**told, **moved)
    for name, value in (told | moved).items():
        setattr(order, name, value)
    if moved and row["archived_at"] and moved["step"] in CALLS_FOR_A_PERSON:
        archiving.bring_back(order_id=order.pk, because=moved["step"], now=now)
        order.archived_at = None
    return bool(moved)


@transaction.atomic
def settle_new(*, now: datetime, ways_of: WaysOf | None = None) -> int:
    """Settle a chunk of the orders told before stages were kept: see shipping/standing.py.

    `ways_of`: what the parcels of orders come to, by their numbers.
    """
    rows = Order.objects.placed().filter(stage="").order_by("pk")
    return _settle(_free(rows), now, ways_of)


@transaction.atomic
def settle_many(*, order_ids: Sequence[int], now: datetime, ways_of: WaysOf | None = None) -> None:
    """Settle these orders, a few statements for each chunk. What is archived stays archived."""
    known = sorted(order_ids)
    for first in range(0, len(known), CHUNK):
        rows = Order.objects.filter(pk__in=known[first : first + CHUNK]).order_by("pk")
        _settle(list(rows.select_for_update().values_list("pk", flat=True)), now, ways_of)


@transaction.atomic
def settle_over(*, store_ids: Iterable[int], now: datetime) -> int:
    """Settle a chunk of the orders that are over by time; how many. 0: nothing is left.

    One statement for each step and store, each by its index, until there is something to do.
    """
    waits: list[tuple[Step, timedelta, dict[str, str]]] = [
        (Step.DELIVERED, FOLLOW_UP_FOR, {}),
        (Step.ON_ITS_WAY, QUIET_AFTER, {"way": ""}),
    ]
    for store_id in store_ids:
        for step, wait, more in waits:
            rows = Order.objects.filter(store_id=store_id, step=step, archived_at=None, **more)
            rows = rows.filter(stage_since__lte=now - wait, stage__in=_OPEN)
            settled = _settle(_free(rows.order_by("stage_since")), now)
            if settled:
                return settled
    return 0


_OPEN: Final = ("PAYMENT", "FULFILMENT", "FOLLOW_UP")


def _free(rows: QuerySet[Order, Order]) -> list[int]:
    """A chunk of those that nobody is writing to, locked."""
    return list(rows.select_for_update(skip_locked=True).values_list("pk", flat=True)[:CHUNK])


def _settle(found: list[int], now: datetime, ways_of: WaysOf | None = None) -> int:
    """Settle these, their rows locked; how many."""
    ways = ways_of(found) if ways_of else {}
    settled = []
    rows = list(_with_facts(Order.objects.filter(pk__in=found)).values(*_NAMES))
    paid = _paid(rows)
    for row in rows:
        row["paid_at"] = paid.get((row["store_id"], _paid_key(row["shopify_id"])))
        row["way"], row["way_at"] = ways.get(row["pk"], (row["way"], row["way_at"]))
        settled.append(row | _moved(row, now))
    _write(settled)
    return len(settled)


def _write(rows: Sequence[dict[str, Any]]) -> None:
    """Django's bulk_update builds a CASE for each row and column: slower than all the rest here."""
    if not rows:
        return
    said = [
        [row["pk"] for row in rows],
        *([str(row[name]) for row in rows] for name in ("stage", "step", "way")),
        *([row[name] for row in rows] for name in ("stage_since", "way_at")),
    ]
    with connection.cursor() as cursor:
        cursor.execute(_STANDINGS, said)


_STANDINGS: Final = """
UPDATE orders_order AS held
SET stage = said.stage, step = said.step, way = said.way, stage_since = said.stage_since,
    way_at = said.way_at
FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::text[], %s::timestamptz[], %s::timestamptz[])
  AS said(id, stage, step, way, stage_since, way_at)
WHERE held.id = said.id
"""


def _moved(row: dict[str, Any], now: datetime) -> dict[str, Any]:
    """The columns to write; empty where it stands as it stood."""
    names = (*_FACTS, *_READ)
    standing = stage_of(OrderFacts(**{name: row[name] for name in names}), now)
    columns = {
        "stage": standing.stage or "",
        "step": standing.step or "",
        "stage_since": standing.since,
    }
    return columns if any(row[name] != value for name, value in columns.items()) else {}


def _with_facts(rows: QuerySet[Order, Order]) -> QuerySet[Order, Order]:
    """What else stages are made of, but for when it was paid, in one statement."""
    of_order = {"store_id": OuterRef("store_id"), "order_id": OuterRef("pk")}
    left = Fulfilment.objects.filter(**of_order).exclude(state__in=_NEVER_LEFT)
    back = Refund.objects.filter(**of_order)
    return rows.annotate(
        shipped_at=_latest(left, "shipped_at"), refunded_at=_latest(back, "refunded_at")
    )


def _paid_key(shopify_id: int) -> str:
    return f"order:{shopify_id}:paid"


def _paid(rows: Sequence[dict[str, Any]]) -> dict[tuple[int, str], datetime]:
    """When each was paid. By names that are known: Postgres goes through a table of facts that it
    has not yet counted rather than look up a name that it puts together itself."""
    stores = {row["store_id"] for row in rows}
    keys = [_paid_key(row["shopify_id"]) for row in rows]
    told = Activity.objects.filter(store_id__in=stores, key__in=keys)
    return {(store, key): at for store, key, at in told.values_list("store_id", "key", "at")}


def _latest(rows: Any, time: str) -> Subquery:
    """Grouped by the order, that it is one value without a look at other orders."""
    return Subquery(rows.order_by().values("order_id").annotate(last=Max(time)).values("last")[:1])
