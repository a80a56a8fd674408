"""What is said of a test: valid under its rule, pooled within strata, and the right way round."""

import math

import pytest

from analytics.stats.analysing import analyse
from analytics.stats.data import (
    BadDesign,
    Cell,
    Cells,
    Design,
    PastLook,
    Scale,
    Shape,
    Stopping,
    Stratum,
)
from tests.analytics.stats.simulated import Trial, of_rate
from tests.analytics.stats.worlds import ONE, design, rates, stores


def test_an_open_test_shows_a_winner_with_its_interval_and_p() -> None:
    found = analyse(design(), rates((1200, 10_000), (1500, 10_000))).comparison(1)

    assert found.is_winner
    assert not found.is_loser
    assert found.effect.estimate == pytest.approx(0.03)
    assert 0 < found.effect.low < found.ordinary.low
    assert found.p is not None
    assert found.ordinary_p < found.p < 0.05
    assert found.relative.estimate == pytest.approx(0.25)
    assert found.chance_to_beat > 0.999
    assert 0 < found.shrunken < 0.03


def test_where_lower_is_better_the_lower_arm_wins() -> None:
    found = analyse(
        design(higher_is_better=False), rates((1500, 10_000), (1200, 10_000))
    ).comparison(1)

    assert found.is_winner
    assert found.effect.high < 0
    assert found.chance_to_beat > 0.999
    assert found.loss_if_chosen < found.loss_if_kept


def test_a_planned_test_asks_more_of_an_early_look_than_of_a_late_one() -> None:
    early, late = rates((250, 2_000), (300, 2_000)), rates((1250, 10_000), (1350, 10_000))
    planned = design(Stopping.PLANNED)

    first = analyse(planned, early).comparison(1)
    past = PastLook(1, first.information, first.spent_alpha)
    last = analyse(planned, late, {1: (past,)}).comparison(1)

    assert first.bound == pytest.approx(4.876885, abs=1e-4)
    assert not first.is_winner
    assert last.bound < 1.97
    assert last.is_winner
    assert last.p is None


def test_the_simulated_bounds_are_those_of_a_test_that_keeps_its_looks() -> None:
    trial = Trial(Shape.RATE, of_rate(0.12), of_rate(0.12), batch=500, looks=4)
    planned, looks = trial.design(Stopping.PLANNED), tuple[PastLook, ...]()
    bounds = []
    for number in range(1, 5):
        cells = rates((60 * number, 500 * number), (60 * number, 500 * number))
        found = analyse(planned, cells, {1: looks}).comparison(1)
        looks = (*looks, PastLook(number, found.information, found.spent_alpha))
        bounds.append(found.bound)

    assert bounds == pytest.approx(trial.bounds()["planned"], abs=1e-4)


def test_the_last_look_by_the_calendar_spends_what_is_left() -> None:
    cells = rates((875, 7_000), (945, 7_000))
    planned = design(Stopping.PLANNED)
    looks = {1: (PastLook(1, 0.5, 0.003),)}

    before = analyse(planned, cells, looks).comparison(1)
    last = analyse(planned, cells, looks, is_last=True).comparison(1)

    assert last.bound < before.bound
    assert last.spent_alpha == pytest.approx(0.05)
    after = {1: (*looks[1], PastLook(2, last.information, last.spent_alpha))}
    assert analyse(planned, cells, after).is_after_plan


def test_after_the_plan_the_interval_stays_but_is_no_look() -> None:
    planned = design(Stopping.PLANNED)
    looks = {1: (PastLook(1, 0.5, 0.003), PastLook(2, 1.0, 0.05))}

    found = analyse(planned, rates((1500, 12_000), (1700, 12_000)), looks)

    assert found.is_after_plan
    assert found.look_number == 3
    assert found.comparison(1).bound == pytest.approx(1.968596, abs=1e-4)


def test_of_three_arms_the_strongest_is_asked_first_and_frees_the_others() -> None:
    three = design(weights={1: (1, 1, 1)}, plan_units=30_000)
    cells = rates((1200, 10_000), (1500, 10_000), (1345, 10_000))

    strong, weak = analyse(three, cells).comparisons
    alone = analyse(three, rates((1200, 10_000), (1200, 10_000), (1345, 10_000))).comparison(2)

    assert strong.level == pytest.approx(0.025)
    assert strong.is_winner
    assert weak.level == pytest.approx(0.05)
    assert alone.level == pytest.approx(0.025)
    assert alone.bound > weak.bound


def test_stores_are_compared_within_and_then_pooled() -> None:
    found = analyse(
        design(), stores(s1=((120, 1000), (150, 1000)), s2=((50, 500), (60, 500)))
    ).comparison(1)

    assert found.effect.estimate == pytest.approx((0.03 * 500 + 0.02 * 250) / 750)
    assert [each.effect.estimate for each in found.stores] == pytest.approx([0.03, 0.02])
    assert [each.weight for each in found.stores] == pytest.approx([2 / 3, 1 / 3])
    assert found.agreement is not None
    assert found.agreement.freedom == 1
    assert found.agreement.i_squared == 0.0


def test_a_heap_that_points_the_other_way_is_flagged() -> None:
    """Simpson: the arm is better in both epochs, but was given most where clicks were rare."""
    cells: Cells = {
        **rates((2_000, 8_000), (560, 2_000), stratum=Stratum(1, 1)),
        **rates((100, 2_000), (520, 8_000), stratum=Stratum(1, 2)),
    }

    found = analyse(design(weights={1: (4, 1), 2: (1, 4)}), cells).comparison(1)

    assert found.effect.estimate > 0 > found.naive
    assert found.is_simpson
    honest = analyse(design(), rates((1200, 10_000), (1500, 10_000))).comparison(1)
    assert not honest.is_simpson


def test_stores_of_several_currencies_meet_as_relative_changes() -> None:
    def revenue(factor: int, mean: int) -> Cell:
        values = [mean * factor, mean * 3 * factor] * 500
        return Cell(n=1000, s1=sum(values), s2=sum(each * each for each in values))

    cells = {
        (Stratum(1, 1), 0): revenue(1, 100),
        (Stratum(1, 1), 1): revenue(1, 110),
        (Stratum(2, 1), 0): revenue(11, 100),
        (Stratum(2, 1), 1): revenue(11, 110),
    }

    found = analyse(design(shape=Shape.MEAN, scale=Scale.RELATIVE), cells).comparison(1)

    assert found.effect.estimate == pytest.approx(0.10)
    assert found.relative == found.effect
    assert [each.weight for each in found.stores] == pytest.approx([0.5, 0.5])


def test_what_was_known_before_makes_the_interval_narrower() -> None:
    def cell(lift: int) -> Cell:
        pairs = [(each + each // 3 + lift, each) for each in range(1000)]
        return Cell(
            n=1000,
            s1=sum(y for y, _ in pairs),
            s2=sum(y * y for y, _ in pairs),
            sx=sum(x for _, x in pairs),
            sxx=sum(x * x for _, x in pairs),
            sxy=sum(x * y for y, x in pairs),
        )

    cells = {(ONE, 0): cell(0), (ONE, 1): cell(20)}

    raw = analyse(design(shape=Shape.MEAN), cells).comparison(1)
    adjusted = analyse(design(shape=Shape.MEAN, is_adjusted=True), cells).comparison(1)

    assert adjusted.effect.estimate == pytest.approx(20) == pytest.approx(raw.effect.estimate)
    assert adjusted.standard_error < raw.standard_error / 100
    assert adjusted.is_winner
    assert not raw.is_winner


@pytest.mark.parametrize(
    "cells",
    [{}, rates((0, 0), (0, 0)), rates((1, 1), (0, 1))],
    ids=["nothing", "no units", "one each"],
)
@pytest.mark.parametrize("stopping", list(Stopping))
def test_before_there_is_anything_to_say_nothing_is_said(cells: Cells, stopping: Stopping) -> None:
    found = analyse(design(stopping), cells).comparison(1)

    assert (found.effect.low, found.effect.high) == (-math.inf, math.inf)
    assert not found.is_winner
    assert not found.is_loser
    assert found.chance_to_beat == 0.5
    assert found.ordinary_p == 1.0


def test_where_nobody_clicks_or_everybody_does_there_is_an_interval_still() -> None:
    nobody = analyse(design(), rates((0, 500), (0, 500))).comparison(1)
    all_of_one = analyse(design(), rates((0, 500), (500, 500))).comparison(1)

    assert -0.05 < nobody.effect.low < 0 < nobody.effect.high < 0.05
    assert all_of_one.is_winner
    assert all_of_one.effect.estimate == 1.0


def test_a_planned_test_without_a_plan_is_refused_with_what_to_do() -> None:
    unplanned = Design(Shape.RATE, Stopping.PLANNED, {1: (1, 1)})

    with pytest.raises(BadDesign, match="plan_units"):
        analyse(unplanned, rates((1, 10), (2, 10)))


def test_an_arm_of_no_weight_at_the_start_is_refused() -> None:
    with pytest.raises(BadDesign, match="weight"):
        analyse(design(weights={1: (1, 0)}), rates((1, 10), (2, 10)))
