"""What generated code calls: values read, compared, printed and bounded as the interpreter does.

See Note [Right only when it does not raise] in program.py: whatever is odd, large or late raises
here, and the interpreter says what it comes to.
"""

from collections.abc import Callable, Iterable
from typing import Any, Final

from liquid import Markup
from liquid.builtin.expressions import LoopExpression, logical
from liquid.undefined import Undefined
from markupsafe import _escape_inner as escape_text  # type: ignore[attr-defined]  # to plain str

from templates_app.engine import budgets, semantics

# Whatever has no value. Nothing that is printed tells one undefined thing from another.
UNDEFINED: Final = Undefined("")
ABSENT: Final = object()  # a limit that was not given; given as nil, it is an error
TEXT_CHARACTERS: Final = 200_000  # of a whole page: four bytes each are below budgets.OUTPUT_BYTES
PLAIN_CHARACTERS: Final = 10_000
PLAIN_ITEMS: Final = 300
PLAIN_NUMBER: Final = 2**63
STEPS_A_LOOK: Final = 16

_NOTHING: Final = (type(None), Undefined)
_TEXTS: Final = (str, Markup)
_SCALARS: Final = (bool, float, type(None), Undefined)


class Odd(Exception):
    """Something for the interpreter to decide."""


def item(context: Any) -> Callable[[Any, Any], Any]:
    """`a.b` for what is no plain name in a plain dict."""

    def read(value: Any, key: Any) -> Any:
        try:
            return context.get_item(value, key)
        except (KeyError, TypeError, IndexError):
            return UNDEFINED

    return read


def truth(value: Any) -> bool:
    return not (value is None or value is False or value.__class__ is Undefined)


def is_blank(value: Any) -> bool:
    kind = value.__class__
    if kind in _TEXTS:
        return not value or value.isspace()
    if kind in _NOTHING or value is False:
        return True
    if kind is list or kind is dict:
        return not value
    if kind is int or kind is float or value is True:
        return False
    raise Odd


def is_empty(value: Any) -> bool:
    kind = value.__class__
    if kind in _TEXTS or kind is list or kind is dict:
        return not value
    if kind in _NOTHING or kind in (int, float, bool):
        return False
    raise Odd


def is_equal(left: Any, right: Any) -> bool:
    return bool(logical._eq(left, right))


def is_less(left: Any, right: Any) -> bool:
    if left.__class__ is int and right.__class__ is int:
        return bool(left < right)
    return bool(logical._lt(_NO_TOKEN, left, right))


def is_at_most(left: Any, right: Any) -> bool:
    return bool(logical._le(left, right))


def contains(left: Any, right: Any) -> bool:
    return bool(logical._contains(_NO_TOKEN, left, right))


def escaped(value: Any) -> str:
    """As the interpreter prints it where a page is made."""
    kind = value.__class__
    if kind is str:
        return escape_text(value)
    if kind is Markup:
        return value  # type: ignore[no-any-return]  # it is text, and was escaped
    if kind is int:
        return str(value)
    if kind in _NOTHING:
        return ""
    return str(semantics._bounded_text(value, True))


def plain(value: Any) -> str:
    """As the interpreter prints it where a line of text is made."""
    return value if value.__class__ is str else str(semantics._bounded_text(value, False))


def keeper(names: int, run: budgets.Run) -> Callable[[Any], Any]:
    """What may be assigned: no more than makes all names together stay within the budget."""
    characters = min(budgets.LOCALS_BYTES // (4 * (names + 1)), PLAIN_CHARACTERS)

    def kept(value: Any) -> Any:
        if value.__class__ in _TEXTS:
            run.made_bytes += 4 * len(value) + 100
            if len(value) > characters:
                raise Odd
        elif not (is_small(value) or is_short(value)):
            raise Odd
        return value

    return kept


def is_small(value: Any) -> bool:
    """Whether it is a scalar that no budget minds."""
    kind = value.__class__
    if kind is str or kind is Markup:
        return len(value) <= PLAIN_CHARACTERS
    if kind is int:
        return bool(-PLAIN_NUMBER < value < PLAIN_NUMBER)
    return kind in _SCALARS


def is_short(value: Any) -> bool:
    return value.__class__ in (list, dict, range) and len(value) <= PLAIN_ITEMS


def captured(pieces: list[str]) -> str:
    text = "".join(pieces)
    if not text.isascii():
        text.encode()  # a lone surrogate costs its node; which, the interpreter finds
    return text


def looked(pieces: list[str], run: budgets.Run) -> None:
    """Now and then within loops: the clock, and what was written so far."""
    budgets.check_clock()
    if sum(map(len, pieces)) > TEXT_CHARACTERS or run.made_bytes > budgets.MADE_BYTES:
        raise Odd


def finished(pieces: list[str], run: budgets.Run) -> str:
    looked(pieces, run)
    return captured(pieces)


def items_of(loop: LoopExpression, context: Any) -> Callable[[Any, Any, Any], list[Any]]:
    """What a loop walks through, where that is not just a whole list."""

    def listed(value: Any, limit: Any, offset: Any) -> list[Any]:
        walk, length = loop._to_iter(value, context)
        if length > budgets.LIST_ITEMS:
            raise Odd
        made: Iterable[Any]
        made, _ = loop._slice(
            walk,
            length,
            context,
            limit=None if limit is ABSENT else loop._to_int(limit, token=_NO_TOKEN),
            offset=None if offset is ABSENT else loop._to_int(offset, token=_NO_TOKEN),
        )
        return list(made)

    return listed


def lean(name: str, guarded: Callable[..., Any]) -> Callable[..., Any]:
    """A filter whose scalars are found small at a glance; the rest takes the guarded way."""
    function: Callable[..., Any] = getattr(guarded, "__wrapped__", guarded)
    reads_parts = name in _READS_PARTS
    running = budgets.current_run

    def filtered(left: Any, *args: Any, **named: Any) -> Any:
        for value in (left, *args):
            if not (is_small(value) or (reads_parts and value.__class__ is dict)):
                return guarded(left, *args, **named)
        made = function(left, *args, **named)
        if made.__class__ in _TEXTS and len(made) <= PLAIN_CHARACTERS:
            run = running()
            if run is not None:  # never less than it is
                run.made_bytes += 4 * len(made) + 100
        elif made is not left:
            budgets.check_value(made)
            budgets.count_made(made)
        return made

    return filtered


_NO_TOKEN: Any = None
# Of a dict they read some plain parts. Templates cannot make dicts: it is as large as an order.
_READS_PARTS: Final = frozenset({
    "address_lines", "format_address", "img_url", "image_url", "product_img_url", "json_ld",
})  # fmt: skip
