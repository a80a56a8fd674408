"""A verdict that changes moves the credit, by way of the feed."""

from datetime import datetime
from typing import Any

import pytest

from messaging.models import Message
from orders.models import Activity, ActivityKind
from orders.services import record_activity
from stores.models import Store
from stores.scope import every_store, store_scope
from tests.analytics.feeds import read_on
from tests.factories.attribution import bought, clicked, credited, may
from tracking.attribution.reconsidering import reconsider
from tracking.models import AttributionEvent, FeedCursor, Verdict

NOW = may(4, 13)

pytestmark = pytest.mark.django_db(transaction=True)


def judged(message: Message, at: datetime, change: int, **columns: Any) -> None:
    """As judging says it: the message's columns, and a line of the feed."""
    with store_scope(message.store_id):
        Message.objects.filter(pk=message.pk).update(**columns)
        record_activity(
            store_id=message.store_id,
            order_id=message.order_id,
            kind=ActivityKind.MESSAGE_JUDGED,
            at=at,
            key=f"judged:{message.pk}:{at}:{change}",
            data={"open": 0, "click": change, "machine_open": 0, "machine_click": 0, "version": 1},
            message_id=message.pk,
        )


def read(now: datetime = NOW) -> int:
    """Read to the end."""
    with every_store(because="a test reads the feed"):
        newest = Activity.objects.order_by("-xid").values_list("xid", flat=True).first() or 0
        return read_on(
            lambda: reconsider(now=now),
            lambda _read: FeedCursor.objects.get(name="attribution").next_xid > int(newest),
        )


def test_a_click_that_was_a_machines_loses_the_credit(store: Store) -> None:
    message = clicked(store, may(3))
    bought(store, may(4))
    assert credited(store)["nh_last"] == message.pk

    judged(message, may(3), -1, clicked_by_person_at=None, clicked_by_machine_at=may(3))
    assert read() == 1

    assert credited(store) == {}
    with store_scope(store.pk):
        events = AttributionEvent.objects.filter(attribution__model="nh_last")
        said = list(events.order_by("number").values_list("because", "orders", "gross_minor"))
    assert said == [("ORDER", 1, 70_00), ("VERDICT", -1, -70_00)]


def test_a_click_that_is_known_after_the_order_gets_it(store: Store) -> None:
    message = clicked(store, None)
    bought(store, may(4))
    assert credited(store) == {}

    judged(message, may(3), 1, clicked_by_person_at=may(3))
    read()

    assert credited(store) == dict.fromkeys(("nh_last", "nh_first"), message.pk)
    assert read() == 0


def test_after_the_evidence_is_closed_nothing_moves(store: Store) -> None:
    message = clicked(store, may(3))
    bought(store, may(4))

    judged(message, may(3), -1, clicked_by_person_at=None)
    read(now=may(14))

    assert credited(store)["nh_last"] == message.pk


def test_a_later_click_on_the_same_message_counts(store: Store) -> None:
    message = clicked(store, may(1))
    with store_scope(store.pk):
        Verdict.objects.create(
            store=store,
            event_id=1,
            message_id=message.pk,
            kind="CLICK",
            at=may(15),
            who="HUMAN",
            why="NOTHING_AGAINST",
            version=1,
        )

    bought(store, may(20))

    assert credited(store) == dict.fromkeys(("nh_last", "nh_first"), message.pk)


def test_the_feed_is_read_once(store: Store) -> None:
    message = clicked(store, None)
    judged(message, may(3), 1, clicked_by_person_at=may(3))

    counts = [read(), read()]

    assert counts == [1, 0]
    assert FeedCursor.objects.get(name="attribution").next_xid > 0
