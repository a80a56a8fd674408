"""The standard's schedule of retries, and what Retry-After may ask."""

from datetime import UTC, datetime, timedelta

import pytest

from common.outgoing import schedule

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


def test_the_schedule_is_the_standards_with_some_jitter() -> None:
    seconds = [5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400]

    for failures, wanted in enumerate(seconds, start=1):
        waits = [schedule.wait_after(failures) for _ in range(200)]
        found = [wait.total_seconds() for wait in waits if wait is not None]
        assert len(found) == 200
        assert wanted * 0.9 <= min(found) < wanted < max(found) <= wanted * 1.1


def test_after_the_tenth_failure_it_is_given_up() -> None:
    assert schedule.wait_after(9) is not None
    assert schedule.wait_after(10) is None
    assert sum(schedule.WAITS, timedelta()) > timedelta(hours=75)


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ("", 0),
        ("120", 120),
        (" 7 ", 7),
        ("-5", 0),
        ("1.5", 0),
        ("soon", 0),
        ("²", 0),
        ("99999999999999999999", 24 * 3600),
        ("Fri, 20 Nov 2026 12:10:00 GMT", 600),
        ("Fri, 20 Nov 2026 11:00:00 GMT", 0),
        ("Fri, 20 Nov 2099 11:00:00 GMT", 24 * 3600),
        ("Fri, 99 Nov 2026 11:00:00 GMT", 0),
    ],
)
def test_a_receiver_may_ask_for_a_pause_of_a_day_at_most(said: str, wanted: int) -> None:
    assert schedule.asked_to_wait(said, now=NOW) == timedelta(seconds=wanted)
