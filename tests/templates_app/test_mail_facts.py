"""What each kind of order mail must say, and what it must not."""

import re
from typing import Any

import pytest

from templates_app import rendering, samples
from templates_app.catalogue import kind_words
from templates_app.data import NotificationKind as Kind
from templates_app.data import Rendered
from tests.templates_app.mails import default_words, mail


def rendered(kind: str, context: dict[str, Any], locale: str = "en") -> Rendered:
    return rendering.render(revision=default_words(kind), locale=locale, context=context)


def plain(text: str) -> str:
    """On one line, with common spaces."""
    return " ".join(text.split())


@pytest.mark.parametrize(
    ("kind", "sample", "said", "unsaid"),
    [
        (
            Kind.ORDER_EDITED,
            "plain",
            ["Left to pay NOK178.00", "Pay now", "Added Stoppenål i stål NOK178.00",
             "Your order now", "Total NOK2,027.00"],
            ["Removed", "nothing more to pay"],
        ),
        (
            Kind.ORDER_EDITED,
            "removed",
            ["nothing more to pay", "Removed Rundpinne i bjørk −NOK298.00", "Total NOK1,551.00"],
            ["Added", "Pay now", "Left to pay"],
        ),
        (
            Kind.ORDER_CANCELLED,
            "plain",
            ["Your order is cancelled", "Comes back to you NOK1,849.00", "You asked us to cancel",
             "What was cancelled", "Refunded −NOK1,849.00"],
            ["can be changed until", "have not been charged"],
        ),
        (
            Kind.ORDER_CANCELLED,
            "unpaid",
            ["You have not been charged", "no longer in stock"],
            ["Comes back", "You asked us", "Paid with"],
        ),
        (
            Kind.ORDER_REFUND,
            "plain",
            ["Refunded to you NOK361.00", "To your Visa card •••• 4242", "3 to 10 working days",
             "Nøstet kom med en sprekk.", "Garnnøster i valnøtt NOK361.00",
             "Order total after the refund NOK1,488.00"],
            ["Strikkepakke", "Shipping, tax"],
        ),
        (
            Kind.ORDER_REFUND,
            "whole",
            ["Refunded to you $501.58", "Shipping, tax and discounts", "Refunded $501.58"],
            ["A word from", "Order total after"],
        ),
        (
            Kind.ABANDONED_CHECKOUT,
            "plain",
            ["Your basket is still here, Ingrid", "In your basket", "Strikkepakke «Vidde»",
             "Back to your basket (https://fjelloggarn.example/checkouts/ac/c1-7f9e2b/recover",
             "Unsubscribe (https://bestilling.fjelloggarn.example/unsubscribe/k7Qm2xV9)",
             "(https://bestilling.fjelloggarn.example/preferences/k7Qm2xV9)"],
            ["38274650193", "Paid", "Free"],
        ),
        (Kind.ABANDONED_CHECKOUT, "nameless", ["Your basket is still here"], ["here,"]),
        (
            Kind.DRAFT_ORDER_INVOICE,
            "plain",
            ["To pay NOK1,849.00", "until November 25, 2026", "Order #D174",
             "Pay now (https://fjelloggarn.example/548380009/invoices/0c9d1e)",
             "Her er pakken vi snakket om"],
            ["Please pay by", "Paid"],
        ),
        (Kind.DRAFT_ORDER_INVOICE, "terms", ["Please pay by December 18, 2026"], ["We hold"]),
        (
            Kind.GIFT_CARD,
            "plain",
            ["A gift card for you, Ingrid", "Balance NOK500.00", "•••• 9f2k", "does not expire",
             "Show the gift card (https://fjelloggarn.example/gift_cards/548380009/8a7b6c)"],
            ["Valid until", "#10482", "Wallet"],
        ),
        (
            Kind.GIFT_CARD,
            "for_somebody",
            ["A gift card for you, Per", "Klem, Åse", "Valid until November 30, 2029"],
            ["Ingrid", "does not expire"],
        ),
        (
            Kind.POS_RECEIPT,
            "plain",
            ["Bought at Fjell & Garn Kaivegen 00", "November 18, 2026", "10:07", "Receipt #10482",
             "What you bought", "Of which mva. 25% NOK369.80", "Paid with Visa •••• 4242"],
            ["Ships to", "Shipping", "Follow your order"],
        ),
        (Kind.POS_RECEIPT, "nameless", ["Thank you for stopping by"], ["Ingrid", "by,"]),
        (
            Kind.STAFF_NEW_ORDER,
            "plain",
            ["Customer: Ingrid Solheim", "E-mail: ingrid@example.com", "Kan dere legge ved et kort",
             "Gave: ja", "Tags: vip", "Payment: Paid, Visa •••• 4242", "Total NOK1,849.00",
             "(https://fjell-og-garn.myshopify.com/admin/orders/5719384752910)"],
            ["fraud", "Instagram", "Something not right"],
        ),
        (Kind.STAFF_NEW_ORDER, "risky", ["High risk of fraud"], []),
    ],
)  # fmt: skip
def test_the_facts_are_said(kind: str, sample: str, said: list[str], unsaid: list[str]) -> None:
    text = plain(mail(kind, sample).text)

    assert [words for words in said if words not in text] == []
    assert [words for words in unsaid if words in text] == []


@pytest.mark.parametrize(
    ("kind", "sample", "subject"),
    [
        (Kind.ORDER_EDITED, "plain", "Order #10482 has changed"),
        (Kind.ORDER_CANCELLED, "plain", "Order #10482 is cancelled"),
        (Kind.ORDER_REFUND, "plain", "Refund for order #10482"),
        (Kind.ABANDONED_CHECKOUT, "plain", "Your basket at Fjell & Garn"),
        (Kind.DRAFT_ORDER_INVOICE, "plain", "Order #D174 is ready for you to pay"),
        (Kind.GIFT_CARD, "plain", "Your gift card from Fjell & Garn"),
        (Kind.POS_RECEIPT, "plain", "Your receipt #10482 from Fjell & Garn"),
        (Kind.STAFF_NEW_ORDER, "plain", "New order #10482, NOK1,849.00"),
        (Kind.STAFF_NEW_ORDER, "risky", "High risk: New order #10482, NOK1,849.00"),
    ],
)
def test_the_subject_says_what_it_is_about(kind: str, sample: str, subject: str) -> None:
    assert mail(kind, sample).subject == subject


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ("customer", "You asked us to cancel it."),
        ("inventory", "no longer in stock"),
        ("declined", "did not go through"),
        ("fraud", "could not confirm the payment"),
        ("staff", "could not carry it out"),
        ("", "could not carry it out"),
    ],
)
def test_a_buyer_reads_the_reason_in_words_not_codes(reason: str, words: str) -> None:
    context = samples.for_kind(Kind.ORDER_CANCELLED)["plain"]() | {"cancel_reason": reason}

    text = rendered(Kind.ORDER_CANCELLED, context).text

    assert words in text
    assert "fraud" not in text.lower()


def test_a_paid_order_that_was_cancelled_but_not_refunded_promises_nothing() -> None:
    context = samples.for_kind(Kind.ORDER_CANCELLED)["plain"]()
    context["notifyhub"]["refunded"] = 0

    text = rendered(Kind.ORDER_CANCELLED, context).text

    assert "If you have money to get back" in text
    assert "have not been charged" not in text
    assert "Comes back" not in text


def test_an_edit_that_leaves_too_much_paid_says_what_comes_back() -> None:
    context = samples.for_kind(Kind.ORDER_EDITED)["removed"]()
    context["notifyhub"]["outstanding"] = -29800

    text = plain(rendered(Kind.ORDER_EDITED, context).text)

    assert "Comes back to you NOK298.00" in text
    assert "nothing more to pay" not in text


@pytest.mark.parametrize(
    ("addresses", "shown"),
    [
        ({"checkout_payment_collection_url": "https://x.example/pay"}, "(https://x.example/pay)"),
        ({}, "Pay now (https://fjelloggarn.example/orders/1/authenticate"),
        ({"order_status_url": ""}, "See your order (https://bestilling.fjelloggarn.example/o/"),
    ],
)
def test_what_is_left_is_paid_where_it_can_be_paid(addresses: dict[str, str], shown: str) -> None:
    """Our own page takes no money; Shopify's does."""
    context = samples.for_kind(Kind.ORDER_EDITED)["plain"]() | addresses

    assert shown in rendered(Kind.ORDER_EDITED, context).text


def test_what_is_not_known_is_not_claimed() -> None:
    edited = samples.for_kind(Kind.ORDER_EDITED)["plain"]()
    cancelled = samples.for_kind(Kind.ORDER_CANCELLED)["plain"]()
    for context in (edited, cancelled):
        for key in ("outstanding", "refunded", "is_paid", "payments"):
            del context["notifyhub"][key]
        context.pop("total_outstanding", None)

    assert "nothing more to pay" not in rendered(Kind.ORDER_EDITED, edited).text
    assert "have not been charged" not in rendered(Kind.ORDER_CANCELLED, cancelled).text


@pytest.mark.parametrize(
    ("transactions", "said", "waits"),
    [
        ([], "The same way you paid", True),
        ([{"kind": "sale", "gateway_display_name": "Klarna"}], "The same way you paid", True),
        ([{"kind": "refund", "gateway_display_name": "Vipps"}], "By Vipps", True),
        (
            [{"kind": "refund", "gateway": "gift_card",
              "payment_details": {"gift_card": {"last_four_characters": "9f2k"}}}],
            "To your gift card •••• 9f2k. You can use it again at once.",
            False,
        ),
    ],
)  # fmt: skip
def test_a_refund_says_the_way_the_money_takes(
    transactions: list[dict[str, Any]], said: str, waits: bool
) -> None:
    context = samples.for_kind(Kind.ORDER_REFUND)["plain"]() | {"transactions": transactions}

    text = plain(rendered(Kind.ORDER_REFUND, context).text)

    assert said in text
    assert ("working days" in text) is waits


def test_a_gift_card_whose_code_is_known_shows_it_whole() -> None:
    context = samples.for_kind(Kind.GIFT_CARD)["plain"]()
    context["gift_card"] |= {"code": "ab12 cd34 ef56 9f2k", "pass_url": "https://x.example/pass"}

    made = rendered(Kind.GIFT_CARD, context)

    assert re.search(r'class="f tx code"[^>]*><bdi dir="ltr">ab12 cd34 ef56 9f2k</bdi>', made.html)
    assert "Add it to Apple Wallet (https://x.example/pass)" in made.text
    assert "see the whole code" not in made.text


def test_a_mail_without_its_address_has_no_button() -> None:
    for kind, key, button in (
        (Kind.ABANDONED_CHECKOUT, "url", "Back to your basket"),
        (Kind.DRAFT_ORDER_INVOICE, "invoice_url", "Pay now"),
    ):
        context = samples.for_kind(kind)["plain"]() | {key: "javascript:alert(1)"}
        made = rendered(kind, context)

        assert button not in made.text
        assert "javascript" not in made.html


def test_what_a_buyer_typed_cannot_add_a_recipient_to_the_staffs_reply() -> None:
    context = samples.for_kind(Kind.STAFF_NEW_ORDER)["plain"]()
    context["email"] = "a@example.com?bcc=all@example.com"

    html = rendered(Kind.STAFF_NEW_ORDER, context).html

    assert 'href="mailto:a@example.com%3Fbcc%3Dall@example.com"' in html


def test_a_marketing_mail_cannot_be_left_without_a_way_out() -> None:
    words = kind_words(Kind.ABANDONED_CHECKOUT)

    assert words is not None
    assert {block.key for block in words.blocks if block.is_locked} == {"legal", "preferences"}


@pytest.mark.parametrize(
    ("kind", "has_data"),
    [
        (Kind.ORDER_CONFIRMATION, True),
        (Kind.ORDER_CANCELLED, True),
        (Kind.ORDER_REFUND, True),
        (Kind.POS_RECEIPT, True),
        (Kind.ABANDONED_CHECKOUT, False),
        (Kind.DRAFT_ORDER_INVOICE, False),
    ],
)
def test_programs_are_told_of_orders_only(kind: str, has_data: bool) -> None:
    assert ('"@type":"Order"' in mail(kind).html) is has_data


def test_who_is_given_a_gift_card_learns_nothing_of_the_buyers_order() -> None:
    made = mail(Kind.GIFT_CARD, "for_somebody")

    for secret in ("10482", "/o/k7Qm2xV9", "ld+json", "Ingrid", "Ullbakken"):
        assert secret not in made.html + made.text + made.subject
