"""A bare psycopg connection under the same role and walls, for code outside Django's handler."""

from typing import Any

import psycopg
from django.db import connections

from common.db import rowsecurity
from common.db.base import DatabaseWrapper, assume_role, tell


def connect(
    *, settings: rowsecurity.Settings = rowsecurity.NOTHING, alias: str = "default", **options: Any
) -> psycopg.Connection[Any]:
    """Open an autocommit connection of one's own that may see what `settings` say.

    Raises psycopg.OperationalError while the database is away. The caller closes it.
    """
    wrapper = connections[alias]
    if not isinstance(wrapper, DatabaseWrapper):
        raise TypeError(f"The database {alias!r} does not use the engine common.db")
    params = wrapper.get_connection_params()
    for name in ("cursor_factory", "context", "prepare_threshold"):
        params.pop(name, None)
    connection = psycopg.connect(**{**params, "autocommit": True, **options})
    if wrapper.role:
        assume_role(connection, wrapper.role)
    tell(connection, settings)
    return connection
