"""From the feed to deliveries: each event once, of one's own stores alone, whoever reads."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from orders.models import Activity
from outbound import feeding, reading, services
from outbound.models import Endpoint
from stores.models import Agency, Store
from stores.scope import every_store
from tests.analytics.feeds import wait_for_the_feed
from tests.factories.orders import make_order
from tests.factories.outbound import make_endpoint
from tests.factories.stores import make_agency, make_store
from tests.outbound.feeds import end_of, read_all, tell
from tests.outbound.receiver import check, receiver
from tests.outbound.runs import clock, deliveries, post, post_for, states

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def agency() -> Agency:
    return make_agency(name="Nordlinje")


@pytest.fixture
def store(agency: Agency) -> Store:
    return make_store(agency, name="Fjell & Garn")


def types(endpoint: Endpoint) -> list[str]:
    return [row.type for row in deliveries(endpoint)]


def test_each_event_becomes_one_delivery_however_often_it_is_read(store: Store) -> None:
    endpoint, order = make_endpoint(store), make_order(store)
    tell(order, "ORDER_PAID")

    read_all()
    read_all()
    tell(order, "ORDER_CLOSED")
    read_all()

    assert types(endpoint) == ["order.placed", "order.paid", "order.closed"]
    assert len({row.event_id for row in deliveries(endpoint)}) == 3


def test_an_endpoint_hears_its_own_store_and_an_agencys_all_of_its_own(agency: Agency) -> None:
    ours, sister, foreign = make_store(agency), make_store(agency), make_store()
    of_store, of_agency = make_endpoint(ours), make_endpoint(agency)
    of_others = make_endpoint(foreign)
    orders = {name: make_order(shop) for name, shop in (("a", ours), ("b", sister))}
    theirs = make_order(foreign)

    read_all()

    def heard(endpoint: Endpoint) -> set[int | None]:
        return {row.order_id for row in deliveries(endpoint)}

    assert heard(of_store) == {orders["a"].pk}
    assert heard(of_agency) == {orders["a"].pk, orders["b"].pk}
    assert heard(of_others) == {theirs.pk}


def test_sandboxes_are_heard_by_test_endpoints_and_by_nobody_else(agency: Agency) -> None:
    live, sandbox = make_store(agency), make_store(agency, is_sandbox=True)
    endpoints = {
        "live": make_endpoint(agency),
        "test": make_endpoint(agency, is_test=True),
        "of the sandbox": make_endpoint(sandbox, is_test=True),
        "unmarked": make_endpoint(sandbox),
    }
    real, tried = make_order(live), make_order(sandbox)

    read_all()

    heard = {
        name: [row.order_id for row in deliveries(endpoint)] for name, endpoint in endpoints.items()
    }
    assert heard == {
        "live": [real.pk],
        "test": [tried.pk],
        "of the sandbox": [tried.pk],
        "unmarked": [],
    }


def test_only_wanted_kinds_are_delivered_and_the_others_are_passed(store: Store) -> None:
    endpoint, order = make_endpoint(store, kinds=["ORDER_CLOSED"]), make_order(store)
    tell(order, "ORDER_PAID")
    tell(order, "ORDER_CLOSED")

    assert read_all() == 3
    assert read_all() == 0

    assert types(endpoint) == ["order.closed"]


def test_what_commits_late_is_not_passed_over(store: Store) -> None:
    """The older transaction commits after the younger one was there to be read."""
    endpoint, order = make_endpoint(store), make_order(store)
    read_all()
    may_end, has_begun = threading.Event(), threading.Event()

    def slowly() -> None:
        try:
            with every_store(because="a test writes slowly"), transaction.atomic():
                Activity.objects.create(
                    store=store, order=order, kind="TAGGED", at=timezone.now(), key="slow"
                )
                has_begun.set()
                may_end.wait(30)
        finally:
            connection.close()

    late = threading.Thread(target=slowly)
    late.start()
    has_begun.wait(30)
    tell(order, "ORDER_CLOSED")
    with every_store(because="a test reads"):
        early = reading.read_all(clock=timezone.now, seconds=5.0)
    may_end.set()
    late.join()
    read_all()

    assert early == 0
    assert types(endpoint) == ["order.placed", "order.tagged", "order.closed"]


def test_many_readers_at_once_make_each_delivery_once(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feeding, "BATCH", 7)
    endpoints = [make_endpoint(store) for _ in range(3)]
    orders = [make_order(store) for _ in range(30)]
    for order in orders:
        tell(order, "ORDER_PAID")
    all_ready = threading.Barrier(4)
    wait_for_the_feed()

    def reader() -> None:
        try:
            all_ready.wait(30)
            with every_store(because="a test's reader"):
                for _ in range(20):
                    for endpoint in endpoints:
                        feeding.read_on(endpoint_id=endpoint.pk, now=timezone.now())
        finally:
            connection.close()

    threads = [threading.Thread(target=reader) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    read_all()

    for endpoint in endpoints:
        rows = deliveries(endpoint)
        assert len(rows) == len({row.event_id for row in rows}) == 60


def test_a_receiver_down_for_two_hours_gets_every_event_once_in_order(store: Store) -> None:
    """Orders come in all the time, while it is down too."""
    with receiver() as there:
        endpoint = make_endpoint(store, there.url)
        orders = [make_order(store) for _ in range(6)]
        steps = ["ORDER_PAID", "ORDER_FULFILLED", "PARCEL_ADDED", "ORDER_CLOSED"]
        read_all()
        at = clock()
        post(at)
        there.status = 503
        for place, step in enumerate(steps):
            for order in orders:
                tell(order, step)
            if place == 2:
                orders.append(make_order(store))
            read_all()
            post_for(at, until=timedelta(minutes=40 if place else 1))
        assert len(there.taken) == 6
        there.status = 200
        post_for(at, until=timedelta(hours=3))  # the longest wait of who failed for two

    wanted = ["order.placed", "order.paid", "order.fulfilled", "parcel.added", "order.closed"]
    for call in there.taken:
        check(call, endpoint.secret)
    assert not there.repeated()
    assert [there.types_of(order.public_id) for order in orders[:6]] == [wanted] * 6
    assert there.types_of(orders[6].public_id) == ["order.placed", "order.closed"]
    assert set(states(endpoint)) == {"DELIVERED"}


def test_the_first_event_after_a_trouble_brings_all_that_waited_at_once(store: Store) -> None:
    with receiver(status=503) as there:
        endpoint = make_endpoint(store, there.url)
        late = make_order(store)
        read_all()
        at = clock()
        post_for(at, until=timedelta(hours=2, minutes=1))
        there.status = 200
        early = post(at)
        order = make_order(store)
        read_all()
        post(at)

    assert early == 0
    assert [there.types_of(each.public_id) for each in (order, late)] == [["order.placed"]] * 2
    assert set(states(endpoint)) == {"DELIVERED"}


def test_two_workers_at_once_call_for_each_event_once_and_in_order(store: Store) -> None:
    with receiver(silence=0.003) as there:
        endpoint = make_endpoint(store, there.url)
        orders = [make_order(store) for _ in range(10)]
        for step in ("ORDER_PAID", "ORDER_CLOSED"):
            for order in orders:
                tell(order, step)
        read_all()
        at = clock()

        def worker() -> None:
            try:
                while "WAITING" in states(endpoint):
                    post(at, most=4)
            finally:
                connection.close()

        threads = [threading.Thread(target=worker) for _ in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    assert len(there.calls) == 30
    assert not there.repeated()
    assert there.most_at_once <= 4
    for order in orders:
        assert there.types_of(order.public_id) == ["order.placed", "order.paid", "order.closed"]


def test_what_is_paused_or_off_reads_nothing_and_loses_nothing(store: Store) -> None:
    kept, fresh = make_endpoint(store), make_endpoint(store)
    now = timezone.now()
    with every_store(because="a test pauses"):
        for endpoint in (kept, fresh):
            services.pause_endpoint(endpoint=endpoint, now=now)
    order = make_order(store)
    assert read_all() == 0
    assert end_of(kept).xid == 0
    with every_store(because="a test enables"):
        services.enable_endpoint(endpoint=kept, now=now)
        services.enable_endpoint(endpoint=fresh, from_now=True, now=now)
    tell(order, "ORDER_CLOSED")
    read_all()

    assert types(kept) == ["order.placed", "order.closed"]
    assert types(fresh) == ["order.closed"]


def test_an_endpoint_with_enough_under_way_leaves_the_rest_in_the_feed(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feeding, "MOST_OPEN", 4)
    monkeypatch.setattr(feeding, "BATCH", 2)
    with receiver() as there:
        endpoint = make_endpoint(store, there.url)
        for _ in range(10):
            make_order(store)
        read_all()
        full = len(deliveries(endpoint))
        while read_all() or post(clock()):
            pass

    assert 4 <= full < 10
    assert len(there.taken) == 10
    assert not there.repeated()


def test_reading_costs_the_same_for_few_rows_and_for_many(
    store: Store, django_assert_num_queries: Any
) -> None:
    for count in (1, 40):
        endpoint = make_endpoint(store)
        for _ in range(count):
            make_order(store)
        wait_for_the_feed()
        with every_store(because="a test reads"), django_assert_num_queries(8):
            assert feeding.read_on(endpoint_id=endpoint.pk, now=timezone.now()) >= count
