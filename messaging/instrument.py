"""Gives the links of a finished mail signed addresses of ours, and adds the pixel.

A scanner rather than a parser: a parser would rewrite the whole mail, Outlook's conditional
comments included. What it does not understand it leaves as it stands: a link is then not counted,
never lost.

# Note [Which links are counted]
`href` of `a` and `area`, and of Outlook's VML (`v:roundrect`, also within `<!--[if mso]>`). Left
alone: all but http and https, addresses that the redirect would refuse, our own tracking addresses,
those the caller names (choosing, unsubscribing), and tags with `data-untracked`. Scripts (JSON-LD
tells machines the true address), styles and plain comments are passed over. The text part keeps its
plain links, without our parameters: there a reader reads the address itself.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from html import escape, unescape
from typing import Final

from django.conf import settings

from messaging.destinations import is_followable

_TAG: Final = re.compile(r"""<[A-Za-z][^\s/>]*(?:[^>"']|"[^"]*"|'[^']*')*>""")
# One attribute: its name, and its value with its quotes, if it has one.
_ATTRIBUTE: Final = re.compile(
    r"""(?P<name>[^\s"'>/=]+)(?:\s*=\s*(?P<value>"[^"]*"|'[^']*'|[^\s"'>][^\s>]*))?"""
)
# Whatever stands between these is text, or not for people.
_RAW: Final = ("script", "style", "title", "textarea", "noscript", "xmp")
_LINKED: Final = ("a", "area")
_CONDITIONAL: Final = "<!--[if"
# All that is nothing to us, in one leap: text, ends of tags, and tags of other names.
_PASSED_OVER: Final = re.compile(
    rf"""(?:[^<]+|</[^>]*(?:>|\Z)|<(?![A-Za-z/]|!--)
    |<(?!(?i:(?:{"|".join((*_LINKED, *_RAW))})[\s/>]|v:))
    [A-Za-z](?:[^>"']+|"[^"]*"|'[^']*')*+>)*+""",
    re.VERBOSE,
)
_BODY_END: Final = re.compile(r"</body\s*>", re.IGNORECASE)
# What browsers drop from an address before reading it.
_DROPPED: Final = re.compile(r"[\t\n\r]")
_TRIMMED: Final = "".join(map(chr, range(0x21)))


@dataclass(frozen=True, slots=True)
class Marks:
    """What tells the links and the pixel of one mail from those of all others."""

    # What follows /t/c/ for the link of that number and address; nothing: it goes straight there.
    click: Callable[[int, str], str]
    open: str
    tagged: Callable[[str], str] = str
    footer: str = ""  # words that stand before the pixel


@dataclass(slots=True)
class _Links:
    """The addresses met so far; the same one twice is one link, and leads by one address."""

    prefix: str
    ours: tuple[str, ...]  # how addresses begin that are tracked already
    click: Callable[[int, str], str]
    tagged: Callable[[str], str]
    untouched: Collection[str]
    found: list[str] = field(default_factory=list)
    _known: dict[str, str | None] = field(default_factory=dict)

    @classmethod
    def of(cls, base_url: str, marks: Marks, untouched: Collection[str]) -> "_Links":
        prefix = f"{base_url}/t/"
        ours = (prefix, f"{settings.NOTIFYHUB_BASE_URL}/t/")
        return cls(prefix, ours, marks.click, marks.tagged, untouched)

    def instead_of(self, raw: str) -> str | None:
        """Our address for an attribute's raw value, or None to leave it.

        Words that were instrumented before keep their addresses.
        """
        if raw in self._known:
            return self._known[raw]
        ours = None if raw.strip().startswith(self.ours) else self._ours(raw)
        self._known[raw] = ours
        return ours

    def _ours(self, raw: str) -> str | None:
        url = _DROPPED.sub("", unescape(raw)).strip(_TRIMMED)
        if url in self.untouched or not is_followable(url):
            return None
        tagged = self.tagged(url)
        index = self.found.index(tagged) if tagged in self.found else len(self.found)
        path = self.click(index, tagged)
        if not path:
            return tagged if tagged != url else None
        if index == len(self.found):
            self.found.append(tagged)
        return f"{self.prefix}c/{path}"

    def finished(self, pieces: Iterable[str], marks: Marks) -> "Instrumented":
        """The mail of these pieces, with its pixel, and the links met in it."""
        pixel = (
            f'<img src="{self.prefix}o/{marks.open}.gif" width="1" height="1" alt="" '
            'style="display:block;border:0;width:1px;height:1px">'
        )
        return Instrumented(_at_the_end("".join(pieces), marks.footer + pixel), self.found)


@dataclass(frozen=True, slots=True)
class Instrumented:
    html: str
    links: list[str]


def instrument(
    html: str,
    *,
    base_url: str,
    marks: Marks,
    untouched: Collection[str] = (),
) -> Instrumented:
    """Rewrite the links of a whole HTML mail, and add a pixel before its body ends."""
    links = _Links.of(base_url, marks, untouched)
    pieces = [_rewritten(piece, links) for piece in _pieces(html)]
    return links.finished(pieces, marks)


def instrument_at_hand(
    pieces: Sequence[str],
    *,
    base_url: str,
    marks: Marks,
    untouched: Collection[str] = (),
) -> Instrumented:
    """The same of a mail whose links are known: text, address, text, …, text."""
    links = _Links.of(base_url, marks, untouched)
    made = list(pieces)
    for place in range(1, len(made), 2):
        ours = links.instead_of(made[place])
        if ours is not None:
            made[place] = escape(ours)
    return links.finished(made, marks)


def _pieces(html: str) -> Iterator[tuple[str, bool]]:
    """The mail cut into start tags that may have links (True) and everything else (False)."""
    at = 0
    while at < len(html):
        passed = _PASSED_OVER.match(html, at)
        begin, at = at, passed.end() if passed else at
        yield html[begin:at], False
        if html.startswith(_CONDITIONAL, at):
            end = at + len(_CONDITIONAL)  # Outlook reads on inside, hence so do we
        elif html.startswith("<!--", at):
            end = _after(html, "-->", at + 2)  # "<!-->" is a whole comment: [if !mso] ends so
        else:
            tag = _TAG.match(html, at)
            if tag is None:
                break  # a quote is never closed: what follows is no tag for anybody
            end = tag.end()
            yield html[at:end], True
            at = end
            end = _raw_end(html, tag.group(), at)
        yield html[at:end], False
        at = end
    yield html[at:], False


def _after(html: str, mark: str, at: int) -> int:
    found = html.find(mark, at)
    return len(html) if found < 0 else found + len(mark)


def _raw_end(html: str, tag: str, at: int) -> int:
    """Where the text of a script, style or the like ends; `at` itself after other tags."""
    name = _name_of(tag)
    if name not in _RAW:
        return at
    closing = re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE).search(html, at)
    return closing.start() if closing else len(html)


def _name_of(tag: str) -> str:
    return re.split(r"[\s/>]", tag[1:], maxsplit=1)[0].lower()


def addresses_in(html: str) -> list[str]:
    """The raw values of the links that are read, whether or not they are counted."""
    found = (_href_of(text) for text, is_tag in _pieces(html) if is_tag)
    return [_raw(href) for href in found if href]


def _rewritten(piece: tuple[str, bool], links: _Links) -> str:
    text, is_tag = piece
    href = _href_of(text) if is_tag else None
    ours = links.instead_of(_raw(href)) if href else None
    if href is None or ours is None:
        return text
    return f'{text[: href.start("value")]}"{escape(ours)}"{text[href.end("value") :]}'


def _href_of(tag: str) -> re.Match[str] | None:
    """The address of a link that may be counted."""
    name = _name_of(tag)
    if name not in _LINKED and not name.startswith("v:"):
        return None
    attributes = list(_ATTRIBUTE.finditer(tag, 1 + len(name)))
    names = [attribute["name"].lower() for attribute in attributes]
    if "data-untracked" in names or "href" not in names:
        return None
    href = attributes[names.index("href")]  # of two, browsers take the first
    return href if href["value"] else None


def _raw(href: re.Match[str]) -> str:
    value: str = href["value"]
    return value[1:-1] if value[0] in "\"'" else value


def _at_the_end(html: str, added: str) -> str:
    """Before the last end of a body; at the end where there is none."""
    known = max(html.rfind("</body>"), 0)  # looking for the small letters alone is quick
    ends = list(_BODY_END.finditer(html, known))
    if not ends:
        return html + added
    at = ends[-1].start()
    return html[:at] + added + html[at:]
