"""What came back is recorded and what goes next is marked, by one statement for both.

# Note [One statement]
States, tries, the timeline, marks and words stand in one statement, which is a transaction of its
own: one round trip and one commit, that the worker need not wait for while it composes what
follows. Each part takes its rows as JSON; the words follow each other in one piece of bytes. What
is somebody else's by now is passed over, and its tries, lines and words with it.
"""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from typing import Any, Final

import orjson
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models import Model

from common.db.base import DatabaseWrapper
from common.db.under_way import Param, UnderWay
from messaging.models import Attempt, Message, MessageBody
from orders import activity
from orders.activity import Fact

Sentence = tuple[int, Fact]

_STATEMENT: Final = """
WITH settled AS (
  UPDATE messaging_message AS message SET {settling}, claim = NULL, claimed_until = NULL
  FROM json_to_recordset($1::json) AS fresh ({settling_shape})
  WHERE message.id = fresh.id AND message.store_id = fresh.store_id
    AND message.claim = $7::uuid AND message.state IN ('CLAIMED', 'TRANSMITTING')
  RETURNING message.id
), marked AS (
  UPDATE messaging_message AS message
  SET {marking}, claimed_until = statement_timestamp() + $8::interval
  FROM json_to_recordset($2::json) AS fresh ({marking_shape})
  WHERE message.id = fresh.id AND message.store_id = fresh.store_id
    AND message.claim = $7::uuid AND message.state IN ('CLAIMED', 'TRANSMITTING')
  RETURNING message.id
), held AS (
  SELECT id FROM settled UNION ALL SELECT id FROM marked
), tried AS (
  INSERT INTO messaging_attempt ({tried})
  SELECT {tried} FROM json_to_recordset($3::json) AS fresh ({tried_shape})
  WHERE message_id IN (SELECT id FROM settled)
), told AS (
  INSERT INTO orders_activity ({told})
  SELECT {told} FROM json_to_recordset($4::json) AS fresh ({told_shape})
  WHERE message_id IN (SELECT id FROM settled)
  ORDER BY store_id, key
  ON CONFLICT (store_id, key) DO NOTHING
), kept AS (
  INSERT INTO messaging_messagebody ({kept}, words_zip)
  SELECT {kept}, substring($6::bytea FROM starts FOR length)
  FROM json_to_recordset($5::json) AS fresh ({kept_shape}, starts integer, length integer)
  WHERE message_id IN (SELECT id FROM held){unless_kept}
)
SELECT id, FALSE FROM settled UNION ALL SELECT id, TRUE FROM marked
"""
# This very statement may have been heard before its answer was lost.
_AGAIN: Final = "\n  ON CONFLICT (message_id) DO NOTHING"
# Who said no while their mail was written is not asked again.
_CHANGES: Final = {
    "tracked_as": "CASE WHEN message.tracked_as = 'OFF' THEN 'OFF' ELSE fresh.tracked_as END"
}
_HELD_BY: Final = ("id", "store")
_TRIED: Final = (
    "store", "message", "number", "sender", "transport", "outcome", "code", "line", "provider_id",
    "started_at", "ended_at",
)  # fmt: skip
_KEPT: Final = ("message", "store", "dictionary", "content_hash", "byte_count", "kept_at")
_NOBODY: Final = b"[]"


@dataclass(frozen=True, slots=True)
class Page:
    """What one statement writes. The names are the fields of messages that it changes."""

    claim: uuid.UUID
    settled: Sequence[Message] = ()
    settling: tuple[str, ...] = ("state",)
    marked: Sequence[Message] = ()
    marking: tuple[str, ...] = ("state",)
    lease: timedelta = timedelta()
    attempts: Sequence[Attempt] = ()
    facts: Sequence[Sentence] = ()
    bodies: Sequence[MessageBody] = field(default=())


@dataclass(frozen=True, slots=True)
class Held:
    """The messages that were held: their rows are written; all others are somebody else's."""

    settled: frozenset[int]
    marked: frozenset[int]


@dataclass(frozen=True, slots=True)
class Writing:
    """A page on its way to the tables."""

    _begun: UnderWay

    def fileno(self) -> int:
        return self._begun.fileno()

    def is_answered(self) -> bool:
        return self._begun.is_answered()

    def held(self) -> Held:
        """Waits for the answer, and raises what went wrong."""
        rows = [(int(pk or 0), is_marked == b"t") for pk, is_marked in self._begun.answer()]
        return Held(
            frozenset(pk for pk, is_marked in rows if not is_marked),
            frozenset(pk for pk, is_marked in rows if is_marked),
        )


def begin(page: Page, *, is_again: bool = False) -> Writing:
    """Send the page on its way. `is_again`: it may have been written, and the answer was lost."""
    database = connections[DEFAULT_DB_ALIAS]
    assert isinstance(database, DatabaseWrapper)  # noqa: S101 - the settings name it
    words, bodies = _bodies(page.bodies)
    settling, marking = _fields(page.settling), _fields(page.marking)
    params: list[Param] = [
        _rows(page.settled, settling),
        _rows(page.marked, marking),
        _rows(page.attempts, _columns(Attempt, _TRIED)),
        _json([fact.as_json(store_id) for store_id, fact in page.facts]),
        bodies,
        words,
        str(page.claim),
        f"{page.lease.total_seconds()} seconds",
    ]
    statement = _statement(page.settling, page.marking, is_again=is_again)
    return Writing(database.begin_statement(statement, params))


def write(page: Page) -> Held:
    """Write the page and wait for it."""
    return begin(page).held()


def _bodies(bodies: Sequence[MessageBody]) -> tuple[bytes, bytes]:
    """Their words, one after the other, and their rows with the places of the words."""
    if not bodies:
        return b"", _NOBODY
    columns = _columns(MessageBody, _KEPT)
    rows, starts = [], 1
    for body in bodies:
        row = _row(body, columns)
        row["starts"], row["length"] = starts, len(body.words_zip)
        starts += len(body.words_zip)
        rows.append(row)
    return b"".join(body.words_zip for body in bodies), _json(rows)


def _rows(given: Iterable[Model], columns: Sequence[tuple[str, str, str]]) -> bytes:
    return _json([_row(each, columns) for each in given])


def _row(given: Model, columns: Sequence[tuple[str, str, str]]) -> dict[str, Any]:
    values = given.__dict__
    return {column: values[name] for name, column, _ in columns}


def _json(rows: list[dict[str, Any]]) -> bytes:
    return orjson.dumps(rows) if rows else _NOBODY


def _fields(names: tuple[str, ...]) -> tuple[tuple[str, str, str], ...]:
    return _columns(Message, (*_HELD_BY, *names))


@cache
def _columns(model: type[Model], names: tuple[str, ...]) -> tuple[tuple[str, str, str], ...]:
    """The attribute, the column and the type of each field. Types without their lengths: a cast
    would cut silently what is too long."""
    fields = {each.name: each for each in model._meta.concrete_fields}
    return tuple(
        (
            fields[name].attname,
            str(fields[name].column),
            str(fields[name].db_type(connection)).partition("(")[0],
        )
        for name in names
    )


@cache
def _statement(settling: tuple[str, ...], marking: tuple[str, ...], *, is_again: bool) -> str:
    tried, kept = _columns(Attempt, _TRIED), _columns(MessageBody, _KEPT)
    return _STATEMENT.format(
        settling=_changes(_fields(settling)),
        settling_shape=_shape(_fields(settling)),
        marking=_changes(_fields(marking)),
        marking_shape=_shape(_fields(marking)),
        tried=_list(tried),
        tried_shape=_shape(tried),
        told=", ".join(activity.SHAPE),
        told_shape=", ".join(f"{name} {kind}" for name, kind in activity.SHAPE.items()),
        kept=_list(kept),
        kept_shape=_shape(kept),
        unless_kept=_AGAIN if is_again else "",
    )


def _changes(columns: Sequence[tuple[str, str, str]]) -> str:
    written = [column for _, column, _ in columns[len(_HELD_BY) :]]
    return ", ".join(f"{column} = {_CHANGES.get(column, f'fresh.{column}')}" for column in written)


def _list(columns: Sequence[tuple[str, str, str]]) -> str:
    return ", ".join(column for _, column, _ in columns)


def _shape(columns: Sequence[tuple[str, str, str]]) -> str:
    return ", ".join(f"{column} {kind}" for _, column, kind in columns)
