"""Values of JSON that are not what was asked for."""

import time
from typing import Any

import pytest
from rest_framework import serializers

from common.api.shapes import Query, Strict


class Line(Strict):
    count = serializers.IntegerField()


class Asked(Strict):
    text = serializers.CharField(required=False)
    id = serializers.UUIDField(required=False)
    count = serializers.IntegerField(required=False, allow_null=True)
    share = serializers.FloatField(required=False)
    is_on = serializers.BooleanField(required=False)
    kind = serializers.ChoiceField(choices=["A", "1"], required=False)
    days = serializers.ListField(child=serializers.IntegerField(), max_length=7, required=False)
    lines = serializers.ListField(child=Line(), max_length=7, required=False)
    values = serializers.DictField(child=serializers.CharField(), required=False)


def refused(name: str, value: Any) -> Any:
    asked = Asked(data={name: value})
    return None if asked.is_valid() else asked.errors[name]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(("text", 0), ("text", False), ("text", 1.5), ("id", False), ("id", 7), ("kind", 1)),
        *(("count", "5"), ("count", True), ("share", "0.5"), ("is_on", 1), ("is_on", "yes")),
        *(("days", ["1"]), ("days", [True]), ("lines", [{"count": "5"}])),
    ],
)
def test_another_type_is_refused_and_not_converted(name: str, value: Any) -> None:
    assert refused(name, value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(("text", "0"), ("id", "3f1d9a64-0b7e-4d0e-8a53-6f2b1c9e7d02"), ("kind", "1")),
        *(("count", 5), ("count", None), ("share", 1), ("share", 0.5), ("is_on", True)),
        *(("days", [1, 7]), ("lines", [{"count": 5}]), ("values", {"a": "b"})),
    ],
)
def test_the_type_asked_for_passes(name: str, value: Any) -> None:
    assert refused(name, value) is None


def test_it_says_what_to_send_and_where() -> None:
    assert refused("count", "5") == ["Send a number, without quotes."]
    assert refused("days", [1, "2"]) == {"1": ["Send a number, without quotes."]}


def test_what_stands_in_a_url_is_text() -> None:
    class Asks(Query):
        count = serializers.IntegerField()
        is_on = serializers.BooleanField()

    assert Asks(data={"count": "5", "is_on": "true"}).is_valid()


@pytest.mark.parametrize("name", ["days", "lines"])
def test_a_list_of_a_quarter_million_is_refused_at_once(name: str) -> None:
    began = time.thread_time()

    assert refused(name, [{}] * 250_000) == ["Send at most 7, not 250000."]
    assert refused("values", {str(i): i for i in range(80_000)}) == [
        "Send at most 1000, not 80000."
    ]
    assert time.thread_time() - began < 1
