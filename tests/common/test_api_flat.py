"""Outputs written flat are what their serializers say, field by field."""

import threading
from datetime import UTC, datetime, timedelta, timezone
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from rest_framework import serializers

from common.api import flat
from common.api.shapes import UtcTime

NOON = datetime(2026, 11, 20, 12, 0, 5, 120_000, tzinfo=UTC)


class InnerOut(serializers.Serializer[Any]):
    name = serializers.CharField(default="")
    count = serializers.IntegerField(default=0)


class ThingOut(serializers.Serializer[Any]):
    id = serializers.UUIDField(source="public_id")
    name = serializers.CharField()
    number = serializers.CharField()
    state = serializers.ChoiceField(choices=[("NEW", "New"), ("OLD", "Old")])
    count = serializers.IntegerField()
    is_good = serializers.BooleanField()
    at = UtcTime(allow_null=True)
    tags = serializers.ListField(child=serializers.CharField())
    inner = InnerOut(allow_null=True)
    inners = InnerOut(many=True)
    far = serializers.CharField(source="inner.name", default=None, allow_null=True)
    words = serializers.SerializerMethodField()
    beside = InnerOut(required=False)
    secret = serializers.CharField(write_only=True)

    def get_words(self, thing: Any) -> str:
        return f"{self.context['greeting']} {thing.name}"


def thing(**different: Any) -> SimpleNamespace:
    return SimpleNamespace(
        **{
            "public_id": uuid4(),
            "name": "Åse",
            "number": 12,
            "state": "NEW",
            "count": 3,
            "is_good": True,
            "at": NOON,
            "tags": ["a", "b"],
            "inner": SimpleNamespace(name="x", count=1),
            "inners": [SimpleNamespace(name="y", count=2), {"name": "z"}],
            **different,
        }
    )


@pytest.mark.parametrize(
    "different",
    [
        {},
        {"at": None},
        {"at": NOON.astimezone(timezone(timedelta(hours=5, minutes=30)))},
        {"at": NOON.replace(microsecond=0)},
        {"inner": None},
        {"inner": {"name": "a mapping"}},
        {"inner": {}},
        {"inner": SimpleNamespace(name=7, count="8")},
        {"inners": []},
        {"state": "UNHEARD_OF"},
        {"state": ""},
        {"name": 7, "count": "8", "is_good": "yes"},
        {"name": lambda: "called"},
        {"tags": []},
        {"beside": SimpleNamespace(name="b", count=1)},
        {"beside": None},
    ],
)
def test_a_row_is_written_as_its_serializer_shows_it(different: dict[str, Any]) -> None:
    row, context = thing(**different), {"greeting": "Hello"}

    with flat.lent(ThingOut, context) as write:
        written = write(row)

    assert written == ThingOut(row, context=context).data
    assert list(written) == list(ThingOut(row, context=context).data)


def test_a_column_that_is_missing_is_an_error_as_it_is_in_the_serializer() -> None:
    row = thing()
    del row.count

    with flat.lent(ThingOut, {"greeting": ""}) as write, pytest.raises(AttributeError):
        write(row)


def test_only_what_is_wanted_is_written() -> None:
    with flat.lent(ThingOut, {"greeting": ""}, wanted="name,inner.count") as write:
        assert write(thing()) == {"name": "Åse", "inner": {"count": 1}}
    with flat.lent(ThingOut, {"greeting": "Hi"}) as write:
        assert set(write(thing())) >= {"id", "words", "inners"}, "the next request sees all"


def test_a_serializer_that_says_itself_how_it_looks_is_asked() -> None:
    class Loud(serializers.Serializer[Any]):
        name = serializers.CharField()

        def to_representation(self, instance: Any) -> Any:
            return {"name": super().to_representation(instance)["name"].upper()}

    with flat.lent(Loud, {}) as write:
        assert write(thing()) == {"name": "ÅSE"}


def test_requests_at_the_same_time_keep_their_own_context() -> None:
    said: list[str] = []
    both = threading.Barrier(2)

    def ask(greeting: str) -> None:
        with flat.lent(ThingOut, {"greeting": greeting}) as write:
            both.wait(timeout=10)
            said.append(write(thing())["words"])

    threads = [threading.Thread(target=ask, args=[greeting]) for greeting in ("Hei", "Hej")]
    for each in threads:
        each.start()
    for each in threads:
        each.join()

    assert sorted(said) == ["Hei Åse", "Hej Åse"]


def test_one_request_within_another_gives_the_context_back() -> None:
    with flat.lent(ThingOut, {"greeting": "outer"}) as write:
        with flat.lent(ThingOut, {"greeting": "inner"}) as other:
            assert other(thing())["words"] == "inner Åse"
        assert write(thing())["words"] == "outer Åse"
