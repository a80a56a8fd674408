"""What is amiss with parcels and orders: noticed once, over when news come or a person says so.

# Note [One alarm a trouble]
A sweep asks of each kind who is in trouble now (suspects.py). Who newly is gets an alarm; the
database refuses a second open one. An open alarm whose trouble is gone is closed with no name to
it. One that a person closed does not come back for the same trouble: only if it began anew, that
is with a later `since`.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any, Final

from django.db import transaction

from orders.activity import Fact, record_all_once, record_once
from orders.models import ActivityKind
from shipping.limits import limits_of_all
from shipping.models import Alarm, AlarmKind
from shipping.suspects import Watch, suspects, untold
from stores.models import Store

AT_ONCE: Final = 500  # of each kind in one sweep and group of stores: the next sweep finds the rest
STORES_AT_ONCE: Final = 200
# Who settles many tells each apart, within one request.
MANY: Final = 200

Trouble = tuple[int, int, int | None, datetime]  # store, order, parcel, since


def watch_parcels(*, now: datetime) -> int:
    """Open the alarms that are due, and close those that are over; how many of both.

    Of all stores in scope that are connected. Statements go by kinds and by groups of stores that
    have the same limits, never by orders.
    """
    stores = list(Store.objects.exclude(state=Store.State.UNINSTALLED).order_by("pk"))
    changed = 0
    for start in range(0, len(stores), STORES_AT_ONCE):
        for limits, store_ids in limits_of_all(stores[start : start + STORES_AT_ONCE], now).items():
            watch = Watch(tuple(store_ids), limits, now)
            for kind in AlarmKind:
                changed += _close_over(kind, watch)
                changed += _open_new(kind, watch)
    return changed


@transaction.atomic
def settle_alarm(*, alarm: Alarm, actor: str, because: str, now: datetime) -> bool:
    """A person has looked after it. False if it was over already."""
    waiting = Alarm.objects.filter(pk=alarm.pk, closed_at=None)
    done = {"closed_at": now, "closed_by": actor[:254] or "?", "because": because.strip()[:2000]}
    if not waiting.update(**done):
        return False
    for name, value in done.items():
        setattr(alarm, name, value)
    record_once(store_id=alarm.store_id, fact=_fact(alarm, ActivityKind.ALARM_SETTLED, now))
    return True


@transaction.atomic
def settle_alarms(*, alarms: Iterable[Alarm], actor: str, because: str, now: datetime) -> int:
    """The same for many; how many were not over yet."""
    told = list(alarms)[:MANY]
    return sum(settle_alarm(alarm=one, actor=actor, because=because, now=now) for one in told)


def open_alarms(order_ids: Iterable[int]) -> dict[int, list[Alarm]]:
    """What is amiss now with each of these orders, longest first: one statement."""
    found: dict[int, list[Alarm]] = defaultdict(list)
    rows = Alarm.objects.filter(order_id__in=list(order_ids), closed_at=None)
    for alarm in rows.select_related("parcel").order_by("since", "pk"):
        found[alarm.order_id].append(alarm)
    return dict(found)


@transaction.atomic
def _open_new(kind: AlarmKind, watch: Watch) -> int:
    """Longest in trouble first. Two statements, or three."""
    found: Sequence[Trouble] = list(
        untold(kind, suspects(kind, watch))
        .order_by("since", "pk")
        .values_list("store_id", "order_key", "parcel_key", "since")[:AT_ONCE]
    )
    rows = [
        Alarm(store_id=store, order_id=order, parcel_id=parcel, kind=kind, since=since)
        for store, order, parcel, since in found
    ]
    for row in rows:
        row.opened_at = watch.now
    # A sweep beside this one may have opened some: of these nothing is told twice.
    Alarm.objects.bulk_create(rows, ignore_conflicts=True)
    opened = set(
        Alarm.objects.filter(public_id__in=[row.public_id for row in rows]).values_list(
            "public_id", flat=True
        )
        if rows
        else ()
    )
    facts = [
        (row.store_id, _fact(row, ActivityKind.ALARM_RAISED, watch.now))
        for row in rows
        if row.public_id in opened
    ]
    record_all_once(facts)
    return len(facts)


def _close_over(kind: AlarmKind, watch: Watch) -> int:
    """Close those whose trouble is gone, a bounded number at a time."""
    closed, after = 0, 0
    while True:
        rows = Alarm.objects.filter(
            store_id__in=watch.store_ids, kind=kind, closed_at=None, pk__gt=after
        )
        batch = list(rows.order_by("pk")[:AT_ONCE])
        if not batch:
            return closed
        after = batch[-1].pk
        orders = tuple({row.order_id for row in batch})
        still = _pairs(kind, Watch(watch.store_ids, watch.limits, watch.now, only=orders))
        over = [row for row in batch if (row.order_id, row.parcel_id) not in still]
        closed += _close(over, watch.now) if over else 0


def _pairs(kind: AlarmKind, watch: Watch) -> Collection[tuple[int, int | None]]:
    rows: Any = suspects(kind, watch).values_list("order_key", "parcel_key")
    return set(rows)


@transaction.atomic
def _close(over: Sequence[Alarm], now: datetime) -> int:
    rows = Alarm.objects.select_for_update().filter(pk__in=[row.pk for row in over], closed_at=None)
    held = list(rows.order_by("pk"))
    Alarm.objects.filter(pk__in=[row.pk for row in held]).update(closed_at=now)
    record_all_once((row.store_id, _fact(row, ActivityKind.ALARM_SETTLED, now)) for row in held)
    return len(held)


def _fact(alarm: Alarm, kind: ActivityKind, at: datetime) -> Fact:
    return Fact(
        kind=kind,
        at=at,
        key=f"alarm:{alarm.public_id}:{kind}".lower(),
        order_id=alarm.order_id,
        data={"alarm": str(alarm.kind), **({"because": alarm.because} if alarm.because else {})},
        actor=alarm.closed_by,
    )
