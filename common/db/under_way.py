"""A statement that was sent and whose answer is read later: the database works meanwhile.

It is a transaction of its own. Whatever else is asked by the connection first waits for its answer
(see base.py), so nothing can come in between.
"""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import Any, Final

import psycopg
from psycopg import generators
from psycopg.pq import ExecStatus, Format

# As text, or as bytes that the server takes as they are.
Param = str | bytes | None
Row = tuple[bytes | None, ...]

_FINE: Final = (ExecStatus.TUPLES_OK, ExecStatus.COMMAND_OK)


class UnderWay:
    """One statement on its way. `answer` once; `is_answered` looks without waiting."""

    def __init__(
        self,
        connection: psycopg.Connection[Any],
        *,
        forget: Callable[[], None],
        wrapped: AbstractContextManager[None],
    ) -> None:
        self._connection = connection
        self._forget = forget
        self._wrapped = wrapped
        self._rows: list[Row] = []
        self._error: BaseException | None = None
        self._is_done = False

    def fileno(self) -> int:
        """The socket that becomes readable when there is something to be read."""
        return int(self._connection.pgconn.socket)

    def is_answered(self) -> bool:
        if self._is_done:
            return True
        wire = self._connection.pgconn
        try:
            wire.consume_input()
        except psycopg.Error:
            return True  # reading the answer says what happened
        return not wire.is_busy()

    def answer(self) -> list[Row]:
        """Its rows, as text. Waits; raises what went wrong, as Django says it."""
        self.wait()
        if self._error is not None:
            with self._wrapped:
                raise self._error
        return self._rows

    def wait(self) -> None:
        """Until it is answered, whatever the answer is."""
        if self._is_done:
            return
        try:
            self._read()
        except psycopg.Error as error:
            self._error = error
        self._is_done = True
        self._forget()

    def _read(self) -> None:
        # A session that is gone may say so by an error or by nothing at all.
        results = self._connection.wait(generators.fetch_many(self._connection.pgconn))
        if not results:
            raise psycopg.OperationalError("The connection was lost before the answer")
        for result in results:
            if result.status not in _FINE:
                raise psycopg.errors.error_from_result(result)
        last = results[-1]
        columns = range(last.nfields)
        self._rows = [
            tuple(last.get_value(row, column) for column in columns) for row in range(last.ntuples)
        ]


def send(
    connection: psycopg.Connection[Any],
    statement: bytes,
    params: Sequence[Param],
    *,
    prepared: bytes | None,
) -> None:
    """Send a statement, by the name under which it was prepared if it was, and wait for nothing."""
    values = [each.encode() if isinstance(each, str) else each for each in params]
    formats = [Format.BINARY if isinstance(each, bytes) else Format.TEXT for each in params]
    wire = connection.pgconn
    if prepared is None:
        wire.send_query_params(statement, values, param_formats=formats)
    else:
        wire.send_query_prepared(prepared, values, param_formats=formats)
    connection.wait(generators.send(wire))


def prepare(connection: psycopg.Connection[Any], name: bytes, statement: bytes) -> None:
    wire = connection.pgconn
    wire.send_prepare(name, statement)
    for result in connection.wait(generators.execute(wire)):
        if result.status not in _FINE:
            raise psycopg.errors.error_from_result(result)
