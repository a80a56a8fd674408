"""Steps of a run: each done once, by old words, with reasons; waits that end for good reasons."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from automations import doing, hours, services
from automations.data import RuleWish
from automations.erasing import redact_runs
from automations.models import Ending, RuleCall, RunState
from messaging.models import Message, OrderMode
from messaging.services import plan_message
from messaging.states import Reason, State
from orders.models import Activity, Customer, Note, Order, StaffTask, TagWrite
from orders.tasking import finish_task
from stores.models import Store
from stores.scope import every_store
from tests.factories.messaging import make_suppression, make_words
from tests.factories.orders import make_order
from tests.factories.rules import (
    PLACED,
    TAG,
    fresh,
    make_rule,
    run,
    runs,
    take_on,
    tell,
    writer,
)
from tests.factories.stores import make_store

pytestmark = pytest.mark.django_db(transaction=True)

SEND = {"type": "send", "kind": "ORDER_CONFIRMATION"}
WAIT = {"type": "wait", "duration": "3d"}
DAYS = timedelta(days=3, seconds=5)


@pytest.fixture
def store() -> Store:
    return make_store()


def outcomes(rule: Any) -> list[tuple[str, str, str]]:
    (ran,) = runs(rule)
    return [(each["action"], each["state"], each.get("reason", "")) for each in ran.outcomes]


def test_it_tags_notes_gives_a_task_and_tells_it_on_the_timeline(store: Store) -> None:
    rule = make_rule(
        store,
        {"type": "tag_order", "tag": "vip"},
        {"type": "tag_customer", "tag": "VIP"},
        {"type": "note", "text": "Wrap it", "is_for_packers": True},
        {"type": "task", "title": "Call them", "due_in": "8h"},
        name="VIPs",
    )
    with every_store(because="a test makes a customer"):
        customer = Customer.objects.create(store=store, shopify_id=7)
    order = make_order(store, customer=customer)

    run()

    assert [state for _action, state, _reason in outcomes(rule)] == ["DONE"] * 4
    with every_store(because="a test looks"):
        assert Customer.objects.get().tags == ["VIP"]
        note, task = Note.objects.get(), StaffTask.objects.get()
        assert (note.text, note.is_for_packers, note.author_name) == ("Wrap it", True, "VIPs")
        assert task.due_at is not None
        assert (task.title, task.due_at - task.given_at) == ("Call them", timedelta(hours=8))
        assert finish_task(task=task, actor="Jonas", now=timezone.now())
        assert not finish_task(task=task, actor="Jonas", now=timezone.now())
        told = {row.kind: row for row in Activity.objects.filter(order=order)}
        assert TagWrite.objects.get().tag == "vip"
    assert {"TAGGED", "NOTED", "TASK_GIVEN", "TASK_DONE", "RULE_RAN"} <= set(told)
    assert told["RULE_RAN"].data["name"] == "VIPs"
    assert [step["action"] for step in told["RULE_RAN"].data["steps"]] == [
        *("tag_order", "tag_customer", "note", "task")
    ]


def test_it_sends_by_planning_with_all_its_reasons(store: Store) -> None:
    make_words(store)
    rule = make_rule(store, SEND)
    reached, listed = make_order(store), make_order(store, email="no@example.com")
    make_suppression(store, "no@example.com")
    tried = make_order(store, is_test=True)

    run()

    said = {ran.order_id: ran.outcomes[0] for ran in runs(rule)}
    assert said[reached.pk]["state"] == "DONE"
    assert said[listed.pk]["reason"] == Reason.SUPPRESSED
    assert said[tried.pk]["reason"] == "NOT_REAL"
    with every_store(because="a test looks"):
        states = dict(Message.objects.values_list("order_id", "state"))
    assert states == {reached.pk: State.PLANNED, listed.pk: State.NOT_SENT}


def test_what_was_said_by_itself_is_not_said_again_by_a_rule(store: Store) -> None:
    make_words(store)
    rule, order = make_rule(store, SEND), make_order(store)
    with every_store(because="a test plans"):
        plan_message(order=order, kind="ORDER_CONFIRMATION", now=timezone.now())

    run()

    assert outcomes(rule) == [("send", "REFUSED", "SAID_ALREADY")]


def test_without_words_nothing_is_sent_and_the_rest_is_done(store: Store) -> None:
    rule, order = make_rule(store, SEND, TAG), make_order(store)

    run()

    assert outcomes(rule) == [("send", "REFUSED", "NO_WORDS"), ("tag_order", "DONE", "")]
    assert fresh(order).tags == ["seen"]


def test_it_waits_and_goes_on_when_the_time_has_come(store: Store) -> None:
    rule, order = make_rule(store, WAIT, TAG), make_order(store)

    run()
    (waiting,) = runs(rule)
    take_on(after=timedelta(days=2))
    assert (waiting.state, fresh(order).tags) == (RunState.DUE, [])
    take_on(after=DAYS)

    assert fresh(order).tags == ["seen"]
    assert runs(rule)[0].state == RunState.DONE
    with every_store(because="a test looks"):
        told = Activity.objects.filter(order=order, kind="RULE_RAN").order_by("id")
        assert [row.data["state"] for row in told] == ["WAITING", "DONE"]


@pytest.mark.parametrize(
    ("columns", "ending"),
    [
        ({"cancelled_at": timezone.now() + timedelta(days=1)}, Ending.ORDER_CANCELLED),
        ({"archived_at": timezone.now() + timedelta(days=1)}, Ending.ORDER_ARCHIVED),
        ({"redacted_at": timezone.now()}, Ending.REDACTED),
        ({"financial_state": "REFUNDED"}, Ending.NO_LONGER_TRUE),
        ({}, None),
    ],
)
def test_a_wait_ends_where_the_order_is_another_by_then(
    store: Store, columns: dict[str, Any], ending: str | None
) -> None:
    rule = make_rule(
        store,
        {**WAIT, "is_rechecked": True},
        TAG,
        conditions=[{"field": "is_paid", "op": "is", "value": True}],
    )
    order = make_order(store)
    run()
    with every_store(because="a test changes"):
        Order.objects.filter(pk=order.pk).update(**columns)

    take_on(after=DAYS)

    (ran,) = runs(rule)
    assert (ran.ending or None) == ending
    assert fresh(order).tags == ([] if ending else ["seen"])


def test_a_rule_about_cancelled_orders_is_not_stopped_by_the_cancellation(store: Store) -> None:
    rule = make_rule(
        store,
        {"type": "wait", "duration": "1h"},
        TAG,
        trigger={"type": "fact", "kind": "ORDER_CANCELLED"},
    )
    order = make_order(store, cancelled_at=timezone.now() - timedelta(minutes=1))
    tell(order, "ORDER_CANCELLED")

    run()
    take_on(after=timedelta(hours=2))

    assert runs(rule)[0].state == RunState.DONE
    assert fresh(order).tags == ["seen"]


def test_switched_off_what_waits_stops_and_changed_it_ends_by_the_old_words(store: Store) -> None:
    rule = make_rule(store, WAIT, TAG)
    first, actor = make_order(store), writer(store)
    run()
    new = {"trigger": PLACED, "actions": [{"type": "tag_order", "tag": "new words"}]}
    with every_store(because="a test changes"):
        wish = RuleWish(name="Changed", definition=new)
        services.change_rule(rule=rule, wish=wish, actor=actor, now=timezone.now())
    second = make_order(store)
    run()
    take_on(after=DAYS)

    assert fresh(first).tags == ["seen"]
    assert fresh(second).tags == ["new words"]
    assert [each.version.number for each in _with_versions(runs(rule))] == [1, 2]

    with every_store(because="a test changes"):
        wish = RuleWish(name="Waits", definition={"trigger": PLACED, "actions": [WAIT, TAG]})
        services.change_rule(rule=rule, wish=wish, actor=actor, now=timezone.now())
    third = make_order(store)
    run()
    with every_store(because="a test switches"):
        assert services.switch_off(rule=rule, actor=actor, now=timezone.now())
    take_on(after=DAYS)

    assert fresh(third).tags == []
    assert runs(rule)[-1].ending == Ending.SWITCHED_OFF


def _with_versions(found: list[Any]) -> list[Any]:
    with every_store(because="a test looks"):
        return [each for each in found if each.version]


def test_a_step_that_stumbles_is_tried_again_and_then_given_up(
    store: Store, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    rule, order = make_rule(store, TAG, {"type": "note", "text": "x"}), make_order(store)

    def stumble(_deed: object) -> doing.Outcome:
        raise RuntimeError("lightning")

    monkeypatch.setitem(doing._DEEDS, "note", stumble)
    run()
    for later in (1, 3, 6, 9, 12):
        take_on(after=timedelta(hours=later))

    (ran,) = runs(rule)
    assert (ran.state, ran.ending, ran.tries_count) == (RunState.FAILED, Ending.STUMBLED, 5)
    assert fresh(order).tags == ["seen"]
    assert "Could not take a rule's step" in caplog.text


def test_who_sends_is_changed_for_one_order_alone(store: Store) -> None:
    make_words(store)
    rule = make_rule(
        store,
        {"type": "set_mode", "kind": "ORDER_CONFIRMATION", "mode": "OFF"},
        conditions=[{"field": "sales_channel", "op": "is", "value": "POS"}],
    )
    counter = make_order(store, sales_channel="POS")
    with every_store(because="a test plans"):
        planned = plan_message(order=counter, kind="ORDER_CONFIRMATION", now=timezone.now())

    run()

    other = make_order(store)
    with every_store(because="a test plans"):
        assert planned is not None
        planned.refresh_from_db()
        plan_message(order=other, kind="ORDER_CONFIRMATION", now=timezone.now())
        states = dict(Message.objects.values_list("order_id", "state"))
        assert OrderMode.objects.get().order_id == counter.pk
    assert (planned.state, planned.reason) == (State.NOT_SENT, Reason.RULE_OFF)
    assert states[other.pk] == State.PLANNED
    assert outcomes(rule)[0][:2] == ("set_mode", "DONE")


def test_nothing_leaves_a_sandbox(store: Store) -> None:
    sandbox = make_store(is_sandbox=True)
    rule = make_rule(sandbox, {"type": "webhook", "url": "https://example.com/hook"})
    make_order(sandbox)

    run()

    assert outcomes(rule) == [("webhook", "REFUSED", "SANDBOX")]
    with every_store(because="a test looks"):
        assert RuleCall.objects.count() == 0


def test_waiting_until_the_store_works(store: Store) -> None:

    store.timezone, store.country = "Europe/Oslo", "NO"
    friday_night = datetime(2026, 11, 20, 21, tzinfo=UTC)
    monday_noon = datetime(2026, 11, 23, 11, tzinfo=UTC)
    with every_store(because="a test looks"):
        assert hours.next_opening(store, friday_night) == datetime(2026, 11, 23, 8, tzinfo=UTC)
        assert hours.next_opening(store, monday_noon) == monday_noon


def test_an_erased_buyers_orders_leave_nothing_that_conditions_saw(store: Store) -> None:
    rule = make_rule(
        store,
        WAIT,
        TAG,
        conditions=[{"field": "country", "op": "is_not", "value": "SE"}],
    )
    order = make_order(store, shipping_address={"country_code": "NO"})
    run()
    with every_store(because="a test erases"):
        assert redact_runs(store_id=store.pk, order_ids=[order.pk]) == 1

        Order.objects.filter(pk=order.pk).update(redacted_at=timezone.now())
    take_on(after=DAYS)

    (ran,) = runs(rule)
    assert (ran.because, ran.about, ran.ending) == ([], {}, Ending.REDACTED)
