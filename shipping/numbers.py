"""Tracking numbers as people write them, and when two of them are one."""

import re
from typing import Final

LONGEST: Final = 100
_GAPS: Final = re.compile(r"[\s\u00ad\u200b-\u200f\u2028-\u202e\u2060\ufeff]+")
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f]")
_SIGNS: Final = re.compile(r"[^0-9A-Z]+")


def spelled(number: str) -> str:
    """As it is kept and shown: in one line, without what cannot be seen."""
    return _CONTROL.sub("", _GAPS.sub(" ", number)).strip()


def key_of(number: str) -> str:
    """What two spellings of one number have in common; "" for none."""
    name = spelled(number).upper()
    return _SIGNS.sub("", name) or name
