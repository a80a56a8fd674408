"""Many deeds in one request, each with its own outcome: one shape for all of them.

# Note [One refused stops no other]
The body is `{"items": […]}`, at most MOST of them, and the answer is 200 with one result for each,
in their order: OK with the id of what came of it, or REFUSED with the problem that the single call
would have answered. Each is checked, done and undone by itself. What is the same twice is done
once and said of the second: it is nearly always a mistake. A request that takes too long does not
begin its last items, and says so of each, rather than die half done with nobody knowing where.
"""

import json
import time
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.db import DataError, transaction
from django.http import Http404
from drf_spectacular.utils import extend_schema_field
from rest_framework import exceptions, serializers

from common.api import problems
from common.api.problems import Problem
from common.api.shapes import Strict
from common.errors import DomainError

MOST: Final = 200
SECONDS: Final = 20.0  # then no further item is begun
STATUSES: Final = [("OK", "OK"), ("REFUSED", "REFUSED")]
REFUSALS: Final = (DomainError, exceptions.APIException, Http404, PermissionDenied, DataError)


@dataclass(frozen=True, slots=True)
class Item:
    """One item as it was read; `wrong` where it cannot be."""

    said: Any
    wanted: Mapping[str, Any] | None = None
    wrong: exceptions.ValidationError | None = None


class Items(serializers.ListField):
    """Reads each item alone, so that a wrong one is a refusal in its place."""

    def __init__(self, **options: Any) -> None:
        super().__init__(min_length=1, max_length=MOST, **options)

    def run_child_validation(self, data: Any) -> Any:
        if len(data) > MOST:  # before a megabyte of them is read
            raise exceptions.ValidationError(f"Send at most {MOST} at once.", "max_length")
        items = []
        for said in data:
            try:
                items.append(Item(said, wanted=self.child.run_validation(said)))
            except exceptions.ValidationError as wrong:
                items.append(Item(said, wrong=wrong))
        return items


@cache
def bulk_of(item: type[Strict]) -> type[Strict]:
    """The body of a request for many such items."""
    name = item.__name__.removesuffix("In")
    words = f"Up to {MOST}, each done by itself: one that is refused stops no other."
    fields = {"__doc__": words, "items": Items(child=item())}
    return type(f"{name}BulkIn", (Strict,), fields)


@extend_schema_field({"$ref": "#/components/schemas/Problem"})
class ProblemField(serializers.DictField):
    """Why not: what the single call would have answered."""


class BulkResultOut(serializers.Serializer[Any]):
    """What became of one item."""

    index = serializers.IntegerField(help_text="Its place in the request, from 0")
    status = serializers.ChoiceField(choices=STATUSES)
    id = serializers.CharField(required=False, help_text="With OK: of what came of it")
    problem = ProblemField(required=False, help_text="With REFUSED")


class BulkResultsOut(serializers.Serializer[Any]):
    """One for each item, in their order."""

    results = BulkResultOut(many=True)


def results_of(
    items: Sequence[Item],
    deed: Callable[[Mapping[str, Any]], object],
    *,
    clock: Callable[[], float] = time.monotonic,
) -> dict[str, Any]:
    """Do the deed for each, and say what became of it. `deed` answers the id to tell, or None.

    Two items are the same that were written alike. See Note [One refused stops no other].
    """

    def alone(wanted: Mapping[str, Any]) -> object:
        with transaction.atomic():
            return deed(wanted)

    return {"results": list(_each(items, alone, clock))}


def told(names: Iterable[Hashable], outcome: Callable[[Any], object]) -> dict[str, Any]:
    """The same answer where all was done at once: `outcome` gives the id of each, or raises."""
    items = [Item(name, wanted={"id": name}) for name in names]
    return {"results": list(_each(items, lambda wanted: outcome(wanted["id"]), time.monotonic))}


def _done(index: int, public_id: object) -> dict[str, Any]:
    """An item that went well."""
    named = {} if public_id is None else {"id": str(public_id)}
    return {"index": index, "status": "OK", **named}


def _refused(index: int, error: Exception) -> dict[str, Any]:
    """An item that did not, with the problem. What is no refusal is raised: that is a bug."""
    answer = problems.answer(error, {})
    if answer is None:
        raise error
    return {"index": index, "status": "REFUSED", "problem": answer.data}


def _each(
    items: Sequence[Item],
    deed: Callable[[Mapping[str, Any]], object],
    clock: Callable[[], float],
) -> Iterator[dict[str, Any]]:
    until = clock() + SECONDS
    first: dict[Hashable, int] = {}
    for index, item in enumerate(items):
        if item.wanted is None:
            yield _refused(index, item.wrong or exceptions.ValidationError())
            continue
        before = first.setdefault(_as_written(item.wanted), index)
        if before != index:
            words = f"The same as item {before}: look at what became of that."
            yield _refused(index, Problem("repeated-item", words))
        elif clock() > until:
            yield _refused(index, Problem("not-begun"))
        else:
            yield _one(index, item.wanted, deed)


def _one(
    index: int, wanted: Mapping[str, Any], deed: Callable[[Mapping[str, Any]], object]
) -> dict[str, Any]:
    try:
        return _done(index, deed(wanted))
    except REFUSALS as error:
        return _refused(index, error)


def _as_written(wanted: Mapping[str, Any]) -> str:
    return json.dumps(wanted, sort_keys=True, default=str)


EXAMPLE: Final[dict[str, Any]] = {
    "results": [
        {"index": 0, "status": "OK", "id": "3c0a2f53-7f0e-4a5f-9d5e-2f1f4c6b8d10"},
        {
            "index": 1,
            "status": "REFUSED",
            "problem": problems.body(
                "invalid",
                errors=[
                    {
                        "field": "order_name",
                        "code": "unknown",
                        "message": "There is no such order here.",
                    }
                ],
            ),
        },
    ]
}
