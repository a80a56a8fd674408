"""Whether a page's Liquid can only make pages that cleaning would leave as they are.

# Note [Sealed pages]
Cleaning (cleaning.py) costs a fifth of a mail, and takes nothing from words that hold no harm. It
is left out where the source proves that, whoever wrote it, and not otherwise:
- The markup of the source itself, all branches of it, is on the lists of the cleaner.
- Liquid stands between tags or within one quoted value, blocks begin and end in the same place, so
  what is printed cannot move the borders between text, tags and values; and all of it is escaped:
  only filters are used whose marked-up results are known, and markup is printed in text only.
- An address begins with a scheme that stands there, or comes from a filter that checks it.
- In styles only colours and fonts of brand and shop stand (looked at for each mail) and fixed
  words.
What the proof does not understand is cleaned as ever.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from templates_app import cleaning
from templates_app.engine import environment
from templates_app.engine.filters.words import http_url
from templates_app.sealing_names import SCHEME, STYLED, Names, NotSealed

LIQUID: Final = re.compile(r"\{\{-?(.*?)-?\}\}|\{%-?\s*(\w+)(.*?)-?%\}", re.DOTALL)
HOLE: Final = re.compile(r"lq([ot])(\d+)x")
_TAG: Final = re.compile(r"<(/?)([a-zA-Z][\w:]*)((?:\s+[\w:-]+(?:=\"[^\"]*\")?)*)\s*(/?)>")
_ATTRIBUTE: Final = re.compile(r"\s+([\w:-]+)(?:=\"([^\"]*)\")?")
# As many write it: values between apostrophes. Without the other sign in it, that is the same.
_TAG_OF_EITHER: Final = re.compile(
    r"<[a-zA-Z][\w:]*(?:\s+[\w:-]+(?:=(?:\"[^\"]*\"|'[^'\"]*'))?)*\s*/?>"
)
_VALUE: Final = re.compile(r"=(?:\"([^\"]*)\"|'([^'\"]*)')")
# What nobody gets to see: notes, and the style sheets elsewhere that cleaning takes away.
_NOTE: Final = re.compile(
    r"\{%\s*comment\s*%\}.*?\{%\s*endcomment\s*%\}|<link\s[^<>{}]*>", re.DOTALL
)
_COMMENT: Final = re.compile(r"<!--\[if [^\]<>]{1,60}\]>(.*?)<!\[endif\]-->", re.DOTALL)
_SWITCH: Final = re.compile(r"<!--\[if [^\]<>]{1,60}\]><!-->|<!--<!\[endif\]-->")
_DOCTYPE: Final = re.compile(r"<!doctype html>", re.IGNORECASE)
_RAW: Final = re.compile(r"<(style|title)((?:\s+[\w-]+=\"[^\"]*\")*)>(.*?)</\1>", re.DOTALL)
_BLOCKS: Final = frozenset({"if", "unless", "case", "for", "capture"})
_REPEATED: Final = frozenset({"for", "capture", "case"})  # `when` may fit twice
_WITHIN: Final = frozenset({"else", "elsif", "when"})
_SINGLE: Final = frozenset({"assign", "break", "continue"})
_OUTLOOK_TAGS: Final = cleaning._OUTLOOK_TAGS
_FRAME_TAGS: Final = frozenset({"html", "head", "body", "meta"})


@dataclass(frozen=True, slots=True)
class Hole:
    """One piece of Liquid in the source: an output, or a tag by its name."""

    source: str
    name: str  # of the tag; "" for an output


@dataclass(slots=True)
class Seal:
    """A source that was found sealed, and what is still to be looked at for each mail."""

    marked: str  # the source with tokens for its Liquid
    holes: list[Hole]
    styled: frozenset[str] = frozenset()  # names of the brand's values that stand in styles
    worn: frozenset[str] = frozenset()  # names of the shop's values that stand there too
    checked: frozenset[str] = frozenset()  # names that hold addresses, should they be given

    def holds(self, values: dict[str, Any]) -> bool:
        """Whether this mail's values keep the promises that the proof rests on."""
        brand = values["notifyhub"]["brand"]
        return type(brand) is dict and self.fits(brand) and self.may_lead(values)

    def fits(self, brand: dict[str, Any]) -> bool:
        """Whether the brand's values can stand in styles."""
        return all(STYLED.fullmatch(str(brand.get(name, ""))) for name in self.styled)

    def may_lead(self, values: dict[str, Any]) -> bool:
        """Whether the addresses and the shop's colours that the context brings are such."""
        given = (_at(values, name.split(".")) for name in self.checked)
        shop = values.get("shop") if self.worn else {}
        return (
            type(shop) is dict
            and all(STYLED.fullmatch(str(shop.get(name) or "x")) for name in self.worn)
            and all(address is None or http_url(address) == address for address in given)
        )


def _at(values: Any, path: list[str]) -> Any:
    for name in path:
        values = values.get(name) if type(values) is dict else None
    return values


def seal(source: str) -> Seal:
    """The proof; raises NotSealed."""
    return _Proof(source).found()


def marked_of(source: str) -> tuple[str, list[Hole]]:
    """The source with a token for each piece of Liquid, of letters only."""
    if HOLE.search(source):
        raise NotSealed("our tokens are in the source")
    holes: list[Hole] = []

    def mark(found: re.Match[str]) -> str:
        holes.append(Hole(found[0], found[2] or ""))
        return f"lq{'t' if found[2] else 'o'}{len(holes) - 1}x"

    marked = _TAG_OF_EITHER.sub(_with_one_quote, LIQUID.sub(mark, _NOTE.sub("", source)))
    if "{{" in marked or "{%" in marked:
        raise NotSealed("Liquid that we cannot read")
    return marked, holes


def _with_one_quote(tag: re.Match[str]) -> str:
    return _VALUE.sub(lambda value: f'="{value[1] or value[2] or ""}"', tag[0])


@dataclass(slots=True)
class _Block:
    """An open block of Liquid: where it begins, and how deep its branches lead."""

    name: str
    place: int
    depth: int
    deepest: int = -(10**6)
    is_whole: bool = False  # one of its branches is always taken


@dataclass(slots=True)
class _Proof:
    source: str
    marked: str = ""
    holes: list[Hole] = field(default_factory=list)
    open: list["_Block"] = field(default_factory=list)
    depth: int = 0  # no way through the source leads deeper
    place: int = 0  # 0: between tags; else the number of the value that we are in
    styled: set[str] = field(default_factory=set)
    checked: set[str] = field(default_factory=set)
    names: Names = field(default_factory=Names)

    def found(self) -> Seal:
        self.marked, self.holes = marked_of(self.source)
        self.names = Names.of(environment.parse(self.source).template.nodes)
        self._page(self.marked)
        if self.open:
            raise NotSealed("a block that is not closed")
        worn = {name for name in self.styled if name.startswith("shop.")}
        return Seal(
            self.marked,
            self.holes,
            styled=frozenset(self.styled - worn),
            worn=frozenset(name.removeprefix("shop.") for name in worn),
            checked=frozenset(self.checked),
        )

    def _page(self, text: str) -> None:
        at = 0
        while (begin := text.find("<", at)) >= 0:
            self._text(text[at:begin])
            at = self._markup(text, begin)
        self._text(text[at:])

    def _markup(self, text: str, at: int) -> int:
        passed = _DOCTYPE.match(text, at) or _SWITCH.match(text, at)
        if passed:
            return passed.end()
        comment = _COMMENT.match(text, at)
        if comment:
            self._outlook(comment)
            return comment.end()
        raw = _RAW.match(text, at)
        if raw:
            self._raw(raw)
            return raw.end()
        tag = _TAG.match(text, at)
        if tag is None:
            raise NotSealed(f"markup that we cannot read: {text[at : at + 60]!r}")
        self._tag(tag, cleaning._TAGS - {"style"} | _FRAME_TAGS)
        return tag.end()

    def _raw(self, raw: re.Match[str]) -> None:
        """A style or a title: no element is in it."""
        is_style = raw[1] == "style"
        self._value(raw[3], is_style=is_style)
        if any(attribute[1] != "data-css-inline" for attribute in _ATTRIBUTE.finditer(raw[2])):
            raise NotSealed("an attribute of a style")
        if is_style and cleaning._DANGEROUS_CSS.search(raw[3]):
            raise NotSealed("a style that acts")
        if "<" in raw[3]:
            raise NotSealed("markup where only text may stand")

    def _outlook(self, comment: re.Match[str]) -> None:
        """Outlook's own markup: read as the rest, by its own list of elements."""
        inner = comment[1]
        if "--" in inner or not cleaning._is_for_outlook(comment[0]):
            raise NotSealed("a comment that is not for Outlook alone")
        depth, opened = self.depth, len(self.open)
        self.place += 1  # blocks may not reach beyond the comment
        place, at = self.place, 0
        while (begin := inner.find("<", at)) >= 0:
            self._holes(inner[at:begin], place=place, is_text=True)
            raw = _RAW.match(inner, begin)
            if raw:
                self._value(raw[3], is_style=True)
                at = raw.end()
                continue
            tag = _TAG.match(inner, begin)
            if tag is None:
                raise NotSealed("markup for Outlook that we cannot read")
            names = (
                _OUTLOOK_TAGS | {tag[2].lower()}
                if tag[2][:2] in ("v:", "o:", "w:")
                else _OUTLOOK_TAGS
            )
            self._tag(tag, names, is_outlooks=True)
            at = begin + len(tag[0])
        self._holes(inner[at:], place=place, is_text=True)
        if len(self.open) != opened:
            raise NotSealed("a block that reaches out of a comment")
        self.depth = depth

    def _tag(self, tag: re.Match[str], names: Iterable[str], *, is_outlooks: bool = False) -> None:
        name = tag[2].lower()
        if name not in names:
            raise NotSealed(f"<{name}>")
        if tag[1]:
            self.depth -= 1
            return
        if name not in cleaning._VOID and not tag[4]:
            self.depth += 1
            if self.depth > cleaning.DEPTH:
                raise NotSealed("nested too deeply")
        for attribute in _ATTRIBUTE.finditer(tag[3]):
            self._attribute(name, attribute[1].lower(), attribute[2], is_outlooks=is_outlooks)

    def _attribute(self, tag: str, name: str, value: str | None, *, is_outlooks: bool) -> None:
        allowed = cleaning._ATTRIBUTES | cleaning._OF_TAG.get(tag, frozenset())
        if tag in ("html", "body"):
            allowed |= cleaning._PAGE_ATTRIBUTES
        is_known = name in allowed or name.startswith(("data-", "aria-"))
        if not is_known and not (is_outlooks and not name.startswith("on")):
            raise NotSealed(f"the attribute {name}")
        if value is None:
            return
        is_harmless = name != "http-equiv" or value.lower() in cleaning._EQUIVALENTS
        if not is_harmless or (name in cleaning._ADDRESSES and name not in ("href", "src")):
            raise NotSealed(f"the attribute {name}")
        if name in ("href", "src"):
            self._address(value)
        self._value(value, is_style=name == "style")
        if name == "style" and cleaning._DANGEROUS_CSS.search(value):
            raise NotSealed("a style that acts")

    def _value(self, value: str, *, is_style: bool) -> None:
        self.place += 1
        opened = len(self.open)
        self._holes(value, place=self.place, is_text=False, is_style=is_style)
        if len(self.open) != opened:
            raise NotSealed("a block that reaches out of a value")

    def _address(self, value: str) -> None:
        if SCHEME.match(value) and not value.startswith("lq"):
            return
        hole = HOLE.fullmatch(value)
        if hole is None or hole[1] != "o":
            raise NotSealed(f"an address: {value!r}")
        expression = self._expression(self.holes[int(hole[2])])
        self.checked |= self.names.checks(expression)

    def _text(self, text: str) -> None:
        if ">" in text:
            raise NotSealed("a sign that ends tags")
        self._holes(text, place=0, is_text=True)

    def _holes(self, text: str, *, place: int, is_text: bool, is_style: bool = False) -> None:
        for found in HOLE.finditer(text):
            hole = self.holes[int(found[2])]
            if hole.name:
                self._block(hole, place)
                continue
            expression = self._expression(hole)
            self.names.check(expression)
            if is_style:
                self.styled |= self.names.styled(expression)
            elif not is_text and self.names.is_markup(expression):
                raise NotSealed("markup in a value")

    def _block(self, hole: Hole, place: int) -> None:
        if hole.name in _SINGLE:
            return
        if hole.name in _BLOCKS:
            self.open.append(_Block(hole.name, place, self.depth))
            return
        if hole.name not in _WITHIN and not hole.name.startswith("end"):
            raise NotSealed(f"the tag {hole.name}")
        if not self.open or self.open[-1].place != place:
            raise NotSealed("a block that begins elsewhere")
        block = self.open[-1]
        if block.name in _REPEATED and self.depth > block.depth:
            raise NotSealed("a loop that does not close what it opens")
        block.deepest = max(block.deepest, self.depth)
        block.is_whole = block.is_whole or hole.name == "else"
        self.depth = block.depth
        if hole.name.startswith("end"):
            self.open.pop()
            if block.name not in _REPEATED:
                self.depth = block.deepest if block.is_whole else max(block.deepest, block.depth)

    def _expression(self, hole: Hole) -> Any:
        node: Any = environment.parse(hole.source).template.nodes[0]
        return node.inner.expression
