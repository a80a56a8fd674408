"""The roll-up says what the feed says, once."""

import threading
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from analytics import services
from analytics.models import FeedCursor, HourlyStat
from orders.models import Activity, ActivityKind
from stores.models import Store
from stores.scope import every_store
from tests.analytics.feeds import is_read, read_on
from tests.factories.stores import make_store
from tests.factories.worlds import make_activity, make_message, make_order

pytestmark = pytest.mark.django_db(transaction=True)

HOUR = datetime(2026, 11, 21, 9, tzinfo=UTC)


def fold_once() -> int:
    with every_store(because="a test folds"):
        return services.fold_activity(now=timezone.now())


def fold() -> int:
    """Fold until all is read."""
    return read_on(fold_once, lambda _read: is_read(services.ACTIVITY))


def test_an_hour_is_the_sum_of_what_happened_in_it(store: Store) -> None:
    order = make_order(store, placed_at=HOUR + timedelta(minutes=10))
    make_message(order)
    make_message(order, "FAILED", planned_at=HOUR + timedelta(minutes=59))
    make_activity(order, ActivityKind.MESSAGE_OPENED, at=HOUR + timedelta(hours=1))
    make_activity(order, ActivityKind.TAGGED, at=HOUR)

    fold()

    with every_store(because="a test reads"):
        first, second = HourlyStat.objects.order_by("hour")
    assert (first.hour, first.orders_count, first.order_value_minor) == (HOUR, 1, 184_900)
    assert (first.sent_count, first.sent_within_minute_count, first.failed_count) == (1, 1, 1)
    assert (second.opened_count, second.sent_count) == (1, 0)


def test_what_came_back_of_messages_is_counted_too(store: Store) -> None:
    order = make_order(store, placed_at=HOUR)
    for kind in ("DELIVERED", "DELIVERED", "BOUNCED", "COMPLAINED"):
        make_activity(order, ActivityKind[f"MESSAGE_{kind}"], at=HOUR)
    for said in (True, False):
        data = {"purpose": "MARKETING", "is_given": said}
        make_activity(order, ActivityKind.CONSENT_CHANGED, at=HOUR, data=data)

    fold()

    with every_store(because="a test reads"):
        stat = HourlyStat.objects.get()
    assert (stat.delivered_count, stat.bounced_count, stat.complained_count) == (2, 1, 1)
    assert stat.unsubscribed_count == 1


def test_a_message_that_left_late_is_not_counted_as_prompt(store: Store) -> None:
    order = make_order(store, placed_at=HOUR)
    make_message(order, sent_at=HOUR + timedelta(seconds=61))

    fold()

    with every_store(because="a test reads"):
        stat = HourlyStat.objects.get()
    assert (stat.sent_count, stat.sent_within_minute_count) == (1, 0)


def test_folding_again_changes_nothing(store: Store) -> None:
    make_message(make_order(store))

    read = fold(), fold_once()

    assert read[0] > 0
    assert read[1] == 0


def test_a_replay_of_the_whole_feed_equals_the_roll_up(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services, "BATCH", 3)
    other = make_store()
    for number in range(5):
        for one in (store, other):
            order = make_order(one, placed_at=HOUR + timedelta(minutes=25 * number))
            make_message(order)
        fold()

    folded = _rows()
    with every_store(because="a test forgets the roll-up"):
        HourlyStat.objects.all().delete()
        FeedCursor.objects.all().delete()
    fold()

    assert folded == _rows()
    assert Counter(name for row in folded for name in [row["store_id"]]) == {
        store.pk: 2,
        other.pk: 2,
    }


def test_what_is_not_committed_yet_is_counted_later_and_not_lost(store: Store) -> None:
    """A long transaction began first: rows of younger ones wait for it, so none is passed over."""
    order = make_order(store, placed_at=HOUR)
    fold()
    begun, may_end = threading.Event(), threading.Event()

    def slow() -> None:
        with transaction.atomic():
            make_activity(order, ActivityKind.MESSAGE_OPENED, at=HOUR)
            begun.set()
            may_end.wait(10)
        connection.close()

    thread = threading.Thread(target=slow)
    thread.start()
    assert begun.wait(10)
    make_activity(order, ActivityKind.MESSAGE_CLICKED, at=HOUR)
    read_meanwhile = fold_once()
    may_end.set()
    thread.join(10)
    fold()

    with every_store(because="a test reads"):
        stat = HourlyStat.objects.get()
    assert read_meanwhile == 0
    assert (stat.opened_count, stat.clicked_count) == (1, 1)


def test_two_who_fold_at_once_count_once(store: Store) -> None:
    for _ in range(5):
        make_order(store, placed_at=HOUR)
    barrier = threading.Barrier(4)

    def run() -> None:
        barrier.wait(10)
        fold_once()
        connection.close()

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    fold()

    with every_store(because="a test reads"):
        assert [row.orders_count for row in HourlyStat.objects.all()] == [5]
        assert Activity.objects.count() == 5


def _rows() -> list[dict[str, object]]:
    with every_store(because="a test reads"):
        rows = HourlyStat.objects.order_by("store_id", "hour")
        return [
            {name: value for name, value in row.items() if name != "id"} for row in rows.values()
        ]
