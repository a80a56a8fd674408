"""What the current context may see, as the session settings that Postgres' row-level policies read.

A context variable holds the wanted values; before each statement the backend compares them with
what the connection was last told. So opening a scope costs nothing until a statement needs it, then
one round trip; further statements of the same scope cost none.
"""

from contextvars import ContextVar
from typing import Final

Settings = tuple[tuple[str, str], ...]

NOTHING: Final[Settings] = ()
wanted: ContextVar[Settings] = ContextVar("rowsecurity_wanted", default=NOTHING)

# Every setting a policy may read; the ones a scope does not name are emptied.
NAMES: Final = ("notifyhub.stores", "notifyhub.agencies")


def values(settings: Settings) -> list[str]:
    """The value of each of NAMES, in order; empty where the settings do not name it."""
    given = dict(settings)
    return [given.get(name, "") for name in NAMES]
