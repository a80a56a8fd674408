"""Changes of a credit add up to it, whatever came to be known in which order."""

import random
from datetime import UTC, datetime, timedelta

from tracking.attribution.ledger import (
    Because,
    Dates,
    Holder,
    Standing,
    Sums,
    changes,
    replay,
)

PLACED = datetime(2026, 5, 4, tzinfo=UTC)
DATES = Dates(PLACED)
M1, M2 = Holder(1), Holder(2)


def test_worked_example_5_a_refund_then_the_cancellation() -> None:
    sold = Standing(M1, Sums(1, 70_00))
    refunded = Standing(M1, Sums(1, 70_00, 20_00))
    cancelled = Standing(M1, Sums(1, 70_00, 70_00))
    back_at = PLACED + timedelta(days=16)

    made = changes(Standing(), sold, because=Because.ORDER, dates=DATES)
    made += changes(sold, refunded, because=Because.ORDER, dates=Dates(PLACED, back_at))
    made += changes(
        refunded, cancelled, because=Because.ORDER, dates=Dates(PLACED, back_at, is_cancelled=True)
    )

    said = [(each.because, each.sums.gross_minor, each.sums.refund_minor) for each in made]
    assert said == [
        (Because.ORDER, 70_00, 0),
        (Because.REFUND, 0, 20_00),
        (Because.CANCEL, 0, 50_00),
    ]
    assert [each.at for each in made] == [PLACED, back_at, back_at]
    assert replay(made) == cancelled


def test_worked_example_12_one_reversal_and_one_credit() -> None:
    provisional, corrected = Standing(M1, Sums(1, 70_00)), Standing(M2, Sums(1, 70_00))

    made = changes(provisional, corrected, because=Because.JOURNEY, dates=DATES)

    assert [(each.holder, each.sums) for each in made] == [
        (M1, Sums(-1, -70_00)),
        (M2, Sums(1, 70_00)),
    ]


def test_nothing_changed_is_no_change() -> None:
    same = Standing(M1, Sums(1, 70_00, 0, 0, 61_00, 0))

    assert changes(same, same, because=Because.ORDER, dates=DATES) == []


def test_a_rate_that_comes_later_moves_only_the_agencys_sums() -> None:
    before = Standing(M1, Sums(1, 70_00, 20_00))
    after = Standing(M1, Sums(1, 70_00, 20_00, 0, 6_09, 1_74))

    made = changes(before, after, because=Because.ORDER, dates=DATES)

    assert {each.because for each in made} == {Because.RATE}
    assert (
        replay([*changes(Standing(), before, because=Because.ORDER, dates=DATES), *made]) == after
    )


def test_whatever_happens_the_changes_add_up() -> None:
    chance = random.Random(5)
    for _story in range(300):
        standing, made = Standing(), []
        for _step in range(chance.randrange(1, 9)):
            after = _some_standing(chance)
            made += changes(standing, after, because=Because.ORDER, dates=DATES)
            standing = after
        assert _without_nulls(replay(made)) == _without_nulls(standing)


def _some_standing(chance: random.Random) -> Standing:
    if chance.random() < 0.2:
        return Standing()
    gross = chance.randrange(1, 10_000)
    back = chance.randrange(gross + 1)
    is_known = chance.random() < 0.7
    sums = Sums(1, gross, back, 0, gross // 11 if is_known else None, 0 if is_known else None)
    return Standing(Holder(chance.randrange(1, 4)), sums)


def _without_nulls(standing: Standing) -> tuple[Holder, int, int, int]:
    """A sum that was never known, and one that was taken back, are both nothing."""
    sums = standing.sums
    return standing.holder, sums.gross_minor, sums.refund_minor, sums.agency_gross_minor or 0
