"""Telephone numbers as networks want them: `91 23 45 67` of an order to Norway is +4791234567."""

from typing import Final

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat, PhoneNumberType

_FIXED: Final = (PhoneNumberType.FIXED_LINE, PhoneNumberType.VOIP, PhoneNumberType.TOLL_FREE)


def as_dialled(number: str, country: str = "") -> str:
    """The number with its country in front, if it can exist and take text messages; else "".

    `country` (ISO 3166, two letters) is whose numbering holds for a number without its own.
    """
    try:
        found = phonenumbers.parse(number.strip(), country.strip().upper() or None)
    except NumberParseException:
        return ""
    if not phonenumbers.is_valid_number(found) or phonenumbers.number_type(found) in _FIXED:
        return ""
    return str(phonenumbers.format_number(found, PhoneNumberFormat.E164))


def shown(number: str) -> str:
    """+4791234567 as +47 91 23 45 67; anything else as it is."""
    try:
        found = phonenumbers.parse(number)
    except NumberParseException:
        return number
    return str(phonenumbers.format_number(found, PhoneNumberFormat.INTERNATIONAL))
