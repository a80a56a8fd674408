"""Behind a pooler in transaction mode strangers share one server connection, and never a scope."""

import threading
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.db import DatabaseError, connection, connections, transaction
from psycopg import sql

from common.db import raw
from common.db.base import DatabaseWrapper
from common.embedded import pgbouncer
from common.embedded.pgbouncer import Pooler
from common.merging import newest_of_many
from orders.models import Order
from stores import doing, named_calls
from stores.models import Agency, Change, Store
from stores.scope import agency_scope, every_store, store_scope
from tests.factories.keys import make_client
from tests.factories.stores import make_store
from tests.factories.worlds import make_order

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 25
OTHERS = "SELECT array_agg(DISTINCT store_id) FROM orders_order"
LEFT = """
SELECT pg_backend_pid(), current_user::text, current_setting('notifyhub.stores', true),
  current_setting('notifyhub.agencies', true), current_setting('statement_timeout')
"""


def postgres_sockets() -> str:
    given = connections["default"].settings_dict
    return str(given["HOST"] or given["OPTIONS"]["host"])


@pytest.fixture(scope="module")
def pooler() -> Iterator[Pooler]:
    """With one server connection, so that nobody can have one of their own."""
    if connection.settings_dict["OPTIONS"].get("is_shared"):
        pytest.skip("The whole run is behind a pooler")
    try:
        with pgbouncer.before(postgres_sockets(), size=1) as running:
            yield running
    except pgbouncer.Missing as why:
        pytest.skip(str(why))


def through(pooler: Pooler) -> DatabaseWrapper:
    """A connection of this thread to the tests' database, as the settings would make it."""
    direct = connections["default"].settings_dict
    behind = {
        **direct,
        "DISABLE_SERVER_SIDE_CURSORS": True,
        "OPTIONS": {
            **direct["OPTIONS"],
            "host": str(pooler.sockets),
            "port": str(pgbouncer.PORT),
            "is_shared": True,
        },
    }
    return DatabaseWrapper(behind, "default")


@pytest.fixture
def orders(agency: Agency) -> list[Order]:
    """One of each of two stores, made before anybody is behind the pooler."""
    return [make_order(make_store(agency)) for _ in range(2)]


@pytest.fixture
def shared(pooler: Pooler, orders: list[Order]) -> Iterator[DatabaseWrapper]:
    """This thread's database is behind the pooler."""
    direct = connections["default"]
    wrapper = through(pooler)
    connections["default"] = wrapper
    try:
        yield wrapper
    finally:
        wrapper.close()
        connections["default"] = direct


@pytest.fixture
def stranger(pooler: Pooler) -> Iterator[psycopg.Connection[Any]]:
    """Another client of the pooler, who asks what those before it left on the connection."""
    url = pooler.url(connection.settings_dict["NAME"])
    with psycopg.connect(url, autocommit=True, prepare_threshold=None) as other:
        yield other


def seen() -> list[int] | None:
    """Whose orders Postgres shows, with no fence of Python in between."""
    with connection.cursor() as cursor:
        cursor.execute(OTHERS)
        (stores,) = cursor.fetchone()
    return None if stores is None else sorted(stores)


def nothing_is_left_to(stranger: psycopg.Connection[Any]) -> bool:
    """Not the role, which would be the log-in's again, nor any scope."""
    row = stranger.execute(LEFT).fetchone()
    assert row is not None
    _pid, user, stores, agencies, timeout = row
    return (user, stores or "", agencies or "", timeout) == ("notifyhub", "", "", "0")


@transaction.atomic
def look_and_fail(store_id: int) -> None:
    assert seen() == [store_id]
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 / 0")


def test_two_tenants_in_turn_on_one_connection_see_their_own_rows_alone(
    pooler: Pooler, orders: list[Order]
) -> None:
    turns = [threading.Semaphore(1), threading.Semaphore(0)]
    found: dict[int, set[Any]] = {0: set(), 1: set()}

    def look(me: int) -> None:
        own = connections["default"] = through(pooler)
        try:
            for number in range(ROUNDS):
                turns[me].acquire(timeout=20)
                with store_scope(orders[me].store_id):
                    found[me].add(_looked(own, in_transaction=bool(number % 2)))
                turns[1 - me].release()
        finally:
            own.close()

    threads = [threading.Thread(target=look, args=(me,)) for me in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    assert found[0] | found[1] == {
        (order.store_id, server) for order in orders for _, server in found[0]
    }
    assert len(found[0]) == len(found[1]) == 1


def _looked(own: DatabaseWrapper, *, in_transaction: bool) -> tuple[int, int]:
    """The one store that is seen, and by which server connection."""
    with transaction.atomic() if in_transaction else own.cursor(), own.cursor() as cursor:
        cursor.execute("SELECT store_id, pg_backend_pid() FROM orders_order")
        ((store, server),) = cursor.fetchall()
    return store, server


def test_nothing_stays_behind(shared: DatabaseWrapper, orders: list[Order], stranger: Any) -> None:
    with store_scope(orders[0].store_id):
        assert seen() == [orders[0].store_id]
        assert nothing_is_left_to(stranger)
    assert seen() is None
    with every_store(because="test"):
        assert seen() == sorted(order.store_id for order in orders)
    assert nothing_is_left_to(stranger)
    assert seen() is None


def test_a_statement_that_fails_leaves_nothing_and_takes_nothing_along(
    shared: DatabaseWrapper, orders: list[Order], stranger: Any
) -> None:
    with store_scope(orders[0].store_id):
        with pytest.raises(DatabaseError, match="division by zero"), connection.cursor() as cursor:
            cursor.execute("SELECT 1 / 0")
        assert nothing_is_left_to(stranger)
        assert seen() == [orders[0].store_id]


def test_a_transaction_that_fails_leaves_nothing(
    shared: DatabaseWrapper, orders: list[Order], stranger: Any
) -> None:
    with store_scope(orders[0].store_id):
        with pytest.raises(DatabaseError, match="division by zero"):
            look_and_fail(orders[0].store_id)
        assert nothing_is_left_to(stranger)
        with transaction.atomic():
            assert seen() == [orders[0].store_id]
    assert nothing_is_left_to(stranger)


def test_what_a_savepoint_takes_back_is_told_again(
    shared: DatabaseWrapper, orders: list[Order]
) -> None:
    one, other = (order.store_id for order in orders)
    with transaction.atomic():
        with store_scope(one):
            assert seen() == [one]
        with store_scope(other), pytest.raises(DatabaseError, match="division by zero"):
            look_and_fail(other)
        with store_scope(other):
            assert seen() == [other]
        assert seen() is None


def test_scopes_follow_each_other_within_a_transaction(
    shared: DatabaseWrapper, agency: Agency, orders: list[Order]
) -> None:
    one, other = (order.store_id for order in orders)
    with transaction.atomic():
        for store in (one, other, one):
            with store_scope(store):
                assert seen() == [store]
        with agency_scope(agency.pk, [one, other]):
            assert seen() == sorted([one, other])
        assert seen() is None


def test_rows_are_written_where_they_belong_and_nowhere_else(
    shared: DatabaseWrapper, orders: list[Order], stranger: Any
) -> None:
    one, other = (order.store_id for order in orders)
    with (
        store_scope(one),
        pytest.raises(DatabaseError, match="row-level security"),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE orders_order SET store_id = %s", [other])
    cancel = "UPDATE orders_order SET cancel_reason = %s WHERE id = %s"
    with store_scope(one), connection.cursor() as cursor:
        cursor.executemany(cancel, [("100 %", order.pk) for order in orders])
        changed = cursor.rowcount
    with store_scope(one), connection.cursor() as cursor:
        cursor.execute(
            sql.SQL("SELECT cancel_reason FROM orders_order WHERE cancel_reason LIKE %s"), ["%0 %"]
        )
        reasons = cursor.fetchall()

    assert changed == 1
    assert reasons == [("100 %",)]
    assert nothing_is_left_to(stranger)


def test_who_changed_what_is_still_recorded(shared: DatabaseWrapper, store: Store) -> None:
    with store_scope(store.pk), doing.nobody(door="job", through="test.pooled"):
        Store.objects.filter(pk=store.pk).update(name="Renamed")
    with agency_scope(store.agency_id, [store.pk]):
        change = Change.objects.filter(thing="stores_store", deed="CHANGED").latest("pk")

    assert (change.door, change.through) == ("job", "test.pooled")


def test_many_owners_are_merged_and_iterated(
    shared: DatabaseWrapper, agency: Agency, orders: list[Order]
) -> None:
    known = [order.store_id for order in orders] * 3  # more than FEW_OWNERS
    with agency_scope(agency.pk, known):
        found = newest_of_many(
            Order.objects.all(), owner="store_id", owners=known, time="placed_at", limit=6
        )
        walked = {order.pk for order in Order.objects.iterator(chunk_size=1)}

    assert set(found) == walked == {order.pk for order in orders}


def test_a_key_opens_its_own_stores_through_the_api(
    shared: DatabaseWrapper, orders: list[Order], stranger: Any
) -> None:
    api = make_client(orders[0].store.agency)
    answers = [api.get(f"orders/{order.public_id}/") for order in orders for _ in range(2)]

    assert [answer.status_code for answer in answers] == [200] * 4
    assert nothing_is_left_to(stranger)


def test_a_call_in_steps_is_alone_though_it_commits_in_between(
    pooler: Pooler, orders: list[Order]
) -> None:
    """It holds a server connection meanwhile, so there must be a second."""
    call = named_calls.Call(orders[0].store.agency_id, "key", "a name", b"said")
    with pgbouncer.before(postgres_sockets(), size=3) as wider:
        direct, connections["default"] = connections["default"], through(wider)
        try:
            with named_calls.alone(call=call, in_steps=True):
                for again in (True, False):
                    with (
                        pytest.raises(named_calls.CallInFlight),
                        named_calls.alone(call=call, in_steps=again),
                    ):
                        pass
            with named_calls.alone(call=call, in_steps=True):
                pass
        finally:
            connections["default"].close()
            connections["default"] = direct


def test_a_connection_of_ones_own_is_told_its_scope_and_times_too(
    shared: DatabaseWrapper, orders: list[Order], stranger: Any
) -> None:
    everybody = (("notifyhub.stores", "*"),)
    with raw.connect(settings=everybody, options="-c statement_timeout=5s") as own:
        alone = own.execute(LEFT).fetchone()
        with own.transaction():
            together = own.execute(LEFT).fetchone()
            both = own.execute(OTHERS).fetchone()
        is_clean = nothing_is_left_to(stranger)

    assert alone is not None
    assert (*alone[1:3], alone[3] or "", alone[4]) == ("notifyhub_app", "*", "", "5s")
    assert together is not None
    assert [it or "" for it in together] == [it or "" for it in alone]
    assert both is not None
    assert sorted(both[0]) == sorted(order.store_id for order in orders)
    assert is_clean
