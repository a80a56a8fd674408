"""One state out of all that was said of a parcel, whatever the order in which it was told."""

from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as some

from shipping.life import ParcelLife, Said, settled
from shipping.models import ParcelState

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
STATES = [*ParcelState.values, "CUSTOMS_LIMBO"]

words = some.builds(
    Said,
    state=some.sampled_from(STATES),
    at=some.integers(0, 12).map(lambda hours: START + timedelta(hours=hours)),
    name=some.sampled_from(["a", "b", "c"]),
    expected_at=some.none(),
    is_by_staff=some.booleans(),
    is_snapshot=some.just(False),
)


def said(*states: str) -> list[Said]:
    """One word each hour."""
    return [
        Said(state=state, at=START + timedelta(hours=hour), name=f"{hour:02d}")
        for hour, state in enumerate(states)
    ]


def state_after(*states: str) -> str:
    return settled(said(*states)).state


@given(some.lists(words, max_size=12, unique=True), some.randoms())
def test_any_order_of_arrival_and_any_repetition_end_alike(told: list[Said], dice: Random) -> None:
    again = [*told, *told[:3]]
    dice.shuffle(again)

    assert settled(again) == settled(told)


@given(some.lists(words, min_size=1, max_size=12))
def test_what_is_delivered_has_its_time(told: list[Said]) -> None:
    life = settled(told)

    assert life.state in STATES
    assert life.state != "DELIVERED" or life.delivered_at is not None
    assert life.heard_at == max(word.at for word in told)


def test_of_nothing_nothing_is_known() -> None:
    assert settled([]) == ParcelLife()


@pytest.mark.parametrize(
    ("states", "ends_in"),
    [
        (("IN_TRANSIT", "DELIVERED", "IN_TRANSIT"), "DELIVERED"),
        (("IN_TRANSIT", "DELIVERED", "EXCEPTION"), "DELIVERED"),
        (("DELIVERED", "RETURNING"), "RETURNING"),
        (("IN_TRANSIT", "RETURNING", "IN_TRANSIT", "OUT_FOR_DELIVERY"), "RETURNING"),
        (("RETURNING", "DELIVERED"), "RETURNED"),
        (("RETURNING", "DELIVERED", "DELIVERED"), "RETURNED"),
        (("EXCEPTION", "IN_TRANSIT"), "IN_TRANSIT"),
        (("FAILURE", "OUT_FOR_DELIVERY", "DELIVERED"), "DELIVERED"),
        (("IN_TRANSIT", "CUSTOMS_LIMBO"), "CUSTOMS_LIMBO"),
        (("CONFIRMED",), "CONFIRMED"),
    ],
)
def test_words_follow_each_other(states: tuple[str, ...], ends_in: str) -> None:
    assert state_after(*states) == ends_in


def test_staff_know_better_than_delivered() -> None:
    lost = Said(state="EXCEPTION", at=START + timedelta(days=1), is_by_staff=True)

    life = settled([*said("DELIVERED"), lost])

    assert (life.state, life.delivered_at) == ("EXCEPTION", None)


def test_an_announcement_is_no_scan_and_an_unknown_word_is_one() -> None:
    assert settled(said("LABEL_PRINTED", "CONFIRMED")).first_scanned_at is None
    life = settled(said("CONFIRMED", "CUSTOMS_LIMBO", "IN_TRANSIT"))
    assert life.first_scanned_at == START + timedelta(hours=1)
    assert life.heard_at == START + timedelta(hours=2)


def test_delivered_counts_from_the_first_time_it_was_said() -> None:
    assert settled(said("IN_TRANSIT", "DELIVERED", "DELIVERED")).delivered_at == (
        START + timedelta(hours=1)
    )


def test_a_parcel_that_comes_back_was_still_delivered_when_it_was() -> None:
    assert settled(said("DELIVERED", "RETURNING")).delivered_at == START


def test_the_last_estimate_counts() -> None:
    first, second = START + timedelta(days=3), START + timedelta(days=4)
    told = [
        Said(state="IN_TRANSIT", at=START, expected_at=first),
        Said(state="IN_TRANSIT", at=START + timedelta(hours=1), expected_at=second),
        Said(state="IN_TRANSIT", at=START + timedelta(hours=2)),
    ]

    assert settled(told).expected_at == second


def test_a_snapshot_says_nothing_that_an_event_said_before() -> None:
    events = said("CONFIRMED", "IN_TRANSIT")
    late = Said(state="CONFIRMED", at=START + timedelta(days=1), is_snapshot=True)

    assert settled([*events, late]) == settled(events)


def test_a_snapshot_alone_is_better_than_nothing() -> None:
    life = settled([Said(state="DELIVERED", at=START, is_snapshot=True)])

    assert (life.state, life.delivered_at, life.heard_at) == ("DELIVERED", START, START)
