"""What may be done to promises. Locks: the order's row first.

# Note [One promise]
What mail, page, API and desk show is one row: the order's current Promise. It is never edited but
for facts (has all left, has all arrived): other dates are a new row, and the old ones its history.
Rules that a store changes meanwhile move no promise by themselves; only news of the order does, or
a person. What staff promised by hand stands until the parcels themselves say otherwise.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final

from django.db import transaction
from django.db.models import Q

from orders.activity import Fact, record_once
from orders.models import ActivityKind, Order
from shipping import promise_facts, queries, rules
from shipping.models import Cause, ProcessingTime, Promise
from shipping.promise_facts import OrderFacts
from shipping.promising.data import CartLine, Quote, Rules
from shipping.promising.days import BusinessDays, zone_of
from shipping.promising.working_out import work_out

# What Shopify and carriers tell; the others are deeds of staff or of the clock.
NEWS: Final = frozenset({Cause.PLACED, Cause.EDITED, Cause.SHIPPED, Cause.CARRIER})
_OF_PARCELS: Final = frozenset({Cause.SHIPPED, Cause.CARRIER})


def promise_order(
    *, order: Order, cause: Cause, now: datetime, actor: str = "", because: str = ""
) -> Promise | None:
    """Make or renew an order's promise; the new row, or None where nothing is new.

    Of NEWS the rows themselves say which it is, so it may be asked at any topic. RULES works the
    promise out anew by the rules of now; DELAYED counts what should have left from now on.
    """
    return renew(order=order, cause=cause, now=now, by=By(actor, because))[1]


@dataclass(frozen=True, slots=True)
class By:
    actor: str = ""
    because: str = ""


@transaction.atomic(savepoint=False)
def renew(
    *, order: Order, cause: Cause, now: datetime, by: By | None = None, is_locked: bool = False
) -> tuple[Promise | None, Promise | None]:
    """The promise that stood before, and the new one; see `promise_order`.

    `is_locked`: the order's row is as it was read under its lock, or written since.
    """
    order = order if is_locked else locked(order)
    current = queries.promise_of(order.pk)
    if order.cancelled_at is not None:
        withdraw(order, current, now)
        return current, None
    if not may_be_promised(order) or (current is None and not _may_begin(order, cause)):
        return current, None
    facts = promise_facts.facts_of(order, current)
    if not facts.goods:
        withdraw(order, current, now)
        return current, None
    cause = _cause(cause, current, facts)
    found = _worked_out(order, current, facts, cause, now)
    made = None
    if found and _is_news(found, current, cause, today_of(order, now)):
        made = keep(order, current, _row(found, facts, cause, now, by or By()))
    settle(order, made or current, facts, now)
    return current, made


def locked(order: Order) -> Order:
    rows = Order.objects.select_for_update(of=("self",)).select_related("store")
    return rows.get(pk=order.pk)


def may_be_promised(order: Order) -> bool:
    return not (order.is_stub or order.is_test or order.redacted_at or order.cancelled_at)


def keep(order: Order, current: Promise | None, row: Promise) -> Promise:
    """Let this row be what is promised from now on. The order's lock is held."""
    last = Promise.objects.filter(order=order).order_by("-version").first()
    row.store_id, row.order = order.store_id, order
    row.version = last.version + 1 if last else 1
    Promise.objects.filter(order=order, is_current=True).update(is_current=False)
    row.save(force_insert=True)
    _tell(order, row, current)
    return row


def withdraw(order: Order, current: Promise | None, now: datetime) -> None:
    """Promise nothing any more; what was promised stays as history. The order's lock is held."""
    if current is None:
        return
    Promise.objects.filter(pk=current.pk).update(is_current=False)
    current.is_current = False
    fact = Fact(
        kind=ActivityKind.PROMISE_CHANGED,
        at=now,
        key=f"order:{order.shopify_id}:promise:{current.version}:withdrawn",
        order_id=order.pk,
        data={"is_withdrawn": True, **_days("was_", current)},
    )
    record_once(store_id=order.store_id, fact=fact)


def settle(order: Order, promise: Promise | None, facts: OrderFacts, now: datetime) -> None:
    """Keep what has become of a promise: has all left, has all arrived, and in time.

    The latter of each row of its history too. The order's lock is held.
    """
    if promise is None:
        return
    shipped_at = (facts.shipped_at or promise.shipped_at or now) if facts.is_sent else None
    settled_at, basis = facts.settled_at, str(facts.basis)
    lines = _with_facts(promise.lines, facts)
    known = {"shipped_at": shipped_at, "settled_at": settled_at, "basis": basis, "lines": lines}
    if all(getattr(promise, name) == value for name, value in known.items()):
        return
    if promise.settled_at != settled_at:
        _judge(order, settled_at)
    for name, value in known.items():
        setattr(promise, name, value)
    promise.save(update_fields=list(known))
    promise.refresh_from_db(fields=["is_kept"])


def _with_facts(rows: list[dict[str, Any]], facts: OrderFacts) -> list[dict[str, Any]]:
    """What was promised of each line, and whether it has left and arrived by now."""
    known = {line.key: line for line in facts.goods}
    return [
        {**row, "is_sent": known[row["line"]].is_sent, "is_there": known[row["line"]].is_there}
        if row["line"] in known
        else row
        for row in rows
    ]


def _judge(order: Order, settled_at: datetime | None) -> None:
    """Whether each promise was kept: the dates that were given first count like the last."""
    rows = Promise.objects.filter(order=order)
    if settled_at is None:
        rows.update(settled_at=None, is_kept=None)
        return
    on = today_of(order, settled_at)
    dated = Q(to_on__isnull=False)
    rows.filter(dated, to_on__gte=on).update(settled_at=settled_at, is_kept=True)
    rows.filter(dated, to_on__lt=on).update(settled_at=settled_at, is_kept=False)
    rows.filter(~dated).update(settled_at=settled_at, is_kept=None)


def _may_begin(order: Order, cause: Cause) -> bool:
    """Whether a first promise may be made: not by itself for what was there before us."""
    if order.archived_at or not ProcessingTime.objects.filter(store_id=order.store_id).exists():
        return False
    if cause not in NEWS:
        return True
    sends_from_at = order.store.sends_from_at
    is_old = sends_from_at and order.placed_at and order.placed_at < sends_from_at
    return not is_old


def _cause(cause: Cause, current: Promise | None, facts: OrderFacts) -> Cause:
    """Which news it is, by what differs."""
    if cause not in NEWS:
        return cause
    if current is None:
        return Cause.PLACED
    basis = promise_facts.basis_of(current)
    if basis is None:
        return cause
    if basis.bought != facts.basis.bought:
        return Cause.EDITED
    if basis.sent != facts.basis.sent:
        return Cause.SHIPPED
    return Cause.CARRIER


def _worked_out(
    order: Order, current: Promise | None, facts: OrderFacts, cause: Cause, now: datetime
) -> Quote | None:
    """None: what is promised stands, whatever the rules say now."""
    if _stands(order, current, facts, cause, now) or order.placed_at is None:
        return None
    known = rules.rules_of(order.store)
    lines = _counted_anew(facts, current, cause, now, known)
    return work_out(
        rules=known, lines=lines, destination=facts.destination, counted_at=order.placed_at
    )


def _stands(
    order: Order, current: Promise | None, facts: OrderFacts, cause: Cause, now: datetime
) -> bool:
    if current is None:
        return facts.is_sent
    if order.archived_at or facts.settled_at:
        return True
    if cause == Cause.DELAYED:
        is_late = current.ships_by is not None and current.ships_by <= now
        return facts.is_sent or not is_late
    if current.cause == Cause.STAFF and cause not in _OF_PARCELS:
        return True
    return cause in NEWS and str(facts.basis) == current.basis


def _counted_anew(
    facts: OrderFacts, current: Promise | None, cause: Cause, now: datetime, known: Rules
) -> tuple[CartLine, ...]:
    """The lines, of which some count from now: those that are late, or were added."""
    late: set[int] = set()
    if current and cause == Cause.DELAYED:
        today = BusinessDays(known.calendar).day_of(now).isoformat()
        open_ones = [row for row in current.lines if not row["is_sent"]]
        late = {row["line"] for row in open_ones if "" < row["ships_by_on"] < today}
        late = late or {line.key for line in facts.goods}
    if current and cause == Cause.EDITED:
        late = {line.key for line in facts.lines} - {row["line"] for row in current.lines}
    return tuple(
        replace(line, counted_at=now) if line.key in late else line for line in facts.lines
    )


def _is_news(found: Quote, current: Promise | None, cause: Cause, today: date) -> bool:
    """Whether a new row is worth it: its dates differ from those that stand."""
    if current is None:
        is_past = cause in NEWS and found.to_on is not None and found.to_on < today
        return (found.to_on is not None or found.ships_by is not None) and not is_past
    if found.to_on is None and current.to_on and cause in _OF_PARCELS:
        return False  # how long it takes is not known for a carrier: what was said stands
    said = (found.ships_by_on, found.from_on, found.to_on)
    return said != (current.ships_by_on, current.from_on, current.to_on) or _lines_differ(
        found, current
    )


def _lines_differ(found: Quote, current: Promise) -> bool:
    """What has arrived moves nothing any more."""
    held = {row["line"]: _days_of_line(row) for row in current.lines}
    lines = {line.key: _days_of_line(line.as_json()) for line in found.lines if not line.is_there}
    return any(held.get(key) != days for key, days in lines.items())


def _days_of_line(row: dict[str, Any]) -> tuple[str, ...]:
    return row["from_on"], row["to_on"], row["why"]


def _row(found: Quote, facts: OrderFacts, cause: Cause, now: datetime, by: By) -> Promise:
    return Promise(
        cause=cause,
        because=by.because,
        actor=by.actor[:254],
        made_at=now,
        ships_by=found.ships_by,
        ships_by_on=found.ships_by_on,
        from_on=found.from_on,
        to_on=found.to_on,
        lines=[line.as_json() for line in found.lines],
        steps=[step.as_json() for step in found.steps],
        basis=str(facts.basis),
    )


def _tell(order: Order, promise: Promise, before: Promise | None) -> None:
    is_first = promise.version == 1
    data = {"version": promise.version, "cause": str(promise.cause), **_days("", promise)}
    if before is not None and before.to_on:
        data |= _days("was_", before)
    for name, code in (("pack", "PACKED"), ("road", "CARRIED")):
        steps = [step for step in promise.steps if step["code"] == code]
        if len(steps) == 1:
            data |= {f"{name}_min": steps[0]["min"], f"{name}_max": steps[0]["max"]}
    if promise.because:
        data["because"] = promise.because
    fact = Fact(
        kind=ActivityKind.PROMISED if is_first else ActivityKind.PROMISE_CHANGED,
        at=promise.made_at,
        key=f"order:{order.shopify_id}:promise:{promise.version}",
        order_id=order.pk,
        data=data,
        actor=promise.actor,
    )
    record_once(store_id=order.store_id, fact=fact)


def _days(prefix: str, promise: Promise) -> dict[str, Any]:
    days = {
        "from_on": promise.from_on,
        "to_on": promise.to_on,
        "ships_by_on": promise.ships_by_on,
    }
    return {f"{prefix}{name}": day.isoformat() for name, day in days.items() if day}


def today_of(order: Order, now: datetime) -> date:
    return now.astimezone(zone_of(order.store.timezone)).date()
