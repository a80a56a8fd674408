"""A bare psycopg connection under the same role and walls, for code outside Django's handler."""

from typing import Any

import psycopg
from django.db import connections

from common.db import pooled, rowsecurity
from common.db.base import DatabaseWrapper, assume_role, role_taken, tell, told


def connect(
    *, settings: rowsecurity.Settings = rowsecurity.NOTHING, alias: str = "default", **options: Any
) -> psycopg.Connection[Any]:
    """Open an autocommit connection of one's own that may see what `settings` say.

    `options` are libpq's. Where sessions are shared they are told to each transaction, as the role
    and `settings` are, and nothing is prepared: see Note [A scope in each transaction].
    Raises psycopg.OperationalError while the database is away. The caller closes it.
    """
    wrapper = _wrapper(alias)
    if wrapper.is_shared:
        return _shared(wrapper, settings, options)
    connection = psycopg.connect(**_params(wrapper, options))
    if wrapper.role:
        assume_role(connection, wrapper.role)
    tell(connection, settings)
    return connection


async def connect_in_loop(
    *, settings: rowsecurity.Settings = rowsecurity.NOTHING, alias: str = "default", **options: Any
) -> psycopg.AsyncConnection[Any] | None:
    """As `connect`, for an event loop; None where sessions are shared."""
    wrapper = _wrapper(alias)
    if wrapper.is_shared:
        return None
    connection = await psycopg.AsyncConnection.connect(**_params(wrapper, options))
    try:
        if wrapper.role:
            await connection.execute(role_taken(wrapper.role))
        await connection.execute(*told(settings))
    except psycopg.Error:
        await connection.close()
        raise
    return connection


def _wrapper(alias: str) -> DatabaseWrapper:
    wrapper = connections[alias]
    if not isinstance(wrapper, DatabaseWrapper):
        raise TypeError(f"The database {alias!r} does not use the engine common.db")
    return wrapper


def _params(wrapper: DatabaseWrapper, options: dict[str, Any]) -> dict[str, Any]:
    params = wrapper.get_connection_params()
    for name in ("cursor_factory", "context", "prepare_threshold"):
        params.pop(name, None)
    return {**params, "autocommit": True, **options}


def _shared(
    wrapper: DatabaseWrapper, settings: rowsecurity.Settings, options: dict[str, Any]
) -> psycopg.Connection[Any]:
    params = wrapper.get_connection_params()
    for name in ("context", "prepare_threshold"):
        params.pop(name, None)
    assumed = (("role", wrapper.role),) if wrapper.role else ()
    timed = pooled.settings_of(options.pop("options", ""))
    wanted = (*assumed, *timed, *pooled.wanted_of(settings))
    options["prepare_threshold"] = None
    connection = pooled.SharedConnection.connect(**{**params, "autocommit": True, **options})
    connection.wants = lambda: wanted
    return connection
