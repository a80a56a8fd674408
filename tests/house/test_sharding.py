"""Every tenant's table can be told apart by its store: what docs/scaling.md says of them is so."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from tests.house.sharding import ASKED_OF_ALL, LOCAL, LOOSE, NAMES_A_ROW, REFERENCE

PAGE = Path(settings.BASE_DIR) / "docs/scaling.md"
TABLES = """
SELECT t.relname, coalesce(c.attnotnull, false) FROM pg_class t
LEFT JOIN pg_attribute c ON c.attrelid = t.oid AND c.attname = 'store_id' AND NOT c.attisdropped
WHERE t.relnamespace = 'public'::regnamespace AND t.relkind IN ('r', 'p') AND NOT t.relispartition
"""
UNIQUE = """
SELECT t.relname, array_agg(c.attname::text ORDER BY c.attname)
FROM pg_index i JOIN pg_class t ON t.oid = i.indrelid
JOIN pg_attribute c ON c.attrelid = t.oid AND c.attnum = ANY (i.indkey)
WHERE t.relnamespace = 'public'::regnamespace AND i.indisunique AND NOT i.indisprimary
  AND NOT t.relispartition
GROUP BY t.relname, i.indexrelid
"""
FOREIGN = """
SELECT t.relname, o.relname, c.attname FROM pg_constraint k
JOIN pg_class t ON t.oid = k.conrelid JOIN pg_class o ON o.oid = k.confrelid
JOIN pg_attribute c ON c.attrelid = t.oid AND c.attnum = k.conkey[1]
WHERE k.contype = 'f' AND t.relnamespace = 'public'::regnamespace AND NOT t.relispartition
"""
pytestmark = pytest.mark.django_db


def asked(sql: str) -> list[tuple[str, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())


def distributed() -> set[str]:
    return {name for name, has_store in asked(TABLES) if has_store}


def test_every_table_is_of_a_store_or_stands_in_one_list() -> None:
    others = {name for name, has_store in asked(TABLES) if not has_store}

    assert len(distributed()) > 90
    assert not REFERENCE & LOCAL
    assert others - REFERENCE - LOCAL == set(), "says neither whose it is nor where it lies"
    assert (REFERENCE | LOCAL) - others == set(), "is there no more, or has a store"


def keys_without_a_store() -> Iterator[str]:
    """Unique keys of stores' rows that neither name the store nor another row of it."""
    rows = distributed()
    names_a_row = {(table, column) for table, other, column in asked(FOREIGN) if other in rows}
    for table, columns in asked(UNIQUE):
        if table not in rows or "store_id" in columns:
            continue
        if not any((table, column) in names_a_row for column in columns):
            yield f"{table}.{', '.join(columns)}"


def test_every_unique_key_holds_within_a_store_or_is_said() -> None:
    """`public_id` is drawn at random, and asked for within a scope: store_id is added to its key.

    So it is with keys that name another row of the store. The rest is asked of all nodes.
    """
    found = set(keys_without_a_store())
    drawn = {key for key in found if key.endswith(".public_id")}

    assert len(drawn) > 20
    assert found - drawn - NAMES_A_ROW == ASKED_OF_ALL.keys() - drawn
    assert ASKED_OF_ALL.keys() <= found


def test_keys_lead_from_a_store_to_itself_or_to_a_copy() -> None:
    rows = distributed()
    inner = [(table, other) for table, other, _ in asked(FOREIGN) if table in rows]
    from_outside = {(t, o) for t, o, _ in asked(FOREIGN) if t not in rows and o in rows}
    into_local = [pair for pair in inner if pair[1] in LOCAL]

    assert len(inner) > 100
    assert into_local == []
    assert from_outside == LOOSE


def test_the_page_names_all_that_is_not_simply_by_store() -> None:
    page = PAGE.read_text()
    columns = {name.partition(".")[0] for name in ASKED_OF_ALL}
    loose = {name for pair in LOOSE for name in pair}

    for name in REFERENCE | columns | loose:
        assert f"`{name}" in page, f"{name} is not in docs/scaling.md"
    assert f"{len(distributed())} tables" in page
