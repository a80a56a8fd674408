"""Each rule that may hold back a winner does so alone, and its absence lets the winner through."""

import pytest

from analytics.stats import guarding
from analytics.stats.analysing import analyse
from analytics.stats.data import Outcome, PastLook, Reason, Stopping, Verdict
from analytics.stats.deciding import decide
from tests.analytics.stats.worlds import design, rates

BETTER = rates((1200, 10_000), (1500, 10_000))


def test_a_shown_winner_with_nothing_against_it_is_named() -> None:
    verdict = decide(analyse(design(), BETTER), days=7)

    assert verdict == Verdict(Outcome.WINNER, 1)
    assert verdict.may_promote


def test_not_before_seven_days() -> None:
    verdict = decide(analyse(design(), BETTER), days=6)

    assert verdict == Verdict(Outcome.UNDECIDED, 1, (Reason.TOO_FEW_DAYS,))
    assert not verdict.may_promote


def test_not_with_fewer_than_a_hundred_units_or_25_conversions() -> None:
    few_units = decide(analyse(design(), rates((30, 99), (90, 99))), days=7)
    few_clicks = decide(analyse(design(), rates((24, 20_000), (200, 20_000))), days=7)

    assert few_units.reasons == (Reason.TOO_FEW_UNITS,)
    assert few_clicks.reasons == (Reason.TOO_FEW_CONVERSIONS,)


def test_a_split_that_is_not_as_planned_freezes_the_verdict() -> None:
    found = analyse(design(), rates((1200, 10_000), (1600, 11_000)))

    assert found.balance.is_alarm
    assert decide(found, days=7).reasons == (Reason.UNEVEN,)


def test_an_arm_that_does_harm_does_not_win() -> None:
    harm = guarding.harm(design(), "COMPLAINED", rates((20, 10_000), (60, 10_000)), arm=1)

    verdict = decide(analyse(design(), BETTER), days=7, harms=[harm])

    assert harm.is_alarm
    assert verdict == Verdict(Outcome.UNDECIDED, 1, (Reason.HARMED,))


def test_the_best_arm_without_harm_wins_over_a_better_one_that_harms() -> None:
    three = design(weights={1: (1, 1, 1)})
    found = analyse(three, rates((1200, 10_000), (1500, 10_000), (1600, 10_000)))
    harm = guarding.harm(three, "BOUNCED", rates((20, 9), (20, 9), (60, 9)), arm=2)

    assert decide(found, days=7).arm == 2
    assert decide(found, days=7, harms=[harm]) == Verdict(Outcome.WINNER, 1)


def test_an_interval_with_zero_inside_decides_nothing() -> None:
    verdict = decide(analyse(design(), rates((1200, 10_000), (1250, 10_000))), days=30)

    assert verdict == Verdict(Outcome.UNDECIDED, 1, (Reason.UNSURE,))


def test_between_planned_looks_nobody_wins() -> None:
    planned = design(Stopping.PLANNED)

    assert decide(analyse(planned, BETTER), days=9).outcome is Outcome.WINNER
    between = decide(analyse(planned, BETTER, is_look=False), days=9)
    assert between.reasons == (Reason.BETWEEN_LOOKS,)


def test_when_the_plan_is_over_and_nothing_shown_it_says_so() -> None:
    planned = design(Stopping.PLANNED)
    even = rates((1200, 10_000), (1210, 10_000))

    at_the_end = decide(analyse(planned, even), days=40)
    later = decide(analyse(planned, BETTER, {1: (PastLook(1, 1.0, 0.05),)}), days=40)

    assert at_the_end == Verdict(Outcome.NOT_SHOWN, 1, (Reason.UNSURE,))
    assert later == Verdict(Outcome.NOT_SHOWN, 1, (Reason.AFTER_PLAN,))


def test_arms_that_are_all_worse_leave_the_control() -> None:
    verdict = decide(analyse(design(), rates((1500, 10_000), (1200, 10_000))), days=7)

    assert verdict == Verdict(Outcome.CONTROL, 0)


@pytest.mark.parametrize("stopping", [Stopping.PICK, Stopping.BANDIT])
def test_without_proof_the_likelier_is_named_as_that(stopping: Stopping) -> None:
    better = decide(analyse(design(stopping), rates((120, 1000), (130, 1000))), days=7)
    worse = decide(analyse(design(stopping), rates((130, 1000), (120, 1000))), days=7)
    early = decide(analyse(design(stopping), rates((130, 1000), (120, 1000))), days=2)

    assert better == Verdict(Outcome.LIKELIER, 1, (Reason.NO_PROOF,))
    assert worse == Verdict(Outcome.LIKELIER, 0, (Reason.NO_PROOF,))
    assert early.outcome is Outcome.UNDECIDED
    assert not better.may_promote
