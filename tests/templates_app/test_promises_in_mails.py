"""When a parcel comes, where goods wait: days as each language writes them, places as known."""

from collections.abc import Callable
from typing import Any

import pytest

from templates_app import sample_parcels
from templates_app.data import NotificationKind as Kind
from tests.templates_app.mails import mail
from tests.templates_app.parcel_mails import page_of, plain, rendered


@pytest.mark.parametrize(
    ("from_on", "to_on", "in_english", "in_norwegian", "in_chinese"),
    [
        ("2026-11-24", "2026-11-24", "November 24", "24. november", "11月24日"),
        ("2026-11-24", "2026-11-26", "November 24–26", "24.–26. november", "11月24日至26日"),
        (
            "2026-11-27", "2026-12-01",
            "November 27 – December 1", "27. november – 1. desember", "11月27日至12月1日",
        ),
        (
            "2026-12-30", "2027-01-04",
            "December 30 – January 4", "30. desember – 4. januar", "12月30日至1月4日",
        ),
        # The same month of two years is not one month.
        (
            "2026-01-30", "2027-01-02",
            "January 30 – January 2", "30. januar – 2. januar", "1月30日至1月2日",
        ),
        ("", "2026-11-26", "November 26", "26. november", "11月26日"),
        ("2026-11-24", "", "November 24", "24. november", "11月24日"),
        # What Shopify expects of a carrier are moments, which may lie within one day.
        (
            "2026-11-24T09:00:00+01:00", "2026-11-24T17:00:00+01:00",
            "November 24", "24. november", "11月24日",
        ),
    ],
)  # fmt: skip
def test_days_are_written_as_the_language_does(
    from_on: str, to_on: str, in_english: str, in_norwegian: str, in_chinese: str
) -> None:
    for locale, words, earlier in (
        ("en", in_english, "Before, we said {}."),
        ("nb", in_norwegian, "Tidligere sa vi {}."),
        ("zh-Hans", in_chinese, "此前预计：{}。"),
    ):
        promised, late = sample_parcels.one_parcel(), sample_parcels.delayed()
        promised["notifyhub"]["promise"] = {"from_on": from_on, "to_on": to_on}
        late["notifyhub"]["promise"] |= {"was_from_on": from_on, "was_to_on": to_on}

        first = rendered(Kind.SHIPPING_CONFIRMATION, promised, locale)
        second = rendered(Kind.DELAYED, late, locale)

        assert [each.text for each in page_of(first).xpath("//*[contains(@class, 'big')]")] == [
            words
        ]
        assert f"\n{words}\n" in first.text
        assert earlier.format(words) in plain(page_of(second).text_content())
        assert earlier.format(words) in second.text


@pytest.mark.parametrize(
    ("locale", "now", "leaves"),
    [
        ("en", "December 3–7", "It leaves us by December 2 at the latest."),
        ("nb", "3.–7. desember", "Den sendes herfra senest 2. desember."),
        ("da", "3.–7. december", "Den sendes herfra senest den 2. december."),
        ("sv", "3–7 december", "Den skickas härifrån senast den 2 december."),
        ("de", "3.–7. Dezember", "Der Versand erfolgt spätestens am 2. Dezember."),
        ("fr", "3–7 décembre", "Expédition au plus tard le 2 décembre."),
        ("zh-Hans", "12月3日至7日", "最迟于12月2日发货。"),
    ],
)
def test_a_new_promise_and_the_day_it_leaves(locale: str, now: str, leaves: str) -> None:
    context = sample_parcels.delayed_before_shipping()
    context["notifyhub"]["promise"]["ships_by_on"] = "2026-12-02"

    made = rendered(Kind.DELAYED, context, locale)

    assert f"\n{now}\n" in made.text
    assert f"\n{leaves}\n" in made.text


@pytest.mark.parametrize(
    ("locale", "words"),
    [
        ("en", "We keep it for you until December 2."),
        ("nb", "Vi holder av den til deg til 2. desember."),
        ("zh-Hans", "我们将为您保留至12月2日。"),
    ],
)
def test_what_waits_in_a_shop_says_until_when(locale: str, words: str) -> None:
    assert words in mail(Kind.READY_FOR_PICKUP, "plain", locale).text


def bare_place(context: dict[str, Any]) -> None:
    context["notifyhub"]["pickup"] |= {"name": "", "address": "", "hours": ""}
    context["location"] |= {"name": "Kiosken", "zip": "", "city": ""}


def shopifys_place(context: dict[str, Any]) -> None:
    del context["notifyhub"]["pickup"]


def only_hours(context: dict[str, Any]) -> None:
    context["notifyhub"]["pickup"] |= {"name": "", "address": ""}
    context["location"] = None


def no_place(context: dict[str, Any]) -> None:
    del context["notifyhub"]["pickup"]
    context |= {"location": None, "pickup_instructions": None}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (bare_place, ["Kiosken", "Kaivegen 00"]),
        (shopifys_place, ["Fjell & Garn", "Kaivegen 00, 6002 Ålesund"]),
        (only_hours, ["Open 10–17"]),
        (no_place, []),
    ],
)
def test_a_place_is_told_as_far_as_it_is_known(
    change: Callable[[dict[str, Any]], None], said: list[str]
) -> None:
    context = sample_parcels.ready_for_pickup()
    change(context)

    text = rendered(Kind.READY_FOR_PICKUP, context).text

    block = text.partition("Pick it up here\n")[2].partition("Bring the order number")[0]
    told = [line for line in block.splitlines() if line and not line.startswith("Ring på")]
    assert told == said
