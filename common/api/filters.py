"""Filters of lists, by django-filter: each is declared once, with its type and what it does.

# Note [Serializers read, filters narrow]
A list's `Filters` is its one declaration: `parameters_of` makes of it the serializer that reads the
URL, so that a filter is checked, refused and described as any other input of the API; and what was
read then narrows the rows. django-filter's own forms would read a URL more kindly than an API may:
they pass over a name they do not know, take the last of two, and strip and coerce what is odd, and
so a misspelt filter finds everything. See docs/adr/0038.

A filter is offered only where an index bears it, or where what is left to read is small.
"""

from collections.abc import Callable, Mapping
from copy import copy
from functools import lru_cache
from typing import Any, ClassVar, Self, cast

from django.db.models import QuerySet
from django_filters import Filter, FilterSet
from rest_framework import serializers

from common.api.shapes import PageQuery, Query, UtcTime

Rows = QuerySet[Any, Any]
# How a method of a Filters narrows: the rows, the column, what was said.
Narrow = Callable[[Rows, str, Any], Rows]


class Parameter(Filter):
    """A parameter of the URL. Its options are those of the serializer field that reads it."""

    reads: ClassVar[type[serializers.Field[Any, Any, Any, Any]]] = serializers.CharField

    def __init__(
        self,
        column: str | None = None,
        lookup: str = "exact",
        *,
        method: str | Narrow | None = None,
        **options: Any,
    ) -> None:
        super().__init__(column, lookup, method=method, **options)

    @property
    def field(self) -> serializers.Field[Any, Any, Any, Any]:
        return self.reads(**self.extra)

    def __deepcopy__(self, memo: Any) -> Self:
        """Each request has its own, for its parent; the choices of all kinds are not copied."""
        own = copy(self)
        if self.method is not None:
            own.method = self.method  # bound to the copy
        return own


class Text(Parameter):
    """A text, compared exactly unless said otherwise. Bounded by `max_length`."""


class Pattern(Parameter):
    """A text of the form `regex`."""

    reads = serializers.RegexField


class Choice(Parameter):
    """One of `choices`."""

    reads = serializers.ChoiceField


class Id(Parameter):
    """A public id."""

    reads = serializers.UUIDField


class Time(Parameter):
    """A moment, in any zone; `gte` by nature."""

    reads = UtcTime

    def __init__(self, column: str, lookup: str = "gte", **options: Any) -> None:
        super().__init__(column, lookup, **options)


class Flag(Parameter):
    """True or false."""

    reads = serializers.BooleanField


class Number(Parameter):
    """A whole number, bounded by `min_value` and `max_value`."""

    reads = serializers.IntegerField


class Filters(FilterSet):
    """The filters of one list. See Note [Serializers read, filters narrow]."""

    _parameters: ClassVar[type[Query] | None] = None

    @classmethod
    def parameters(cls) -> type[Query]:
        """The serializer that reads them, made once."""
        if "_parameters" not in cls.__dict__ or cls._parameters is None:
            fields = {name: each.field for name, each in cls.base_filters.items()}
            cls._parameters = type(
                f"{cls.__name__}Query", (PageQuery,), {"__doc__": cls.__doc__, **fields}
            )
        return cls._parameters

    @classmethod
    def narrow(cls, rows: Rows, said: Mapping[str, Any]) -> Rows:
        """Those of the rows that the parameters are for, as `parameters_of` read them."""
        known = {name: said[name] for name in cls.base_filters if name in said}
        narrowed: Rows = cls.kept_to(frozenset(known))(known, rows).qs
        return narrowed

    @classmethod
    @lru_cache(maxsize=256)  # who asks chooses the combinations: there are too many to keep all
    def kept_to(cls, names: frozenset[str]) -> "type[Filters]":
        """The same with no more than these: a FilterSet copies all its filters for each request."""
        made: Any = type(cls.__name__, (cls,), {})
        made.base_filters = {name: each for name, each in cls.base_filters.items() if name in names}
        return cast("type[Filters]", made)

    def get_form_class(self) -> "type[_Read]":
        return _Read


class _Read:
    """What a serializer has read, where django-filter looks for its form."""

    errors: ClassVar[Mapping[str, Any]] = {}

    def __init__(self, data: Mapping[str, Any] | None = None, **_: Any) -> None:
        self.cleaned_data = data or {}


def parameters_of(declared: type[Query] | type[Filters]) -> type[Query]:
    """The serializer of a URL's parameters: itself, or that of a list with these filters."""
    return declared if issubclass(declared, Query) else declared.parameters()
