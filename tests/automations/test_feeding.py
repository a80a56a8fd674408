"""From the feed to runs: each fact sets each rule off once, whoever reads, and no rule another."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from automations import reading, services
from automations.models import Ending, Rule, RunState
from messaging.models import Message
from orders.models import ActivityKind, Customer, Note
from orders.services import record_activity
from stores.models import Agency, Store
from stores.scope import every_store
from tests.analytics.feeds import wait_for_the_feed
from tests.factories.messaging import make_words
from tests.factories.orders import make_order
from tests.factories.rules import (
    TAG,
    fresh,
    make_rule,
    read,
    run,
    runs,
    take_on,
    tell,
    writer,
)
from tests.factories.stores import make_agency, make_store

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def agency() -> Agency:
    return make_agency(name="Nordlinje")


@pytest.fixture
def store(agency: Agency) -> Store:
    return make_store(agency, name="Fjell & Garn")


def test_a_rule_runs_once_for_what_happened_however_often_it_is_read(store: Store) -> None:
    rule, order = make_rule(store), make_order(store)

    run()
    tell(order, "ORDER_PLACED", key=f"order:{order.shopify_id}:placed")
    run()

    (ran,) = runs(rule)
    assert (ran.state, ran.kind, ran.order_id) == (RunState.DONE, "ORDER_PLACED", order.pk)
    assert fresh(order).tags == ["seen"]


def test_what_happened_before_it_was_switched_on_is_none_of_its_business(store: Store) -> None:
    make_rule(store, name="keeps the feed read")
    before = make_order(store)
    wait_for_the_feed()  # where no transaction of a test beside holds it back
    rule = make_rule(store)
    after = make_order(store)

    run()

    assert [each.order_id for each in runs(rule)] == [after.pk]
    assert before.pk != after.pk


def test_a_feed_that_nobody_read_is_read_from_where_the_next_rule_begins(store: Store) -> None:
    rule = make_rule(store)
    with every_store(because="a test switches"):
        services.switch_off(rule=rule, actor=writer(store), now=timezone.now())
    for _ in range(3):
        make_order(store)
    wait_for_the_feed()
    with every_store(because="a test switches"):
        services.switch_on(rule=rule, actor=writer(store), now=timezone.now())
    make_order(store)

    assert read() == 1
    assert len(runs(rule)) == 1


def test_what_was_brought_in_from_the_past_sets_nothing_off(store: Store) -> None:
    rule = make_rule(store)
    make_order(store, placed_at=timezone.now() - timedelta(hours=25))
    recent = make_order(store, placed_at=timezone.now() - timedelta(hours=23))

    run()

    assert [each.order_id for each in runs(rule)] == [recent.pk]


def test_a_rule_for_all_stores_holds_for_one_connected_tomorrow_and_for_no_others(
    agency: Agency, store: Store
) -> None:
    rule = make_rule(agency)
    new, foreign = make_store(agency), make_store()
    make_rule(foreign, is_on=False)
    ours, fresh_one, theirs = make_order(store), make_order(new), make_order(foreign)

    run()

    assert {each.order_id for each in runs(rule)} == {ours.pk, fresh_one.pk}
    assert fresh(theirs).tags == []


def test_conditions_decide_and_say_what_they_saw(store: Store) -> None:
    rule = make_rule(
        store,
        conditions=[
            {
                "field": "total",
                "op": "at_least",
                "value": {"amount": "1000.00", "currency": "NOK"},
            }
        ],
    )
    large, small = make_order(store), make_order(store, total_minor=99_999)
    dollars = make_order(store, currency="USD")

    run()

    (ran,) = runs(rule)
    assert ran.order_id == large.pk
    assert ran.because[0]["seen"] == {"amount": "1849.00", "currency": "NOK"}
    assert small.pk != dollars.pk


def test_what_a_rule_writes_sets_no_rule_off(store: Store) -> None:
    tagging = make_rule(store, {"type": "tag_order", "tag": "a"})
    answering = make_rule(
        store,
        {"type": "tag_order", "tag": "b"},
        trigger={"type": "tag_added", "tag": "*"},
    )
    noting = make_rule(store, TAG, trigger={"type": "fact", "kind": "NOTED"})
    order = make_order(store)

    run()
    run()

    assert len(runs(tagging)) == 1
    assert runs(answering) == runs(noting) == []
    assert fresh(order).tags == ["a"]


def test_what_becomes_of_a_message_that_a_rule_sent_sets_no_rule_off(store: Store) -> None:
    make_words(store)
    sending = make_rule(store, {"type": "send", "kind": "ORDER_CONFIRMATION"})
    hearing = make_rule(store, TAG, trigger={"type": "fact", "kind": "MESSAGE_SENT"})
    order = make_order(store)
    run()
    with every_store(because="a test looks"):
        ours = Message.objects.get(order=order)
        theirs = Message.objects.get(order=order)
        theirs.pk, theirs._state.adding, theirs.about = None, True, "another"
        theirs.public_id = order.public_id
        theirs.save()
        for message in (ours, theirs):
            record_activity(
                store_id=store.pk,
                order_id=order.pk,
                kind=ActivityKind.MESSAGE_SENT,
                at=timezone.now(),
                key=f"message:{message.pk}:sent",
                data={},
                message_id=message.pk,
            )

    run()

    assert len(runs(sending)) == 1
    assert [each.about["fact"] > 0 for each in runs(hearing)] == [True]
    assert runs(hearing)[0].trigger_key == f"fact:message:{theirs.pk}:sent"


def test_a_rule_that_runs_again_and_again_for_one_order_stops_and_says_so(store: Store) -> None:
    rule = make_rule(store, trigger={"type": "fact", "kind": "ORDER_EDITED"})
    order, other = make_order(store), make_order(store)
    for number in range(15):
        tell(order, "ORDER_EDITED", key=f"edit:{number}")
    tell(other, "ORDER_EDITED", key="edit:other")

    run()

    of_order = [each for each in runs(rule) if each.order_id == order.pk]
    assert [each.state for each in of_order].count(RunState.DONE) == 10
    (stopped,) = [each for each in of_order if each.state == RunState.STOPPED]
    assert stopped.ending == Ending.FUSE
    assert sum(each.order_id == other.pk for each in runs(rule)) == 1
    with every_store(because="a test looks"):
        assert Rule.objects.get(pk=rule.pk).fused_at is not None


def test_once_for_each_customer_is_once(store: Store) -> None:
    with every_store(because="a test makes a customer"):
        customer = Customer.objects.create(store=store, shopify_id=7)
    rule = make_rule(store, once_per="CUSTOMER")
    for _ in range(3):
        make_order(store, customer=customer)
    make_order(store)

    run()

    assert len(runs(rule)) == 2


def test_rules_of_one_fact_run_in_their_order(store: Store) -> None:
    make_rule(store, {"type": "tag_order", "tag": "second"}, name="second", position=20)
    make_rule(store, {"type": "tag_order", "tag": "first"}, name="first", position=10)
    make_order(store)

    run()

    ended = sorted(runs(), key=lambda each: each.ended_at or timezone.now())
    assert [each.rule.name for each in ended] == ["first", "second"]


@pytest.mark.race
def test_eight_workers_run_each_once(store: Store) -> None:
    rule = make_rule(store, TAG, {"type": "note", "text": "Seen"})
    orders = [make_order(store) for _ in range(20)]
    wait_for_the_feed()
    failures: list[Any] = []

    def work() -> None:
        try:
            read_once_and_run()
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    take_on()

    assert failures == []
    assert len(runs(rule)) == len(orders)
    assert {each.state for each in runs(rule)} == {RunState.DONE}
    assert [len(each.outcomes) for each in runs(rule)] == [2] * len(orders)
    with every_store(because="a test looks"):
        assert Note.objects.count() == len(orders)


def read_once_and_run() -> None:
    with every_store(because="a test's worker"):
        reading.read_all(clock=timezone.now, seconds=20.0)
