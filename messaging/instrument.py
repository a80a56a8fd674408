"""Gives the links of a finished mail signed addresses of ours, and adds the pixel.

A scanner rather than a parser: a parser would rewrite the whole mail, Outlook's conditional
comments included. What it does not understand it leaves as it stands: a link is then not counted,
never lost.

# Note [Which links are counted]
`href` of `a` and `area`, and of Outlook's VML (`v:roundrect`, also within `<!--[if mso]>`). Left
alone: all but http and https, addresses that the redirect would refuse, our own tracking addresses,
those the caller names (unsubscribing), and tags with `data-untracked`. Scripts (JSON-LD tells
machines the true address), styles and plain comments are passed over. The text part keeps its plain
links.
"""

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from html import escape, unescape
from typing import Final
from urllib.parse import urlsplit

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


@dataclass(slots=True)
class _Links:
    """The addresses met so far; the same one twice is one link."""

    url_of: Callable[[int], str]
    untouched: Collection[str]
    found: list[str] = field(default_factory=list)

    def instead_of(self, raw: str) -> str | None:
        """Our address for an attribute's raw value, or None to leave it."""
        url = _DROPPED.sub("", unescape(raw)).strip(_TRIMMED)
        if url in self.untouched or not is_followable(url):
            return None
        if url not in self.found:
            self.found.append(url)
        return self.url_of(self.found.index(url))


@dataclass(frozen=True, slots=True)
class Instrumented:
    html: str
    links: list[str]


def instrument(
    html: str,
    *,
    base_url: str,
    click_token: Callable[[int], str],
    open_token: str,
    untouched: Collection[str] = (),
) -> Instrumented:
    """Rewrite the links of a whole HTML mail, and add a pixel before its body ends."""
    prefix = f"{base_url}/t/"
    links = _Links(lambda index: f"{prefix}c/{click_token(index)}", untouched)
    # Words that were instrumented before keep their addresses.
    pieces = [_rewritten(piece, links, prefix) for piece in _pieces(html)]
    pixel = (
        f'<img src="{prefix}o/{open_token}.gif" width="1" height="1" alt="" '
        'style="display:block;border:0;width:1px;height:1px">'
    )
    return Instrumented(_with_pixel("".join(pieces), pixel), links.found)


def is_followable(url: str) -> bool:
    """Whether the redirect will follow it: plain http(s) to a named host (tracking/links.py)."""
    if "\\" in url or " " in url or not url.isprintable():  # no other space is printable
        return False
    if not url.lower().startswith(("http://", "https://")):
        return False
    try:
        parts = urlsplit(url)
        return bool(parts.hostname) and parts.port != 0 and parts.username is None
    except ValueError:
        return False


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


def _rewritten(piece: tuple[str, bool], links: _Links, prefix: str) -> str:
    text, is_tag = piece
    if not is_tag:
        return text
    name = _name_of(text)
    if name not in _LINKED and not name.startswith("v:"):
        return text
    attributes = list(_ATTRIBUTE.finditer(text, 1 + len(name)))
    names = [attribute["name"].lower() for attribute in attributes]
    if "data-untracked" in names or "href" not in names:
        return text
    href = attributes[names.index("href")]  # of two, browsers take the first
    value = href["value"]
    if not value:
        return text
    raw = value[1:-1] if value[0] in "\"'" else value
    ours = None if raw.strip().startswith(prefix) else links.instead_of(raw)
    if ours is None:
        return text
    return f'{text[: href.start("value")]}"{escape(ours)}"{text[href.end("value") :]}'


def _with_pixel(html: str, pixel: str) -> str:
    """Before the last end of a body; at the end where there is none."""
    known = max(html.rfind("</body>"), 0)  # looking for the small letters alone is quick
    ends = list(_BODY_END.finditer(html, known))
    if not ends:
        return html + pixel
    at = ends[-1].start()
    return html[:at] + pixel + html[at:]
