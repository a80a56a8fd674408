"""Links are counted, and none is lost: what is not understood stays as it stands."""

import time
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from messaging import links_at_hand
from messaging.instrument import (
    Instrumented,
    Marks,
    addresses_in,
    instrument,
    instrument_at_hand,
)
from templates_app import rendering, samples
from tests.templates_app.test_prepared import SEALED, words_of

BASE = "https://notify.example"


def instrumented(html: str, untouched: tuple[str, ...] = ()) -> Instrumented:
    return instrument(
        html,
        base_url=BASE,
        marks=Marks(click=lambda index, _url: f"click{index}", open="open"),
        untouched=untouched,
    )


class _Hrefs(HTMLParser):
    """What another parser finds, decoded."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self.found += [value or "" for name, value in attrs if name == "href"]


def test_a_mail_keeps_everything_but_its_addresses() -> None:
    html = '<!DOCTYPE html><body class=x><p>a &amp; b</p><a href="https://a.example">go</a></body>'

    done = instrumented(html)

    assert done.links == ["https://a.example"]
    kept = html.removesuffix("</body>").replace("https://a.example", f"{BASE}/t/c/click0")
    assert done.html.startswith(f"{kept}<img ")
    assert done.html.endswith("</body>")
    assert done.html.count(f"{BASE}/t/o/open.gif") == 1


COUNTED = [
    ('<a href="https://a.example/">', "https://a.example/"),
    ("<a href='https://a.example/'>", "https://a.example/"),
    ("<a href=https://a.example/?x=1&y=2>", "https://a.example/?x=1&y=2"),
    ('<A HREF="HTTPS://A.example">', "HTTPS://A.example"),
    ('<a href="https://a.example/?a=1&amp;b=2">', "https://a.example/?a=1&b=2"),
    ('<a href="https://a.example/?a=1&b=2">', "https://a.example/?a=1&b=2"),
    ('<a href="https&#58;//a.example">', "https://a.example"),
    ('<a href="&#x68;ttps://a.example">', "https://a.example"),
    ('<a href=" \t\nhttps://a.example \n">', "https://a.example"),
    ('<a href="https://a.exam\nple/">', "https://a.example/"),
    ('<a\nclass="b"\nhref\n=\n"https://a.example"\n>', "https://a.example"),
    ('<a title="1 > 0" href="https://a.example">', "https://a.example"),
    ('<a title=\'href="https://no.example"\' href="https://a.example">', "https://a.example"),
    ('<a data-href="https://no.example" href="https://a.example">', "https://a.example"),
    ('<a/href="https://a.example"/>', "https://a.example"),
    ('<a href="https://a.example" href="https://b.example">', "https://a.example"),
    ('<a href="https://blåbær.example/sti/é?q=ø">', "https://blåbær.example/sti/é?q=ø"),
    ('<a href="https://a.example/%C3%A6#del">', "https://a.example/%C3%A6#del"),
    ('<a href="https://a.example/?to=https://b.example/t/c/x">', "https://a.example/?to=https://b.example/t/c/x"),
    ('<a href="http://[::1]:8080/x">', "http://[::1]:8080/x"),
    ('<map><area href="https://a.example"></map>', "https://a.example"),
    ('<!--[if mso]><v:roundrect href="https://a.example"></v:roundrect><![endif]-->', "https://a.example"),
    ('<!--[if !mso]><!--><a href="https://a.example"><!--<![endif]-->', "https://a.example"),
    ("<!--><a href='https://a.example'>", "https://a.example"),
    ('<script>if (a < b) "<a href=x>"</script><a href="https://a.example">', "https://a.example"),
    ('<title>a <a href="https://no.example"> b</title><a href="https://a.example">', "https://a.example"),
    ('a < b <3 <a href="https://a.example">', "https://a.example"),
]  # fmt: skip


@pytest.mark.parametrize(("html", "url"), COUNTED)
def test_a_link_is_counted_however_it_is_written(html: str, url: str) -> None:
    done = instrumented(html)

    assert done.links == [url]
    assert f'"{BASE}/t/c/click0"' in done.html


LEFT = [
    '<a href="mailto:post@a.example">',
    '<a href="tel:+4712345678">',
    '<a href="sms:+47">',
    '<a href="#top">',
    '<a href="/relative">',
    '<a href="">',
    "<a href>",
    "<a>",
    '<a href="javascript:alert(1)">',
    '<a href="java\nscript:alert(1)">',
    '<a href="data:text/html,x">',
    '<a href="//evil.example">',
    '<a href="https:evil.example">',
    '<a href="https://">',
    '<a href="https://a.example\\@evil.example">',
    '<a href="https://shop.example@evil.example">',
    '<a href="https://a.example/with space">',
    '<a href="https://a.example:0/">',
    '<a href="https://a.example:port/">',
    '<a href="https://[::1/">',
    '<a href="https://a.example/\u202ereversed">',
    '<a href="{{ url }}">',
    f'<a href="{BASE}/t/c/other">',
    '<a data-untracked href="https://a.example">',
    '<link href="https://a.example/style.css">',
    '<!-- <a href="https://a.example"> -->',
    '<script type="application/ld+json">{"url": "<a href=\'https://a.example\'>"}</script>',
    '<style>a[href="https://a.example"] {}</style>',
    '<a href="https://a.example',
]


@pytest.mark.parametrize("html", LEFT)
def test_what_is_not_to_be_counted_stays_as_it_stands(html: str) -> None:
    done = instrumented(html)

    assert done.links == []
    assert done.html.startswith(html)


def test_unsubscribing_goes_straight_there() -> None:
    url = "https://shop.example/unsubscribe?a=1&b=2"

    done = instrumented('<a href="https://shop.example/unsubscribe?a=1&amp;b=2">', untouched=(url,))

    assert done.links == []


def test_the_same_address_twice_is_one_link() -> None:
    done = instrumented('<a href="https://a.example/?a&amp;b"><a href="https://a.example/?a&b">')

    assert done.links == ["https://a.example/?a&b"]
    assert done.html.count("click0") == 2


def test_a_mail_is_not_rewritten_twice() -> None:
    once = instrumented('<body><a href="https://a.example"></body>')

    twice = instrumented(once.html)

    assert twice.links == []
    assert 'href="https://notify.example/t/c/click0"' in twice.html


@given(
    st.lists(
        st.sampled_from(
            [
                *(html for html, _ in COUNTED[:18]),
                *LEFT[:-1],
                "<p>",
                "</p>",
                "text & more",
                "<!-- x -->",
                "<![endif]-->",
                "<br/>",
                "<img alt='a > b'>",
            ]
        )
    )
)
def test_every_link_another_parser_finds_is_still_there(pieces: list[str]) -> None:
    html = "<body>" + "\n".join(pieces) + "</body>"
    before = [href.strip() for href in _Hrefs(html).found]

    done = instrumented(html)

    after = []
    for href in _Hrefs(done.html).found:
        is_ours = href.startswith(f"{BASE}/t/c/click")
        after.append(done.links[int(href.rpartition("click")[2])] if is_ours else href.strip())
    assert [url.replace("\n", "") for url in after] == [url.replace("\n", "") for url in before]


@pytest.mark.parametrize(
    "piece",
    ['<a "', "<a ", '<a href="x" ', "<!--", "<", "<a '\"'", "<script>", "<!--[if", "=", '"'],
)
def test_no_mail_takes_long(piece: str) -> None:
    started = time.monotonic()

    instrumented(piece * 50_000)

    assert time.monotonic() - started < 2


@pytest.mark.parametrize("kind", SEALED)
def test_links_that_are_known_become_what_the_scanner_makes_of_them(kind: str) -> None:
    words = words_of(kind)
    assert words.quick is not None
    for make in samples.for_kind(kind).values():
        values = rendering.with_ours(make(), {})
        ours = "https://notify.example/p/way-out"
        values["notifyhub"] |= {"kind": kind, "preferences_url": ours}
        page = words.quick.made(values, rendering.options_for(values, "nb"))
        assert page is not None
        marks = Marks(
            click=lambda index, url: f"{index}-{url}" if "shop" in url else "",
            open="open",
            tagged=lambda url: f"{url}#tagged",
        )

        found = instrument(page.html, base_url=BASE, marks=marks, untouched={ours})
        known = instrument_at_hand(page.pieces, base_url=BASE, marks=marks, untouched={ours})

        assert known == found
        assert addresses_in(page.html) == list(page.pieces[1::2])


def test_words_whose_links_stand_elsewhere_are_read_by_the_scanner(
    caplog: pytest.LogCaptureFixture,
) -> None:
    html, words = '<a href="https://a.example">x</a>', ("misleading", "en")
    right = ('<a href="', "https://a.example", '">x</a>')

    assert links_at_hand.trusted(right, html=html, words=words) == right
    assert links_at_hand.trusted((html,), html=html, words=words) == ()
    assert links_at_hand.trusted(right, html=html, words=words) == ()
    assert "not_where_they_should_be" in caplog.text
    assert links_at_hand.trusted(right, html=html, words=("other", "en")) == right
    assert links_at_hand.trusted((), html=html, words=("unknown", "en")) == ()
