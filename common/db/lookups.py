"""Conditions that Django has no words for."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db.models import F, Lookup
from django.db.models.sql.compiler import SQLCompiler


class AnyOf(Lookup[Any]):
    """One parameter for any number of values: `rows.filter(AnyOf("id", ids))`.

    `id__in` makes a placeholder of each, and Django and the driver look at them one by one.
    """

    prepare_rhs = False

    def __init__(self, lhs: Any, rhs: Iterable[Any]) -> None:
        super().__init__(F(lhs) if isinstance(lhs, str) else lhs, list(rhs))

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> tuple[str, tuple[Any, ...]]:
        if not self.rhs:
            raise EmptyResultSet  # as `id__in` does: nothing is asked
        left, params = self.process_lhs(compiler, connection)
        kind = str(self.lhs.output_field.db_type(connection)).partition("(")[0]
        return f"{left} = ANY(%s::{kind}[])", (*params, self.rhs)
