"""Whether a value of JSON is of the documented type: `"5"` is no number, 1 is not true.

Serializers would convert them, each in a way of its own (false as an id, 0 as a reason), and so
hide mistakes of programs. Values of URLs and forms are text, and converted there.

How many there are is looked at first, too: serializers look at each of a quarter of a million
items, for minutes, before they say that seven is the most.
"""

from collections.abc import Iterator
from itertools import islice
from typing import Any, Final

from rest_framework import serializers

Field = serializers.Field[Any, Any, Any, Any]
MOST_SAID: Final = 20
# Where a field itself says nothing.
MOST_ITEMS: Final = 10_000
MOST_NAMES: Final = 1_000
TEXT: Final = (
    serializers.CharField,
    serializers.UUIDField,
    serializers.DateField,
    serializers.DateTimeField,
    serializers.TimeField,
)


def wrong_type(field: Field, value: Any) -> Any:
    """What to do about a value, as serializers tell it: `[words]`, or `{place: [words]}` for a
    list. Empty if nothing."""
    if value is None:
        return []  # whether there may be none, the field says
    if said := _too_many(field, value) or _not_of_type(field, value):
        return [said]
    if isinstance(field, serializers.ListField) and isinstance(value, list):
        return dict(islice(_wrong_in(field, value), MOST_SAID))
    return []


def _not_of_type(field: Field, value: Any) -> str:
    if isinstance(field, serializers.BooleanField):
        return "" if isinstance(value, bool) else "Send true or false."
    if isinstance(field, serializers.IntegerField | serializers.FloatField):
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        return "" if is_number else "Send a number, without quotes."
    if isinstance(field, TEXT) or _is_choice_of_texts(field):
        return "" if isinstance(value, str) else "Send text, in quotes."
    return ""


def _too_many(field: Field, value: Any) -> str:
    if isinstance(field, serializers.ListField) and isinstance(value, list):
        most = field.max_length or MOST_ITEMS
    elif isinstance(field, serializers.DictField) and isinstance(value, dict):
        most = MOST_NAMES
    else:
        return ""
    return f"Send at most {most}, not {len(value)}." if len(value) > most else ""


def _wrong_in(field: serializers.ListField, values: list[Any]) -> Iterator[tuple[str, Any]]:
    for place, value in enumerate(values):
        if said := wrong_type(field.child, value):
            yield str(place), said


def _is_choice_of_texts(field: Field) -> bool:
    if type(field) is not serializers.ChoiceField:
        return False
    return all(isinstance(choice, str) for choice in field.choices)
