"""What one look at a store found, as plain frozen values."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Sign:
    """One thing that is wrong, as counted now. `about` holds codes and numbers, nobody's data."""

    kind: str
    severity: int
    count: int = 0
    about: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Figures:
    """What stands in the columns of the list; None is not measured."""

    heard_at: datetime | None = None
    lag_seconds: int | None = None
    sent_count: int = 0  # today, where the store is
    orders_count: int = 0
    failed_count: int = 0
    week_sent_count: int = 0
    bounced_bp: int | None = None  # of a week's mails, in hundredths of a per cent
    complained_bp: int | None = None
    twice_count: int = 0
    domains_count: int = 0
    tests_count: int = 0
    parcels_count: int = 0
    audit_days: int | None = None  # until the next is due; below nothing: overdue
    days: tuple[int, ...] = ()  # sent on each of the last days, today last


@dataclass(frozen=True, slots=True)
class Reading:
    """All that one look at a store found."""

    figures: Figures
    signs: tuple[Sign, ...] = ()
