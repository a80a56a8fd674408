"""Shopify's semantics where python-liquid has others, and Shopify's own filters."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from templates_app.engine.environment import Options, TemplateError, parse

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
Say = Callable[..., str]


@pytest.fixture
def say() -> Say:
    def render(source: str, *, escape: bool = True, locale: str = "en", **context: Any) -> str:
        money = {key: context.pop(key) for key in ("money_format",) if key in context}
        options = Options(locale=locale, currency=context.get("currency", "USD"), now=NOW, **money)
        return parse(source, escape=escape).render(context, options).text

    return render


@pytest.mark.parametrize("nothing", [None, False, "", "  ", [], {}])
def test_nothing_is_blank(say: Say, nothing: Any) -> None:
    source = "{% if x == blank %}blank{% else %}there{% endif %}"

    assert say(source, x=nothing) == "blank"
    assert say("{% if x != blank %}there{% endif %}", x=nothing) == ""
    assert say("{% if blank == x %}blank{% endif %}", x=nothing) == "blank"


def test_what_is_not_there_is_blank_and_what_is_there_is_not(say: Say) -> None:
    assert say("{% if customer.first_name != blank %}there{% endif %}") == ""
    assert say("{% if x != blank %}there{% endif %}", x="Åse") == "there"
    assert say("{% if x != blank %}there{% endif %}", x=0) == "there"


def test_an_error_costs_its_own_node_only() -> None:
    program = parse("{% if true %}A{{ 1 | divided_by: 0 }}B{% endif %}C")

    quiet = program.render({}, Options())
    loud = program.render({}, Options(), shows_errors=True)

    assert quiet.text == "ABC"
    assert [(place.line, place.column > 1) for place in quiet.problems] == [(1, True)]
    assert loud.text.startswith("ALiquid error: ")
    assert loud.text.endswith("BC")


def test_an_unknown_filter_passes_the_value_through(say: Say) -> None:
    assert say("A{{ 'v' | no_such_filter: 1, x: 2 }}B") == "AvB"


def test_unknown_filters_are_known_by_name() -> None:
    program = parse("{{ 'v' | upcase }}\n{{ 'v' | font_face }}")

    assert program.unknown_filters() == {"font_face": 2}


def test_lax_parsing_keeps_a_warning_with_its_place_and_strict_refuses() -> None:
    source = "fine\n{% if a ~ b %}x{% endif %}"

    assert parse(source).warnings[0].line == 2
    with pytest.raises(TemplateError) as refusal:
        parse(source, strict=True)
    assert refusal.value.place.line == 2


@pytest.mark.parametrize(
    ("source", "written"),
    [
        ("{% if (a == 'x') and (b == 'y') %}yes{% else %}no{% endif %}", "yes"),
        ("{% if a == '(' %}yes{% else %}no{% endif %}", "no"),
        ("{% assign n = (2 | times: 3) %}{{ n }}", "6"),
        ("{% for i in (1..3) %}{{ i }}{% endfor %}{% assign r = (1..2) %}{{ r | join }}", "1231 2"),
        ("{{ line.properties.1 }}", "two"),
        ("{% if a ~ b %}yes{% else %}no{% endif %}", "yes"),
        ("{% if missing ~ b %}yes{% else %}no{% endif %}", "no"),
        ("{% if a == 'x' %% %}yes{% else %}no{% endif %}", "yes"),
        ("{% if a == 'z' ? or b == 'y' ; %}yes{% else %}no{% endif %}", "yes"),
        ("{% unless a == 'x' & b %}yes{% else %}no{% endunless %}", "no"),
        ("{{ a b }}", "x"),
        ("{{ a | append: 'q' 'r' }}", "xq"),
        ("{{ a | append: 'q' & | upcase }}", "XQ"),
        ("{{ line.properties.0) }}", "one"),
        ("{% assign n = a & b %}{{ n }}", "x"),
        ("{% for i in line.properties foo limit:1 %}{{ i }}{% endfor %}", "one"),
    ],
)
def test_what_shopify_forgives_is_forgiven(say: Say, source: str, written: str) -> None:
    assert say(source, a="x", b="y", line={"properties": ["one", "two"]}) == written


def test_a_missing_end_names_where_the_tag_began() -> None:
    with pytest.raises(TemplateError) as refusal:
        parse("a\nb {% for x in y %}{% for z in y %}{% endfor %}", strict=True)

    assert (refusal.value.place.line, refusal.value.place.column) == (2, 3)


@pytest.mark.parametrize(
    ("locale", "currency", "amount", "written"),
    [
        ("nb", "NOK", 184900, "1 849,00 kr"),
        ("sv", "SEK", 184950, "1 849,50 kr"),
        ("da", "DKK", 184900, "1.849,00 kr."),
        ("zh-Hans", "CNY", 184900, "¥1,849.00"),
        ("en", "USD", -50, "-$0.50"),
        ("de", "EUR", 184900, "1.849,00 €"),
        ("en", "JPY", 185000, "¥1,850"),
        ("nb", "JPY", 185049, "1 850 JPY"),
        ("en", "KWD", 123.4, "KWD 1.234"),
        ("en", "KWD", 123, "KWD 1.230"),
    ],
)
def test_money_as_the_locale_writes_it(
    say: Say, locale: str, currency: str, amount: float, written: str
) -> None:
    text = say("{{ x | money }}", locale=locale, currency=currency, x=amount)

    assert _plain(text).replace(" ", "") == written.replace(" ", "")


@pytest.mark.parametrize(
    ("shape", "written"),
    [
        ("{{amount}} kr", "1,849.50 kr"),
        ("kr {{ amount_with_comma_separator }}", "kr 1.849,50"),
        ("{{amount_no_decimals}}", "1,850"),
        ("{{amount_no_decimals_with_comma_separator}} kr", "1.850 kr"),
        ("{{amount_with_apostrophe_separator}} CHF", "1'849.50 CHF"),
        ("{{amount_no_decimals_with_space_separator}} kr", "1 850 kr"),
        ("<span class=money>&euro;{{amount}}</span>", "€1,849.50"),
        ("no placeholder", "NOK1,849.50"),
    ],
)
def test_money_in_the_shops_own_format(say: Say, shape: str, written: str) -> None:
    text = say("{{ x | money }}", escape=False, currency="NOK", money_format=shape, x=184950)

    assert _plain(text) == written


def test_the_other_money_filters(say: Say) -> None:
    nb = {"locale": "nb", "currency": "NOK"}

    assert _plain(say("{{ 184900 | money_without_trailing_zeros }}", **nb)) == "1 849 kr"
    assert _plain(say("{{ 184950 | money_without_trailing_zeros }}", **nb)) == "1 849,50 kr"
    assert _plain(say("{{ 184900 | money_with_currency }}", **nb)) == "1 849,00 NOK"
    assert _plain(say("{{ 184900 | money_without_currency }}", **nb)) == "1 849,00"
    assert _plain(say("{{ 184900 | money_with_currency }}", currency="USD")) == "USD 1,849.00"


@pytest.mark.parametrize("nonsense", [None, "", "abc", [], {"a": 1}, True, "NaN", "1e999999"])
def test_money_of_nonsense_is_nothing(say: Say, nonsense: Any) -> None:
    assert say("[{{ x | money }}{{ x | money_with_currency }}]", x=nonsense) == "[]"


@pytest.mark.parametrize(
    ("source", "locale", "written"),
    [
        ("{{ d | date: '%B %d, %Y' }}", "en", "November 08, 2026"),
        ("{{ d | date: '%-d. %B %Y' }}", "nb", "8. november 2026"),
        ("{{ d | date: '%A %e %b' }}", "en", "Sunday  8 Nov"),
        ("{{ d | date: '%Y-%m-%dT%H:%M:%S%z' }}", "en", "2026-11-08T19:07:09+0100"),
        ("{{ d | date: '%l:%M %P|%I:%M %p|%^a|%j' }}", "en", " 7:07 pm|07:07 PM|SUN|312"),
        ("{{ d | date: format: 'date' }}", "nb", "8. november 2026"),
        ("{{ d | date: format: 'date' }}", "da", "8. november 2026"),
        ("{{ d | date: format: 'date' }}", "sv", "8 november 2026"),
        ("{{ d | date: format: 'date' }}", "zh-Hans", "2026年11月8日"),
        ("{{ d | date: format: 'date' }}", "en", "November 8, 2026"),
        ("{{ d | date: format: 'abbreviated_date' }}", "de", "08.11.2026"),
        ("{{ d | date: format: 'date_at_time' }}", "en", "November 8, 2026 at 7:07 pm"),
        ("{{ 'now' | date: '%Y' }}", "en", "2026"),
        ("{{ 'tomorrowish' | date: '%Y' }}", "en", "tomorrowish"),
    ],
)
def test_dates(say: Say, source: str, locale: str, written: str) -> None:
    assert _plain(say(source, locale=locale, d="2026-11-08T19:07:09+01:00")) == written


def test_the_date_of_nothing_is_nothing(say: Say) -> None:
    assert say("[{{ x | date: '%Y' }}{{ nil | date: format: 'date' }}]") == "[]"
    assert say("[{{ x | date: '%Y' }}]", x="") == "[]"


def test_an_address_stands_as_its_country_writes_it(say: Say) -> None:
    american = {"name": "A B", "address1": "1 Main", "city": "Reno", "province_code": "NV",
                "zip": "89501", "country": "United States", "country_code": "US"}  # fmt: skip

    text = say("{{ a | address_lines | join: '|' }}", a=american)

    assert text == "A B|1 Main|Reno NV 89501|United States"
    assert say("{{ a | format_address }}", a={**american, "name": "<b>"}).startswith(
        "<p><bdi>&lt;b&gt;</bdi><br>"
    )
    assert say("{{ a | format_address }}{{ nil | format_address }}", a="x") == ""


def test_pictures_come_in_the_size_wanted(say: Say) -> None:
    line = {"image": {"src": "https://cdn.shopify.com/s/a.jpg?v=1"}}

    assert say("{{ l | img_url: 'compact_cropped' }}", escape=False, l=line) == (
        "https://cdn.shopify.com/s/a.jpg?v=1&width=160&height=160&crop=center"
    )
    assert say("{{ 'https://x.example/a.png' | img_url: '100x' }}") == "https://x.example/a.png"
    assert say("[{{ l | img_url }}]", l={"image": None}) == "[]"


def test_translations_fill_their_gaps_and_fall_back_to_the_key() -> None:
    options = Options(translations={"a": {"b": "Hei {{ name }}"}, "n": {"one": "1", "other": "fl"}})
    program = parse("{{ 'a.b' | t: name: x }} {{ 'a.c' | t }} {{ 'n' | t: count: 2 }}")

    assert program.render({"x": "<i>"}, options).text == "Hei &lt;i&gt; a.c fl"


@pytest.mark.parametrize(
    "vector",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        '"><svg onload=alert(1)>',
        "' onmouseover='alert(1)",
        "</title><script>alert(1)</script>",
        "</style><script>alert(1)</script>",
        "<!--<img src='--><img src=x onerror=alert(1)>",
        "{{ shop.email }}{% if true %}x{% endif %}",
        "<iframe srcdoc='<script>1</script>'>",
        "<a href=javascript:alert(1)>x</a>",
        "\u202e<b>\u2028",
        "&lt;script&gt;",
    ],
)
@pytest.mark.parametrize(
    "source",
    [
        "{{ x }}",
        "{{ x | upcase | downcase }}",
        "{% capture y %}{{ x }}{% endcapture %}{{ y }}",
        "{% assign y = x | append: 'z' %}{{ y }}",
        "{{ x | default: 'a' | truncate: 500 }}",
        "{% for part in x %}{{ part }}{% endfor %}",
        "{{ x | split: '!' | join: ',' }}",
        "{{ x | json }}",
        "{{ x | safe }}",
    ],
)
def test_what_a_buyer_wrote_never_becomes_markup(say: Say, source: str, vector: str) -> None:
    text = say(source, x=vector)

    assert "<" not in text
    assert '"' not in text
    assert "'" not in text


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", " JaVaScRiPt:alert(1)", "java\nscript:alert(1)", "data:text/html,x",
     "vbscript:x", "//evil.example", "", None, 3, "http://[", "https://x.example/\x00"],
)  # fmt: skip
def test_only_addresses_one_may_follow_pass(say: Say, url: Any) -> None:
    assert say("[{{ x | http_url }}]", x=url) == "[]"


def test_linked_data_cannot_end_its_script(say: Say) -> None:
    text = say("{{ x | json_ld }}", x={"name": "</script><script>alert('1')<!--"})

    assert text.count("<") == 2
    assert text.startswith('<script type="application/ld+json">')


def _plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")
