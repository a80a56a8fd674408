"""Money as integers of minor units, with a currency beside them."""

from decimal import ROUND_HALF_EVEN, Decimal
from typing import Final

from babel import Locale, UnknownLocaleError
from babel.numbers import format_currency

# ISO 4217 minor units that are not 2 (list one, 2024-06-25 edition).
_EXPONENTS: Final = {
    "BHD": 3, "BIF": 0, "CLF": 4, "CLP": 0, "DJF": 0, "GNF": 0, "IQD": 3, "ISK": 0, "JOD": 3,
    "JPY": 0, "KMF": 0, "KRW": 0, "KWD": 3, "LYD": 3, "OMR": 3, "PYG": 0, "RWF": 0, "TND": 3,
    "UGX": 0, "UYI": 0, "UYW": 4, "VND": 0, "VUV": 0, "XAF": 0, "XOF": 0, "XPF": 0,
}  # fmt: skip


def exponent(currency: str) -> int:
    """How many decimals the currency's minor unit has: 2 for NOK, 0 for JPY, 3 for KWD."""
    return _EXPONENTS.get(currency.upper(), 2)


def to_minor(amount: Decimal | str | int, currency: str) -> int:
    """Integer minor units of an amount in major units; half a unit goes to the even one.

    Raises decimal.InvalidOperation for text that is no finite number.
    """
    shifted = Decimal(amount).scaleb(exponent(currency))
    return int(shifted.quantize(Decimal(1), rounding=ROUND_HALF_EVEN))


def from_minor(minor: int, currency: str) -> Decimal:
    """The amount in major units, with as many decimals as the currency has."""
    return Decimal(minor).scaleb(-exponent(currency))


def format_money(minor: int, currency: str, locale: str) -> str:
    """As a person in that locale writes it: `format_money(184900, "NOK", "nb")` → `1 849,00 kr`."""
    amount = from_minor(minor, currency)
    return format_currency(amount, currency, locale=_babel_locale(locale), currency_digits=True)


def _babel_locale(tag: str) -> Locale:
    try:
        return Locale.parse(tag.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return Locale("en")
