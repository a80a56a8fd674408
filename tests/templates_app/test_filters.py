"""Each filter beside what Shopify documents, or renders, for it."""

from datetime import UTC, datetime
from typing import Any

import pytest

from templates_app.engine.environment import Options, parse

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
AT = "2022-04-14T12:56:02-04:00"
CDN = "https://cdn.shopify.com"


def said(source: str, options: Options | None = None, **values: Any) -> str:
    program = parse(source, escape=False)
    made = program.render(values, options or Options(now=NOW))
    assert made.problems == ()
    return made.text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    ("expression", "written"),
    [
        ("'#E800B0' | brightness_difference: '#FECEE9'", "134"),
        ("'#EA5AB9' | color_brightness", "143.89"),
        ("'#E800B0' | color_contrast: '#D9D8FF'", "3.0"),
        ("'#EA5AB9' | color_darken: 30", "#98136b"),
        ("'#EA5AB9' | color_desaturate: 30", "#ce76b0"),
        ("'#720955' | color_difference: '#FFF3F9'", "539"),
        ("'#EA5AB9' | color_extract: 'red'", "234"),
        ("'#EA5AB9' | color_extract: 'alpha'", "1.0"),
        ("'#EA5AB9' | color_extract: 'hue'", "320"),
        ("'#EA5AB9' | color_lighten: 30", "#fbe2f3"),
        ("'#E800B0' | color_mix: '#00936F', 50", "#744a90"),
        ("'rgba(232, 0, 176, 0.75)' | color_mix: '#00936F', 50", "rgba(116, 74, 144, 0.88)"),
        ("'#EA5AB9' | color_modify: 'red', 255", "#ff5ab9"),
        ("'#EA5AB9' | color_modify: 'alpha', 0.85", "rgba(234, 90, 185, 0.85)"),
        ("'#EA5AB9' | color_saturate: 30", "#ff45c0"),
        ("'rgb(234, 90, 185)' | color_to_hex", "#ea5ab9"),
        ("'#EA5AB9' | color_to_hsl", "hsl(320, 77%, 64%)"),
        ("'#EA5AB9' | color_to_rgb", "rgb(234, 90, 185)"),
        ("'hsl(120, 100%, 50%)' | color_to_rgb", "rgb(0, 255, 0)"),
        ("'#fff' | color_to_oklch", "oklch(100% 0.00 0)"),
        ("'#EA5AB9' | hex_to_rgba", "rgba(234,90,185,1)"),
        ("'#EA5AB9' | hex_to_rgba: 0.5", "rgba(234,90,185,0.5)"),
    ],
)
def test_colours(expression: str, written: str) -> None:
    assert said(f"{{{{ {expression} }}}}") == written


@pytest.mark.parametrize(
    ("expression", "written"),
    [
        ("'' | md5", "d41d8cd98f00b204e9800998ecf8427e"),
        ("'' | sha1", "da39a3ee5e6b4b0d3255bfef95601890afd80709"),
        ("'abc' | sha256", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        ("'Polyjuice' | hmac_sha1: 'Polina'", "63304203b005ea4bc80546f1c6fdfe252d2062b2"),
        ("'Polyjuice' | hmac_sha256: 'Polina'",
         "8e0d5d65cff1242a4af66c8f4a32854fd5fb80edcc8aabe9b302b29c7c71dc20"),
        ("'one two three' | base64_encode", "b25lIHR3byB0aHJlZQ=="),
        ("'b25lIHR3byB0aHJlZQ==' | base64_decode", "one two three"),
        ("'one two three' | base64_url_safe_encode", "b25lIHR3byB0aHJlZQ=="),
        ("'variable-name' | camelize", "VariableName"),
        ("'variable-name' | camelcase", "VariableName"),
        ("'100% M & Ms!!!' | handleize", "100-m-ms"),
        ("'Ärtsoppa & Öl, på Gård' | handle", "artsoppa-ol-pa-gard"),
        ("'<p>Health & Love potions</p>' | url_escape",
         "%3Cp%3EHealth%20&%20Love%20potions%3C/p%3E"),
        ("'<p>Health & Love potions</p>' | url_param_escape",
         "%3Cp%3EHealth%20%26%20Love%20potions%3C%2Fp%3E"),
        ("'john@liquid.com' | url_encode", "john%40liquid.com"),
        ("'%27Stop%21%27+said' | url_decode", "'Stop!' said"),
        ("1 | pluralize: 'item', 'items'", "item"),
        ("0 | pluralize: 'item', 'items'", "items"),
        ("'1' | pluralize: 'item', 'items'", "item"),
        ("'abcd1234efgh' | format_code", "abcd 1234 efgh"),
        ("'a <b>c</b><script>x</script>d' | strip_html", "a cd"),
        ("'a<!-- <b> -->b<style>x</style' | strip_html", "abx</style"),
        ("'x' | default: 'y'", "x"),
        ("false | default: true, allow_false: true", "false"),
        ("nil | default: 'y', allow_false: true", "y"),
        ("'1,5' | plus: 1", "2"),
        ("'1.5' | plus: 1", "2.5"),
        ("'abc' | plus: 1", "1"),
        ("'1e3' | plus: 1", "2"),
        ("true | plus: 1", "1"),
        ("'3 apples' | times: '2 pears'", "6"),
        ("5 | at_most: 3 | at_least: 4", "4"),
        ("10 | divided_by: 4", "2"),
        ("10 | divided_by: 4.0", "2.5"),
        ("-7 | modulo: 3", "2"),
    ],
)  # fmt: skip
def test_words_codes_and_numbers(expression: str, written: str) -> None:
    assert said(f"{{{{ {expression} }}}}") == written


@pytest.mark.parametrize(
    ("expression", "written"),
    [
        ("l | where: 'a', 1 | map: 'n' | join: ','", "x,z"),
        ("l | reject: 'a', 1 | map: 'n' | join: ','", "y"),
        ("l | find: 'n', 'y' | map: 'a' | join", "2"),
        ("l | find_index: 'n', 'y'", "1"),
        ("l | has: 'n', 'q'", "false"),
        ("l | sum: 'a'", "4"),
        ("l | map: 'a' | uniq | join: ','", "1,2"),
        ("l | uniq: 'a' | map: 'n' | join: ','", "x,y"),
        ("l | concat: l | uniq | size", "3"),
        ("l | sort: 'n' | reverse | map: 'n' | first", "z"),
    ],
)
def test_lists(expression: str, written: str) -> None:
    items = [{"n": "x", "a": 1}, {"n": "y", "a": 2}, {"n": "z", "a": 1}]

    assert said(f"{{{{ {expression} }}}}", l=items) == written


@pytest.mark.parametrize(
    ("name", "english", "norwegian"),
    [
        ("abbreviated_date", "Apr 14, 2022", "14. apr. 2022"),
        ("basic", "4/14/2022", "14.04.2022"),
        ("date", "April 14, 2022", "14. april 2022"),
        ("date_at_time", "April 14, 2022 at 12:56 pm", "14. april 2022 kl. 12:56"),
        ("default", "Thursday, April 14, 2022 at 12:56 pm -0400",
         "torsdag 14. april 2022 kl. 12:56 -0400"),
        ("on_date", "on Apr 14, 2022", "14. apr. 2022"),
        ("short", "14 Apr 12:56", "14. apr. 12:56"),
        ("long", "April 14, 2022 12:56", "14. april 2022 12:56"),
        ("%d.%m.%y", "14.04.22", "14.04.22"),
    ],
)  # fmt: skip
def test_named_dates(name: str, english: str, norwegian: str) -> None:
    source = f"{{{{ at | date: format: '{name}' }}}}"

    assert said(source, at=AT) == english
    assert said(source, Options(locale="nb"), at=AT) == norwegian


@pytest.mark.parametrize(
    ("locale", "day", "moment"),
    [
        ("en", "April 14, 2022", "April 14, 2022 at 12:56 pm"),
        ("nb", "14. april 2022", "14. april 2022 kl. 12:56"),
        ("da", "14. april 2022", "14. april 2022 kl. 12.56"),
        ("sv", "14 april 2022", "14 april 2022 kl. 12:56"),
        ("de", "14. April 2022", "14. April 2022 um 12:56"),
        ("fr", "14 avril 2022", "14 avril 2022 à 12:56"),
        ("zh-Hans", "2022年4月14日", "2022年4月14日 12:56"),
    ],
)
def test_dates_in_each_language(locale: str, day: str, moment: str) -> None:
    options = Options(locale=locale)

    assert said("{{ at | date: format: 'date' }}", options, at=AT) == day
    assert said("{{ at | date: format: 'date_at_time' }}", options, at=AT) == moment


def test_a_date_format_of_the_shops_own() -> None:
    options = Options(translations={"date_formats": {"month_day": "%B %d"}})

    assert said("{{ at | date: format: 'month_day' }}", options, at=AT) == "April 14"


MONEY = {
    "money": "€1.234,50",
    "money_with_currency": "€1.234,50 EUR",
    "money_without_currency": "1.234,50",
    "money_without_trailing_zeros": "€1.234,50",
    "money_amount": "1234.50",
}


@pytest.mark.parametrize("name", MONEY)
def test_money_in_the_shops_formats(name: str) -> None:
    options = Options(
        currency="EUR",
        money_format="€{{amount_with_comma_separator}}",
        money_with_currency_format="€{{amount_with_comma_separator}} EUR",
    )

    assert said(f"{{{{ 123450 | {name} }}}}", options) == MONEY[name]


@pytest.mark.parametrize(
    ("currency", "amount", "written"),
    [("JPY", 123400, "1,234"), ("KWD", 123.4, "1.234"), ("USD", 123, "1.23"), ("ISK", 99900, "999"),
     ("BHD", 100, "1.000"), ("CLP", 10000, "100")],
)  # fmt: skip
def test_money_has_as_many_decimals_as_its_currency(
    currency: str, amount: float, written: str
) -> None:
    options = Options(currency=currency, money_format="{{amount}}")

    assert said("{{ x | money }}", options, x=amount) == written


def test_measures() -> None:
    measure = {"reference_value": 100, "reference_unit": "ml"}
    options = Options(currency="USD")

    assert said("{{ 960 | unit_price_with_measurement: m }}", options, m=measure) == "$9.60/100ml"
    measure["reference_value"] = 1
    assert said("{{ 960 | unit_price_with_measurement: m }}", options, m=measure) == "$9.60/ml"
    assert said("{{ '$9' | unit_price_with_measurement: m }}", m=measure) == "$9/ml"
    assert said("{{ 200 | weight_with_unit }}") == "0.2 kg"
    assert said("{{ 200 | weight_with_unit: 'g' }}") == "200 g"
    assert said("{{ 1000 | weight_with_unit: 'lb' }}") == "2.2 lb"
    assert said("{{ 200 | weight_with_unit }}", shop={"weight_unit": "g"}) == "200 g"


@pytest.mark.parametrize(
    ("expression", "written"),
    [
        ("p | img_url", f"{CDN}/s/a.jpg?v=1&width=100&height=100"),
        ("p | img_url: '480x'", f"{CDN}/s/a.jpg?v=1&width=480"),
        ("p | img_url: 'x480', scale: 2", f"{CDN}/s/a.jpg?v=1&height=960"),
        ("p | img_url: 'large', crop: 'bottom'",
         f"{CDN}/s/a.jpg?v=1&width=480&height=480&crop=bottom"),
        ("p | product_img_url: 'small'", f"{CDN}/s/a.jpg?v=1&width=100&height=100"),
        ("p | image_url: width: 450", f"{CDN}/s/a.jpg?v=1&width=450"),
        ("p | image_url: width: 9, height: 9, crop: 'top'",
         f"{CDN}/s/a.jpg?v=1&width=9&height=9&crop=top"),
        ("nil | img_url", ""),
        ("p | img_tag: 'A & B', 'logo', '50x'",
         f'<img src="{CDN}/s/a.jpg?v=1&amp;width=50" alt="A &amp; B" class="logo">'),
        ("'https://x.example/a.png' | image_tag: width: 30, alt: 'x'",
         '<img src="https://x.example/a.png" alt="x" width="30">'),
        ("'logo.png' | asset_url", "https://yarn.example/cdn/shop/files/logo.png"),
        ("'a b.pdf' | file_url", "https://yarn.example/cdn/shop/files/a%20b.pdf"),
        ("'../x' | file_url", "https://yarn.example/cdn/shop/files/../x"),
        ("'no-such' | payment_type_img_url", ""),
        ("'Shopify' | link_to: 'https://www.shopify.com'",
         '<a href="https://www.shopify.com">Shopify</a>'),
        ("'S' | link_to: 'https://x.example', class: 'y', onclick: 'z'",
         '<a class="y" href="https://x.example">S</a>'),
        ("'S' | link_to: 'javascript:alert(1)'", "S"),
        ("'https://x.example/a.js' | script_tag", ""),
        ("'https://x.example/a.css' | stylesheet_tag",
         '<link href="https://x.example/a.css" rel="stylesheet" type="text/css" media="all" />'),
        ("'A yarn, yarn & Yarn' | highlight: 'yarn'",
         'A <strong class="highlight">yarn</strong>, <strong class="highlight">yarn</strong> &amp; '
         '<strong class="highlight">Yarn</strong>'),
        ("at | time_tag: '%B %d, %Y'",
         '<time datetime="2022-04-14T16:56:02Z">April 14, 2022</time>'),
        ("at | time_tag: '%B %d, %Y', datetime: '%Y-%m-%d'",
         '<time datetime="2022-04-14">April 14, 2022</time>'),
        ("at | time_tag: format: 'abbreviated_date'",
         '<time datetime="2022-04-14T16:56:02Z">Apr 14, 2022</time>'),
        ("m | metafield_text", "true"),
        ("m | metafield_tag", '<span class="metafield-boolean">true</span>'),
        ("n | metafield_text", "a, b, and c"),
        ("n | metafield_tag", '<ul class="metafield-single_line_text_field_array">'
                              "<li>a</li><li>b</li><li>c</li></ul>"),
        ("'x' | attach_as_pdf", ""),
        ("t | payment_method", "Visa"),
    ],
)  # fmt: skip
def test_addresses_and_elements(expression: str, written: str) -> None:
    values: dict[str, Any] = {
        "shop": {"domain": "yarn.example"},
        "p": {"featured_image": {"src": f"{CDN}/s/a.jpg?v=1"}},
        "at": AT,
        "m": {"type": "boolean", "value": True},
        "n": {"type": "list.single_line_text_field", "value": ["a", "b", "c"]},
        "t": {"gateway": "shopify_payments", "payment_details": {"credit_card_company": "Visa"}},
    }

    assert said(f"{{{{ {expression} }}}}", **values) == written


def test_shopifys_own_pictures_have_their_addresses() -> None:
    spacer = said("{{ 'notifications/spacer.png' | shopify_asset_url }}")

    assert spacer.startswith(f"{CDN}/shopifycloud/shopify/assets/themes_support/notifications/")
    assert said("{{ 'Visa' | payment_type_img_url }}").endswith(".svg")
    assert said("{{ 'Mastercard' | payment_icon_png_url }}") == said(
        "{{ 'master' | payment_type_img_url }}"
    )


def test_a_translation_has_a_default() -> None:
    options = Options(translations={"n": {"zero": "none", "one": "one", "other": "{{ count }}"}})

    assert said("{{ 'x.y' | t: default: 'Hi' }}", options) == "Hi"
    for count, written in ((0, "none"), (1, "one"), (7, "7")):
        assert said("{{ 'n' | t: count: c }}", options, c=count) == written


ELEMENTS = (
    "link_to: 'https://x.example'", "highlight: 'a'", "metafield_tag", "image_tag: alt: v",
    "time_tag", "stylesheet_tag", "payment_type_svg_tag", "format_address", "t: x: v",
    "unit_price_with_measurement: v", "link_to: v", "img_tag: v, v, v",
)  # fmt: skip


@pytest.mark.parametrize("element", ELEMENTS)
@pytest.mark.parametrize(
    "vector", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "javascript:alert(1)"]
)
def test_no_element_lets_markup_in(element: str, vector: str) -> None:
    made = parse(f"{{{{ v | {element} }}}}").render({"v": vector}, Options()).text

    assert "<script" not in made
    assert "<img src=x" not in made
    assert 'href="javascript' not in made
