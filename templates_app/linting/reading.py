"""Reads the syntax tree of a template: each variable with where it stands and what it stands for.

Assignments and loops are followed, so that `line.tittle` in `for line in line_items` is known to be
wrong. Nothing is rendered.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from liquid import RenderContext
from liquid.ast import Node
from liquid.builtin.expressions import FilteredExpression, LoopExpression, Path
from liquid.builtin.tags.assign_tag import AssignNode
from liquid.expression import Expression

from templates_app.engine.environment import Program
from templates_app.engine.isolation import Isolated
from templates_app.linting.shapes import ANYTHING, SCALAR, Shape

_LOOPS: Final = ("for", "tablerow")
# What a filter leaves of a value whose shape is known; all others give something new.
_SAME: Final = frozenset({"default", "sort", "reverse", "uniq", "where", "compact", "concat"})
_ONE: Final = frozenset({"first", "last"})
_FORLOOP: Final = Shape(
    names=dict.fromkeys(
        ("index", "index0", "rindex", "rindex0", "first", "last", "length", "name"), SCALAR
    )
    | {"parentloop": ANYTHING}
)


@dataclass(frozen=True, slots=True)
class Spot:
    """A name in a template and its place; line and column count from 1."""

    name: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Unknown:
    """A variable that leads nowhere: `name` is the whole path, `missing` its first wrong step."""

    spot: Spot
    missing: str
    known: tuple[str, ...]  # what could have stood there


@dataclass(slots=True)
class Reading:
    """What one text uses, and the names it leaves behind for the texts after it."""

    source: str
    scope: dict[str, Shape]
    unknown: list[Unknown] = field(default_factory=list)
    variables: list[Spot] = field(default_factory=list)  # those not made by the template
    filters: list[Spot] = field(default_factory=list)

    def spot(self, name: str, at: int) -> Spot:
        before = self.source[:at]
        return Spot(name, before.count("\n") + 1, at - before.rfind("\n"))


def read(program: Program, source: str, *, context: Shape, scope: Mapping[str, Shape]) -> Reading:
    """Everything the template uses. `scope`: names that stood before it; `context`: the mail's."""
    reading = Reading(source, dict(scope))
    static = RenderContext(program.template)
    for node in program.template.nodes:
        _visit(node, reading, context, static)
    return reading


def _visit(node: Node, reading: Reading, context: Shape, static: Any) -> None:
    if isinstance(node, Isolated):
        _visit(node.inner, reading, context, static)
        return
    for expression in node.expressions():
        _look(expression, reading, context)
    for name in node.template_scope():
        made = _made_by(node, reading, context)
        # Made twice, perhaps in two branches: which of the two stands is not ours to judge.
        reading.scope[str(name)] = ANYTHING if str(name) in reading.scope else made
    outer = {str(name): reading.scope.get(str(name)) for name in node.block_scope()}
    for inner in outer:
        reading.scope[inner] = _looped(node, inner, reading, context)
    for child in node.children(static, include_partials=False):
        _visit(child, reading, context, static)
    for inner, shape in outer.items():
        if shape is None:
            reading.scope.pop(inner, None)
        else:
            reading.scope[inner] = shape


def _look(expression: Expression, reading: Reading, context: Shape) -> None:
    if isinstance(expression, Path):
        _follow(expression, reading, context)
    for name in ("filters", "tail_filters"):
        for each in getattr(expression, name, None) or ():
            reading.filters.append(reading.spot(each.name, each.token.start_index))
    for inner in expression.children():
        _look(inner, reading, context)


def _follow(path: Path, reading: Reading, context: Shape) -> None:
    root = path.path[0]
    if not isinstance(root, str):
        return
    spot = reading.spot(str(path), path.token.start_index)
    shape = reading.scope.get(root)
    if shape is None:
        reading.variables.append(spot)
        shape = context.below(root)
        if shape is None:
            known = (*(context.names or ()), *reading.scope)
            reading.unknown.append(Unknown(spot, root, known))
            return
    for segment in path.path[1:]:
        step = shape.below(segment) if not isinstance(segment, Path) else shape.item or ANYTHING
        if step is None:
            known = tuple(shape.names or ()) if not shape.is_list else ("first", "last", "size")
            reading.unknown.append(Unknown(spot, str(segment), known))
            return
        shape = step


def _shape_of(expression: object, reading: Reading, context: Shape) -> Shape:
    """The shape of a value; ANYTHING where it cannot be told."""
    if isinstance(expression, FilteredExpression):
        shape = _shape_of(expression.left, reading, context)
        for each in expression.filters or []:
            if each.name in _ONE and shape.item is not None:
                shape = shape.item
            elif each.name not in _SAME:
                return ANYTHING
        return shape
    if not isinstance(expression, Path):
        return ANYTHING
    root = expression.path[0]
    found = reading.scope.get(str(root)) or context.below(str(root))
    for segment in expression.path[1:]:
        if found is None or isinstance(segment, Path):
            return ANYTHING
        found = found.below(segment)
    # `assign x = nothing` is how templates make a variable: what comes later is not ours to judge.
    return ANYTHING if found is None or found is SCALAR else found


def _made_by(node: Node, reading: Reading, context: Shape) -> Shape:
    return (
        _shape_of(node.expression, reading, context) if isinstance(node, AssignNode) else ANYTHING
    )


def _looped(node: Node, name: str, reading: Reading, context: Shape) -> Shape:
    if name in ("forloop", "tablerowloop"):
        return _FORLOOP if name == "forloop" else ANYTHING
    expression = getattr(node, "expression", None)
    if not isinstance(expression, LoopExpression):
        return ANYTHING
    shape = _shape_of(expression.iterable, reading, context)
    return shape.item or ANYTHING
