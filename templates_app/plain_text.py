"""The text part of a mail, from its HTML: what a person would have typed.

Reads pages that were cleaned: tags are whole, elements closed. A parser would take ten times as
long, and every mail has a text part.
"""

import re
import textwrap
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from typing import Final

WIDTH: Final = 60
AMOUNT: Final = 24  # columns; what is wider stands on lines of its own
RULE: Final = "-" * WIDTH  # above a total

STAND_APART: Final = frozenset({
    "p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "blockquote", "pre", "hr", "figure",
})  # fmt: skip
_LAYOUT: Final = frozenset({"table", "tbody", "thead", "tfoot", "tr", "td", "th", "center"})
ENDS_LINES: Final = _LAYOUT | {
    "div", "li", "dt", "dd", "section", "article", "header", "footer", "main", "nav", "aside",
    "address", "caption", "body", "html",
}  # fmt: skip
_NAMES: Final = STAND_APART | ENDS_LINES | {"a", "br", "img"}
_NAMED: Final = "|".join(sorted(_NAMES, key=len, reverse=True))
_ATTRIBUTES: Final = r"""((?:[^>"']+|"[^"]*"|'[^']*')*+)"""
_TAG: Final = re.compile(rf"<(/?)((?i:{_NAMED}))(?=[\s/>]){_ATTRIBUTES}>")
ANY_TAG: Final = re.compile(rf"</?[a-zA-Z]{_ATTRIBUTES}>|<[!?][^>]*>")
# Ours: elements that only place things, and those of them that stand apart.
_PLACING: Final = re.compile(rf"(?:</?(?:table|tbody|tr|td|center|div)(?=[\s>]){_ATTRIBUTES}>\s*)+")
_STANDS_APART: Final = re.compile(r'\sclass="(?:[^"]*\s)?(?:px|half)[\s"]')
UNSEEN: Final = re.compile(
    r"<!--(?:-?>|.*?(?:--!?>|\Z))|<(?i:(script|style|head|title|del)(?=[\s/>]).*?</\1\s*>)",
    re.DOTALL,
)
HIDDEN: Final = re.compile(
    rf"<([a-zA-Z][a-zA-Z0-9]*)(?=[^>]*(?:data-part=\"preheader\"|display:\s?none)){_ATTRIBUTES}>"
)
_HIDES: Final = ('data-part="preheader"', "display:none", "display: none")
_PROMO: Final = 'data-part="promo"'
_PROMOTING: Final = re.compile(rf"<([a-zA-Z][a-zA-Z0-9]*)(?=[^>]*{_PROMO}){_ATTRIBUTES}>")
TABLE: Final = re.compile(r'<table(?=\s)[^>]*\sdata-part="(lines|totals|facts)"[^>]*>')
_CLASS: Final = re.compile(r"""\bclass=(?:"([^"]*)"|'([^']*)')""")
_HREF: Final = re.compile(r"""\bhref=(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_ALT: Final = re.compile(r"""\balt=(?:"([^"]*)"|'([^']*)')""")
_ROW: Final = re.compile(r"<(?i:tr)(?=[\s/>])")
_CELL: Final = re.compile(rf"<(?i:t[dh])(?=[\s/>]){_ATTRIBUTES}>")
BODY: Final = re.compile(r"<(?i:body)[\s>]")
_CELL_LINE: Final = re.compile(r"</?(?i:br|p|div|li|h[1-6])(?=[\s/>])[^>]*>")
_LINK: Final = re.compile(rf"<(?i:a)(?=[\s/>]){_ATTRIBUTES}>(.*?)</(?i:a)\s*>", re.DOTALL)
_ROW_OR_TABLE: Final = re.compile(r"</(?i:tr)\s*>|<(?i:table)(?=[\s/>])")
# Where letters may be wide or none at all: not Latin, nor dashes, signs of money, arrows and sums.
_ODD: Final = re.compile("[\u0300-\u200f\u205f-\u209f\u20c0-\u218f\u2300-\U0010ffff]")
INVISIBLE: Final = "\u034f\u200b\u200c\ufeff"
_INVISIBLE: Final = re.compile(f"[{INVISIBLE}]")
BLANK: Final = re.compile(r"[ \t\r\n\f]+")
_BLANK_LINES: Final = re.compile(r"\n{3,}")
PLACE: Final = "\x1c"  # between what stands in different places
BREAK: Final = "\v"
EDGES: Final = " \t\u00a0\u202f"


def text_of(html: str) -> str:
    """Readable text: links as `words (address)`, rows with their amounts in line."""
    page = _Page(is_ours="data-part=" in html)
    seen = _seen(html)
    page.read(seen)
    page.end_line(is_apart=False)
    return finished(page.lines)


def finished(lines: list[str]) -> str:
    """The text of these lines."""
    text = "\n".join(lines)
    if not text.isascii():
        lines = _INVISIBLE.sub("", text).split("\n")
    edged = (line.rstrip(EDGES) if line[:2] == "  " else line.strip(EDGES) for line in lines)
    return _BLANK_LINES.sub("\n\n", "\n".join(edged)).strip("\n") + "\n"


def promo_share(html: str) -> float:
    """Of the letters that a reader sees, 0 to 1, those in blocks that promote something."""
    if _PROMO not in html:  # most mails: nothing is read for them
        return 0.0
    seen = _seen(html)
    promoting = sum(_letters(seen[begin:end]) for begin, end in elements(seen, _PROMOTING))
    return promoting / max(_letters(seen), 1)


def _letters(fragment: str) -> int:
    return len("".join(unescape(ANY_TAG.sub("", fragment)).split()))


def elements(html: str, opening: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """Where the outermost elements begin and end whose first tag the pattern finds."""
    found = opening.search(html)
    while found:
        end = end_of(html, found[1], found.end())
        yield found.start(), end
        found = opening.search(html, end)


def end_of(html: str, name: str, at: int) -> int:
    """Where the element ends whose first tag has just been read."""
    depth = 1
    for tag in re.compile(rf"<(/?){name}(?=[\s/>])[^>]*>", re.IGNORECASE).finditer(html, at):
        depth += -1 if tag[1] else 1
        if not depth:
            return tag.end()
    return len(html)


def _seen(html: str) -> str:
    """The page without its head, and all else that nobody sees."""
    body = BODY.search(html)
    seen = UNSEEN.sub("", html[body.start() :] if body else html)
    if not any(sign in seen for sign in _HIDES):
        return seen
    kept, at = [], 0
    for begin, end in elements(seen, HIDDEN):
        kept.append(seen[at:begin])
        at = end
    return "".join([*kept, seen[at:]])


def _placed(html: str) -> str:
    """A part of our page with marks for its layout: `<p>` where something stands apart."""
    pieces, at = [], 0
    for found in _STANDS_APART.finditer(html):
        begin = html.rfind("<", at, found.start())
        if begin >= 0 and _PLACING.match(html, begin):
            pieces += [_PLACING.sub(PLACE, html[at:begin]), "<p>"]
            at = html.find(">", found.end() - 1) + 1
    return "".join([*pieces, _PLACING.sub(PLACE, html[at:])])


@dataclass(slots=True)
class _Page:
    """A page being read from top to bottom, and the lines of text made of it."""

    is_ours: bool
    lines: list[str] = field(default_factory=list)
    _line: list[str] = field(default_factory=list)
    _is_apart: bool = False
    _address: str = ""
    _words: list[str] | None = None  # of the link that is open

    def read(self, html: str) -> None:
        at = 0
        for table in TABLE.finditer(html) if self.is_ours else ():
            self._read(_placed(html[at : table.start()]))
            at = end_of(html, "table", table.end())
            self._set(_table(html[table.end() : at], table[1]), is_apart=True)
        self._read(_placed(html[at:]) if self.is_ours else html)

    def _read(self, html: str) -> None:
        at = 0
        while (tag := _TAG.search(html, at)) is not None:
            self._say(html[at : tag.start()])
            at = self._read_tag(html, tag)
        self._say(html[at:])

    def end_line(self, *, is_apart: bool) -> None:
        for text in "".join(self._line).split(PLACE) if self._line else ():
            rows = [BLANK.sub(" ", row).strip(" ") for row in text.split(BREAK)]
            if not any(row.strip(EDGES) for row in rows):
                continue
            if self._is_apart:
                self.lines.append("")
            self.lines += rows
            self._is_apart = False
        self._line.clear()
        self._is_apart = self._is_apart or is_apart

    def _read_tag(self, html: str, tag: re.Match[str]) -> int:
        """Take a tag, and with it a whole row of which lines can be made; where it ends."""
        name, closes = tag[2].lower(), bool(tag[1])
        if name == "br":
            self._line.append(BREAK)
        elif name == "a":
            self._end_link() if closes else self._begin_link(tag[3])
        elif name == "img":
            self._take_picture(tag[3])
        elif name in _LAYOUT and not closes:
            return self._begin_layout(html, tag, name)
        elif name in _LAYOUT:
            self.end_line(is_apart=False)
        else:
            self.end_line(is_apart=name in STAND_APART)
            if name == "li" and not closes:
                self._line.append("* ")
        return tag.end()

    def _begin_layout(self, html: str, tag: re.Match[str], name: str) -> int:
        if name == "tr" and not self.is_ours:
            inner = _ROW_OR_TABLE.search(html, tag.end())
            if inner and inner[0].startswith("</"):
                self._set(_loose_row(html[tag.end() : inner.start()]), is_apart=False)
                return inner.end()
        self.end_line(is_apart=False)
        return tag.end()

    def _set(self, rows: list[str], *, is_apart: bool) -> None:
        self.end_line(is_apart=is_apart)
        if rows:
            if self._is_apart:
                self.lines.append("")
            self.lines += rows
            self._is_apart = is_apart

    def _say(self, text: str) -> None:
        if not text:
            return
        if "<" in text:
            text = ANY_TAG.sub("", text)
        if "&" in text:
            text = unescape(text)
        self._line.append(text)
        if self._words is not None:
            self._words.append(text)

    def _begin_link(self, attributes: str) -> None:
        self._address = _value(_HREF, attributes).removeprefix("mailto:")
        self._words = []

    def _end_link(self) -> None:
        words, self._words = BLANK.sub(" ", "".join(self._words or ())).strip(), None
        shown = spelt_out(words, self._address)
        if shown:
            self._line.append(shown if words else shown.strip())

    def _take_picture(self, attributes: str) -> None:
        """The words of a picture stand where they are all that a link has."""
        if self._words is not None and not "".join(self._words).strip():
            self._line.append(said := _value(_ALT, attributes))
            self._words.append(said)


def _value(attribute: re.Pattern[str], tag: str) -> str:
    found = attribute.search(tag)
    return unescape(found[found.lastindex or 0]) if found else ""


def spelt_out(words: str, address: str) -> str:
    """What is to stand behind a link's words."""
    if not address or address.startswith("#") or address == words:
        return ""
    return f" ({address})" if words else address


def _table(html: str, part: str) -> list[str]:
    """The rows of one of our tables: goods and sums with their amounts, or facts by name."""
    rows = []
    for row in _ROW.split(html)[1:]:
        cells = _cells_of(row)
        if part == "facts":
            rows += fact([lines for _, lines in cells])
        elif filled := [lines for _, lines in cells if lines]:
            if part == "totals" and "sum" in cells[0][0].split():
                rows.append(RULE)
            rows += set_row(filled[0], filled[-1][-1] if len(filled) > 1 else "")
    return rows


def fact(cells: list[list[str]]) -> list[str]:
    """`name: what it is`, what follows indented."""
    if len(cells) != 2 or not all(cells):
        return []
    names, values = cells
    return [f"{names[0]}: {values[0]}", *(f"  {line}" for line in values[1:])]


def _loose_row(html: str) -> list[str]:
    """A row of a page that is not ours: what ends with something short has it at the edge."""
    spelt = _LINK.sub(_with_address, html)
    filled = [lines for _, lines in _cells_of(spelt) if lines]
    if len(filled) > 1 and len(filled[-1]) == 1 and _columns(filled[-1][0]) <= AMOUNT:
        words = [line for lines in filled[:-1] for line in lines]
        return set_row(words, filled[-1][0])
    return [line for lines in filled for line in lines]


def _with_address(link: re.Match[str]) -> str:
    address = _value(_HREF, link[1]).removeprefix("mailto:")
    words = unescape(ANY_TAG.sub("", link[2])).strip()
    return f"{link[2]}{spelt_out(words, address).replace('&', '&amp;').replace('<', '&lt;')}"


def _cells_of(row: str) -> list[tuple[str, list[str]]]:
    """Of each cell its classes and its lines."""
    parts = _CELL.split(row)
    return [
        (_value(_CLASS, attributes), _cell_lines(cell))
        for attributes, cell in zip(parts[1::2], parts[2::2], strict=True)
    ]


def _cell_lines(cell: str) -> list[str]:
    # A line end in the source is a space; only an element ends a line.
    text = _CELL_LINE.sub(BREAK, cell)
    lines = (" ".join(line.split()) for line in unescape(ANY_TAG.sub("", text)).split(BREAK))
    return [line for line in lines if line]


def set_row(words: list[str], amount: str) -> list[str]:
    left = WIDTH - _columns(amount)
    if len(words) == 1 and len(words[0]) < left - 2:  # most rows: they need no library
        return [f"{words[0]}{' ' * max(2, left - _columns(words[0]))}{amount}"]
    first, *rest = _wrapped(words[0], left - 2, "", "  ") or [""]
    for more in words[1:]:
        rest += _wrapped(more, left - 2, "  ", "  ")
    return [f"{first}{' ' * max(2, left - _columns(first))}{amount}", *rest]


def _wrapped(text: str, room: int, first: str, later: str) -> list[str]:
    if len(text) + len(first) <= room:  # most are: the library takes its time
        return [f"{first}{text}"]
    return textwrap.wrap(text, room, initial_indent=first, subsequent_indent=later)


def _columns(text: str) -> int:
    """How wide it stands in a fixed font: Chinese letters take two columns, marks none."""
    if text.isascii() or not _ODD.search(text):
        return len(text)
    return sum(
        0 if unicodedata.combining(sign) else 2 if unicodedata.east_asian_width(sign) in "WF" else 1
        for sign in text
    )
