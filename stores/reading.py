"""Rows of the open scope, read again and again in one shape: their SQL is written by the ORM once.

# Note [Written once]
For one order with seventy columns Django takes longer to write the SQL than Postgres to answer it.
A Reading writes it when it is first asked, with places for what is looked for and for the stores of
the scope, which are filled in at each call: so the fence holds here as it does in FencedManager,
and Postgres' own wall behind it. Several readings of one thing go in one round trip.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final, Generic, TypeVar

from django.db import connection
from django.db.models import BooleanField, Model
from django.db.models.expressions import RawSQL

from common.partial import maker
from stores import scope as fence

_M = TypeVar("_M", bound=Model)

SAID: Final = object()
STORES: Final = object()


@dataclass(eq=False)
class Reading(Generic[_M]):
    """Rows of `model` whose `by` is what is said, with these columns: see common/partial.py."""

    model: type[_M]
    columns: tuple[str, ...]
    by: str
    order_by: tuple[str, ...] = ()
    filters: dict[str, Any] = field(default_factory=dict)

    @cached_property
    def written(self) -> tuple[str, tuple[Any, ...]]:
        """See Note [Written once]."""
        table = connection.ops.quote_name(self.model._meta.db_table)
        in_scope = RawSQL(  # noqa: S611 - made of a table's name
            f"{table}.store_id = ANY(%s::bigint[])", [STORES], BooleanField()
        )
        said = {self.by: RawSQL("%s", [SAID])}
        rows = self.model._base_manager.filter(in_scope, **self.filters, **said)
        query = rows.order_by(*self.order_by).values_list(*self.columns).query
        sql, parameters = query.sql_with_params()
        return sql, tuple(parameters)

    def made(self, found: Sequence[Sequence[Any]]) -> list[_M]:
        make = maker(self.model, self.columns, connection.alias)
        return [make(values) for values in found]


def read(reading: Reading[_M], said: object) -> _M | None:
    """The one row; None where there is none. One query. Raises NoScope outside a scope."""
    found: list[_M] = read_together([reading], said)[0]
    return found[0] if found else None


def read_together(readings: Sequence[Reading[Any]], said: object) -> list[list[Any]]:
    """What each of them finds, in one round trip. Raises NoScope outside a scope of stores."""
    stores = fence.current().stores
    if stores is None:
        raise fence.NoScope("A Reading reads within the stores of one agency: open its scope.")
    places = {id(SAID): said, id(STORES): sorted(stores)}
    parameters: list[Any] = [
        places.get(id(it), it) for reading in readings for it in reading.written[1]
    ]
    found = []
    with connection.cursor() as cursor:
        cursor.execute("; ".join(reading.written[0] for reading in readings), parameters)
        for reading in readings:
            found.append(reading.made(cursor.fetchall()))
            cursor.nextset()
    return found
