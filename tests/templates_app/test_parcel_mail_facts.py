"""What each mail about a parcel must say, and what it must not."""

import re

import pytest

from templates_app import sample_parcels
from templates_app.catalogue import kind_words
from templates_app.data import NotificationKind as Kind
from tests.templates_app.mails import LOCALES, mail
from tests.templates_app.parcel_mails import (
    CARRIER,
    FIRST,
    SECOND,
    STATUS,
    TELLS_OF_PARCELS,
    THIRD,
    links,
    page_of,
    parcels_of,
    plain,
    rendered,
)


@pytest.mark.parametrize(
    ("kind", "sample", "said", "unsaid"),
    [
        (
            Kind.SHIPPING_CONFIRMATION,
            "plain",
            ["It has left us", f"Your parcel PostNord {FIRST}",
             f"Follow the parcel ({CARRIER}{FIRST})", "Rundpinne i bjørk × 2", "With you",
             "Ships to Ingrid Solheim Ullbakken 00 5006 Bergen"],
            ["Parcel 1", "In the parcels", "Follows later", "no tracking number", "it was"],
        ),
        (
            Kind.SHIPPING_CONFIRMATION,
            "several",
            ["It travels in 3 parcels", f"Parcel 1 of 3 PostNord {FIRST}",
             f"Parcel 2 of 3 PostNord {SECOND} Follow this parcel ({CARRIER}{SECOND})",
             f"Parcel 3 of 3 PostNord {THIRD} Follow this parcel ({CARRIER}{THIRD})",
             "In the parcels Merino sweater × 1 Walnut yarn winder × 1 Stitch markers × 4"],
            ["Your parcel", "Follows later"],
        ),
        (
            Kind.SHIPPING_CONFIRMATION,
            "partly",
            ["A part of it has left us", "Follows later Garnnøster i valnøtt × 1"],
            ["In the parcels"],
        ),
        (
            Kind.SHIPPING_CONFIRMATION,
            "without_number",
            ["There is no tracking number", "Some parcels travel without one",
             f"Follow the parcel ({STATUS})", "In the parcels Strikkepakke «Vidde» × 1"],
            ["PostNord 0", "Your parcel"],
        ),
        (
            Kind.SHIPPING_UPDATE,
            "plain",
            ["Your parcel has a new number",
             f"PostNord {SECOND} New number; it was {FIRST}",
             f"Follow the parcel ({CARRIER}{SECOND})"],
            [f"{CARRIER}{FIRST}", "Before, we said"],
        ),
        (
            Kind.OUT_FOR_DELIVERY,
            "plain",
            ["arrives today, Ingrid", "The driver has it", f"({CARRIER}{FIRST})"],
            ["November 24", "your parcels"],
        ),
        (
            Kind.OUT_FOR_DELIVERY,
            "several",
            ["The driver has your parcels", f"({CARRIER}{SECOND})", f"({CARRIER}{THIRD})"],
            ["The driver has it"],
        ),
        (
            Kind.DELIVERED,
            "plain",
            ["PostNord says that it has been delivered", f"PostNord {FIRST}",
             f"See your order ({STATUS})", "Not found it?", "with your neighbours"],
            [CARRIER, "November 24"],
        ),
        (Kind.DELIVERED, "several", [FIRST, SECOND, THIRD, STATUS], ["Follow this", CARRIER]),
        (
            Kind.DELAYED,
            "plain",
            ["Now with you November 27 – December 1", "Before, we said November 24–26.",
             f"Follow the parcel ({CARRIER}{FIRST})", "give you your money back"],
            ["It leaves us"],
        ),
        (
            Kind.DELAYED,
            "not_shipped",
            ["Now with you December 3–7", "Before, we said November 24–26.",
             "It leaves us by December 1 at the latest."],
            ["no tracking number", "Follow the parcel", "Your parcel"],
        ),
        (
            Kind.READY_FOR_PICKUP,
            "plain",
            ["Pick it up here Fjell & Garn Kaivegen 00, 6002 Ålesund Open 10–17",
             "Ring på ved siden av butikkdøra", "Bring the order number #10482.",
             "We keep it for you until December 2.", f"See your order ({STATUS})"],
            ["You pay", "Ships to", "tracking number"],
        ),
        (
            Kind.READY_FOR_PICKUP,
            "unpaid",
            ["Bring the order number #10482. You pay NOK1,190.00 when you come."],
            [],
        ),
        (
            Kind.REVIEW_REQUEST,
            "plain",
            ["You have had Strikkepakke «Vidde» and the rest",
             f"Write a review ({STATUS}#review)",
             "Unsubscribe (https://bestilling.fjelloggarn.example/unsubscribe/k7Qm2xV9)",
             "(https://bestilling.fjelloggarn.example/preferences/k7Qm2xV9)",
             "agreed to hear from us"],
            ["PostNord", "With you"],
        ),
        (
            Kind.ADDRESS_CHECK,
            "plain",
            ["We send it here Ingrid Solheim Ullbakken 5006 Bergen Norge Is it right?",
             f"Change the address ({STATUS}#address)"],
            ["PostNord", "With you"],
        ),
    ],
)  # fmt: skip
def test_the_facts_are_said(kind: str, sample: str, said: list[str], unsaid: list[str]) -> None:
    made = mail(kind, sample)
    text, page = plain(made.text), plain(page_of(made).text_content())

    assert [words for words in said if words not in text] == []
    assert [words for words in unsaid if words in text or words in page] == []


@pytest.mark.parametrize(
    ("kind", "subject"),
    [
        (Kind.SHIPPING_CONFIRMATION, "Order #10482 is on its way"),
        (Kind.SHIPPING_UPDATE, "New tracking number for order #10482"),
        (Kind.OUT_FOR_DELIVERY, "Order #10482 arrives today"),
        (Kind.DELIVERED, "Order #10482 has been delivered"),
        (Kind.DELAYED, "Order #10482 arrives later than we said"),
        (Kind.READY_FOR_PICKUP, "Order #10482 is ready to pick up"),
        (Kind.REVIEW_REQUEST, "How do you like it?"),
        (Kind.ADDRESS_CHECK, "Is the address of order #10482 right?"),
    ],
)
def test_the_subject_says_what_it_is_about(kind: str, subject: str) -> None:
    assert mail(kind).subject == subject


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("kind", TELLS_OF_PARCELS)
def test_number_and_link_stand_in_both_parts_in_each_language(kind: str, locale: str) -> None:
    number = SECOND if kind == Kind.SHIPPING_UPDATE else FIRST
    leads_to = STATUS if kind == Kind.DELIVERED else f"{CARRIER}{number}"
    made = mail(kind, "plain", locale)
    page = page_of(made)

    shown = page.xpath("//bdi[@dir='ltr' and contains(@class, 'tx')]")
    buttons = page.xpath("//a[contains(@class, 'bta')]/@href")
    assert [each.text_content() for each in shown] == [number]
    assert buttons == [leads_to]
    assert f"PostNord {number}" in plain(made.text)
    assert f"({leads_to})" in made.text


@pytest.mark.parametrize("locale", LOCALES)
def test_the_old_number_is_struck_through_beside_the_new_one(locale: str) -> None:
    made = mail(Kind.SHIPPING_UPDATE, "plain", locale)

    struck = page_of(made).xpath("//*[contains(@style, 'line-through')]")

    assert [each.text_content() for each in struck] == [FIRST]
    # A text part strikes nothing through, so the words before it must tell which is which.
    assert re.search(rf"PostNord {SECOND}\n\S.* {FIRST}\n", made.text)


@pytest.mark.parametrize(("old", "new"), [("", SECOND), (SECOND, SECOND), (FIRST, "")])
def test_no_old_number_without_a_new_one(old: str, new: str) -> None:
    context = sample_parcels.new_number()
    parcels_of(context)[0] |= {"old_number": old, "number": new}

    made = rendered(Kind.SHIPPING_UPDATE, context)

    assert "it was" not in made.text
    assert "line-through" not in made.html
    assert FIRST not in page_of(made).text_content()


def test_the_goods_of_a_buyer_who_writes_from_the_right_stand_apart() -> None:
    page = page_of(mail(Kind.SHIPPING_CONFIRMATION, "right_to_left"))

    held = {each.text_content().strip() for each in page.iter("bdi")}
    assert {"نورة", "شال صوف", "نورة العتيبي", "شارع الخليج 12", "PostNord", FIRST} <= held


def test_a_name_from_the_right_stands_apart_where_the_address_is_asked() -> None:
    page = page_of(mail(Kind.ADDRESS_CHECK, "right_to_left"))

    asked = page.xpath("//td[@class='band' or contains(@class, 'band')]//p[1]/bdi")
    assert [each.text_content() for each in asked][:2] == ["نورة العتيبي", "شارع الخليج 12"]


def test_an_address_can_be_changed_through_support_where_there_is_no_form() -> None:
    context = sample_parcels.address_check()
    del context["notifyhub"]["address_check_url"]

    assert links(rendered(Kind.ADDRESS_CHECK, context), "Change the address") == [f"{STATUS}#help"]


def test_without_an_address_none_is_asked_about() -> None:
    context = sample_parcels.address_check() | {"shipping_address": None}

    text = rendered(Kind.ADDRESS_CHECK, context).text

    assert "We send it here" not in text
    assert "Is it right?" not in text


@pytest.mark.parametrize("url", ["", None, "javascript:alert(1)"])
def test_a_review_is_written_where_reviews_are_written_or_nowhere(url: str | None) -> None:
    context = sample_parcels.review_request()
    known = rendered(Kind.REVIEW_REQUEST, context)
    context["notifyhub"]["review_url"] = url
    unknown = rendered(Kind.REVIEW_REQUEST, context)

    assert links(known, "Write a review") == [f"{STATUS}#review"]
    assert links(unknown, "Write a review") == []
    assert "javascript" not in unknown.html + unknown.text


def test_a_review_request_cannot_be_left_without_a_way_out() -> None:
    words = kind_words(Kind.REVIEW_REQUEST)

    assert words is not None
    assert {block.key for block in words.blocks if block.is_locked} == {"legal", "preferences"}
    assert links(mail(Kind.REVIEW_REQUEST), "Unsubscribe") == [
        "https://bestilling.fjelloggarn.example/unsubscribe/k7Qm2xV9"
    ]
