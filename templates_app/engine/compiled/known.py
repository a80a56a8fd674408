"""A few filters, for the plain values that they nearly always get.

Each is taken only where the registry holds the very function, and hands whatever else it
is given to that.
"""

from collections.abc import Callable
from typing import Any, Final

from liquid import Markup
from liquid.builtin.filters.array import join
from liquid.builtin.filters.misc import default
from liquid.builtin.filters.string import capitalize, downcase, slice_, strip, upcase
from liquid.undefined import Undefined

from templates_app.engine.escaping import escape_text
from templates_app.engine.filters import numbers, words

CHARACTERS: Final = 10_000
_ITEMS: Final = 300
_JOINED: Final = 50
_NUMBER: Final = 2**31
_NOTHING: Final = (type(None), Undefined)

Function = Callable[..., Any]


def _default(function: Function) -> Function:
    def filtered(left: Any, *args: Any, **named: Any) -> Any:
        kind = left.__class__
        if not named and len(args) == 1:
            if kind is str and left and len(left) <= CHARACTERS:
                return left
            if (kind is list or kind is dict) and left and len(left) <= _ITEMS:
                return left
            if left is None or kind is Undefined or (kind is str and not left):
                other = args[0]
                kind = other.__class__
                if (kind is str and len(other) <= CHARACTERS) or kind in _NOTHING:
                    return other
        return function(left, *args, **named)

    return filtered


def _join(function: Function) -> Function:
    def filtered(left: Any, *args: Any, environment: Any) -> Any:
        if left.__class__ is list and len(left) <= _JOINED and len(args) == 1:
            glue = args[0]
            is_markup = glue.__class__ is Markup
            if (is_markup or glue.__class__ is str) and all(
                item.__class__ is str and len(item) <= _ITEMS for item in left
            ):
                if is_markup or (environment.autoescape and glue == " "):
                    return Markup(str.join(glue, map(escape_text, left)))
                return glue.join(left)
        return function(left, *args, environment=environment)

    return filtered


def _slice(function: Function) -> Function:
    def filtered(left: Any, *args: Any, **named: Any) -> Any:
        if left.__class__ is str and len(left) <= CHARACTERS and _are_whole(args):
            start, length = args if len(args) == 2 else (*args, 1)
            end = start + length
            return left[start : None if start < 0 <= end else end]
        return function(left, *args, **named)

    return filtered


def _worded(operation: Callable[[str], str]) -> Callable[[Function], Function]:
    def made(function: Function) -> Function:
        def filtered(left: Any, *args: Any, **named: Any) -> Any:
            if left.__class__ is str and len(left) <= CHARACTERS and not (args or named):
                return operation(left)
            return function(left, *args, **named)

        return filtered

    return made


def _arithmetic(operation: Callable[[int, int], int]) -> Callable[[Function], Function]:
    def made(function: Function) -> Function:
        def filtered(left: Any, *args: Any, **named: Any) -> Any:
            if len(args) == 1 and _are_whole((left, *args)):
                return operation(left, args[0])
            return function(left, *args, **named)

        return filtered

    return made


def _are_whole(values: tuple[Any, ...]) -> bool:
    """One or two plain numbers, so small that nothing made of them is large."""
    for value in values:
        if value.__class__ is not int or not -_NUMBER < value < _NUMBER:
            return False
    return 0 < len(values) <= 2


_KNOWN: Final[dict[Any, Callable[[Function], Function]]] = {
    default: _default,
    join: _join,
    slice_: _slice,
    upcase: _worded(str.upper),
    downcase: _worded(str.lower),
    capitalize: _worded(str.capitalize),
    strip: _worded(str.strip),
    numbers.FILTERS["plus"]: _arithmetic(int.__add__),
    numbers.FILTERS["minus"]: _arithmetic(int.__sub__),
    numbers.FILTERS["times"]: _arithmetic(int.__mul__),
}


# What these make of plain text is no longer than it, and remembered.
_REMEMBERED: Final[dict[Any, Function]] = {words.http_url: words.followed}


def remembered(guarded: Function) -> Function | None:
    """What a filter without arguments does with a plain str, if asking for it again is cheap."""
    return _REMEMBERED.get(getattr(guarded, "__wrapped__", None))


def is_default(guarded: Function) -> bool:
    return getattr(guarded, "__wrapped__", None) is default


def quick(guarded: Function) -> Function | None:
    """The same filter with its shortcut, bounded for all else; None for any other filter."""
    make = _KNOWN.get(getattr(guarded, "__wrapped__", None))
    return make(guarded) if make else None
