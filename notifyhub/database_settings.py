"""Where rows are: the database, the pooler before it, and a replica that reports are read from."""

from typing import Any, Final

import environ
from django.core.exceptions import ImproperlyConfigured

POOLERS: Final = ("session", "transaction")


def databases(env: environ.Env, *, here: str, role: str) -> dict[str, dict[str, Any]]:
    """DATABASES; `here` is the embedded one's URL, which counts where none is given."""
    pooler = env.str("NOTIFYHUB_DATABASE_POOLER", default="session")
    if pooler not in POOLERS:
        raise ImproperlyConfigured(
            f"NOTIFYHUB_DATABASE_POOLER is either {' or '.join(POOLERS)}, not {pooler!r}: "
            "transaction where DATABASE_URL leads to a pooler that lends a server connection for "
            "one transaction, else session."
        )
    most_age = env.int("NOTIFYHUB_CONNECTION_MAX_AGE", default=60)

    def at(url: str) -> dict[str, Any]:
        return _database(env.db_url_config(url), role, most_age, is_shared=pooler == "transaction")

    found = {"default": at(env.str("DATABASE_URL", default="") or here)}
    if replica := env.str("REPLICA_DATABASE_URL", default=""):
        found["replica"] = {**at(replica), "TEST": {"MIRROR": "default"}}
    return found


def _database(
    given: dict[str, Any], role: str, most_age: int, *, is_shared: bool
) -> dict[str, Any]:
    options = {**given.get("OPTIONS", {}), "assume_role": role or None, "connect_timeout": 5}
    if is_shared:
        options["is_shared"] = True
    return {
        **given,
        "ENGINE": "common.db",
        "CONN_MAX_AGE": most_age,
        "CONN_HEALTH_CHECKS": True,
        "DISABLE_SERVER_SIDE_CURSORS": is_shared,
        "OPTIONS": options,
    }
