"""What one template may cost: size, loops, memory and time. Crossing a line ends the render."""

import contextvars
import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any, Final

from liquid.exceptions import LiquidError

SOURCE_CHARACTERS: Final = 300_000
TAGS: Final = 5_000
UNCLOSED: Final = 50
TAG_CHARACTERS: Final = 10_000
TAG_PARENTHESES: Final = 200
LOOPS = 100_000  # steps of all loops together, nested ones counted each time
OUTPUT_BYTES: Final = 1_000_000
LOCALS_BYTES: Final = 4_000_000
TEXT_CHARACTERS: Final = 500_000  # of one value
LIST_ITEMS = 10_000
UNIQUE_ITEMS: Final = 1_000  # python-liquid's uniq is quadratic
NUMBER_BITS: Final = 128
SECONDS: Final = 0.8

_DELIMITERS: Final = (("{{", "}}"), ("{%", "%}"))
# The limits are looked up late, so that a test can move them.
_SIZES: Final[tuple[tuple[Any, Callable[[Any], int], Callable[[], int], str], ...]] = (
    (str, len, lambda: TEXT_CHARACTERS, "text longer than"),
    (int, int.bit_length, lambda: NUMBER_BITS, "number with more bits than"),
    (range, lambda span: span.stop - span.start, lambda: LIST_ITEMS, "range longer than"),
    ((list, tuple), len, lambda: LIST_ITEMS, "list longer than"),
)
_TAG: Final = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
_deadline: contextvars.ContextVar[float] = contextvars.ContextVar("liquid_deadline", default=0.0)


class BudgetExceeded(LiquidError):
    """The template asks for more than a mail may cost; never isolated, always ends the render."""

    def __init__(self, what: str, *, token: Any = None) -> None:
        super().__init__(what, token=token)


@dataclass(slots=True)
class Meter:
    """What one render has used so far."""

    loops: int = 0

    def count_loop(self, length: int) -> None:
        self.loops += length
        if self.loops > LOOPS:
            raise BudgetExceeded(f"more than {LOOPS:,} loop steps")


def start_clock(seconds: float = SECONDS) -> contextvars.Token[float]:
    """Processor time of this thread, not the wall's: a busy machine must not refuse a good mail."""
    return _deadline.set(time.thread_time() + seconds)


def stop_clock(token: contextvars.Token[float]) -> None:
    _deadline.reset(token)


def check_clock() -> None:
    """Raise when the render's time is over; called before each node and each filter."""
    deadline = _deadline.get()
    if deadline and time.thread_time() > deadline:
        raise BudgetExceeded("took too long")


def check_source(source: str) -> None:
    """Refuse what would be slow to parse, before the parser sees it."""
    if len(source) > SOURCE_CHARACTERS:
        raise BudgetExceeded(f"source longer than {SOURCE_CHARACTERS:,} characters")
    if source.count("{%") + source.count("{{") > TAGS:
        raise BudgetExceeded(f"more than {TAGS:,} tags and outputs")
    # The lexer looks to the end of the text for each opening without a closing: quadratic.
    unclosed = sum(source.count(first, source.rfind(last) + 1) for first, last in _DELIMITERS)
    unclosed += sum(_openings(source, name) for name in ("raw", "comment", "doc"))
    if unclosed > UNCLOSED:
        raise BudgetExceeded(f"more than {UNCLOSED} tags that are not closed")
    for tag in _TAG.finditer(source):
        if len(tag[0]) > TAG_CHARACTERS or tag[0].count("(") > TAG_PARENTHESES:
            raise BudgetExceeded("a tag too long to be meant")


def _openings(source: str, name: str) -> int:
    """How often a block begins after its last end."""
    ends = [found.end() for found in re.finditer(rf"\{{%-?\s*end{name}\b", source)]
    return len(re.findall(rf"\{{%-?\s*{name}\b", source[ends[-1] if ends else 0 :]))


def check_value(value: object) -> None:
    """Refuse a value too large to be meant."""
    for kinds, size_of, limit, complaint in _SIZES:
        if isinstance(value, kinds):
            if size_of(value) > limit():
                raise BudgetExceeded(f"{complaint} {limit():,}")
            return


def guarded(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
    """The filter with its input, arguments, result and growth bounded."""
    forecast = _FORECASTS.get(name)

    @wraps(function)
    def bounded(left: object, *args: object, **kwargs: object) -> object:
        check_clock()
        check_value(left)
        for argument in args:
            check_value(argument)
        if forecast is not None:
            forecast(left, args)
        result: object = function(left, *args, **kwargs)
        check_value(result)
        return result

    return bounded


def _forecast_join(left: object, args: Sequence[object]) -> None:
    if isinstance(left, list | tuple | range):
        glue = len(str(args[0])) if args else 1
        items = sum(len(item) if isinstance(item, str) else 20 for item in left)
        _check_growth(items + glue * len(left))


def _forecast_replace(left: object, args: Sequence[object]) -> None:
    if isinstance(left, str) and len(args) >= 2:
        _check_growth(len(left) + left.count(str(args[0])) * len(str(args[1])))


def _forecast_unique(left: object, _args: Sequence[object]) -> None:
    if isinstance(left, list | tuple | range) and len(left) > UNIQUE_ITEMS:
        raise BudgetExceeded(f"more than {UNIQUE_ITEMS:,} items for uniq")


def _check_growth(characters: int) -> None:
    if characters > TEXT_CHARACTERS:
        raise BudgetExceeded(f"text longer than {TEXT_CHARACTERS:,} characters")


_FORECASTS: Final[dict[str, Callable[[object, Sequence[object]], None]]] = {
    "join": _forecast_join,
    "replace": _forecast_replace,
    "uniq": _forecast_unique,
}
