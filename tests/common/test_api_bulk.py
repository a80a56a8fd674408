"""Many in one request: each item's outcome, and what one does to the others."""

from collections.abc import Mapping
from typing import Any

import pytest
from django.http import Http404
from rest_framework import serializers
from rest_framework.exceptions import ValidationError

from common.api.bulk import MOST, SECONDS, Item, bulk_of, results_of
from common.api.shapes import Strict
from common.errors import DomainError
from stores.models import Store
from stores.scope import every_store

pytestmark = pytest.mark.django_db


class ThingIn(Strict):
    name = serializers.CharField(max_length=5)


class NotToday(DomainError):
    code = "not-today"


def read(items: Any) -> list[Item]:
    body = bulk_of(ThingIn)(data={"items": items})
    body.is_valid(raise_exception=True)
    found: list[Item] = body.validated_data["items"]
    return found


def outcomes(results: Mapping[str, Any]) -> list[tuple[int, str, str]]:
    return [
        (one["index"], one["status"], one.get("problem", {}).get("code", one.get("id")))
        for one in results["results"]
    ]


def deed(wanted: Mapping[str, Any]) -> str:
    match wanted["name"]:
        case "no":
            raise NotToday("Not today.")
        case "none":
            raise Http404
    return f"id-{wanted['name']}"


def test_each_item_has_its_own_outcome() -> None:
    items = read([{"name": "a"}, {"name": "no"}, {"nmae": "b"}, 7, {"name": "none"}, {"name": "c"}])

    results = results_of(items, deed)

    assert outcomes(results) == [
        (0, "OK", "id-a"),
        (1, "REFUSED", "not-today"),
        (2, "REFUSED", "invalid"),
        (3, "REFUSED", "invalid"),
        (4, "REFUSED", "not-found"),
        (5, "OK", "id-c"),
    ]
    problem = results["results"][2]["problem"]
    assert {each["field"] for each in problem["errors"]} >= {"nmae"}
    assert (problem["status"], results["results"][1]["problem"]["detail"]) == (422, "Not today.")


def test_the_same_twice_is_done_once_and_said() -> None:
    done: list[str] = []

    results = results_of(read([{"name": "a"}, {"name": "a"}]), lambda one: done.append(one["name"]))

    assert done == ["a"]
    assert outcomes(results) == [(0, "OK", None), (1, "REFUSED", "repeated-item")]
    assert "item 0" in results["results"][1]["problem"]["detail"]


def test_one_that_is_refused_half_way_leaves_nothing_and_stops_no_other(store: Store) -> None:
    def rename(wanted: Mapping[str, Any]) -> None:
        Store.objects.filter(pk=store.pk).update(name=wanted["name"])
        if wanted["name"] == "no":
            raise NotToday("Not today.")
        if wanted["name"] == "long":
            Store.objects.filter(pk=store.pk).update(name="x" * 10_000)  # a DataError

    with every_store(because="a test"):
        results = results_of(read([{"name": "a"}, {"name": "no"}, {"name": "long"}]), rename)
        store.refresh_from_db()

    assert outcomes(results) == [
        (0, "OK", None),
        (1, "REFUSED", "not-today"),
        (2, "REFUSED", "malformed"),
    ]
    assert store.name == "a"


def test_what_is_no_refusal_is_a_bug_and_is_raised() -> None:
    def broken(_wanted: Mapping[str, Any]) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        results_of(read([{"name": "a"}]), broken)


def test_after_too_long_the_rest_is_not_begun_and_says_so() -> None:
    times = iter([0.0, 1.0, SECONDS + 1])

    results = results_of(read([{"name": "a"}, {"name": "b"}]), deed, clock=lambda: next(times))

    assert outcomes(results) == [(0, "OK", "id-a"), (1, "REFUSED", "not-begun")]


@pytest.mark.parametrize("items", [[], "ab", {"name": "a"}, None, [{"name": "a"}] * (MOST + 1)])
def test_no_items_and_too_many_are_refused_whole(items: Any) -> None:
    with pytest.raises(ValidationError) as refused:
        read(items)

    assert set(refused.value.get_full_details()) == {"items"}
