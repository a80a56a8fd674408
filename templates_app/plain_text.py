"""The text part of a mail, from its HTML: what a person would have typed."""

import re
import textwrap
import unicodedata
from typing import Final

from inscriptis import Inscriptis
from inscriptis.css_profiles import STRICT_CSS_PROFILE
from inscriptis.model.config import ParserConfig
from lxml import html as lxml_html
from lxml.etree import ParserError
from lxml.html import HtmlElement

WIDTH: Final = 60
_CONFIG: Final = ParserConfig(css=STRICT_CSS_PROFILE)
_LAYOUT: Final = ("table", "tbody", "thead", "tr", "td", "th", "center")
_BLOCK_CLASSES: Final = frozenset({"px", "half"})  # what stands apart from what is above it
_INVISIBLE: Final = re.compile(r"[\u034f\u200b\u200c\ufeff]")
_UNSEEN: Final = "//*[@data-part='preheader'] | //head | //script | //style | //comment()"
_PROMO: Final = 'data-part="promo"'
_SPACES: Final = re.compile(r"[ \t\u00a0\u202f]+")
_BLANK_LINES: Final = re.compile(r"\n{3,}")


def text_of(html: str) -> str:
    """Readable text: links as `words (address)`, rows with their amounts in line."""
    try:
        page = lxml_html.document_fromstring(html)
    except ParserError:  # nothing in it to be read
        return "\n"
    is_ours = bool(page.xpath("//*[@data-part]"))
    for element in page.xpath("//*[@data-part='preheader'] | //script | //style | //del"):
        element.drop_tree()
    for table in page.xpath("//table[@data-part='lines' or @data-part='totals']"):
        _as_preformatted(table)
    for table in page.xpath("//table[@data-part='facts']"):
        _as_list(table)
    for link in page.iter("a"):
        _spell_out(link)
    if is_ours:  # the other tables only place things
        for element in list(page.iter(*_LAYOUT)):
            element.tag = (
                "p" if _BLOCK_CLASSES & set((element.get("class") or "").split()) else "div"
            )
    text = Inscriptis(page, _CONFIG).get_text()
    lines = (line.rstrip(" \t\u00a0\u202f") for line in _INVISIBLE.sub("", text).splitlines())
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip() + "\n"


def promo_share(html: str) -> float:
    """Of the letters that a reader sees, 0 to 1, those in blocks that promote something."""
    if _PROMO not in html:  # most mails: nothing is read for them
        return 0.0
    page = lxml_html.document_fromstring(html)
    for element in page.xpath(_UNSEEN):
        element.drop_tree()
    promoting = page.xpath("//*[@data-part='promo'][not(ancestor::*[@data-part='promo'])]")
    seen = _letters(page)
    return sum(map(_letters, promoting)) / seen if seen else 0.0


def _letters(element: HtmlElement) -> int:
    return sum(len("".join(text.split())) for text in element.itertext())


def _spell_out(link: HtmlElement) -> None:
    address = (link.get("href") or "").removeprefix("mailto:")
    words = link.text_content().strip()
    if not address or address.startswith("#") or address == words:
        return
    picture = "" if words else next((str(img.get("alt") or "") for img in link.iter("img")), "")
    last = link[-1] if len(link) else None
    shown = f" ({address})" if words or picture else address
    if last is None:
        link.text = (link.text or "") + shown
    else:
        last.tail = (last.tail or "") + shown


def _as_preformatted(table: HtmlElement) -> None:
    """Set the rows as text with the amounts at the right edge."""
    rows = []
    is_sum = table.get("data-part") == "totals"
    for row in table.iter("tr"):
        cells = [_cell_lines(cell) for cell in row.iter("td")]
        cells = [lines for lines in cells if lines]
        if not cells:
            continue
        if is_sum and "sum" in (row[0].get("class") or "").split():
            rows.append("-" * WIDTH)
        rows += _set_row(cells[0], cells[-1][-1] if len(cells) > 1 else "")
    tail = table.tail
    table.clear()
    table.tag, table.tail = "pre", tail
    table.text = "\n".join(rows)


def _as_list(table: HtmlElement) -> None:
    """Set the rows as `name: what it is`, what follows indented."""
    rows = []
    for row in table.iter("tr"):
        cells = [_cell_lines(cell) for cell in row.iter("td")]
        if len(cells) == 2 and all(cells):
            rows.append(f"{cells[0][0]}: {cells[1][0]}")
            rows += [f"  {line}" for line in cells[1][1:]]
    tail = table.tail
    table.clear()
    table.tag, table.tail = "pre", tail
    table.text = "\n".join(rows)


def _cell_lines(cell: HtmlElement) -> list[str]:
    for stop in cell.iter("br"):
        stop.tail = "\n" + (stop.tail or "")
    lines = (_SPACES.sub(" ", line).strip() for line in cell.text_content().split("\n"))
    return [line for line in lines if line]


def _set_row(words: list[str], amount: str) -> list[str]:
    room = WIDTH - _columns(amount) - 2
    first, *wrapped = textwrap.wrap(words[0], room, subsequent_indent="  ") or [""]
    gap = " " * max(2, WIDTH - _columns(first) - _columns(amount))
    rest = [
        line
        for more in words[1:]
        for line in textwrap.wrap(more, room, initial_indent="  ", subsequent_indent="  ")
    ]
    return [f"{first}{gap}{amount}", *wrapped, *rest]


def _columns(text: str) -> int:
    """How wide it stands in a fixed font: Chinese letters take two columns, marks none."""
    return sum(
        0 if unicodedata.combining(sign) else 2 if unicodedata.east_asian_width(sign) in "WF" else 1
        for sign in text
    )
