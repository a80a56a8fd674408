"""Promotion stands below the order, says the truth about its end, and is counted."""

from typing import Any, Final

import pytest
from lxml import html as lxml_html

from templates_app import catalogue, previewing, promoting, rendering, samples
from templates_app.block_rules import complaint_about
from templates_app.colours import contrast
from templates_app.composing import BlockSpec, compose
from templates_app.data import NotificationKind, Rendered
from templates_app.plain_text import promo_share
from tests.templates_app import mail_support
from tests.templates_app.mail_colours import dark_pairs, left_light, light_pairs
from tests.templates_app.mail_features import features_of
from tests.templates_app.mails import LOCALES

KIND: Final = NotificationKind.ORDER_CONFIRMATION
WORDS: Final = "Garn til neste prosjekt"
PROMO: Final[dict[str, Any]] = {
    "is_shown": True,
    "url": "https://fjelloggarn.example/nytt?a=1&b=2",
    "texts": {"nb": {"heading": "Nytt i butikken", "text": WORDS}},
}
CROSS: Final[dict[str, Any]] = {
    "is_shown": True,
    "first_title": "Maskemarkør <10>",
    "first_price": "kr 49",
    "first_url": "https://fjelloggarn.example/p/1",
    "first_picture": "https://fjelloggarn.example/p/1.png",
    "second_title": "Målebånd",
}


def rendered(
    *blocks: BlockSpec, locale: str = "nb", promo: dict[str, Any] | None = None, agreed: bool = True
) -> Rendered:
    """The default confirmation with those blocks put first of all, as rudely as can be."""
    words = catalogue.kind_words(KIND)
    assert words is not None
    ours = [BlockSpec(key=b.key, type=b.type, settings=b.settings) for b in words.blocks]
    source = compose([*blocks, *ours], words=words, locale=locale, leading="nb").as_json()
    draft = previewing.DraftWords(
        fingerprint=repr((blocks, locale)), locales=[locale], sources={locale: source}
    )
    context = samples.for_kind(KIND)["plain"]()
    context["notifyhub"]["has_consent"] = agreed
    context["notifyhub"]["promo"] = {"is_allowed": True, "code": "", **(promo or {})}
    return rendering.render(revision=draft, locale=locale, context=context)


def promo(key: str = "wool", **settings: Any) -> BlockSpec:
    return BlockSpec(key=key, type="promo", settings={**PROMO, **settings})


def cross_sell(**settings: Any) -> BlockSpec:
    return BlockSpec(type="cross_sell", settings={**CROSS, **settings})


@pytest.mark.parametrize("block", [promo(), cross_sell()], ids=lambda block: block.type)
@pytest.mark.parametrize("locale", LOCALES)
def test_promotion_stands_below_the_order_wherever_it_was_put(
    block: BlockSpec, locale: str
) -> None:
    made = rendered(block, locale=locale)

    at = made.html.index('data-part="promo"')
    assert made.problems == ()
    for part in ('data-part="lines"', 'data-part="totals"', "#10482"):
        assert made.html.rindex(part) < at
    assert at < made.html.index("org.nr.")  # and above the ground, with who sends it
    assert "{" not in made.text


@pytest.mark.parametrize(
    ("settings", "given", "agreed", "is_shown"),
    [
        ({}, {}, True, True),
        ({}, {}, False, False),
        ({"needs_consent": False}, {}, False, True),
        ({"needs_consent": False}, {"is_allowed": False}, True, False),
        ({"expires_on": "2026-12-24"}, {"today": "2026-12-24"}, True, True),
        ({"expires_on": "2026-12-24"}, {"today": "2026-12-25"}, True, False),
        ({"expires_on": "2026-12-24"}, {"today": "2027-01-01"}, True, False),
        ({"expires_on": "2001-01-01"}, {}, True, False),
    ],
)
@pytest.mark.parametrize("kind", ["promo", "cross_sell"])
def test_who_reads_it_and_until_when(
    kind: str, settings: dict[str, Any], given: dict[str, Any], agreed: bool, is_shown: bool
) -> None:
    block = promo(**settings) if kind == "promo" else cross_sell(**settings)

    made = rendered(block, promo=given, agreed=agreed)

    assert ('data-part="promo"' in made.html) is is_shown
    assert (made.promo_share > 0) is is_shown


def test_a_mail_without_a_decision_promotes_nothing() -> None:
    made = rendered(promo(needs_consent=False), cross_sell(), promo={"is_allowed": None})

    assert "promo" not in made.html


def test_the_last_day_is_printed_as_its_language_writes_it() -> None:
    block = promo(expires_on="2026-12-24")

    texts = {tag: rendered(block, locale=tag).text for tag in ("en", "nb", "de", "zh-Hans")}

    assert "Valid until December 24, 2026" in texts["en"]
    assert "Gjelder til og med 24. desember 2026" in texts["nb"]
    assert "24. Dezember 2026" in texts["de"]
    assert "2026年12月24日" in texts["zh-Hans"]


@pytest.mark.parametrize(
    ("settings", "code", "found"),
    [
        ({"code_mode": "SAME", "code": "GARN&10"}, "", "GARN&10"),
        ({"code_mode": "UNIQUE", "pool": "Host"}, "K7QM-2XV9", "K7QM-2XV9"),
        ({"code_mode": "NONE", "code": "GARN10"}, "K7QM-2XV9", None),
        ({"code_mode": "SAME", "code": ""}, "K7QM-2XV9", None),
    ],
)
def test_the_code_is_the_one_chosen(settings: dict[str, Any], code: str, found: str | None) -> None:
    made = rendered(promo(**settings), promo={"code": code})

    page = lxml_html.document_fromstring(made.html)
    shown = [each.text_content() for each in page.xpath("//p[contains(@class,'code')]")]
    assert shown == ([found] if found else [])
    assert WORDS in made.text


def test_an_offer_of_a_code_that_is_not_there_is_left_out() -> None:
    made = rendered(promo(code_mode="UNIQUE", pool="Host"), cross_sell(), promo={"code": ""})

    assert WORDS not in made.text
    assert "Målebånd" in made.text


def test_products_are_escaped_and_counted_once() -> None:
    made = rendered(cross_sell())

    assert "Maskemarkør &lt;10&gt;" in made.html
    assert made.html.count('data-part="promo"') == 1
    assert "Maskemarkør <10> (https://fjelloggarn.example/p/1)" in made.text


def test_both_look_as_mails_must() -> None:
    made = rendered(promo(code_mode="SAME", code="GARN10", expires_on="2099-01-01"), cross_sell())

    assert features_of(made.html) - mail_support.features().keys() == set()
    assert set(left_light(made.html)) - {"img.pic background-color"} == set()
    for pair in (*light_pairs(made.html), *dark_pairs(made.html)):
        assert contrast(pair.colour, pair.ground) >= 4.5, pair
    page = lxml_html.document_fromstring(made.html)
    assert all(table.get("role") == "presentation" for table in page.iter("table"))


def test_the_share_is_of_the_letters_that_are_seen() -> None:
    page = (
        "<html><head><title>xxxxxxxx</title><style>y{}</style></head><body>"
        '<div data-part="preheader">preview</div><!-- a comment --><p>12345 6789</p>'
        '<table data-part="promo"><tr><td>a<!-- no --> b'
        ' <i data-part="promo">c</i></td></tr></table>'
        "</body></html>"
    )

    assert promo_share(page) == pytest.approx(3 / 12)
    assert promo_share("<p>nothing</p>") == 0.0
    assert rendered().promo_share == 0.0


@pytest.mark.parametrize("value", ["2026-02-30", "24.12.2026", "soon", "20261224", 5, None])
def test_a_day_that_is_none_is_refused_with_how_to_write_it(value: object) -> None:
    setting = {"name": "expires_on", "type": "date"}

    assert "2026-12-31" in complaint_about(setting, value)
    assert complaint_about(setting, "2026-02-28") == complaint_about(setting, "") == ""


def test_offers_are_what_is_shown_below_the_order() -> None:
    blocks = [
        {"key": "lines", "type": "order_lines", "settings": {}},
        {"key": "off", "type": "promo", "settings": {}},
        {"key": "same", "type": "promo", "settings": {**PROMO, "pool": "Unused"}},
        {
            "key": "own",
            "type": "promo",
            "settings": {
                "is_shown": True, "code_mode": "UNIQUE", "pool": " Host ", "cap_days": 30,
                "expires_on": "2026-12-24",
            },
        },
        {"key": "cross", "type": "cross_sell", "settings": {"is_shown": True}},
    ]  # fmt: skip

    offers = promoting.offers_in(blocks)

    assert [(one.pool, one.cap_days, str(one.last_day)) for one in offers] == [
        ("", 14, "None"),
        ("Host", 30, "2026-12-24"),
        ("", 14, "None"),
    ]
