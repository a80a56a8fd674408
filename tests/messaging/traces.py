"""What is left of somebody in all tables, by one statement."""

from functools import cache

from django.apps import apps
from django.db import connection

# Who asked to be left alone is not written to because they also asked to be forgotten.
REFUSED = {"messaging_consent": "{address}", "messaging_suppression": "{address,detail}"}


def tables_naming(canary: str) -> list[str]:
    """The tables of which any row has that in any text."""
    with connection.cursor() as cursor:
        cursor.execute(_statement(), {"like": f"%{canary}%"})
        return [name for (name,) in cursor.fetchall()]


@cache
def _statement() -> str:
    parts = []
    for room in ("orders", "shipping", "messaging"):
        for model in apps.get_app_config(room).get_models():
            table = model._meta.db_table
            hidden = REFUSED.get(table, "{}")
            parts.append(
                f"SELECT '{table}' FROM \"{table}\" AS whole"  # noqa: S608 - our own tables
                f" WHERE (to_jsonb(whole) - '{hidden}'::text[])::text ILIKE %(like)s"
            )
    return " UNION ".join(parts)
