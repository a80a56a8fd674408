"""The quick way says what the whole analysis says."""

import math
import random

import pytest

from analytics.stats.analysing import analyse
from analytics.stats.data import Cell, Shape
from analytics.stats.lean import NOTHING, compare_many
from tests.analytics.stats.simulated import of_revenue
from tests.analytics.stats.worlds import ONE, design, rates


@pytest.mark.parametrize("counts", [((120, 1000), (150, 1000)), ((900, 9_000), (420, 4_000))])
def test_rates_are_compared_as_by_the_whole_analysis(
    counts: tuple[tuple[int, int], tuple[int, int]],
) -> None:
    whole = analyse(design(plan_units=5_000), rates(*counts)).comparison(1)
    a, b = (Cell.of_rate(n, s) for s, n in counts)
    [quick] = compare_many([(a, b)])

    assert quick.estimate == pytest.approx(whole.effect.estimate)
    assert (quick.low, quick.high) == pytest.approx((whole.effect.low, whole.effect.high))
    assert quick.p == pytest.approx(whole.p)
    assert quick.chance == pytest.approx(whole.chance_to_beat, abs=5e-3)
    assert quick.ordinary_p == pytest.approx(whole.ordinary_p, abs=5e-3)


def test_amounts_are_compared_as_by_the_whole_analysis() -> None:
    chance, draw = random.Random(1), of_revenue(0.1, 4_000, 0.8)
    a, b = draw(chance, 2_000), draw(chance, 2_000)
    whole = analyse(
        design(shape=Shape.MEAN, plan_units=5_000), {(ONE, 0): a, (ONE, 1): b}
    ).comparison(1)

    [quick] = compare_many([(a, b)])

    assert (quick.low, quick.high) == pytest.approx((whole.effect.low, whole.effect.high))
    assert quick.p == pytest.approx(whole.p)
    assert quick.chance == pytest.approx(whole.chance_to_beat)


def test_where_nothing_is_known_nothing_is_said() -> None:
    found = compare_many([(Cell(), Cell()), (Cell.of_rate(50, 0), Cell.of_rate(50, 0))])

    assert found == [NOTHING, NOTHING]
    assert NOTHING.high == math.inf
