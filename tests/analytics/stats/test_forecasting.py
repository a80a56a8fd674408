"""What more orders would tell."""

import pytest

from analytics.stats.analysing import analyse
from analytics.stats.data import PastLook, Scale, Stopping
from analytics.stats.forecasting import forecast
from tests.analytics.stats.worlds import design, rates

PLANNED = design(Stopping.PLANNED, plan_units=36_000, look_count=5)
LOOKS = (PastLook(1, 0.2, 0.0), PastLook(2, 0.4, 0.001))
UNDECIDED = rates((1868, 11_204), (1978, 11_171))


def test_a_planned_test_has_the_looks_that_are_left() -> None:
    found = analyse(PLANNED, UNDECIDED, {1: LOOKS})
    told = forecast(found, 1, LOOKS, units_per_day=640)

    assert found.look_number == 3
    assert [each.number for each in told.looks] == [4, 5]
    assert [each.information for each in told.looks] == pytest.approx([0.8, 1.0])
    assert told.units_left == pytest.approx(36_000 - 22_375, abs=2)
    assert told.days_left == 22
    assert told.chance_if_it_stays is not None
    assert told.chance_if_half is not None
    assert 0.5 < told.chance_if_half < told.chance_if_it_stays < 1


def test_the_interval_of_the_last_look_is_what_the_analysis_would_say_then() -> None:
    told = forecast(analyse(PLANNED, UNDECIDED, {1: LOOKS}), 1, LOOKS)
    times = 36_000 / 22_375
    counts = ((1868, 11_204), (1978, 11_171))
    grown = rates(*((round(s * times), round(n * times)) for s, n in counts))
    past = (*LOOKS, PastLook(3, 22_375 / 36_000, 0.0), PastLook(4, 0.8, 0.0))

    then = analyse(PLANNED, grown, {1: past}).comparison(1)

    assert told.looks[-1].effect.low == pytest.approx(then.effect.low, abs=5e-5)
    assert told.looks[-1].effect.high == pytest.approx(then.effect.high, abs=5e-5)


def test_an_open_test_looks_ahead_to_its_plan_or_twice_as_far() -> None:
    cells = rates((1200, 10_000), (1270, 10_000))

    to_plan = forecast(analyse(design(plan_units=30_000), cells), 1, units_per_day=100)
    beyond = forecast(analyse(design(plan_units=10_000), cells), 1)

    assert (to_plan.units_left, to_plan.days_left) == (10_000, 100)
    assert (beyond.units_left, beyond.days_left) == (20_000, None)
    widths = [each.effect.high - each.effect.low for each in beyond.looks]
    assert widths == sorted(widths, reverse=True)


def test_what_is_known_is_known_and_what_is_over_is_over() -> None:
    known = analyse(PLANNED, rates((1200, 10_000), (1500, 10_000)))
    over = analyse(PLANNED, rates((2000, 18_000), (2010, 18_000)), {1: (PastLook(1, 1.0, 0.05),)})

    assert forecast(known, 1).chance_if_half == 1.0
    told = forecast(over, 1, (PastLook(1, 1.0, 0.05),))
    assert (told.looks, told.units_left, told.chance_if_it_stays) == ((), 0, 0.0)


def test_without_data_the_chance_is_not_told() -> None:
    told = forecast(analyse(PLANNED, {}), 1, units_per_day=600)

    assert (told.units_left, told.days_left) == (36_000, 60)
    assert (told.chance_if_it_stays, told.chance_if_half) == (None, None)


def test_a_relative_forecast_stays_on_its_scale() -> None:
    relative = design(Stopping.PLANNED, plan_units=36_000, scale=Scale.RELATIVE)

    found = analyse(relative, UNDECIDED, {1: LOOKS})
    told = forecast(found, 1, LOOKS)

    assert all(
        each.effect.estimate == pytest.approx(found.comparison(1).effect.estimate)
        for each in told.looks
    )
    assert told.looks[-1].effect.low > found.comparison(1).effect.low
