"""What every table of a tenant inherits: an owner, and a manager that keeps to the open scope."""

from typing import Any, ClassVar, Self, TypeVar, cast

from django.apps import apps
from django.db import models

from stores import scope as fence

_M = TypeVar("_M", bound=models.Model, covariant=True)


class FencedQuerySet(models.QuerySet[_M, _M]):
    """The queryset of a fenced table; subclass it to give a table its language."""

    def within(self, scope: fence.Scope) -> Self:
        """Only rows whose owner stands in the scope."""
        if scope.stores is None:
            return self
        columns = {field.attname for field in self.model._meta.concrete_fields}
        rows = self
        if "store_id" in columns:
            in_scope = models.Q(store_id__in=scope.stores)
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
        rows = cast("FencedQuerySet[Any]", super().get_queryset())  # see _queryset_class
        return rows.within(scope)


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
