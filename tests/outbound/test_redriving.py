"""Told again: one delivery, all that was given up, and a test event."""

from datetime import timedelta

import pytest
from django.utils import timezone

from outbound import redriving
from outbound.models import Delivery
from stores.models import Store
from stores.scope import every_store
from tests.factories.orders import make_order
from tests.factories.outbound import make_deliveries, make_endpoint
from tests.outbound.receiver import check, receiver
from tests.outbound.runs import attempts, clock, deliveries, post, post_for, states

pytestmark = pytest.mark.django_db


def test_a_delivery_goes_again_with_its_id_and_is_on_a_fresh_schedule(store: Store) -> None:
    at = clock()
    with receiver(status=500) as there:
        endpoint = make_endpoint(store, there.url)
        make_deliveries(endpoint, [make_order(store)], kinds=["ORDER_PAID"])
        post_for(at, until=timedelta(days=4))
        (given_up,) = deliveries(endpoint)
        there.status = 200
        with every_store(because="a test sends again"):
            redriving.redrive(delivery=given_up, now=at.now)
            with pytest.raises(redriving.DeliveryOpen):
                redriving.redrive(delivery=given_up, now=at.now)
        post(at)

    assert states(endpoint) == ["DELIVERED"]
    assert {call.id for call in there.calls} == {given_up.event_id}
    assert [row.number for row in attempts(endpoint)] == list(range(1, 12))
    check(there.taken[0], endpoint.secret)


def test_all_that_failed_since_goes_again_in_bounded_steps(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(redriving, "MOST_AT_ONCE", 3)
    endpoint, now = make_endpoint(store), timezone.now()
    made = make_deliveries(endpoint, [make_order(store) for _ in range(5)], kinds=["ORDER_PAID"])
    with every_store(because="a test gives up"):
        Delivery.objects.update(state="FAILED", settled_at=now)
        Delivery.objects.filter(pk=made[0].pk).update(created_at=now - timedelta(days=2))
        since = now - timedelta(days=1)
        first = redriving.redrive_failed(endpoint=endpoint, since=since, now=now)
        second = redriving.redrive_failed(endpoint=endpoint, since=since, now=now)

    assert (first.count, first.is_complete) == (3, False)
    assert (second.count, second.is_complete) == (1, True)
    assert states(endpoint) == ["FAILED"] + ["WAITING"] * 4


def test_a_test_event_passes_all_that_waits_and_any_filter(store: Store) -> None:
    with receiver() as there:
        endpoint = make_endpoint(store, there.url, kinds=["ORDER_CLOSED"])
        with every_store(because="a test tries it"):
            redriving.send_test_event(endpoint=endpoint, now=timezone.now())
        at = clock()
        post(at)

    (call,) = there.calls
    check(call, endpoint.secret)
    assert call.said["type"] == "endpoint.tested"
    assert call.said["data"]["store"] == str(store.public_id)
