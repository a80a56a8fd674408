"""From the interpreter's expressions to Python's: paths, literals, filters, conditions, loops."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from liquid import Markup
from liquid.builtin.expressions import FilteredExpression, logical, primitive
from liquid.builtin.expressions.arguments import KeywordArgument
from liquid.builtin.expressions.path import Path

from templates_app.engine.compiled import helpers

# Filters look these up by themselves (assets.py, numbers.py): nobody may give them another value.
_LOOKED_UP: Final = frozenset({"shop"})
_OF_THE_CLOCK: Final = frozenset({"now", "today"})
_BY_RULE: Final = frozenset({"size", "first", "last"})  # RenderContext.get_item has its own way
_OF_FORLOOP: Final = {
    "index": "({place} + 1)",
    "index0": "{place}",
    "first": "({place} == 0)",
    "last": "({place} == {length} - 1)",
    "length": "{length}",
    "rindex": "({length} - {place})",
    "rindex0": "({length} - {place} - 1)",
}


class Unsupported(Exception):
    """Left to the interpreter."""


@dataclass(frozen=True, slots=True)
class Loop:
    """An open loop: its variable in the template, and three names in Python."""

    name: str
    variable: str
    place: str
    length: str


class Reader:
    """Makes expressions, and gathers the constants and the globals that they need."""

    def __init__(self, environment: Any) -> None:
        self.environment = environment
        self.constants: dict[str, Any] = {"Markup": Markup}
        self.assigned: dict[str, str] = {}
        self.loops: list[Loop] = []
        self._globals: dict[str, str] = {}
        self._filters: dict[str, str] = {}
        self._steps: list[str] = []  # items_of, made of the context at entry
        self._count = 0

    def entries(self) -> Iterator[tuple[str, str]]:
        """What is made once, before anything is written."""
        if _LOOKED_UP & self.assigned.keys():
            raise Unsupported("a name that filters look up")
        yield from ((name, f"H.items_of({name}_, C)") for name in self._steps)
        for name, local in self._globals.items():
            yield local, f"G.get({name!r}, U)"
        for name, local in self.assigned.items():
            yield local, f"G.get({name!r}, U)"

    def fresh(self) -> str:
        self._count += 1
        return f"t{self._count}"

    def filtered(self, expression: Any) -> str:
        """The value of `{{ … }}` or of an assignment."""
        if type(expression) is not FilteredExpression:
            return self.value(expression)
        made = self.value(expression.left)
        for each in expression.filters or ():
            made = self._filter(made, each)
        return made

    def value(self, expression: Any) -> str:
        kind = type(expression)
        if kind is Path:
            return self._path(expression)
        if kind is primitive.StringLiteral:
            return self._text(expression.value)
        if kind in (primitive.IntegerLiteral, primitive.FloatLiteral):
            return f"({expression.value!r})"
        if kind is primitive.TrueLiteral:
            return "True"
        if kind is primitive.FalseLiteral:
            return "False"
        if kind is primitive.Nil:
            return "None"
        if kind is primitive.RangeLiteral:
            constant = self._constant(expression)
            begin, end = self.value(expression.start), self.value(expression.stop)
            return f"{constant}._make_range({begin}, {end})"
        raise Unsupported(kind.__name__)

    def condition(self, expression: Any) -> str:
        """A Python condition as true as Liquid's."""
        kind = type(expression)
        if kind is logical.BooleanExpression:
            return self.condition(expression.expression)
        if kind in (logical.LogicalAndExpression, logical.LogicalOrExpression):
            joint = "and" if kind is logical.LogicalAndExpression else "or"
            left, right = self.condition(expression.left), self.condition(expression.right)
            return f"(({left}) {joint} ({right}))"
        if kind is logical.EqExpression:
            return self.equality(expression.left, expression.right)
        if kind is logical.NeExpression:
            return f"not ({self.equality(expression.left, expression.right)})"
        named = _COMPARISONS.get(kind)
        if named is not None:
            name, is_turned = named
            left, right = self.value(expression.left), self.value(expression.right)
            return f"{name}({right}, {left})" if is_turned else f"{name}({left}, {right})"
        return f"truth({self.value(expression)})"

    def equality(self, left: Any, right: Any) -> str:
        if type(left) in _WORDS_FOR_NOTHING:
            left, right = right, left
        if type(right) in _WORDS_FOR_NOTHING:
            return f"{_WORDS_FOR_NOTHING[type(right)]}({self.value(left)})"
        if type(right) is primitive.StringLiteral:
            return f"({self.value(left)}) == {right.value!r}"
        if type(right) is primitive.TrueLiteral:
            return f"({self.value(left)}) is True"
        if type(right) is primitive.FalseLiteral:
            return f"({self.value(left)}) is False"
        return f"is_equal({self.value(left)}, {self.value(right)})"

    def walked(self, expression: Any) -> str:
        """The list that a loop walks through."""
        if expression.identifier in {"forloop", *_LOOKED_UP}:
            raise Unsupported("a loop over a name that means something")
        found = self.fresh()
        name = f"I{len(self._steps)}"
        self._steps.append(name)
        self.constants[f"{name}_"] = expression
        limits = [
            "H.ABSENT" if each is None else self._limit(each)
            for each in (expression.limit, expression.offset)
        ]
        general = f"{name}({found}, {', '.join(limits)})"
        given = self.value(expression.iterable)
        if limits != ["H.ABSENT"] * 2 or expression.reversed:
            return general.replace(found, f"({found} := {given})", 1)
        return f"({found} if ({found} := {given}).__class__ is list else {general})"

    def _limit(self, expression: Any) -> str:
        if type(expression) is primitive.StringLiteral:
            raise Unsupported("offset: continue")
        return self.value(expression)

    def _path(self, expression: Any) -> str:
        root, *rest = expression.path
        if not isinstance(root, str) or root in _OF_THE_CLOCK:
            raise Unsupported("a path that begins with no name")
        if root == "forloop" and self.loops:
            return self._of_forloop(rest)
        made = self._name(root)
        for segment in rest:
            made = self._item(made, segment)
        return made

    def _of_forloop(self, rest: list[Any]) -> str:
        loop = self.loops[-1]
        if len(rest) == 2 and rest[0] == "parentloop" and len(self.loops) > 1:
            loop, rest = self.loops[-2], rest[1:]
        shape = _OF_FORLOOP.get(rest[0]) if len(rest) == 1 and isinstance(rest[0], str) else None
        if shape is None:
            raise Unsupported("the loop itself")
        return shape.format(place=loop.place, length=loop.length)

    def _name(self, name: str) -> str:
        loop = next((loop for loop in reversed(self.loops) if loop.name == name), None)
        if loop is not None:
            return loop.variable
        if name in self.assigned:
            return self.assigned[name]
        return self._globals.setdefault(name, f"g{len(self._globals)}")

    def _item(self, made: str, segment: Any) -> str:
        if isinstance(segment, Path):
            return f"L({made}, {self._path(segment)})"
        if not isinstance(segment, str) or segment in _BY_RULE:
            return f"L({made}, {segment!r})"
        held = self.fresh()
        key = repr(segment)
        return (
            f"({held}.get({key}, U) if ({held} := {made}).__class__ is dict else L({held}, {key}))"
        )

    def _filter(self, made: str, used: Any) -> str:
        function = self.environment.filters.get(used.name)
        if function is None:
            return self._unknown(made)
        name = self._filters.setdefault(used.name, f"F{len(self._filters)}")
        self.constants[name] = helpers.lean(used.name, function)
        arguments = [made]
        for each in used.args:
            given = self.value(each.value)
            if isinstance(each, KeywordArgument):
                if not each.name.isidentifier():
                    raise Unsupported("an argument's name")
                arguments.append(f"**{{{each.name!r}: {given}}}")
            else:
                arguments.append(given)
        if getattr(function, "with_context", False):
            arguments.append("context=C")
        if getattr(function, "with_environment", False):
            arguments.append("environment=C.env")
        return f"{name}({', '.join(arguments)})"

    def _unknown(self, made: str) -> str:
        """A filter that nobody knows does nothing, but where it is an error."""
        if self.environment.strict_filters:
            raise Unsupported("an unknown filter")
        return made

    def _text(self, value: str) -> str:
        return self._constant(Markup(value)) if self.environment.autoescape else repr(value)

    def _constant(self, value: object) -> str:
        name = f"c{len(self.constants)}"
        self.constants[name] = value
        return name


_WORDS_FOR_NOTHING: Final = {primitive.Blank: "is_blank", primitive.Empty: "is_empty"}
_COMPARISONS: Final = {
    logical.LtExpression: ("is_less", False),
    logical.GtExpression: ("is_less", True),
    logical.LeExpression: ("is_at_most", False),
    logical.GeExpression: ("is_at_most", True),
    logical.ContainsExpression: ("H.contains", False),
}
