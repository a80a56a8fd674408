"""What is filled into a rule's blanks: checked, and written in one way only."""

import re
from collections.abc import Callable, Mapping
from datetime import timedelta
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from django.utils.translation import gettext as _

from automations.vocabulary import Choices, Type
from common.money import exponent
from common.outgoing.urls import AddressRefused, check_url

_DURATION: Final = re.compile(r"(\d{1,4})([mhdw])")
_UNITS: Final = {
    "m": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "d": timedelta(days=1),
    "w": timedelta(weeks=1),
}
LONGEST: Final = timedelta(days=366)
_TIME: Final = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
_CURRENCY: Final = re.compile(r"[A-Z]{3}")
_COUNTRY: Final = re.compile(r"[A-Z]{2}")
_LOCALE: Final = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_MOST_MONEY: Final = Decimal(10) ** 12


class BadValue(ValueError):
    """It does not fit its blank; the text says what would."""


def duration(text: str) -> timedelta:
    """ "5d" → five days. Raises BadValue."""
    found = _DURATION.fullmatch(text)
    if not found:
        raise BadValue(_("Write a number and a unit: 30m, 12h, 5d or 2w."))
    length = int(found[1]) * _UNITS[found[2]]
    if not timedelta() < length <= LONGEST:
        raise BadValue(_("Choose between a minute and a year."))
    return length


def checked(type_: Type, value: Any, *, choices: Choices, least: int, most: int) -> Any:
    """The value as it is kept. Raises BadValue."""
    if type_ is Type.CHOICE:
        return _choice(value, choices)
    if type_ is Type.NUMBER:
        return _number(value, least, most)
    return _CHECKS[type_](value, least, most)


def _text(value: Any, least: int, most: int) -> str:
    if not isinstance(value, str) or "\x00" in value:
        raise BadValue(_("Write a text."))
    said = value.strip()
    if len(said) > most:
        raise BadValue(_("Write at most %(n)s characters.") % {"n": most})
    if len(said) < least:
        raise BadValue(_("Fill this in."))
    return said


def _line(value: Any, least: int, most: int) -> str:
    return " ".join(_text(value, least, most).split())


def _tag(value: Any, least: int, most: int) -> str:
    said = _line(value, max(least, 1), min(most, 255))
    if "," in said:
        raise BadValue(_("A tag has no comma: Shopify parts tags by it."))
    return said


def _number(value: Any, least: int, most: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise BadValue(_("Write a whole number."))
    if not least <= value <= most:
        raise BadValue(_("Choose between %(least)s and %(most)s.") % {"least": least, "most": most})
    return value


def _flag(value: Any, _least: int, _most: int) -> bool:
    if not isinstance(value, bool):
        raise BadValue(_("Say true or false."))
    return value


def _choice(value: Any, choices: Choices) -> str:
    known = [code for code, _label in choices]
    if not isinstance(value, str) or value not in known:
        raise BadValue(_("Choose one of these: %(codes)s.") % {"codes": ", ".join(known)})
    return value


def _fitting(pattern: re.Pattern[str], words: Callable[[], str]) -> Callable[..., str]:
    def check(value: Any, _least: int, _most: int) -> str:
        if not isinstance(value, str) or not pattern.fullmatch(value):
            raise BadValue(words())
        return value

    return check


def _duration(value: Any, least: int, most: int) -> str:
    said = _text(value, 0, 10)
    if said or least:
        duration(said)
    return said


def _money(value: Any, _least: int, _most: int) -> dict[str, str]:
    said = value if isinstance(value, Mapping) else {}
    amount, currency = said.get("amount"), said.get("currency")
    if set(said) != {"amount", "currency"} or not isinstance(amount, str):
        raise BadValue(_('Write a sum as {"amount": "1000.00", "currency": "NOK"}.'))
    if not isinstance(currency, str) or not _CURRENCY.fullmatch(currency):
        raise BadValue(_("Name the currency by its three letters, such as NOK."))
    try:
        sum_ = Decimal(amount)
    except InvalidOperation:
        raise BadValue(_("The amount is a number, such as 1000.00.")) from None
    if not sum_.is_finite() or not 0 <= sum_ < _MOST_MONEY:
        raise BadValue(_("The amount is a number, such as 1000.00."))
    return {"amount": f"{sum_:.{exponent(currency)}f}", "currency": currency}


def _url(value: Any, least: int, most: int) -> str:
    said = _text(value, least, most)
    try:
        return check_url(said)
    except AddressRefused as error:
        raise BadValue(str(error)) from error


_CHECKS: Final[Mapping[Type, Callable[[Any, int, int], Any]]] = {
    Type.TEXT: _line,
    Type.LONG_TEXT: _text,
    Type.PATTERN: _line,
    Type.TAG: _tag,
    Type.FLAG: _flag,
    Type.COUNTRY: _fitting(_COUNTRY, lambda: _("Name the country by its two letters, such as NO.")),
    Type.LOCALE: _fitting(
        _LOCALE, lambda: _("Name the language by its code, such as nb or nb-NO.")
    ),
    Type.MONEY: _money,
    Type.DURATION: _duration,
    Type.TIME: _fitting(_TIME, lambda: _("Write the time as 09:00.")),
    Type.URL: _url,
}
