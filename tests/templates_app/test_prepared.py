"""Words that are used often: pages without cleaning and inlining, and when they may be made so."""

from typing import Any

import pytest

from templates_app import cleaning, prepared, rendering, samples
from templates_app.data import NotificationKind
from templates_app.engine import environment
from templates_app.plain_text import text_of
from templates_app.pressing import press
from templates_app.previewing import DraftWords
from templates_app.sealing import seal
from templates_app.sealing_names import NotSealed
from tests.messaging.test_context_hostile import VECTORS
from tests.templates_app import programs
from tests.templates_app.mails import KINDS, LOCALES, default_words

# Its button leads to an address that is put together of two names.
PLAIN = {NotificationKind.STAFF_NEW_ORDER.value}
GIVEN_ADDRESS = {NotificationKind.ABANDONED_CHECKOUT.value}
SEALED = [kind for kind in KINDS if kind not in PLAIN]
PAGE = (
    "<!doctype html><html><head><title>{{ name }}</title><style>p{margin:0}.b{color:red}</style>"
    "</head><body>%s</body></html>"
)


def words_of(kind: str, locale: str = "nb") -> prepared.Words:
    """The default words of a kind, prepared on the first of its samples."""
    source = default_words(kind).sources[locale]
    words = prepared.Words(
        environment.parse(source["subject"], escape=False),
        environment.parse(source["html"]),
        source["html"],
    )
    sample = next(iter(samples.for_kind(kind).values()))()
    values = rendering.with_ours(sample, default_words(kind).brand)
    values["notifyhub"]["kind"] = kind
    words.prepare(values, rendering.options_for(values, locale), rendering._plain_way)
    return words


def said_in(value: Any, text: str) -> Any:
    """The same, with this text for every other; what is the brand's is left."""
    if isinstance(value, dict):
        return {
            key: each if key in ("brand", "kind") else said_in(each, text)
            for key, each in value.items()
        }
    if isinstance(value, list):
        return [said_in(each, text) for each in value]
    return text if isinstance(value, str) else value


@pytest.mark.parametrize("kind", SEALED)
def test_our_words_make_the_same_page_both_ways_in_every_language(kind: str) -> None:
    for locale in LOCALES:
        words = words_of(kind, locale)
        assert words.quick is not None, words.why_not
        for make in samples.for_kind(kind).values():
            values = rendering.with_ours(make(), default_words(kind).brand)
            options = rendering.options_for(values, locale)

            quick = words.quick.made(values, options)
            plain = rendering._plain_way(words, values, options).text

            assert quick is not None
            assert not prepared.is_other_page(plain, quick.html)
            assert text_of(plain) == text_of(quick.html) == quick.text
            assert quick.pieces


@pytest.mark.parametrize("kind", SEALED)
def test_cleaning_takes_nothing_from_a_sealed_page_whatever_buyers_typed(kind: str) -> None:
    words = words_of(kind)
    assert words.quick is not None
    makers = list(samples.for_kind(kind).values())
    made = 0

    for number, vector in enumerate(VECTORS):
        sample = makers[number % len(makers)]()
        values = rendering.with_ours(said_in(sample, vector), default_words(kind).brand)
        options = rendering.options_for({}, "nb")
        page = words.quick.made(values, options)
        if page is None:
            continue  # it is cleaned, as ever
        made += 1

        assert not prepared.is_other_page(cleaning.clean_html(page.html), page.html), vector
        assert page.text == text_of(page.html), vector

    # Where the vector is the address of a link that the order names, the mail is cleaned.
    assert made > (0 if kind in GIVEN_ADDRESS else len(VECTORS) / 2)


@pytest.mark.parametrize("kind", SEALED)
def test_odd_contexts_make_the_same_page_or_go_the_plain_way(kind: str) -> None:
    words = words_of(kind)
    assert words.quick is not None
    makers = list(samples.for_kind(kind).values())

    for seed in range(25):
        whole = rendering.with_ours(makers[seed % len(makers)](), default_words(kind).brand)
        values = programs.mutated(whole, seed, 0.01)
        options = rendering.options_for({}, "nb")
        quick = words.quick.made(values, options)
        if quick is None:
            continue
        plain = rendering._plain_way(words, values, options).text

        assert not prepared.is_other_page(plain, quick.html), seed
        assert quick.text == text_of(quick.html), seed


@pytest.mark.parametrize(
    "body",
    [
        "<script>x</script>", "<p onclick='x'>", '<p onclick="x">a</p>', "<form></form>",
        '<a href="{{ name | upcase }}">a</a>', "<p class={{ name }}>",
        '<a href="javascript:x">a</a>', '<img src="data:image/svg+xml,x">', "<{{ name }}>",
        '<p {% if a %}class="b"{% endif %}>a</p>', '<p class="{% if a %}">x{% endif %}</p>',
        "{% if a %}<p class=\"{% else %}<p id=\"{% endif %}\">", "{{ '<script>' }}",
        "{% assign a = '<' %}{{ a }}", "{{ name | append: 'x' }}", "{{ name | base64_decode }}",
        "{{ name | format_address }}", '<p title="{{ name | newline_to_br }}">a</p>',
        '{% capture a %}<b>{% endcapture %}<p title="{{ a }}">b</p>', "<!-- {{ name }} -->",
        "<!--[if mso]><p>{% if a %}<![endif]-->{% endif %}", "<textarea>{{ name }}</textarea>",
        '<p style="color:{{ name }}">a</p>', '<p style="background:url(javascript:x)">a</p>',
        "{% for a in b %}<div>{% endfor %}", "{% raw %}<script>{% endraw %}", "<svg></svg>",
        "{% comment %}{% endcomment %}{% endcomment %}", "<p title='\"'>a</p>", "<p>lqo0x</p>",
        "{% liquid echo name %}", "a > b",
        "<base href=\"https://x.example\">",
        '{% for a in b %}<a href="{{ a }}">c</a>{% endfor %}', "<style>p{color:{{ name }}}</style>",
        '<meta http-equiv="refresh" content="0">', "<object></object>", "{{ name }",
        "<p title=\"a\"{{ name }}>", "<xmp>{{ name }}</xmp>",
    ],
)  # fmt: skip
def test_what_is_not_proven_is_not_sealed(body: str) -> None:
    with pytest.raises(NotSealed):
        seal(PAGE % body)


@pytest.mark.parametrize(
    "body",
    [
        "<p>{{ name }}</p>", '<a href="{{ url | http_url }}">{{ name | upcase }}</a>',
        '{% assign a = url | http_url %}{% if a != blank %}<a href="{{ a }}">b</a>{% endif %}',
        '<p class="b{% if a %} c{% endif %}" title="{{ name }}">d</p>',
        "{% for a in b %}<div>{{ a.c | newline_to_br }}</div>{% endfor %}",
        '<a href="mailto:{{ shop.email }}">{{ shop.email }}</a>',
        '<link rel="stylesheet" href="x.css"><p>{{ name }}</p>',
        "{% comment %}<p {% endcomment %}<p class='b' title='{{ name }}'>{{ name }}</p>",
    ],
)  # fmt: skip
def test_what_is_proven_is_sealed(body: str) -> None:
    assert seal(PAGE % body).marked


def test_an_address_from_outside_is_looked_at_for_each_mail() -> None:
    body = '{% if b %}{% assign a = b | http_url %}{% endif %}<a href="{{ a }}">c</a>'
    found = seal(PAGE % body)
    ours: dict[str, Any] = {"notifyhub": {"brand": {}}}

    assert found.holds(ours)
    assert found.holds({**ours, "a": "https://shop.example/x"})
    assert not found.holds({**ours, "a": "javascript:alert(1)"})


def test_a_colour_that_is_none_goes_the_plain_way() -> None:
    body = '{% assign brand = notifyhub.brand %}<p style="color:{{ brand.text }}">a</p>'
    found = seal(PAGE % body)

    assert found.holds({"notifyhub": {"brand": {"text": "#1F4D45"}}})
    assert not found.holds({"notifyhub": {"brand": {"text": "red;background:url(//x)"}}})


def test_an_address_within_the_order_is_looked_at_for_each_mail() -> None:
    found = seal(PAGE % '<a href="{{ shop.url }}">a</a>')
    ours: dict[str, Any] = {"notifyhub": {"brand": {}}}

    assert found.holds({**ours, "shop": {"url": "https://shop.example/"}})
    assert found.holds(ours)
    assert not found.holds({**ours, "shop": {"url": "javascript:alert(1)"}})
    for address in ("shop.list.first", "shop[name]"):
        with pytest.raises(NotSealed):
            seal(PAGE % f'<a href="{{{{ {address} }}}}">c</a>')
    with pytest.raises(NotSealed):
        seal(PAGE % '{% for shop in b %}<a href="{{ shop.url }}">c</a>{% endfor %}')


@pytest.mark.parametrize(
    "body",
    [
        '<a href="{{ b }}">d</a>', '{% assign a = b %}<a href="{{ a }}">d</a>',
        '{% if x %}{% assign a = c | http_url %}{% else %}{% assign a = b %}{% endif %}'
        '<a href="{{ a }}">d</a>',
    ],
)  # fmt: skip
def test_whatever_leads_somewhere_is_looked_at_for_each_mail(body: str) -> None:
    found = seal(PAGE % body)
    ours: dict[str, Any] = {"notifyhub": {"brand": {}}}

    assert found.holds({**ours, "b": "https://shop.example/x"})
    assert not found.holds({**ours, "b": "javascript:alert(1)"})
    assert not found.holds({**ours, "b": "Kari"})


def test_a_colour_of_the_shop_that_is_none_goes_the_plain_way() -> None:
    found = seal(PAGE % '<p style="color:{{ shop.email_accent_color }}">a</p>')
    ours: dict[str, Any] = {"notifyhub": {"brand": {}}}

    assert found.holds({**ours, "shop": {"email_accent_color": "#1F4D45"}})
    assert found.holds({**ours, "shop": {}})
    assert not found.holds({**ours, "shop": {"email_accent_color": "red;background:url(//x)"}})
    assert not found.holds({**ours, "shop": {"email_accent_color": '<b>&"'}})
    with pytest.raises(NotSealed):
        seal(
            PAGE
            % '{% assign shop = customer %}<p style="color:{{ shop.email_accent_color }}">a</p>'
        )


@pytest.mark.parametrize(
    "rule",
    [
        "p+p{margin:0}", "a:link{margin:0}", "tr:first-child{margin:0}", "[dir]{margin:0}",
        "@media print{p{a:b}}", "tbody{margin:0}", "*{margin:0}", "ul>li{margin:0}",
    ],
)  # fmt: skip
def test_rules_that_depend_on_neighbours_are_not_pressed(rule: str) -> None:
    page = (PAGE % "<p>a</p>").replace("p{margin:0}", rule)

    with pytest.raises(NotSealed):
        press(seal(page))


def test_a_class_with_a_condition_is_pressed_with_it() -> None:
    pressed = press(seal(PAGE % '<p class="a{% if x %} b{% endif %}">c</p>'))

    program = environment.parse(pressed)
    options = rendering.options_for({}, "en")

    assert "color: red" in program.render({"x": 1}, options).text
    assert "color: red" not in program.render({}, options).text


def test_words_sent_often_are_prepared_and_a_preview_never_is() -> None:
    kind = NotificationKind.ORDER_CONFIRMATION
    words = DraftWords(
        fingerprint="prepared", locales=["en"], sources=default_words(kind).sources, brand={}
    )
    words.brand.update(default_words(kind).brand)
    sample = samples.dressed(samples.rich(), words.brand)
    kept = {}

    for number in range(prepared.USES_BEFORE + 2):
        rendering.render(revision=words, locale="en", context=sample)
        kept[number] = rendering._parsed["prepared", "en"].quick
    plain = rendering.render(revision=words, locale="en", context=sample)
    for _ in range(prepared.USES_BEFORE):
        quick = rendering.render(revision=words, locale="en", context=sample, is_sending=True)

    assert set(kept.values()) == {None}
    assert rendering._parsed["prepared", "en"].quick is not None
    assert (quick.subject, quick.text) == (plain.subject, plain.text)
    assert quick.problems == plain.problems == ()
    assert not prepared.is_other_page(plain.html, quick.html)
