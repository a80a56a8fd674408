"""What is known of carriers and of a number."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum


class Mark(IntEnum):
    """How much a shape says by itself, before any check digit."""

    PLAIN = 1  # so many digits or letters: many carriers' numbers look like it
    SHARED = 2  # a beginning or an end that several carriers use
    OWN = 3  # one that only this carrier uses


@dataclass(frozen=True, slots=True)
class Check:
    """The rule of a check digit, as the table names it."""

    name: str
    rule: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Shape:
    """One form of a carrier's numbers: a pattern over the number without blanks and dashes."""

    name: str
    pattern: re.Pattern[str]
    mark: Mark
    check: Check | None
    url: str
    prepend: tuple[re.Pattern[str], str] | None = None


@dataclass(frozen=True, slots=True)
class Courier:
    """A carrier of our table."""

    code: str
    name: str
    url: str = ""
    # Where it delivers, as far as it does so in few countries only; empty: anywhere.
    countries: frozenset[str] = frozenset()
    names: tuple[str, ...] = ()
    shapes: tuple[Shape, ...] = ()


@dataclass(frozen=True, slots=True)
class Candidate:
    """A carrier whose parcel a number may be."""

    code: str  # "": named by Shopify or staff, and not of our table
    name: str
    confidence: float  # 0 … 1, of all that it may be
    is_checked: bool = False  # a check digit agreed
    is_named: bool = False  # Shopify or staff said so
    is_decisive: bool = False  # the number alone is enough to say so, if no other's is
    url: str = ""  # "" where none is known, or following it might show a stranger's parcel
