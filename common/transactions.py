"""The full transaction id of who wrote a row: by it a feed knows which rows are complete."""

from django.db import models


class CurrentTransaction(models.Func):
    """Never wraps, so it may be compared with pg_snapshot_xmin."""

    template = "pg_current_xact_id()"
    arity = 0


class TransactionIdField(models.Field[str, str]):
    """Postgres' xid8, as Python's text."""

    def db_type(self, connection: object) -> str:
        return "xid8"
