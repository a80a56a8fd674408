"""Rules that no fact sets off: at a time, after days of silence, before a promise is broken.

# Note [Walks over orders]
A walk belongs to a rule, a store and a time, once. It goes over the orders that may be meant in
steps of BATCH, each with its runs and its place in one transaction: so it ends once, whoever walks
and wherever he dies. A time that nobody was there for is made up for within a day, then left out:
who gets Monday's reminder on Thursday was not reminded.

Silence and risk are looked for every LOOK minutes. What had come about before the rule was switched
on sets nothing off: nobody wants a hundred mails of the past.
"""

import time as time_
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, time, timedelta
from typing import Any, Final

from django.db import transaction

from automations import feeding, listening, queries
from automations.cases import orders_of
from automations.data import Definition, Firing
from automations.listeners import Listener, listener
from automations.models import Rule, RuleState, RuleSweep
from automations.triggers import BY_SWEEP, WEEKDAYS
from common import jobs
from common.killpoint import killpoint
from shipping.promising.days import zone_of
from stores.models import Store

BATCH: Final = 200
LOOK: Final = timedelta(minutes=15)
LATEST: Final = timedelta(days=1)
KEPT: Final = timedelta(days=7)
_DAYS: Final = [code for code, _label in WEEKDAYS]


def open_sweeps(*, now: datetime) -> int:
    """Walks whose time has come; how many are new. Wants a scope of every store."""
    rules = Rule.objects.on().filter(definition__trigger__type__in=sorted(BY_SWEEP))
    made: list[RuleSweep] = []
    rows = list(rules.order_by("pk"))
    stores = _stores(rows)
    for rule in rows:
        for store in stores[rule.agency_id]:
            if rule.store_id not in (None, store.pk):
                continue
            due_at = due_before(listener(rule).definition, store, now)
            is_fresh = now - due_at < LATEST and rule.on_since and due_at >= rule.on_since
            if is_fresh:
                made.append(RuleSweep(rule=rule, store=store, due_at=due_at))
    known = _known(made)
    fresh = [each for each in made if (each.rule_id, each.store_id, each.due_at) not in known]
    RuleSweep.objects.bulk_create(fresh, ignore_conflicts=True)
    return len(fresh)


def due_before(definition: Definition, store: Store, now: datetime) -> datetime:
    """The last time at which the rule was to walk, in the store's own clock."""
    trigger = definition.trigger
    if trigger.type != "schedule":
        seconds = int(LOOK.total_seconds())
        return datetime.fromtimestamp(int(now.timestamp()) // seconds * seconds, UTC)
    zone = zone_of(store.timezone)
    at = time.fromisoformat(trigger.values["at"])
    day = now.astimezone(zone).date()
    for _ in range(8):
        is_day = trigger.values["every"] == "DAY" or (
            _DAYS[day.weekday()] == trigger.values.get("weekday")
        )
        moment = datetime.combine(day, at, zone).astimezone(UTC)
        if is_day and moment <= now:
            return moment
        day -= timedelta(days=1)
    return datetime.min.replace(tzinfo=UTC)


def walk_due(*, clock: Callable[[], datetime], seconds: float) -> int:
    """All walks to their ends, within that time; how many orders were looked at."""
    until, looked = time_.monotonic() + seconds, 0
    open_sweeps(now=clock())
    while time_.monotonic() < until and (met := walk_all(now=clock())):
        looked += met
    return looked


def walk_all(*, now: datetime) -> int:
    """One step of each walk under way; how many orders were looked at. Wants every store."""
    ids = RuleSweep.objects.filter(done_at=None).order_by("id").values_list("pk", flat=True)
    return sum(walk_on(sweep_id=pk, now=now) for pk in list(ids[:200]))


@transaction.atomic
def walk_on(*, sweep_id: int, now: datetime) -> int:
    """The next orders of one walk; how many. See Note [Walks over orders]."""
    held = RuleSweep.objects.filter(pk=sweep_id, done_at=None).select_related("rule", "store")
    sweep = held.select_for_update(of=("self",), skip_locked=True).first()
    if sweep is None:
        return 0
    found: list[Firing] = []
    is_on = sweep.rule.state == RuleState.ON
    if is_on and sweep.store.state != Store.State.UNINSTALLED:
        walk = Walk(listener(sweep.rule), sweep.store, sweep.due_at)
        found = walk.after(sweep.cursor_id, limit=BATCH)
        orders = orders_of(one.order_id for one in found if one.order_id)
        if feeding.make(sweep.store, [walk.heard_by], found, orders, now=now):
            jobs.defer("automations.run_due")
    if len(found) < BATCH:
        sweep.done_at = now
    sweep.cursor_id = found[-1].order_id or 0 if found else sweep.cursor_id
    sweep.save(update_fields=["cursor_id", "done_at"])
    killpoint("rules.walked")
    return len(found)


def forget(*, now: datetime) -> int:
    """Walks that ended a while ago; how many."""
    return RuleSweep.objects.filter(done_at__lt=now - KEPT).delete()[0]


class Walk:
    """The orders that one walk may mean, a batch at a time, as what sets the rule off."""

    def __init__(self, heard_by: Listener, store: Store, due_at: datetime) -> None:
        self.heard_by, self._store, self._due_at = heard_by, store, due_at

    def after(self, order_id: int, *, limit: int) -> list[Firing]:
        """The next of them, by the orders' numbers. One query."""
        trigger = self.heard_by.definition.trigger
        read = {
            "schedule": self._scheduled,
            "silence": self._silent,
            "promise_at_risk": self._at_risk,
        }[trigger.type]
        return [self._firing(*row) for row in read(trigger.values, order_id, limit)]

    def _scheduled(
        self, values: Mapping[str, Any], after: int, limit: int
    ) -> Iterator[tuple[int, int | None, str]]:
        since = self._due_at - timedelta(days=values["within"])
        rows = queries.orders_placed(
            self._store.pk, since=since, until=self._due_at, after=after, limit=limit
        )
        for order_id, customer_id in rows:
            yield order_id, customer_id, f"schedule:{order_id}:{self._due_at:%Y%m%dT%H%MZ}"

    def _silent(
        self, values: Mapping[str, Any], after: int, limit: int
    ) -> Iterator[tuple[int, int | None, str]]:
        span = timedelta(days=values["days"])
        on_since = self.heard_by.rule.on_since or self._due_at
        rows = queries.orders_silent(
            self._store.pk,
            since=on_since - span,
            until=self._due_at - span,
            after=after,
            limit=limit,
        )
        for order_id, customer_id, last_at in rows:
            yield order_id, customer_id, f"silence:{order_id}:{last_at:%Y%m%dT%H%M%S}"

    def _at_risk(
        self, _values: Mapping[str, Any], after: int, limit: int
    ) -> Sequence[tuple[int, int | None, str]]:
        on_since = self.heard_by.rule.on_since or self._due_at
        rows = queries.orders_at_risk(
            self._store.pk, now=self._due_at, since=on_since, after=after, limit=limit
        )
        return [(pk, customer, f"risk:{pk}:{version}") for pk, customer, version in rows]

    def _firing(self, order_id: int, customer_id: int | None, key: str) -> Firing:
        definition = self.heard_by.definition
        return Firing(
            rule_id=self.heard_by.rule.pk,
            order_id=order_id,
            kind=definition.trigger.type.upper(),
            at=self._due_at,
            key=listening.key_of(definition, order_id=order_id, customer_id=customer_id, fact=key),
        )


def _stores(rules: Sequence[Rule]) -> dict[int, list[Store]]:
    found: dict[int, list[Store]] = {rule.agency_id: [] for rule in rules}
    for store in Store.objects.filter(agency_id__in=found).order_by("pk"):
        if store.state != Store.State.UNINSTALLED:
            found[store.agency_id].append(store)
    return found


def _known(made: Sequence[RuleSweep]) -> set[tuple[int, int, datetime]]:
    if not made:
        return set()
    rows = RuleSweep.objects.filter(
        rule_id__in={each.rule_id for each in made}, due_at__in={each.due_at for each in made}
    )
    return set(rows.values_list("rule_id", "store_id", "due_at"))
