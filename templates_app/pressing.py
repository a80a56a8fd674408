"""A page's styles put into its elements once, in the source, instead of in each mail.

Every start tag gets a number, the page with all its branches is inlined once, and the style of each
number is written back into the source: Liquid stays as it stands, and what it prints in a style
(a colour of the brand) stays Liquid there. What cannot be pressed is inlined mail by mail.
"""

import re
from typing import Final

import css_inline

from templates_app.sealing import HOLE, Hole, Seal
from templates_app.sealing_names import NotSealed

_SHEET: Final = re.compile(
    r"<!--\[if [^\]<>]{1,60}\]>(?!<!-->).*?<!\[endif\]-->"
    r"|<style(?P<kept> data-css-inline=\"ignore\")?>(?P<rules>.*?)</style>",
    re.DOTALL,
)
# What is for Outlook alone, and what holds no elements, is passed over.
_TAG: Final = re.compile(
    r"<!--\[if [^\]<>]{1,60}\]>(?!<!-->).*?<!\[endif\]-->|<!--.*?-->|<title.*?</title>"
    r"|<(?P<name>[a-zA-Z][\w:]*)(?P<attributes>(?:\s+[\w:-]+(?:=\"[^\"]*\")?)*)(?P<end>\s*/?>)",
    re.DOTALL,
)
_OF_STYLE: Final = re.compile(r"\sstyle=\"([^\"]*)\"")
_NUMBERED: Final = re.compile(r"<[a-zA-Z][^<>]*\sdata-number=\"(\d+)\"[^<>]*>")
_IN_CLASSES: Final = re.compile(r"\sclass=\"[^\"]*?lqt(\d+)x([^\"]*?)lqt(\d+)x[^\"]*\"")
_TOKEN_OF_TAG: Final = re.compile(r"lqt\d+x")
# Such rules depend on neighbours, which Liquid may leave out, or on elements that parsers add. What
# hangs on a reader's pointer is never inlined, whichever way a mail goes.
_UNCERTAIN: Final = re.compile(
    r"[+~\[*>@]|:(?!(?:hover|active|visited|focus)\s*[{,])[a-z-]*\s*[{,(]|\b(?:tbody|html|head)\b"
)
_UNSTYLED: Final = frozenset({"html", "head", "meta", "title", "style"})

_inliner: Final = css_inline.CSSInliner(load_remote_stylesheets=False)


def press(seal: Seal) -> str:
    """The sealed source with its styles in its elements; NotSealed where that is uncertain."""
    page, sheets, kept = _without_sheets(seal.marked)
    head = "".join(f"<style>{sheet}</style>" for sheet in sheets)
    met, unmet = (_styles_of(page, head, drops=drops) for drops in (False, True))
    tags = 0

    def styled(tag: re.Match[str]) -> str:
        nonlocal tags
        if not tag["name"]:
            return tag[0]
        number, tags = tags, tags + 1
        if tag["name"] in _UNSTYLED:
            return tag[0]
        if number not in met or number not in unmet:
            raise NotSealed("an element that the inliner does not know")
        value = _value(tag, met[number], unmet[number], seal.holes)
        return _with_style(tag, value)

    text = _TAG.sub(styled, page)
    styles = "".join(f"<style>{rules}</style>" for rules in kept)
    text = text.replace("</head>", styles + "</head>", 1)
    return HOLE.sub(lambda found: seal.holes[int(found[2])].source, text)


def _without_sheets(marked: str) -> tuple[str, list[str], list[str]]:
    """The page, the rules to press into it, and those that stay for clients that read them."""
    kept: list[str] = []
    sheets: list[str] = []

    def taken(found: re.Match[str]) -> str:
        if found["rules"] is None:
            return found[0]
        (kept if found["kept"] else sheets).append(found["rules"])
        return ""

    page = _SHEET.sub(taken, marked)
    for sheet in sheets:
        if _UNCERTAIN.search(re.sub(r"\{[^{}]*\}", "{}", sheet)) or _TOKEN_OF_TAG.search(sheet):
            raise NotSealed("a rule that depends on more than an element and what it stands in")
    return page, sheets, kept


def _value(tag: re.Match[str], met: str, unmet: str, holes: list[Hole]) -> str:
    """The style, or both with the condition of the classes between them."""
    if met == unmet:
        return met
    condition = _IN_CLASSES.search(tag["attributes"])
    if condition is None:
        raise NotSealed("a style that depends on more than one condition")
    opening, closing = holes[int(condition[1])], holes[int(condition[3])]
    return f"{opening.source}{met}{{% else %}}{unmet}{closing.source}"


def _with_style(tag: re.Match[str], value: str) -> str:
    attributes = tag["attributes"]
    if _OF_STYLE.search(attributes):
        attributes = _OF_STYLE.sub(lambda _: f' style="{value}"', attributes, count=1)
    elif value:
        attributes += f' style="{value}"'
    return f"<{tag['name']}{attributes}{tag['end']}"


def _styles_of(page: str, head: str, *, drops: bool) -> dict[int, str]:
    """By the number of each start tag its style, with all conditions of classes met, or none."""
    tags = 0

    def numbered(tag: re.Match[str]) -> str:
        nonlocal tags
        if not tag["name"]:
            return tag[0]
        number, tags = tags, tags + 1
        attributes = _settled(tag["attributes"], drops=drops)
        return f'<{tag["name"]}{attributes} data-number="{number}"{tag["end"]}'

    text = _TOKEN_OF_TAG.sub("", _TAG.sub(numbered, page))
    inlined = _inliner.inline(text.replace("</head>", head + "</head>", 1))
    found: dict[int, str] = {}
    for tag in _NUMBERED.finditer(inlined):
        style = _OF_STYLE.search(tag[0])
        value = style[1] if style else ""
        if found.setdefault(int(tag[1]), value) != value:
            raise NotSealed("an element that parsers take for two")
    return found


def _settled(attributes: str, *, drops: bool) -> str:
    """The attributes with the condition of their classes met, or not."""
    tokens = _TOKEN_OF_TAG.findall(attributes)
    if not tokens:
        return attributes
    condition = _IN_CLASSES.search(attributes)
    if condition is None or len(tokens) != 2:
        raise NotSealed("Liquid in an attribute that is not one condition of its classes")
    if drops:
        attributes = attributes[: condition.start(2)] + attributes[condition.end(2) :]
    return attributes
