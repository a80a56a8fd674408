"""Which address a buyer probably meant. Pure: no tables, no network unless a resolver is given.

# Note [Precision before recall]
A suggestion is one click from being sent to. So it is made only for slips that fingers make (two
letters swapped, one doubled, dropped, or taken from the key beside) in the name of a mailbox
service that many people use, for endings that no register has, and for signs no address has. A
domain that could be somebody's own is left alone, however near: gmx.net, mail.com, hotmail.no.
The first letter is believed, since people see it; short names have too many neighbours.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from typing import Final, Protocol

from messaging.addresses import mailable
from messaging.mailboxes import (
    COUNTRIES,
    FAMILIES,
    FAMOUS,
    KNOWN,
    NEAR_COM,
    NO_ENDING,
    PLAUSIBLE,
    SOLE,
)
from orders.relays import relay_of

LEAST: Final = 0.5  # a score below is no suggestion
LONGEST: Final = 254  # of an address; more is no slip of fingers
HAS_MAIL, HAS_NONE = -0.3, 0.2  # what a look-up of the domain does to a score
DEAREST: Final = 2  # a single edit that is no slip of fingers costs as much as two that are

LONG: Final = 7  # letters of a name that bears two slips

_KEYS: Final = ("1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm")
_LOOK_ALIKE: Final = frozenset({"il", "li", "1l", "l1", "1i", "i1", "0o", "o0"})


class Slip(StrEnum):
    """What looks wrong."""

    SIGNS = "SIGNS"  # spaces, commas, doubled dots or @
    NAME = "NAME"  # gnail.com
    ENDING = "ENDING"  # gmail.con


@dataclass(frozen=True, slots=True)
class Suggestion:
    """The address that was probably meant, why, and how sure we are (0 to 1)."""

    address: str
    slip: Slip
    score: float


class Resolver(Protocol):
    """Looks a domain up: can it take mail? None when that cannot be told in time."""

    def takes_mail(self, domain: str) -> bool | None: ...


def suggest(address: str, resolver: Resolver | None = None) -> Suggestion | None:
    """The address that was probably meant, or None when there is no good reason to doubt.

    A resolver lets the score fall for a domain that takes mail, and rise for one that cannot.
    """
    if not address.strip() or len(address) > LONGEST or relay_of(address):
        return None  # what a machine made is not mistyped
    tidy = _tidied(address)
    local, _at, domain = tidy.rpartition("@")
    if not local:
        return _without_at(tidy)
    meant = _domain_meant(domain)
    if meant is None:
        is_whole = tidy != address.strip() and not mailable(address.strip())
        return _checked(Suggestion(tidy, Slip.SIGNS, 0.95)) if is_whole else None
    name, slip, score = meant
    found = _checked(Suggestion(f"{local}@{name}", slip, score))
    return _looked_up(found, domain, resolver) if found else None


def _tidied(address: str) -> str:
    """Without signs that no address has; full-width ones become plain. The domain in lower case."""
    plain = unicodedata.normalize("NFKC", address).replace("。", ".").replace("｡", ".")
    plain = "".join(plain.split()).removeprefix("mailto:").strip("<>()[]\"';:")
    plain = plain.replace(",", ".").replace(";", ".")
    local, at, domain = plain.rpartition("@")
    if not at:
        return _dots(plain)
    return f"{_dots(local.rstrip('@'))}@{_dots(domain.lower())}"


def _dots(part: str) -> str:
    while ".." in part:
        part = part.replace("..", ".")
    return part.strip(".")


def _without_at(tidy: str) -> Suggestion | None:
    """`annagmail.com`: only where a famous mailbox ends it."""
    for name in sorted(FAMOUS, key=len, reverse=True):
        for ending in FAMILIES[name]:
            local = tidy.lower().removesuffix(f"{name}.{ending}")
            if local and local != tidy.lower():
                meant = f"{tidy[: len(local)].rstrip('.')}@{name}.{ending}"
                return _checked(Suggestion(meant, Slip.SIGNS, 0.8))
    return None


def _checked(found: Suggestion) -> Suggestion | None:
    return found if mailable(found.address) else None


def _looked_up(found: Suggestion, domain: str, resolver: Resolver | None) -> Suggestion | None:
    takes_mail = resolver.takes_mail(domain) if resolver and "." in domain else None
    if takes_mail is None:
        return found
    score = min(found.score + (HAS_MAIL if takes_mail else HAS_NONE), 0.99)
    return replace(found, score=round(score, 2)) if score >= LEAST else None


@lru_cache(maxsize=4096)
def _domain_meant(domain: str) -> tuple[str, Slip, float] | None:
    """By domain alone, hence remembered: most buyers share a few."""
    if domain in KNOWN or domain in PLAUSIBLE or not domain:
        return None
    bare = domain.removeprefix("www.")
    if bare in KNOWN:
        return bare, Slip.NAME, 0.9
    found = max(_candidates(bare), key=lambda one: one[2], default=None)
    return found or _ending_meant(bare)


def _candidates(domain: str) -> Iterator[tuple[str, Slip, float]]:
    """By fame: `max` keeps the first of equally good ones."""
    first, dot, ending = domain.partition(".")
    for name, endings in FAMILIES.items():
        if not dot:
            yield from _undotted(domain, name, endings)
            continue
        joined = domain.replace(".", "")
        if len(name) > 3 and any(joined == f"{name}{one}".replace(".", "") for one in endings):
            meant = next(one for one in endings if joined == f"{name}{one}".replace(".", ""))
            yield f"{name}.{meant}", Slip.NAME, 0.9
            continue
        edits = _edits(first, name)
        if edits is not None:
            yield from _ended(name, edits, ending)


def _undotted(
    domain: str, name: str, endings: tuple[str, ...]
) -> Iterator[tuple[str, Slip, float]]:
    """`gmailcom`, and `gmail` alone."""
    if name not in FAMOUS:
        return
    if domain == name:
        yield f"{name}.{endings[0]}", Slip.ENDING, 0.75
    for ending in endings:
        rest = domain.removesuffix(ending.replace(".", ""))
        if rest != domain and _edits(rest, name) is not None:
            yield f"{name}.{ending}", Slip.ENDING, 0.9


def _ended(name: str, edits: int, ending: str) -> Iterator[tuple[str, Slip, float]]:
    """Name and ending together: each may be wrong, at most one of them badly."""
    endings = FAMILIES[name]
    scores = {0: 1.0, 1: 0.9, 2: 0.75}
    if ending in endings:
        if edits:
            yield f"{name}.{ending}", Slip.NAME, scores[edits]
        return
    meant = _ending_of(name, ending)
    if meant and edits < DEAREST:
        slip = Slip.NAME if edits else Slip.ENDING
        yield f"{name}.{meant}", slip, round(scores[edits] * 0.9, 2)
    elif not edits and name in SOLE and len(name) > 3:
        yield f"{name}.{endings[0]}", Slip.ENDING, 0.7


def _ending_of(name: str, ending: str) -> str | None:
    """Which of the name's endings was meant; None if this one may be its own."""
    endings = FAMILIES[name]
    if ending in NEAR_COM:
        return "com" if "com" in endings else None
    if NO_ENDING.get(ending) in endings:
        return NO_ENDING[ending]
    if ending.rpartition(".")[2] in COUNTRIES or len(ending) < 2:
        return None
    near = [one for one in endings if _cost(ending, one, is_famous=False) == 1]
    return near[0] if len(near) == 1 else None


def _ending_meant(domain: str) -> tuple[str, Slip, float] | None:
    """Anybody's domain, with an ending that no register has."""
    name, _dot, ending = domain.rpartition(".")
    meant = NO_ENDING.get(ending)
    return (f"{name}.{meant}", Slip.ENDING, 0.85) if name and meant else None


def _edits(typed: str, name: str) -> int | None:
    """How many slips lie between; None if they are too many for a name so long."""
    if typed == name:
        return 0
    if typed.replace("rn", "m") == name or typed.replace("vv", "w") == name:
        return 1
    if abs(len(typed) - len(name)) > 1 or len(typed) < 4:
        return None
    if len(name) < 5:
        return 1 if _is_swap_or_double(typed, name) else None
    is_long = len(name) >= LONG
    cost = _cost(typed, name, is_famous=name in FAMOUS and not is_long)
    return cost if cost <= (DEAREST if is_long else 1) else None


def _is_swap_or_double(typed: str, name: str) -> bool:
    if len(typed) == len(name):
        swapped = (
            name[:at] + name[at + 1] + name[at] + name[at + 2 :] for at in range(len(name) - 1)
        )
        return typed[0] == name[0] and typed in swapped
    return typed in (name[: at + 1] + name[at:] for at in range(len(name)))


def _cost(typed: str, name: str, *, is_famous: bool) -> int:
    """Damerau-Levenshtein (optimal string alignment): slips cost 1, other edits DEAREST."""
    wide = len(name) + 1
    before: list[int] = []
    above = [at * DEAREST for at in range(wide)]
    for row, sign in enumerate(typed, start=1):
        line = [row * DEAREST]
        for column in range(1, wide):
            meant = name[column - 1]
            best = min(
                above[column - 1] + _swap_cost(sign, meant, is_first=row == column == 1),
                above[column] + _extra_cost(typed, row - 1, is_famous=is_famous),
                line[column - 1] + (DEAREST if column == 1 else 1),
            )
            if before and column > 1 and sign == name[column - 2] and typed[row - 2] == meant:
                best = min(best, before[column - 2] + 1)
            line.append(best)
        before, above = above, line
    return above[-1]


def _swap_cost(sign: str, meant: str, *, is_first: bool) -> int:
    if sign == meant:
        return 0
    if is_first:
        return DEAREST + 1
    return 1 if sign + meant in _LOOK_ALIKE or meant in _neighbours(sign) else DEAREST


def _extra_cost(typed: str, at: int, *, is_famous: bool) -> int:
    """A letter too many: doubled; within a famous name, any."""
    beside = typed[max(at - 1, 0) : at] + typed[at + 1 : at + 2]
    return 1 if typed[at] in beside or (is_famous and at) else DEAREST


@lru_cache(maxsize=64)
def _neighbours(sign: str) -> frozenset[str]:
    """The keys around one; each row stands half a key to the right of the one above."""
    for row, keys in enumerate(_KEYS):
        at = keys.find(sign)
        if at < 0:
            continue
        around = {(row, at - 1), (row, at + 1), (row - 1, at), (row - 1, at + 1)}
        around |= {(row + 1, at - 1), (row + 1, at)}
        return frozenset(
            _KEYS[line][place]
            for line, place in around
            if 0 <= line < len(_KEYS) and 0 <= place < len(_KEYS[line])
        )
    return frozenset()
