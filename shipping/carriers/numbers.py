"""How a tracking number is written, once blanks and dashes are no part of it."""

import re
from typing import Final
from unicodedata import normalize

# The longest of any carrier has 39, and people write blanks between; more is not looked at.
LONGEST: Final = 60
_LONGEST_AS_TYPED: Final = 100

_WRITTEN: Final = re.compile(r"[A-Z0-9]+", re.ASCII)
_BETWEEN: Final = re.compile(r"[\s\-.\u00ad\u2010-\u2015\u200b-\u200f\u2060\ufeff]+")


def normal(number: str) -> str:
    """In capitals, without blanks, dashes and dots; "" for what is no number.

    No digit at all or one digit repeated ("000000000000") is a placeholder; signs of any other
    kind are something else that was pasted into the field.
    """
    if len(number) > _LONGEST_AS_TYPED:
        return ""
    written = _BETWEEN.sub("", normalize("NFKC", number)).upper()
    if len(written) > LONGEST or _WRITTEN.fullmatch(written) is None:
        return ""
    if not any(one.isdigit() for one in written) or len(set(written)) == 1:
        return ""
    return written
