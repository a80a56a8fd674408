"""Empty tables after a test with transactions of its own, in a fiftieth of the time of a flush.

Django truncates every table, each with files of its own and of its indexes, and then makes content
types and permissions anew. Here rows are deleted where there are any, and those two stay. What was
deleted still takes room, and plans look at that: when there is some of it, all is truncated.
"""

from functools import cache
from typing import Final

from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connections, transaction
from django.test import TransactionTestCase

# What Django makes after each migration, and what it has migrated.
STAY: Final = (Permission._meta.db_table, ContentType._meta.db_table, "django_migrations")
MOST_BYTES: Final = 4_000_000  # of all tables with rows, deleted ones too
_FILLED: Final = """
    SELECT quote_ident(relname), sum(pg_relation_size(oid)) OVER ()
    FROM pg_class
    WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
      AND relname != ALL(%s) AND pg_relation_size(oid) > 0
"""
_ALL: Final = """
    SELECT string_agg(quote_ident(relname), ', ')
    FROM pg_class
    WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace AND relname != ALL(%s)
"""
_flush: Final = TransactionTestCase._fixture_teardown  # type: ignore[attr-defined]  # no stub


def empty(alias: str) -> None:
    """Leave no row but of those that stay. As the log-in, which must be a superuser."""
    connection = connections[alias]
    with (
        connection.as_owner(),  # type: ignore[attr-defined]  # ours
        transaction.atomic(using=alias),
        connection.cursor() as cursor,
    ):
        cursor.execute(_FILLED, [list(STAY)])
        filled = cursor.fetchall()
        if not filled:
            return
        if filled[0][1] > MOST_BYTES:
            cursor.execute(_ALL, [list(STAY)])
            cursor.execute(f"TRUNCATE {cursor.fetchone()[0]}")
            return
        # As a truncation does, wait for whoever still writes.
        cursor.execute(f"LOCK {', '.join(name for name, _ in filled)} IN SHARE ROW EXCLUSIVE MODE")
        # Without triggers: some guard their rows, and foreign keys would ask for an order.
        cursor.execute("SET LOCAL session_replication_role = replica")
        deletions = [f"DELETE FROM {name}" for name, _ in filled]  # noqa: S608 - as Postgres quotes
        cursor.execute("; ".join(deletions))


@cache
def is_possible(alias: str) -> bool:
    """Whether the log-in may do without triggers: that of a temporary server may."""
    connection = connections[alias]
    with connection.as_owner(), connection.cursor() as cursor:  # type: ignore[attr-defined]  # ours
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = session_user")
        return bool(cursor.fetchone()[0])


def _teardown(self: TransactionTestCase) -> None:
    names = self._databases_names(include_mirrors=False)  # type: ignore[attr-defined]  # no stub
    is_plain = self.available_apps is None and not self.serialized_rollback
    if is_plain and all(map(is_possible, names)):
        for alias in names:
            empty(alias)
    else:
        _flush(self)


def install() -> None:
    """From now on, for each such test of this process."""
    TransactionTestCase._fixture_teardown = _teardown  # type: ignore[attr-defined]  # no stub
