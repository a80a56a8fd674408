"""From the interpreter's expressions to Python's: paths, literals, conditions, loops.

In what is written, `t` is the value just read; nothing uses it after another one is read.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from liquid import Markup
from liquid.builtin.expressions import logical, primitive
from liquid.builtin.expressions.path import Path

from templates_app.engine.compiled.strangers import NotAtAll, ReachesOut, Unsupported

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
NOT_KNOWN: Final = object()


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
        self._count = 0

    def entries(self) -> Iterator[tuple[str, str]]:
        """What is read once, before anything is written."""
        if _LOOKED_UP & self.assigned.keys():
            raise NotAtAll("a name that filters look up")
        for name, local in (*self._globals.items(), *self.assigned.items()):
            yield local, f"G.get({name!r}, U)"

    def fresh(self) -> str:
        self._count += 1
        return f"t{self._count}"

    def constant(self, value: object) -> str:
        name = f"c{len(self.constants)}"
        self.constants[name] = value
        return name

    def literal(self, expression: Any) -> Any:
        """What a literal always is; NOT_KNOWN for any other expression."""
        kind = type(expression)
        if kind is primitive.StringLiteral:
            return Markup(expression.value) if self.environment.autoescape else expression.value
        if kind in (primitive.IntegerLiteral, primitive.FloatLiteral):
            return expression.value
        return _LITERALS.get(kind, NOT_KNOWN)

    def is_literal(self, expression: Any) -> bool:
        return self.literal(expression) is not NOT_KNOWN

    def value(self, expression: Any, *, tells: bool = True) -> str:
        """The value in Python. `tells`: nothing and nil are told apart, as some filters do."""
        kind = type(expression)
        if kind is Path:
            return self._path(expression, tells=tells)
        known = self.literal(expression)
        if known is not NOT_KNOWN:
            return self.written(known)
        if kind is primitive.RangeLiteral:
            begin, end = self.value(expression.start), self.value(expression.stop)
            return f"{self.constant(expression)}._make_range({begin}, {end})"
        raise Unsupported(kind.__name__)

    def condition(self, expression: Any) -> str:
        """A Python condition as true as Liquid's. There, nothing and nil are alike."""
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
        if kind in _COMPARISONS:
            return self._comparison(kind, expression.left, expression.right)
        made = self.value(expression, tells=False)
        return f"((t := {made}) is not None and t is not False and t.__class__ is not V)"

    def equality(self, left: Any, right: Any) -> str:
        if type(left) in _WORDS_FOR_NOTHING or (self.is_literal(left) and type(right) is Path):
            left, right = right, left
        made = self.value(left, tells=False)
        if type(right) is primitive.Blank:
            other = "is_blank(t)"
            return f"((not t or t.isspace()) if (t := {made}).__class__ is str else {other})"
        if type(right) in _WORDS_FOR_NOTHING:
            return f"{_WORDS_FOR_NOTHING[type(right)]}({made})"
        if type(right) is primitive.StringLiteral:
            return f"({made}) == {right.value!r}"
        if type(right) is primitive.TrueLiteral:
            return f"(t := {made}) is True"  # of a literal alone, Python warns
        if type(right) is primitive.FalseLiteral:
            return f"(t := {made}) is False"
        other = self.value(right, tells=False)
        if type(right) is primitive.IntegerLiteral:
            return f"(t == {other} if (t := {made}).__class__ is int else is_equal(t, {other}))"
        return f"is_equal({made}, {other})"

    def walked(self, expression: Any) -> str:
        """The list that a loop walks through."""
        if expression.identifier in {"forloop", *_LOOKED_UP}:
            raise Unsupported("a loop over a name that means something")
        given = self.value(expression.iterable, tells=False)
        limits = [
            "ABSENT" if each is None else self._limit(each)
            for each in (expression.limit, expression.offset)
        ]
        name = self.constant(expression)
        if limits != ["ABSENT"] * 2 or expression.reversed:
            return f"items_of({name}, C, {given}, {', '.join(limits)})"
        return f"(t if (t := {given}).__class__ is list else items_of({name}, C, t))"

    def name(self, name: str) -> str:
        loop = next((loop for loop in reversed(self.loops) if loop.name == name), None)
        if loop is not None:
            return loop.variable
        if name in self.assigned:
            return self.assigned[name]
        return self._globals.setdefault(name, f"g{len(self._globals)}")

    def _comparison(self, kind: type, left: Any, right: Any) -> str:
        name, sign, turned = _COMPARISONS[kind]
        first, second = self.value(left, tells=False), self.value(right, tells=False)
        # A number that stands there beside one of the order: most of what is compared.
        if type(right) is primitive.IntegerLiteral and sign:
            slow = f"{name}({second}, t)" if turned else f"{name}(t, {second})"
            return f"(t {sign} {second} if (t := {first}).__class__ is int else {slow})"
        return f"{name}({second}, {first})" if turned else f"{name}({first}, {second})"

    def _limit(self, expression: Any) -> str:
        if type(expression) is primitive.StringLiteral:
            raise NotAtAll("offset: continue")
        return self.value(expression)

    def _path(self, expression: Any, *, tells: bool) -> str:
        root, *rest = expression.path
        if not isinstance(root, str) or root in _OF_THE_CLOCK:
            raise Unsupported("a path that begins with no name")
        if root == "forloop" and self.loops:
            return self._of_forloop(rest)
        made = self.name(root)
        for segment in rest:
            made = self._item(made, segment, tells=tells)
        return made

    def _of_forloop(self, rest: list[Any]) -> str:
        loop = self.loops[-1]
        if len(rest) == 2 and rest[0] == "parentloop" and len(self.loops) > 1:
            loop, rest = self.loops[-2], rest[1:]
        shape = _OF_FORLOOP.get(rest[0]) if len(rest) == 1 and isinstance(rest[0], str) else None
        if shape is None:
            raise ReachesOut("the loop itself")
        return shape.format(place=loop.place, length=loop.length)

    def _item(self, made: str, segment: Any, *, tells: bool) -> str:
        reads, missing = ("L", ", U") if tells else ("M", "")
        if isinstance(segment, Path):
            return f"{reads}(C, {made}, {self._path(segment, tells=True)})"
        if not isinstance(segment, str) or segment in _BY_RULE:
            return f"{reads}(C, {made}, {segment!r})"
        key = repr(segment)
        found, other = f"t.get({key}{missing})", f"{reads}(C, t, {key})"
        return f"({found} if (t := {made}).__class__ is dict else {other})"

    def written(self, known: Any) -> str:
        if known.__class__ is Markup:
            return self.constant(known)
        return f"({known!r})"


_LITERALS: Final[dict[type, Any]] = {
    primitive.TrueLiteral: True,
    primitive.FalseLiteral: False,
    primitive.Nil: None,
}
_WORDS_FOR_NOTHING: Final = {primitive.Blank: "is_blank", primitive.Empty: "is_empty"}
_COMPARISONS: Final[dict[type, tuple[str, str, bool]]] = {
    logical.LtExpression: ("is_less", "<", False),
    logical.GtExpression: ("is_less", ">", True),
    logical.LeExpression: ("is_at_most", "<=", False),
    logical.GeExpression: ("is_at_most", ">=", True),
    logical.ContainsExpression: ("contains", "", False),
}
