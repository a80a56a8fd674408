"""A source before it is woven: dashes obeyed, looks in place, and no blanks that nobody prints."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from templates_app.sealing import HOLE, Hole

OPENS: Final = frozenset({"if", "unless", "case", "for", "capture"})
_OTHERS: Final = frozenset({"", "else", "elsif", "when", "assign", "break", "continue"})
_DASHED: Final = re.compile(r"\{(\{|%)(-?)(.*?)(-?)(\}|%)\}", re.DOTALL)
_BRAND: Final = re.compile(r"\{\{\s*brand\.(\w+)\s*\}\}")


class NotWoven(Exception):
    """Why not: the text part and the links are read from each page."""


def tidied(marked: str, holes: list[Hole], look: Mapping[str, str]) -> str:
    """The same with its dashes obeyed, the looks in place, and no blanks that nobody prints."""
    pieces = HOLE.split(marked)  # text, kind, number, text, …
    texts, numbers = pieces[0::3], [int(number) for number in pieces[2::3]]
    for place, number in enumerate(numbers):
        dashed = _DASHED.fullmatch(holes[number].source)
        if dashed is None or not _is_known(holes[number].name):
            raise NotWoven(f"Liquid of an unforeseen shape: {holes[number].source[:60]}")
        opening, before, inner, after, closing = dashed.groups()
        if before:
            texts[place] = texts[place].rstrip()
        if after:
            texts[place + 1] = texts[place + 1].lstrip()
            if place + 2 == len(texts):  # the library takes a last line end for words of its own
                texts[-1] = texts[-1].removesuffix("\n")
        holes[number] = Hole(f"{{{opening}{inner}{closing}}}", holes[number].name)
    _drop_blanks(texts, [holes[number] for number in numbers])
    made = [texts[0]]
    for number, kind, text in zip(numbers, pieces[1::3], texts[1:], strict=True):
        folded = _BRAND.fullmatch(holes[number].source)
        known = look.get(folded[1]) if folded else None
        made += [f"lq{kind}{number}x" if known is None else known, text]
    return "".join(made)


def _is_known(name: str) -> bool:
    return name in _OTHERS or name in OPENS or name.removeprefix("end") in OPENS


@dataclass(slots=True)
class _Block:
    """An open block of Liquid, and the blanks of its branches."""

    name: str
    is_blank: bool = True
    blanks: list[int] = field(default_factory=list)
    was_blank: bool = True  # what stood before the `else` of a loop, which is on its own

    def end(self, texts: list[str]) -> bool:
        """Whether the whole of it is blank; then its blanks are none."""
        if self.is_blank:
            for blank in self.blanks:
                texts[blank] = ""
        return self.is_blank and self.was_blank


def _drop_blanks(texts: list[str], holes: list[Hole]) -> None:
    """Take out blanks in blocks that have nothing else: Liquid does not print them.

    Marks beside them would make it print them.
    """
    around: list[_Block] = [_Block("")]
    for place, hole in enumerate(holes):
        block = around[-1]
        if hole.name == "when" and holes[place - 1].name == "case":
            _drop_first(texts, place)
        _note(block, texts, place)
        if hole.name in OPENS:
            around.append(_Block(hole.name))
        elif hole.name == "else" and block.name == "for":
            around[-1] = _Block("for", was_blank=block.end(texts))
        elif hole.name.startswith("end"):
            around.pop()
            is_blank = block.end(texts) or block.name == "capture"
            around[-1].is_blank = around[-1].is_blank and is_blank
        elif not hole.name:
            block.is_blank = False
    if len(around) != 1:
        raise NotWoven("a block that is not closed")


def _drop_first(texts: list[str], place: int) -> None:
    """What stands before the first case, which Liquid prints never."""
    if texts[place].strip():
        raise NotWoven("words before the first case")
    texts[place] = ""


def _note(block: _Block, texts: list[str], place: int) -> None:
    text = texts[place]
    if text.isspace():
        block.blanks.append(place)
    elif text:
        block.is_blank = False
