"""When an account's messages wait together, and how fast they go: without a database."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from messaging import rates
from messaging.breaker import (
    FIRST_WAIT,
    LONGEST_WAIT,
    Finding,
    Health,
    Sign,
    concerns_account,
    finding_of,
    learned,
    wait_of,
)
from messaging.channels.outcomes import Away, Lost, Receipt, Refused, Result
from messaging.channels.replies import Stage, meaning_of_status
from messaging.rates import Rate, halved
from messaging.states import Reason

NOW = datetime(2026, 11, 22, 12, 1, tzinfo=UTC)
WELL = Finding(Sign.WELL)
FAILED = Finding(Sign.FAILED, Reason.SERVER_BUSY, "451 Later")


def later(**parts: float) -> datetime:
    return NOW + timedelta(**parts)


RESULTS: list[tuple[Result, Sign]] = [
    (Receipt("ok"), Sign.WELL),
    (Refused(Stage.RCPT, 550, "5.1.1 No such user"), Sign.WELL),
    (Refused(Stage.RCPT, 450, "4.2.0 Greylisted"), Sign.WELL),
    (Refused(Stage.DATA, 552, "5.3.4 Too big"), Sign.WELL),
    (Refused(Stage.RCPT, 421, "4.7.0 Try later"), Sign.FAILED),
    (Refused(Stage.DATA, 451, "4.3.0 Local error"), Sign.FAILED),
    (Away(Stage.DATA, "reset"), Sign.FAILED),
    (Lost("no answer"), Sign.FAILED),
    (Away(Stage.CONNECT, "nobody there"), Sign.BROKEN),
    (Away(Stage.LOGIN, "hung up"), Sign.BROKEN),
    (Refused(Stage.CONNECT, 421, "4.3.2 Too busy"), Sign.BROKEN),
    (Refused(Stage.CONNECT, 554, "Go away"), Sign.BROKEN),
    (Refused(Stage.LOGIN, 535, "5.7.8 Wrong"), Sign.BROKEN),
    (Refused(Stage.LOGIN, 534, "5.7.9 Mechanism too weak"), Sign.LOGIN_REFUSED),
    (Refused(Stage.MAIL, 550, "Not your address"), Sign.BROKEN),
    (Refused(Stage.DATA, 401, "", meaning=meaning_of_status(401)), Sign.BROKEN),
    (Refused(Stage.DATA, 403, "", meaning=meaning_of_status(403)), Sign.LOGIN_REFUSED),
    (Refused(Stage.DATA, 402, "", meaning=meaning_of_status(402)), Sign.BROKEN),
    (Refused(Stage.DATA, 429, "", meaning=meaning_of_status(429)), Sign.PAUSED),
    (Refused(Stage.DATA, 500, "", meaning=meaning_of_status(500)), Sign.FAILED),
    (Refused(Stage.DATA, 422, "", meaning=meaning_of_status(422)), Sign.WELL),
]


@pytest.mark.parametrize(("result", "sign"), RESULTS, ids=[repr(one) for one, _ in RESULTS])
def test_what_a_result_says_of_the_account(result: Result, sign: Sign) -> None:
    assert finding_of(result).sign is sign
    assert concerns_account(result) == (sign not in (Sign.WELL, Sign.FAILED))


@pytest.mark.parametrize("code", [421, 429, 454])
def test_too_much_is_heard(code: int) -> None:
    assert finding_of(Refused(Stage.DATA, code, "")).is_too_much
    assert not finding_of(Refused(Stage.DATA, 451, "")).is_too_much


def test_half_of_ten_within_a_minute_open_it() -> None:
    nine = learned(Health(), [FAILED] * 5 + [WELL] * 4, NOW)
    ten = learned(nine, [WELL], later(seconds=59))
    failing = learned(nine, [FAILED], later(seconds=59))

    assert nine.waits_until is None
    assert (nine.tries, nine.failures) == (9, 5)
    assert ten.waits_until is None  # a success is no time to open it
    assert failing.waits_until == later(seconds=59) + FIRST_WAIT
    assert (failing.trouble, failing.since) == (Reason.SERVER_BUSY, later(seconds=59))


def test_less_than_half_or_a_minute_apart_do_not() -> None:
    few = learned(learned(Health(), [FAILED] * 4, NOW), [WELL] * 6 + [FAILED], later(seconds=5))
    apart = learned(learned(Health(), [FAILED] * 9, NOW), [FAILED] * 9, later(seconds=61))

    assert few.waits_until is None
    assert apart.waits_until is None
    assert apart.tries == 9


def test_an_account_that_works_is_not_written_to() -> None:
    assert learned(Health(), [WELL] * 50, NOW) == Health()


def test_three_refused_logins_in_a_row_open_it_and_a_success_in_between_forgives() -> None:
    refused = finding_of(Refused(Stage.LOGIN, 534, "5.7.9 No"))
    twice = learned(learned(Health(), [refused], NOW), [refused], later(seconds=40))
    thrice = learned(twice, [refused], later(seconds=80))
    forgiven = learned(twice, [WELL], later(seconds=80))

    assert (twice.refusals, twice.trips) == (2, 0)
    assert twice.is_waiting(later(seconds=69))  # nobody asks again in the meantime
    assert thrice.trips == 1
    assert forgiven == Health()


def test_a_wrong_password_opens_it_at_once() -> None:
    opened = learned(Health(), [finding_of(Refused(Stage.LOGIN, 535, "5.7.8 Wrong"))], NOW)

    assert opened.trips == 1
    assert (opened.trouble, opened.detail) == (Reason.LOGIN_REFUSED, "535 5.7.8 Wrong")


def test_probes_come_after_30_seconds_and_twice_as_long_each_time_up_to_ten_minutes() -> None:
    away = finding_of(Away(Stage.CONNECT, "nobody"))
    health, now, waits = Health(), NOW, []
    for _ in range(8):
        health = learned(health, [away], now)
        assert health.waits_until is not None
        waits.append(health.waits_until - now)
        now = health.waits_until

    assert [wait.total_seconds() for wait in waits] == [30, 60, 120, 240, 480, 600, 600, 600]
    assert health.since == NOW
    assert wait_of(1) == FIRST_WAIT
    assert wait_of(32767) == LONGEST_WAIT


def test_one_success_of_a_probe_closes_it() -> None:
    opened = learned(Health(), [finding_of(Away(Stage.CONNECT, "nobody"))], NOW)

    assert learned(opened, [WELL], later(seconds=30)) == Health()


def test_news_from_before_it_opened_change_nothing() -> None:
    """Conversations that had begun when it opened end after it."""
    opened = learned(Health(), [finding_of(Away(Stage.CONNECT, "nobody"))], NOW)

    assert learned(opened, [WELL], later(seconds=3)) == opened
    assert learned(opened, [FAILED], later(seconds=3)) == opened
    again = learned(opened, [finding_of(Away(Stage.CONNECT, "nobody"))], later(seconds=3))
    assert again == opened


def test_too_many_requests_wait_as_long_as_was_asked() -> None:
    meaning = meaning_of_status(429)
    asked = finding_of(Refused(Stage.DATA, 429, "", meaning=meaning, retry_after=17))
    unasked = finding_of(Refused(Stage.DATA, 429, "", meaning=meaning))
    absurd = finding_of(Refused(Stage.DATA, 429, "", meaning=meaning, retry_after=10**6))

    assert learned(Health(), [WELL, asked], NOW).waits_until == later(seconds=17)
    assert learned(Health(), [unasked], NOW).waits_until == later(seconds=2)
    assert learned(Health(), [absurd], NOW).waits_until == NOW + LONGEST_WAIT
    assert learned(Health(), [asked], NOW).trips == 0


signs = st.sampled_from([WELL, FAILED, *(finding_of(result) for result, _ in RESULTS)])


@given(
    st.lists(st.tuples(st.lists(signs, min_size=1, max_size=12), st.floats(0, 700)), max_size=40)
)
def test_whatever_comes_it_neither_waits_for_ever_nor_forgets_why(
    story: list[tuple[list[Finding], float]],
) -> None:
    health, now = Health(), NOW
    for findings, seconds in story:
        now += timedelta(seconds=seconds)
        health = learned(health, findings, now)
        if health.waits_until is None:
            assert not health.trouble
            assert health.since is None
            continue
        assert health.waits_until - now <= LONGEST_WAIT
        assert health.trouble in Reason.values
        assert health.since is not None
        assert learned(health, [WELL], health.waits_until) == Health()


def test_a_configured_rate_is_halved_and_comes_back_by_a_tenth_a_minute() -> None:
    rate = halved(Rate(configured=2.0), NOW)

    assert rate.at(NOW) == 1.0
    assert rate.at(later(minutes=1)) == pytest.approx(1.2)
    assert rate.at(later(minutes=4.9)) == pytest.approx(1.98)
    assert rate.at(later(minutes=6)) == 2.0
    assert rate.at(later(days=1)) == 2.0


def test_halving_is_heard_once_of_one_moment_and_has_a_floor() -> None:
    once = halved(Rate(configured=2.0), NOW)
    same = halved(once, later(seconds=4))
    twice = halved(once, later(seconds=6))
    for minute in range(20):
        twice = halved(twice, later(seconds=20 + 6 * minute))

    assert same == once
    floored = twice.at(later(seconds=20 + 6 * 19))
    assert floored is not None
    assert rates.FLOOR <= floored < 0.5


def test_an_account_without_a_limit_has_none_again_in_the_end() -> None:
    rate = halved(Rate(), NOW)

    assert Rate().at(NOW) is None
    assert rate.at(NOW) == rates.GUESS / 2
    assert rate.at(later(minutes=5.1)) is None


def test_a_clock_that_goes_back_gives_nothing_away() -> None:
    assert halved(Rate(configured=2.0), NOW).at(later(hours=-1)) == 1.0
