"""Sessions that are shared: behind a pooler that lends a server connection for one transaction.

# Note [A scope in each transaction]
PgBouncer in transaction mode gives the next transaction, of whichever client, any server connection
that is free. What one tells a session is then told to strangers. So nothing is told to sessions:
role, scope and time-outs are settings of a transaction, `set_config(…, true)`, which the server
itself takes back at its end, whichever way it ends.

They are put in front of the first statement of each transaction by the cursor, below Django: the
ORM, SQL of our own and the edges all pass it. A statement outside of any transaction goes with them
as one simple query, which Postgres runs as one transaction. It costs no round trip. A transaction
that was told nothing sees nothing: the policies hold for whoever named no store.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import TYPE_CHECKING, Any, Final, Self

import psycopg
from django.db.backends.postgresql import base
from psycopg import sql
from psycopg.abc import Params, Query
from psycopg.pq import TransactionStatus

from common.db import rowsecurity

if TYPE_CHECKING:  # it is one, and its stub does not say so
    _DjangosCursor = psycopg.ClientCursor[Any]
else:
    _DjangosCursor = base.Cursor

Told = tuple[tuple[str, str], ...]
_OPTION: Final = re.compile(r"-c\s*([\w.]+)=(\S+)")


class SharedConnection(psycopg.Connection[Any]):
    """A client of the pooler. `wants` says what each of its transactions has to be told."""

    wants: Callable[[], Told] = tuple
    told: Told | None = None  # what the running transaction was told; None: nobody knows

    def commit(self) -> None:
        self.told = None
        super().commit()

    def rollback(self) -> None:
        self.told = None
        super().rollback()

    @contextmanager
    def transaction(
        self, savepoint_name: str | None = None, force_rollback: bool = False
    ) -> Iterator[psycopg.Transaction]:
        """Whether it is one, or a savepoint: what was told before it began may not hold inside,
        and what was told inside may not hold behind it."""
        self.told = None
        try:
            with super().transaction(savepoint_name, force_rollback) as begun:
                yield begun
        finally:
            self.told = None

    def yet_to_tell(self) -> Told:
        """What the next statement must bring along; it counts as told from now on."""
        status = self.info.transaction_status
        if status == TransactionStatus.INERROR:
            return ()  # nothing but its roll-back is taken, after which nothing is told any more
        if status == TransactionStatus.IDLE:
            self.told = ()
        wanted = self.wants()
        if wanted == self.told:
            return ()
        before = _SCOPE if self.told is None else self.told
        named = dict(wanted)
        self.told = wanted
        over = tuple((name, _NO.get(name, "")) for name, _ in before if name not in named)
        return (*over, *wanted)


_NO: Final = {"role": "none"}
_SCOPE: Final = tuple((name, "") for name in rowsecurity.NAMES)


class SharedCursor(_DjangosCursor):
    """Django's cursor, with the settings in front. See Note [A scope in each transaction]."""

    connection: SharedConnection

    def execute(
        self,
        query: Any,
        params: Params | None = None,
        *,
        prepare: bool | None = None,
        binary: bool | None = None,
    ) -> Self:
        """What is prepared, or answered in binary, is not here: a simple query knows neither."""
        said = self.connection.yet_to_tell()
        try:
            if not said:
                return super().execute(query, params)
            super().execute(_in_front(said, query, is_bound=params is not None), params)
        except BaseException:
            self.connection.told = None
            raise
        self.nextset()  # past what set_config answered
        return self

    def executemany(self, query: Query, params_seq: Any, *, returning: bool = False) -> None:
        """Each by itself would be a transaction of its own: so all of them are one."""
        with self._together():
            if said := self.connection.yet_to_tell():
                super().execute(told(said))
            super().executemany(query, params_seq, returning=returning)

    def _together(self) -> AbstractContextManager[Any]:
        connection = self.connection
        is_alone = connection.info.transaction_status == TransactionStatus.IDLE
        return connection.transaction() if connection.autocommit and is_alone else nullcontext()


def told(settings: Told) -> sql.Composed:
    """The statement that tells the running transaction these settings."""
    one = sql.SQL("set_config({}, {}, true)")
    pairs = (one.format(sql.Literal(name), sql.Literal(value)) for name, value in settings)
    return sql.SQL("SELECT {}").format(sql.SQL(", ").join(pairs))


def _in_front(settings: Told, query: Any, *, is_bound: bool) -> Any:
    telling = told(settings).as_string(None)
    if is_bound:
        telling = telling.replace("%", "%%")
    if isinstance(query, bytes):
        return telling.encode() + b"; " + query
    if isinstance(query, str):
        return f"{telling}; {query}"
    return sql.SQL("{}; {}").format(sql.SQL(telling), query)


def settings_of(options: str) -> Told:
    """The settings in libpq's `options` ("-c name=value"), which no pooler passes on."""
    return tuple(_OPTION.findall(options))


def wanted_of(scope: rowsecurity.Settings) -> Told:
    """What a transaction of this scope has to be told: of what is empty, nothing."""
    return tuple((name, value) for name, value in scope if value)
