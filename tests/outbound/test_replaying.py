"""A stretch of the feed told once more: bounded, in steps, with the events' old ids."""

from datetime import timedelta

import pytest
from django.utils import timezone

from orders.models import Activity
from outbound import feeding, places, redriving, replaying, services
from outbound.data import Place
from outbound.models import Endpoint, Replay
from stores.models import Store
from stores.scope import every_store
from tests.analytics.feeds import wait_for_the_feed
from tests.factories.orders import make_order
from tests.factories.outbound import make_endpoint
from tests.factories.stores import make_store
from tests.outbound.feeds import end_of, read_all, tell
from tests.outbound.receiver import receiver
from tests.outbound.runs import clock, deliveries, post

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def store() -> Store:
    return make_store(name="Fjell & Garn")


def ask(endpoint: Endpoint, start: object) -> Replay:
    with every_store(because="a test asks"):
        return replaying.replay(
            endpoint=endpoint,
            start=start,  # type: ignore[arg-type]  # a time or a place
            actor="Ingrid",
            now=timezone.now(),
        )


def fresh(replay: Replay) -> Replay:
    with every_store(because="a test looks"):
        return Replay.objects.get(pk=replay.pk)


def test_a_replay_tells_the_same_events_under_their_old_ids(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feeding, "BATCH", 3)
    with receiver() as there:
        endpoint = make_endpoint(store, there.url)
        orders = [make_order(store) for _ in range(4)]
        for order in orders:
            tell(order, "ORDER_CLOSED")
        read_all()
        post(clock())
        first = [call.id for call in there.taken]
        there.calls.clear()
        replay = ask(endpoint, timezone.now() - timedelta(hours=1))
        for order in orders:  # what happens meanwhile is not told twice
            tell(order, "ORDER_ARCHIVED")
        read_all()
        post(clock())

    again = [call.id for call in there.taken if call.said["type"] != "order.archived"]
    assert sorted(again) == sorted(first)
    assert len(there.taken) == 8 + 4
    done = fresh(replay)
    assert (done.state, done.total_count, done.read_count, done.made_count) == ("DONE", 8, 8, 8)
    assert {row.replay_id for row in deliveries(endpoint)} == {None, replay.pk}
    for order in orders:
        told = [
            c.said["type"] for c in there.taken if c.said["data"]["order"] == str(order.public_id)
        ]
        assert [each for each in told if each != "order.archived"] == [
            "order.placed",
            "order.closed",
        ]


def test_from_a_time_only_what_was_recorded_since_then(store: Store) -> None:
    endpoint, old, young = make_endpoint(store), make_order(store), make_order(store)
    since = timezone.now() - timedelta(minutes=30)
    with every_store(because="a test turns the clock back"):
        Activity.objects.filter(order=old).update(recorded_at=since - timedelta(seconds=1))
    read_all()
    replay = ask(endpoint, since)
    read_all()

    told = [row.order_id for row in deliveries(endpoint) if row.replay_id == replay.pk]
    assert told == [young.pk]


def test_a_time_is_found_among_many_rows_and_never_too_late(store: Store) -> None:
    now = timezone.now()
    orders = [make_order(store) for _ in range(12)]
    with every_store(because="a test spreads the facts over days"):
        for days, order in enumerate(reversed(orders)):
            at = now - timedelta(days=days)
            Activity.objects.filter(order=order).update(recorded_at=at)
        wait_for_the_feed()
        for days in range(12):
            found = places.place_before(now - timedelta(days=days, minutes=1), store_ids=[store.pk])
            rows = feeding.read([store.pk], after=found, limit=100)
            assert len(rows) == days + 1
            assert rows[-1].order_id == orders[-1].pk


def test_from_a_place_in_the_feed(store: Store) -> None:
    endpoint = make_endpoint(store)
    make_order(store)
    read_all()
    place = end_of(endpoint)
    late = make_order(store)
    read_all()
    replay = ask(endpoint, place)
    read_all()

    told = [row.order_id for row in deliveries(endpoint) if row.replay_id == replay.pk]
    assert told == [late.pk]


def test_one_runs_at_a_time_and_may_be_stopped(store: Store) -> None:
    endpoint = make_endpoint(store)
    make_order(store)
    read_all()
    replay = ask(endpoint, Place(0, 0))
    with pytest.raises(replaying.ReplayRuns):
        ask(endpoint, Place(0, 0))
    with every_store(because="a test stops"):
        replaying.stop_replay(replay=replay, now=timezone.now())
        with pytest.raises(replaying.ReplayOver):
            replaying.stop_replay(replay=replay, now=timezone.now())
    read_all()

    assert [row.replay_id for row in deliveries(endpoint)] == [None]
    ask(endpoint, Place(0, 0))


def test_too_far_back_too_much_or_for_an_endpoint_asleep_is_refused(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    endpoint = make_endpoint(store)
    for _ in range(3):
        make_order(store)
    read_all()
    with pytest.raises(replaying.ReplayTooFar):
        ask(endpoint, timezone.now() - timedelta(days=31))
    monkeypatch.setattr(replaying, "MOST_EVENTS", 2)
    with pytest.raises(replaying.ReplayTooFar):
        ask(endpoint, Place(0, 0))
    with every_store(because="a test pauses"):
        services.pause_endpoint(endpoint=endpoint, now=timezone.now())
    with pytest.raises(redriving.EndpointAsleep):
        ask(endpoint, Place(0, 0))


def test_a_replay_waits_while_enough_is_under_way(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feeding, "BATCH", 2)
    with receiver() as there:
        endpoint = make_endpoint(store, there.url)
        for _ in range(6):
            make_order(store)
        read_all()
        post(clock())
        monkeypatch.setattr(replaying, "MOST_OPEN", 2)
        replay = ask(endpoint, Place(0, 0))
        read_all()
        waiting = fresh(replay).made_count
        while read_all() or post(clock()):
            pass

    assert waiting == 2
    assert fresh(replay).state == "DONE"
    assert len(there.taken) == 12
