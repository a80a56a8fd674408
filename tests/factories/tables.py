"""Tables as new, for tests that put very many rows into them."""

from django.db import connection


def empty(table: str) -> None:
    """Give `table`, and all that refers to it, new files that go with the test's transaction.

    So neither do rows that earlier tests took back weigh on the plans of this test, nor do its
    rows lie dead in the tables of those after.
    """
    with connection.as_owner(), connection.cursor() as cursor:  # type: ignore[attr-defined]  # ours
        cursor.execute(f"TRUNCATE {table} CASCADE")
