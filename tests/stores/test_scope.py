"""Two of the three walls: the fence in Python, and row-level security beneath it."""

from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from common.db import base
from fleet.models import StoreHealth
from stores.models import Credential, Membership, Store
from stores.scope import NoScope, agency_scope, every_store, store_scope
from tests.factories.stores import make_agency, make_member, make_store

pytestmark = pytest.mark.django_db


def test_reading_outside_a_scope_raises() -> None:
    with pytest.raises(NoScope):
        Credential.objects.all()


def test_creating_outside_a_scope_raises(store: Store) -> None:
    with pytest.raises(NoScope):
        Credential.objects.create(store=store)


def test_a_store_scope_shows_only_that_store(store: Store) -> None:
    other = make_store()

    with store_scope(store.pk):
        mine = [row.store_id for row in Credential.objects.all()]
        stores = list(Store.objects.all())

    assert mine == [store.pk]
    assert stores == [store]
    assert other.pk not in mine


def test_a_store_scope_shows_the_rows_of_its_agency(store: Store) -> None:
    mine = make_member(store.agency)
    make_member(make_agency())

    with store_scope(store.pk):
        members = [row.user for row in Membership.objects.select_related("user")]

    assert members == [mine]


def test_an_agency_scope_shows_only_the_stores_that_the_actor_may_see(store: Store) -> None:
    sibling = make_store(store.agency)

    with agency_scope(store.agency_id, [sibling.pk]):
        seen = list(Store.objects.all())

    assert seen == [sibling]


def test_stores_of_a_scope_are_one_parameter_however_many(store: Store) -> None:
    siblings = [make_store(store.agency) for _ in range(3)]
    make_store()

    with (
        agency_scope(store.agency_id, [store.pk, *(one.pk for one in siblings)]),
        CaptureQueriesContext(connection) as said,
    ):
        seen = set(Store.objects.all())
        none = list(StoreHealth.objects.all())

    assert seen == {store, *siblings}
    assert none == []
    assert said[-1]["sql"].count("= ANY('{") == 1


def test_a_scope_without_stores_asks_nothing(store: Store) -> None:
    with agency_scope(store.agency_id, []), CaptureQueriesContext(connection) as said:
        assert list(StoreHealth.objects.all()) == []

    assert len(said) == 0


def test_postgres_hides_foreign_rows_from_sql_that_forgot_the_store(store: Store) -> None:
    make_store()

    with store_scope(store.pk), connection.cursor() as cursor:
        cursor.execute("SELECT store_id FROM stores_credential")
        seen = cursor.fetchall()

    assert seen == [(store.pk,)]


def test_postgres_shows_nothing_outside_a_scope(store: Store) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM stores_credential")

        assert cursor.fetchone() == (0,)


def test_postgres_refuses_to_write_into_a_foreign_store(store: Store) -> None:
    foreign = make_store()
    with every_store(because="the row to steal with"):
        Credential.objects.filter(store=foreign).delete()

    with (
        store_scope(store.pk),
        pytest.raises(DatabaseError, match="row-level security"),
        transaction.atomic(),
    ):
        Credential(store_id=foreign.pk).save()


def test_a_rolled_back_savepoint_does_not_leave_the_session_in_another_scope(store: Store) -> None:
    other = make_store()

    with store_scope(store.pk):
        assert Credential.objects.count() == 1
        with transaction.atomic(), store_scope(other.pk):
            assert Credential.objects.count() == 1
            transaction.set_rollback(True)
        with connection.cursor() as cursor:
            cursor.execute("SELECT store_id FROM stores_credential")
            seen = cursor.fetchall()

    assert seen == [(store.pk,)]


def test_a_failed_statement_inside_a_scope_rolls_back_cleanly(store: Store) -> None:
    with (
        pytest.raises(DatabaseError),
        transaction.atomic(),
        store_scope(store.pk),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT 1/0")

    with store_scope(store.pk):
        assert Credential.objects.count() == 1


def test_the_application_is_bound_by_row_level_security(store: Store) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
        is_free = cursor.fetchone()

    assert is_free == (False,)


def test_a_scope_costs_at_most_one_round_trip(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[object] = []
    real = base.tell

    def tell(connection: Any, settings: Any) -> None:
        told.append(settings)
        real(connection, settings)

    monkeypatch.setattr(base, "tell", tell)

    with store_scope(store.pk):
        for _ in range(3):
            Credential.objects.count()

    assert len(told) == 1
