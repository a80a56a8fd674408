"""What holds of business days and promises whatever a store sets."""

from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from shipping.promising.data import (
    CalendarRules,
    CartLine,
    Destination,
    Level,
    ProcessingRule,
    Quote,
    Rules,
    SpecialDays,
    TransitRule,
)
from shipping.promising.days import BusinessDays, calendar_of_country
from shipping.promising.working_out import work_out

ZONES = ("Europe/Oslo", "America/New_York", "Pacific/Apia", "Australia/Lord_Howe",
         "America/Santiago", "Africa/Casablanca", "Asia/Kathmandu", "UTC")  # fmt: skip
COUNTRIES = ("", "NO", "US", "CN", "IL", "SA", "AU", "XX")
FIRST = datetime(2026, 1, 1, tzinfo=UTC)

moments = st.integers(0, 3 * 366 * 24 * 3600).map(lambda each: FIRST + timedelta(seconds=each))
some_days = st.integers(0, 3 * 366).map(lambda each: date(2026, 1, 1) + timedelta(days=each))
specials = st.builds(
    lambda first, length, is_open: SpecialDays(first, first + timedelta(days=length), is_open),
    some_days, st.integers(0, 30), st.booleans(),
)  # fmt: skip
calendars = st.builds(
    CalendarRules,
    timezone=st.sampled_from(ZONES),
    cutoff=st.times(),
    workdays=st.frozensets(st.integers(0, 6)),
    country=st.sampled_from(COUNTRIES),
    special=st.lists(specials, max_size=4).map(tuple),
)
spans = st.tuples(st.integers(0, 40), st.integers(0, 40)).map(lambda two: (min(two), max(two)))
packing = spans.map(lambda span: ProcessingRule(Level.STORE, "", *span))
roads = st.builds(
    lambda span, country, daily: TransitRule(span[0], span[1], country=country, runs_daily=daily),
    spans, st.sampled_from(("", "NO")), st.booleans(),
)  # fmt: skip


def quoted(calendar: CalendarRules, rule: ProcessingRule, road: TransitRule, at: datetime) -> Quote:
    rules = Rules(calendar=calendar, processing={("STORE", ""): rule}, transit=(road,))
    to = Destination(country="NO")
    return work_out(rules=rules, lines=[CartLine(0)], destination=to, counted_at=at)


@settings(max_examples=300, deadline=None)
@given(calendars, packing, roads, moments, st.integers(0, 10 * 24 * 3600))
def test_who_orders_later_is_never_promised_an_earlier_day(
    calendar: CalendarRules, rule: ProcessingRule, road: TransitRule, at: datetime, wait: int
) -> None:
    first = quoted(calendar, rule, road, at)
    second = quoted(calendar, rule, road, at + timedelta(seconds=wait))

    for earlier, later in ((first.ships_by_on, second.ships_by_on), (first.to_on, second.to_on),
                           (first.from_on, second.from_on)):  # fmt: skip
        # A year of closed days may begin between the two: then the later one cannot be said.
        assert earlier is None or later is None or earlier <= later


@settings(max_examples=300, deadline=None)
@given(calendars, packing, roads, moments)
def test_nothing_leaves_or_comes_on_a_closed_day_nor_before_it_could(
    calendar: CalendarRules, rule: ProcessingRule, road: TransitRule, at: datetime
) -> None:
    found, days = quoted(calendar, rule, road, at), BusinessDays(calendar)

    if found.ships_by_on is None:
        assert found.to_on is None
        return
    assert days.is_open(found.ships_by_on)
    assert found.ships_by_on >= days.day_of(at)
    assert found.from_on is not None
    assert found.to_on is not None
    assert days.day_of(at) <= found.from_on <= found.to_on
    assert found.ships_by_on <= found.to_on
    if not road.runs_daily:
        assert BusinessDays(calendar_of_country("NO")).is_open(found.to_on)
    assert found.ships_by is not None
    # The first moment after that day, by the calendar's own clock.
    assert days.day_of(found.ships_by) > found.ships_by_on
    assert days.day_of(found.ships_by - timedelta(seconds=1)) == found.ships_by_on


@settings(max_examples=200, deadline=None)
@given(calendars, some_days, st.integers(0, 30), st.integers(0, 30))
def test_days_add_up(calendar: CalendarRules, day: date, some: int, more: int) -> None:
    days = BusinessDays(calendar)
    halfway = days.after(day, some)

    if halfway is None or not days.is_open(halfway):
        return
    there = days.after(halfway, more)
    if there is not None:
        assert days.between(halfway, there) == more
    if some:
        assert days.between(day, halfway) == some
        assert there == days.after(day, some + more)


@settings(max_examples=200, deadline=None)
@given(calendars, packing, packing, roads, moments)
def test_longer_packing_is_never_promised_sooner(
    calendar: CalendarRules, one: ProcessingRule, two: ProcessingRule, road: TransitRule,
    at: datetime,
) -> None:  # fmt: skip
    short, long = sorted((one, two), key=lambda rule: rule.max_days)
    soon, late = quoted(calendar, short, road, at), quoted(calendar, long, road, at)

    assert late.to_on is None or (soon.to_on is not None and soon.to_on <= late.to_on)


@given(st.sampled_from(ZONES), st.times(), moments)
def test_a_day_is_over_for_good_once_its_cut_off_has_passed(
    zone: str, cutoff: time, at: datetime
) -> None:
    everyday = CalendarRules(timezone=zone, cutoff=cutoff, workdays=frozenset(range(7)))
    days = BusinessDays(everyday)
    day = days.day_of(at)
    limit = days.cutoff_on(day)

    assert days.counted_from(limit) == day
    assert days.counted_from(limit + timedelta(microseconds=1)) == day + timedelta(days=1)
