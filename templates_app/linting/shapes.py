"""The shape of a mail's variables, read off context_spec.py: which names there are below which."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from types import NoneType
from typing import Any, Final, get_args, get_origin, get_type_hints, is_typeddict

from templates_app.context_spec import Context

_OF_LISTS: Final = frozenset({"first", "last", "size"})


@dataclass(frozen=True, slots=True)
class Shape:
    """What may stand below a value. `names` None: anything (we do not know better)."""

    names: Mapping[str, "Shape"] | None = field(default=None)
    item: "Shape | None" = None  # of a list

    @property
    def is_list(self) -> bool:
        return self.item is not None

    def below(self, segment: object) -> "Shape | None":
        """The shape one step down; None where there is no such name."""
        if self.item is not None:
            if isinstance(segment, int):
                return self.item
            if segment in _OF_LISTS:
                return SCALAR if segment == "size" else self.item
            return None
        if self.names is None:
            return ANYTHING
        if not isinstance(segment, str):
            return ANYTHING if self.names else None
        return SCALAR if segment == "size" else self.names.get(segment)


ANYTHING: Final = Shape()
SCALAR: Final = Shape(names={})


@cache
def of_context() -> Shape:
    """Everything on the top level of a mail's variables."""
    return _of(Context)


def list_of(item: Shape) -> Shape:
    return Shape(item=item)


@cache
def _of(kind: Any) -> Shape:
    if is_typeddict(kind):
        return _Lazy(kind)
    if get_origin(kind) is list:
        return Shape(item=_of(get_args(kind)[0]))
    members = [member for member in get_args(kind) if member is not NoneType]
    if get_origin(kind) is dict or kind in (NoneType, object):
        return ANYTHING
    if len(members) == 1:  # X | None
        return _of(members[0])
    return SCALAR if not members else ANYTHING


class _Lazy(Shape):
    """A typed dict: its names are looked up when asked for, since they may contain themselves."""

    __slots__ = ()

    def __init__(self, kind: Any) -> None:
        super().__init__(names=_Names(kind))


class _Names(Mapping[str, Shape]):
    def __init__(self, kind: Any) -> None:
        self._kinds = get_type_hints(kind)

    def __getitem__(self, name: str) -> Shape:
        return _of(self._kinds[name])

    def __iter__(self) -> Any:
        return iter(self._kinds)

    def __len__(self) -> int:
        return len(self._kinds)
