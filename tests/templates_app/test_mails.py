"""The order confirmation as a buyer gets it: in each language, whatever a buyer typed."""

import re
from decimal import Decimal
from typing import Any

import pytest
from lxml import html as lxml_html

from templates_app import previewing, rendering, samples
from templates_app.data import NotificationKind, Rendered

KIND = NotificationKind.ORDER_CONFIRMATION
LOCALES = ["da", "de", "en", "fr", "nb", "sv", "zh-Hans"]
WORDS = previewing.default_words(KIND)


def mail_of(context: dict[str, Any], locale: str = "en") -> Rendered:
    return rendering.render(revision=WORDS, locale=locale, context=context)


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("sample", samples.SAMPLES)
def test_every_sample_renders_whole_in_every_language(sample: str, locale: str) -> None:
    mail = previewing.render_sample(WORDS, sample=sample, locale=locale)

    assert mail.locale == locale
    assert mail.problems == ()
    assert mail.subject
    for part in (mail.subject, mail.html, mail.text):
        assert not re.search(r"\[\[|\]\]|\{\{|\{%|Liquid error|\bNone\b|\bundefined\b", part)
    assert f'lang="{locale}"' in mail.html
    assert "10482" in mail.subject
    assert "10482" in mail.text


def test_five_lines_stay_under_thirty_kilobytes() -> None:
    context = samples.order(
        [samples.line(f"Line {n}", price=1000, quantity=n) for n in range(1, 6)]
    )

    assert len(mail_of(context).html.encode()) < 30_000


def test_two_hundred_and_fifty_lines_are_one_mail() -> None:
    lines = [samples.line(f"Line {n}", price=1000, variant="M", quantity=2) for n in range(250)]
    mail = mail_of(samples.order(lines))

    assert mail.html.count("Line ") >= 250
    assert mail.problems == ()


@pytest.mark.parametrize("sample", ["plain", "rich", "three_decimals", "no_decimals", "long_words"])
def test_the_amounts_shown_add_up(sample: str) -> None:
    page = lxml_html.fromstring(previewing.render_sample(WORDS, sample=sample, locale="en").html)
    rows = page.xpath("//table[@data-part='totals']//tr")
    shown = [(row[0].text_content(), _amount(row[1].text_content()), row[0]) for row in rows]
    at = next(i for i, row in enumerate(shown) if "sum" in row[2].get("class"))
    parts = [amount for words, amount, _ in shown[:at] if not words.startswith("Of which")]
    lines = page.xpath("//table[@data-part='lines']//td[contains(@class,'num')]")

    assert sum(parts) == shown[at][1]
    assert sum(_amount(list(line.itertext())[-1]) for line in lines) == parts[0]
    paid = [amount for words, amount, _ in shown[at + 1 :] if words.startswith(("Paid", "Gift"))]
    assert sum(paid) == shown[at][1]


def test_what_was_taken_off_is_said_with_its_name() -> None:
    mail = previewing.render_sample(WORDS, sample="rich", locale="en")

    assert re.search(r"<del[^>]*>\$129\.00</del>", mail.html)
    assert "−$25.80" in mail.html
    assert "Discount <bdi>WELCOME10</bdi>" in mail.html
    assert "Gift card" in mail.html
    assert "never shown" not in mail.html
    assert "Engraving" in mail.html


@pytest.mark.parametrize(
    ("locale", "amount", "date", "thanks"),
    [
        ("nb", "1 849,00 kr", "18. november 2026", "Takk for bestillingen, Ingrid"),
        ("da", "1.849,00 NOK", "18. november 2026", "Tak for din bestilling, Ingrid"),
        ("sv", "1 849,00 Nkr", "18 november 2026", "Tack för din beställning, Ingrid"),
        ("de", "1.849,00 NOK", "18. November 2026", "Vielen Dank für Ihre Bestellung, Ingrid"),
        ("zh-Hans", "NOK 1,849.00", "2026年11月18日", "Ingrid，感谢您的订购"),
    ],
)
def test_money_and_dates_speak_the_buyers_language(
    locale: str, amount: str, date: str, thanks: str
) -> None:
    text = _plain(previewing.render_sample(WORDS, sample="plain", locale=locale).text)

    assert amount.replace(" ", "") in text.replace(" ", "")
    assert date in text
    assert thanks in text


@pytest.mark.parametrize(
    ("wanted", "store", "chosen"),
    [
        ("nb-NO", "en", "nb"),
        ("no", "en", "nb"),
        ("zh-CN", "en", "zh-Hans"),
        ("pt-BR", "da", "da"),
        ("", "sv", "sv"),
        ("xx", "yy", "en"),
        ("en-GB", "nb", "en"),
    ],
)
def test_the_language_falls_back_in_order(wanted: str, store: str, chosen: str) -> None:
    assert rendering.resolve_locale(wanted, store, WORDS.locales) == chosen


@pytest.mark.parametrize(
    ("number", "subject"),
    [
        ("#1\r\nBcc: all@example.com", "Order #1 Bcc: all@example.com confirmed"),
        ("#1\x0b\x00\u2028\u0085x", "Order #1 x confirmed"),
        ("#1\u202e\u2066gnp\u200b", "Order #1gnp confirmed"),
        ("&<b>", "Order &<b> confirmed"),
    ],
)
def test_a_subject_is_one_line_whatever_is_in_it(number: str, subject: str) -> None:
    assert mail_of(samples.plain() | {"name": number}).subject == subject


def test_a_subject_ends_after_two_hundred_letters() -> None:
    assert len(mail_of(samples.plain() | {"name": "x" * 5_000}).subject) == 200


def test_a_name_from_the_right_is_kept_apart_from_its_neighbours() -> None:
    mail = previewing.render_sample(WORDS, sample="right_to_left", locale="en")

    assert ", <bdi>نورة</bdi>" in mail.html
    assert '<bdi dir="ltr">#10482</bdi>' in mail.html


@pytest.mark.parametrize(
    ("sample", "words", "absent"),
    [
        ("pickup", ["Pick up at", "Kaivegen 00, 6002 Ålesund", "Left to pay"], ["Ships to"]),
        ("digital", ["delivered digitally"], ["Ships to", "Shipping"]),
        ("long_words", ["Thank you for your order\n"], ["your order,", "<img"]),
    ],
)
def test_the_mail_fits_the_way_it_is_delivered(
    sample: str, words: list[str], absent: list[str]
) -> None:
    mail = previewing.render_sample(WORDS, sample=sample, locale="en")

    assert all(word in mail.text for word in words)
    assert not any(word in mail.text + mail.html for word in absent)


def test_without_a_status_address_there_is_no_button() -> None:
    context = samples.plain()
    context["notifyhub"]["status_url"] = context["order_status_url"] = "javascript:alert(1)"

    mail = mail_of(context)

    assert "Follow your order" not in mail.text
    assert "javascript" not in mail.html


def test_clients_get_what_each_needs() -> None:
    mail = previewing.render_sample(WORDS, sample="plain", locale="en")

    assert "prefers-color-scheme:dark" in mail.html
    assert "[data-ogsc]" in mail.html
    assert "<v:roundrect" in mail.html
    assert "max-width:620px" in mail.html
    assert '"orderNumber":"10482"' in mail.html
    assert "data-css-inline" not in mail.html
    page = lxml_html.document_fromstring(mail.html)
    assert all(image.get("alt") is not None for image in page.iter("img"))
    assert "color: #1C2723" in page.xpath("//h1")[0].get("style")


def test_the_text_part_sets_the_amounts_in_one_column() -> None:
    text = _plain(previewing.render_sample(WORDS, sample="rich", locale="en").text)
    rows = [line for line in text.splitlines() if re.search(r"\s\s−?\$[\d.,]+$", line)]

    assert len(rows) >= 12
    assert {len(row) for row in rows} == {60}
    assert "Follow your order (https://bestilling.fjelloggarn.example/o/k7Qm2xV9)" in text
    assert not re.search(r"[ \t]+$", text, re.MULTILINE)
    assert "\n\n\n" not in text


@pytest.mark.parametrize("odd", [Decimal(1), object(), (1,), {1: 2}, {"a": [{"b": set()}]}, b"x"])
def test_only_plain_data_is_let_in(odd: Any) -> None:
    with pytest.raises(TypeError, match="context"):
        mail_of(samples.plain() | {"odd": odd})


def test_the_context_is_not_changed() -> None:
    context = samples.plain()
    mail_of(context)

    assert context == samples.plain()


def _amount(text: str) -> Decimal:
    if "Free" in text:
        return Decimal(0)
    figures = re.sub(r"[^\d.]", "", text)
    return Decimal(figures) * (-1 if "−" in text else 1)


def _plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")
