"""`?fields=`: only some fields of an answer, also of what stands within them."""

from collections.abc import Mapping
from typing import Any

from drf_spectacular.drainage import get_override
from rest_framework import serializers

# Of a field: which of its own fields are wanted; None: whole.
Wanted = dict[str, set[str] | None]


def wanted_of(serializer: serializers.Serializer[Any], wanted: str, *, also: str = "") -> Wanted:
    """The fields named (`id,store.name`), and what is wanted of nested ones, for `picked`.

    The field `also` stays in any case. Raises ValidationError for one that is not known.
    """
    found: Wanted = {}
    for path in filter(None, wanted.split(",")):
        name, dot, inner = path.partition(".")
        if name not in serializer.fields:
            raise _unknown(name, serializer.fields)
        if not dot:
            found[name] = None
            continue
        known = _inner_fields(serializer, name)
        if inner not in known:
            raise _unknown(path, [f"{name}.{each}" for each in known] or serializer.fields)
        within = found.setdefault(name, set())
        if within is not None:
            within.add(inner)
    if also in serializer.fields:
        found.setdefault(also, None)
    return found


def picked(document: Mapping[str, Any], wanted: Wanted) -> Mapping[str, Any]:
    """One row of the wanted fields, without what is not wanted of its nested fields."""
    nested = {name: inner for name, inner in wanted.items() if inner is not None}
    if not nested:
        return document
    return {
        name: _parts(value, nested[name]) if name in nested else value
        for name, value in document.items()
    }


def _parts(value: Any, inner: set[str]) -> Any:
    if isinstance(value, list):
        return [_parts(each, inner) for each in value]
    if isinstance(value, Mapping):
        return {name: value[name] for name in value if name in inner}
    return value


def _inner_fields(serializer: serializers.Serializer[Any], name: str) -> list[str]:
    """Names of the fields within a field, as they are described; none for a plain one."""
    field: Any = serializer.fields[name]
    if isinstance(field, serializers.SerializerMethodField):
        field = get_override(getattr(serializer, str(field.method_name)), "field")
        field = field() if isinstance(field, type) else field
    field = getattr(field, "child", field)
    return list(field.fields) if isinstance(field, serializers.Serializer) else []


def _unknown(name: str, known: Any) -> serializers.ValidationError:
    words = f"Not a field: {name[:80]}. Known: {', '.join(known)}."
    return serializers.ValidationError({"fields": words}, code="unknown")
