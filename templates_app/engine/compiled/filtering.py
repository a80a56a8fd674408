"""Outputs and assignments: a value through its filters, and what can be said of it beforehand."""

import sys
from typing import Any, Final

from liquid import Markup
from liquid.builtin.expressions import FilteredExpression
from liquid.builtin.expressions.arguments import KeywordArgument

from templates_app.engine import budgets, semantics
from templates_app.engine.compiled import known, lean
from templates_app.engine.compiled.reading import NOT_KNOWN, Reader
from templates_app.engine.compiled.strangers import Unsupported

_FOLDED: Final = (str, Markup, int, float, bool, type(None))
MOST: Final = known.CHARACTERS
# A text that is given to a name once, and so short, nobody counts: of 5,000 tags it is 2.5 MB.
SHORT: Final = 100
_PARAMETERS: Final = frozenset({"context", "environment"})


class Filters:
    """Makes the expressions of `{{ … }}` and `{% assign %}`."""

    def __init__(self, reader: Reader, escapes: bool) -> None:
        self.reader = reader
        self.escapes = escapes
        self.entries: dict[str, str] = {}  # made of the context before anything is written
        self.uncounted = 0  # bytes that one step makes and nobody counts
        self._names: dict[Any, str] = {}

    def printed(self, expression: Any) -> tuple[str, bool]:
        """What an output writes: fixed text, or (True) the Python that makes it."""
        value, left, filters = self._folded(expression)
        if value is not NOT_KNOWN and not filters:
            return str(semantics._bounded_text(value, self.escapes)), False
        if not filters:
            return self._escaped(self.reader.value(left, tells=False)), True
        made = self._filtered(value, left, filters[:-1])
        last = filters[-1]
        guarded = self.reader.environment.filters.get(last.name)
        if guarded is not None and not last.args and lean.says_amounts(guarded):
            function = self._function(last, is_printed=True, given=0)
            amounts = self._amounts(last.name, guarded)
            other = self._escaped(f"{function}(t, context=C)")
            return f"({amounts}[t] if (t := {made}).__class__ is int else {other})", True
        return self._escaped(self._applied(made, last, is_printed=True, is_counted=True)), True

    def assigned(self, expression: Any, *, is_once: bool) -> str:
        """What a name is given, kept within its budget; `is_once`: not in a loop."""
        value, left, filters = self._folded(expression)
        if value is not NOT_KNOWN and not filters and lean.is_small(value):
            self.uncounted += sys.getsizeof(value)
            return self.reader.written(value)
        made = self._filtered(value, left, filters, is_counted=True)
        if not is_once:
            return f"K({made})"
        is_short = f"(t := {made}).__class__ is str and len(t) <= {SHORT}"
        return f"(t if {is_short} or t is None or t is U else K(t))"

    def _folded(self, expression: Any) -> tuple[Any, Any, list[Any]]:
        """The value as far as it is always the same, and the filters that are left to apply."""
        if type(expression) is not FilteredExpression:
            return self.reader.literal(expression), expression, []
        value = self.reader.literal(expression.left)
        filters = list(expression.filters or ())
        while value is not NOT_KNOWN and filters:
            made = self._always(value, filters[0])
            if made is NOT_KNOWN:
                break
            value = made
            self.uncounted += sys.getsizeof(made)
            del filters[0]
        return value, expression.left, filters

    def _always(self, value: Any, used: Any) -> Any:
        """What a filter makes of a value that stands there, if it looks at nothing else."""
        function = self.reader.environment.filters.get(used.name)
        values = [self.reader.literal(each.value) for each in used.args]
        is_simple = not any(isinstance(each, KeywordArgument) for each in used.args)
        if function is None or _asks(function) or not is_simple:
            return NOT_KNOWN
        if any(each is NOT_KNOWN for each in values):
            return NOT_KNOWN
        try:
            made = function(value, *values)
        except Exception:  # an error of a filter has its place in each mail's report
            return NOT_KNOWN
        return made if type(made) in _FOLDED and lean.is_small(made) else NOT_KNOWN

    def _filtered(
        self, value: Any, left: Any, filters: list[Any], *, is_counted: bool = False
    ) -> str:
        made = self.reader.value(left) if value is NOT_KNOWN else self.reader.written(value)
        for place, each in enumerate(filters, start=1):
            is_last = is_counted and place == len(filters)
            made = self._applied(made, each, is_printed=False, is_counted=is_last)
        return made

    def _escaped(self, made: str) -> str:
        written = "X(t)" if self.escapes else "t"
        return f"({written} if (t := {made}).__class__ is str else E(t))"

    def _applied(self, made: str, used: Any, *, is_printed: bool, is_counted: bool) -> str:
        """The filter, applied; `is_counted`: whoever takes what it makes counts it."""
        function = self.reader.environment.filters.get(used.name)
        if function is None:
            return self._unknown(made)
        fixed = all(self.reader.is_literal(each.value) for each in used.args)
        by_place = [each for each in used.args if not isinstance(each, KeywordArgument)]
        arguments = [made, *(self.reader.value(each.value) for each in by_place)]
        for each in used.args:
            if isinstance(each, KeywordArgument):
                if not each.name.isidentifier() or each.name in _PARAMETERS:
                    raise Unsupported("an argument's name")
                arguments.append(f"**{{{each.name!r}: {self.reader.value(each.value)}}}")
        arguments += _asks(function)
        # What stands there is small; only what a mail brings is looked at.
        given = 0 if fixed else len(by_place)
        name = self._function(used, is_printed=is_printed, given=given)
        if known.is_default(function) and len(arguments) == 2:
            # Most of what has a default is there: no call is needed to see that.
            rest = f"{name}(t, {arguments[1]})"
            return f"(t if (t := {made}).__class__ is str and 0 < len(t) <= {MOST} else {rest})"
        if is_counted and not used.args and (quickly := known.remembered(function)):
            quick = self.reader.constant(quickly)
            is_text = f"(t := {made}).__class__ is str and len(t) <= {MOST}"
            return f"({quick}(t) if {is_text} else {name}(t))"
        return f"{name}({', '.join(arguments)})"

    def _function(self, used: Any, *, is_printed: bool, given: int) -> str:
        key = used.name, is_printed, given
        name = self._names.setdefault(key, f"F{len(self._names)}")
        guarded = self.reader.environment.filters[used.name]
        made = lean.lean(used.name, guarded, is_printed=is_printed, given=given)
        self.reader.constants[name] = made
        return name

    def _amounts(self, name: str, guarded: Any) -> str:
        local = f"M_{name}"
        self.reader.constants[f"{local}_"] = guarded
        self.entries[local] = f"amounts({local}_, C, {'X' if self.escapes else 'str'})"
        return local

    def _unknown(self, made: str) -> str:
        """A filter that nobody knows does nothing, but where it is an error."""
        if self.reader.environment.strict_filters:
            raise Unsupported("an unknown filter")
        return made


def steps(uncounted: int) -> int:
    """How many steps of loops may make so much each, within the budget."""
    return min(budgets.LOOPS, budgets.MADE_BYTES // 4 // (uncounted + 1))


def _asks(function: Any) -> list[str]:
    """What of the render the filter asks for."""
    wanted = (("with_context", "context=C"), ("with_environment", "environment=C.env"))
    return [written for name, written in wanted if getattr(function, name, False)]
