"""How Postgres answers what a request asks: which indexes, and how many rows it looked at."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tests.bench.api_cases import Application, ask


def of(application: Application, address: str, key: str) -> list[dict[str, Any]]:
    """Each statement of this request that reads a table, explained under the same walls."""
    with explained() as seen:
        ask(application, address, key)
    return seen


@contextmanager
def explained() -> Iterator[list[dict[str, Any]]]:
    """How each statement is answered that reads a table meanwhile."""
    from django.db import connection

    seen: list[dict[str, Any]] = []

    def explain(execute: Any, query: str, params: Any, many: bool, context: Any) -> Any:
        # One transaction: some statements tell the next ones what holds for as long as it lasts.
        with connection.cursor() as cursor, connection.connection.transaction():
            # Straight to the driver, which this wrapper does not see; one statement after the
            # other, since those that go together tell each other what they may see.
            for statement in cursor.cursor.mogrify(query, params).split(";"):
                words = statement.replace("\n", " ")
                is_read = words.lstrip(" (").startswith(("SELECT", "WITH"))
                if is_read and " FROM " in words and "set_config" not in words:
                    cursor.cursor.execute(
                        f"EXPLAIN (ANALYZE, BUFFERS, TIMING OFF, FORMAT JSON) {statement}"
                    )
                    (plan,) = cursor.cursor.fetchone()[0]
                    seen.append(_read(plan))
                elif "set_config" in words:
                    cursor.cursor.execute(statement)
        return execute(query, params, many, context)

    with connection.execute_wrapper(explain):
        yield seen


def _read(plan: Any) -> dict[str, Any]:
    scans = [node for node in _nodes(plan["Plan"]) if "Relation Name" in node]
    return {
        "tables": sorted({node["Relation Name"] for node in scans}),
        "indexes": sorted({node["Index Name"] for node in scans if "Index Name" in node}),
        "without an index": sorted(
            {node["Relation Name"] for node in scans if node["Node Type"] == "Seq Scan"}
        ),
        "rows read": sum(map(_rows, scans)),
        "by table": _by_table(scans),
        "buffers": plan["Plan"]["Shared Hit Blocks"] + plan["Plan"]["Shared Read Blocks"],
        "planning_ms": plan["Planning Time"],
        "ms": plan["Execution Time"],
    }


def _by_table(scans: list[Any]) -> dict[str, int]:
    found: dict[str, int] = {}
    for node in scans:
        found[node["Relation Name"]] = found.get(node["Relation Name"], 0) + _rows(node)
    return found


def _rows(node: Any) -> int:
    """Looked at by this node, all its loops together."""
    removed: float = node.get("Rows Removed by Filter", 0) + node.get(
        "Rows Removed by Index Recheck", 0
    )
    rows: float = (node["Actual Rows"] + removed) * node["Actual Loops"]
    return round(rows)


def _nodes(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield node
    for below in node.get("Plans", ()):
        yield from _nodes(below)
