"""What every table of a tenant inherits: an owner, and a manager that keeps to the open scope."""

from functools import cache, lru_cache
from typing import Any, ClassVar, Self, TypeVar, cast

from django.apps import apps
from django.db import models

from common.db.lookups import AnyOf
from stores import scope as fence

_M = TypeVar("_M", bound=models.Model, covariant=True)


class FencedQuerySet(models.QuerySet[_M, _M]):
    """The queryset of a fenced table; subclass it to give a table its language."""

    def within(self, scope: fence.Scope) -> Self:
        """Only rows whose owner stands in the scope."""
        if scope.stores is None:
            return self
        columns = _columns(self.model)
        rows = self
        if "store_id" in columns:
            in_scope = _of(scope.stores)
            if "agency_id" in columns:  # an agency's table whose rows may belong to one store
                in_scope |= models.Q(store_id=None)
            rows = rows.filter(in_scope)
        if "agency_id" in columns:
            rows = rows.filter(agency_id__in=_agencies_of(scope))
        return rows


class FencedManager(models.Manager[_M]):
    """Raises NoScope outside a scope, for reads and for creates; inside, shows only its rows."""

    _queryset_class = FencedQuerySet

    def get_queryset(self) -> Any:
        scope = fence.current()
        hints = self._hints  # type: ignore[attr-defined]  # Django's own
        if self._db is None and not hints:
            return _fenced(self._queryset_class, self.model, scope).all()
        rows = cast("FencedQuerySet[Any]", super().get_queryset())  # see _queryset_class
        return rows.within(scope)


def _of(stores: frozenset[int]) -> models.Q:
    """One parameter for all of them; one alone stays `=`, which keeps an index's order."""
    if len(stores) < 2:
        return models.Q(store_id__in=stores)
    return models.Q(AnyOf("store_id", sorted(stores)))


@lru_cache(maxsize=1_000)
def _fenced(queryset: Any, model: Any, scope: fence.Scope) -> FencedQuerySet[Any]:
    """All rows of the scope, to be copied: to say so of hundreds of stores anew takes its time."""
    rows: FencedQuerySet[Any] = queryset(model)
    return rows.within(scope)


@cache
def _columns(model: type[models.Model]) -> frozenset[str]:
    return frozenset(field.attname for field in model._meta.concrete_fields)


def _agencies_of(scope: fence.Scope) -> Any:
    """The agency of the scope: its id, or a subquery over its stores where only those are named."""
    if scope.agency_id is not None:
        return [scope.agency_id]
    store = apps.get_model("stores", "Store")
    return store._base_manager.filter(pk__in=scope.stores or ()).values("agency_id")


class StoreOwned(models.Model):
    """A row of one store."""

    store = models.ForeignKey("stores.Store", models.CASCADE, related_name="+", db_index=False)

    objects: ClassVar[FencedManager[Self]] = FencedManager()

    class Meta:
        abstract = True


class AgencyOwned(models.Model):
    """A row of one agency. A subclass may add a nullable `store`: one store's override."""

    agency = models.ForeignKey("stores.Agency", models.CASCADE, related_name="+", db_index=False)

    objects: ClassVar[FencedManager[Self]] = FencedManager()

    class Meta:
        abstract = True
