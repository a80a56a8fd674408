"""Writing the feed of what happened: each fact once, whoever says it, however often."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection

from orders.models import ActivityKind

# One statement for any number of facts. A fact may be told again by a webhook that knows an earlier
# time for it (paid: seen in two snapshots): the least (at, data) stays, so arrival does not matter.
# See Note [Newer by content, never by arrival] in orders/freshness.py.
_INSERT = """
INSERT INTO orders_activity (store_id, order_id, kind, at, data, actor, message_id, key)
SELECT fact.store_id, fact.order_id, fact.kind, fact.at, fact.data, fact.actor, fact.message_id,
  fact.key
FROM jsonb_to_recordset(%s::jsonb) AS fact(
  store_id bigint, order_id bigint, kind text, at timestamptz, data jsonb, actor text,
  message_id bigint, key text)
ORDER BY fact.store_id, fact.key
ON CONFLICT (store_id, key) DO
"""
_KEEP = _INSERT + "NOTHING RETURNING key"
_EARLIEST = _INSERT + (
    """UPDATE SET at = EXCLUDED.at, data = EXCLUDED.data, order_id = EXCLUDED.order_id
WHERE (EXCLUDED.at, EXCLUDED.data::text COLLATE "C")
  < (orders_activity.at, orders_activity.data::text COLLATE "C")
  AND NOT orders_activity.data ? 'redacted'
RETURNING key"""
)


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of the feed before it is written."""

    kind: ActivityKind
    at: datetime
    key: str
    order_id: int | None = None
    data: dict[str, Any] = field(default_factory=dict)
    actor: str = ""
    message_id: int | None = None

    def as_json(self, store_id: int) -> dict[str, Any]:
        return {
            "store_id": store_id,
            "order_id": self.order_id,
            "kind": str(self.kind),
            "at": self.at.isoformat(),
            "data": self.data,
            "actor": self.actor,
            "message_id": self.message_id,
            "key": self.key,
        }


def record_facts(*, store_id: int, facts: Iterable[Fact]) -> None:
    """Write what a webhook tells, in one statement; of a fact told twice the earliest stays."""
    least: dict[str, Fact] = {}
    for fact in sorted(facts, key=lambda fact: (fact.at, json.dumps(fact.data, sort_keys=True))):
        least.setdefault(fact.key, fact)
    _write(_EARLIEST, [(store_id, fact) for fact in least.values()])


def record_once(*, store_id: int, fact: Fact) -> bool:
    """Write one fact unless it is written already. True if it is new."""
    return bool(_write(_KEEP, [(store_id, fact)]))


def record_all_once(facts: Iterable[tuple[int, Fact]]) -> int:
    """Write facts of several stores, each unless it is written already: one statement. How many."""
    return _write(_KEEP, list(facts))


def _write(statement: str, facts: list[tuple[int, Fact]]) -> int:
    if not facts:
        return 0
    rows = [fact.as_json(store_id) for store_id, fact in facts]
    with connection.cursor() as cursor:
        cursor.execute(statement, [json.dumps(rows)])
        return len(cursor.fetchall())
