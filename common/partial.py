"""Models of which only some columns were read, for lists: as `.only()` makes them, but fast.

Django asks of each row each field of its model, read or not; of fifty orders with seventy columns
that costs more than to read them. What was not read is still fetched when it is asked for.
"""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from django.db import connections
from django.db.models import Model
from django.db.models.base import ModelState

_M = TypeVar("_M", bound=Model)


def maker(model: type[_M], columns: Sequence[str], alias: str) -> Callable[[Sequence[Any]], _M]:
    """Makes a row of the values of these columns, in their order.

    Those of a row it refers to are named as in a query (`order__name`); with them stands the
    reference itself (`order_id`), which says whether there is one.
    """
    own = [(place, name) for place, name in enumerate(columns) if "__" not in name]
    decoders = [(place, name, _decoder(model, name)) for place, name in own]
    decoded = [(place, name, decode) for place, name, decode in decoders if decode]
    references = _references(model, columns)

    def make(values: Sequence[Any]) -> _M:
        made = _bare(model, alias)
        said = made.__dict__
        for place, name in own:
            said[name] = values[place]
        for place, name, decode in decoded:
            said[name] = decode(values[place], None, connections[alias])
        for name, other, inner in references:
            number = said[f"{name}_id"]
            made._state.fields_cache[name] = _referred(other, alias, number, inner, values)
        return made

    return make


def _references(
    model: type[Model], columns: Sequence[str]
) -> list[tuple[str, type[Model], list[tuple[int, str]]]]:
    """What is referred to: by which name, of which model, and where its columns stand."""
    found: dict[str, list[tuple[int, str]]] = {}
    for place, name in enumerate(columns):
        reference, _, inner = name.partition("__")
        if inner:
            found.setdefault(reference, []).append((place, inner))
    return [(name, _model_of(model, name), inner) for name, inner in found.items()]


def _referred(
    model: type[Model],
    alias: str,
    number: int | None,
    columns: list[tuple[int, str]],
    values: Sequence[Any],
) -> Model | None:
    if number is None:
        return None
    made = _bare(model, alias)
    made.__dict__["id"] = number
    made.__dict__.update((name, values[place]) for place, name in columns)
    return made


def _decoder(model: type[Model], column: str) -> Any:
    """How its field reads what the driver leaves as text, such as JSON; None: as it is."""
    field: Any = next(it for it in model._meta.concrete_fields if column in (it.attname, it.name))
    return getattr(field, "from_db_value", None)


def _model_of(model: type[Model], reference: str) -> type[Model]:
    other = model._meta.get_field(reference).related_model
    if not isinstance(other, type) or not issubclass(other, Model):
        raise TypeError(f"{model.__name__}.{reference} refers to no row.")
    return other


def _bare(model: type[_M], alias: str) -> _M:
    made = model.__new__(model)
    state = ModelState()
    state.adding, state.db = False, alias
    made._state = state
    return made
