"""Telephone numbers of orders, as networks want them."""

import pytest

from messaging.phones import as_dialled, shown


@pytest.mark.parametrize(
    ("number", "country", "dialled"),
    [
        ("912 34 567", "NO", "+4791234567"),
        ("+47 912 34 567", "SE", "+4791234567"),
        ("0047 91234567", "NO", "+4791234567"),
        ("070-123 45 67", "se", "+46701234567"),
        ("06 12 34 56 78", "FR", "+33612345678"),
        ("(201) 555-0123", "US", "+12015550123"),
        ("138 0013 8000", "CN", "+8613800138000"),
        ("22 00 00 00", "NO", ""),  # a fixed line
        ("12", "NO", ""),
        ("912 34 567", "", ""),
        ("call me", "NO", ""),
        ("", "NO", ""),
        ("912 34 567", "XX", ""),
    ],
)
def test_a_number_is_dialled_by_its_own_country_else_the_orders(
    number: str, country: str, dialled: str
) -> None:
    assert as_dialled(number, country) == dialled


def test_a_number_is_shown_in_groups() -> None:
    assert shown("+4791234567") == "+47 91 23 45 67"
    assert shown("Fjell Garn") == "Fjell Garn"
