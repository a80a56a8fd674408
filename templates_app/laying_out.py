"""The text part from what a woven page says: words, and marks of one letter for its markup.

The same lines that plain_text.py reads from the finished page. See Note [One render, three things].
"""

import re
from dataclasses import dataclass, field
from html import unescape
from typing import Final

from templates_app import plain_text

KNOT: Final = "\x01"  # between what is for the page, for the text part, and for both
TRACKED: Final = "\x02"  # around an address that may be counted
APART: Final = "\x03"  # what follows stands apart
TABLE: Final = "\x04"  # before and after a table of ours; then which one
ROW: Final = "\x05"
CELL: Final = "\x06"  # then whether it holds a sum
LEADS_TO: Final = "\x0e"  # a link begins with its address,
LINK_WORDS: Final = "\x0f"  # then its words,
LINK_ENDS: Final = "\x10"
ALT: Final = "\x11"  # around the words of a picture
PLACE: Final = plain_text.PLACE
BREAK: Final = plain_text.BREAK

_LINK: Final = re.compile(
    rf"{LEADS_TO}([^{LINK_WORDS}]*){LINK_WORDS}([^{LEADS_TO}{LINK_ENDS}]*){LINK_ENDS}"
)
_PICTURE: Final = re.compile(rf"{ALT}([^{ALT}]*){ALT}")
_UNTIDY: Final = ("  ", "\n", "\t", "\r", "\f")
_NOTHING: Final = " \t\r\n\f\v\u00a0\u202f"
_LINE_BREAK: Final = re.compile(r"</?br(?=[\s/>])[^>]*>")
_NO_LINES: Final[list[str]] = []
_LEFT_OVER: Final = (LEADS_TO, LINK_WORDS, LINK_ENDS, ALT)


def cut(rendered: str) -> tuple[str, str] | None:
    """What a woven source rendered to: the page with its marks of links, and the words."""
    parts = rendered.split(KNOT)
    if len(parts) % 3 != 1:
        return None
    printed = parts[2::3]
    words: list[str] = [""] * (2 * len(printed))
    words[0::2] = parts[1::3]
    words[1::2] = [_read(each) if "&" in each or "<" in each else each for each in printed]
    parts[1::3] = [""] * len(printed)
    return "".join(parts), "".join(words)


def _read(printed: str) -> str:
    """What stands within a line, escaped, as words."""
    if "<" in printed:
        printed = plain_text.ANY_TAG.sub("", _LINE_BREAK.sub(BREAK, printed))
    return unescape(printed)


def laid_out(said: str) -> str | None:
    """The text part; None where a link is not closed, and the page must be read."""
    if LEADS_TO in said:
        said = _LINK.sub(_spelt_out, said)
    if ALT in said:
        said = _PICTURE.sub("", said)  # without a link around it, it says nothing
    if any(mark in said for mark in _LEFT_OVER):
        return None
    sheet = _Sheet(is_tidy=not any(sign in said for sign in _UNTIDY))
    for place, part in enumerate(said.split(TABLE)):
        if place % 2:
            sheet.set(_rows(part))
        else:
            sheet.read(part)
    text = "\n".join(sheet.lines)
    if "\n\n\n" in text or any(sign in text for sign in plain_text.INVISIBLE):
        return plain_text.finished(sheet.lines)
    return text.strip("\n") + "\n"  # each line is stripped already


@dataclass(slots=True)
class _Sheet:
    """Lines, from top to bottom: as plain_text._Page."""

    is_tidy: bool
    lines: list[str] = field(default_factory=list)
    is_apart: bool = False

    def read(self, part: str) -> None:
        first, *others = part.split(APART)
        self._say(first)
        for run in others:
            self.is_apart = True
            self._say(run)

    def _say(self, run: str) -> None:
        for text in run.split(PLACE):
            if not text.strip(_NOTHING):
                continue
            rows = text.split(BREAK) if BREAK in text else [text]
            if not self.is_tidy:
                rows = [plain_text.BLANK.sub(" ", row) for row in rows]
            if self.is_apart:
                self.lines.append("")
            self.lines += [row.strip(plain_text.EDGES) for row in rows]
            self.is_apart = False

    def set(self, rows: list[str]) -> None:
        """Rows of a table: always apart from what is around them."""
        self.is_apart = True
        if rows:
            self.lines.append("")
            self.lines += rows


def _spelt_out(link: re.Match[str]) -> str:
    said = link[2]
    if ALT in said:
        said = _with_pictures(said)
    words = plain_text.BLANK.sub(" ", said.replace(BREAK, "").replace(APART, "")).strip()
    shown = plain_text.spelt_out(words, link[1].removeprefix("mailto:"))
    return said + (shown if words else shown.strip())


def _with_pictures(said: str) -> str:
    """The words of a picture stand where they are all that a link has so far."""
    made = ""
    for place, part in enumerate(said.split(ALT)):
        if place % 2 == 0 or not made.strip():
            made += part
    return made


def _rows(part: str) -> list[str]:
    """As plain_text._table, of marks."""
    kind, rows = part[:1], []
    for row in part.split(ROW)[1:]:
        _, *cells = row.split(CELL)
        lines = [_cell_lines(cell) for cell in cells]
        if kind == "f":
            rows += plain_text.fact(lines)
        elif filled := [each for each in lines if each]:
            if kind == "t" and cells[0][:1] == "s":
                rows.append(plain_text.RULE)
            if len(filled) > 1:
                rows += plain_text.set_row(filled[0], filled[-1][-1])
            else:
                rows += [line.rstrip() for line in plain_text.set_row(filled[0], "")]
    return rows


def _cell_lines(cell: str) -> list[str]:
    if BREAK not in cell:
        line = " ".join(cell[1:].split())
        return [line] if line else _NO_LINES
    return [line for each in cell[1:].split(BREAK) if (line := " ".join(each.split()))]
