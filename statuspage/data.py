"""What the page shows, already in words and figures: a template needs no more."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One of the four stations of an order."""

    label: str
    at: datetime | None
    look: str  # "done", "now" or ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan:
    """What was said of a parcel, and when."""

    words: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """One parcel."""

    title: str
    state: str
    number: str
    company: str
    url: str
    scans: tuple[Scan, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of the order, its price as the buyer saw it."""

    title: str
    detail: str
    image_url: str
    price: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    """One row under the lines."""

    label: str
    amount: str
    is_total: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The whole page of one order, for whoever holds its link."""

    number: str
    headline: str
    lead: str
    pill: str
    steps: tuple[Step, ...]
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]
    sums: tuple[Sum, ...]
    address: tuple[str, ...]
    may_change: bool  # nothing has left yet
