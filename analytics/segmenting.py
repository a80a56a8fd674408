"""Declared parts of the units as one small number, and back. Knows no rows.

Each declared dimension has a place in the number, so a test that declares none has one segment and
one that declares all of them still fits a smallint: 2 x 3 x 8 x 677 = 32,496.
"""

import string
from collections.abc import Collection
from typing import Final

from common import money

UNKNOWN: Final = 32_767  # of whom nobody is to know anything
DIMENSIONS: Final = ("market", "locale", "returning", "value")
_VALUES: Final = ("low", "usual", "high")
_LOCALES: Final = ("", "en", "nb", "da", "sv", "zh-Hans", "de", "fr")  # "": another
_LETTERS: Final = string.ascii_uppercase
# What divides small orders from usual ones, in major units; about as much money everywhere.
_STEPS: Final = {
    **dict.fromkeys(("NOK", "SEK", "DKK"), 500),
    **dict.fromkeys(("JPY", "ISK", "HUF"), 8000),
    **dict.fromkeys(("CNY", "HKD", "TWD"), 400),
    **dict.fromkeys(("PLN", "CZK"), 400),
    "KRW": 70_000,
}


def segment_of(
    declared: Collection[str],
    *,
    country: str,
    locale: str,
    is_returning: bool,
    value: tuple[int, str],
) -> int:
    """The number of the part a unit belongs to; `value`: minor units of the order, currency."""
    number = _market(country) if "market" in declared else 0
    number = number * len(_LOCALES) + (_locale(locale) if "locale" in declared else 0)
    number = number * len(_VALUES) + (_band(*value) if "value" in declared else 0)
    return number * 2 + (int(is_returning) if "returning" in declared else 0)


def parts_of(segment: int, declared: Collection[str]) -> dict[str, str]:
    """What a number says of the declared dimensions: {"returning": "yes", "market": "NO"}."""
    if segment == UNKNOWN:
        return {}
    rest, returning = divmod(segment, 2)
    rest, value = divmod(rest, len(_VALUES))
    market, locale = divmod(rest, len(_LOCALES))
    said = {
        "market": _country(market),
        "locale": _LOCALES[locale],
        "returning": "yes" if returning else "no",
        "value": _VALUES[value],
    }
    return {name: said[name] for name in DIMENSIONS if name in declared}


def _market(country: str) -> int:
    letters = country.strip().upper()
    if len(letters) != 2 or any(letter not in _LETTERS for letter in letters):
        return 0
    return 1 + 26 * _LETTERS.index(letters[0]) + _LETTERS.index(letters[1])


def _country(market: int) -> str:
    if not market:
        return ""
    first, second = divmod(market - 1, 26)
    return _LETTERS[first] + _LETTERS[second]


def _locale(locale: str) -> int:
    for name in (locale, locale.split("-", maxsplit=1)[0]):
        if name in _LOCALES:
            return _LOCALES.index(name)
    if locale.lower().startswith("zh"):
        return _LOCALES.index("zh-Hans")
    return _LOCALES.index("nb") if locale[:2].lower() in ("no", "nn") else 0


def _band(minor: int, currency: str) -> int:
    step = _STEPS.get(currency, 50) * 10 ** money.exponent(currency)
    return 0 if minor < step else 1 if minor < 2 * step else 2
