"""The DatabaseWrapper behind ENGINE = "common.db".

Two things are added to Django's backend, both for row-level security:
migrations can act as the log-in itself instead of the assumed role (which owns nothing, so that
policies bind it), and before a statement the session is told whose rows the scope may see.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from django.db.backends.base.base import NO_DB_ALIAS
from django.db.backends.postgresql import base
from django.db.backends.postgresql.operations import DatabaseOperations as PostgresOperations
from psycopg import sql
from psycopg.pq import TransactionStatus

from common.db import rowsecurity

TELL = "SELECT " + ", ".join(["set_config(%s, %s, false)"] * len(rowsecurity.NAMES))


class DatabaseOperations(PostgresOperations):
    def execute_sql_flush(self, sql_list: Iterable[str]) -> None:
        """Truncate as the owner: only tests and `manage.py flush` come here."""
        with self.connection.as_owner():  # type: ignore[attr-defined]  # our wrapper, below
            super().execute_sql_flush(sql_list)


class DatabaseWrapper(base.DatabaseWrapper):
    ops_class = DatabaseOperations

    def __init__(self, settings_dict: dict[str, Any], alias: str = "default") -> None:
        super().__init__(settings_dict, alias)
        self._is_owner = alias == NO_DB_ALIAS
        self._told: rowsecurity.Settings | None = rowsecurity.NOTHING
        self.execute_wrappers.append(self._tell)

    @property
    def role(self) -> str | None:
        """The role that sessions assume, from OPTIONS."""
        role: str | None = self.settings_dict["OPTIONS"].get("assume_role")
        return role

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        self._told = rowsecurity.NOTHING
        return super().get_new_connection(conn_params)

    def _configure_role(self, connection: Any) -> bool:
        # Django's hook for OPTIONS["assume_role"].
        if self._is_owner:
            return False
        configured: bool = super()._configure_role(connection)  # type: ignore[misc]  # no stub
        return configured

    @contextmanager
    def as_owner(self) -> Iterator[None]:
        """Act as the log-in itself, not the assumed role: for migrations and test clean-up."""
        was, self._is_owner = self._is_owner, True
        self.ensure_connection()
        if self.role and not was:
            self.connection.execute("SET ROLE NONE")
        try:
            yield
        finally:
            self._is_owner = was
            connection = self.connection
            if self.role and not was and connection is not None and not connection.closed:
                assume_role(connection, self.role)

    def _tell(
        self, execute: Callable[..., Any], query: str, params: Any, many: bool, context: Any
    ) -> Any:
        wanted = rowsecurity.wanted.get()
        if self._told != wanted:
            connection = self.connection
            # A failed transaction takes no statement but its roll-back; the next one tells it.
            if connection.info.transaction_status != TransactionStatus.INERROR:
                with self.wrap_database_errors:
                    tell(connection, wanted)
                self._told = wanted
        return execute(query, params, many, context)

    # A roll-back also undoes what a session was told inside it: forget, and tell again.
    def _rollback(self) -> None:
        super()._rollback()  # type: ignore[misc]  # no stub
        self._told = None

    def _savepoint_rollback(self, sid: str) -> None:
        super()._savepoint_rollback(sid)  # type: ignore[misc]  # no stub
        self._told = None


def tell(connection: psycopg.Connection[Any], settings: rowsecurity.Settings) -> None:
    """Set the session settings that the policies read, in one round trip."""
    pairs = zip(rowsecurity.NAMES, rowsecurity.values(settings), strict=True)
    connection.execute(TELL, [item for pair in pairs for item in pair])


def assume_role(connection: psycopg.Connection[Any], role: str) -> None:
    connection.execute(sql.SQL("SET ROLE {}").format(sql.Identifier(role)))
