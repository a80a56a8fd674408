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
from liquid.builtin.tags.doc_tag import DocNode
from liquid.builtin.tags.echo_tag import EchoNode
from liquid.builtin.tags.for_tag import BreakNode, ContinueNode, ForNode
from liquid.builtin.tags.if_tag import IfNode
from liquid.builtin.tags.inline_comment_tag import InlineCommentNode
from liquid.builtin.tags.liquid_tag import LiquidNode
from liquid.builtin.tags.unless_tag import UnlessNode
from liquid.undefined import Undefined

from templates_app.engine.compiled import helpers, lean, strangers
from templates_app.engine.compiled.filtering import Filters, steps
from templates_app.engine.compiled.reading import Loop, Reader
from templates_app.engine.compiled.strangers import ReachesOut, Unsupported
from templates_app.engine.escaping import escape_text
from templates_app.engine.isolation import Isolated

DEPTH: Final = 60  # of indentation; Python bears 100
LOOP_DEPTH: Final = 8  # of loops within loops; Python bears 20
PIECES: Final = 60  # written by one statement


class Emitter:
    """Makes one function. Names in it: G values, C context, R run, B what is written, N steps.

    `keeps`: what is assigned is kept in the interpreter's context too, for the strangers; that
    there are some is known only afterwards. See Note [Strangers].
    """

    def __init__(self, environment: Any, *, keeps: bool = False) -> None:
        self.escapes = bool(environment.autoescape)
        self.keeps = keeps
        self.reader = Reader(environment)
        self.filters = Filters(self.reader, self.escapes)
        self.strangers = 0
        self.lines: list[str] = []
        self.pieces: list[str] = []
        self.text = ""  # that goes on as long as only text follows
        self.indent = 1
        self.captures = 0
        self.loops: list[int] = []  # of each open loop, how many captures were open around it

    @property
    def constants(self) -> dict[str, Any]:
        used = {name: getattr(helpers, name) for name in _HELPERS}
        used |= {"U": strangers.UNDEFINED, "V": Undefined, "X": escape_text}
        used |= {"E": helpers.escaped if self.escapes else helpers.plain}
        used |= {"L": helpers.item, "M": helpers.item_or_none, "rendered": strangers.rendered}
        used |= {"amounts": lean.amounts, "STEPS": steps(self.filters.uncounted)}
        return {**used, **self.reader.constants}

    def function(self, nodes: Sequence[Node]) -> str:
        """The source; raises NotAtAll."""
        names = strangers.assigned_in(list(nodes))
        self.reader.assigned = {name: f"a{number}" for number, name in enumerate(names)}
        self.nodes(nodes, mute=False)
        self._flush()
        head = ["def render(G, C, R):", f" B = []; N = 0; D = {helpers.STEPS_A_LOOK}"]
        if names:
            head.append(f" K = keeper({len(names)}, R)")
        if self.keeps:
            head.append(" A = C.whole.locals")
        entries = [*self.reader.entries(), *self.filters.entries.items()]
        head += [f" {name} = {made}" for name, made in entries]
        return "\n".join([*head, *self.lines, " return finished(B, R)", ""])

    def nodes(self, nodes: Sequence[Node], *, mute: bool) -> None:
        for shell in nodes:
            node = shell.inner if isinstance(shell, Isolated) else shell
            if type(node) is ContentNode:
                if not mute:
                    self._text(node.text)
                continue
            before = len(self.lines), list(self.pieces), self.text, self.indent, self.captures
            try:
                self._node(node, mute)
            except Unsupported as error:
                if isinstance(error, ReachesOut) and self.indent > 1:
                    raise
                length, self.pieces, self.text, self.indent, self.captures = before
                del self.lines[length:]
                self._stranger(shell, mute)

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
        del mute  # an output is never in a blank block
        written, is_made = self.filters.printed(node.expression)
        if is_made:
            self._write(written)
        else:
            self._text(written)

    def assign(self, node: Any, mute: bool) -> None:
        del mute
        made = self.filters.assigned(node.expression, is_once=not self.loops)
        self._keep(str(node.name), made)

    def capture(self, node: Any, mute: bool) -> None:
        del mute
        self._flush()
        self.captures += 1
        outer = f"B{self.captures}"
        self.line(f"{outer} = B; B = []")
        self.indent -= 1
        self.block(node.block, mute=False)
        self.indent += 1
        made = "captured(B, R)"
        if self.escapes:
            made = f"Markup({made})"
        self._keep(str(node.name), f"K({made})")
        self.line(f"B = {outer}")
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
                self.line(f"if {times} > 1: raise Odd")
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
        self.line("if N > D: D = counted(B, R, N, STEPS)")
        variable = self.reader.fresh()
        self.line(f"for {place}, {variable} in enumerate({walk}):")
        self.indent += 1
        # Each 128 steps of this loop; D looks after short loops within others.
        self.line(f"if {place} & 127 == 127: looked(B, R)")
        self.indent -= 1
        self.loops.append(self.captures)
        self.reader.loops.append(Loop(expression.identifier, variable, place, length))
        try:
            self.block(node.block, mute=mute)
        except ReachesOut as error:
            raise Unsupported(str(error)) from error
        finally:
            self.reader.loops.pop()
            self.loops.pop()

    def leave(self, node: Any, mute: bool) -> None:
        del mute
        if not self.loops or self.loops[-1] != self.captures:
            raise ReachesOut("a break out of a top-level node or a capture")
        self.line("break" if type(node) is BreakNode else "continue")

    def statements(self, node: Any, mute: bool) -> None:
        """{% liquid %}."""
        self.nodes(node.block.nodes, mute=mute or node.block.blank)

    def nothing(self, node: Any, mute: bool) -> None:
        """A comment."""

    def _node(self, node: Node, mute: bool) -> None:
        maker = _MAKERS.get(type(node))
        if maker is None:
            raise Unsupported(type(node).__name__)
        maker(self, node, mute)

    def _stranger(self, shell: Node, mute: bool) -> None:
        """The interpreter's word for this node. See Note [Strangers]."""
        strangers.check(shell, is_top=self.indent == 1, is_within_loop=bool(self.loops))
        self.strangers += 1
        frame = ", ".join(f"{loop.name!r}: {loop.variable}" for loop in self.reader.loops)
        written = "[]" if mute else "B"
        self.line(f"N = rendered(C, {self.reader.constant(shell)}, {written}, N, {{{frame}}})")
        for name in strangers.assigned_in([shell]):
            self.line(f"{self.reader.assigned[name]} = C.value({name!r})")

    def _keep(self, name: str, made: str) -> None:
        local = self.reader.assigned[name]
        kept = f"A[{name!r}] = defined({made})" if self.keeps else made
        text, self.text = self.text, ""  # it may as well be written later
        self.line(f"{local} = {kept}")
        self.text = text

    def _text(self, text: str) -> None:
        text.encode()  # a template with a lone surrogate is the interpreter's
        self.text += text

    def _write(self, piece: str) -> None:
        if self.text:
            self.pieces.append(repr(self.text))
            self.text = ""
        self.pieces.append(piece)
        if len(self.pieces) >= PIECES:
            self._flush()

    def _flush(self) -> None:
        if self.text:
            self.pieces.append(repr(self.text))
            self.text = ""
        if self.pieces:
            written = f"B += ({', '.join(self.pieces)},)"
            self.pieces = []
            self.lines.append(" " * self.indent + written)


_HELPERS: Final = (
    "ABSENT", "Odd", "captured", "contains", "counted", "defined", "finished", "is_at_most",
    "is_blank", "is_empty", "is_equal", "is_less", "items_of", "keeper", "looked",
)  # fmt: skip
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
    LiquidNode: Emitter.statements,
    CommentNode: Emitter.nothing,
    InlineCommentNode: Emitter.nothing,
    DocNode: Emitter.nothing,
}
