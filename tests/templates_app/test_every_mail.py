"""What holds for every default mail: each kind, each of its samples, each language."""

import re
from collections import Counter

import pytest
from lxml import html as lxml_html
from lxml.html import HtmlElement

from templates_app import catalogue, previewing, rendering, samples
from templates_app.colours import contrast
from templates_app.composing import BlockSpec, compose
from templates_app.data import BrandData
from tests.templates_app.mail_colours import dark_pairs, left_light, light_pairs
from tests.templates_app.mails import KINDS, LOCALES, SAMPLES, default_words, mail

LARGEST = 60_000  # bytes; Gmail clips a mail at 102 kB
LEFTOVER = re.compile(r"\[\[|\]\]|\{\{|\{%|Liquid error|\bNone\b|\bundefined\b|\bnil\b")
# The tile behind a picture stays light: pictures of goods are drawn for a light ground.
STAYS_LIGHT = {"img.pic background-color"}
BRANDS = [
    BrandData(),
    BrandData(accent="#FFE800"),
    BrandData(accent="#0B0B2A", ground="#222222", text="#BBBBBB"),
    BrandData(accent="#FF5A5F", ground="#FFF6E5"),
]


every_sample = pytest.mark.parametrize(("kind", "sample"), SAMPLES)


def page_of(kind: str, sample: str, locale: str = "en") -> HtmlElement:
    return lxml_html.document_fromstring(mail(kind, sample, locale).html)


@every_sample
def test_it_renders_whole(kind: str, sample: str) -> None:
    for locale in LOCALES:
        made = mail(kind, sample, locale)

        assert made.problems == ()
        assert made.locale == locale
        assert made.subject
        for part in (made.subject, made.html, made.text):
            assert not LEFTOVER.search(part)
        assert "{" not in made.text
        assert not re.search(r"[ \t]+$|\n\n\n", made.text, re.MULTILINE)


@every_sample
def test_it_stays_far_below_what_clients_clip(kind: str, sample: str) -> None:
    for locale in LOCALES:
        assert len(mail(kind, sample, locale).html.encode()) < LARGEST / 2


@every_sample
def test_a_reader_of_screens_finds_its_way(kind: str, sample: str) -> None:
    for locale in LOCALES:
        page = page_of(kind, sample, locale)

        assert page.get("lang") == locale
        assert page.get("dir") == "ltr"
        assert len(page.findall(".//h1")) == 1
        assert page.findtext(".//title")
        assert all(image.get("alt") is not None for image in page.iter("img"))
        assert all(table.get("role") == "presentation" for table in page.iter("table"))
        for link in page.iter("a"):
            assert link.get("href")
            assert link.text_content().strip() or link.find("img") is not None
        names = Counter(element.get("id") for element in page.iter("*") if element.get("id"))
        assert set(names.values()) <= {1}


@every_sample
def test_each_text_can_be_read_in_light_and_in_dark(kind: str, sample: str) -> None:
    context = samples.for_kind(kind)[sample]()
    for brand in BRANDS:
        context["notifyhub"]["brand"] = brand.as_context()
        made = rendering.render(revision=default_words(kind), locale="en", context=context)
        for pair in (*light_pairs(made.html), *dark_pairs(made.html)):
            assert contrast(pair.colour, pair.ground) >= 4.5, pair


@every_sample
def test_nothing_coloured_forgets_the_dark(kind: str, sample: str) -> None:
    assert set(left_light(mail(kind, sample).html)) - STAYS_LIGHT == set()


@every_sample
def test_nothing_is_said_twice(kind: str, sample: str) -> None:
    for locale in LOCALES:
        page = page_of(kind, sample, locale)
        said = Counter(
            " ".join(element.text_content().split())
            for element in page.xpath("//h1 | //h2 | //p | //*[contains(@class,'bta')]")
        )

        assert {words for words, times in said.items() if times > 1} == set()


@every_sample
def test_outlook_pads_only_cells(kind: str, sample: str) -> None:
    padded = [
        element
        for element in page_of(kind, sample).body.iterdescendants()
        if "padding" in (element.get("style") or "")
    ]

    # The button's link is drawn in VML for Outlook.
    assert {element.tag for element in padded if element.get("class") != "f bta"} == {"td"}


@every_sample
def test_each_button_is_drawn_for_outlook_too(kind: str, sample: str) -> None:
    html = mail(kind, sample).html
    buttons = re.findall(r'<a class="f bta" href="([^"]+)"', html)
    drawn = re.findall(r'<v:roundrect [^>]*?href="([^"]+)"', html)

    assert buttons == drawn
    assert all(url.startswith("https://") for url in buttons)


@every_sample
def test_the_text_part_says_what_the_page_says(kind: str, sample: str) -> None:
    for locale in LOCALES:
        made = mail(kind, sample, locale)
        page = lxml_html.document_fromstring(made.html)
        squeezed = re.sub(r"\s+", "", made.text)

        for element in page.xpath("//h1 | //h2 | //a[contains(@class,'bta')]"):
            assert re.sub(r"\s+", "", element.text_content()) in squeezed
        for link in page.xpath("//a[contains(@class,'bta')]"):
            assert link.get("href") in made.text
        for amount in page.xpath("//*[contains(@class,'big')]"):
            assert re.sub(r"\s+", "", amount.text_content()) in squeezed


@pytest.mark.parametrize("kind", KINDS)
def test_the_preview_line_is_not_the_subject(kind: str) -> None:
    for locale in LOCALES:
        made = mail(kind, "plain", locale)
        line = lxml_html.document_fromstring(made.html).xpath("//*[@data-part='preheader']")[0]
        shown = re.split("[\u034f\u200c]", line.text_content())[0].strip()

        assert 15 <= len(shown.encode()) <= 160, shown
        assert shown != made.subject
        assert shown not in made.text


@pytest.mark.parametrize("kind", KINDS)
def test_a_language_from_the_right_has_its_amounts_at_the_left(kind: str) -> None:
    words = catalogue.kind_words(kind)
    assert words is not None
    blocks = [BlockSpec(key=b.key, type=b.type, settings=b.settings) for b in words.blocks]
    source = compose(blocks, words=words, locale="ar").as_json()
    draft = previewing.DraftWords(fingerprint=f"ar-{kind}", locales=["ar"], sources={"ar": source})
    context = samples.for_kind(kind)["plain"]()

    html = rendering.render(revision=draft, locale="ar", context=context).html

    assert 'lang="ar" dir="rtl"' in html
    assert "text-align: right" not in html
    assert "padding-right: 14px" not in html


def test_the_look_at_colours_sees_what_is_wrong() -> None:
    html = mail("ORDER_CONFIRMATION").html
    dull = html.replace("color: #1C2723", "color: #CCCCCC", 1)
    forgotten = re.sub(r"\.btn\{background-color:[^}]*\}", "", html)

    assert min(contrast(pair.colour, pair.ground) for pair in light_pairs(dull)) < 2
    assert set(left_light(forgotten)) - STAYS_LIGHT == {"table.btn background-color"}
    assert len(light_pairs(html)) == len(dark_pairs(html)) > 30
