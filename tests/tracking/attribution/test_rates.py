"""Rates of exchange: the Bank's own file, and honesty where it says nothing."""

from datetime import date
from decimal import Decimal

import pytest

from tracking.attribution.rates import NotRates, convert, last_day, load_rates, rate_on

pytestmark = pytest.mark.django_db

HISTORY = [
    "Date,USD,JPY,SEK,CYP,\n",
    "2026-05-04,1.2500,160.00,11.4942528736,N/A,\n",
    "2026-05-01,1.2000,150.00,11.0000,N/A,\n",
]
MAY = date(2026, 5, 4)


def test_the_banks_history_is_loaded_and_corrected() -> None:
    assert load_rates(lines=HISTORY) == 6
    assert load_rates(lines=["Date, USD\n", "4 May 2026, 1.3\n"]) == 1

    assert rate_on(from_currency="EUR", to_currency="USD", on=MAY) == Decimal("1.3")
    assert last_day() == MAY


def test_a_rate_holds_over_days_without_one_but_not_for_ever() -> None:
    load_rates(lines=HISTORY)

    over_a_weekend = rate_on(from_currency="USD", to_currency="EUR", on=date(2026, 5, 3))

    assert over_a_weekend == Decimal("0.8333333333")
    assert rate_on(from_currency="USD", to_currency="EUR", on=date(2026, 6, 1)) is None
    assert rate_on(from_currency="USD", to_currency="EUR", on=date(2026, 4, 30)) is None
    assert rate_on(from_currency="CYP", to_currency="EUR", on=MAY) is None


def test_a_currency_is_itself_without_any_rate() -> None:
    assert rate_on(from_currency="NOK", to_currency="NOK", on=MAY) == 1


@pytest.mark.parametrize(
    ("minor", "from_currency", "to_currency", "converted"),
    [
        (1050_00, "SEK", "EUR", 91_35),
        (100_00, "EUR", "JPY", 16000),
        (16000, "JPY", "EUR", 100_00),
        (100_00, "USD", "SEK", 919_54),
    ],
)
def test_sums_are_converted_by_what_each_currency_counts_in(
    minor: int, from_currency: str, to_currency: str, converted: int
) -> None:
    load_rates(lines=HISTORY)
    rate = rate_on(from_currency=from_currency, to_currency=to_currency, on=MAY)

    assert rate is not None
    assert convert(minor, rate, from_currency, to_currency) == converted


@pytest.mark.parametrize(
    "lines",
    [
        [],
        ["<html>\n"],
        ["Date,USD\n", "yesterday,1.2\n"],
        ["Date,USD\n", "2026-05-04,-1\n"],
        ["Date,USD\n", "2026-05-04,a\n"],
    ],
)
def test_another_file_is_refused(lines: list[str]) -> None:
    with pytest.raises(NotRates):
        load_rates(lines=lines)

    assert last_day() is None
