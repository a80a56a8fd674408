"""A brand in the mail: its colours and words arrive, and cannot do harm."""

from typing import Any

import pytest

from templates_app import catalogue, composing, previewing, rendering, samples
from templates_app.data import BrandData, NotificationKind

KIND = NotificationKind.ORDER_CONFIRMATION
WORDS = previewing.default_words(KIND)


def mail_with(brand: BrandData, **more: Any) -> str:
    context = samples.plain()
    context["notifyhub"] |= {"brand": brand.as_context(), **more}
    return rendering.render(revision=WORDS, locale="en", context=context).html


def test_the_brands_colours_stand_in_styles_and_for_outlook() -> None:
    html = mail_with(BrandData(accent="#AA2200", ground="#FFEEDD"))

    assert 'fillcolor="#AA2200"' in html
    assert "background-color: #AA2200" in html
    assert "background-color: #FFEEDD" in html
    assert "#1F4D45" not in html


def test_a_pale_brand_gets_dark_letters_on_its_button() -> None:
    html = mail_with(BrandData(accent="#FFE800"))

    assert "color:#10231E" in html  # Outlook's
    assert "color: #FFE800" not in html.replace("background-color: #FFE800", "")


def test_a_logo_has_the_shops_name_as_its_text() -> None:
    html = mail_with(BrandData(logo_url="https://cdn.example/logo.png", logo_width=180))

    assert 'src="https://cdn.example/logo.png"' in html
    assert 'width="180"' in html
    assert 'alt="Fjell &amp; Garn"' in html


def test_a_brands_words_are_words() -> None:
    html = mail_with(
        BrandData(
            footer="<b>One</b>\nTwo",
            legal="<script>x</script>\n\nOrg. 1",
            logo_url="javascript:x",
            website='https://x.example/"onclick="x',
            social={"<i>X": "https://x.example", "Y": "javascript:x"},
        )
    )

    assert "&lt;b&gt;One&lt;/b&gt;<br>" in html
    assert "<script>x" not in html
    assert "<i>X" not in html
    assert "javascript:" not in html
    assert '"onclick=' not in html


def test_without_a_brand_in_the_context_the_revisions_own_is_used() -> None:
    context = samples.plain()
    del context["notifyhub"]["brand"]
    words = previewing.DraftWords(
        fingerprint="with-brand",
        locales=WORDS.locales,
        sources=WORDS.sources,
        brand=BrandData(accent="#123456").as_context(),
    )

    assert (
        'fillcolor="#123456"' in rendering.render(revision=words, locale="en", context=context).html
    )


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({}, None),
        ({"texts": {"en": {"text": "While you wait"}}}, None),
        (
            {
                "is_shown": True,
                "texts": {"en": {"text": "[This](https://x.example/a) & that"}},
            },
            '<a class="lk" href="https://x.example/a">This</a> &amp; that',
        ),
        (
            {"is_shown": True, "texts": {"en": {"text": "[Click](javascript:x)"}}},
            ">Click<",
        ),
    ],
)
def test_the_quiet_line_is_off_until_asked_for(
    settings: dict[str, Any], expected: str | None
) -> None:
    words = catalogue.kind_words(KIND)
    assert words is not None
    block = composing.BlockSpec(type="promo", settings=settings)

    source = composing.compose([block], words=words, locale="en").html

    if expected is None:
        assert "rule" not in source.partition("<body")[2]
    else:
        assert expected in source
        assert "javascript" not in source


def test_below_a_pasted_page_promotion_comes_after_what_tells_of_the_order() -> None:
    words = catalogue.kind_words(KIND)
    assert words is not None
    page = composing.BlockSpec(type="custom", settings={"source": "<html><body>x</body></html>"})
    promo = composing.BlockSpec(type="promo", settings={"is_shown": True})
    others = [composing.BlockSpec(type=name) for name in ("legal", "help")]

    source = composing.compose([promo, page, *others], words=words, locale="en")

    keys = [key for _line, _label, key in source.owners if key]
    assert keys == ["custom", "help", "promo", "legal", "custom"]


def test_a_pasted_page_stands_alone_and_unchanged() -> None:
    words = catalogue.kind_words(KIND)
    assert words is not None
    page = "<html><body>{% if (a == b) and c %}x{% endif %}{{ name }}</body></html>"
    block = composing.BlockSpec(type="custom", settings={"source": page})

    source = composing.compose([block], words=words, locale="en")

    assert source.html == page
    assert composing.check_block(block, words=words, locale="en") is None


def test_a_sample_wears_the_brand_it_is_shown_in() -> None:
    worn = BrandData(name="Bølgeblik", accent="#7a1f3d", legal="Bølgeblik ApS").as_context()
    words = previewing.default_words(NotificationKind.ORDER_CONFIRMATION)
    in_brand = previewing.DraftWords(
        fingerprint=words.fingerprint, locales=words.locales, sources=words.sources, brand=worn
    )

    html = previewing.render_sample(in_brand, sample="plain", locale="da").html

    assert "#7a1f3d" in html.lower()
    assert "Bølgeblik ApS" in html
    assert "Fjell &amp; Garn" not in html
