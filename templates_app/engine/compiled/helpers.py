"""What generated code calls: values read, compared, printed and bounded as the interpreter does.

See Note [Right only when it does not raise] in program.py: whatever is odd, large or late raises
here, and the interpreter says what it comes to.
"""

from collections.abc import Callable, Iterable
from typing import Any, Final

from liquid import Markup, RenderContext
from liquid.builtin.expressions import LoopExpression, logical
from liquid.undefined import Undefined

from templates_app.engine import budgets, semantics
from templates_app.engine.compiled.lean import CHARACTERS, Odd, is_short, is_small
from templates_app.engine.compiled.strangers import UNDEFINED
from templates_app.engine.escaping import escape_text

ABSENT: Final = object()  # a limit that was not given; given as nil, it is an error
TEXT_CHARACTERS: Final = 200_000  # of a whole page: four bytes each are below budgets.OUTPUT_BYTES
PIECES: Final = 50_000  # written one after the other
MADE_BYTES: Final = budgets.MADE_BYTES // 2  # the rest is for what is not counted here
STEPS_A_LOOK: Final = 128

_NOTHING: Final = (type(None), Undefined)
_TEXTS: Final = (str, Markup)
_NUMBERS: Final = (int, float, bool)
_get_item: Final = RenderContext.get_item


def item(context: Any, value: Any, key: Any) -> Any:
    """`a.b` for what is no plain name in a plain dict, where nothing is not nil."""
    kind = value.__class__
    if kind in _NOTHING or kind in _NUMBERS:
        return UNDEFINED
    try:
        if kind is list and key.__class__ is str:
            return _of_list(value, key)
        return _get_item(context, value, key)
    except (KeyError, TypeError, IndexError):
        return UNDEFINED


def item_or_none(context: Any, value: Any, key: Any) -> Any:
    """The same where nothing is as good as nil."""
    return None if value is None else item(context, value, key)


def _of_list(value: list[Any], key: str) -> Any:
    if key == "size":
        return len(value)
    place = {"first": 0, "last": -1}.get(key)
    return UNDEFINED if place is None else value[place]


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
    if kind in _NOTHING or kind in _NUMBERS:
        return False
    raise Odd


def is_equal(left: Any, right: Any) -> bool:
    kind = left.__class__
    if (kind is str or kind is int or kind is Markup) and right.__class__ is kind:
        return bool(left == right)
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
    if kind in _NOTHING:
        return ""
    if kind is Markup:
        return value  # type: ignore[no-any-return]  # it is text, and was escaped
    if kind is int:
        return str(value)
    return str(semantics._bounded_text(value, True))


def plain(value: Any) -> str:
    """As the interpreter prints it where a line of text is made."""
    return value if value.__class__ is str else str(semantics._bounded_text(value, False))


def keeper(names: int, run: budgets.Run) -> Callable[[Any], Any]:
    """What may be assigned: no more than makes all names together stay within the budget."""
    characters = min(budgets.LOCALS_BYTES // (4 * (names + 1)), CHARACTERS)

    def kept(value: Any) -> Any:
        if value.__class__ in _TEXTS:
            run.made_bytes += 4 * len(value) + 100
            if len(value) > characters:
                raise Odd
        elif not (is_small(value) or is_short(value)):
            raise Odd
        return value

    return kept


def defined(value: Any) -> Any:
    """Strangers may tell one undefined thing from another, by its name; we do not."""
    if value.__class__ is Undefined:
        raise Odd
    return value


def captured(pieces: list[str], run: budgets.Run) -> str:
    """What was written, as one text."""
    text = "".join(pieces)
    run.made_bytes += 4 * len(text) + 100 * len(pieces)
    if not text.isascii():
        # A lone surrogate costs its node; which, the interpreter finds. (UTF-8 takes longer.)
        text.encode("utf-16-le")
    return text


def looked(pieces: list[str], run: budgets.Run) -> None:
    """Now and then within loops: the clock, and what was written so far."""
    budgets.check_clock()
    is_long = len(pieces) > PIECES or sum(map(len, pieces)) > TEXT_CHARACTERS
    if is_long or run.made_bytes > MADE_BYTES:
        raise Odd


def counted(pieces: list[str], run: budgets.Run, steps: int, most: int) -> int:
    """The same at the head of a loop; the number of steps at which to look again."""
    if steps > most:
        raise Odd
    looked(pieces, run)
    return steps + STEPS_A_LOOK


def finished(pieces: list[str], run: budgets.Run) -> str:
    text = captured(pieces, run)
    if len(text) > TEXT_CHARACTERS or run.made_bytes > MADE_BYTES:
        raise Odd
    budgets.check_clock()
    return text


def items_of(
    loop: LoopExpression, context: Any, value: Any, limit: Any = ABSENT, offset: Any = ABSENT
) -> list[Any]:
    """What a loop walks through, where that is not just a whole list."""
    kind = value.__class__
    if kind in _NOTHING:
        value = UNDEFINED
    elif kind is list and not loop.reversed and (limit.__class__, offset.__class__) in _PLAIN:
        begin = 0 if offset is ABSENT else offset
        end = len(value) if limit is ABSENT else begin + limit
        if 0 <= begin <= end and end:
            return value[begin:end]  # type: ignore[no-any-return]  # its class says
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


_NO_TOKEN: Any = None
_PLAIN: Final = frozenset({(int, int), (object, int), (int, object)})
