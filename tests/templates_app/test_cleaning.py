"""What authors and buyers write can show itself, never act; what mails need stays as it is."""

import contextlib
import time
from html.parser import HTMLParser
from typing import Any, Final

import pytest

from templates_app import catalogue, previewing, samples
from templates_app.cleaning import check_depth, check_page, clean_html
from templates_app.data import NotificationKind
from templates_app.engine.environment import TemplateError
from templates_app.plain_text import text_of
from templates_app.previewing import DraftWords
from templates_app.rendering import CannotRender, inlined, render

VECTORS: Final = (
    "<script>alert(1)</script>",
    "<ScRiPt/x>alert(1)</sCrIpT >",
    "<script src=//evil.example/x.js></script>",
    "<img src=x onerror=alert(1)>",
    "<img src='x'onerror=alert(1)//",
    '"><svg/onload=alert(1)>',
    "' onmouseover='alert(1)",
    "x onmouseover=alert(1) y=",
    "javascript:alert(1)",
    " JaVa\tScRiPt:alert(1)",
    "&#106;avascript:alert(1)",
    "java&#10;script:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:msgbox(1)",
    "<a href='javascript:alert(1)'>x</a>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data='data:text/html,x'></object><embed src=x>",
    "<form action='https://evil.example'><input name=p><button formaction=x>go</button></form>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<base href='https://evil.example/'>",
    "<link rel=stylesheet href='https://evil.example/x.css'>",
    "<style>@import 'https://evil.example/x.css';a{behavior:url(x.htc)}</style>",
    "<div style='background:url(javascript:alert(1));width:expression(alert(1))'>x</div>",
    "</style><script>alert(1)</script>",
    "</title><img src=x onerror=alert(1)>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<!--[if mso]><script>alert(1)</script><![endif]-->",
    "<!--[if mso]>--><img src=x onerror=alert(1)><!--<![endif]-->",
    "<!--[if mso]>--!><img src=x onerror=alert(1)><![endif]-->",
    "<script type=\"application/ld+json\">{}</script ><script>alert(1)</script>",
    '<script type="application/ld+json">{"a":"</script><img src=x onerror=alert(1)>"}</script>',
    "<script><!--<script></script><img src=x onerror=alert(1)>--></script>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    "<template><script>alert(1)</script></template>",
    "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
    "<details open ontoggle=alert(1)>x</details>",
    "<body onload=alert(1) background='javascript:alert(1)'>",
    "<html onfocus=alert(1) manifest=x><head onclick=alert(1)>",
    "<table background='javascript:alert(1)'><td onclick=alert(1)>x",
    "<a xlink:href='javascript:alert(1)' href=\"jav\x00ascript:alert(1)\">x</a>",
    "<textarea><img src=x onerror=alert(1)></textarea><xmp><img src=x onerror=alert(1)></xmp>",
    "<plaintext><img src=x onerror=alert(1)>",
    "{{ '<script>alert(1)</script>' }}",
    "{% raw %}<script>alert(1)</script>{% endraw %}",
)  # fmt: skip
# Where a tenant or a buyer can put words: as Liquid of its own, or as a value in it.
AUTHORED: Final = {
    "text": "<p>{}</p>",
    "href": '<a href="{}">x</a>',
    "unquoted attribute": "<a title={} href=#>x</a>",
    "style attribute": '<p style="color:{}">x</p>',
    "style sheet": "<style>p{{color:{}}}</style>",
    "title": "<html><head><title>{}</title></head><body>x</body></html>",
    "head": "<html><head>{}</head><body>x</body></html>",
    "before the page": "{}<html><head></head><body>x</body></html>",
    "between head and body": "<html><head></head>{}<body>x</body></html>",
    "body's attribute": '<html><head></head><body class="{}">x</body></html>',
    "after the page": "<html><head></head><body>x</body></html>{}",
    "comment": "<!-- {} --><p>x</p>",
    "Outlook's comment": "<!--[if mso]>{}<![endif]--><p>x</p>",
    "table": "<table>{}<tr><td>x</td></tr></table>",
}
_FOLLOWED: Final = frozenset(
    {"href", "src", "action", "formaction", "background", "srcset", "cite", "poster", "data",
     "xlink:href", "manifest"}
)  # fmt: skip
_NEVER: Final = frozenset(
    {"script", "iframe", "object", "embed", "form", "input", "button", "base", "link", "svg",
     "math", "textarea", "xmp", "template", "noscript", "plaintext", "frame", "frameset"}
)  # fmt: skip


class Watchman(HTMLParser):
    """Reads as browsers do, and keeps what could act."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag in _NEVER and values.get("type") != "application/ld+json":
            self.found.append(tag)
        for name, value in values.items():
            plain = "".join(sign for sign in value.lower() if sign > " ")
            is_acting = plain.startswith(("javascript:", "vbscript:", "data:text"))
            if name.startswith("on") or (name in _FOLLOWED and is_acting):
                self.found.append(f"{tag} {name}")
            if name == "style" and any(word in plain for word in ("expression(", "javascript:")):
                self.found.append(f"{tag} style")
            if name == "http-equiv" and "refresh" in plain:
                self.found.append("refresh")


def acting(html: str) -> list[str]:
    watchman = Watchman()
    watchman.feed(html)
    watchman.close()
    return watchman.found


def rendered(source: str, context: dict[str, Any]) -> str:
    words = DraftWords(
        fingerprint=source, locales=["en"], sources={"en": {"subject": "x", "html": source}}
    )
    try:
        return render(revision=words, locale="en", context=context).html
    except CannotRender:
        return ""


def test_the_watchman_sees() -> None:
    assert acting("<p onclick=x><script>1</script><a href=' java\nscript:x'>") == [
        "p onclick", "script", "a href",
    ]  # fmt: skip


@pytest.mark.parametrize("place", AUTHORED)
def test_nothing_of_an_author_acts(place: str) -> None:
    leaks = {
        vector: found
        for vector in VECTORS
        if (found := acting(rendered(AUTHORED[place].format(vector), samples.plain())))
    }

    assert leaks == {}


@pytest.mark.parametrize("place", AUTHORED)
def test_nothing_of_a_buyer_acts(place: str) -> None:
    source = AUTHORED[place].format("{{ note }}")

    leaks = {
        vector: found
        for vector in VECTORS
        if (found := acting(rendered(source, {**samples.plain(), "note": vector})))
    }

    assert leaks == {}


@pytest.mark.parametrize("vector", VECTORS)
def test_nothing_acts_without_the_engine(vector: str) -> None:
    """The cleaning alone suffices: what comes to it is not escaped."""
    for shape in AUTHORED.values():
        assert acting(clean_html(shape.format(vector))) == []


@pytest.mark.parametrize("kind", [kind for kind in NotificationKind if catalogue.kind_words(kind)])
def test_our_own_mails_come_through_unchanged(
    kind: NotificationKind, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = previewing.default_words(kind)
    for locale in ("en", "nb", "zh-Hans"):
        for sample in ("plain", "rich"):
            clean = previewing.render_sample(words, sample=sample, locale=locale)
            with monkeypatch.context() as patch:
                patch.setattr("templates_app.rendering.clean_html", lambda html: html)
                as_made = previewing.render_sample(words, sample=sample, locale=locale)

            assert clean.html == as_made.html


KEPT: Final = (
    '<table role="presentation" align="center" width="600" bgcolor="#fff" border="0" '
    'cellpadding="0" cellspacing="0"><tbody><tr><td valign="top" '
    'style="mso-line-height-rule:exactly">x</td></tr></tbody></table>',
    '<div data-part="preheader" style="display:none;mso-hide:all" aria-hidden="true">x</div>',
    '<!--[if mso]><v:roundrect xmlns:v="urn:schemas-microsoft-com:vml" href="https://x.example" '
    'style="height:4px"><w:anchorlock/><center>x</center></v:roundrect><![endif]-->',
    "<!--[if !mso]><!--><p>x</p><!--<![endif]-->",
    "<table><!--[if mso]><tbody><tr><td><![endif]--><tbody><tr><td>x</td></tr></tbody></table>",
    "<style>@media (max-width:9px){.a > b{color:red}}</style>",
    '<script type="application/ld+json">{"@type":"Order"}</script>',
    '<img src="data:image/png;base64,iVBORw0=" alt="x">',
    '<a href="mailto:a@b.example">x</a><a href="tel:+47">y</a><a href="#z">z</a>',
    '<font color="red" face="Arial" size="2">x</font><bdi dir="rtl">y</bdi>',
)


@pytest.mark.parametrize("fragment", KEPT)
def test_what_mails_need_stays(fragment: str) -> None:
    assert clean_html(fragment) == fragment


def test_the_page_around_stays() -> None:
    page = (
        '<!DOCTYPE html><html lang="ar" dir="rtl" xmlns:v="urn:schemas-microsoft-com:vml"><head>'
        '<meta charset="utf-8"><meta http-equiv="Content-Type" content="text/html; charset=utf-8">'
        '<meta name="color-scheme" content="light dark"><title>A &amp; B</title></head>\n'
        '<body class="bg" style="margin:0" bgcolor="#fff"><p>x</p>\n</body></html>'
    )

    assert clean_html(page) == page


def test_a_mail_may_begin_with_an_xml_declaration() -> None:
    page = '<?xml version="1.0" encoding="utf-8"?><html><head></head><body><p>Åse</p></body></html>'

    assert "Åse" in text_of(clean_html(page))


BOMBS: Final = {
    "deep divisions": "<div>" * 19_000,
    "deep tables": "<table><tr><td>" * 6_000,
    "too many elements": "<br>" * 30_000,
    "too long": "x" * 600_001,
    "attributes": "<p " + " ".join(f"a{i}=1" for i in range(50_000)) + ">",
}
HEAVY: Final = {
    "formatting": "".join(f"<b id={i}>" for i in range(200)) + "<p>x" * 15_000,
    "cells": "<table><tr>" + "<td>x</td>" * 19_000,
    "comments": "<!--[if mso]>" * 40_000,
    "openings": "<" * 590_000,
    "heads": "<head>" * 19_000,
    "bodies": "<body \"'" * 19_000,
    "html": "<html " + "a" * 590_000 + ">",
    "style sheets": "<style>" + "a{b:c}" * 90_000 + "</style>",
    "style sheets' ends": "<style>" + "<" * 250_000 + "/" * 250_000 + "</style>",
    "linked data": '<script type="application/ld+json">' + "[" * 500_000 + "</script>",
    "scripts": '<script type="application/ld+json">' * 15_000,
    "selectors": "<html><head><style>" + "div " * 2_000 + "x{a:b}</style></head><body>"
    + "<div>" * 250 + "<x>",
}  # fmt: skip


def finish(html: str) -> str:
    """All that follows the engine."""
    check_page(html)
    cleaned = clean_html(html)
    check_depth(cleaned)
    return text_of(inlined(cleaned))


@pytest.mark.parametrize("name", BOMBS)
def test_a_page_no_parser_should_see_is_refused(name: str) -> None:
    with pytest.raises(TemplateError):
        finish(BOMBS[name])


@pytest.mark.parametrize("name", HEAVY)
def test_a_heavy_page_is_refused_or_done_within_a_second(name: str) -> None:
    began = time.thread_time()

    with contextlib.suppress(TemplateError):
        finish(HEAVY[name])

    assert time.thread_time() - began < 1.5
