"""What the page shows, already in words and figures: a template needs no more."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import IntEnum


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """How much of an order there is room for: a page stays below 30 kB whatever was bought."""

    boxes: int = 10
    more_boxes: int = 30  # behind one click
    scans: int = 24  # of all parcels together
    lines: int = 12
    folded: int = 28  # behind one click

    def halved(self) -> "Room":
        return Room(
            boxes=max(self.boxes // 2, 1),
            more_boxes=self.more_boxes // 2,
            scans=max(self.scans // 2, 1),
            lines=max(self.lines // 2, 2),
            folded=self.folded // 2,
        )


class Stage(IntEnum):
    """How far an order has come, as its buyer would say."""

    PLACED = 0
    PACKED = 1
    ON_ITS_WAY = 2
    DELIVERED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One of the stations of an order."""

    label: str
    note: str
    look: str  # "done", "now" or ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan:
    """What was said of a parcel, and when."""

    words: str
    at: datetime
    when: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Follow:
    """Where a parcel may be followed."""

    name: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """One card: a parcel, goods that left without a number, or goods that have not left."""

    number: int  # its place among the cards
    title: str
    note: str  # when it comes, or came
    is_good: bool = False
    about: str = ""
    state: str = ""
    scans: tuple[Scan, ...] = ()
    tracking_number: str = ""
    carrier: str = ""
    url: str = ""
    maybe: tuple[Follow, ...] = ()  # whose it may be, where nobody knows
    former: tuple[str, ...] = ()  # numbers it was known by before
    city: str = ""  # where it was last seen
    lines: tuple[tuple[int, int], ...] = ()  # which lines, and how many of each
    is_sent: bool = True
    is_delivered: bool = False
    delivered_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of the order, its price as the buyer saw it."""

    title: str
    detail: str
    price: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    """One row under the lines."""

    label: str
    amount: str
    is_total: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The answer: when does it come?"""

    icon: str
    pill: str
    headline: str
    lead: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The whole page of one order, for whoever holds its link."""

    number: str
    head: Head
    steps: tuple[Step, ...]
    boxes: tuple[Box, ...]
    more_boxes: tuple[Box, ...]  # folded away, without what was said of them
    boxes_left_out: int
    returns: tuple[Box, ...]
    lines: tuple[Line, ...]
    more_lines: tuple[Line, ...]  # folded away
    left_out: int  # lines of a very long order that only the confirmation names
    sums: tuple[Sum, ...]
    address: tuple[str, ...]  # masked
    place: tuple[str, ...]  # where it is fetched
