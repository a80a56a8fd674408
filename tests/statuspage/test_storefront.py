"""What a shop's own pages are told: dates in words, and a hint for mistyped addresses."""

from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from shipping import calendars, delivery_settings, processing_times, quoting, transit_times
from shipping.calendars import CalendarDraft
from shipping.delivery_settings import DeliveryChoices
from shipping.processing_times import ProcessingDraft
from shipping.promise_words import days_in_words
from shipping.promising.data import CartLine, Destination
from shipping.rule_changes import By
from shipping.transit_times import TransitDraft
from statuspage.notices import SCRIPTS
from stores.models import Store
from stores.scope import every_store, store_scope

# A Monday, 10:00 in Oslo.
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
MINA = By("Mina Lie", NOW)


@pytest.fixture
def shop(store: Store) -> Store:
    """Packs in Oslo until 14:00; all in 1–2 days, product 84 in 2–5; to Norway in 1–3."""
    with store_scope(store.pk):
        oslo = CalendarDraft(name="Oslo", cutoff=time(14), country="NO")
        calendars.add_calendar(store=store, draft=oslo, by=MINA)
        for draft in (
            ProcessingDraft(level="STORE", min_days=1, max_days=2),
            ProcessingDraft(level="PRODUCT", target="84", min_days=2, max_days=5),
        ):
            processing_times.set_processing_time(store=store, draft=draft, by=MINA)
        norway = TransitDraft(country="NO", min_days=1, max_days=3)
        transit_times.set_transit_time(store=store, draft=norway, by=MINA)
    return store


def ask(store: Store, query: str = "", name: str = "processing", **more: Any) -> Any:
    return Client().get(f"/storefront/{store.public_id}/{name}.json?{query}", **more)


@time_machine.travel(NOW, tick=False)
def test_a_product_page_is_told_when_it_leaves_and_arrives(shop: Store) -> None:
    said = ask(shop, "products=84&variants=9&locale=en").json()

    assert said["processing"] == {"min_days": 2, "max_days": 5}
    assert said["dispatch"] == {"from_on": "2026-11-25", "to_on": "2026-11-30"}
    assert said["arrival"] == {"from_on": "2026-11-26", "to_on": "2026-12-03"}
    assert said["sentences"] == [
        "Processing time: 2–5 business days",
        "Sent Wed 25 to Mon 30 Nov",
        "Arrives Thu 26 Nov to Thu 3 Dec",
    ]


@time_machine.travel(NOW, tick=False)
@pytest.mark.parametrize("locale", ["en", "nb", "da", "sv", "de", "fr", "zh-Hans"])
def test_mail_page_and_shop_say_the_same_days(shop: Store, locale: str) -> None:
    cart = ask(shop, f"products=84,85&quantities=1,2&locale={locale}").json()

    with store_scope(shop.pk):
        quote = quoting.quote(
            store=shop,
            lines=[CartLine(0, product=84), CartLine(1, product=85, quantity=2)],
            destination=Destination(country="NO"),
            now=NOW,
        )
    assert cart["locale"] == locale
    assert cart["arrival"]["to_on"] == str(quote.to_on)
    assert days_in_words(quote, NOW.date(), locale) in cart["sentences"][-1]
    assert len(cart["lines"]) == len(cart["sentences"]) - 1 == 2


@time_machine.travel(NOW, tick=False)
def test_languages_fall_back_as_in_mails(shop: Store) -> None:
    assert ask(shop, "products=1&locale=no-NO").json()["locale"] == "nb"
    assert ask(shop, "products=1&locale=zh-CN").json()["locale"] == "zh-Hans"
    assert ask(shop, "products=1&locale=xx").json()["locale"] == "nb"  # the store's own


@pytest.mark.parametrize(
    ("at", "seconds"),
    [
        ("2026-11-23T12:00:00Z", 900),  # a rule that was changed is seen soon
        ("2026-11-23T12:59:00Z", 60),  # 13:59 in Oslo, and packed until 14:00
        ("2026-11-23T12:59:59.500Z", 0),
        ("2026-11-23T13:00:00Z", 0),  # still counts
        ("2026-11-23T13:00:01Z", 900),
        ("2026-11-23T22:58:20Z", 100),  # before midnight in Oslo
        ("2026-11-22T12:59:00Z", 900),  # on a Sunday no cut-off changes anything
    ],
)
def test_it_is_kept_until_the_next_cutoff_or_midnight_and_never_beyond(
    shop: Store, at: str, seconds: int
) -> None:
    with time_machine.travel(at, tick=False):
        kept = ask(shop, "products=84")

    assert kept["Cache-Control"] == f"public, max-age={seconds}"


def test_what_is_kept_is_never_wrong_a_second_later(shop: Store) -> None:
    cutoff = datetime(2026, 11, 23, 13, 0, tzinfo=UTC)
    with time_machine.travel(cutoff, tick=False):
        before = ask(shop, "products=84").json()["arrival"]
    with time_machine.travel(cutoff + timedelta(seconds=1), tick=False):
        after = ask(shop, "products=84").json()["arrival"]

    assert before["to_on"] == "2026-12-03"
    assert after["to_on"] == "2026-12-04"


@time_machine.travel(NOW, tick=False)
def test_any_shop_may_ask_and_nobody_is_followed(shop: Store) -> None:
    answer = ask(shop, "products=84", headers={"Origin": "https://fjellgarn.example"})

    assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "Set-Cookie" not in answer
    assert not answer.cookies
    assert "Vary" not in answer
    assert "Content-Language" not in answer
    again = ask(shop, "products=84", headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again["Access-Control-Allow-Origin"] == "*"
    assert again["Cache-Control"] == answer["Cache-Control"]


def test_it_costs_two_queries_however_long_the_cart(shop: Store) -> None:
    ask(shop, "products=84")
    numbers = ",".join(str(number) for number in range(1, 101))

    with CaptureQueriesContext(connection) as one:
        ask(shop, "products=84")
    with CaptureQueriesContext(connection) as many:
        assert len(ask(shop, f"products={numbers}").json()["lines"]) == 100

    asked = [query["sql"] for query in one if "set_config" not in query["sql"]]
    assert len(asked) == 2
    assert len(one) == len(many)


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("products=eighty", "whole numbers"),
        ("products=-1", "whole numbers"),
        ("products=²", "whole numbers"),
        ("products=9223372036854775808", "whole numbers"),
        ("products=1,2&variants=1", "as many lines"),
        ("products=1,2&vendor=Rauma", "as many lines"),
        ("products=" + ",".join(["1"] * 101), "100 lines"),
        ("products=" + "1" * 9000, "8000 characters"),
        ("products=1&country=Norge", "two letters"),
        ("products=1&vendor=%00", "null character"),
    ],
)
def test_what_cannot_be_read_says_why(shop: Store, query: str, words: str) -> None:
    refused = ask(shop, query)

    assert refused.status_code == 400
    assert refused["Content-Type"] == "application/problem+json"
    assert refused["Access-Control-Allow-Origin"] == "*"
    assert refused["Cache-Control"] == "no-store"
    assert words in refused.json()["detail"]


def test_only_reading_is_answered_and_only_of_stores_that_there_are(shop: Store) -> None:
    url = f"/storefront/{shop.public_id}/processing.json"

    posted = Client(enforce_csrf_checks=True).post(url)
    unknown = Client().get(f"/storefront/{uuid4()}/processing.json")

    assert (posted.status_code, posted["Allow"]) == (405, "GET, HEAD")
    assert (unknown.status_code, unknown.json()["code"]) == (404, "not-found")


def test_a_store_that_shows_no_dates_or_has_none_says_nothing(shop: Store) -> None:
    with store_scope(shop.pk):
        hidden = DeliveryChoices(is_shown=False)
        delivery_settings.change_delivery_settings(store=shop, choices=hidden, by=MINA)
    assert ask(shop, "products=84").json() == {"is_shown": False, "sentences": []}

    with store_scope(shop.pk):
        delivery_settings.change_delivery_settings(store=shop, choices=DeliveryChoices(), by=MINA)
    assert ask(shop, "products=84").json()["sentences"]
    assert ask(shop, "").json()["sentences"] == []
    only_left = ask(shop, "products=84&country=CN&locale=en").json()
    assert only_left["arrival"] == {"from_on": None, "to_on": None}
    assert [one.partition(" ")[0] for one in only_left["sentences"]] == ["Processing", "Sent"]

    with every_store(because="a test lets a shop go"):
        Store.objects.filter(pk=shop.pk).update(state="UNINSTALLED")
    assert ask(shop, "products=84").json()["sentences"] == []


@pytest.mark.parametrize(
    ("domain", "meant"),
    [("gnail.com", "gmail.com"), ("GMAIL.CON", "gmail.com"), ("gmail.com", ""), ("own.no", "")],
)
def test_a_mistyped_mailbox_is_guessed_by_its_domain(shop: Store, domain: str, meant: str) -> None:
    said = ask(shop, f"domain={domain}&locale=de", name="email-hint").json()

    assert said == {"suggestion": meant, "words": "Meinten Sie {address}?"}


@pytest.mark.parametrize("domain", ["", "kari%40gnail.com", "a%20b.com", "x" * 254, "%00"])
def test_no_whole_address_is_taken(shop: Store, domain: str) -> None:
    refused = ask(shop, f"domain={domain}", name="email-hint")

    assert (refused.status_code, refused.json()["code"]) == (400, "malformed")


def test_the_script_is_small_and_keeps_nothing(db: None) -> None:
    served = Client().get("/storefront.js")
    text = (SCRIPTS / "storefront.js").read_text()

    assert served.content.decode() == text
    assert served["Content-Type"] == "text/javascript; charset=utf-8"
    assert served["Cache-Control"] == "public, max-age=86400"
    assert len(served.content) < 5_000
    for word in ("eval", "innerHTML", ".style", "document.cookie", "localStorage", "import"):
        assert word not in text
