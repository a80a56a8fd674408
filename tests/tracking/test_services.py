"""Folding events into messages, and months into the table."""

import contextlib
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest
from django.db import DatabaseError, connection, connections, transaction
from django.utils import timezone

from messaging import services as messaging
from messaging.hidden_links import HONEYPOT_LINK
from messaging.models import Message
from messaging.readers import FINAL_AFTER
from stores.models import Store
from stores.scope import every_store, store_scope
from tests.factories.stores import make_store
from tests.factories.tracking import make_sent_message
from tracking import edge, services
from tracking.data import Sighting
from tracking.models import Event, EventKind, FeedCursor, Judgement

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
WAIT = 90.0  # a test's long transaction on the same server holds the feed back meanwhile


def seen(message: Message, kind: str = EventKind.OPEN, at: datetime = NOW) -> Sighting:
    index = 0 if kind == EventKind.CLICK else None
    return Sighting(message.store_id, message.pk, kind, at, index, "Mail", "203.0.113.0")


def fold_until(count: int, limit: int = 1000) -> int:
    """Fold until that many events are folded, and once more."""
    folded, end = 0, time.monotonic() + WAIT
    with every_store(because="a test folds"):
        while folded < count and time.monotonic() < end:
            folded += services.fold_events(now=NOW, limit=limit)
        return folded + services.fold_events(now=NOW, limit=limit)


def read(message: Message) -> Message:
    with every_store(because="a test looks"):
        return Message.objects.get(pk=message.pk)


@pytest.fixture
def writer(transactional_db: None) -> Iterator[psycopg.Connection[Any]]:
    """A connection of its own, as the hot edge has one."""
    with edge.connect() as it:
        yield it


@pytest.fixture
def message(transactional_db: None) -> Message:
    return make_sent_message(make_store())


def test_opens_and_clicks_reach_their_message_once(
    message: Message, writer: psycopg.Connection[Any]
) -> None:
    later = NOW + timedelta(minutes=5)
    edge.write(writer, [seen(message, at=later), seen(message), seen(message, EventKind.CLICK)])

    assert fold_until(3) == 3
    assert fold_until(0) == 0

    told = read(message)
    assert (told.open_count, told.click_count) == (2, 1)
    assert (told.first_opened_at, told.first_clicked_at) == (NOW, NOW)


@pytest.mark.parametrize(
    "changed",
    [
        {"way": "HEAD"},
        {"way": "AHEAD"},
        {"kind": "BEACON"},
        {"kind": "CLICK", "link_index": HONEYPOT_LINK},
    ],
)
def test_what_nobody_did_is_kept_for_judging_and_told_to_nobody(
    message: Message, writer: psycopg.Connection[Any], changed: dict[str, Any]
) -> None:
    edge.write(writer, [seen(message)._replace(**changed)])

    assert fold_until(1) == 1

    told = read(message)
    assert (told.open_count, told.click_count) == (0, 0)
    with store_scope(message.store_id):
        assert Judgement.objects.get().due_at == NOW + FINAL_AFTER


def test_what_commits_late_is_not_missed(message: Message, writer: psycopg.Connection[Any]) -> None:
    with edge.connect() as slow:
        slow.execute("BEGIN")
        edge.write(slow, [seen(message)])  # an earlier number …
        edge.write(writer, [seen(message)])
        with every_store(because="a test folds"):
            assert services.fold_events(now=NOW) == 0, "read on past a running transaction"
        slow.execute("COMMIT")  # … that is seen later

    assert fold_until(2) == 2
    assert read(message).open_count == 2


def test_what_is_rolled_back_is_not_told(message: Message, writer: psycopg.Connection[Any]) -> None:
    writer.execute("BEGIN")
    edge.write(writer, [seen(message)])
    writer.execute("ROLLBACK")
    edge.write(writer, [seen(message)])

    assert fold_until(1) == 1
    assert read(message).open_count == 1


def test_a_fold_that_fails_half_way_is_repeated_as_a_whole(
    message: Message, writer: psycopg.Connection[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    edge.write(writer, [seen(message), seen(message, EventKind.CLICK)])
    fold_one = services._fold
    folded: list[object] = []

    def dies(event: Any) -> None:
        if folded:
            raise KeyboardInterrupt
        folded.append(event)
        fold_one(event)

    end = time.monotonic() + WAIT
    with monkeypatch.context() as dying, every_store(because="a test folds"):
        dying.setattr(services, "_fold", dies)
        while not folded and time.monotonic() < end:
            with contextlib.suppress(KeyboardInterrupt):
                services.fold_events(now=NOW)
    assert read(message).open_count == 0

    assert fold_until(2) == 2
    assert (read(message).open_count, read(message).click_count) == (1, 1)


def test_an_event_that_cannot_be_told_does_not_stop_the_others(
    message: Message, writer: psycopg.Connection[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    poison = make_sent_message(Store(pk=message.store_id))
    record: Callable[..., bool] = messaging.record_open

    def fails(*, message_id: int, at: datetime) -> bool:
        if message_id == poison.pk:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1 / 0")
        return record(message_id=message_id, at=at)

    monkeypatch.setattr(messaging, "record_open", fails)
    edge.write(writer, [seen(message), seen(poison), seen(message)])

    assert fold_until(3) == 3
    assert (read(message).open_count, read(poison).open_count) == (2, 0)


def test_a_small_limit_never_cuts_through_a_transaction(
    message: Message, writer: psycopg.Connection[Any]
) -> None:
    edge.write(writer, [seen(message)] * 5)
    edge.write(writer, [seen(message)] * 3)

    assert fold_until(8, limit=2) == 8
    assert read(message).open_count == 8


def test_events_of_an_unknown_message_are_passed(
    message: Message, writer: psycopg.Connection[Any]
) -> None:
    gone = Sighting(message.store_id, 10**12, EventKind.CLICK, NOW, 3, "", None)
    edge.write(writer, [gone, seen(message)])

    assert fold_until(2) == 2
    assert read(message).open_count == 1


@pytest.mark.race
def test_four_folders_at_once_tell_each_event_once(
    message: Message, writer: psycopg.Connection[Any]
) -> None:
    for _ in range(40):
        edge.write(writer, [seen(message)])

    def fold(_: int) -> int:
        try:
            with every_store(because="a test folds"):
                return sum(services.fold_events(now=NOW, limit=3) for _ in range(10))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        folded = sum(pool.map(fold, range(4)))

    assert folded + fold_until(40 - folded) == 40
    assert read(message).open_count == 40
    assert FeedCursor.objects.count() == 1


def test_events_are_fenced_in_every_partition(message: Message) -> None:
    rival = make_store()
    with store_scope(message.store_id):
        for at in (NOW, timezone.now(), datetime(2001, 1, 1, tzinfo=UTC)):
            Event.objects.create(
                store_id=message.store_id, message_id=message.pk, kind="OPEN", at=at
            )
        assert Event.objects.count() == 3

    with store_scope(rival.pk), connection.cursor() as cursor:
        assert Event.objects.count() == 0
        cursor.execute(
            "SELECT relname, relrowsecurity AND relforcerowsecurity,"
            " has_table_privilege(oid, 'SELECT') FROM pg_class"
            " WHERE relname LIKE 'tracking_event%' AND relkind IN ('r', 'p')"
        )
        tables = cursor.fetchall()
        assert len(tables) >= 10
        for name, is_fenced, is_readable in tables:
            assert is_fenced, name
            if is_readable:  # months made later are reached through their parent only
                cursor.execute(f"SELECT count(*) FROM {name}")  # noqa: S608 - of the catalogue
                assert cursor.fetchone() == (0,), name
        with pytest.raises(DatabaseError), transaction.atomic():
            Event.objects.create(store_id=message.store_id, message_id=1, kind="OPEN", at=NOW)
