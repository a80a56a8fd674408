"""Where a parcel is, out of all that was ever said of it. Imports no Django.

# Note [One life out of all that was said]
A parcel's state is worked out anew from all its events each time one comes, never from the state
before it: so any order of arrival, and any number of repetitions, ends in the same row. Words are
taken in the order in which things happened, with these rules and no others:
- Delivered is not undone by a straggler ("in transit"), but by the beginning of a return, and by a
  person of the staff who knows better.
- Once it is on its way back, "delivered" means: to the sender.
- A word we do not know is kept as it came, and is the state until the next word.
- What was said of a number that the parcel no longer has does not count.
- The word in a fulfilment's snapshot repeats an event, and is younger than it looks: it counts only
  where no event said the same, and its time only where nothing else was said.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

DELIVERED: Final = "DELIVERED"
RETURNING: Final = "RETURNING"
RETURNED: Final = "RETURNED"
# Said of a parcel that no carrier has in its hands yet.
ANNOUNCED: Final = frozenset({"", "LABEL_PURCHASED", "LABEL_PRINTED", "CONFIRMED", "CANCELLED"})
_GOES_BACK: Final = frozenset({RETURNING, RETURNED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan:
    """What a carrier, or somebody of the staff, says of one parcel: how it reaches us."""

    state: str
    at: datetime
    origin: str = "CARRIER"
    number: str = ""  # the number it was said of; "": of the box itself, whatever its number
    message: str = ""
    city: str = ""
    country: str = ""
    expected_at: datetime | None = None
    told_at: datetime | None = None  # when: of two estimates the later told counts
    actor: str = ""


@dataclass(frozen=True, slots=True)
class News:
    """What a tracking service tells of a number: mostly all that it ever heard, again and again."""

    number: str
    scans: tuple[Scan, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """One word about a parcel. `name` orders what was said of the same moment."""

    state: str
    at: datetime
    name: str = ""
    expected_at: datetime | None = None
    is_by_staff: bool = False
    is_snapshot: bool = False


@dataclass(frozen=True, slots=True)
class ParcelLife:
    """What a parcel's row holds of it."""

    state: str = ""
    first_scanned_at: datetime | None = None
    heard_at: datetime | None = None
    delivered_at: datetime | None = None
    expected_at: datetime | None = None


def is_scan(state: str) -> bool:
    """Whether a carrier that says so has the parcel, or had it; a word unknown to us says so."""
    return state not in ANNOUNCED


def settled(said: Iterable[Said]) -> ParcelLife:
    """The parcel's life, the same for any order of the words."""
    told, words = _words(said)
    state = ""
    delivered_at = None
    for word in words:
        following = _next(state, word)
        if following == DELIVERED and state != DELIVERED:
            delivered_at = word.at
        elif word.is_by_staff and following not in (DELIVERED, *_GOES_BACK):
            delivered_at = None
        state = following
    expected = [word.expected_at for word in words if word.expected_at]
    return ParcelLife(
        state=state,
        first_scanned_at=next((word.at for word in told if is_scan(word.state)), None),
        heard_at=told[-1].at if told else None,
        delivered_at=delivered_at,
        expected_at=expected[-1] if expected else None,
    )


def _words(said: Iterable[Said]) -> tuple[list[Said], list[Said]]:
    """Those whose times count, and all that count, in the order in which things happened."""
    words = sorted(said, key=_turn)
    told = [word for word in words if not word.is_snapshot]
    states = {word.state for word in told}
    counted = [word for word in words if not word.is_snapshot or word.state not in states]
    return told or counted, counted


def _turn(word: Said) -> tuple[datetime, bool, str, str]:
    # Of one moment, events count before the snapshot: it may say more, and is made of them.
    return word.at, word.is_snapshot, word.name, word.state


def _next(state: str, word: Said) -> str:
    if word.is_by_staff:
        return word.state
    if state in _GOES_BACK:
        return RETURNED if word.state in (DELIVERED, RETURNED) else state
    if state == DELIVERED and word.state not in _GOES_BACK:
        return state
    return word.state
