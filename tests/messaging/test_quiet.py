"""Night, where the reader lives: never rung at, whatever clocks are put to."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from messaging.quiet import after_quiet, is_quiet, zone_of

OSLO = ZoneInfo("Europe/Oslo")
ZONES = ["Europe/Oslo", "America/New_York", "Asia/Shanghai", "Australia/Lord_Howe", "Asia/Gaza"]


@pytest.mark.parametrize(
    ("local", "expected"),
    [
        ("2026-11-20T20:59", "2026-11-20T20:59"),
        ("2026-11-20T21:00", "2026-11-21T08:00"),
        ("2026-11-20T23:59", "2026-11-21T08:00"),
        ("2026-11-21T00:00", "2026-11-21T08:00"),
        ("2026-11-21T07:59", "2026-11-21T08:00"),
        ("2026-11-21T08:00", "2026-11-21T08:00"),
        ("2026-12-31T22:00", "2027-01-01T08:00"),
        ("2026-03-28T22:00", "2026-03-29T08:00"),  # the night that lacks an hour
        ("2026-10-24T22:00", "2026-10-25T08:00"),  # the night that has one more
    ],
)
def test_the_night_ends_at_eight_on_the_wall(local: str, expected: str) -> None:
    at = datetime.fromisoformat(local).replace(tzinfo=OSLO)

    assert after_quiet(at.astimezone(UTC), OSLO) == datetime.fromisoformat(expected).replace(
        tzinfo=OSLO
    )


@given(
    st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - Hypothesis adds the zone
    st.sampled_from(ZONES),
)
def test_what_was_put_off_goes_by_day_and_within_a_night(at: datetime, name: str) -> None:
    zone = ZoneInfo(name)

    later = after_quiet(at, zone)

    assert not is_quiet(later, zone)
    assert 0 <= (later - at).total_seconds() <= 12 * 3600
    assert later == at or later.astimezone(zone).hour == 8


@pytest.mark.parametrize(
    ("country", "store_zone", "expected"),
    [
        ("NO", "Europe/Oslo", "Europe/Oslo"),
        ("no", "Asia/Shanghai", "Europe/Oslo"),
        ("CN", "Europe/Oslo", "Asia/Shanghai"),
        ("", "Europe/Oslo", "Europe/Oslo"),
        ("XX", "Europe/Oslo", "Europe/Oslo"),
        ("US", "America/Denver", "America/Denver"),  # the store's own, where it lies there
    ],
)
def test_the_readers_zone(country: str, store_zone: str, expected: str) -> None:
    at = datetime(2026, 11, 20, 12, tzinfo=UTC)

    assert zone_of(country, ZoneInfo(store_zone), at).key == expected


def test_a_country_of_many_zones_gives_the_clock_most_of_them_share() -> None:
    at = datetime(2026, 11, 20, 12, tzinfo=UTC)

    zone = zone_of("US", OSLO, at)

    assert (
        at.astimezone(zone).utcoffset() == at.astimezone(ZoneInfo("America/New_York")).utcoffset()
    )
