"""Groups: enough conversions, corrected for many, and notable only where groups differ."""

import pytest

from analytics.stats.data import SegmentName
from analytics.stats.segments import by_segment
from tests.analytics.stats.worlds import design, rates

NEW, BACK = SegmentName("returning", "no"), SegmentName("returning", "yes")
NORWAY = SegmentName("market", "NO")


def test_a_group_that_differs_from_its_sister_is_notable() -> None:
    found = by_segment(
        design(),
        {NEW: rates((600, 5_000), (800, 5_000)), BACK: rates((600, 5_000), (600, 5_000))},
    )

    notable = {each.name: each.is_notable for each in found.effects}
    assert notable == {NEW: True, BACK: False}
    [interaction] = found.interactions
    assert interaction.agreement.p < 0.001
    assert found.luck == pytest.approx(1 - 0.95**2)


def test_groups_that_all_gain_alike_are_not_notable_each() -> None:
    found = by_segment(
        design(),
        {NEW: rates((600, 5_000), (800, 5_000)), BACK: rates((600, 5_000), (790, 5_000))},
    )

    assert not any(each.is_notable for each in found.effects)
    assert all(each.adjusted_p is not None and each.adjusted_p < 0.001 for each in found.effects)


def test_a_group_with_few_conversions_is_not_told_nor_counted() -> None:
    found = by_segment(
        design(), {NORWAY: rates((24, 300), (60, 300)), NEW: rates((60, 500), (70, 500))}
    )

    few = next(each for each in found.effects if each.name == NORWAY)
    assert (few.ordinary, few.p, few.adjusted_p, few.is_notable) == (None, None, None, False)
    assert few.units == 600
    assert found.luck == pytest.approx(0.05)
    assert found.interactions == ()


def test_p_is_corrected_over_all_groups_and_arms() -> None:
    three = design(weights={1: (1, 1, 1)})
    found = by_segment(
        three,
        {
            NEW: rates((120, 1_000), (150, 1_000), (121, 1_000)),
            BACK: rates((120, 1_000), (122, 1_000), (119, 1_000)),
        },
    )

    first = found.effects[0]
    assert first.p == pytest.approx(0.04964, abs=1e-5)
    assert first.adjusted_p == pytest.approx(4 * 0.04964, abs=1e-3)
