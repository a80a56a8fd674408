"""Outputs written row by row from a serializer's fields, which are walked once for each thread.

# Note [Written flat]
A serializer is the one declaration of an output: the schema is made of it, and its methods say what
no column says. But DRF copies all its fields for every request, and asks each field for each row
where it comes from, whether it is there and how it is shown. Here the fields of a class are bound
once in each thread, and of each is made the shortest function that answers as it would; whatever is
not as expected, the field answers itself. tests/common/test_flat.py compares both.

Methods read `self.context`, hence each thread has serializers of its own, lent to one request.
"""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from operator import attrgetter
from typing import Any, Final, TypeAlias, cast
from uuid import UUID

from django.db.models import Manager, Model
from rest_framework import fields, serializers

from common.api import picking
from common.api.shapes import UtcTime

Write: TypeAlias = Callable[[Any], Any]
Serializer: TypeAlias = serializers.Serializer[Any]
Writers: TypeAlias = dict[str, Write]

UTC_OFFSET: Final = "+00:00"
# What such a field shows unchanged.
_AS_THEY_ARE: Final[dict[type, type]] = {
    fields.CharField: str,
    fields.IntegerField: int,
    fields.BooleanField: bool,
}
LEFT_OUT: Final = object()  # of a field that shows nothing, where there is nothing
_own = threading.local()


@contextmanager
def lent(
    shape: type[Serializer], context: Mapping[str, Any], *, wanted: str = "", also: str = ""
) -> Iterator[Write]:
    """Shows a row as the serializer would, or only what is wanted: see common/api/picking.py.

    Raises ValidationError for a field that there is not. See Note [Written flat].
    """
    serializer, writers = _made(shape)
    picked = picking.wanted_of(serializer, wanted, also=also) if wanted else None
    before = serializer._context
    serializer._context = dict(context)
    try:
        if picked is None:
            yield _row(serializer, writers)
        else:
            some = {name: write for name, write in writers.items() if name in picked}
            whole = _row(serializer, some)
            yield lambda row: picking.picked(whole(row), picked)
    finally:
        serializer._context = before


def _made(shape: type[Serializer]) -> tuple[Serializer, Writers]:
    made: dict[type, tuple[Serializer, Writers]] = _own.__dict__.setdefault("made", {})
    if shape not in made:
        serializer = shape(context={})
        made[shape] = serializer, _writers(serializer)
    return made[shape]


def _writers(serializer: Serializer) -> Writers:
    readable = {name: it for name, it in serializer.fields.items() if not it.write_only}
    return {str(name): _write(field) for name, field in readable.items()}


def _row(serializer: Serializer, writers: Writers) -> Write:
    own = serializer.to_representation
    if type(serializer).to_representation is not serializers.Serializer.to_representation:
        # It says itself what its rows look like.
        return lambda row: {name: value for name, value in own(row).items() if name in writers}
    pairs = tuple(writers.items())
    may_lack = tuple(name for name in writers if _may_lack(serializer.fields[name]))

    def write(row: Any) -> dict[str, Any]:
        shown = {name: of_field(row) for name, of_field in pairs}
        for name in may_lack:
            if shown[name] is LEFT_OUT:
                del shown[name]
        return shown

    return write


def _may_lack(field: Any) -> bool:
    return not field.required and not isinstance(field, serializers.SerializerMethodField)


def _write(field: Any) -> Write:
    if type(field) is serializers.SerializerMethodField:
        return cast("Write", getattr(field.parent, field.method_name))
    if isinstance(field, serializers.Serializer):
        return _nested(field, _row(field, _writers(field)))
    if isinstance(field, serializers.ListSerializer) and isinstance(
        field.child, serializers.Serializer
    ):
        each = _row(field.child, _writers(field.child))
        return _nested(field, lambda rows: [each(row) for row in _all(rows)])
    if isinstance(field, serializers.BaseSerializer):
        return _by_itself(field)
    found = _converted(field)
    return _plain(field, *found) if found else _by_itself(field)


def _converted(field: Any) -> tuple[type, Write | None] | None:
    """Of which type such a field's values are, and how one is shown; None: it shows them itself."""
    kind = type(field)
    if kind in _AS_THEY_ARE:
        return _AS_THEY_ARE[kind], None
    if kind is fields.ChoiceField:
        choices = field.choice_strings_to_values
        return str, lambda value: choices.get(value, value)
    if kind is fields.UUIDField and field.uuid_format == "hex_verbose":
        return UUID, str
    if kind is UtcTime:
        return datetime, _utc(field)
    if kind is fields.ListField and type(field.child) is fields.CharField:
        return list, lambda values: [None if it is None else str(it) for it in values]
    return None


def _utc(field: UtcTime) -> Write:
    def write(value: datetime) -> Any:
        text = value.isoformat()
        return text[:-6] + "Z" if text.endswith(UTC_OFFSET) else field.to_representation(value)

    return write


def _plain(field: Any, kind: type, shown: Write | None) -> Write:
    read, itself = attrgetter(".".join(field.source_attrs)), _by_itself(field)

    def write(row: Any) -> Any:
        try:
            value = read(row)
        except AttributeError:
            return itself(row)
        if value is None:
            return None
        if type(value) is not kind:
            return itself(row)
        return value if shown is None else shown(value)

    return write if field.source_attrs else itself


def _nested(field: Any, shown: Write) -> Write:
    """Of a row that this refers to; of a mapping, or of nothing, the field itself knows more."""
    itself = _by_itself(field, shown)
    if len(field.source_attrs) != 1:
        return itself
    read = attrgetter(field.source_attrs[0])
    is_optional = not field.required and not field.allow_null and field.default is fields.empty

    def write(row: Any) -> Any:
        try:
            value = read(row)
        except AttributeError:
            if is_optional and isinstance(row, Model):
                return LEFT_OUT
            return itself(row)
        if isinstance(value, Model):
            return shown(value)
        return None if value is None else itself(row)

    return write


def _by_itself(field: Any, shown: Write | None = None) -> Write:
    show = shown or field.to_representation

    def write(row: Any) -> Any:
        try:
            value = field.get_attribute(row)
        except fields.SkipField:
            return LEFT_OUT
        return None if value is None else show(value)

    return write


def _all(rows: Any) -> Any:
    return rows.all() if isinstance(rows, Manager) else rows
