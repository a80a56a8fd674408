"""`?expand=`: what a row brings along, so that a client need not ask once for each row.

# Note [Bounded expansions]
An endpoint names its expansions. A request asks for at most MOST of them, one level deep; each is
found for a whole page at once (a fixed number of queries, whatever the rows) and brings at most
EACH things to a row. What a caller could not read by itself they cannot expand either. It stands
beside the row's own fields, in `expanded`, so that no field has two shapes.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from rest_framework import serializers

from common.api.filters import Parameter, Rows

MOST: Final = 3
EACH: Final = 20

# Finds it for rows of a page: by the row's number. The second is the serializers' context.
Find = Callable[[Sequence[Any], Mapping[str, Any]], Mapping[int, Any]]


@dataclass(frozen=True, slots=True)
class Expansion:
    """One thing that a row can bring along, or many (`EACH` at most, the newest)."""

    find: Find
    out: type[serializers.Serializer[Any]]
    verb: str  # what the caller needs
    is_many: bool = False
    help_text: str = ""

    def field(self) -> serializers.BaseSerializer[Any]:
        words: dict[str, Any] = {"help_text": self.help_text} if self.help_text else {}
        if self.is_many:
            return self.out(many=True, required=False, **words)
        return self.out(required=False, allow_null=True, **words)


Expansions = Mapping[str, Expansion]


class ExpandField(serializers.CharField):
    """Names, comma-separated, read as a tuple of them."""

    def __init__(self, expansions: Expansions, **options: Any) -> None:
        self.expansions = expansions
        named = ", ".join(f"`{name}`" for name in expansions)
        words = f"What each brings along in `expanded`, comma-separated, at most {MOST}: {named}"
        super().__init__(**{"required": False, "max_length": 200, "help_text": words, **options})

    def __deepcopy__(self, memo: Any) -> "ExpandField":
        return ExpandField(self.expansions)

    def to_internal_value(self, data: Any) -> Any:
        names = tuple(dict.fromkeys(super().to_internal_value(data).split(",")))
        unknown = [name for name in names if name not in self.expansions]
        if unknown:
            known = ", ".join(self.expansions)
            words = f"This cannot be expanded: {unknown[0][:80]}. Known: {known}."
            raise serializers.ValidationError(words, "unknown")
        if len(names) > MOST:
            raise serializers.ValidationError(f"Expand at most {MOST} at once.", "max_length")
        return names


class Expand(Parameter):
    """The parameter, for a list's Filters. It narrows nothing."""

    reads = ExpandField

    def __init__(self, expansions: Expansions) -> None:
        super().__init__(method=_as_they_are, expansions=expansions)


class _Expanded(serializers.Serializer[Any]):
    def to_representation(self, brought: Mapping[str, Any]) -> Any:
        shown = super().to_representation(brought)  # what may be null is there though not asked for
        return {name: value for name, value in shown.items() if name in brought}


def expanded_of(name: str, expansions: Expansions) -> type[serializers.Serializer[Any]]:
    """The shape of the field `expanded`, which is left out while nothing is expanded."""
    fields = {each: expansion.field() for each, expansion in expansions.items()}
    words = {"__doc__": "What was asked for by `expand`; the rest is left out."}
    return type(f"{name}ExpandedOut", (_Expanded,), {**words, **fields})


def expand(
    rows: Sequence[Any], wanted: Sequence[str], expansions: Expansions, context: Mapping[str, Any]
) -> None:
    """Give each row what it brings along, where `expanded_of` looks for it."""
    for row in rows:
        row.expanded = {}
    for name in wanted:
        expansion = expansions[name]
        found = expansion.find(rows, context)
        for row in rows:
            row.expanded[name] = found.get(row.pk, [] if expansion.is_many else None)


def _as_they_are(rows: Rows, _column: str, _said: Any) -> Rows:
    return rows
