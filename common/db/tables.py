"""How tables and indexes fare: dead rows, bloat, age, and what holds VACUUM back. Knows no table.

What is read stands in the catalogue and in the statistics collector, both cheap. The one thing that
is estimated is how big an index would be if it were new: from its entries and the sizes of what it
holds, measured on a few pages of its table, since Postgres shows its own statistics of fenced
tables to superusers alone. Entries that Postgres keeps together make the estimate too big, never
too small: what is called bloat is bloat.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.db import connection

PAGE: Final = 8192
SAMPLED_PAGES: Final = 64
_ENTRY: Final = 12  # head of an entry and its place in the page
_FILLED: Final = 0.9  # of each page, by default

_TABLES: Final = """
SELECT coalesce(inhparent::regclass::text, c.relname), count(inhrelid),
  sum(coalesce(s.n_live_tup, 0))::bigint, sum(coalesce(s.n_dead_tup, 0))::bigint,
  sum(pg_relation_size(c.oid))::bigint, sum(pg_indexes_size(c.oid))::bigint,
  max(age(c.relfrozenxid))::bigint, max(s.last_autovacuum)
FROM pg_class AS c
LEFT JOIN pg_inherits ON inhrelid = c.oid
LEFT JOIN pg_stat_user_tables AS s ON s.relid = c.oid
WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
GROUP BY 1 ORDER BY 5 DESC, 1
"""
_INDEXES: Final = """
SELECT c.oid::regclass::text, t.oid::regclass::text, c.reltuples::bigint, c.relpages, t.relpages,
  ARRAY(SELECT pg_get_indexdef(c.oid, place, true) FROM generate_series(1, indnatts) AS place),
  pg_get_expr(indpred, indrelid)
FROM pg_index
JOIN pg_class AS c ON c.oid = indexrelid
JOIN pg_class AS t ON t.oid = indrelid
JOIN pg_am ON pg_am.oid = c.relam AND amname = 'btree'
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'i' AND c.relpages >= %s
ORDER BY c.relpages DESC
"""
_OLDEST: Final = """
SELECT what, seconds FROM (
  SELECT 'transaction of ' || coalesce(nullif(application_name, ''), 'process ' || pid) AS what,
    extract(epoch FROM now() - xact_start)::float AS seconds
  FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()
  UNION ALL
  SELECT 'prepared transaction ' || gid, extract(epoch FROM now() - prepared)
  FROM pg_prepared_xacts
) AS open WHERE seconds IS NOT NULL ORDER BY seconds DESC LIMIT 1
"""
_INVALID: Final = """
SELECT indexrelid::regclass::text FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
WHERE NOT indisvalid AND relkind = 'i' AND relnamespace = 'public'::regnamespace ORDER BY 1
"""
_SLOTS: Final = """
SELECT slot_name, pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn)::bigint
FROM pg_replication_slots WHERE NOT active AND restart_lsn IS NOT NULL
"""


@dataclass(frozen=True, slots=True)
class Table:
    """A table, or all its partitions together."""

    name: str
    parts: int
    live: int
    dead: int
    heap_bytes: int
    index_bytes: int
    unfrozen_age: int
    vacuumed_at: Any

    @property
    def dead_share(self) -> float:
        return self.dead / max(1, self.live + self.dead)


@dataclass(frozen=True, slots=True)
class Index:
    """An index, and how big it would be if it were new."""

    name: str
    table: str
    size_bytes: int
    new_bytes: int

    @property
    def times_too_big(self) -> float:
        return self.size_bytes / max(PAGE, self.new_bytes)


def tables() -> list[Table]:
    """All of them, the biggest first. One query."""
    return [Table(*row) for row in _rows(_TABLES)]


def indexes(*, least_bytes: int) -> Iterator[Index]:
    """Those that are at least so big, with an estimate; one query, and a look into a few pages of
    its table for each. Wants a scope that sees all rows."""
    for name, table, entries, pages, of_table, keys, condition in _rows(
        _INDEXES, [least_bytes // PAGE]
    ):
        width = _width(table, of_table, keys, condition)
        if width is not None and entries >= 0:
            entry = _ENTRY + -(-width // 8) * 8
            yield Index(name, table, pages * PAGE, round(entries * entry / _FILLED))


def oldest_transaction() -> tuple[str, float] | None:
    """What has been open for longest, and for how many seconds. VACUUM removes nothing newer."""
    rows = _rows(_OLDEST)
    return (rows[0][0], rows[0][1]) if rows else None


def invalid_indexes() -> list[str]:
    """What a CREATE or REINDEX CONCURRENTLY left half done."""
    return [name for (name,) in _rows(_INVALID)]


def idle_slots() -> list[tuple[str, int]]:
    """Slots nobody reads from, and how many bytes of the log each holds back."""
    return _rows(_SLOTS)


def freeze_limit() -> int:
    return int(_rows("SHOW autovacuum_freeze_max_age")[0][0])


def _width(table: str, pages: int, keys: list[str], condition: str | None) -> int | None:
    """Of what an entry holds, on average of a few pages; None where these hold none."""
    share = min(100.0, 100 * SAMPLED_PAGES / max(1, pages))
    sizes = " + ".join(f"coalesce(pg_column_size({key}), 0)" for key in keys)
    found = _rows(
        f"SELECT avg({sizes})::float FROM {table}"  # noqa: S608 - names are the catalogue's own
        f" TABLESAMPLE SYSTEM ({share})"
        f" WHERE {condition or 'true'}"
    )
    width = found[0][0]
    return None if width is None else round(width)


def _rows(query: str, parameters: list[Any] | None = None) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(query, parameters)
        found: list[Any] = cursor.fetchall()
        return found
