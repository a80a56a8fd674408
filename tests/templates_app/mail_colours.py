"""Which colour each text of a mail has on which ground, in light and in dark."""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from lxml import html as lxml_html
from lxml.cssselect import CSSSelector
from lxml.html import HtmlElement

_DARK: Final = re.compile(r"@media \(prefers-color-scheme:dark\)\{(.*?)\n\}\n", re.DOTALL)
_RULE: Final = re.compile(r"([^{}]+)\{([^{}]*)\}")
_COLOURS: Final = ("color", "background-color")
_Styles = dict[HtmlElement, dict[str, str]]


class Pair(NamedTuple):
    """Words, and the two colours they are read by."""

    words: str
    colour: str
    ground: str


def light_pairs(html: str) -> list[Pair]:
    page = lxml_html.document_fromstring(html)
    return list(_pairs(page, {element: _declared(element) for element in page.iter("*")}))


def dark_pairs(html: str) -> list[Pair]:
    """As a client shows them that reads `prefers-color-scheme`: its rules are all !important."""
    page = lxml_html.document_fromstring(html)
    styles = {element: _declared(element) for element in page.iter("*")}
    for _, selector, declarations in sorted(_dark_rules(html), key=lambda rule: rule[0]):
        for element in selector(page):
            styles[element] |= declarations
    return list(_pairs(page, styles))


def left_light(html: str) -> list[str]:
    """Tags with a colour that no dark rule touches."""
    page = lxml_html.document_fromstring(html)
    touched = {
        (element, name)
        for _, selector, declarations in _dark_rules(html)
        for element in selector(page)
        for name in declarations
    }
    return [
        f"{element.tag}.{element.get('class')} {name}"
        for element in page.iter("*")
        for name in _declared(element)
        if (element, name) not in touched
    ]


def _dark_rules(html: str) -> Iterator[tuple[tuple[int, ...], CSSSelector, dict[str, str]]]:
    found = _DARK.search(html)
    assert found, "the mail has no dark rules"
    for place, (selectors, declarations) in enumerate(_RULE.findall(found[1])):
        values = _parsed(declarations.replace("!important", ""))
        for each in selectors.strip().split(","):
            weight = len(re.findall(r"\.", each)), len(re.findall(r"(?:^|\s)[a-z]", each))
            yield (*weight, place), CSSSelector(each.strip()), values


def _pairs(page: HtmlElement, styles: _Styles) -> Iterator[Pair]:
    for element in page.body.iter("*"):
        if not isinstance(element.tag, str) or _is_hidden(element):
            continue
        words = " ".join([element.text or "", *(child.tail or "" for child in element)]).strip()
        if words:
            yield Pair(
                words, _nearest(element, "color", styles), _nearest(element, _COLOURS[1], styles)
            )


def _is_hidden(element: HtmlElement) -> bool:
    return any(each.get("data-part") == "preheader" for each in (element, *element.iterancestors()))


def _nearest(element: HtmlElement, name: str, styles: _Styles) -> str:
    for each in (element, *element.iterancestors()):
        if name in styles[each]:
            return styles[each][name]
    raise AssertionError(f"nothing says the {name} of {element.text_content()!r}")


def _declared(element: HtmlElement) -> dict[str, str]:
    return {} if _is_hidden(element) else _parsed(element.get("style") or "")


def _parsed(declarations: str) -> dict[str, str]:
    pairs = (each.partition(":") for each in declarations.split(";"))
    return {name.strip(): value.strip() for name, _, value in pairs if name.strip() in _COLOURS}
