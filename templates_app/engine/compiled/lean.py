"""Filters as compiled templates call them: whoever looks small goes straight to the function.

What a filter is given is bounded by budgets.guarded, at 2 µs a call. Here a glance at the class and
the size comes first; only what is no plain scalar takes the guarded way.
"""

from collections.abc import Callable
from typing import Any, Final

from liquid import Markup
from liquid.undefined import Undefined

from templates_app.engine import budgets
from templates_app.engine.compiled import known
from templates_app.engine.filters import money

CHARACTERS: Final = known.CHARACTERS
ITEMS: Final = 300
NUMBER: Final = 2**63
_TEXTS: Final = (str, Markup)
_SCALARS: Final = (bool, float, type(None), Undefined)
# Of a dict they read some plain parts. Templates cannot make dicts: it is as large as an order.
_READS_PARTS: Final = frozenset({
    "address_lines", "format_address", "img_url", "image_url", "product_img_url", "json_ld",
})  # fmt: skip
_SHOPS: Final = 256
_PRICES: Final = 4096

Function = Callable[..., Any]


class Odd(Exception):
    """Something for the interpreter to decide."""


def is_small(value: Any) -> bool:
    """Whether it is a scalar that no budget minds."""
    kind = value.__class__
    if kind is str or kind is Markup:
        return len(value) <= CHARACTERS
    if kind is int:
        return bool(-NUMBER < value < NUMBER)
    return kind in _SCALARS


def is_short(value: Any) -> bool:
    return value.__class__ in (list, dict, range) and len(value) <= ITEMS


def lean(name: str, guarded: Function, *, is_printed: bool, given: int) -> Function:
    """The filter called with `given` values of the context after the left one, then constants.

    What is printed at once is counted with the page, all else here.
    """
    shortcut = known.quick(guarded)
    if shortcut is not None:  # a default makes nothing: it is one value or the other
        return shortcut if known.is_default(guarded) else _counting(shortcut)
    one = _one(guarded, reads_parts=name in _READS_PARTS, is_printed=is_printed)
    if not given:
        return one

    def several(left: Any, *args: Any, **named: Any) -> Any:
        for value in args[:given]:
            if not is_small(value):
                return guarded(left, *args, **named)
        return one(left, *args, **named)

    return several


def _one(guarded: Function, *, reads_parts: bool, is_printed: bool) -> Function:
    """The filter, given one value of the context."""
    function: Function = getattr(guarded, "__wrapped__", guarded)

    def filtered(left: Any, *args: Any, **named: Any) -> Any:
        kind = left.__class__
        if kind is str:
            if len(left) > CHARACTERS:
                return guarded(left, *args, **named)
        elif not (is_small(left) or (reads_parts and kind is dict)):
            return guarded(left, *args, **named)
        made = function(left, *args, **named)
        if is_printed and made.__class__ is str and len(made) <= CHARACTERS:
            return made
        return _counted(made, left)

    return filtered


def _counting(function: Function) -> Function:
    def filtered(left: Any, *args: Any, **named: Any) -> Any:
        return _counted(function(left, *args, **named), left)

    return filtered


def _counted(made: Any, left: Any) -> Any:
    kind = made.__class__
    if kind in _TEXTS and len(made) <= CHARACTERS:
        run = budgets.current_run()
        if run is not None:  # never less than it is
            run.made_bytes += 4 * len(made) + 100
    elif made is not left and kind not in _SCALARS and not (kind is int and is_small(made)):
        budgets.check_value(made)
        budgets.count_made(made)
    return made


class Amounts(dict[int, str]):
    """What one shop's mails say for each amount, escaped where a page is made."""

    def __init__(self, function: Function, context: Any, escape: Function) -> None:
        super().__init__()
        self.function, self.context, self.escape = function, context, escape

    def __missing__(self, amount: int) -> str:
        if not -NUMBER < amount < NUMBER:
            raise Odd
        said: str = self.escape(self.function(amount, context=self.context))
        if len(self) < _PRICES:
            self[amount] = said
        return said


# All that such a filter looks at: the amount, and these of the options.
_OF_AMOUNTS: Final = frozenset({
    money.money, money.money_with_currency, money.money_without_trailing_zeros,
    money.money_without_currency, money.money_amount,
})  # fmt: skip
_amounts: dict[Any, Amounts] = {}


def says_amounts(guarded: Function) -> bool:
    """Whether it is one of our own money filters, not what a test put in its place."""
    return getattr(guarded, "__wrapped__", None) in _OF_AMOUNTS


def amounts(guarded: Function, context: Any, escape: Function) -> Amounts:
    """A shop has few prices, and they are said in each mail."""
    said = context.options
    shapes = (said.locale, said.currency, said.money_format, said.money_with_currency_format)
    key = (guarded, escape, *shapes)
    known = _amounts.get(key)
    if known is None:
        if len(_amounts) >= _SHOPS:
            _amounts.pop(next(iter(_amounts)), None)
        known = _amounts[key] = Amounts(guarded, Spoken(said), escape)
    return known


class Spoken:
    """As much of a context as a money filter reads."""

    __slots__ = ("options",)

    def __init__(self, options: Any) -> None:
        self.options = options
