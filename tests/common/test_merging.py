"""The newest rows of many owners: merged right, and each owner's read by the index it leads."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from common.merging import newest_of_few, newest_of_many, newest_values_of_many, nth_newest
from orders.models import Order
from stores.models import Agency
from stores.scope import Scope, agency_scope
from tests.factories.stores import make_store
from tests.factories.worlds import make_order

Newest = Callable[..., list[int]]
pytestmark = pytest.mark.django_db


@pytest.fixture
def made(agency: Agency) -> list[Order]:
    """Thirty orders of six stores, oldest first, one after the other."""
    stores = [make_store(agency) for _ in range(6)]
    start = timezone.now() - timedelta(days=1)
    return [
        make_order(stores[number % 6], placed_at=start + timedelta(minutes=number))
        for number in range(30)
    ]


def scope_of(made: list[Order]) -> AbstractContextManager[Scope]:
    return agency_scope(made[0].store.agency_id, {order.store_id for order in made})


def asked(made: list[Order]) -> dict[str, Any]:
    owners = sorted({order.store_id for order in made})
    return {"owner": "store_id", "owners": owners, "time": "placed_at"}


@pytest.mark.parametrize("oldest_first", [True, False])
@pytest.mark.parametrize("newest", [newest_of_many, newest_of_few])
@pytest.mark.parametrize("limit", [1, 7, 30, 99])
def test_the_newest_of_all_owners_come_in_order(
    made: list[Order], newest: Newest, limit: int, oldest_first: bool
) -> None:
    with scope_of(made):
        rows = Order.objects.all()
        found = newest(rows, limit=limit, oldest_first=oldest_first, **asked(made))

    expected = [order.pk for order in (made if oldest_first else made[::-1])]
    assert found == expected[:limit]


@pytest.mark.parametrize("number", [1, 8, 30, 31])
def test_the_nth_is_told_by_its_place(made: list[Order], number: int) -> None:
    with scope_of(made):
        found = nth_newest(Order.objects.all(), number=number, **asked(made))

    order = made[-number] if number <= len(made) else None
    assert found == ((order.placed_at, order.pk) if order else None)


def test_no_row_is_asked_twice_whose_it_is(made: list[Order]) -> None:
    with scope_of(made), CaptureQueriesContext(connection) as said:
        newest_of_many(Order.objects.all(), limit=3, **asked(made))

    asked_again = ('"store_id" IN (', '"store_id" = ANY')
    assert not any(way in one["sql"] for one in said for way in asked_again)


def test_an_owner_beyond_the_condition_is_not_let_in(made: list[Order]) -> None:
    mine = sorted({order.store_id for order in made})[:2]
    with scope_of(made):
        found = newest_of_many(Order.objects.filter(store_id__in=mine), limit=99, **asked(made))

    assert set(found) == {order.pk for order in made if order.store_id in mine}


def test_columns_come_with_their_rows(made: list[Order]) -> None:
    with scope_of(made):
        found = newest_values_of_many(Order.objects.all(), "name", "email", limit=3, **asked(made))

    assert found == [(one.pk, one.placed_at, one.name, one.email) for one in made[:-4:-1]]
