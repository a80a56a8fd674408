"""A mail as a picture: an SVG that holds the page, and needs nothing from elsewhere.

What stands in a picture cannot run, lead on or fetch: browsers draw an SVG in an <img> without
scripts and without the network (SVG 2, "secure static mode",
https://www.w3.org/TR/SVG2/conform.html#secure-static-mode). So it prints, and is kept as it was.
"""

import base64
from collections.abc import Mapping
from typing import Final

import lxml.html
from lxml import etree

WIDTH: Final = 640  # CSS pixels, as wide as a mail with its margins
HEIGHT: Final = 1440  # longer mails are cut: of a report's mails the beginning differs
_SVG: Final = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}"'
    ' viewBox="0 0 {width} {height}"><foreignObject width="100%" height="100%">{page}'
    "</foreignObject></svg>"
)
_XHTML: Final = "http://www.w3.org/1999/xhtml"
_MUTE: Final = ("script", "noscript", "meta", "link", "title", "base", "iframe", "object")


def picture_of(html: str, pictures: Mapping[str, str]) -> str:
    """The picture's address, as `data:`; "" for a mail without a page.

    `pictures` are `data:` addresses by those that the mail names; others leave their words (alt).
    """
    if not html.strip():
        return ""
    page = lxml.html.document_fromstring(html)
    etree.strip_tags(page, etree.Comment)
    etree.strip_elements(page, *_MUTE, with_tail=False)
    for image in page.iter("img"):
        held = pictures.get(image.get("src", ""))
        image.attrib.pop("srcset", None)
        if held:
            image.set("src", held)
        else:
            image.attrib.pop("src", None)
    page.set("xmlns", _XHTML)
    svg = _SVG.format(
        width=WIDTH, height=HEIGHT, page=etree.tostring(page, encoding="unicode", method="xml")
    )
    return f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}"
