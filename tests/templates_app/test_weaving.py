"""Woven pages: one render makes the page, the very text that is read from it, and its links."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from templates_app import prepared, quick_pages, rendering, samples
from templates_app.data import NotificationKind
from templates_app.engine import environment
from templates_app.laying_out import cut, laid_out
from templates_app.plain_text import text_of
from templates_app.previewing import DraftWords
from templates_app.quick_pages import QuickPage
from templates_app.tidying import NotWoven
from templates_app.weaving import foldable, weave
from tests.templates_app.test_prepared import words_of

KIND = NotificationKind.ORDER_CONFIRMATION
BRAND: dict[str, Any] = samples.rich()["notifyhub"]["brand"]
PAGE = (
    "{%%- assign brand = notifyhub.brand -%%}\n<!doctype html><html><head><title>{{ name }}</title>"
    '</head>\n<body class="bg">\n<div data-part="preheader" style="display:none">{{ name }}</div>\n'
    "%s\n</body>\n</html>\n"
)
# Whole pieces of a page, in the shapes that blocks have, and some that none has yet.
PIECES = (
    "<p>One <b>two</b>\n  three</p>", "{{ name }}", " and ", "&amp; so &#248;", "<br>", "\n\n",
    '<table><tr><td class="px">in a {{ word }}</td></tr></table>', "<h1>{{ long }}</h1>",
    '<table role="presentation"><tr>\n<td class="f half">a</td> <td>b {{ none }}</td></tr></table>',
    '<a href="{{ url | http_url }}">{{ word }}</a>', '<a href="https://a.example/?x=1&amp;y=2">Go</a>',
    '<a href="mailto:{{ mail }}">{{ mail }}</a>', '<a href="#top">Up</a>', "{%- if no -%}",
    '<a href="{{ url | http_url }}"><img src="{{ url | img_url }}" alt="{{ name }}"></a>',
    '<a href="https://b.example" data-untracked>b</a>', "<del>{{ name }}</del>", "<hr>",
    "<ul>{% for each in goods %}<li>{{ each.title }}</li>{% endfor %}</ul>",
    '<img src="https://a.example/x" alt="no">', "<div>in {{ word }}</div>",
    "{% for each in goods %}{{ each.title }}{% unless forloop.last %}, {% endunless %}{% endfor %}",
    "{% for each in none %} {{ each }} {% else %} <br> {% endfor %}",
    "{%- for each in goods -%}\n  {%- assign last = each -%}\n  {%- endfor -%}\n",
    "{% if no %} {% endif %}", "{% if word %} {% else %}x{% endif %}",
    "{%- if word -%} y {%- endif %}",
    "{% case word %} {% when 'yarn' %}wool{% when no %}nothing{% else %} else {% endcase %}",
    '{% capture one %}<bdi>{{ word }}</bdi><br>{{ long }}{% endcapture %}{{ one }}', "{{ one }}",
    "{% if one != blank %}one{% endif %}", "{{ footer | newline_to_br }}",
    '<!--[if mso]><v:roundrect href="{{ url | http_url }}" arcsize="5%"><center>no</center>'
    "</v:roundrect><![endif]-->", "<!--[if !mso]><!--><p>yes</p><!--<![endif]-->",
    '<div style="display:none">{% if word %}hidden{% endif %}</div>',
    '<table data-part="lines">{% for each in goods %}<tr><td><img src="https://a.example/i" '
    'alt="x"></td><td>{{ each.title }}<br>{{ long }} x</td><td>{{ each.price | money }}</td></tr>'
    "{% endfor %}</table>",
    '<table data-part="totals"><tr><td>Goods</td><td>{{ sum | money }}</td></tr>\n'
    '<tr><td class="f sum{% if no %} rule{% endif %}">All</td><td>{{ sum | money }}</td></tr>'
    '<tr><td class="f{% if word %} sum{% endif %}">Left</td><td>{{ none }}</td></tr></table>',
    '{% if word %}<table data-part="facts"><tr><td>{{ word }}</td><td><a href="https://a.example">'
    "{{ name }}</a><br>{{ long }}</td></tr></table>{% endif %}",
)  # fmt: skip
WHOLE = tuple(piece for piece in PIECES if piece != "{%- if no -%}")
VALUES: dict[str, Any] = {
    "name": "#1001 <b>&amp;", "word": "yarn", "url": "https://shop.example/?a=1&b=2", "no": False,
    "mail": "post@shop.example", "long": "a\u00a0b  c\nd − •• " + "wool " * 20, "sum": 12345,
    "goods": [{"title": "Pinne 4 mm", "price": 100}, {"title": "毛糸 " * 12, "price": 99900}],
    "footer": "Fjell & Garn\n\n  Bergen", "currency": "NOK", "notifyhub": {"brand": {}},
}  # fmt: skip
OPTIONS = rendering.options_for(VALUES, "nb")


def woven(body: str) -> tuple[str, str | None]:
    rendered = environment.parse(weave(PAGE % body, {})).render(VALUES, OPTIONS)
    assert not rendered.problems
    parts = cut(rendered.text)
    assert parts is not None
    return parts[0], laid_out(parts[1])


def check(body: str) -> None:
    plain = environment.parse(PAGE % body).render(VALUES, OPTIONS).text

    marked, text = woven(body)

    html = marked.replace("\x02", "")
    assert html.split() == plain.split()  # a long line may be broken within a tag
    assert not prepared.is_other_page(plain, html)
    assert text == text_of(plain)


@pytest.mark.parametrize("piece", WHOLE)
def test_each_piece_is_said_as_it_is_read(piece: str) -> None:
    check(piece)


@given(st.lists(st.sampled_from(WHOLE), max_size=8))
def test_any_pieces_beside_each_other_are_said_as_they_are_read(pieces: list[str]) -> None:
    check("".join(pieces))


@given(st.lists(st.sampled_from(WHOLE), min_size=1, max_size=3), st.booleans(), st.booleans())
def test_pieces_within_blocks_are_said_as_they_are_read(
    pieces: list[str], trims: bool, is_taken: bool
) -> None:
    dash = "-" if trims else ""
    opening = f"{{%{dash} if {'word' if is_taken else 'no'} {dash}%}}"

    check(f"a {opening} {''.join(pieces)} {{%{dash} else {dash}%}}b{{% endif %}} c")


@pytest.mark.parametrize(
    "body",
    [
        "a\x01b", "<P>a</P>", "{% if a %}", '<p class="{% if a %}px{% endif %}">a</p>{{ a',
        '<td class="f{% if a %} px{% endif %}">a</td>', "a &{{ name }}", "a &#123;{{ name }}",
        "{% capture a %}<p>b</p>{% endcapture %}", "{{ notifyhub.json_ld | json_ld }}",
        '{% capture a %}<a href="https://a.example">b</a>{% endcapture %}',
        '<table data-part="lines">{% if a %}</table>{% endif %}',
        '<a href="https://a.example/ b">c</a>',
        "{% case a %}x{% when b %}c{% endcase %}", "<del>{% if a %}</del>{% endif %}",
    ],
)  # fmt: skip
def test_what_might_be_said_otherwise_is_not_woven(body: str) -> None:
    with pytest.raises(NotWoven):
        weave(PAGE % body, {})


def test_a_page_of_somebody_else_is_read_as_ever() -> None:
    with pytest.raises(NotWoven):
        weave("<html><body><p>{{ name }}</p></body></html>", {})


def test_the_links_stand_where_the_pieces_say() -> None:
    marked, _ = woven(
        '<a href="{{ url | http_url }}">a</a><a href="https://b.example" data-untracked>b</a>'
        '<!--[if mso]><v:rect href="https://c.example"></v:rect><![endif]--><a id="x">d</a>'
    )

    assert marked.split("\x02")[1::2] == [
        "https://shop.example/?a=1&amp;b=2", "https://c.example",
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["accent", "font", "text_2"])
def test_only_looks_that_can_stand_in_styles_are_folded(name: str) -> None:
    brand = BRAND

    assert foldable(brand, [name]) == {name: brand[name]}
    assert foldable({**brand, name: "red;background:url(//x)"}, [name]) == {}
    assert foldable({}, [name]) == {}


def test_a_page_with_its_looks_in_it_is_the_same() -> None:
    words = words_of(KIND)
    assert words.quick is not None
    first: dict[str, Any] = {}
    for number in range(quick_pages.USES_BEFORE + 3):
        for name, make in samples.for_kind(KIND).items():
            values = rendering.with_ours(make(), BRAND)
            page = words.quick.made(values, rendering.options_for(values, "nb"))
            assert page is not None
            kept = first.setdefault(name, page)
            assert (page.html.split(), page.text) == (kept.html.split(), kept.text), number
            assert [each.split() for each in page.pieces] == [each.split() for each in kept.pieces]

    (dressed,) = words.quick._looks.values()
    assert dressed.program is not None
    folded = weave(words.quick.source, foldable(BRAND, words.quick.seal.styled))
    assert "{{ brand.accent }}" not in folded


def test_two_brands_share_words_and_keep_their_looks() -> None:
    words = words_of(KIND)
    assert words.quick is not None
    for number in range(2 * quick_pages.USES_BEFORE + 10):
        accent = ("#123456", "#abcdef")[number % 2]
        brand = {**BRAND, "accent": accent}
        values = rendering.with_ours(samples.dressed(samples.rich(), brand), brand)
        page = words.quick.made(values, rendering.options_for(values, "nb"))

        assert page is not None
        assert f"background-color: {accent}" in page.html
        assert {"#123456": "#abcdef", "#abcdef": "#123456"}[accent] not in page.html


def test_no_more_looks_are_kept_than_there_is_room_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quick_pages, "LOOKS", 3)
    words = words_of(KIND)
    assert words.quick is not None
    for number in range(9):
        brand = {**BRAND, "accent": f"#00000{number}"}
        values = rendering.with_ours(samples.dressed(samples.rich(), brand), brand)
        assert words.quick.made(values, rendering.options_for(values, "nb"))

    assert len(words.quick._looks) == 3


@pytest.mark.parametrize("sign", ["\x00", "\x01", "\x02", "\x1c", "\udc80"])
def test_a_value_with_a_mark_in_it_goes_the_plain_way(sign: str) -> None:
    words = words_of(KIND)
    assert words.quick is not None
    values = rendering.with_ours(samples.rich(), BRAND)
    values["customer"] = {**values["customer"], "first_name": f"In{sign}grid"}

    assert words.quick.made(values, rendering.options_for(values, "nb")) is None


def test_words_that_cannot_be_woven_are_quick_all_the_same() -> None:
    source = '<html><head><title>a</title></head><body><p class="b">{{ name }}</p></body></html>'
    draft = DraftWords(fingerprint="unwoven", locales=["en"], sources={}, brand={})
    words = prepared.Words(environment.parse("a", escape=False), environment.parse(source), source)
    values = rendering.with_ours(samples.rich(), draft.brand)

    words.prepare(values, rendering.options_for(values, "en"), rendering._plain_way)

    assert isinstance(words.quick, QuickPage)
    assert not words.quick.is_woven
    page = words.quick.made(values, rendering.options_for(values, "en"))
    assert page is not None
    assert (page.text, page.pieces) == (text_of(page.html), ())
