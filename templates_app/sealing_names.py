"""What the names of a template may hold, as far as its source tells: for sealing.py."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from liquid.ast import Node
from liquid.builtin.expressions import FilteredExpression
from liquid.builtin.expressions.path import Path
from liquid.builtin.expressions.primitive import IntegerLiteral, StringLiteral
from liquid.builtin.output import OutputNode
from liquid.builtin.tags.assign_tag import AssignNode
from liquid.builtin.tags.capture_tag import CaptureNode
from liquid.builtin.tags.for_tag import ForNode

from templates_app.engine.isolation import Isolated

STYLED: Final = re.compile(r"[\w#,.-]{1,80}(?: [\w#,.-]{1,80}){0,9}")
_FILTERS: Final = frozenset({
    "abs", "address_lines", "date", "default", "http_url", "img_url", "join", "json_ld", "minus",
    "money", "money_with_currency", "money_without_trailing_zeros", "money_without_currency",
    "newline_to_br", "percent", "plus", "replace", "slice", "strip", "times", "truncate",
    "upcase", "downcase", "capitalize", "url_encode", "escape", "size", "first", "last", "split",
    "format_code", "pluralize", "round",
})  # fmt: skip
_MAKE_MARKUP: Final = frozenset({"newline_to_br", "json_ld"})
# Of Shopify's own pictures there are only the addresses that assets.py knows.
_OF_PICTURES: Final = frozenset({
    "img_url", "product_img_url", "shopify_asset_url", "global_asset_url", "cdn_asset_url",
    "payment_type_img_url", "payment_icon_png_url", "payment_icon_url",
})  # fmt: skip
_CHECK_ADDRESSES: Final = _OF_PICTURES | {"http_url"}
_SAFE_LITERAL: Final = re.compile(r"[^<>\"'`&]*|<br>|&[a-z]{2,8};")
SCHEME: Final = re.compile(r"(?:https?://|mailto:|tel:|#)[^\s]*", re.IGNORECASE)
_OF_SHOPS: Final = [["shop", "email_accent_color"], ["shop", "email_logo_width"]]
_BY_RULE: Final = frozenset({"size", "first", "last", "forloop", "now", "today"})
_NO_CONTEXT: Any = None  # asked for only by tags that load partials


class NotSealed(Exception):
    """Why the proof fails: the page is cleaned as ever."""


@dataclass(slots=True)
class Names:
    """What the names of a template may hold: markup, checked addresses, fixed words."""

    given: dict[str, list[Any]] = field(default_factory=dict)  # expressions; None: a capture
    markup: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, nodes: list[Node]) -> "Names":
        names = cls()
        captures: list[tuple[str, Any]] = []
        loops: list[tuple[str, Any]] = []
        for node in all_nodes(nodes):
            if isinstance(node, AssignNode):
                names.given.setdefault(str(node.name), []).append(node.expression)
            elif isinstance(node, CaptureNode):
                names.given.setdefault(str(node.name), []).append(None)
                captures.append((str(node.name), node))
            elif isinstance(node, ForNode):
                name = str(node.expression.identifier)
                names.given.setdefault(name, []).append(None)
                loops.append((name, node.expression.iterable))
        names._spread(captures, loops)
        for expressions in names.given.values():
            for each in filter(None, expressions):
                names.check(each)
        return names

    def _spread(self, captures: list[tuple[str, Any]], loops: list[tuple[str, Any]]) -> None:
        """Find all names that markup reaches, on whatever way."""
        before = -1
        while before != len(self.markup):
            before = len(self.markup)
            self.markup |= {
                name
                for name, expressions in self.given.items()
                if any(self.is_markup(each) for each in filter(None, expressions))
            }
            self.markup |= {name for name, node in captures if self._makes_markup(node)}
            self.markup |= {name for name, walked in loops if self.is_markup(walked)}

    def _makes_markup(self, capture: CaptureNode) -> bool:
        return any(
            self.is_markup(node.expression)
            if isinstance(node, OutputNode)
            else any(sign in getattr(node, "text", "") for sign in "<>\"'")
            for node in all_nodes([capture.block])
        )

    def check(self, expression: Any) -> None:
        """Only filters we know, and no markup put together of words."""
        if not isinstance(expression, FilteredExpression):
            raise NotSealed("an expression that we do not know")
        for used in expression.filters or ():
            if used.name not in _FILTERS and used.name not in _OF_PICTURES:
                raise NotSealed(f"the filter {used.name}")
        for literal in _literals(expression):
            if not _SAFE_LITERAL.fullmatch(literal):
                raise NotSealed(f"the words {literal!r}")

    def is_markup(self, expression: Any) -> bool:
        filters = getattr(expression, "filters", None) or ()
        if any(used.name in _MAKE_MARKUP for used in filters):
            return True
        if any(set(literal) & set("<>\"'") for literal in _literals(expression)):
            return True
        return any(root in self.markup for root in _roots(expression))

    def checks(self, expression: Any) -> set[str]:
        """The names on which it rests that this is an address that may be followed."""
        used: list[Any] = list(getattr(expression, "filters", None) or ())
        left = expression.left if isinstance(expression, FilteredExpression) else expression
        if [each.name for each in used] == ["default"] and len(used[0].args) == 1:
            return self.checks(left) | self.checks(used[0].args[0].value)
        if used and used[-1].name not in _CHECK_ADDRESSES:
            raise NotSealed(f"an address that is not checked: {expression}")
        is_fixed = isinstance(left, StringLiteral) and (
            not left.value or SCHEME.fullmatch(left.value)
        )
        return set() if used or is_fixed else self._checks_of(left)

    def _checks_of(self, path: Any) -> set[str]:
        if not isinstance(path, Path):
            raise NotSealed("an address that is not checked")
        name = str(path.path[0])
        if len(path.path) > 1:
            return self._of_context(path)
        given = self.given.get(name, [])
        if None in given:
            raise NotSealed(f"the address {name}")
        found = {name}
        for each in given:
            if _roots(each) != [name] or each.filters:
                found |= self.checks(each)
        return found

    def _of_context(self, path: Path) -> set[str]:
        """`shop.url`: what the order holds there is looked at for each mail."""
        parts = path.path
        is_plain = all(isinstance(each, str) and each.isidentifier() for each in parts)
        if not is_plain or parts[0] in self.given or set(parts) & _BY_RULE:
            raise NotSealed(f"an address that is not checked: {path}")
        return {".".join(map(str, parts))}

    def styled(self, expression: Any) -> set[str]:
        """The names of the brand's or the shop's values in it; fixed words are none."""
        left = expression.left
        if expression.filters or not isinstance(left, Path):
            raise NotSealed("a style of an unforeseen kind")
        path = [str(each) for each in left.path]
        if len(path) == 2 and path[0] == "brand" and self._is_brand():
            return {path[1]}
        if path in _OF_SHOPS and "shop" not in self.given:
            return {".".join(path)}
        given = self.given.get(path[0]) or [None]
        fixed = [getattr(each, "left", None) for each in given]
        if len(path) == 1 and all(
            isinstance(each, StringLiteral | IntegerLiteral) and STYLED.fullmatch(str(each.value))
            for each in fixed
        ):
            return set()
        raise NotSealed(f"{'.'.join(path)} in a style")

    def _is_brand(self) -> bool:
        given = self.given.get("brand") or []
        paths = [getattr(getattr(each, "left", None), "path", None) for each in given]
        return bool(paths) and all(path == ["notifyhub", "brand"] for path in paths)


def all_nodes(nodes: Iterable[Any]) -> Iterator[Any]:
    for shell in nodes:
        node = shell.inner if isinstance(shell, Isolated) else shell
        yield node
        yield from all_nodes(node.children(_NO_CONTEXT, include_partials=False))


def _literals(expression: Any) -> Iterator[str]:
    if isinstance(expression, StringLiteral):
        yield expression.value
    for child in expression.children():
        yield from _literals(child)


def _roots(expression: Any) -> list[str]:
    if isinstance(expression, Path):
        inner = [
            root for each in expression.path if isinstance(each, Path) for root in _roots(each)
        ]
        return [str(expression.path[0]), *inner]
    return [root for child in expression.children() for root in _roots(child)]
