"""A promise's days in each language, and where it stands."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from shipping.models import Promise
from shipping.promise_words import (
    days_in_words,
    nearness_in_words,
    standing_in_words,
    standing_of,
)
from shipping.promising.data import LineDates

TODAY = date(2026, 11, 21)
DAYS = LineDates(0, from_on=date(2026, 11, 25), to_on=date(2026, 11, 26))


@pytest.mark.parametrize(
    ("locale", "short", "full"),
    [
        ("en", "Wed 25 to Thu 26 Nov", "Wednesday 25 or Thursday 26 November"),
        ("en-US", "Wed, Nov 25 to Thu, Nov 26", "Wednesday, November 25 or Thursday, November 26"),
        ("nb", "ons. 25. til tor. 26. nov.", "onsdag 25. eller torsdag 26. november"),
        ("no", "ons. 25. til tor. 26. nov.", "onsdag 25. eller torsdag 26. november"),
        ("da", "ons. 25. til tors. 26. nov.", "onsdag 25. eller torsdag 26. november"),
        ("sv-SE", "ons 25 till tors 26 nov.", "onsdag 25 eller torsdag 26 november"),
        ("de", "Mi. 25. bis Do. 26. Nov.", "Mittwoch 25. oder Donnerstag 26. November"),
        ("fr", "du mer. 25 au jeu. 26 nov.", "mercredi 25 ou jeudi 26 novembre"),
        ("zh-Hans", "11月25日周三至26日周四", "11月25日星期三或26日星期四"),
        ("zh-hans", "11月25日周三至26日周四", "11月25日星期三或26日星期四"),
    ],
)
def test_two_days_as_each_language_says_them(locale: str, short: str, full: str) -> None:
    assert days_in_words(DAYS, TODAY, locale) == short
    assert days_in_words(DAYS, TODAY, locale, is_full=True) == full


def test_a_right_to_left_language_is_kept_together() -> None:
    said = days_in_words(DAYS, TODAY, "ar")

    assert (said[0], said[-1]) == ("\u2068", "\u2069")
    assert "نوفمبر" in said


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ("2026-11-25", "2026-11-25", "Wed 25 Nov"),
        ("2026-11-30", "2026-12-02", "Mon 30 Nov to Wed 2 Dec"),
        ("2026-12-30", "2027-01-02", "Wed 30 Dec 2026 to Sat 2 Jan 2027"),
        ("2027-01-04", "2027-01-05", "Mon 4 Jan 2027 to Tue 5 Jan 2027"),
    ],
)
def test_months_and_years_are_said_where_they_differ(first: str, last: str, said: str) -> None:
    dates = LineDates(0, from_on=date.fromisoformat(first), to_on=date.fromisoformat(last))

    assert days_in_words(dates, TODAY, "en") == said


def test_no_day_is_no_word() -> None:
    assert days_in_words(LineDates(0), TODAY, "nb") == ""
    assert nearness_in_words(LineDates(0), TODAY, "nb") == ""


@pytest.mark.parametrize(
    ("day", "locale", "said"),
    [
        (20, "nb", "i går"),
        (21, "en", "today"),
        (22, "de", "morgen"),
        (24, "sv", "om 3 dagar"),
        (18, "fr", "il y a 3 jours"),
        (24, "ar", ""),
    ],
)
def test_how_far_away_it_is(day: int, locale: str, said: str) -> None:
    dates = LineDates(0, to_on=date(2026, 11, day))

    assert nearness_in_words(dates, TODAY, locale) == said


@pytest.mark.parametrize(
    ("fields", "said", "tone"),
    [
        ({"ships_by_on": date(2026, 11, 23)}, "On time, 2 days to spare", "good"),
        ({"ships_by_on": TODAY}, "Must leave today", "warn"),
        ({"ships_by_on": date(2026, 11, 20)}, "Should have left 1 day ago", "bad"),
        ({"shipped_at": datetime(2026, 11, 20, tzinfo=UTC)}, "On time, 5 days to spare", "good"),
        ({"to_on": date(2026, 11, 19)}, "2 days late", "bad"),
        ({"to_on": None}, "No date can be said", ""),
        ({"settled_at": datetime(2026, 11, 20, tzinfo=UTC), "is_kept": True}, "Kept", "good"),
        ({"settled_at": datetime(2026, 11, 20, tzinfo=UTC), "is_kept": False},
         "Came later than promised", "bad"),
    ],
)  # fmt: skip
def test_where_a_promise_stands(fields: dict[str, Any], said: str, tone: str) -> None:
    promise = Promise(**{"from_on": date(2026, 11, 25), "to_on": date(2026, 11, 26), **fields})

    assert standing_in_words(promise, TODAY) == said
    assert standing_of(promise, TODAY).tone == tone
