"""Money has one shape and times one zone, in what is described and in what is said."""

import re
from collections.abc import Iterator
from typing import Any, Final

import pytest
from rest_framework import serializers

from common.api.shapes import UtcTime
from tests.house.isolation_api import KEY_DOORS
from tests.house.test_api_is_described import schema
from tests.house.test_isolation_api import address, api
from tests.house.world import CANARY, World, build

__all__ = ["schema"]

TIME: Final = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?")
MONEY: Final = {"amount_minor", "currency"}
# Words for sums: what is called so is money, or null, or of a place where it means another thing.
SUMS: Final = re.compile(
    r"^(price|amount|total|subtotal|shipping|tax|discount|tip|duties|refunded|revenue|turnover"
    r"|current_total|worth|cost|spent|value)$"
)

# A test runs in several stores, each with a currency of its own: no one currency is said. Rules of
# baskets are answered as they are written: bare sums, in the currency of the shop they belong to.
NO_MONEY: Final = {
    "BasketDiscount.amount_minor",
    "BasketDiscount.minimum_minor",
    "BasketRules.minimum_minor",
    "BasketStep.discount",
    "Experiment.cap_minor",
    "ResultArm.value_minor",
    "DnsRecord.value",
    "Field.value",
    "FiguresPage.total",
}
OF_SEVERAL: Final = {
    "templates-experiment",
    "analytics-experiment-results.arms[]",
    *(f"messaging-store-baskets{part}" for part in ("", ".steps[].discount")),
    # Rows as they stand in the table.
    *(f"stores-changes.results[].{part}" for part in ("before", "after")),
}


def _all(kind: type[Any]) -> Iterator[type[Any]]:
    for inner in kind.__subclasses__():
        yield inner
        yield from _all(inner)


def test_every_time_that_is_read_or_written_is_read_in_any_zone_and_written_in_utc(
    schema: dict[str, Any],
) -> None:
    assert schema["paths"]  # all views are imported now
    wrong = [
        f"{shape.__module__}.{shape.__name__}.{name}"
        for shape in _all(serializers.Serializer)
        if not shape.__module__.startswith(("tests.", "rest_framework", "drf_"))
        for name, field in shape._declared_fields.items()
        for each in (field, getattr(field, "child", None))
        if isinstance(each, serializers.DateTimeField) and not isinstance(each, UtcTime)
    ]

    assert not wrong


def _properties(schema: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for shape, described in schema["components"]["schemas"].items():
        for name, inner in described.get("properties", {}).items():
            yield shape, name, inner


def test_every_sum_is_described_as_money(schema: dict[str, Any]) -> None:
    """In minor units with its currency: never a number alone."""
    (money,) = [
        shape
        for shape, described in schema["components"]["schemas"].items()
        if set(described.get("properties", {})) == MONEY and not shape.endswith("Input")
    ]
    wrong = [
        f"{shape}.{name}"
        for shape, name, inner in _properties(schema)
        if name.endswith("_minor") and shape != money and not shape.endswith("Input")
        if f"{shape}.{name}" not in NO_MONEY
    ]
    wrong += [
        f"{shape}.{name}"
        for shape, name, inner in _properties(schema)
        if SUMS.match(name) and not shape.endswith("Input") and f"{shape}.{name}" not in NO_MONEY
        if f"schemas/{money}" not in str(inner)
    ]

    assert not wrong


def _said(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    yield path, value
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _said(inner, f"{path}.{name}")
    elif isinstance(value, list):
        for inner in value:
            yield from _said(inner, f"{path}[]")


def _answers(world: World) -> Iterator[tuple[str, Any]]:
    """What a key reads at every door."""
    client = api(world.agency)
    for door in KEY_DOORS:
        if (door.method, door.own) == ("GET", 200):
            answer = client.get(address(door, world))
            if answer.headers["Content-Type"].startswith("application/json"):
                yield door.name, answer.json()


@pytest.mark.django_db
def test_every_time_in_every_answer_is_utc_and_every_sum_has_its_currency() -> None:
    said = [
        (name + path, value)
        for name, all_ in _answers(build(CANARY))
        for path, value in _said(all_)
    ]

    times = [(where, value) for where, value in said if _is_time(value)]
    sums = [(where, value) for where, value in said if _is_sum(value)]

    assert sorted({where for where, value in times if not value.endswith("Z")}) == []
    assert sorted({where for where, value in sums if set(value) != MONEY} - OF_SEVERAL) == []
    assert len(times) > 50
    assert len(sums) > 5


def _is_time(value: Any) -> bool:
    return isinstance(value, str) and TIME.fullmatch(value) is not None


def _is_sum(value: Any) -> bool:
    return isinstance(value, dict) and any(str(name).endswith("_minor") for name in value)
