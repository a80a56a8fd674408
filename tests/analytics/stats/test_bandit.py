"""A bandit's next weights."""

import pytest

from analytics.stats.bandit import next_weights
from analytics.stats.data import Cells, Stopping, Stratum
from tests.analytics.stats.worlds import design, rates


def test_before_a_hundred_units_an_arm_the_weights_stay() -> None:
    two = design(Stopping.BANDIT, weights={1: (1, 1), 2: (3, 1)})

    assert next_weights(two, rates((30, 99), (90, 900))) == (7_500, 2_500)


def test_the_better_arm_gets_more_and_the_other_keeps_its_floor() -> None:
    two = design(Stopping.BANDIT)

    slightly = next_weights(two, rates((120, 1_000), (130, 1_000)))
    clearly = next_weights(two, rates((120, 1_000), (300, 1_000)))

    assert 5_000 < slightly[1] < 8_000
    assert clearly == (1_000, 9_000)
    assert next_weights(two, rates((120, 1_000), (120, 1_000))) == (5_000, 5_000)


def test_of_three_arms_the_two_best_share_most() -> None:
    three = design(Stopping.BANDIT, weights={1: (1, 1, 1)})

    found = next_weights(three, rates((600, 5_000), (900, 5_000), (910, 5_000)))

    assert found[0] == 1_000
    assert min(found[1:]) > 3_500


def test_where_lower_is_better_the_lower_arm_gets_more() -> None:
    fewer = design(Stopping.BANDIT, higher_is_better=False)

    assert next_weights(fewer, rates((300, 1_000), (120, 1_000))) == (1_000, 9_000)


def test_rising_clicks_do_not_favour_the_arm_that_was_given_most_of_late() -> None:
    """Both arms are equal in both epochs; the second epoch is better, and gave mostly the arm."""
    cells: Cells = {
        **rates((400, 5_000), (400, 5_000), stratum=Stratum(1, 1)),
        **rates((160, 1_000), (1_440, 9_000), stratum=Stratum(1, 2)),
    }

    found = next_weights(design(Stopping.BANDIT, weights={1: (1, 1), 2: (1, 9)}), cells)

    assert found == pytest.approx((5_000, 5_000), abs=1)


def test_an_arm_without_a_click_is_not_sure_of_anything() -> None:
    found = next_weights(design(Stopping.BANDIT), rates((0, 120), (2, 120)))

    assert 1_000 < found[0] < 5_000
