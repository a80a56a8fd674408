"""What one template may cost: size, loops, memory and time. Crossing a line ends the render."""

import contextvars
import gc
import re
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import wraps
from itertools import islice
from typing import Any, Final

from liquid.exceptions import LiquidError
from liquid.token import TOKEN_EOF, Token

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
UNIQUE_ITEMS: Final = 300  # that have to be compared each with each
NUMBER_BITS: Final = 128
MADE_BYTES = 24 * 1024 * 1024  # by all filters and captures together, kept or not
SECONDS: Final = 0.6  # of the processor, for reading and rendering
UNCLOSED_STEPS: Final = 100_000
CLOCK_EVERY: Final = 8  # nodes

_WHOLE_HEAP: Final = 2  # the oldest of the collector's generations

_DELIMITERS: Final = (("{{", "}}"), ("{%", "%}"))
_OPENINGS: Final = re.compile(r"(?:\{\{|\{%)(\s*)")
_SPACES: Final = re.compile(r"\s{500}")
# The limits are looked up late, so that a test can move them.
_SIZES: Final[tuple[tuple[Any, Callable[[Any], int], Callable[[], int], str], ...]] = (
    (str, len, lambda: TEXT_CHARACTERS, "text longer than"),
    (int, int.bit_length, lambda: NUMBER_BITS, "number with more bits than"),
    (range, lambda span: span.stop - span.start, lambda: LIST_ITEMS, "range longer than"),
    ((list, tuple), len, lambda: LIST_ITEMS, "list longer than"),
)
_TAG: Final = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)


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


@dataclass(slots=True)
class Run:
    """The clock and the scales of what is being read or rendered by this thread."""

    seconds: float
    ends_at: float | None = None  # from the first look at the clock: many a mail needs no other
    made_bytes: int = 0
    steps: int = 0

    def count_made(self, value: object, *, from_text: object = "") -> None:
        """Count what a filter made; a list cut from a text holds that text again."""
        self.made_bytes += sys.getsizeof(value)
        if isinstance(value, list) and isinstance(from_text, str):
            self.made_bytes += len(value) * 60 + sys.getsizeof(from_text)
        if self.made_bytes > MADE_BYTES:
            raise BudgetExceeded(f"texts of more than {MADE_BYTES:,} bytes in all")


_run: contextvars.ContextVar[Run | None] = contextvars.ContextVar("liquid_run", default=None)


class running:  # noqa: N801  # read as a word: `with running():`
    """Start the clock, unless it is running: reading and rendering share one.

    Processor time of this thread, not the wall's: a busy machine must not refuse a good mail.
    """

    __slots__ = ("_token", "seconds")

    def __init__(self, seconds: float = SECONDS) -> None:
        self.seconds = seconds
        self._token: contextvars.Token[Run | None] | None = None

    def __enter__(self) -> Run:
        run = _run.get()
        if run is None:
            run = Run(self.seconds)
            self._token = _run.set(run)
        return run

    def __exit__(self, *_error: object) -> None:
        if self._token is not None:
            _run.reset(self._token)


def current_run() -> Run | None:
    return _run.get()


class _Forgiven:
    """A look through the whole heap is no time of the template's: in a process that holds much it
    takes half a second, in whichever thread happened to make the last straw."""

    began = threading.local()

    def __call__(self, phase: str, info: Mapping[str, int]) -> None:
        if info["generation"] < _WHOLE_HEAP:
            return
        if phase == "start":
            self.began.at = time.thread_time()
        elif (run := _run.get()) is not None and run.ends_at is not None:
            run.ends_at += time.thread_time() - self.began.at


gc.callbacks.append(_Forgiven())


def check_clock() -> None:
    """Raise when the time is over; called before each token and each filter."""
    run = _run.get()
    if run is None:
        return
    now = time.thread_time()
    if run.ends_at is None:
        run.ends_at = now + run.seconds
    elif now > run.ends_at:
        raise BudgetExceeded("took too long")


def count_step() -> None:
    """Called before each node: looks at the clock now and then, since asking takes a microsecond.

    What takes long within a node is a filter, a loop of nodes, or bounded in size.
    """
    run = _run.get()
    if run is None:
        return
    run.steps += 1
    if run.steps % CLOCK_EVERY == 0:
        check_clock()


def count_made(value: object) -> None:
    run = _run.get()
    if run is not None:
        run.count_made(value)


def check_source(source: str) -> None:
    """Refuse what would be slow to parse, before the parser sees it."""
    if len(source) > SOURCE_CHARACTERS:
        raise BudgetExceeded(f"source longer than {SOURCE_CHARACTERS:,} characters")
    if source.count("{%") + source.count("{{") > TAGS:
        first_too_many = next(islice(_OPENINGS.finditer(source), TAGS, None), None)
        at = first_too_many.start() if first_too_many else 0
        raise BudgetExceeded(f"more than {TAGS:,} tags and outputs", token=_token(source, at))
    _check_unclosed(source)
    for tag in _TAG.finditer(source):
        text = tag[0]
        if len(text) > TAG_CHARACTERS or text.count("(") > TAG_PARENTHESES or _SPACES.search(text):
            raise BudgetExceeded("a tag too long to be meant", token=_token(source, tag.start()))


def _check_unclosed(source: str) -> None:
    """The lexer looks to the end of the text for each opening without a closing: quadratic."""
    tail = max(source.rfind("}}"), source.rfind("%}")) + 1
    steps = 0
    for opening in _OPENINGS.finditer(source, tail):
        steps += (len(opening[1]) + 2) * (len(source) - opening.start())
        if steps > UNCLOSED_STEPS:
            raise BudgetExceeded("a tag that is not closed", token=_token(source, opening.start()))
    for first, last in _DELIMITERS:
        at = source.rfind(last) + 1
        if source.count(first, at) > UNCLOSED:
            raise BudgetExceeded(
                f"more than {UNCLOSED} tags that are not closed",
                token=_token(source, source.find(first, at)),
            )
    for name in ("raw", "comment", "doc"):
        if _openings(source, name) > UNCLOSED:
            raise BudgetExceeded(
                f"more than {UNCLOSED} {name} tags that are not closed",
                token=_token(source, source.find(name)),
            )


def _token(source: str, at: int) -> Token:
    return Token(TOKEN_EOF, "", start_index=at, source=source)


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


def check_text_of(value: object) -> None:
    """Refuse lists and dicts that would make too long a text, before the text is made.

    A list may hold the same long thing many times over: each is measured once.
    """
    if isinstance(value, list | tuple | dict):
        _check_growth(_length_of(value, {}))


def _length_of(value: object, measured: dict[int, int]) -> int:
    if isinstance(value, str):
        return len(value)
    if not isinstance(value, list | tuple | dict):
        return 8
    known = measured.get(id(value))
    if known is not None:
        return known
    measured[id(value)] = 0  # what holds itself ends here
    parts = [*value, *value.values()] if isinstance(value, dict) else value
    length = sum(_length_of(part, measured) + 4 for part in parts)
    measured[id(value)] = length
    return length


def guarded(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
    """The filter with its input, arguments, result and growth bounded."""
    forecast = _FORECASTS.get(name)
    reads_lists = name in _LIST_FILTERS

    @wraps(function)
    def bounded(left: object, *args: object, **kwargs: object) -> object:
        check_clock()
        check_value(left)
        for argument in args:
            check_value(argument)
        if not reads_lists:
            for value in (left, *args):
                check_text_of(value)
        if forecast is not None:
            forecast(left, args)
        result: object = function(left, *args, **kwargs)
        check_value(result)
        run = _run.get()
        if run is not None and result is not left:
            run.count_made(result, from_text=left)
        return result

    return bounded


def _forecast_join(left: object, args: Sequence[object]) -> None:
    if isinstance(left, list | tuple | range):
        glue = len(str(args[0])) if args else 1
        items = len(left) * 8 if isinstance(left, range) else _length_of(left, {})
        _check_growth(items + glue * len(left))


def _forecast_split(left: object, args: Sequence[object]) -> None:
    text = str(left)
    separator = str(args[0]) if args and args[0] is not None else ""
    count = len(text.split(None if separator == " " else separator, LIST_ITEMS)) if separator else 0
    if max(count, 0 if separator else len(text)) > LIST_ITEMS:
        raise BudgetExceeded(f"list longer than {LIST_ITEMS:,}")


def _forecast_words(left: object, _args: Sequence[object]) -> None:
    if isinstance(left, str) and len(left.split(None, LIST_ITEMS)) > LIST_ITEMS:
        raise BudgetExceeded(f"text of more than {LIST_ITEMS:,} words")


def _forecast_text(left: object, _args: Sequence[object]) -> None:
    check_text_of(left)


def _forecast_replace(left: object, args: Sequence[object]) -> None:
    if isinstance(left, str) and len(args) >= 2:
        _check_growth(len(left) + left.count(str(args[0])) * len(str(args[1])))


def _forecast_unique(left: object, _args: Sequence[object]) -> None:
    if isinstance(left, list | tuple) and len(left) > UNIQUE_ITEMS:
        odd = sum(1 for item in left if isinstance(item, list | dict))
        if odd > UNIQUE_ITEMS:
            raise BudgetExceeded(f"more than {UNIQUE_ITEMS:,} items for uniq")


def _check_growth(characters: int) -> None:
    if characters > TEXT_CHARACTERS:
        raise BudgetExceeded(f"text longer than {TEXT_CHARACTERS:,} characters")


_FORECASTS: Final[dict[str, Callable[[object, Sequence[object]], None]]] = {
    "join": _forecast_join,
    "json": _forecast_text,
    "sort_natural": _forecast_text,
    "split": _forecast_split,
    "truncatewords": _forecast_words,
    "replace": _forecast_replace,
    "uniq": _forecast_unique,
}
# They take lists as lists; any other filter would make a text of them.
_LIST_FILTERS: Final = frozenset({
    "compact", "concat", "default", "find", "find_index", "first", "has", "join", "last", "map",
    "reject", "reverse", "size", "slice", "sort", "sum", "uniq", "where",
})  # fmt: skip
