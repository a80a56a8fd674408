"""The fence: whose rows the running code may touch. Edges open a scope; verbs never do.

A scope is one agency and the stores of it that the actor may see. Python's managers read it and
raise `NoScope` where there is none; Postgres' policies read the same scope (see common/db).
"""

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from common.db import rowsecurity


class NoScope(RuntimeError):
    """Tenant rows were asked for outside any scope: an edge forgot to open one."""


@dataclass(frozen=True, slots=True)
class Scope:
    """`stores` None means every store; `agency_id` None means the agency of the one store."""

    stores: frozenset[int] | None
    agency_id: int | None = None
    because: str = ""
    is_whole: bool = False  # it holds every store of its agency, which the rows cannot tell

    @property
    def holds_every_store(self) -> bool:
        """Whether no store of the agency is left out: what is published there reaches them all."""
        return self.stores is None or self.is_whole

    def session_settings(self) -> rowsecurity.Settings:
        if self.stores is None:
            return (("notifyhub.stores", "*"),)
        stores = "{" + ",".join(map(str, sorted(self.stores))) + "}"
        agencies = "" if self.agency_id is None else f"{{{self.agency_id}}}"
        return (("notifyhub.stores", stores), ("notifyhub.agencies", agencies))


_current: ContextVar[Scope | None] = ContextVar("scope", default=None)


def current() -> Scope:
    """The open scope. Raises NoScope outside of one."""
    scope = _current.get()
    if scope is None:
        raise NoScope(
            "Rows of a tenant were asked for outside a scope. Open one at the edge: "
            "store_scope(store_id), agency_scope(…) or every_store(because=…)."
        )
    return scope


def store_scope(store_id: int) -> AbstractContextManager[Scope]:
    """Only this store's rows, and its agency's."""
    return opened(Scope(stores=frozenset([store_id])))


def agency_scope(
    agency_id: int, store_ids: Iterable[int], *, is_whole: bool = False
) -> AbstractContextManager[Scope]:
    """One agency's rows, and those of the named stores of it: what an actor may see.

    `is_whole` says that these are all its stores.
    """
    return opened(Scope(stores=frozenset(store_ids), agency_id=agency_id, is_whole=is_whole))


def every_store(*, because: str) -> AbstractContextManager[Scope]:
    """All tenants' rows. Few places need it; each says why."""
    return opened(Scope(stores=None, because=because))


@contextmanager
def opened(scope: Scope) -> Iterator[Scope]:
    """This scope, around what is done in it."""
    token = _current.set(scope)
    told = rowsecurity.wanted.set(scope.session_settings())
    try:
        yield scope
    finally:
        rowsecurity.wanted.reset(told)
        _current.reset(token)
