"""What the promise is worked out from, and what comes out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any, Final

MONDAY_TO_FRIDAY: Final = frozenset(range(5))
Plain = str | int | bool | list[str]


class Level(StrEnum):
    """What a processing time is said of, most exact first (as shipping.models.Level)."""

    VARIANT = "VARIANT"
    PRODUCT = "PRODUCT"
    COLLECTION = "COLLECTION"
    VENDOR = "VENDOR"
    STORE = "STORE"


class Mixed(StrEnum):
    """What is promised for goods of different times (as shipping.models.MixedCart)."""

    LATEST = "LATEST"
    PER_LINE = "PER_LINE"


class Way(StrEnum):
    """How goods reach the buyer (as orders.models.DeliveryMethod)."""

    SHIPPING = "SHIPPING"
    LOCAL = "LOCAL"
    PICKUP = "PICKUP"
    NONE = "NONE"


class Covers(StrEnum):
    """Of which goods the whole order's dates speak."""

    ALL = "ALL"
    SOME = "SOME"  # of others nothing can be said
    NONE = "NONE"


class Why(StrEnum):
    """Why a line has no date; "" where it has one."""

    KNOWN = ""
    DIGITAL = "DIGITAL"
    NO_PROCESSING = "NO_PROCESSING"
    NO_TRANSIT = "NO_TRANSIT"
    NEVER_OPEN = "NEVER_OPEN"


def folded(name: str) -> str:
    """A vendor's or shipping rate's name, as rules know it: case and spaces do not matter."""
    return " ".join(name.casefold().split())


def postcode_key(postcode: str) -> str:
    """A postcode, or its beginning, as rules know it: "sw1a 1aa" is SW1A1AA."""
    return "".join(letter for letter in postcode.upper() if letter.isalnum())


@dataclass(frozen=True, slots=True)
class SpecialDays:
    """Days, both ends included, that are open or closed whatever else says so."""

    first: date
    last: date
    is_open: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class CalendarRules:
    """On which days a place packs, and until when on each. `timezone` is never empty."""

    timezone: str
    cutoff: time = time.max
    workdays: frozenset[int] = MONDAY_TO_FRIDAY  # 0 is Monday
    country: str = ""  # whose public holidays are kept
    subdivision: str = ""
    special: tuple[SpecialDays, ...] = ()  # of two that meet, the later one counts
    name: str = ""


@dataclass(frozen=True, slots=True)
class ProcessingRule:
    """From order to dispatch in business days. Dropshipped: from order to the door."""

    level: Level
    target: str  # the id of variant, product or collection; a vendor's name `folded`; "" of STORE
    min_days: int
    max_days: int
    calendar: CalendarRules | None = None  # None: the store's default
    is_dropshipped: bool = False
    label: str = ""


@dataclass(frozen=True, slots=True)
class TransitRule:
    """From dispatch to the door. Empty: any."""

    min_days: int
    max_days: int
    country: str = ""
    postcode: str = ""  # its beginning, as `postcode_key` makes it
    carrier: str = ""
    method: str = ""  # `folded`
    runs_daily: bool = False  # otherwise business days of the country it goes to


@dataclass(frozen=True, slots=True)
class Rules:
    """All that a store says of its times, or as much of it as can matter to some lines."""

    calendar: CalendarRules
    processing: Mapping[tuple[str, str], ProcessingRule] = field(default_factory=dict)
    """By (level, target)."""
    transit: tuple[TransitRule, ...] = ()
    collections: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    """A product's collections that have a processing time."""
    mixed: Mixed = Mixed.LATEST
    is_shown: bool = True

    @property
    def is_silent(self) -> bool:
        """Nothing is set, hence nothing can be promised."""
        return not self.processing


@dataclass(frozen=True, slots=True)
class Sent:
    """So many of a line, on their way or there."""

    quantity: int
    shipped_at: datetime | None = None  # None: sent, but nobody said when
    carrier: str = ""
    expected_at: datetime | None = None
    delivered_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class CartLine:
    """One line of a cart or order. `key` is its place."""

    key: int
    product: int | None = None
    variant: int | None = None
    vendor: str = ""
    quantity: int = 1
    is_shipped: bool = True  # False: digital goods and gift cards
    sent: tuple[Sent, ...] = ()
    counted_at: datetime | None = None  # None: when all of it was ordered

    @property
    def is_sent(self) -> bool:
        return sum(part.quantity for part in self.sent) >= self.quantity

    @property
    def is_there(self) -> bool:
        return self.is_sent and all(part.delivered_at for part in self.sent)


@dataclass(frozen=True, slots=True)
class Destination:
    country: str = ""
    postcode: str = ""
    method: str = ""
    carrier: str = ""
    way: Way = Way.SHIPPING


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the reckoning, in codes and days; words are made when it is shown."""

    code: str
    lines: tuple[int, ...] = ()
    data: Mapping[str, Plain] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        return {"code": self.code, "lines": list(self.lines), **self.data}


@dataclass(frozen=True, slots=True)
class LineDates:
    """When one line leaves and arrives; without dates `why` says what is missing."""

    key: int
    ships_by: datetime | None = None
    ships_by_on: date | None = None
    from_on: date | None = None
    to_on: date | None = None
    why: Why = Why.KNOWN
    is_sent: bool = False  # all of it has left
    is_there: bool = False  # all of it is delivered
    is_dropshipped: bool = False
    counted_at: datetime | None = None  # where that is not when all of it was ordered

    def as_json(self) -> dict[str, Any]:
        days = {"ships_by_on": self.ships_by_on, "from_on": self.from_on, "to_on": self.to_on}
        said = {name: day.isoformat() if day else "" for name, day in days.items()}
        flags = {name: getattr(self, name) for name in ("is_sent", "is_there", "is_dropshipped")}
        more = {"counted_at": self.counted_at.isoformat()} if self.counted_at else {}
        return {"line": self.key, **said, "why": str(self.why), **flags, **more}


@dataclass(frozen=True, slots=True)
class Quote:
    """What can be said of a whole cart or order. Without `to_on`, nothing."""

    covers: Covers = Covers.NONE
    ships_by: datetime | None = None  # the first moment at which it is late
    ships_by_on: date | None = None
    from_on: date | None = None
    to_on: date | None = None
    lines: tuple[LineDates, ...] = ()
    steps: tuple[Step, ...] = ()
