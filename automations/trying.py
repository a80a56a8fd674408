"""What a rule would have done with a store's last orders: the same words, asked of the past.

Nothing is written, and the number of queries does not depend on the number of orders. The orders'
facts are read again as the feed would have told them, conditions are asked of the orders as they
are now, and each step says what would come of it: foreseeing.py.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import Max

from automations import foreseeing, listening
from automations.cases import Case, cases_of
from automations.data import Definition, DryRun, FeedFact, Tried
from automations.feeding import asked
from automations.models import RuleMessage
from automations.triggers import BY_SWEEP
from orders.activity import BY_RUN
from orders.models import Activity, Order
from orders.stages import OPEN
from shipping.risk import at_risk
from stores.models import Store
from tracking.models import OrderSource

ORDERS: Final = 100
_FACTS: Final = 5_000
_AT_RISK: Final = 500

# When, and what makes it once.
_SetOff = tuple[datetime, str]


def dry_run(*, definition: Definition, store: Store, now: datetime, limit: int = ORDERS) -> DryRun:
    """Which of the store's last orders the rule would have run for, what it would have done, and
    why not with the others. Writes nothing; a bounded number of queries.
    """
    rows = Order.objects.placed().filter(store=store).select_related("customer", "store")
    orders = list(rows.newest_first()[: min(limit, ORDERS)])
    set_off = _set_off(definition, store, orders, now)
    fields = definition.fields() | foreseeing.fields_of(definition)
    cases = cases_of(orders, fields=fields, now=now)
    view = foreseeing.look(definition, store, orders, now=now)
    done: set[str] = set()
    # The oldest first: of what may happen once only, the first would have been the one.
    found = [
        _tried(definition, cases[order.pk], set_off.get(order.pk), done, view)
        for order in reversed(orders)
    ]
    return DryRun(tuple(reversed(found)))


def _tried(
    definition: Definition,
    case: Case,
    set_off: _SetOff | None,
    done: set[str],
    view: foreseeing.View,
) -> Tried:
    order = case.order
    assert order.placed_at is not None  # noqa: S101 - only placed ones are read
    known = Tried(
        order_id=order.pk,
        order_public_id=order.public_id,
        order_name=str(order),
        placed_at=order.placed_at,
        at=None,
        would_run=False,
        because="NOT_SET_OFF",
    )
    if set_off is None:
        return known
    at, key = set_off
    holds, seen = asked(definition, replace(case, now=at))
    if not holds:
        return replace(known, at=at, seen=seen, because="CONDITIONS")
    if key in done:
        return replace(known, at=at, seen=seen, because="ONCE")
    done.add(key)
    steps = tuple(foreseeing.foreseen(each, case, view) for each in definition.actions)
    return replace(known, at=at, would_run=True, seen=seen, steps=steps, because="")


def _set_off(
    definition: Definition, store: Store, orders: Sequence[Order], now: datetime
) -> dict[int, _SetOff]:
    """When each order would have set it off, the last time; those that would not are left out."""
    if definition.trigger.type in BY_SWEEP:
        by_number = {order.pk: order for order in orders}
        return {
            pk: (now, _key(definition, by_number[pk], f"sweep:{pk}"))
            for pk in _met_by_walk(definition, store, orders, now)
        }
    found: dict[int, _SetOff] = {}
    by_number = {order.pk: order for order in orders}
    sources = _sources(definition, orders)
    for fact in _facts(definition, orders):
        order = by_number[fact.order_id or 0]
        if listening.fits(definition, fact, sources.get(order.pk)):
            found[order.pk] = (fact.at, _key(definition, order, fact.key))
    return found


def _key(definition: Definition, order: Order, fact: str) -> str:
    return listening.key_of(definition, order_id=order.pk, customer_id=order.customer_id, fact=fact)


def _facts(definition: Definition, orders: Sequence[Order]) -> list[FeedFact]:
    """What the rule would have heard of these orders, oldest first. Two queries."""
    rows = Activity.objects.filter(
        order_id__in=[order.pk for order in orders],
        kind__in=listening.kinds_heard(definition),
    )
    columns = ("id", "order_id", "message_id", "kind", "at", "recorded_at", "data", "key")
    told = rows.order_by("-at", "-id").values_list(*columns)[:_FACTS]
    facts = [_fact(*row) for row in reversed(told)]
    said = {fact.message_id for fact in facts if fact.message_id is not None}
    ours: set[int] = set()
    if said:
        sent = RuleMessage.objects.filter(message_id__in=said)
        ours = set(sent.values_list("message_id", flat=True))
    return [
        fact
        for fact in facts
        if BY_RUN not in fact.data and "corrects" not in fact.data and fact.message_id not in ours
    ]


def _fact(*columns: Any) -> FeedFact:
    """A row as the feed has it; its transaction does not matter here."""
    row = [*columns, 0]
    return FeedFact(*row)


def _sources(definition: Definition, orders: Sequence[Order]) -> Mapping[int, OrderSource]:
    if definition.trigger.type not in ("ref", "utm"):
        return {}
    rows = OrderSource.objects.filter(order_id__in=[order.pk for order in orders])
    return {row.order_id: row for row in rows}


def _met_by_walk(
    definition: Definition, store: Store, orders: Sequence[Order], now: datetime
) -> set[int]:
    """Those that a walk over orders would meet if it began now. One query or two."""
    trigger, ids = definition.trigger, {order.pk for order in orders}
    if trigger.type == "promise_at_risk":
        return ids & {each.order_id for each in at_risk([store.pk], now, limit=_AT_RISK)}
    if trigger.type == "schedule":
        since = now - timedelta(days=trigger.values["within"])
        return {
            order.pk
            for order in orders
            if order.archived_at is None and order.placed_at and order.placed_at >= since
        }
    open_ = {order.pk for order in orders if order.archived_at is None and order.stage in OPEN}
    rows = Activity.objects.filter(order_id__in=open_).exclude(data__has_key=BY_RUN)
    last = rows.values("order_id").annotate(last=Max("at")).values_list("order_id", "last")
    until = now - timedelta(days=trigger.values["days"])
    return {order_id for order_id, at in last if at <= until}
