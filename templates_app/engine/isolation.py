"""An error in a node costs that node only, as in Shopify; python-liquid drops the whole block."""

from collections.abc import Iterable
from typing import Any, TextIO

from liquid.ast import BlockNode, Node
from liquid.builtin.content import ContentNode
from liquid.builtin.tags.capture_tag import CaptureNode
from liquid.exceptions import LiquidError, LiquidInterrupt, StopRender

from templates_app.engine import budgets

_NO_CONTEXT: Any = None


class Isolated(Node):
    """A node that cannot take its neighbours with it."""

    __slots__ = ("inner",)

    def __init__(self, inner: Node) -> None:
        super().__init__(inner.token)
        self.inner = inner
        self.blank = inner.blank

    def __str__(self) -> str:
        return str(self.inner)

    def render_to_output(self, context: Any, buffer: TextIO) -> int:
        budgets.count_step()
        try:
            written: int = self.inner.render(context, buffer)
        except (LiquidInterrupt, StopRender):
            raise
        except budgets.BudgetExceeded as error:
            error.token = error.token or self.token
            raise
        except LiquidError as error:
            error.token = error.token or self.token
            written = context.note_problem(error, buffer)
        except Exception as error:  # whatever a filter or an odd value raises: the mail goes on
            wrapped = LiquidError(f"{type(error).__name__}: {error}", token=self.token)
            written = context.note_problem(wrapped, buffer)
        return written

    def children(self, static_context: Any, *, include_partials: bool = True) -> Iterable[Node]:
        return [self.inner]


def isolate(nodes: list[Node]) -> list[Node]:
    """The same tree with every statement in its own shell; text needs none."""
    return [node if isinstance(node, ContentNode) else Isolated(_inside(node)) for node in nodes]


def _inside(node: Node) -> Node:
    if isinstance(node, CaptureNode):
        node.block.blank = False  # Shopify keeps a captured line break; the library drops it
    if isinstance(node, BlockNode):
        node.nodes = isolate(node.nodes)
        return node
    # The context is only asked for by tags that load partials, which are left out here.
    for child in node.children(_NO_CONTEXT, include_partials=False):
        _inside(child)
    return node
