"""Splits and harm: weights that changed, arms of no weight, and counts of nothing."""

import math

import pytest

from analytics.stats import guarding
from analytics.stats.data import Cells, Stratum
from tests.analytics.stats.worlds import design, rates


def test_each_epoch_is_held_against_its_own_weights() -> None:
    cells: Cells = {
        **rates((0, 9_000), (0, 1_000), stratum=Stratum(1, 1)),
        **rates((0, 1_000), (0, 9_000), stratum=Stratum(1, 2)),
    }

    as_planned = guarding.balance(design(weights={1: (9, 1), 2: (1, 9)}), cells)
    swapped = guarding.balance(design(weights={1: (1, 9), 2: (9, 1)}), cells)

    assert as_planned.evidence < 1
    assert as_planned.counts == (10_000, 10_000)
    assert as_planned.expected == pytest.approx((10_000, 10_000))
    assert swapped.is_alarm
    assert swapped.chi_squared_p < 1e-9


def test_stores_under_the_same_weights_add_up_to_one_evidence() -> None:
    weights = design(weights={1: (1, 1)})
    one = guarding.balance(weights, rates((0, 10_200), (0, 9_600)))
    two = guarding.balance(
        weights,
        {
            **rates((0, 5_100), (0, 4_800), stratum=Stratum(1, 1)),
            **rates((0, 5_100), (0, 4_800), stratum=Stratum(2, 1)),
        },
    )

    assert two.evidence == pytest.approx(one.evidence)


def test_units_of_an_arm_that_has_no_weight_are_a_fault() -> None:
    found = guarding.balance(design(weights={1: (1, 1, 0)}), rates((0, 500), (0, 500), (0, 1)))

    assert found.is_alarm
    assert found.chi_squared_p == 0.0


def test_no_units_are_no_fault() -> None:
    found = guarding.balance(design(), {})

    assert (found.evidence, found.p, found.chi_squared_p) == (1.0, 1.0, 1.0)
    assert found.counts == (0, 0)


def test_harm_is_judged_by_the_traffic_each_arm_had() -> None:
    cells: Cells = {
        **rates((90, 9_000), (10, 1_000), stratum=Stratum(1, 1)),
        **rates((10, 1_000), (90, 9_000), stratum=Stratum(1, 2)),
    }

    found = guarding.harm(design(weights={1: (9, 1), 2: (1, 9)}), "BOUNCED", cells, arm=1)

    assert found.ratio.estimate == pytest.approx(1.0)
    assert found.evidence < 1
    assert not found.is_alarm


def test_fewer_bad_events_are_no_alarm_however_sure() -> None:
    better = guarding.harm(design(), "BOUNCED", rates((300, 9_999), (150, 9_999)), arm=1)
    worse = guarding.harm(design(), "BOUNCED", rates((150, 9_999), (300, 9_999)), arm=1, margin=0.2)

    assert better.evidence == pytest.approx(worse.evidence)
    assert (better.is_alarm, worse.is_alarm) == (False, True)
    assert worse.is_beyond_margin
    assert (worse.control_count, worse.arm_count) == (150, 300)


def test_events_of_one_side_or_of_none_have_an_open_interval() -> None:
    none = guarding.harm(design(), "BOUNCED", rates((0, 10), (0, 10)), arm=1)
    only_arm = guarding.harm(design(), "BOUNCED", rates((0, 10), (9, 10)), arm=1)
    only_control = guarding.harm(design(), "BOUNCED", rates((9, 10), (0, 10)), arm=1)

    assert (none.evidence, none.ratio.estimate) == (1.0, 1.0)
    assert (none.ratio.low, none.ratio.high) == (0.0, math.inf)
    assert only_arm.ratio.high == math.inf
    assert only_control.ratio.low == 0.0
    assert not only_control.is_alarm
