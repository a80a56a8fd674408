"""What tenants' own Liquid made is cleaned before staff or buyers see it: no script, no forms.

nh3 knows fragments only and drops comments. So head and body are cleaned on their own, and what
mails need beyond them (styles, Outlook's conditional comments, linked data) waits aside meanwhile:
each is checked, and put back where it stood.
"""

import json
import re
import secrets
from collections import Counter
from dataclasses import dataclass, field
from typing import Final

import nh3

from templates_app.engine.environment import Place, TemplateError

CHARACTERS: Final = 600_000
ELEMENTS: Final = 20_000
ATTRIBUTES: Final = 3_000
DEPTH: Final = 300

_TAGS: Final = frozenset({
    "a", "abbr", "acronym", "address", "area", "article", "aside", "b", "bdi", "bdo", "big",
    "blockquote", "br", "caption", "center", "cite", "code", "col", "colgroup", "dd", "del",
    "details", "dfn", "div", "dl", "dt", "em", "figcaption", "figure", "font", "footer", "h1",
    "h2", "h3", "h4", "h5", "h6", "header", "hr", "i", "img", "ins", "kbd", "li", "main", "map",
    "mark", "nav", "ol", "p", "picture", "pre", "q", "s", "samp", "section", "small", "span",
    "strike", "strong", "style", "sub", "summary", "sup", "table", "tbody", "td", "tfoot", "th",
    "thead", "time", "tr", "tt", "u", "ul", "var", "wbr",
})  # fmt: skip
_ATTRIBUTES: Final = frozenset({
    "abbr", "align", "alt", "axis", "background", "bgcolor", "border", "cellpadding",
    "cellspacing", "char", "class", "clear", "color", "cols", "colspan", "compact", "coords",
    "datetime", "dir", "face", "headers", "height", "hspace", "id", "itemprop", "itemscope",
    "itemtype", "lang", "name", "noshade", "nowrap", "role", "rowspan", "rules", "scope", "shape",
    "size", "span", "start", "summary", "title", "type", "valign", "value", "vspace", "width",
    "xml:lang", "style",
})  # fmt: skip
_OF_TAG: Final = {
    "a": frozenset({"href", "target", "rel"}),
    "area": frozenset({"href", "target"}),
    "img": frozenset({"src", "srcset", "sizes", "loading", "usemap", "ismap"}),
    "blockquote": frozenset({"cite"}),
    "meta": frozenset({"name", "content", "charset", "property", "http-equiv"}),
}
_HEAD_TAGS: Final = frozenset({"meta", "title", "style"})
_EQUIVALENTS: Final = frozenset({"content-type", "x-ua-compatible", "content-language"})
_ADDRESSES: Final = frozenset({"href", "src", "background", "cite", "srcset", "usemap"})
_SCHEMES: Final = frozenset({"http", "https", "mailto", "tel", "sms", "cid"})
_PREFIXES: Final = frozenset({"data-", "aria-"})
_PAGE_ATTRIBUTES: Final = _ATTRIBUTES | {
    "xmlns", "xmlns:v", "xmlns:o", "xmlns:w", "link", "vlink", "alink", "text",
    "leftmargin", "topmargin", "marginwidth", "marginheight",
}  # fmt: skip
# Inside Outlook's comments: plain layout, and its own drawing language.
_OUTLOOK_TAGS: Final = _TAGS | {"xml", "noscript", "body", "html", "head", "meta"}
_OUTLOOK_PREFIXES: Final = ("v:", "o:", "w:")

_SCHEME: Final = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_PICTURE_DATA: Final = re.compile(r"data:image/(?:png|gif|jpe?g|webp);base64,[a-z0-9+/=]*", re.I)
_BLANK: Final = re.compile(r"[\x00-\x20\x7f-\xa0\u2028\u2029\u200b-\u200f\ufeff]")
_ACTING_CSS: Final = (
    r"expression\s*\(|behavior\s*:|-moz-binding|javascript\s*:|vbscript\s*:|@import"
    r"|url\(\s*['\"]?\s*(?!https?:|//|cid:|data:image/(?:png|gif|jpe?g|webp)|[\w#./?&=%-]+['\")])"
)
_DANGEROUS_CSS: Final = re.compile(_ACTING_CSS + "|<[/!]", re.IGNORECASE)
# What the quick cleaner, which asks us nothing, leaves to the careful one.
_WANTS_CARE: Final = (
    "url(", "expression", "behavior", "-moz-binding", "script:", "@import", "data:",
    " background=", " srcset=", " usemap=", " cite=",
)  # fmt: skip
_LONG_TAG: Final = re.compile(r"<[a-zA-Z][^<>]{2000,}")
_SEPARATOR: Final = re.compile(r"[\s/]")
_OPEN_OR_CLOSE: Final = re.compile(r"<(/?)([a-z][a-z0-9]*)")
_CLOSED: Final = frozenset({"div", "span", "table", "center", "a", "b", "font", "ul", "ol"})
_VOID: Final = frozenset({"area", "br", "col", "hr", "img", "meta", "wbr"})
_DOCTYPE: Final = re.compile(r"\s*<!DOCTYPE html[^<>]*>", re.IGNORECASE)
_HTML: Final = re.compile(r"<html\b([^<>]{0,2000})>", re.IGNORECASE)
_HEAD: Final = re.compile(r"<head\b[^<>]{0,2000}>", re.IGNORECASE)
_HEAD_END: Final = re.compile(r"</head\s*>", re.IGNORECASE)
_BODY: Final = re.compile(r"<body\b([^<>]{0,2000})>", re.IGNORECASE)
_BODY_END: Final = re.compile(
    r"</body\s{0,9}>(\s{0,99})(?:</html\s{0,9}>(\s{0,99}))?\Z", re.IGNORECASE
)
_ATTRIBUTE: Final = re.compile(
    r"(?<![\w:-])([\w:-]{1,40})\s{0,9}=\s{0,9}(?:\"([^\"]*)\"|'([^']*)')"
)
_SET_ASIDE: Final = re.compile(
    r"<!--\[if [^\]<>]{1,60}\]>(?:(?!<!--|--!?>).){0,20000}?<!\[endif\]-->"
    r"|<!--\s{0,9}\[if [^\]<>]{1,60}\]>\s{0,9}(?:<!\s{0,9})?-->|<!--\s{0,9}<!\[endif\]-->"
    r"|<script type=\"application/ld\+json\">[^<]*</script\s*>",
    re.IGNORECASE | re.DOTALL,
)
_STYLE: Final = re.compile(r"<style([^>]*)>(.*?)</style>", re.DOTALL)
_OUTLOOK_TAG: Final = re.compile(r"</?([a-zA-Z][\w:.-]*)([^<>]*)>")
_HANDLER: Final = re.compile(r"""[\s/"']on\w+\s*=|(?:java|vb)script\s*:""", re.IGNORECASE)


def clean_html(html: str) -> str:
    """The same mail without what could act: scripts, handlers, forms, frames, refreshes, bases."""
    aside = _Aside()
    text = _SET_ASIDE.sub(aside.put, html)
    doctype, page, head = _DOCTYPE.match(text), _HTML.search(text), _HEAD.search(text)
    head_end = _HEAD_END.search(text, head.end()) if head else None
    body = _BODY.search(text, head_end.end() if head_end else 0)
    if page is None and head_end is None and body is None:
        return aside.back(_clean_body(text))
    end = _BODY_END.search(text)
    begins = [found.end() for found in (page, head_end, body) if found]
    between = text[head_end.end() : body.start()] if head_end and body else ""
    pieces = [
        doctype[0] if doctype else "",
        f"<html{_attributes(page[1])}>" if page else "<html>",
        _head(text[head.end() : head_end.start()], aside) if head and head_end else "",
        between if between.isspace() else "",
        f"<body{_attributes(body[1])}>" if body else "<body>",
        aside.back(_clean_body(text[max(begins) : end.start() if end else None])),
        f"</body>{end[1]}</html>{end[2] or ''}" if end else "</body></html>",
    ]
    return "".join(pieces)


def check_page(html: str) -> None:
    """Refuse what would take long to clean; the parsers below us overflow on deep pages."""
    if len(html) > CHARACTERS:
        raise TemplateError(Place(message=f"the mail is longer than {CHARACTERS:,} characters"))
    tags = Counter(_OPEN_OR_CLOSE.findall(html.lower()))
    if sum(count for (closes, _), count in tags.items() if not closes) > ELEMENTS:
        raise TemplateError(Place(message=f"the mail has more than {ELEMENTS:,} elements"))
    for (closes, name), count in tags.items():
        if not closes and name in _CLOSED and count - tags["/", name] > DEPTH:
            raise TemplateError(Place(message=f"{count} <{name}> are not closed"))
    if any(len(_SEPARATOR.findall(tag)) > ATTRIBUTES for tag in _LONG_TAG.findall(html)):
        raise TemplateError(Place(message="an element has too many attributes"))


def check_depth(cleaned: str) -> None:
    """Refuse a page nested too deeply. Only for cleaned pages: each element in them is closed."""
    depth = 0
    for tag in _OPEN_OR_CLOSE.finditer(cleaned):
        depth += -1 if tag[1] else tag[2] not in _VOID
        if depth > DEPTH:
            raise TemplateError(Place(message=f"the mail is nested deeper than {DEPTH} elements"))


@dataclass(slots=True)
class _Aside:
    """Pieces taken out before cleaning. A style element holds each one's place, since it may stand
    anywhere, in a table too; its mark cannot be guessed."""

    mark: str = field(default_factory=lambda: secrets.token_hex(8))
    pieces: list[str] = field(default_factory=list)

    def put(self, found: re.Match[str]) -> str:
        piece = found[0]
        is_harmless = (
            _is_linked_data(piece) if piece[:2].lower() == "<s" else _is_for_outlook(piece)
        )
        self.pieces.append(piece if is_harmless else "")
        return f"<style>{self.mark}-{len(self.pieces) - 1}</style>"

    def back(self, cleaned: str) -> str:
        return _STYLE.sub(self._piece, cleaned)

    def _piece(self, style: re.Match[str]) -> str:
        mark, _, number = style[2].partition("-")
        if mark == self.mark and number.isdigit():
            return self.pieces[int(number)]
        return f"<style{style[1]}>{_clean_css(style[2])}</style>"


def _clean_body(html: str) -> str:
    """Asking us about each attribute costs thrice the cleaning, and is seldom needed."""
    cleaned = _quick_cleaner.clean(html)
    lower = cleaned.lower()
    if "data:" in html or any(sign in lower for sign in _WANTS_CARE):
        return _cleaner.clean(html)
    return cleaned


def _clean_css(text: str) -> str:
    """Nothing in a style sheet may end it, fetch another, or run."""
    return _DANGEROUS_CSS.sub(" ", text)


def _head(text: str, aside: _Aside) -> str:
    return f"<head>{aside.back(_head_cleaner.clean(text))}</head>"


def _is_linked_data(script: str) -> bool:
    try:
        json.loads(script.partition(">")[2].rpartition("</")[0])
    except (ValueError, RecursionError):
        return False
    return True


def _is_for_outlook(comment: str) -> bool:
    """A browser reads none of it; Outlook, which runs no script, gets layout only."""
    tags = list(_OUTLOOK_TAG.finditer(comment.replace("<![endif]", "")))
    if _HANDLER.search(comment) or comment.count("<") > len(tags) + 3:
        return False
    return all(
        tag[1].lower() in _OUTLOOK_TAGS or tag[1].lower().startswith(_OUTLOOK_PREFIXES)
        for tag in tags
    )


def _attributes(text: str) -> str:
    """Those of the page's own elements that may stay, as they were written."""
    kept = ""
    for found in _ATTRIBUTE.finditer(text):
        name, value = found[1], found[2] if found[2] is not None else found[3]
        lower = name.lower()
        if lower not in _PAGE_ATTRIBUTES or re.search(r"[<>\"]", value):
            continue
        if _kept_attribute("body", lower, value) is not None:
            kept += f' {name}="{value}"'
    return kept


def _kept_attribute(element: str, name: str, value: str) -> str | None:
    if name == "style":
        return None if _DANGEROUS_CSS.search(_BLANK.sub("", value)) else value
    if name in _ADDRESSES:
        return value if _may_be_followed(name, value) else None
    if name == "http-equiv":
        return value if value.lower() in _EQUIVALENTS else None
    del element
    return value


def _may_be_followed(name: str, value: str) -> bool:
    address = _BLANK.sub("", value)
    scheme = _SCHEME.match(address)
    if scheme is None:
        return True
    if scheme[1].lower() in _SCHEMES:
        return True
    return name in ("src", "background") and bool(_PICTURE_DATA.fullmatch(address))


def _make_cleaner(tags: frozenset[str], *, asks: bool = True) -> nh3.Cleaner:
    attributes = {tag: set(names) for tag, names in _OF_TAG.items() if tag in tags}
    return nh3.Cleaner(
        tags=set(tags),
        clean_content_tags={"script", "noscript", "template", "iframe", "object", "xmp", "svg",
                            "math", "select", "textarea", "noembed", "noframes", "plaintext"},
        attributes={"*": set(_ATTRIBUTES), "style": {"type", "media"}, **attributes},
        generic_attribute_prefixes=set(_PREFIXES),
        attribute_filter=_kept_attribute if asks else None,
        url_schemes={*_SCHEMES, "data"} if asks else set(_SCHEMES),
        link_rel=None,
    )  # fmt: skip


_cleaner: Final = _make_cleaner(_TAGS)
_quick_cleaner: Final = _make_cleaner(_TAGS, asks=False)
_head_cleaner: Final = _make_cleaner(_HEAD_TAGS)
