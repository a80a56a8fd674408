"""Carriers by the names that Shopify, staff and carriers themselves give them."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Final
from unicodedata import normalize

from shipping.carriers.table import couriers

_LONGEST: Final = 100
_REST: Final = re.compile(r"[\W_]+")
_LETTERS: Final = str.maketrans({"ø": "o", "æ": "ae", "ß": "ss", "ı": "i", "đ": "d", "ł": "l"})
# What Shopify writes where nobody chose a carrier.
_NOBODY: Final = frozenset({"", "other", "custom", "none", "na", "unknown"})


def code_of(company: str) -> str:
    """The code of the carrier of this name, however it is spelt; "" if our table lacks it."""
    return _codes().get(_key(company), "")


def name_of(code: str) -> str:
    """The carrier's name; "" for a code that is not of our table."""
    found = couriers().get(code)
    return found.name if found else ""


def is_named(company: str) -> bool:
    """Whether this says a carrier at all: "Other" does not."""
    return _key(company) not in _NOBODY


def names() -> tuple[tuple[str, str], ...]:
    """Code and name of all carriers, by name: for staff to choose from."""
    known = ((row.code, row.name) for row in couriers().values())
    return tuple(sorted(known, key=lambda row: (_key(row[1]), row[0])))


@cache
def _codes() -> Mapping[str, str]:
    found: dict[str, str] = {}
    # A carrier's own name is stronger than what another is also called.
    for row in couriers().values():
        for name in row.names:
            found[_key(name)] = row.code
    for row in couriers().values():
        found[_key(row.code)] = row.code
        found[_key(row.name)] = row.code
    return found


def _key(name: str) -> str:
    if len(name) > _LONGEST:
        return ""
    plain = normalize("NFKD", name.casefold().translate(_LETTERS))
    return _REST.sub("", "".join(one for one in plain if not "\u0300" <= one <= "\u036f"))
