"""Rules at a time, after silence, and before a promise is broken: each order once."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from automations import sweeping
from automations.definitions import read_definition
from automations.models import Rule, RuleSweep
from automations.sweeping import due_before
from orders.models import Activity, Order
from stores.models import Store
from stores.scope import every_store
from tests.factories.orders import make_order
from tests.factories.rules import TAG, fresh, make_rule, run, runs, tell, walk
from tests.factories.shipping import make_promise
from tests.factories.stores import make_store

pytestmark = pytest.mark.django_db(transaction=True)

DAILY = {"type": "schedule", "every": "DAY", "at": "09:00", "within": 10}
SILENT = {"type": "silence", "days": 5}


@pytest.fixture
def store() -> Store:
    return make_store(timezone="Europe/Oslo", country="NO")


def on_since(rule: Rule, moment: datetime) -> None:
    with every_store(because="a test sets a clock"):
        Rule.objects.filter(pk=rule.pk).update(on_since=moment)


@pytest.mark.parametrize(
    ("trigger", "due_at"),
    [
        (DAILY, datetime(2026, 3, 29, 7, tzinfo=UTC)),  # summer time began that night
        ({**DAILY, "at": "23:30"}, datetime(2026, 3, 28, 22, 30, tzinfo=UTC)),
        (
            {**DAILY, "every": "WEEK", "weekday": "MONDAY"},
            datetime(2026, 3, 23, 8, tzinfo=UTC),
        ),
        (SILENT, datetime(2026, 3, 29, 12, 0, tzinfo=UTC)),
    ],
)
def test_times_are_the_stores_own(store: Store, trigger: Any, due_at: datetime) -> None:
    definition = read_definition({"trigger": trigger, "actions": [TAG]})

    assert due_before(definition, store, datetime(2026, 3, 29, 12, 7, tzinfo=UTC)) == due_at


def test_each_day_it_goes_over_the_orders_that_fit_and_each_order_once(store: Store) -> None:
    rule = make_rule(
        store,
        trigger=DAILY,
        once_per="ORDER",
        conditions=[{"field": "age", "op": "longer_than", "value": "2d"}],
    )
    now = timezone.now()
    on_since(rule, now - timedelta(days=3))
    old = make_order(store, placed_at=now - timedelta(days=5))
    make_order(store, placed_at=now - timedelta(days=20))
    young = make_order(store, placed_at=now - timedelta(hours=3))

    walk(now=now)
    walk(now=now)
    run()
    assert [each.order_id for each in runs(rule)] == [old.pk]
    assert fresh(old).tags == ["seen"]
    walk(now=now + timedelta(days=1))
    walk(now=now + timedelta(days=2))

    assert {each.order_id for each in runs(rule)} == {old.pk, young.pk}
    assert len(runs(rule)) == 2


def test_unless_it_is_to_run_each_time(store: Store) -> None:
    rule, now = make_rule(store, trigger=DAILY), timezone.now()
    on_since(rule, now - timedelta(days=3))
    make_order(store, placed_at=now - timedelta(days=4))

    walk(now=now)
    walk(now=now + timedelta(days=1))

    assert len(runs(rule)) == 2


def test_a_time_before_it_was_switched_on_is_left_out(store: Store) -> None:
    rule, now = make_rule(store, trigger=DAILY), timezone.now()
    on_since(rule, now)
    make_order(store)

    walk(now=now)

    assert runs(rule) == []


def test_a_large_store_is_walked_over_in_steps(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("automations.sweeping.BATCH", 3)
    rule, now = make_rule(store, trigger=DAILY), timezone.now()
    on_since(rule, now - timedelta(days=2))
    orders = [make_order(store, placed_at=now - timedelta(days=2)) for _ in range(7)]

    assert walk(now=now) == 7

    assert {each.order_id for each in runs(rule)} == {order.pk for order in orders}
    with every_store(because="a test looks"):
        assert RuleSweep.objects.filter(done_at=None).count() == 0


def test_silence_is_noticed_once_and_our_own_writing_does_not_break_it(store: Store) -> None:
    rule, now = make_rule(store, trigger=SILENT), timezone.now()
    on_since(rule, now - timedelta(hours=1))
    order = make_order(store, placed_at=now - timedelta(days=5, minutes=10), stage="FULFILMENT")
    past = make_order(store, placed_at=now - timedelta(days=30), stage="FULFILMENT")
    over = make_order(store, placed_at=now - timedelta(days=5, minutes=10), stage="DONE")

    walk(now=now)
    run()
    walk(now=now + timedelta(hours=1))

    assert [each.order_id for each in runs(rule)] == [order.pk]
    assert fresh(past).tags == fresh(over).tags == []

    tell(order, "ORDER_EDITED", key="news")
    walk(now=now + timedelta(days=4))
    assert len(runs(rule)) == 1
    walk(now=now + timedelta(days=5, hours=2))
    assert len(runs(rule)) == 2


def test_a_promise_at_risk_sets_it_off_once(store: Store) -> None:
    rule, now = make_rule(store, trigger={"type": "promise_at_risk"}), timezone.now()
    order, late = make_order(store), make_order(store)
    with every_store(because="a test promises"):
        promise = make_promise(order, ships_by=now + timedelta(days=3))
        make_promise(late, ships_by=now - timedelta(days=3))
    on_since(rule, now)
    assert promise.ships_by is not None

    walk(now=now)
    assert runs(rule) == []
    walk(now=promise.ships_by - timedelta(hours=2))
    walk(now=promise.ships_by - timedelta(hours=1))

    assert [each.order_id for each in runs(rule)] == [order.pk]


def test_facts_told_in_the_same_moment_do_not_hide_an_order(store: Store) -> None:
    rule, now = make_rule(store, trigger=SILENT), timezone.now()
    on_since(rule, now - timedelta(hours=1))
    order = make_order(store, placed_at=now - timedelta(days=6), stage="PAYMENT")
    with every_store(because="a test ages a feed"):
        said_at = now - timedelta(days=5) - sweeping.LOOK  # the walk's time is up to a LOOK ago
        Activity.objects.filter(order=order).update(at=said_at)
        Order.objects.filter(pk=order.pk).update(stage="FOLLOW_UP")

    walk(now=now)

    assert len(runs(rule)) == 1
