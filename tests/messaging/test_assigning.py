"""Which arm of a test a message is given: drawn before its words, kept, and by whom not."""

import threading
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from common.killpoint import killpoint
from messaging import assigning, sending
from messaging.models import Assignment, Message
from messaging.states import State
from orders.models import Customer
from stores.models import Store
from stores.scope import every_store, store_scope
from templates_app import experimenting, layering, running
from templates_app.assigning import arm_of, bucket_of, unit_hash
from templates_app.models import Experiment, VariantWording
from tests.factories.experiments import make_experiment
from tests.factories.messaging import fresh, make_messages, make_order, make_words, plan
from tests.factories.stores import make_store

pytestmark = pytest.mark.django_db
ALWAYS_B = [0, 10_000]


@pytest.fixture
def now() -> datetime:
    """Late enough that all which a test plans is due by then."""
    return timezone.now() + timedelta(minutes=1)


def send(now: datetime, *, limit: int = 50) -> int:
    return sending.send_due(now=now, limit=limit)


def weigh(experiment: Experiment, weights: Sequence[int], now: datetime) -> None:
    with every_store(because="a test changes weights"):
        experimenting.change_weights(
            experiment=experiment, weights_bp=weights, reason="more of B", actor="Marte", now=now
        )


def arms_by_order(messages: Sequence[Message]) -> list[tuple[int | None, int | None]]:
    rows = [fresh(message) for message in messages]
    return [(row.arm, row.epoch) for row in rows]


def bought_by(store: Store, customer: Customer) -> Message:
    return plan(make_order(store, customer=customer, email="kari@example.com"))


def make_customer(store: Store, number: int = 1) -> Customer:
    with store_scope(store.pk):
        return Customer.objects.create(
            store=store, shopify_id=number, email="kari@example.com", changed_at=timezone.now()
        )


def test_each_message_gets_the_arm_that_its_buyer_is_drawn_for(store: Store, now: datetime) -> None:
    experiment = make_experiment(store, weights=[4_000, 6_000])
    messages = make_messages(store, 30)

    assert send(now) == 30

    rows = [fresh(message) for message in messages]
    for row in rows:
        unit = f"email:{row.recipient}"
        drawn = arm_of(bucket_of(experiment.salt, unit), [4_000, 6_000])
        assert (row.state, row.experiment_id, row.arm) == (State.SENT, experiment.pk, drawn)
        assert (row.epoch, row.unit_hash) == (1, unit_hash(experiment.salt, unit))
        assert row.subject.startswith("B: ") == (row.arm == 1)
    assert {row.arm for row in rows} == {0, 1}
    with store_scope(store.pk):
        kept = set(Assignment.objects.values_list("unit_hash", "arm", "epoch"))
    assert kept == {(row.unit_hash, row.arm, row.epoch) for row in rows}


def test_new_weights_meet_new_buyers_only(store: Store, now: datetime) -> None:
    experiment = make_experiment(store, weights=[9_999, 1])
    kari = make_customer(store)
    first = bought_by(store, kari)
    send(now)

    weigh(experiment, ALWAYS_B, now)
    again, other = bought_by(store, kari), plan(make_order(store))
    send(now + timedelta(minutes=1))

    assert arms_by_order([first, again, other]) == [(0, 1), (0, 1), (1, 2)]


def test_a_buyer_is_known_by_shopifys_number_whatever_the_address(
    store: Store, now: datetime
) -> None:
    experiment = make_experiment(store)
    kari = make_customer(store, 77)
    orders = [
        make_order(store, customer=kari, email=address)
        for address in ("kari@example.com", "kari@work.example")
    ]
    messages = [plan(order) for order in orders]

    send(now)

    expected = unit_hash(experiment.salt, "gid://shopify/Customer/77")
    assert {fresh(message).unit_hash for message in messages} == {expected}


def test_without_a_number_the_address_is_the_buyer_however_it_is_written(
    store: Store, now: datetime
) -> None:
    make_experiment(store)
    messages = [
        plan(make_order(store, email=address))
        for address in ("Kari@Example.com", "kari@example.com")
    ]

    send(now)

    assert len({fresh(message).unit_hash for message in messages}) == 1


def test_where_orders_are_the_unit_each_order_is_drawn(store: Store, now: datetime) -> None:
    experiment = make_experiment(store, unit="ORDER")
    kari = make_customer(store)
    messages = [bought_by(store, kari) for _ in range(3)]

    send(now)

    assert [fresh(message).unit_hash for message in messages] == [
        unit_hash(experiment.salt, f"order:{message.order.shopify_id}")
        for message in messages
        if message.order
    ]


def test_one_person_in_two_stores_of_a_pooled_test_is_two_units(
    store: Store, now: datetime
) -> None:
    other = make_store(store.agency)
    make_experiment(store, other)
    messages = [plan(make_order(each, email="kari@example.com")) for each in (store, other)]

    send(now)

    rows = [fresh(message) for message in messages]
    assert all(row.experiment_id for row in rows)
    assert len({row.unit_hash for row in rows}) == 2


def test_who_is_not_covered_or_held_out_is_in_no_test(store: Store, now: datetime) -> None:
    experiment = make_experiment(store, coverage_bp=5_000)
    with every_store(because="a test holds out"):
        hold_out = layering.set_hold_out(store=store, share_bp=2_000, actor="Marte", now=now)
    messages = make_messages(store, 50)

    send(now)

    for row in [fresh(message) for message in messages]:
        unit = f"email:{row.recipient}"
        is_in = bucket_of(experiment.layer.salt, unit) < 5_000
        is_out = bucket_of(hold_out.salt, unit) < 2_000
        assert (row.experiment_id is not None) == (is_in and not is_out)
        assert row.state == State.SENT
    with store_scope(store.pk):
        assert 0 < Assignment.objects.count() < 50


def test_who_has_an_arm_keeps_it_when_fewer_are_covered(store: Store, now: datetime) -> None:
    experiment = make_experiment(store)
    kari = make_customer(store)
    first = bought_by(store, kari)
    send(now)

    with every_store(because="a test covers fewer"):
        experimenting.change_coverage(
            experiment=experiment, coverage_bp=1, reason="calmer", actor="Marte", now=now
        )
    again, others = bought_by(store, kari), make_messages(store, 20)
    send(now + timedelta(minutes=1))

    assert fresh(again).arm == fresh(first).arm
    assert [fresh(other).experiment_id for other in others] == [None] * 20


@pytest.mark.parametrize(
    "fields",
    [
        {"sequence": 1},
        {"actor": "Marte Lund"},
        {"about": "test:1"},
        {"kind": "DELIVERED"},
    ],
)
def test_what_staff_send_and_other_mails_are_in_no_test(
    store: Store, now: datetime, fields: dict[str, Any]
) -> None:
    make_experiment(store)
    (outside,) = make_messages(store, 1, **fields)
    (inside,) = make_messages(store, 1)

    send(now)

    assert fresh(outside).experiment_id is None
    assert fresh(inside).experiment_id is not None


def test_a_store_that_does_not_send_every_arm_draws_none(
    store: Store, now: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    make_experiment(store)
    with every_store(because="a test loses a variant"):
        VariantWording.objects.all().delete()
    message = plan(make_order(store))

    send(now)

    row = fresh(message)
    assert (row.state, row.experiment_id, row.variant_id) == (State.SENT, None, None)
    assert "messaging.test.unworded" in caplog.text


def test_tests_of_one_layer_share_no_buyer(store: Store, now: datetime) -> None:
    first = make_experiment(store, coverage_bp=5_000)
    second = make_experiment(store, coverage_bp=5_000)
    messages = make_messages(store, 40)

    send(now)

    got = Counter(fresh(message).experiment_id for message in messages)
    assert set(got) == {first.pk, second.pk}


def test_nothing_is_asked_where_nothing_is_tested_and_little_otherwise(
    store: Store, now: datetime
) -> None:
    make_words(store)
    asked: list[int] = []
    given: list[list[int | None]] = []
    for size, is_tested in ((5, False), (5, True), (50, True)):
        if is_tested and len(given) == 1:
            make_experiment(store)
        messages = make_messages(store, size)
        with CaptureQueriesContext(connection) as queries:
            send(now, limit=size)
        given.append([fresh(message).arm for message in messages])
        told = [query["sql"] for query in queries.captured_queries]
        tables = ("templates_app_arm", "templates_app_experimentepoch", "messaging_assignment")
        names = (*tables, "templates_app_holdout", "templates_app_variantwording")
        asked.append(sum(any(f'FROM "{name}"' in sql for name in names) for sql in told))

    assert set(given[0]) == {None}
    assert None not in {*given[1], *given[2]}
    assert asked == [0, 5, 5]


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_two_workers_give_one_buyer_one_arm_though_weights_change_between(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    store = make_store()
    experiment = make_experiment(store, weights=[9_999, 1])
    kari = make_customer(store)
    first, second = bought_by(store, kari), bought_by(store, kari)
    now = timezone.now() + timedelta(minutes=1)
    drawn, changed = threading.Barrier(2), threading.Event()
    seen: list[list[int]] = []

    def looked_up(store_ids: Any) -> Any:
        """Each worker has looked before either draws; the second after the weights changed."""
        is_second = threading.current_thread().name == "second"
        if is_second:
            assert changed.wait(20)
        found = running.running_tests(store_ids)
        seen.append([test.epoch.number for tests in found.values() for test in tests])
        if not is_second:
            weigh(experiment, ALWAYS_B, now)
            changed.set()
        drawn.wait(20)
        return found

    monkeypatch.setattr(assigning, "running_tests", looked_up)

    def work() -> None:
        try:
            sending.send_due(now=now, limit=1)
        finally:
            connections.close_all()

    workers = [threading.Thread(target=work, name=name) for name in ("first", "second")]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)

    rows = [fresh(message) for message in (first, second)]
    assert sorted(seen) == [[1], [2]]
    assert {row.state for row in rows} == {State.SENT}
    assert len({(row.arm, row.epoch, row.unit_hash) for row in rows}) == 1
    with store_scope(store.pk):
        assert Assignment.objects.count() == 1


def test_a_worker_that_died_after_drawing_changes_nothing(
    store: Store, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    experiment = make_experiment(store)
    messages = make_messages(store, 10)

    class Shot(BaseException):
        pass

    def shot(name: str) -> None:
        if name == "messaging.assigned":
            raise Shot
        killpoint(name)

    with monkeypatch.context() as patch:
        patch.setattr(assigning, "killpoint", shot)
        with pytest.raises(Shot):
            send(now)
    with store_scope(store.pk):
        drawn = dict(Assignment.objects.values_list("unit_hash", "arm"))
        Message.objects.update(claimed_until=now - timedelta(hours=1))
    weigh(experiment, ALWAYS_B, now)
    while send(now + timedelta(minutes=5)):
        pass  # one by one: what a worker died with is taken alone

    rows = [fresh(message) for message in messages]
    assert len(drawn) == 10
    assert {row.unit_hash: row.arm for row in rows} == drawn
    assert {(row.state, row.epoch) for row in rows} == {(State.SENT, 1)}
