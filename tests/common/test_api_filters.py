"""Filters of lists: one declaration reads the URL and narrows the rows."""

from typing import Any

import pytest
from django.db.models import QuerySet
from rest_framework.exceptions import ValidationError

from common.api.filters import Choice, Filters, Flag, Id, Text, Time, parameters_of
from common.api.shapes import PageQuery, Query
from stores.models import Store
from stores.scope import every_store
from tests.factories.stores import make_store


class StoreFilters(Filters):
    """Filters of stores."""

    name = Text("name", max_length=20)
    like = Text("name", "startswith", max_length=20)
    state = Choice(choices=Store.State.choices)
    id = Id("public_id")
    since = Time("created_at")
    named = Flag(method="by_name")

    def by_name(self, rows: QuerySet[Store], column: str, said: bool) -> QuerySet[Store]:
        assert column == "named"
        return rows.exclude(name="") if said else rows.filter(name="")


def read(**given: Any) -> Any:
    serializer = parameters_of(StoreFilters)(data=given)
    serializer.is_valid(raise_exception=True)
    return serializer.validated_data


@pytest.fixture
def names(store: Store) -> set[str]:
    make_store(store.agency, name="Alm")
    make_store(store.agency, name="Alkemi")
    return {"Alm", "Alkemi", store.name}


def found(**given: Any) -> set[str]:
    with every_store(because="a test"):
        rows = StoreFilters.narrow(Store.objects.all(), read(**given))
        return {row.name for row in rows}


@pytest.mark.django_db
def test_a_filter_narrows_as_declared(names: set[str]) -> None:
    assert found() == names
    assert found(name="Alm") == {"Alm"}
    assert found(like="Al") == {"Alm", "Alkemi"}
    assert found(like="Al", name="Alm") == {"Alm"}
    assert found(since="2999-01-01T00:00:00Z") == set()
    assert found(named="true") == names
    assert found(named="false") == set()


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"nmae": "Alm"}, "nmae"),
        ({"name": "x" * 21}, "name"),
        ({"name": ""}, "name"),
        ({"name": "a\x00"}, "name"),
        ({"state": "NONE"}, "state"),
        ({"id": "1"}, "id"),
        ({"since": "yesterday"}, "since"),
        ({"since": "0001-01-01T00:00:00+14:00"}, "since"),
        ({"named": "perhaps"}, "named"),
        ({"limit": "1e9"}, "limit"),
        ({"limit": "201"}, "limit"),
        ({"limit": "0"}, "limit"),
    ],
)
def test_what_is_unknown_or_odd_is_refused_by_its_name(given: Any, field: str) -> None:
    with pytest.raises(ValidationError) as refused:
        read(**given)

    assert set(refused.value.get_full_details()) == {field}


def test_the_parameters_are_made_once_and_tell_of_all() -> None:
    assert parameters_of(StoreFilters) is parameters_of(StoreFilters)
    assert issubclass(parameters_of(StoreFilters), PageQuery)
    assert parameters_of(Query) is Query
    assert set(parameters_of(StoreFilters)().fields) == {
        *("name", "like", "state", "id", "since", "named"),
        *("limit", "cursor", "fields"),
    }
