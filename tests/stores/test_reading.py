"""Readings keep to the open scope as the fenced managers do: see Note [Written once]."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from orders.models import LineItem, Order
from stores.models import Store
from stores.reading import Reading, read, read_together
from stores.scope import NoScope, every_store, store_scope
from tests.factories.stores import make_store
from tests.factories.worlds import make_order

pytestmark = pytest.mark.django_db

ONE = Reading(Order, ("id", "store_id", "name", "shipping_address", "tags"), by="public_id")
LINES = Reading(LineItem, ("title", "position"), by="order__public_id", order_by=("position",))


def test_it_reads_these_columns_and_what_is_missing_when_it_is_asked_for(store: Store) -> None:
    order = make_order(store, tags=["gift"])

    with store_scope(store.pk):
        with CaptureQueriesContext(connection) as said:
            found = read(ONE, order.public_id)
        assert found == order
        assert found is not None
        assert (found.name, found.tags) == (order.name, ["gift"])
        assert found.shipping_address == order.shipping_address
        assert len(said) == 1
        assert found.email == order.email


def test_another_stores_row_is_not_there(store: Store) -> None:
    order = make_order(store)
    with store_scope(store.pk):
        assert read(ONE, order.public_id) == order

    with store_scope(make_store().pk):
        assert read(ONE, order.public_id) is None


def test_the_fence_holds_without_the_wall_behind_it(store: Store) -> None:
    order, other = make_order(store), make_store()

    with connection.as_owner():  # type: ignore[attr-defined]  # ours: no policy binds it
        with store_scope(store.pk):
            assert read(ONE, order.public_id) == order
        with store_scope(other.pk):
            assert read(ONE, order.public_id) is None


def test_outside_a_scope_nothing_is_read(store: Store) -> None:
    order = make_order(store)

    with pytest.raises(NoScope):
        read(ONE, order.public_id)
    with every_store(because="a test"), pytest.raises(NoScope):
        read(ONE, order.public_id)


def test_several_go_in_one_round_trip(store: Store) -> None:
    order = make_order(store)

    with store_scope(store.pk), CaptureQueriesContext(connection) as said:
        orders, lines = read_together([ONE, LINES], order.public_id)

    assert len(said) == 1
    assert orders == [order]
    assert [line.position for line in lines] == [1]
