"""The DatabaseWrapper behind ENGINE = "common.db".

Three things are added to Django's backend. Two are for row-level security:
migrations can act as the log-in itself instead of the assumed role (which owns nothing, so that
policies bind it), and before a statement the session is told whose rows the scope may see.
Where sessions are shared (OPTIONS["is_shared"]) transactions are told: see common/db/pooled.py.
And a statement may be sent now and its answer read later (under_way.py).
"""

import re
import select
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final

import psycopg
from django.db import transaction
from django.db.backends.base.base import NO_DB_ALIAS
from django.db.backends.postgresql import base
from django.db.backends.postgresql.operations import DatabaseOperations as PostgresOperations
from psycopg import sql
from psycopg.pq import TransactionStatus

from common.db import pooled, rowsecurity, under_way
from common.db.under_way import Param, UnderWay

# A session heard of so lately is not asked again whether it lives, unless its socket has news.
HEARD_LATELY: Final = 5.0
_NUMBERED = re.compile(r"\$\d+")
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
        self._heard_at = 0.0
        self._under_way: UnderWay | None = None
        self._prepared: dict[str, bytes] = {}
        self.execute_wrappers.append(self._hear if self.is_shared else self._tell)

    @property
    def is_shared(self) -> bool:
        """Whether a pooler lends us another server connection for each transaction."""
        return bool(self.settings_dict["OPTIONS"].get("is_shared"))

    @property
    def role(self) -> str | None:
        """The role that sessions assume, from OPTIONS."""
        role: str | None = self.settings_dict["OPTIONS"].get("assume_role")
        return role

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        self._told = rowsecurity.NOTHING
        self._prepared = {}
        if not self.is_shared:
            return super().get_new_connection(conn_params)
        self.isolation_level = psycopg.IsolationLevel.READ_COMMITTED
        connection = pooled.SharedConnection.connect(**conn_params)
        connection.wants = self._wants
        return connection

    def get_connection_params(self) -> dict[str, Any]:
        params: dict[str, Any] = super().get_connection_params()
        if params.pop("is_shared", False):
            params["cursor_factory"] = pooled.SharedCursor
        return params

    def _wants(self) -> pooled.Told:
        """What each transaction of a shared session is told."""
        assumed = (("role", self.role),) if self.role and not self._is_owner else ()
        return (*assumed, *pooled.wanted_of(rowsecurity.wanted.get()))

    def _configure_role(self, connection: Any) -> bool:
        # Django's hook for OPTIONS["assume_role"].
        if self._is_owner or self.is_shared:
            return False
        configured: bool = super()._configure_role(connection)  # type: ignore[misc]  # no stub
        return configured

    @contextmanager
    def as_owner(self) -> Iterator[None]:
        """Act as the log-in itself, not the assumed role: for migrations and test clean-up."""
        was, self._is_owner = self._is_owner, True
        self.ensure_connection()
        role = None if was or self.is_shared else self.role
        if role:
            self.connection.execute("SET ROLE NONE")
        try:
            yield
        finally:
            self._is_owner = was
            connection = self.connection
            if role and connection is not None and not connection.closed:
                assume_role(connection, role)

    def is_usable(self) -> bool:
        """Whether the session lives. Asks it, unless it answered lately and its socket is silent:
        a server that ends a session says so, and that is read here without a round trip."""
        self.wait_for_answer()
        connection = self.connection
        if connection is None or connection.closed:
            return False
        if connection.info.transaction_status == TransactionStatus.INERROR:
            return False  # nothing can be asked before the transaction ends
        if time.monotonic() - self._heard_at < HEARD_LATELY and not _has_news(connection):
            return True
        return bool(super().is_usable())

    def one_seen(
        self,
        query: str,
        params: Sequence[Any],
        *,
        by: rowsecurity.Settings,
        then: rowsecurity.Settings,
    ) -> tuple[Any, ...] | None:
        """The query's first row as `by` sees it, the session left as one that sees what `then`
        says: a look before a scope opens, and its opening, in one round trip. The query names its
        parameters, text all, as $1, $2 …: it is planned once a session."""
        if self.is_shared:
            return self._one_seen(_NUMBERED.sub("%s", query), params, by)
        self.ensure_connection()
        self.wait_for_answer()
        with self.wrap_database_errors:
            name = self._name_of(query, query.encode())
        assert name is not None  # noqa: S101 - only a shared session has none
        look = f"EXECUTE {name.decode()}({', '.join(['%s'] * len(params))})"
        told = rowsecurity.wanted.set(then)
        self._told = then  # so that _tell() adds nothing
        try:
            with self.cursor() as cursor:
                cursor.execute(f"{TELL}; {look}; {TELL}", [*_pairs(by), *params, *_pairs(then)])
                cursor.nextset()
                row: tuple[Any, ...] | None = cursor.fetchone()
                return row
        except BaseException:
            self._told = None
            raise
        finally:
            rowsecurity.wanted.reset(told)

    def begin_statement(self, statement: str, params: Sequence[Param]) -> UnderWay:
        """Send a statement with its parameters as $1, $2 …, and read its answer later.

        It is a transaction of its own; within one, it is answered when this returns, and undone
        alone if it failed. A shared session is told whose transaction it is, and cannot wait.
        """
        self.ensure_connection()
        self.wait_for_answer()
        if not self.in_atomic_block and not self.is_shared:
            with self.wrap_database_errors:
                return self._begin(statement, params)
        with transaction.atomic(using=self.alias), self.wrap_database_errors:
            begun = self._begin(statement, params)
            begun.answer()
            return begun

    def wait_for_answer(self) -> None:
        """Until the statement that is under way is answered, if one is."""
        if self._under_way is not None:
            self._under_way.wait()

    def _begin(self, statement: str, params: Sequence[Param]) -> UnderWay:
        session = self.connection
        if self.is_shared:
            session.cursor().execute("SELECT 1")  # brings along what the transaction is told
        else:
            self._tell_scope()
        if self.queries_logged:
            self.queries_log.append({"sql": statement, "time": "0"})
        sent = statement.encode()
        under_way.send(session, sent, params, prepared=self._name_of(statement, sent))
        self._heard_at = time.monotonic()
        begun = self._under_way = UnderWay(
            session, forget=self._forget_under_way, wrapped=self.wrap_database_errors
        )
        return begun

    def _name_of(self, statement: str, sent: bytes) -> bytes | None:
        """Under which it is prepared. Not at all in a session that is shared."""
        if self.is_shared:
            return None
        if statement not in self._prepared:
            name = f"notifyhub_{len(self._prepared)}".encode()
            under_way.prepare(self.connection, name, sent)
            self._prepared[statement] = name
        return self._prepared[statement]

    def _forget_under_way(self) -> None:
        self._under_way = None

    def _one_seen(
        self, query: str, params: Sequence[Any], by: rowsecurity.Settings
    ) -> tuple[Any, ...] | None:
        told = rowsecurity.wanted.set(by)
        try:
            with self.cursor() as cursor:
                cursor.execute(query, params)
                row: tuple[Any, ...] | None = cursor.fetchone()
                return row
        finally:
            rowsecurity.wanted.reset(told)

    def _hear(
        self, execute: Callable[..., Any], query: str, params: Any, many: bool, context: Any
    ) -> Any:
        self.wait_for_answer()
        answer = execute(query, params, many, context)
        self._heard_at = time.monotonic()
        return answer

    def _tell(
        self, execute: Callable[..., Any], query: str, params: Any, many: bool, context: Any
    ) -> Any:
        self.wait_for_answer()  # before the session is told anything
        self._tell_scope()
        return self._hear(execute, query, params, many, context)

    def _tell_scope(self) -> None:
        wanted = rowsecurity.wanted.get()
        if self._told == wanted:
            return
        connection = self.connection
        # A failed transaction takes no statement but its roll-back; the next one tells it.
        if connection.info.transaction_status != TransactionStatus.INERROR:
            with self.wrap_database_errors:
                tell(connection, wanted)
            self._told = wanted

    def _set_autocommit(self, autocommit: bool) -> None:
        self.wait_for_answer()
        super()._set_autocommit(autocommit)  # type: ignore[misc]  # no stub

    def _close(self) -> None:
        # Who waits for an answer learns that there is none.
        self._under_way = None
        super()._close()  # type: ignore[misc]  # no stub

    # A roll-back also undoes what a session was told inside it: forget, and tell again.
    def _rollback(self) -> None:
        super()._rollback()  # type: ignore[misc]  # no stub
        self._told = None

    def _savepoint_rollback(self, sid: str) -> None:
        super()._savepoint_rollback(sid)  # type: ignore[misc]  # no stub
        self._told = None
        if self.is_shared:
            self.connection.told = None


def tell(connection: psycopg.Connection[Any], settings: rowsecurity.Settings) -> None:
    """Set the session settings that the policies read, in one round trip."""
    connection.execute(*told(settings))


def told(settings: rowsecurity.Settings) -> tuple[str, list[str]]:
    """The statement that sets them, and its parameters."""
    return TELL, _pairs(settings)


def _pairs(settings: rowsecurity.Settings) -> list[str]:
    pairs = zip(rowsecurity.NAMES, rowsecurity.values(settings), strict=True)
    return [item for pair in pairs for item in pair]


def _has_news(connection: psycopg.Connection[Any]) -> bool:
    """Whether the server said something unasked, such as that it is going."""
    looking = select.poll()
    looking.register(connection.fileno(), select.POLLIN)
    return bool(looking.poll(0))


def assume_role(connection: psycopg.Connection[Any], role: str) -> None:
    connection.execute(role_taken(role))


def role_taken(role: str) -> sql.Composed:
    """The statement by which a session takes a role."""
    return sql.SQL("SET ROLE {}").format(sql.Identifier(role))
