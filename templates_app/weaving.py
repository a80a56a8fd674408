"""A sealed page's source woven so that one render makes the page, its text part and its links.

# Note [One render, three things]
The text part and the places of the links follow from the markup of the source, which is frozen;
only what Liquid prints differs from mail to mail. So both are worked out once, and written into the
source between control characters. What is rendered is cut at KNOT into threes:

    page only | text only | both | page only | text only | both | … | page only

"Text only" says in marks of one letter (laying_out.py) what the markup means for the text part and
holds its fixed words; "both" is one thing that Liquid printed. Threes are whole in each branch of
each block, so they stay in step whichever are taken. No value can hold a mark: the context is
looked at for control characters before (prepared.py), and no filter of a sealed page makes any.

The looks of a brand are known before a mail is, and proven fit for styles: where they are given,
they stand in the source as words instead of being printed some two hundred times in each mail.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from html import unescape
from typing import Final

from templates_app import plain_text
from templates_app.laying_out import (
    ALT,
    APART,
    BREAK,
    CELL,
    KNOT,
    LEADS_TO,
    LINK_ENDS,
    LINK_WORDS,
    PLACE,
    ROW,
    TABLE,
    TRACKED,
)
from templates_app.sealing import HOLE, Hole, marked_of
from templates_app.sealing_names import STYLED, NotSealed
from templates_app.tidying import OPENS, NotWoven, tidied

LONGEST: Final = 500  # columns, after which a tag is broken behind its name: see mime.py
_MARKS: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_TAG: Final = re.compile(r"<(/?)([a-zA-Z][\w:]*)((?:\s+[\w:-]+(?:=\"[^\"]*\")?)*)\s*/?>")
_HREF: Final = re.compile(r'(\shref=")([^"]*)(")')
_ALT: Final = re.compile(r'(\salt=")([^"]*)(")')
_CLASS: Final = re.compile(r'\sclass="([^"]*)"')
# Tags whose links are counted, and what their like is not looked for in: see instrument.py.
_LINKED: Final = re.compile(
    r"<(style|title|noscript|textarea|xmp|script)[\s>].*?</\1>"
    r"|<(?:a|area|v:\w+)((?:\s+[\w:-]+(?:=\"[^\"]*\")?)*)\s*/?>",
    re.DOTALL,
)
_UNSEEN: Final = "\0"
_UNFINISHED: Final = re.compile(r"&[#\w]*\Z")
_BLANKS: Final = re.compile(r"[ \t\r\n\f]+")
_PLACES: Final = re.compile(rf"{PLACE}[ {PLACE}]*")
_PLACING: Final = frozenset({"table", "tbody", "tr", "td", "center", "div"})
_BREAKS_CELLS: Final = frozenset({"br", "p", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6"})
_READ_CLASS: Final = re.compile(r"px|half|sum")
_SUMS_AT_TIMES: Final = re.compile(r'\sclass="[^"]*?lqt(\d+)x sum *lqt(\d+)x(?:(?!lq)[^"])*"')
_TEXT_ENDS: Final = re.compile(rf"<[a-zA-Z/]|{HOLE.pattern}|\0")
_UNTRACKED: Final = re.compile(r"\sdata-untracked(?=[\s=]|\Z)")
_NOT_WITHIN_LINES: Final = plain_text.STAND_APART | plain_text.ENDS_LINES | {"a", "img", "del"}
_SET_APART: Final = {"lines": "l", "totals": "t", "facts": "f"}


def weave(source: str, look: Mapping[str, str]) -> str:
    """A sealed and pressed source, woven; `look` has the brand's values that stand in styles.

    Raises NotWoven.
    """
    if _MARKS.search(source) or 'data-part="preheader"' not in source:
        raise NotWoven("a page that is not ours, or with our marks in it")
    try:
        marked, holes = marked_of(source)
    except NotSealed as error:
        raise NotWoven(str(error)) from error
    return _Weaver(tidied(marked, holes, look), holes).woven()


def foldable(brand: Mapping[str, object], names: Iterable[str]) -> dict[str, str]:
    """Of these names of the brand those whose values can stand in a source, with them."""
    values = {name: brand.get(name) for name in names}
    return {
        name: each for name, each in values.items() if type(each) is str and STYLED.fullmatch(each)
    }


@dataclass(slots=True)
class _Weaver:
    marked: str
    holes: list[Hole]
    seen: str = ""  # the same in which what nobody sees is blank
    made: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)  # for the text part, not yet written
    column: int = 0
    in_table: bool = False
    captures: int = 0
    is_unfinished: bool = False  # the words end in what could be the beginning of a letter

    def woven(self) -> str:
        self.marked = _LINKED.sub(_tracked, self.marked)
        body = plain_text.BODY.search(self.marked)
        if body is None:
            raise NotWoven("a page without a body")
        self.seen = " " * body.start() + self._blanked(self.marked[body.start() :])
        tables = self._tables()
        at = body.start()
        self._page_only(self.marked[:at])
        for begin, end, part in tables:
            self._walk(at, begin)
            self.words.append(f"{TABLE}{part}")
            self.in_table = True
            self._walk(begin, end)
            self.in_table = False
            self.words.append(TABLE)
            at = end
        self._walk(at, len(self.marked))
        self._write_words()
        return "".join(self.made)

    def _blanked(self, page: str) -> str:
        """The page with blanks instead of what `text_of` does not read."""
        seen = plain_text.UNSEEN.sub(self._blank, page)
        for begin, end in list(plain_text.elements(seen, plain_text.HIDDEN)):
            self._check_whole(seen[begin:end])
            seen = seen[:begin] + _UNSEEN * (end - begin) + seen[end:]
        return seen

    def _blank(self, found: re.Match[str]) -> str:
        self._check_whole(found[0])
        return _UNSEEN * len(found[0])

    def _check_whole(self, text: str) -> None:
        """Blocks that begin in a part must end in it."""
        depth = 0
        for hole in HOLE.finditer(text):
            name = self.holes[int(hole[2])].name
            depth += (name in OPENS) - name.startswith("end")
            if depth < 0:
                break
        if depth:
            raise NotWoven("a block that reaches out of an element")

    def _tables(self) -> list[tuple[int, int, str]]:
        found, at = [], 0
        for table in plain_text.TABLE.finditer(self.seen):
            if table.start() < at:
                raise NotWoven("a table within a table")
            at = plain_text.end_of(self.seen, "table", table.end())
            self._check_whole(self.seen[table.start() : at])
            found.append((table.start(), at, _SET_APART[table[1]]))
        return found

    def _walk(self, at: int, end: int) -> None:
        """Write a part of the page, and what it says."""
        while at < end:
            if self.seen[at] == _UNSEEN:
                begin, at = at, self._after_unseen(at, end)
                self._page_only(self.marked[begin:at])
                continue
            tag = _TAG.match(self.marked, at) if self.marked[at] == "<" else None
            if tag is not None:
                self._tag(tag)
                at = tag.end()
                continue
            hole = HOLE.match(self.marked, at)
            if hole is not None:
                self._hole(hole)
                at = hole.end()
                continue
            begin, at = at, self._after_text(at, end)
            self._say(self.marked[begin:at])

    def _after_unseen(self, at: int, end: int) -> int:
        while at < end and self.seen[at] == _UNSEEN:
            at += 1
        return at

    def _after_text(self, at: int, end: int) -> int:
        found = _TEXT_ENDS.search(self.seen, at + 1, end)
        return found.start() if found else end

    def _say(self, text: str) -> None:
        """Fixed words, for both."""
        self._write(text)
        if not self.captures:
            self._add_words(text)

    def _add_words(self, text: str) -> None:
        plain = unescape(text)
        if "{" in plain or "<" in text or _MARKS.search(plain):
            raise NotWoven("words that read as something else")
        self.words.append(_BLANKS.sub(" ", plain))
        self.is_unfinished = bool(_UNFINISHED.search(text))

    def _hole(self, hole: re.Match[str]) -> None:
        found = self.holes[int(hole[2])]
        if not found.name:
            if self.captures:
                self.made.append(found.source)
            else:
                self._print(found)
            return
        if found.name != "assign":  # which changes no way through the source
            self._write_words()
        if found.name == "capture":
            self.captures += 1
        elif found.name == "endcapture":
            self.captures -= 1
        self.made.append(found.source)

    def _print(self, hole: Hole) -> None:
        """What Liquid prints, for both."""
        if self.is_unfinished or "json_ld" in hole.source:
            raise NotWoven("what is printed may not be words")
        words, self.words = _PLACES.sub(PLACE, "".join(self.words)), []
        self.made.append(f"{KNOT}{words}{KNOT}{hole.source}{KNOT}")

    def _write_words(self) -> None:
        if self.words:
            words, self.words = _PLACES.sub(PLACE, "".join(self.words)), []
            self.made.append(f"{KNOT}{words}{KNOT}{KNOT}")

    def _page_only(self, text: str) -> None:
        at = 0
        for hole in HOLE.finditer(text):
            self._write(text[at : hole.start()])
            self.made.append(self.holes[int(hole[2])].source)
            at = hole.end()
        self._write(text[at:])

    def _write(self, text: str) -> None:
        self.made.append(text)
        _, ended, last = text.rpartition("\n")
        self.column = len(last) if ended else self.column + len(last)

    def _tag(self, tag: re.Match[str]) -> None:
        closes, name, attributes = bool(tag[1]), tag[2], tag[3]
        if name != name.lower():
            raise NotWoven("tags in capitals")
        if self.captures:
            self._captured(tag)
            return
        if self.in_table:
            self._cell_tag(name, attributes, closes=closes)
        elif name == "a":
            self._link(tag)
            return
        elif name == "img":
            self._picture(tag)
            return
        else:
            self.words.append(_said_by(name, attributes, closes=closes))
        self._write_tag(tag[0])

    def _captured(self, tag: re.Match[str]) -> None:
        """What is captured is read when it is printed: only what stands within a line."""
        if tag[2] in _NOT_WITHIN_LINES:
            raise NotWoven(f"<{tag[2]}> in what is captured")
        self._page_only(tag[0])

    def _cell_tag(self, name: str, attributes: str, *, closes: bool) -> None:
        if name in _BREAKS_CELLS:
            self.words.append(BREAK)
        elif name == "tr" and not closes:
            self.words.append(ROW)
        elif name in ("td", "th") and not closes:
            self.words.append(f"{CELL}{self._kind_of_cell(attributes)}")

    def _kind_of_cell(self, attributes: str) -> str:
        """Whether it holds a sum; on the same condition, where it does on one."""
        sums = _SUMS_AT_TIMES.search(attributes)
        if sums is None:
            return "s" if "sum" in _classes(attributes) else "-"
        opening, closing = self.holes[int(sums[1])], self.holes[int(sums[2])]
        if (opening.name, closing.name) not in (("if", "endif"), ("unless", "endunless")):
            raise NotWoven("a class that may be there or not")
        return f"{opening.source}s{{% else %}}-{closing.source}"

    def _link(self, tag: re.Match[str]) -> None:
        if tag[1]:
            self.words.append(LINK_ENDS)
            self._write_tag(tag[0])
            return
        self.words.append(LEADS_TO)
        self._with_value(tag[0], _HREF)
        self.words.append(LINK_WORDS)

    def _picture(self, tag: re.Match[str]) -> None:
        self.words.append(ALT)
        self._with_value(tag[0], _ALT)
        self.words.append(ALT)

    def _with_value(self, tag: str, attribute: re.Pattern[str]) -> None:
        """A tag with one attribute whose value the text part says, too."""
        found = attribute.search(tag)
        if found is None:
            self._write_tag(tag)
            return
        self._write_tag(tag[: found.start(2)])
        at, value = 0, found[2]
        for hole in HOLE.finditer(value):
            self._value(value[at : hole.start()])
            self._hole(hole)
            at = hole.end()
        self._value(value[at:])
        self._page_only(tag[found.end(2) :])

    def _value(self, text: str) -> None:
        self._write(text)
        fixed = text.replace(TRACKED, "")
        if _BLANKS.search(fixed):
            raise NotWoven("an address with a blank in it")
        if fixed:
            self._add_words(fixed)

    def _write_tag(self, tag: str) -> None:
        if self.column + len(tag) > LONGEST:
            tag = re.sub(r"\A(<[a-zA-Z][\w:]*) ", r"\1\n", tag, count=1)
        self._page_only(tag)


def _tracked(found: re.Match[str]) -> str:
    """A tag with its address between marks, if it has one that may be counted."""
    attributes = found[2]
    if not attributes or re.search(r"\sdata-untracked(?=[\s=]|\Z)", attributes):
        return found[0]
    return _HREF.sub(rf"\1{TRACKED}\2{TRACKED}\3", found[0], count=1)


def _said_by(name: str, attributes: str, *, closes: bool) -> str:
    """What a tag outside our tables means for the text part: see plain_text.py."""
    if name in _PLACING:
        stands_apart = not closes and _classes(attributes) & {"px", "half"}
        return f"{PLACE}{APART}{PLACE}" if stands_apart else PLACE
    if name == "br":
        return BREAK
    if name in plain_text.STAND_APART:
        return APART
    if name == "li" and not closes:
        return f"{PLACE}* "
    return PLACE if name in plain_text.ENDS_LINES else ""


def _classes(attributes: str) -> set[str]:
    """Those that stand there in any case; NotWoven where one that we read may stand there."""
    found = _CLASS.search(attributes)
    if found is None:
        return set()
    holes = list(HOLE.finditer(found[1]))
    if not holes:
        return set(found[1].split())
    begin, end = holes[0], holes[-1]
    within = found[1][begin.end() : end.start()]
    if _READ_CLASS.search(within) or within[:1] != " ":
        raise NotWoven("a class that may be there or not")
    return {*found[1][: begin.start()].split(), *found[1][end.end() :].split()}
