"""Writing the feed of what happened: each fact once, whoever says it, however often."""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.contrib.postgres.fields import ArrayField
from django.db import connection
from django.db.models import F, Func, JSONField, TextField, Value

from orders.models import ActivityKind

# The columns of a fact as its JSON has them, for those who write facts along with rows of theirs.
SHAPE: Final = {
    "store_id": "bigint",
    "order_id": "bigint",
    "kind": "text",
    "at": "timestamptz",
    "data": "jsonb",
    "actor": "text",
    "message_id": "bigint",
    "key": "text",
}
# One statement for any number of facts. A fact may be told again by a webhook that knows an earlier
# time for it (paid: seen in two snapshots): the least (at, data) stays, so arrival does not matter.
# See Note [Newer by content, never by arrival] in orders/freshness.py. What carries a sum stays as
# it is: see Note [Sums are told once] in orders/worth.py.
_INSERT = f"""
INSERT INTO orders_activity ({", ".join(SHAPE)})
SELECT {", ".join(f"fact.{name}" for name in SHAPE)}
FROM jsonb_to_recordset(%s::jsonb) AS fact({", ".join(map(" ".join, SHAPE.items()))})
ORDER BY fact.store_id, fact.key
ON CONFLICT (store_id, key) DO
"""  # noqa: S608 - of our own names
_KEEP = _INSERT + "NOTHING RETURNING key"
_EARLIEST = _INSERT + (
    """UPDATE SET at = EXCLUDED.at, data = EXCLUDED.data, order_id = EXCLUDED.order_id
WHERE (EXCLUDED.at, EXCLUDED.data::text COLLATE "C")
  < (orders_activity.at, orders_activity.data::text COLLATE "C")
  AND NOT orders_activity.data ?| '{redacted,product_minor}'
RETURNING key"""
)


# Which run of a rule writes now; "": people, buyers, the shop.
_run: ContextVar[str] = ContextVar("run", default="")
BY_RUN: Final = "rule_run"


@contextmanager
def written_by_run(run: str) -> Iterator[None]:
    """What is told within names the run that did it, whichever verb tells it."""
    token = _run.set(run)
    try:
        yield
    finally:
        _run.reset(token)


# What erasure leaves of a fact: numbers and codes that tell nobody who the buyer is, and without
# which the figures of a month could not be counted again.
KEPT = (
    *("product_minor", "total_minor", "currency", "products", "corrects", "is_test"),
    *("kind", "channel", "sequence", "state", "tracked", "purpose", "is_given"),
    *("template", "revision", "variant", "locale", "sent_at"),
    *("open", "click", "machine_open", "machine_click", "version", "cell"),
    *("model", "orders", "gross_minor", "refund_minor", "agency_currency"),
    *("agency_gross_minor", "agency_refund_minor", "assisted", "recovered", "evidence"),
    *("source", "medium", "campaign", "ref", "of"),
)


def blanked() -> Func:
    """What is left of `data` where the buyer is forgotten: `rows.update(data=blanked())`."""
    return Func(
        F("data"),
        Value(list(KEPT), output_field=ArrayField(TextField())),
        template="(SELECT coalesce(jsonb_object_agg(key, value), '{}') || '{\"redacted\": true}'"
        " FROM (VALUES (%(expressions)s)) AS told(data, kept), jsonb_each(told.data)"
        " WHERE key = ANY (told.kept))",
        output_field=JSONField(),
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
            "data": {**self.data, BY_RUN: run} if (run := _run.get()) else self.data,
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
