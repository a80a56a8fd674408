"""Rules as people write them, and their engine run to its end."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from automations import feeding, queries, recipes, running, services, sweeping
from automations.data import RuleWish
from automations.models import Rule, RuleRun
from orders.models import Order, OrderTag
from orders.search import name_key
from orders.services import record_activity
from stores.access import Actor
from stores.models import Agency, Store
from stores.roles import Verb
from stores.scope import every_store
from tests.analytics.feeds import wait_for_the_feed

PLACED = {"type": "fact", "kind": "ORDER_PLACED"}
TAG = {"type": "tag_order", "tag": "seen"}


def writer(owner: Store | Agency, **fields: Any) -> Actor:
    """Somebody who may write rules, for all stores of the agency."""
    agency = owner.agency if isinstance(owner, Store) else owner
    with every_store(because="a test's person sees all of the agency"):
        stores = tuple(Store.objects.filter(agency=agency).order_by("pk"))
    said: dict[str, Any] = {
        "agency_id": agency.pk,
        "agency_name": agency.name,
        "store_ids": frozenset(store.pk for store in stores),
        "verbs": frozenset(Verb),
        "label": "Mina",
        "has_all_stores": True,
        "stores": stores,
    }
    return Actor(**{**said, **fields})


def make_rule(
    owner: Store | Agency,
    *actions: dict[str, Any],
    trigger: dict[str, Any] | None = None,
    is_on: bool = True,
    name: str = "A rule",
    position: int = 100,
    **definition: Any,
) -> Rule:
    """A rule of a store or of a whole agency, by default for placed orders, and on."""
    said = {"trigger": trigger or PLACED, "actions": list(actions or [TAG]), **definition}
    with every_store(because="a test writes a rule"):
        store = owner if isinstance(owner, Store) else None
        wish = RuleWish(name=name, definition=said, position=position)
        actor, now = writer(owner), timezone.now()
        rule = services.create_rule(wish=wish, store=store, actor=actor, now=now)
        if is_on:
            services.switch_on(rule=rule, actor=actor, now=now)
    return rule


def make_recipe(store: Store, code: str) -> Rule:
    """The rule of a recipe, switched on."""
    with every_store(because="a test writes a rule"):
        actor, now = writer(store), timezone.now()
        rule = recipes.create_recipe(code=code, store=store, actor=actor, now=now)
        services.switch_on(rule=rule, actor=actor, now=now)
    return rule


def tell(order: Order, kind: str, *, key: str = "", **data: Any) -> None:
    """A fact of the order, in a transaction of its own."""
    with every_store(because="a test tells"), transaction.atomic():
        record_activity(
            store_id=order.store_id,
            order_id=order.pk,
            kind=kind,  # type: ignore[arg-type]  # its value
            at=timezone.now(),
            key=key or f"order:{order.shopify_id}:{kind.lower()}",
            data=data,
        )


def read() -> int:
    """All that was told by now is read; how many rows."""
    wait_for_the_feed()
    with every_store(because="a test reads"):
        count = 0
        while found := queries.stores_behind():
            fresh = sum(feeding.read_on(store_id=pk, now=timezone.now()) for pk in found)
            count += fresh
            if not fresh:
                break
        return count


def run(*, now: datetime | None = None, after: timedelta = timedelta()) -> int:
    """Everything told is read, and every run taken on as far as it goes; how many steps."""
    read()
    return take_on(now=now, after=after)


def take_on(*, now: datetime | None = None, after: timedelta = timedelta()) -> int:
    """Every run is taken on as far as it goes at that time; how many steps."""
    clock: Callable[[], datetime] = lambda: (now or timezone.now()) + after  # noqa: E731 - a clock
    with every_store(because="a test runs"):
        return running.run_all(clock=clock, seconds=30.0)


def walk(*, now: datetime) -> int:
    """All walks that are due, and what they set off."""
    wait_for_the_feed()
    with every_store(because="a test walks"):
        sweeping.open_sweeps(now=now)
        looked = 0
        while met := sweeping.walk_all(now=now):
            looked += met
    return looked


def runs(rule: Rule | None = None) -> list[RuleRun]:
    with every_store(because="a test looks"):
        rows = RuleRun.objects.select_related("order", "rule").order_by("id")
        return list(rows.filter(rule=rule) if rule else rows)


def fresh(order: Order) -> Order:
    with every_store(because="a test looks"):
        return Order.objects.select_related("store", "customer").get(pk=order.pk)


def tag_by_hand(order: Order, *tags: str) -> None:
    """The order has these tags without anybody having been told."""
    with every_store(because="a test tags"):
        Order.objects.filter(pk=order.pk).update(tags=list(tags), own_tags=list(tags))
        for tag in tags:
            OrderTag.objects.create(store_id=order.store_id, order=order, tag_key=name_key(tag))
