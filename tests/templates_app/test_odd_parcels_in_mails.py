"""Parcels with odd numbers and with nothing known: the mail stays in shape and claims nothing."""

import re
from collections.abc import Iterator
from typing import Any, Final

import pytest
from lxml import html as lxml_html

from templates_app import sample_parcels, samples
from templates_app.data import NotificationKind as Kind
from tests.browsing import CHROMIUM, chromium
from tests.templates_app.parcel_mails import (
    CARRIER,
    FIRST,
    KINDS,
    STATUS,
    TELLS_OF_PARCELS,
    links,
    page_of,
    parcels_of,
    plain,
    rendered,
)

SYMBOLS: Final = "#☠1☢\n---\n4321\n"
REVERSED: Final = "\u202e4321\u202d-\u2067A"
ODD: Final = {
    "symbols": SYMBOLS,
    "long": "0123456789" * 30,
    "reversed": REVERSED,
    "arabic": "شحنة 12",
    "markup": '</bdi><script>alert(1)</script><a href="//x.example">',
    "liquid": "{{ shop.name }}{% raw %}",
}


def odd_parcel(number: str, **more: Any) -> dict[str, Any]:
    context = sample_parcels.new_number()
    parcels_of(context)[0].update({"number": number, "old_number": f"{number}X", **more})
    return context


@pytest.mark.parametrize("name", ODD)
@pytest.mark.parametrize("kind", TELLS_OF_PARCELS)
def test_an_odd_number_is_text_in_its_place(kind: str, name: str) -> None:
    made = rendered(kind, odd_parcel(ODD[name]))
    page = page_of(made)

    held = page.xpath("//bdi[@dir='ltr' and contains(@class, 'tx')]")
    assert [plain(each.text_content()) for each in held] == [plain(ODD[name])]
    assert list(page.iter("script")) == []
    assert "x.example" not in {str(link.get("href")) for link in page.iter("a")}
    assert f"PostNord {plain(ODD[name])}" in plain(made.text)
    assert "Liquid error" not in made.html
    assert made.problems == ()


def test_a_number_with_line_breaks_makes_no_lines_of_its_own() -> None:
    """A line of dashes would look like the end of the mail in the text part."""
    text = rendered(Kind.SHIPPING_CONFIRMATION, odd_parcel(SYMBOLS)).text

    assert "\n---\n" not in text
    assert "PostNord #☠1☢ --- 4321\n" in text


def test_an_odd_number_ends_no_header_and_no_linked_data() -> None:
    made = rendered(Kind.SHIPPING_CONFIRMATION, odd_parcel(ODD["markup"]))

    assert made.html.count("</script>") == 1
    assert "\n" not in made.subject


@pytest.mark.parametrize(
    ("company", "number", "shown"),
    [
        ("", FIRST, FIRST),
        (None, FIRST, FIRST),
        ("   ", FIRST, FIRST),
        ("PostNord", "", "PostNord"),
        ("PostNord", None, "PostNord"),
    ],
)
def test_half_a_name_is_shown_as_it_is(company: str | None, number: str | None, shown: str) -> None:
    context = odd_parcel(number or "", company=company, old_number="")
    parcels_of(context)[0]["number"] = number

    made = rendered(Kind.SHIPPING_CONFIRMATION, context)

    assert f"\nYour parcel\n\n{shown}\n\n" in made.text
    assert "None" not in made.html


def test_one_parcel_of_several_without_a_company_is_told_like_the_others() -> None:
    context = sample_parcels.three_parcels()
    parcels_of(context)[1] |= {"company": "", "url": "javascript:alert(1)"}

    made = rendered(Kind.SHIPPING_CONFIRMATION, context)

    second = parcels_of(context)[1]["number"]
    assert f"Parcel 2 of 3 {second} Follow this parcel ({STATUS})" in plain(made.text)
    assert "javascript" not in made.html + made.text


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)", " JaVaScRiPt:alert(1)", "data:text/html,x", "vbscript:x",
        "//x.example/a", "https://x.example/\n.evil", "tracking.example/1", "", None, "https://[x",
    ],
)  # fmt: skip
def test_what_cannot_be_followed_leads_to_the_orders_page(url: str | None) -> None:
    made = rendered(Kind.SHIPPING_CONFIRMATION, odd_parcel(FIRST, url=url))

    assert links(made, "Follow the parcel") == [STATUS]
    assert not re.search(r"script:|data:text|x\.example|None", made.html)


def test_without_any_address_there_is_no_button() -> None:
    context = odd_parcel(FIRST, url="")
    context["notifyhub"]["status_url"] = context["order_status_url"] = ""

    made = rendered(Kind.SHIPPING_CONFIRMATION, context)

    assert FIRST in made.text
    assert "Follow the parcel" not in made.html


def nothing_known(context: dict[str, Any], nothing: str | None) -> dict[str, Any]:
    """The sample with each of its own values taken away that a mail could do without."""
    ours = context["notifyhub"]
    for parcel in ours.get("parcels", []):
        parcel.update(dict.fromkeys(("number", "company", "url", "state", "old_number"), nothing))
        parcel["items"] = [{"title": nothing, "quantity": nothing}]
    rows = [{"quantity": nothing, "line_item": {"title": nothing}}]
    context |= {
        "customer": None,
        "shipping_address": None,
        "billing_address": None,
        "shipping_method": None,
        "line_items": [],
        "subtotal_line_items": [],
        "unfulfilled_line_items": [{"title": nothing, "quantity": nothing}],
        "pickup_instructions": nothing,
        "location": None,
        "order_status_url": nothing,
        "unsubscribe_url": nothing,
    }
    if context.get("fulfillment"):
        context["fulfillment"] |= {"fulfillment_line_items": rows, "tracking_company": nothing}
    ours |= {
        "promise": dict.fromkeys(("from_on", "to_on", "was_to_on", "ships_by_on"), nothing),
        "pickup": dict.fromkeys(("name", "address", "hours", "instructions"), nothing),
        "outstanding": nothing,
        "expires_on": nothing,
        "status_url": nothing,
        "help_url": nothing,
        "review_url": nothing,
        "address_check_url": nothing,
        "preferences_url": nothing,
        "feedback_yes_url": nothing,
        "feedback_no_url": nothing,
    }
    return context


@pytest.mark.parametrize("nothing", ["", None, "  "])
@pytest.mark.parametrize("locale", ["en", "nb", "zh-Hans", "fr"])
@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_printed_of_what_is_not_known(
    kind: str, locale: str, nothing: str | None
) -> None:
    for make in samples.for_kind(kind).values():
        made = rendered(kind, nothing_known(make(), nothing), locale)
        page = page_of(made)

        assert not re.search(r"None|nil|×|\{|\(\)|, *$|^,", made.text, re.MULTILINE)
        assert not re.search(r"None|Liquid error", made.html)
        empty = page.xpath("//h1 | //h2 | //strong | //bdi | //p | //a")
        assert [
            lxml_html.tostring(each, encoding="unicode", with_tail=False)
            for each in empty
            if not each.text_content().strip() and each.find(".//img") is None
        ] == []
        assert [link for link in page.iter("a") if not link.get("href")] == []
        # A line break that begins or ends a paragraph is a gap with nothing in it.
        for paragraph in page.iter("p"):
            breaks = list(paragraph.iter("br"))
            assert not breaks or (paragraph.text or "").strip() or paragraph[0].tag != "br"


@pytest.fixture(scope="module")
def phone() -> Iterator[Any]:
    if not CHROMIUM.exists():
        pytest.skip("there is no /usr/bin/chromium here")
    with chromium() as browser:
        page = browser.new_page(viewport={"width": 390, "height": 844}, java_script_enabled=True)
        page.route("http**", lambda route: route.abort())
        yield page


@pytest.mark.browser
@pytest.mark.parametrize("name", ODD)
def test_an_odd_number_stays_on_a_phones_screen(phone: Any, name: str) -> None:
    context = odd_parcel(ODD[name], company="A carrier with a name far longer than usual, Ltd.")
    phone.set_content(rendered(Kind.SHIPPING_UPDATE, context).html)

    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    assert phone.evaluate(
        "[...document.querySelectorAll('td, bdi, h1, h2, p, a')].every("
        "each => each.getBoundingClientRect().right <= 390)"
    )


@pytest.mark.browser
def test_marks_that_turn_text_around_stay_within_the_number(phone: Any) -> None:
    """The carrier's name stands left of the number, and the button reads as it was written."""
    phone.set_content(rendered(Kind.SHIPPING_UPDATE, odd_parcel(REVERSED)).html)

    left, right = phone.evaluate(
        "[...document.querySelectorAll('bdi')].filter("
        "each => each.textContent == 'PostNord' || each.className.includes('tx'))"
        ".slice(0, 2).map(each => each.getBoundingClientRect().left)"
    )
    assert left < right
    assert CARRIER in phone.locator("a.bta").get_attribute("href")
