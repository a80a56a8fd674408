"""Single nodes that a compiled template leaves to the interpreter, in the scope they stand in.

# Note [Strangers]
A tag or an expression that we do not compile costs its own node only: the interpreter renders it
with the values that the function around it holds, in one context that lasts for the whole mail, so
that `cycle`, `ifchanged` and `increment` remember. Where a stranger stands, each name that is given
a value is kept in that context too. What reaches further than its node (a `break` out of it, the
loop around it as a value) makes the loop, or the whole top-level node, the stranger.
"""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any, Final

from liquid.ast import BlockNode, ConditionalBlockNode, IllegalNode, Node
from liquid.builtin.content import ContentNode
from liquid.builtin.expressions import LoopExpression, primitive
from liquid.builtin.expressions.path import Path
from liquid.builtin.output import OutputNode
from liquid.builtin.tags import (
    case_tag,
    cycle_tag,
    decrement_tag,
    for_tag,
    if_tag,
    ifchanged_tag,
    increment_tag,
    tablerow_tag,
    unless_tag,
)
from liquid.builtin.tags.assign_tag import AssignNode
from liquid.builtin.tags.capture_tag import CaptureNode
from liquid.builtin.tags.comment_tag import CommentNode
from liquid.builtin.tags.doc_tag import DocNode
from liquid.builtin.tags.echo_tag import EchoNode
from liquid.builtin.tags.inline_comment_tag import InlineCommentNode
from liquid.builtin.tags.liquid_tag import LiquidNode
from liquid.exceptions import LiquidInterrupt
from liquid.undefined import Undefined

from templates_app.engine.compiled.lean import Odd
from templates_app.engine.environment import Options, ShopContext
from templates_app.engine.isolation import Isolated

# Whatever has no value. Nothing that is printed tells one undefined thing from another.
UNDEFINED: Final = Undefined("")
_LOOPS: Final = (for_tag.ForNode, tablerow_tag.TablerowNode)
_LEAVES: Final = (for_tag.BreakNode, for_tag.ContinueNode)
_COUNTERS: Final = (increment_tag.IncrementNode, decrement_tag.DecrementNode)
_GIVES: Final = (AssignNode, CaptureNode, *_COUNTERS)
# All that we know the effects of: which names they give values to. Partials are not among them.
_KNOWN: Final[tuple[type, ...]] = (
    *_LOOPS, *_LEAVES, *_COUNTERS, OutputNode, EchoNode, AssignNode, CaptureNode, CommentNode,
    InlineCommentNode, DocNode, LiquidNode, ContentNode, BlockNode, ConditionalBlockNode,
    IllegalNode, if_tag.IfNode, unless_tag.UnlessNode, case_tag.CaseNode, cycle_tag.CycleNode,
    case_tag.MultiExpressionBlockNode, ifchanged_tag.IfChangedNode,
)  # fmt: skip
_NO_CONTEXT: Any = None  # asked for only by tags that load partials


class Unsupported(Exception):
    """This node is left to the interpreter."""


class ReachesOut(Unsupported):
    """So is the loop, or the top-level node, around it."""


class NotAtAll(Exception):
    """The whole template is."""


def check(stranger: Node, *, is_top: bool, is_within_loop: bool) -> None:
    """Whether the interpreter can render that node alone; raises ReachesOut or NotAtAll."""
    for node in walk(stranger):
        if type(node) not in _KNOWN:
            raise NotAtAll(type(node).__name__)
        for expression in _expressions(node):
            if isinstance(expression, LoopExpression) and _continues(expression):
                raise NotAtAll("offset: continue")
            if is_within_loop and isinstance(expression, Path) and expression.path[0] == "forloop":
                raise ReachesOut("the loop around it")
    if not is_top and _leaves(stranger):
        raise ReachesOut("a break out of it")


def assigned_in(nodes: list[Node]) -> list[str]:
    """The names that these nodes give values to."""
    found: dict[str, None] = {}
    for shell in nodes:
        for node in walk(shell):
            if isinstance(node, _GIVES):
                found.setdefault(str(node.name))
    return list(found)


def walk(node: Any) -> Iterator[Any]:
    inner = node.inner if isinstance(node, Isolated) else node
    yield inner
    for child in inner.children(_NO_CONTEXT, include_partials=False):
        yield from walk(child)


def _leaves(node: Any) -> bool:
    """Whether a `break` or `continue` in it is meant for a loop around it."""
    inner = node.inner if isinstance(node, Isolated) else node
    if isinstance(inner, _LEAVES):
        return True
    return not isinstance(inner, _LOOPS) and any(
        map(_leaves, inner.children(_NO_CONTEXT, include_partials=False))
    )


def _expressions(node: Any) -> Iterator[Any]:
    waiting = list(node.expressions())
    while waiting:
        expression = waiting.pop()
        yield expression
        waiting += expression.children()


def _continues(expression: LoopExpression) -> bool:
    return type(expression.offset) is primitive.StringLiteral


class Reading:
    """The context of a compiled render: what filters look at; the interpreter's when asked for."""

    __slots__ = ("_whole", "env", "globals", "options", "template")

    def __init__(self, template: Any, values: Mapping[str, Any], options: Options) -> None:
        self.template, self.globals, self.options = template, values, options
        self.env = template.env
        self._whole: ShopContext | None = None

    def __getattr__(self, name: str) -> Any:
        return getattr(self.whole, name)

    @property
    def whole(self) -> ShopContext:
        if self._whole is None:
            self._whole = ShopContext(self.template, globals=self.globals)
            self._whole.options = self.options
        return self._whole

    def resolve(self, name: str, *, default: object = UNDEFINED) -> Any:
        """What filters look up is never given another value. See _LOOKED_UP in reading.py."""
        return self.globals.get(name, default)

    def stopindex(self, key: str, index: int | None = None) -> int:
        """Only `offset: continue` wants to know where a loop stopped: see NotAtAll."""
        del key
        return index or 0

    def value(self, name: str) -> Any:
        """What a name holds after a stranger, loops left aside."""
        whole = self.whole
        for names in (whole.locals, self.globals, whole.counters):
            if name in names:
                return names[name]
        return UNDEFINED


def rendered(
    context: Reading, node: Node, written: list[str], steps: int, frame: dict[str, Any]
) -> int:
    """Let the interpreter write that node; how many loop steps there were by then.

    Raises Odd where it has a problem with it: the whole mail is its, then.
    """
    whole = context.whole
    whole.meter.loops = steps
    buffer = whole.get_buffer()
    # A `break` outside any loop ends its own top-level node only; elsewhere is none left.
    with whole.extend(frame), suppress(LiquidInterrupt):
        node.render(whole, buffer)
    if whole.problems:
        raise Odd
    written.append(buffer.getvalue())
    return whole.meter.loops
