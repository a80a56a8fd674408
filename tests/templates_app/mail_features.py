"""What a mail asks of a mail client: each CSS property, at-rule, selector, element, attribute."""

import re
from collections.abc import Iterator
from typing import Final

from lxml import html as lxml_html

_COMMENT: Final = re.compile(r"<!--.*?-->", re.DOTALL)  # what only Outlook reads, or nobody
_BLOCK: Final = re.compile(r"([^{}]*)\{([^{}]*)\}")
_AT_RULE: Final = re.compile(r"@([\w-]+)([^{;]*)")
_MEDIA_FEATURE: Final = re.compile(r"\(([\w-]+)")
# Values that a client may not know though it knows the property.
_TELLING_VALUES: Final = {
    "display": ("none", "block", "inline-block"),
    "text-align": ("end",),
    "overflow-wrap": ("anywhere",),
    "width": ("auto", "100%"),
}
_SELECTORS: Final = {
    "selector #id": r"#[\w-]",
    "selector .class": r"\.[\w-]",
    "selector element": r"(?:^|[\s+>,])[a-z]",
    "selector [attribute]": r"\[",
    "selector a b": r"[\w\]-]\s+[\w.\[#]",
    "selector a+b": r"\+",
    "selector .a.b": r"[\w-]\.[\w-]",
    "selector a,b": r",",
    "selector a>b": r">",
}
_PSEUDO: Final = re.compile(r":{1,2}([a-z-]+)")


def features_of(html: str) -> set[str]:
    """By name, as mail_support.json lists them."""
    page = lxml_html.document_fromstring(_COMMENT.sub("", html))
    found: set[str] = set()
    for element in page.iter("*"):
        found.add(f"element {element.tag}")
        found |= {f"attribute {name}" for name in element.attrib}
        found |= set(_declared(element.get("style") or ""))
    for style in page.iter("style"):
        found |= set(_of_sheet(style.text or ""))
    return found


def _of_sheet(sheet: str) -> Iterator[str]:
    for name, condition in _AT_RULE.findall(sheet):
        yield f"at-rule @{name}"
        yield from (f"at-rule @{name} ({what})" for what in _MEDIA_FEATURE.findall(condition))
    for selectors, declarations in _BLOCK.findall(_AT_RULE.sub("", sheet)):
        yield from _declared(declarations)
        for name, pattern in _SELECTORS.items():
            if re.search(pattern, selectors.strip()):
                yield name
        yield from (f"selector :{pseudo}" for pseudo in _PSEUDO.findall(selectors))


def _declared(declarations: str) -> Iterator[str]:
    for declaration in filter(str.strip, declarations.split(";")):
        name, _, value = (part.strip() for part in declaration.partition(":"))
        yield f"css {name}"
        if "!important" in value:
            yield "css !important"
        for telling in _TELLING_VALUES.get(name, ()):
            if telling in value.split("!")[0].split():
                yield f"css {name}: {telling}"
