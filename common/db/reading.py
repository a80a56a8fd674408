"""Rows as model instances, without what a model's `__init__` does for those made by hand.

Django asks each field of each row; here a row becomes the instance's attributes as it came, five
times as fast; and the statement is the same each time, so it is made once.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import Any, Final, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import JSONField, Model
from django.db.models.base import ModelState
from psycopg.types.datetime import TimestamptzLoader

_M = TypeVar("_M", bound=Model)

_decode: Final = json.JSONDecoder().decode


def read(
    model: type[_M], column: str, keys: Iterable[Any], *, order_by: Sequence[str] = ()
) -> list[_M]:
    """The rows of which the column is one of these. One statement, none for no keys.

    No manager is asked, so no scope is looked for: whose rows are seen Postgres decides alone, by
    what the open scope told it (rowsecurity.py). Nothing, then, where none is open.
    """
    wanted = list(keys)
    if not wanted:
        return []
    names, converters = _shape(model)
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.cursor.adapters.register_loader("timestamptz", TimestamptzLoader)
        cursor.execute(_statement(model, column, tuple(order_by)), [wanted])
        found = cursor.fetchall()
    return [_instance(model, dict(zip(names, row, strict=True)), converters) for row in found]


def made(model: type[_M], **values: Any) -> _M:
    """A new instance with exactly these attributes, by their columns' names."""
    row = model.__new__(model)
    row.__dict__.update(values)
    row._state = ModelState()
    return row


def attach(rows: Iterable[Model], name: str, found: Mapping[Any, Model]) -> None:
    """Say what the rows' foreign key of that name leads to, of what was read already."""
    attribute = f"{name}_id"
    for row in rows:
        key = row.__dict__[attribute]
        if key is None or key in found:
            row._state.fields_cache[name] = found.get(key)


def _instance(model: type[_M], values: dict[str, Any], converters: Mapping[str, Any]) -> _M:
    for name, convert in converters.items():
        value = values[name]
        if value is not None:
            values[name] = convert(value)
    row = model.__new__(model)
    values["_state"] = state = ModelState()
    state.adding, state.db = False, DEFAULT_DB_ALIAS
    row.__dict__.update(values)
    return row


def _from_json(text: str) -> Any:
    """As Django's JSONField reads it; most are empty."""
    if text == "[]":
        return []
    return {} if text == "{}" else _decode(text)


def _converter_of(field: Any) -> Callable[[Any], Any]:
    return lambda value: field.from_db_value(value, None, connections[DEFAULT_DB_ALIAS])


@cache
def _statement(model: type[Model], column: str, order_by: tuple[str, ...]) -> str:
    meta = model._meta
    field = next(each for each in meta.concrete_fields if each.name == column)
    kind = str(field.db_type(connections[DEFAULT_DB_ALIAS])).partition("(")[0]
    columns = ", ".join(f'"{each.column}"' for each in meta.concrete_fields)
    order = f" ORDER BY {', '.join(order_by)}" if order_by else ""
    return (
        f'SELECT {columns} FROM "{meta.db_table}" '  # noqa: S608 - of our models' own names
        f'WHERE "{field.column}" = ANY(%s::{kind}[]){order}'
    )


@cache
def _shape(model: type[Model]) -> tuple[tuple[str, ...], dict[str, Any]]:
    """The attributes of a row in the order of its columns, and what reads some of them."""
    fields = model._meta.concrete_fields
    converters = {
        field.attname: _from_json if isinstance(field, JSONField) else _converter_of(field)
        for field in fields
        if hasattr(field, "from_db_value")
    }
    return tuple(field.attname for field in fields), converters
