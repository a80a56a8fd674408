"""Reports come from a replica that keeps up, under the same walls; all else from the primary."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import DatabaseError, OperationalError, connection, connections
from django.test.utils import CaptureQueriesContext

from common.db import replica
from common.db.base import DatabaseWrapper
from common.db.replica import Fitness, reading, reading_from, reporting, reports
from common.embedded import standby
from orders.models import Order
from stores.models import Store
from stores.scope import every_store, store_scope
from tests.factories.keys import KeyClient
from tests.factories.stores import make_store
from tests.factories.worlds import make_order

STORES = "SELECT array_agg(DISTINCT store_id), pg_is_in_recovery() FROM orders_order"


@pytest.fixture(scope="module")
def follower(django_db_setup: None) -> Iterator[Path]:
    """The sockets of a replica of the tests' Postgres."""
    given = connections["default"].settings_dict
    if given["OPTIONS"].get("is_shared"):
        pytest.skip("The whole run is behind a pooler")
    try:
        with standby.of(Path(given["HOST"] or given["OPTIONS"]["host"])) as sockets:
            yield sockets
    except standby.Missing as why:
        pytest.skip(str(why))


@pytest.fixture
def following(
    follower: Path, transactional_db: None, monkeypatch: pytest.MonkeyPatch
) -> Iterator[psycopg.Connection[Any]]:
    """The settings name it; a session of its owner to do things to it."""
    given = connections["default"].settings_dict
    options = {**given["OPTIONS"], "host": str(follower)}
    behind = {**given, "OPTIONS": options}
    monkeypatch.setitem(connections.settings, replica.REPLICA, behind)
    # By a name of its own, since a test may only open databases that it also empties.
    connections["follower"] = connections[replica.REPLICA] = DatabaseWrapper(behind, "follower")
    monkeypatch.setattr(replica, "fitness", Fitness(replica.seconds_behind))
    monkeypatch.setattr(replica, "LOOK_AGAIN", 0.0)
    url = f"host={follower} user=notifyhub dbname={given['NAME']}"
    with psycopg.connect(url, autocommit=True) as owner:
        try:
            yield owner
        finally:
            owner.execute("SELECT pg_wal_replay_resume()")
            connections[replica.REPLICA].close()
            del connections[replica.REPLICA], connections["follower"]


def caught_up(owner: psycopg.Connection[Any]) -> None:
    """Wait until all that was committed so far can be read there."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_wal_insert_lsn()::text")
        (end,) = cursor.fetchone()
    deadline = time.monotonic() + 20
    said = "SELECT pg_last_wal_replay_lsn() >= %s::pg_lsn"
    while owner.execute(said, [end]).fetchone() != (True,):
        assert time.monotonic() < deadline
        time.sleep(0.01)


def seen() -> tuple[list[int], bool]:
    """Whose orders a report reads, and whether from the replica."""
    with reading().cursor() as cursor:
        cursor.execute(STORES)
        stores, is_replica = cursor.fetchone()
    return sorted(stores or []), is_replica


def test_a_report_is_read_from_the_replica_under_the_same_walls(
    following: psycopg.Connection[Any],
) -> None:
    ours, theirs = make_order(make_store()), make_order(make_store())
    caught_up(following)

    with store_scope(ours.store_id), reports():
        mine = seen()
        found = [(order.pk, order._state.db) for order in Order.objects.all()]
    with reports():
        nobodys = seen()
    with every_store(because="test"), reports():
        everybodys = seen()

    assert mine == ([ours.store_id], True)
    assert found == [(ours.pk, "replica")]
    assert nobodys == ([], True)
    assert everybodys == (sorted([ours.store_id, theirs.store_id]), True)


def test_outside_of_reports_what_was_written_is_read_at_once(
    following: psycopg.Connection[Any],
) -> None:
    caught_up(following)
    following.execute("SELECT pg_wal_replay_pause()")
    order = make_order(make_store())

    with store_scope(order.store_id):
        assert seen() == ([order.store_id], False)
        assert Order.objects.get(pk=order.pk)._state.db == "default"


def test_what_was_read_from_the_replica_is_written_to_the_primary(
    following: psycopg.Connection[Any],
) -> None:
    order = make_order(make_store())
    caught_up(following)

    with store_scope(order.store_id), reports():
        read = Order.objects.get(pk=order.pk)
        read.cancel_reason = "customer"
        read.save(update_fields=["cancel_reason"])
        with connection.cursor() as cursor:
            cursor.execute("SELECT cancel_reason FROM orders_order")
            (written,) = cursor.fetchone()

    assert read._state.db == "default"
    assert written == "customer"


def test_one_that_lags_is_passed_over_until_it_has_caught_up(
    following: psycopg.Connection[Any], settings: Any
) -> None:
    settings.NOTIFYHUB_REPLICA_LAG_SECONDS = 1.0
    make_order(make_store())
    caught_up(following)
    following.execute("SELECT pg_wal_replay_pause()")
    late = make_order(make_store())
    time.sleep(1.2)

    with store_scope(late.store_id), reports():
        while_it_lags = seen()
    following.execute("SELECT pg_wal_replay_resume()")
    caught_up(following)
    afterwards, deadline = while_it_lags, time.monotonic() + 20
    while not afterwards[1] and time.monotonic() < deadline:  # other tests write to this server too
        with store_scope(late.store_id), reports():
            afterwards = seen()

    assert while_it_lags == ([late.store_id], False)
    assert afterwards == ([late.store_id], True)


def test_one_that_is_idle_does_not_lag(following: psycopg.Connection[Any]) -> None:
    caught_up(following)
    time.sleep(0.3)  # so long ago, at least, was what it replayed last

    behind, deadline = replica.seconds_behind(), time.monotonic() + 20
    while behind and time.monotonic() < deadline:  # other tests write to this server too
        behind = replica.seconds_behind()

    assert behind == 0.0


def test_the_page_of_figures_asks_the_replica(
    following: psycopg.Connection[Any], store: Store, api: KeyClient
) -> None:
    caught_up(following)
    with CaptureQueriesContext(connections[replica.REPLICA]) as asked:
        answer = api.get("figures/")

    assert answer.status_code == 200, answer.content
    assert any("analytics_" in one["sql"] for one in asked.captured_queries)


def test_a_report_that_the_replica_ends_is_read_again_from_the_primary(
    following: psycopg.Connection[Any],
) -> None:
    order = make_order(make_store())
    caught_up(following)
    tries = []

    @reporting
    def report() -> tuple[list[int], bool]:
        tries.append(reading_from())
        with reading().cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            (number,) = cursor.fetchone()
        if reading_from() == replica.REPLICA:
            following.execute("SELECT pg_terminate_backend(%s)", [number])
        return seen()

    with store_scope(order.store_id):
        found = report()
        with reports():
            soon_after = reading_from()

    assert tries == ["replica", "default"]
    assert found == ([order.store_id], False)
    assert soon_after == "default"


@pytest.mark.django_db(transaction=True)
def test_where_no_replica_is_named_the_primary_is_read() -> None:
    order = make_order(make_store())

    with store_scope(order.store_id), reports():
        assert seen() == ([order.store_id], False)


def test_a_fault_of_the_report_itself_is_told_once() -> None:
    tries = []

    @reporting
    def report() -> None:
        tries.append(reading_from())
        raise OperationalError("of the primary")

    with pytest.raises(DatabaseError, match="of the primary"):
        report()
    assert tries == ["default"]


def test_one_that_is_away_is_left_alone_for_a_while() -> None:
    looks: list[float | None] = [None, 0.0, 99.0]
    now = [0.0]
    fitness = Fitness(lambda: looks.pop(0), clock=lambda: now[0])

    assert not fitness.is_fit()
    now[0] = replica.AWAY - 1
    assert not fitness.is_fit()
    assert len(looks) == 2
    now[0] = replica.AWAY
    assert fitness.is_fit()
    now[0] += replica.LOOK_AGAIN
    assert not fitness.is_fit()
