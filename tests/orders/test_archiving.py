"""Orders put away and taken out again: by hand, many at a time, by a store's rule, by news."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from messaging import rescue_cases
from messaging.models import RescueCause
from orders import archiving, archiving_many
from orders.archiving import PolicyRefused
from orders.archiving_many import Deed, Wanted
from orders.models import Activity, Order, OrderBatch
from stores.models import Store
from stores.scope import Scope, every_store
from tests.factories.stores import make_agency, make_store
from tests.factories.worlds import make_message, make_order

NOW = timezone.now()
pytestmark = pytest.mark.django_db


def away(store: Store) -> int:
    with every_store(because="a test counts"):
        return Order.objects.filter(store=store, archived_at__isnull=False).count()


def test_archiving_tells_once_and_bears_being_repeated(store: Store, inside: Scope) -> None:
    order = make_order(store)

    first = archiving.archive_orders(order_ids=[order.pk], actor="Mina", now=NOW)
    again = archiving.archive_orders(order_ids=[order.pk], actor="Jonas", now=NOW)
    back = archiving.unarchive_orders(order_ids=[order.pk], actor="Jonas", now=NOW)

    assert (first, again, back) == (1, 0, 1)
    told = Activity.objects.filter(kind__contains="ARCHIVED").order_by("id")
    assert list(told.values_list("kind", "actor")) == [
        ("ORDER_ARCHIVED", "Mina"),
        ("ORDER_UNARCHIVED", "Jonas"),
    ]


def test_orders_of_another_store_are_not_touched(store: Store, inside: Scope) -> None:
    intruder = make_store(make_agency(name="Intruders"), name="Theirs")
    theirs = make_order(intruder)

    assert archiving.archive_orders(order_ids=[theirs.pk], actor="Mina", now=NOW) == 0
    assert away(intruder) == 0


def test_a_rule_archives_what_is_done_long_enough(store: Store, inside: Scope) -> None:
    old = make_order(store, stage="DONE", step="OVER", stage_since=NOW - timedelta(days=31))
    make_order(store, stage="DONE", step="OVER", stage_since=NOW - timedelta(days=29))
    make_order(store, stage="PAYMENT", step="UNPAID", stage_since=NOW - timedelta(days=90))
    unruled = [archiving.archive_due(now=NOW)]
    archiving.choose_policy(store=store, days=30, writes_tags=True, actor="Mina", now=NOW)

    moved = [archiving.archive_due(now=NOW) for _ in range(2)]

    assert (unruled, moved) == ([0], [1, 0])
    assert Order.objects.get(archived_at__isnull=False) == old
    assert Activity.objects.get(kind="ORDER_ARCHIVED").data == {"because": "RULE"}


@pytest.mark.parametrize("days", [0, -1, 3651])
def test_a_rule_waits_a_day_at_least(store: Store, inside: Scope, days: int) -> None:
    with pytest.raises(PolicyRefused):
        archiving.choose_policy(store=store, days=days, writes_tags=True, actor="Mina", now=NOW)


def begin(store: Store, deed: Deed = Deed.ARCHIVE, **wanted: Any) -> OrderBatch:
    return archiving_many.begin(
        wanted=Wanted(store_ids=(store.pk,), asked_at=NOW, **wanted),
        deed=deed,
        agency_id=store.agency_id,
        actor="Mina",
        now=NOW,
    )


def run() -> int:
    with every_store(because="a test runs batches"):
        return archiving_many.run_batches(now=NOW)


def run_out() -> None:
    while run():
        pass


def test_a_batch_goes_on_where_it_was_and_meets_each_order_once(
    store: Store, inside: Scope, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archiving_many, "CHUNK", 2)
    for _ in range(5):
        make_order(store, stage="DONE", step="OVER", stage_since=NOW)
    make_order(store, stage="PAYMENT", step="UNPAID", stage_since=NOW)
    batch = begin(store, stage="DONE")

    first = run()
    run_out()

    batch.refresh_from_db()
    assert (first, away(store)) == (2, 5)
    assert (batch.foreseen_count, batch.done_count, batch.state) == (5, 5, "DONE")


def test_a_batch_that_is_stopped_leaves_the_rest(
    store: Store, inside: Scope, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archiving_many, "CHUNK", 2)
    for _ in range(5):
        make_order(store)
    batch = begin(store)
    run()

    stopped = archiving_many.cancel_batch(batch=batch, now=NOW)
    run_out()

    batch.refresh_from_db()
    assert (stopped, away(store), batch.state) == (True, 2, "CANCELLED")
    assert not archiving_many.cancel_batch(batch=batch, now=NOW)


def test_a_batch_keeps_to_its_stores_and_age(store: Store, inside: Scope) -> None:
    other = make_store(store.agency, name="Other")
    stands = {"stage": "PAYMENT", "step": "UNPAID"}
    make_order(store, **stands, stage_since=NOW - timedelta(days=9))
    make_order(store, **stands, stage_since=NOW - timedelta(days=2))
    make_order(other, **stands, stage_since=NOW - timedelta(days=9))

    begin(store, stage="UNPAID", age="7-")
    run_out()

    assert (away(store), away(other)) == (1, 0)


def test_a_batch_takes_out_again_what_it_archived(store: Store, inside: Scope) -> None:
    for _ in range(3):
        make_order(store)
    begin(store)
    run_out()

    begin(store, Deed.UNARCHIVE)
    run_out()

    assert away(store) == 0


def test_a_mail_that_comes_back_brings_its_order_back(store: Store, inside: Scope) -> None:
    order = make_order(store)
    message = make_message(order)
    archiving.archive_orders(order_ids=[order.pk], actor="Mina", now=NOW)

    rescue_cases.open_case(message=message, cause=RescueCause.BOUNCED, at=NOW)

    order.refresh_from_db()
    assert order.archived_at is None
    assert Activity.objects.get(kind="ORDER_UNARCHIVED").data == {"because": "MAIL_CAME_BACK"}
