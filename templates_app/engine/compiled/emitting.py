"""From the interpreter's tree to the lines of a Python function: nodes. Expressions: reading.py."""

from collections.abc import Sequence
from typing import Any, Final

from liquid.ast import BlockNode, Node
from liquid.builtin.content import ContentNode
from liquid.builtin.output import OutputNode
from liquid.builtin.tags.assign_tag import AssignNode
from liquid.builtin.tags.capture_tag import CaptureNode
from liquid.builtin.tags.case_tag import CaseNode, MultiExpressionBlockNode
from liquid.builtin.tags.comment_tag import CommentNode
from liquid.builtin.tags.echo_tag import EchoNode
from liquid.builtin.tags.for_tag import BreakNode, ContinueNode, ForNode
from liquid.builtin.tags.if_tag import IfNode
from liquid.builtin.tags.inline_comment_tag import InlineCommentNode
from liquid.builtin.tags.unless_tag import UnlessNode

from templates_app.engine import budgets
from templates_app.engine.compiled import helpers
from templates_app.engine.compiled.reading import Loop, Reader, Unsupported
from templates_app.engine.isolation import Isolated

DEPTH: Final = 60  # of indentation; Python bears 100
LOOP_DEPTH: Final = 8  # of loops within loops; Python bears 20
PIECES: Final = 60  # written by one statement

__all__ = ["Emitter", "Unsupported"]


class Emitter:
    """Makes one function. Names in it: G context, C render context, R run, B what is written."""

    def __init__(self, environment: Any) -> None:
        self.escapes = bool(environment.autoescape)
        self.reader = Reader(environment)
        self.lines: list[str] = []
        self.pieces: list[str] = []
        self.indent = 1
        self.captures = 0
        self.loops: list[int] = []  # of each open loop, how many captures were open around it

    @property
    def constants(self) -> dict[str, Any]:
        return self.reader.constants

    def function(self, nodes: Sequence[Node]) -> str:
        """The source; raises Unsupported."""
        self.reader.assigned = _assigned_in(nodes)
        self.nodes(nodes, mute=False)
        self._flush()
        names = len(self.reader.assigned)
        head = [
            "def render(G, C, R):",
            " B = []; N = T = 0; U = H.UNDEFINED; L = H.item(C)",
            f" K = H.keeper({names}, R); E = H.{'escaped' if self.escapes else 'plain'}",
            " " + "; ".join(f"{name} = H.{name}" for name in _LOCAL_HELPERS),
        ]
        head += [f" {name} = {made}" for name, made in self.reader.entries()]
        return "\n".join([*head, *self.lines, " return H.finished(B, R)", ""])

    def nodes(self, nodes: Sequence[Node], *, mute: bool) -> None:
        for shell in nodes:
            node = shell.inner if isinstance(shell, Isolated) else shell
            if type(node) is ContentNode:
                if not mute and node.text:
                    self._write(repr(node.text))
                continue
            maker = _MAKERS.get(type(node))
            if maker is None:
                raise Unsupported(type(node).__name__)
            maker(self, node, mute)

    def block(self, block: BlockNode, *, mute: bool) -> None:
        if type(block) is not BlockNode:
            raise Unsupported(type(block).__name__)
        self._flush()
        self.indent += 1
        if self.indent > DEPTH:
            raise Unsupported("nested too deeply")
        before = len(self.lines)
        self.nodes(block.nodes, mute=mute or block.blank)
        self._flush()
        if len(self.lines) == before:
            self.line("pass")
        self.indent -= 1

    def line(self, text: str) -> None:
        self._flush()
        self.lines.append(" " * self.indent + text)

    def output(self, node: Any, mute: bool) -> None:
        value = self.reader.filtered(node.expression)
        self._write(f"E({value})")
        del mute  # an output is never in a blank block

    def assign(self, node: Any, mute: bool) -> None:
        del mute
        self.line(f"{self.reader.assigned[node.name]} = K({self.reader.filtered(node.expression)})")

    def capture(self, node: Any, mute: bool) -> None:
        del mute
        self._flush()
        self.captures += 1
        outer = f"B{self.captures}"
        self.line(f"{outer} = B; B = []")
        self.indent -= 1
        self.block(node.block, mute=False)
        self.indent += 1
        made = "H.captured(B)"
        if self.escapes:
            made = f"Markup({made})"
        self.line(f"{self.reader.assigned[node.name]} = K({made}); B = {outer}")
        self.captures -= 1

    def condition(self, node: Any, mute: bool) -> None:
        test = self.reader.condition(node.condition)
        self.line(f"if not ({test}):" if type(node) is UnlessNode else f"if {test}:")
        self.block(node.consequence, mute=mute)
        for alternative in node.alternatives:
            self.line(f"elif {self.reader.condition(alternative.expression)}:")
            self.block(alternative.block, mute=mute)
        if node.default:
            self.line("else:")
            self.block(node.default, mute=mute)

    def case(self, node: Any, mute: bool) -> None:
        """Each `when` that fits, once (twice is odd); `else` where none before it did."""
        met = self.reader.fresh()
        self.line(f"{met} = 0")
        for block in node.blocks:
            if not isinstance(block, MultiExpressionBlockNode):
                self.line(f"if not {met}:")
                self.block(block, mute=mute)
                continue
            choice = block.expression
            tests = [self.reader.equality(choice.left, each) for each in choice.expressions]
            if len(tests) > 1:
                times = self.reader.fresh()
                self.line(f"{times} = {' + '.join(f'bool({test})' for test in tests)}")
                self.line(f"if {times} > 1: raise H.Odd")
                tests = [times]
            self.line(f"if {tests[0]}:")
            self.indent += 1
            self.line(f"{met} = 1")
            self.indent -= 1
            self.block(block.block, mute=mute)

    def loop(self, node: Any, mute: bool) -> None:
        if len(self.loops) >= LOOP_DEPTH:
            raise Unsupported("loops nested too deeply")
        walk, length, place = (self.reader.fresh() for _ in range(3))
        expression = node.expression
        self.line(f"{walk} = {self.reader.walked(expression)}")
        self.line(f"{length} = len({walk})")
        if node.default:
            self.line(f"if not {length}:")
            self.block(node.default, mute=mute)
        self.line(f"N += {length}")
        self.line(f"if N > {budgets.LOOPS}: raise H.Odd")
        variable = self.reader.fresh()
        self.line(f"for {place}, {variable} in enumerate({walk}):")
        self.indent += 1
        self.line("T += 1")
        self.line(f"if not T % {helpers.STEPS_A_LOOK}: H.looked(B, R)")
        self.indent -= 1
        self.loops.append(self.captures)
        self.reader.loops.append(Loop(expression.identifier, variable, place, length))
        self.block(node.block, mute=mute)
        self.reader.loops.pop()
        self.loops.pop()

    def leave(self, node: Any, mute: bool) -> None:
        del mute
        if not self.loops or self.loops[-1] != self.captures:
            raise Unsupported("a break outside its loop")
        self.line("break" if type(node) is BreakNode else "continue")

    def nothing(self, node: Any, mute: bool) -> None:
        """A comment."""

    def _write(self, piece: str) -> None:
        self.pieces.append(piece)
        if len(self.pieces) >= PIECES:
            self._flush()

    def _flush(self) -> None:
        if self.pieces:
            written = f"B += ({', '.join(self.pieces)},)"
            self.pieces = []
            self.lines.append(" " * self.indent + written)


_LOCAL_HELPERS: Final = ("truth", "is_blank", "is_empty", "is_equal", "is_less", "is_at_most")
_MAKERS: Final[dict[type, Any]] = {
    OutputNode: Emitter.output,
    EchoNode: Emitter.output,
    AssignNode: Emitter.assign,
    CaptureNode: Emitter.capture,
    IfNode: Emitter.condition,
    UnlessNode: Emitter.condition,
    CaseNode: Emitter.case,
    ForNode: Emitter.loop,
    BreakNode: Emitter.leave,
    ContinueNode: Emitter.leave,
    CommentNode: Emitter.nothing,
    InlineCommentNode: Emitter.nothing,
}


_NO_CONTEXT: Any = None  # asked for only by tags that load partials


def _assigned_in(nodes: Sequence[Node]) -> dict[str, str]:
    """The names that a template gives values to, and what they are called in Python."""
    found: dict[str, str] = {}

    def visit(node: Any) -> None:
        inner = node.inner if isinstance(node, Isolated) else node
        if isinstance(inner, AssignNode | CaptureNode):
            found.setdefault(str(inner.name), f"a{len(found)}")
        for child in inner.children(_NO_CONTEXT, include_partials=False):
            visit(child)

    for node in nodes:
        visit(node)
    return found
