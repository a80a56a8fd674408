"""Whose turn it is: in order for each order, fairly between endpoints, a few at a time."""

from datetime import timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from outbound import claiming, posting
from stores.models import Store
from stores.scope import every_store
from tests.factories.orders import make_order
from tests.factories.outbound import STEPS, make_deliveries, make_endpoint
from tests.factories.stores import make_store
from tests.outbound.receiver import receiver
from tests.outbound.runs import clock, fresh, post, post_for, states

TYPES = ["order.placed", "order.paid", "order.fulfilled"]


class TestOrderOfOrders(TestCase):
    @settings(max_examples=15, deadline=None)
    @given(seed=st.integers(0, 2**32), orders=st.integers(1, 4), harm=st.floats(0.1, 0.8))
    def test_whatever_fails_the_events_of_an_order_come_in_their_order(
        self, seed: int, orders: int, harm: float
    ) -> None:
        chance, at, store = Random(seed), clock(), make_store()
        with receiver(decide=lambda _: 500 if chance.random() < harm else None) as there:
            endpoint = make_endpoint(store, there.url)
            bought = [make_order(store) for _ in range(orders)]
            rows = make_deliveries(endpoint, bought)
            post_for(at, until=timedelta(days=30))

        heard = [there.types_of(order.public_id) for order in bought]
        given_up = states(endpoint).count("FAILED")
        assert sum(map(len, heard)) + given_up == len(rows) == len(STEPS) * orders
        assert not there.repeated()
        for types in heard:
            assert types == sorted(types, key=TYPES.index)
        tried = [(call.said["data"]["order"], call.said["type"]) for call in there.calls]
        for order in bought:  # nor is one tried before the one ahead of it is settled
            mine = [type_ for id_, type_ in tried if id_ == str(order.public_id)]
            assert mine == sorted(mine, key=TYPES.index)


pytestmark = pytest.mark.django_db


def test_an_order_whose_event_fails_holds_up_no_other(store: Store) -> None:
    stuck, free = make_order(store), make_order(store)
    with receiver(
        decide=lambda said: 500 if said["data"]["order"] == str(stuck.public_id) else None
    ) as there:
        endpoint = make_endpoint(store, there.url)
        make_deliveries(endpoint, [stuck, free])
        post(clock())

    assert [call.said["type"] for call in there.taken] == TYPES
    assert [call.said["type"] for call in there.calls if call.status == 500] == ["order.placed"]


def test_one_given_up_makes_way_for_the_next(store: Store) -> None:
    with receiver(decide=lambda said: 500 if said["type"] == "order.placed" else None) as there:
        endpoint = make_endpoint(store, there.url)
        make_deliveries(endpoint, [make_order(store)])
        post_for(clock(), until=timedelta(days=4))

    assert states(endpoint) == ["FAILED", "DELIVERED", "DELIVERED"]
    assert [call.said["type"] for call in there.taken] == TYPES[1:]


def test_a_receiver_gets_a_few_calls_at_a_time(store: Store) -> None:
    with receiver(silence=0.05) as there:
        endpoint = make_endpoint(store, there.url)
        make_deliveries(endpoint, [make_order(store) for _ in range(12)], kinds=["ORDER_PAID"])
        post(clock())

    assert len(there.taken) == 12
    assert there.most_at_once == 4


def test_a_slow_receiver_gets_one_call_at_a_time(store: Store) -> None:
    with receiver(silence=0.02) as there:
        endpoint = make_endpoint(store, there.url, is_slow=True)
        make_deliveries(endpoint, [make_order(store) for _ in range(6)], kinds=["ORDER_PAID"])
        post(clock(), seconds=0.0)
        post(clock(), seconds=0.01)

    assert there.most_at_once <= 1


def test_receivers_that_hang_cost_the_others_nothing(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of eight calls that a worker makes at a time, the hanging ones never hold more than four."""
    monkeypatch.setattr(posting, "DEADLINE", 6.0)
    with receiver(silence=30.0) as hanging, receiver() as well:
        for _ in range(6):
            bad = make_endpoint(store, hanging.url, failures_count=1)
            make_deliveries(bad, [make_order(store) for _ in range(4)], kinds=["ORDER_PAID"])
        good = make_endpoint(store, well.url)
        make_deliveries(good, [make_order(store) for _ in range(20)], kinds=["ORDER_PAID"])
        post(clock(), most=8, seconds=4.0)

    assert states(good) == ["DELIVERED"] * 20
    assert hanging.most_at_once == 4
    assert max(call.at for call in well.taken) - min(call.at for call in hanging.calls) < 6.0


def test_what_rests_is_not_called_and_a_probe_ends_the_rest(store: Store) -> None:
    at = clock()
    with receiver(status=503) as there:
        endpoint = make_endpoint(store, there.url)
        make_deliveries(endpoint, [make_order(store) for _ in range(200)], kinds=["ORDER_PAID"])
        post_for(at, until=timedelta(hours=2))
        down = len(there.calls)
        there.status = 200
        post_for(at, until=timedelta(minutes=6))

    # One call each five minutes, not two hundred each time.
    assert 25 <= down <= 45
    assert set(states(endpoint)) == {"DELIVERED"}
    assert not there.repeated()
    assert (fresh(endpoint).failures_count, fresh(endpoint).failing_since) == (0, None)


def test_a_claim_costs_the_same_for_one_and_for_many(
    store: Store, django_assert_num_queries: Any
) -> None:
    for count in (1, 4):
        endpoint = make_endpoint(store)
        make_deliveries(endpoint, [make_order(store) for _ in range(count)], kinds=["ORDER_PAID"])
        with every_store(because="a test claims"), django_assert_num_queries(8):
            taken = claiming.claim(endpoint_id=endpoint.pk, now=clock().now, most=8)
        assert len(taken) == count
