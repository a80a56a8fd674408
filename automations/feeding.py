"""The feed of a store's Activity, read once by all rules of the store.

# Note [One reader]
A store has one place in its feed, whatever its rules: twenty rules cost one read. The rows after it
are of transactions older than any that still runs, so none can appear behind it later (see
Note [Feeds by transaction] in tracking/queries.py).

# Note [Each fact once]
The runs and the place are written in one transaction under the place's lock, and a run is unique by
rule, store and what set it off. So each fact sets each rule off once, whoever reads, however often,
and wherever it dies. Conditions are asked here, of all orders of a batch at once: only rules that
fire make rows.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import Q

from automations import fuses, listening, places, queries
from automations.cases import Case, cases_of, orders_of
from automations.data import Definition, FeedFact, Firing, Seen
from automations.judging import judge
from automations.listeners import Listener, listeners, versions_of
from automations.models import Rule, RuleFeed, RuleMessage, RuleRun
from common import jobs
from common.killpoint import killpoint
from orders.models import Order
from stores.models import Store
from tracking.models import OrderSource

BATCH: Final = 500
_OF_SOURCES: Final = frozenset({"ref", "utm"})


def begin(rule: Rule) -> int:
    """Have the feeds of its stores read from here, where no rule reads them yet; where here is."""
    stores = Store.objects.filter(agency_id=rule.agency_id).order_by("pk")
    if rule.store_id is not None:
        stores = stores.filter(pk=rule.store_id)
    store_ids = list(stores.values_list("pk", flat=True))
    others = Rule.objects.on().filter(agency_id=rule.agency_id)
    others = others.filter(Q(store=None) | Q(store_id__in=store_ids)).exclude(pk=rule.pk)
    read = set(others.values_list("store_id", flat=True))
    xid, last_id = places.head_of_feed()
    fresh = [
        RuleFeed(store_id=store_id, cursor_xid=xid, cursor_id=last_id) for store_id in store_ids
    ]
    RuleFeed.objects.bulk_create(fresh, ignore_conflicts=True)
    if None not in read:
        idle = [store_id for store_id in store_ids if store_id not in read]
        asleep = RuleFeed.objects.filter(store_id__in=idle)
        asleep.update(cursor_xid=xid, cursor_id=last_id)
    return xid


@transaction.atomic
def read_on(*, store_id: int, now: datetime) -> int:
    """One batch of a store's feed; how many rows were read. See Note [Each fact once].

    0 also where somebody else reads it.
    """
    held = RuleFeed.objects.filter(store_id=store_id).select_for_update(skip_locked=True)
    feed = held.first()
    if feed is None:
        return 0
    rows = queries.facts_after(store_id, xid=feed.cursor_xid, last_id=feed.cursor_id, limit=BATCH)
    if not rows:
        return 0
    store = Store.objects.get(pk=store_id)
    if fire(store, listeners(store), rows, now=now):
        jobs.defer("automations.run_due")
    feed.cursor_xid, feed.cursor_id = rows[-1].xid, rows[-1].id
    feed.save(update_fields=["cursor_xid", "cursor_id"])
    killpoint("rules.read")
    return len(rows)


def fire(
    store: Store, heard_by: Sequence[Listener], rows: Sequence[FeedFact], *, now: datetime
) -> int:
    """Runs of the rules which these facts set off; how many. A bounded number of queries."""
    kinds = frozenset[str]().union(*(each.kinds for each in heard_by))
    facts = [fact for fact in rows if fact.kind in kinds and listening.may_set_off(fact)]
    facts = _without_ours(facts)
    if not facts:
        return 0
    orders = orders_of(fact.order_id for fact in facts if fact.order_id is not None)
    sources = _sources(heard_by, orders)
    firings = [
        listening.firing(each.rule.pk, each.definition, fact, _customer(orders, fact))
        for fact in facts
        for each in heard_by
        if fact.kind in each.kinds
        and fact.xid > each.rule.on_xid
        and listening.fits(each.definition, fact, sources.get(fact.order_id or 0))
    ]
    return make(store, heard_by, firings, orders, now=now)


def make(
    store: Store,
    heard_by: Sequence[Listener],
    firings: Sequence[Firing],
    orders: Mapping[int, Order],
    *,
    now: datetime,
) -> int:
    """Runs of those whose conditions hold; how many were wanted. The orders belong to them."""
    by_rule = {each.rule.pk: each for each in heard_by}
    fields = frozenset[str]().union(*(each.definition.fields() for each in heard_by))
    wanted = {one.order_id for one in firings}
    cases = cases_of([row for pk, row in orders.items() if pk in wanted], fields=fields, now=now)
    holding: list[tuple[Firing, tuple[Seen, ...]]] = []
    for one in firings:
        holds, seen = asked(by_rule[one.rule_id].definition, cases.get(one.order_id or 0))
        if holds:
            holding.append((one, seen))
    holding = fuses.keep(store, by_rule, holding, now=now)
    _write(store, by_rule, holding, now)
    return len(holding)


def asked(definition: Definition, case: Case | None) -> tuple[bool, tuple[Seen, ...]]:
    """Whether the conditions hold; of what happened to no order only where there are none."""
    if case is None:
        return not definition.conditions, ()
    if case.order.redacted_at is not None:
        return False, ()
    return judge(definition, case)


def _write(
    store: Store,
    by_rule: Mapping[int, Listener],
    holding: Iterable[tuple[Firing, tuple[Seen, ...]]],
    now: datetime,
) -> None:
    # In the order in which rules are meant to run: by numbers a run knows who goes first.
    found = list(holding)
    if not found:
        return
    versions = versions_of({one.rule_id for one, _seen in found}, by_rule)
    RuleRun.objects.bulk_create(
        [
            RuleRun(
                store=store,
                rule_id=one.rule_id,
                version_id=versions[one.rule_id],
                order_id=one.order_id,
                trigger_key=one.key[:240],
                kind=one.kind,
                happened_at=one.at,
                about=dict(one.about),
                because=[each.as_json() for each in seen],
                run_after=now,
                created_at=now,
            )
            for one, seen in found
        ],
        ignore_conflicts=True,
    )


def _without_ours(facts: list[FeedFact]) -> list[FeedFact]:
    """Without what became of messages that rules sent. See Note [No loops] in listening.py."""
    said = {fact.message_id for fact in facts if fact.message_id is not None}
    if not said:
        return facts
    rows = RuleMessage.objects.filter(message_id__in=said)
    ours = set(rows.values_list("message_id", flat=True))
    return [fact for fact in facts if fact.message_id not in ours]


def _sources(heard_by: Sequence[Listener], orders: Mapping[int, Order]) -> dict[int, OrderSource]:
    if not orders or not any(each.definition.trigger.type in _OF_SOURCES for each in heard_by):
        return {}
    rows = OrderSource.objects.filter(order_id__in=orders)
    return {row.order_id: row for row in rows}


def _customer(orders: Mapping[int, Order], fact: FeedFact) -> int | None:
    order = orders.get(fact.order_id or 0)
    return order.customer_id if order else None
