"""Parse once, render often: Shopify's Liquid with its semantics, escaped and bounded."""

import re
from collections.abc import Iterator, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from io import StringIO
from typing import Any, Final, TextIO

from liquid import Environment, Mode, RenderContext
from liquid.ast import Node
from liquid.exceptions import (
    LiquidError,
    LiquidInterrupt,
    LiquidSyntaxError,
    ResourceLimitError,
    StopRender,
)
from liquid.loader import BaseLoader
from liquid.output import LimitedStringIO
from liquid.parser import get_parser
from liquid.stream import TokenStream
from liquid.template import BoundTemplate
from liquid.token import TOKEN_EOF, Token

from templates_app.engine import budgets, filters, semantics
from templates_app.engine.isolation import isolate
from templates_app.engine.leniency import forgive


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A complaint and where it belongs; line and column count from 1."""

    message: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"line {self.line}, column {self.column}: {self.message}"


class TemplateError(LiquidError):
    """The template cannot be parsed, or asks for more than it may cost."""

    def __init__(self, place: Place) -> None:
        super().__init__(str(place), token=None)
        self.place = place

    def __reduce__(self) -> tuple[type["TemplateError"], tuple[Place]]:
        return type(self), (self.place,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How one render speaks: language, currency and the shop's own formats."""

    locale: str = "en"
    currency: str = "USD"
    money_format: str = ""
    money_with_currency_format: str = ""
    translations: Mapping[str, object] = field(default_factory=dict)
    now: datetime = field(default_factory=lambda: datetime.now(UTC))


@dataclass(frozen=True, slots=True)
class Output:
    text: str
    problems: tuple[Place, ...]


_MISSING_END: Final = re.compile(r"expected tag end(\w+)")
_complaints: ContextVar[list[LiquidError] | None] = ContextVar("liquid_complaints", default=None)


_streams: ContextVar["TimedStream | None"] = ContextVar("liquid_stream", default=None)


class TimedStream(TokenStream):
    """Tokens to be parsed before the time is over."""

    @property
    def last(self) -> Token:
        """The token at which the parser stands, as far as it came."""
        return self.tokens[min(self.pos, len(self.tokens)) - 1] if self.tokens else self.eof

    def next_token(self) -> Token:
        budgets.check_clock()
        return super().next_token()

    next = __next__ = next_token


def timed(tokens: Iterator[Token]) -> Iterator[Token]:
    for token in tokens:
        budgets.check_clock()
        yield token


class ShopContext(RenderContext):
    """A render in progress: knows its options, its meter and what went wrong so far."""

    __slots__ = ("meter", "options", "problems", "shows_errors")

    def __init__(self, template: BoundTemplate, **kwargs: Any) -> None:
        super().__init__(template, **kwargs)
        self.options = Options()
        self.meter = budgets.Meter()
        self.problems: list[Place] = []
        self.shows_errors = False

    def raise_for_loop_limit(self, length: int = 1) -> None:
        self.meter.count_loop(length)

    def assign(self, key: str, val: Any) -> None:
        budgets.check_value(val)
        if isinstance(val, str):  # a capture; what a filter made is counted twice, and may be
            budgets.count_made(val)
        super().assign(key, val)

    def get_buffer(self, buf: Any = None) -> StringIO:
        # newline="" keeps CR LF as the template has them; the library's own would turn them to LF.
        used = buf.size if isinstance(buf, LimitedStringIO) else 0
        return LimitedStringIO(limit=budgets.OUTPUT_BYTES - used, newline="")

    def copy(self, *args: Any, **kwargs: Any) -> "ShopContext":
        inner: ShopContext = super().copy(*args, **kwargs)  # type: ignore[assignment]  # same class
        inner.options, inner.meter = self.options, self.meter
        inner.problems, inner.shows_errors = self.problems, self.shows_errors
        return inner

    def note_problem(self, error: LiquidError, buffer: TextIO) -> int:
        """Keep the error for the report; Shopify prints it, a mail to a buyer should not."""
        if isinstance(error, ResourceLimitError):
            raise budgets.BudgetExceeded(str(error.message), token=error.token)
        self.problems.append(place_of(error))
        return buffer.write(f"Liquid error: {error.message}") if self.shows_errors else 0


class ShopEnvironment(Environment):
    """python-liquid's environment as Shopify's notifications expect it."""

    loop_iteration_limit = None  # ours counts the sum, see budgets.Meter
    local_namespace_limit = budgets.LOCALS_BYTES
    output_stream_limit = budgets.OUTPUT_BYTES

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.shorthand_indexes = self.mode == Mode.LAX  # `line.properties.1`: only Shopify's lax

    def setup_tags_and_filters(self, *, extra: bool = False) -> None:
        super().setup_tags_and_filters(extra=extra)
        filters.register(self)

    def _parse(self, source: str) -> list[Node]:
        tokens = self.tokenizer()(source)
        if self.mode == Mode.LAX:
            tokens = forgive(tokens, self, self._note_lenience)
        stream = TimedStream(timed(tokens))
        token = _streams.set(stream)
        try:
            return get_parser(self).parse(stream)
        except LiquidError as error:
            if not _MISSING_END.search(str(error.message)):
                error.token = _better(error.token, stream)
            raise
        except RecursionError as error:
            raise LiquidSyntaxError("nested too deeply", token=stream.last) from error
        finally:
            _streams.reset(token)

    def _note_lenience(self, token: Token, complaint: str) -> None:
        self.error(LiquidSyntaxError(complaint, token=token))

    def error(self, exc: Any, msg: str | None = None, token: Any = None) -> None:
        error = exc if isinstance(exc, LiquidError) else exc(msg, token=token)
        error.token = error.token or token
        if not _MISSING_END.search(str(error.message)):
            error.token = _better(error.token, _streams.get())
        if isinstance(error, budgets.BudgetExceeded):
            raise error
        if isinstance(error, ResourceLimitError):
            raise budgets.BudgetExceeded(str(error.message), token=error.token)
        kept = _complaints.get()
        if kept is not None:
            kept.append(error)
        if self.mode == Mode.STRICT:
            raise error


@dataclass(frozen=True, slots=True)
class Program:
    """A parsed template. Safe to share between threads: a render changes nothing in it."""

    template: BoundTemplate
    warnings: tuple[Place, ...]

    def render(
        self, context: Mapping[str, object], options: Options, *, shows_errors: bool = False
    ) -> Output:
        """Text and what had to be left out; raises TemplateError only when a budget is crossed."""
        progress = ShopContext(self.template, globals=context)
        progress.options, progress.shows_errors = options, shows_errors
        buffer = progress.get_buffer()
        with budgets.running():
            try:
                self._run(progress, buffer)
            except Exception as error:  # a caller need know of one kind of refusal only
                raise TemplateError(place_of(error)) from error
        return Output(buffer.getvalue(), tuple(progress.problems))

    def _run(self, progress: ShopContext, buffer: StringIO) -> None:
        for node in self.template.nodes:
            try:
                node.render(progress, buffer)
            except StopRender:
                break
            except LiquidInterrupt:
                continue  # a `break` outside any loop ends its own top-level node only

    def unknown_filters(self) -> dict[str, int]:
        """Names of filters nobody knows, with the line each first stands on."""
        used = self.template.analyze(include_partials=False).filters
        source_lines = {name: spans[0].line_col(_source(self))[0] for name, spans in used.items()}
        return {
            name: line
            for name, line in source_lines.items()
            if name not in self.template.env.filters
        }


def parse(source: str, *, strict: bool = False, escape: bool = True) -> Program:
    """Parse a template; lax (as Shopify does) keeps complaints as warnings, strict raises them."""
    return parse_in(_environment(strict=strict, escape=escape), source)


def parse_in(environment: Environment, source: str) -> Program:
    kept: list[LiquidError] = []
    token = _complaints.set(kept)
    try:
        with budgets.running():
            budgets.check_source(source)
            template = environment.from_string(source)
    except Exception as error:  # a caller need know of one kind of refusal only
        raise TemplateError(place_of(error, source)) from error
    finally:
        _complaints.reset(token)
    template.nodes = isolate(template.nodes)
    return Program(template, tuple(place_of(error, source) for error in kept))


def make_environment(
    *, strict: bool = False, escape: bool = True, loader: BaseLoader | None = None
) -> ShopEnvironment:
    semantics.mend_library()
    return ShopEnvironment(
        tolerance=Mode.STRICT if strict else Mode.LAX,
        strict_filters=False,
        autoescape=escape,
        loader=loader,
    )


_environment: Final = cache(make_environment)


def _better(token: Token | None, stream: TimedStream | None) -> Token | None:
    """The token; where it has no place, as at the end of an expression, the one being parsed."""
    is_placed = token is not None and (token.start_index >= 0 or stream is None)
    return token if is_placed or stream is None else stream.last


def filter_names() -> frozenset[str]:
    """All filters that do something."""
    return frozenset(_environment().filters)


def _source(program: Program) -> str:
    nodes = program.template.nodes
    return str(nodes[0].token.source) if nodes else ""


def place_of(error: BaseException, source: str = "") -> Place:
    """Where an error belongs, as well as it is known."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, TemplateError):
            return cause.place
        if isinstance(cause, budgets.BudgetExceeded):
            error = cause  # the library wraps what it did not expect while parsing
        cause = cause.__cause__
    token = getattr(error, "token", None)
    message = str(getattr(error, "message", None) or error or type(error).__name__)
    text, at = source, -1
    if token is not None:
        text, at = token.source, token.start_index
    missing = _MISSING_END.search(message)
    if missing and (token is None or token.kind == TOKEN_EOF):
        at = _unclosed(source, missing[1])
        text = source
    if at < 0 or at > len(text):
        return Place(message=message)
    before = text[:at]
    return Place(
        message=message, line=before.count("\n") + 1, column=at - (before.rfind("\n") + 1) + 1
    )


def _unclosed(source: str, name: str) -> int:
    """Where the tag stands whose end is missing: more use than "at the end of the text"."""
    opened: list[int] = []
    for tag in re.finditer(r"\{%-?\s*(end)?" + re.escape(name) + r"\b", source):
        if not tag[1]:
            opened.append(tag.start())
        elif opened:
            opened.pop()
    return opened[-1] if opened else -1
