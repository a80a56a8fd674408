"""How a date case is written: an order, a store's rules, and the days a person worked out."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from shipping.promising.data import (
    MONDAY_TO_FRIDAY,
    CalendarRules,
    CartLine,
    Destination,
    Level,
    Mixed,
    ProcessingRule,
    Quote,
    Rules,
    SpecialDays,
    TransitRule,
    Way,
)
from shipping.promising.working_out import work_out

MONDAY_TO_SATURDAY = frozenset(range(6))
SUNDAY_TO_THURSDAY = frozenset({6, 0, 1, 2, 3})
EVERY_DAY = frozenset(range(7))
NEVER: frozenset[int] = frozenset()
TO_NORWAY = Destination(country="NO", way=Way.SHIPPING)


@dataclass(frozen=True, kw_only=True)
class Case:
    """One line ordered; unless told otherwise of a Norwegian shop that packs until 14:00.

    `at` is the shop's own clock, or with a Z the world's.
    """

    name: str
    at: str
    leaves: str = ""  # "": nothing has to leave by a day
    arrives: str = ""  # "2026-11-25 2026-11-26"; one day alone is both; "": cannot be said
    zone: str = "Europe/Oslo"
    keeps: str = "NO"  # whose holidays; "": none
    part: str = ""
    workdays: frozenset[int] = MONDAY_TO_FRIDAY
    cutoff: str = "14:00"
    special: tuple[SpecialDays, ...] = ()
    pack: tuple[int, int] = (2, 2)
    road: tuple[int, int] = (3, 4)
    is_daily: bool = False
    to: str = "NO"

    def rules(self) -> Rules:
        calendar = CalendarRules(
            timezone=self.zone,
            cutoff=time.fromisoformat(self.cutoff),
            workdays=self.workdays,
            country=self.keeps,
            subdivision=self.part,
            special=self.special,
        )
        return Rules(
            calendar=calendar,
            processing={("STORE", ""): ProcessingRule(Level.STORE, "", *self.pack)},
            transit=(TransitRule(*self.road, runs_daily=self.is_daily),),
        )

    def found(self) -> Quote:
        return work_out(
            rules=self.rules(),
            lines=[CartLine(0)],
            destination=Destination(country=self.to),
            counted_at=moment(self.at, self.zone),
        )


def moment(text: str, zone: str) -> datetime:
    """As the shop's clock shows it, or with a Z as the world's."""
    if text.endswith("Z"):
        return datetime.fromisoformat(text[:-1]).replace(tzinfo=UTC)
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


def closed(first: str, last: str = "") -> SpecialDays:
    return SpecialDays(day(first), day(last or first))


def opened(first: str, last: str = "") -> SpecialDays:
    return SpecialDays(day(first), day(last or first), is_open=True)


def day(text: str) -> date:
    return date.fromisoformat(text)


def days(text: str) -> tuple[date | None, date | None]:
    """ "2026-11-25 2026-11-26"; of one day both are that day."""
    first, _, last = text.partition(" ")
    return (day(first), day(last or first)) if text else (None, None)


@dataclass(frozen=True, kw_only=True)
class Cart:
    """Several lines, rules that differ, goods on their way; ordered Wednesday 18 November 10:00."""

    name: str
    lines: tuple[CartLine, ...]
    leaves: str = ""
    arrives: str = ""
    covers: str = "ALL"
    rules: tuple[ProcessingRule, ...] = ()
    transit: tuple[TransitRule, ...] = (TransitRule(3, 4),)
    collections: dict[int, tuple[int, ...]] = field(default_factory=dict)
    mixed: Mixed = Mixed.LATEST
    to: Destination = TO_NORWAY
    workdays: frozenset[int] = MONDAY_TO_FRIDAY
    zone: str = "Europe/Oslo"

    def found(self) -> Quote:
        calendar = CalendarRules(timezone=self.zone, cutoff=time(14), workdays=self.workdays)
        rules = Rules(
            calendar=calendar,
            processing={(rule.level, rule.target): rule for rule in self.rules},
            transit=self.transit,
            collections=self.collections,
            mixed=self.mixed,
        )
        return work_out(
            rules=rules,
            lines=self.lines,
            destination=self.to,
            counted_at=moment("2026-11-18 10:00", self.zone),
        )
