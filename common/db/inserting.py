"""Writing many rows by one statement that does not grow with them.

Django's bulk_create puts a placeholder for each value of each row: for a table of ninety columns
most of the time goes into building that statement, and into Postgres' reading it. Here the rows are
one parameter, a JSON list that Postgres reads as rows of that very table. (COPY is no way in:
Postgres refuses it where a table has row-level security.)
"""

from collections.abc import Iterable
from decimal import Decimal
from functools import cache
from typing import Any, Final

import orjson
from django.db import DataError, connection, models
from django.db.models.expressions import DatabaseDefault
from psycopg import sql

# JSON says the values of these as Postgres reads them; of other fields we would not know.
_PLAIN: Final = (
    models.BigIntegerField,
    models.BooleanField,
    models.CharField,
    models.DateField,
    models.DecimalField,
    models.IntegerField,
    models.JSONField,
    models.TextField,
    models.UUIDField,
)
Names = tuple[tuple[str, str], ...]  # column, attribute


class NotPlain(TypeError):
    """The table has values that are not written as they stand. Use bulk_create."""


def insert_rows(rows: Iterable[models.Model], *, passes_over: bool = False) -> int:
    """Insert these rows of one table; how many came in.

    `passes_over`: those that meet a row that is there are left out; else that is an IntegrityError.
    No row learns its number: read it anew where it is needed. As with bulk_create, neither save()
    nor signals are asked. A value that Postgres cannot hold is a DataError. The caller has a scope
    open: the policies of Postgres look at each row.
    """
    found = list(rows)
    if not found:
        return 0
    first = found[0]
    left_out = frozenset(
        name for name, value in vars(first).items() if isinstance(value, DatabaseDefault)
    )
    statement, names = _plan(type(first), left_out, passes_over)
    said = _json([{name: getattr(row, held) for name, held in names} for row in found])
    with connection.cursor() as cursor:
        cursor.execute(statement, [said])
        return int(cursor.rowcount)


def insert_new(row: models.Model) -> bool:
    """Insert this row unless it meets one that is there; whether it came in, and has its number.

    What came in is the row as Postgres has it, so there is nothing to read anew: none of its
    columns may be left to the database (NotPlain).
    """
    if any(isinstance(value, DatabaseDefault) for value in vars(row).values()):
        raise NotPlain(f"Only the database knows what stands in a new {type(row).__name__}.")
    statement, names = _plan(type(row), frozenset(), passes_over=True)
    said = _json([{name: getattr(row, held) for name, held in names}])
    with connection.cursor() as cursor:
        cursor.execute(f"{statement} RETURNING {_key(type(row))}", [said])
        found = cursor.fetchone()
    if found is None:
        return False
    row.pk = found[0]
    row._state.adding, row._state.db = False, connection.alias
    return True


def _key(model: type[models.Model]) -> str:
    return sql.Identifier(str(model._meta.pk.column)).as_string(None)


def _json(values: list[dict[str, Any]]) -> str:
    try:
        return orjson.dumps(values, default=_said, option=orjson.OPT_NON_STR_KEYS).decode()
    except orjson.JSONEncodeError as error:
        if isinstance(error.__cause__, NotPlain):
            raise error.__cause__ from None
        raise DataError(str(error)) from error  # half a character, a number beyond 64 bits


def _said(value: object) -> object:
    if isinstance(value, Decimal):
        return str(value)
    raise NotPlain(f"A {type(value).__name__} cannot be written by insert_rows().")


@cache
def _plan(
    model: type[models.Model], left_out: frozenset[str], passes_over: bool
) -> tuple[str, Names]:
    """The statement, and of which attribute each column is."""
    names = tuple(
        (str(field.column), field.attname)
        for field in model._meta.local_concrete_fields
        if not (field.primary_key or field.generated or field.attname in left_out)
        and _is_plain(field)
    )
    statement = sql.SQL(
        "INSERT INTO {table} ({columns})"
        " SELECT {columns} FROM json_populate_recordset(NULL::{table}, %s::json){else_}"
    ).format(
        table=sql.Identifier(model._meta.db_table),
        columns=sql.SQL(", ").join(sql.Identifier(column) for column, _held in names),
        else_=sql.SQL(" ON CONFLICT DO NOTHING" if passes_over else ""),
    )
    return statement.as_string(None), names


def _is_plain(field: Any) -> bool:
    """Always true. Raises NotPlain: to leave a column out in silence would lose what it says."""
    bare = field.target_field if field.is_relation else field
    bare = getattr(bare, "base_field", bare)  # of a list
    is_djangos = type(bare).__module__.startswith("django.")
    if not (is_djangos and isinstance(bare, _PLAIN)):
        raise NotPlain(f"{field} cannot be written by insert_rows().")
    return True
