"""The planner says how long plainly, and what would be quicker."""

from dataclasses import replace

import pytest

from analytics.stats.data import BadDesign, Plan, Question, Stopping, StoreTraffic, Way
from analytics.stats.planning import plan

ASKED = Question(least_effect=0.1, base_rate=0.12, units_per_day=58.0)


def way(found: Plan, way: Way) -> list[int | None]:
    return [each.days for each in found.alternatives if each.way is way]


def test_fourteen_months_are_said_as_fourteen_months() -> None:
    found = plan(ASKED)

    assert found.is_long
    assert found.months == pytest.approx(14, abs=0.2)
    assert found.days == -(-found.units // 58)
    assert found.effect == pytest.approx(0.012)


def test_planned_looks_cost_little_and_open_ended_ones_much() -> None:
    once = plan(replace(ASKED, look_count=1)).units
    planned = plan(ASKED)
    open_ended = plan(replace(ASKED, stopping=Stopping.OPEN))
    picked = plan(replace(ASKED, stopping=Stopping.PICK))

    assert 1.02 < planned.units / once < 1.05
    assert 1.02 < planned.factor < 1.05
    assert open_ended.units / once == pytest.approx(1.7, abs=0.001)
    assert picked.units < once / 8
    assert way(open_ended, Way.PLANNED) == [planned.days]


def test_bolder_variants_and_fewer_arms_are_offered_where_they_save_days() -> None:
    found = plan(replace(ASKED, weights=(1, 1, 1)))

    assert found.days is not None
    assert all(each.days is not None and each.days < found.days for each in found.alternatives)
    assert [each.effect for each in found.alternatives if each.way is Way.BOLDER] == (
        pytest.approx([0.15, 0.2])
    )
    [fewer] = [each for each in found.alternatives if each.way is Way.FEWER_ARMS]
    assert fewer.arms == 2
    assert fewer.units == plan(ASKED).units


def test_pooling_names_as_few_stores_as_make_it_four_weeks() -> None:
    stores = tuple(StoreTraffic(store, 58.0 * store, 0.12) for store in range(1, 10))

    [pooled] = [
        each for each in plan(replace(ASKED, pool=stores)).alternatives if each.way is Way.POOL
    ]

    assert pooled.stores == 3  # its own 58 a day, and the busiest two: 522 and 464
    assert pooled.days == -(-pooled.units // (58 * 18))
    assert pooled.saved_days == (plan(ASKED).days or 0) - pooled.days


def test_where_all_stores_are_not_enough_all_are_offered() -> None:
    stores = tuple(StoreTraffic(store, 20.0) for store in range(1, 6))

    [pooled] = [
        each
        for each in plan(replace(ASKED, units_per_day=20.0, pool=stores)).alternatives
        if each.way is Way.POOL
    ]

    assert pooled.stores == 5
    assert pooled.days == -(-pooled.units // 100)


def test_without_orders_there_are_no_days_but_still_the_units() -> None:
    found = plan(replace(ASKED, units_per_day=0.0))

    assert found.units > 20_000
    assert (found.days, found.months, found.is_long, found.reach) == (None, None, True, ())


def test_the_reach_of_some_weeks_is_what_the_planner_asks_for_so_many_days() -> None:
    found = plan(ASKED)

    assert [each.days for each in found.reach] == [14, 28, 56, 91]
    for reach in found.reach:
        assert plan(replace(ASKED, least_effect=reach.effect)).days == reach.days


def test_a_window_is_waited_for_and_a_week_is_the_least() -> None:
    quick = replace(ASKED, units_per_day=100_000.0)

    assert plan(quick).days == 7
    assert plan(replace(quick, window_days=14)).days == 21


def test_weights_that_differ_need_more_units() -> None:
    even, uneven = plan(ASKED), plan(replace(ASKED, weights=(9, 1)))

    assert uneven.units > 2.5 * even.units
    assert uneven.units_by_arm[0] == pytest.approx(9 * uneven.units_by_arm[1], abs=9)


def test_amounts_are_planned_by_mean_and_variance() -> None:
    found = plan(Question(least_effect=0.1, mean=500, variance=2_500_000, look_count=1))

    assert found.units_by_arm == (15_698, 15_698)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"least_effect": 0.0}, "smallest change"),
        ({"least_effect": -1.0}, "smallest change"),
        ({"base_rate": None}, "usual rate, or the usual mean"),
        ({"base_rate": 1.0}, "between 0 and 1"),
        ({"base_rate": 0.95}, "between 0 and 1"),
        ({"weights": (1,)}, "a control and an arm"),
        ({"weights": (1, 0)}, "weight above zero"),
        ({"alpha": 0.0}, "Risk and chance"),
        ({"base_rate": None, "mean": 0.0, "variance": 1.0}, "above zero"),
    ],
)
def test_a_question_that_cannot_be_answered_is_refused_with_what_is_wrong(
    wrong: dict[str, object], says: str
) -> None:
    with pytest.raises(BadDesign, match=says):
        plan(replace(ASKED, **wrong))  # type: ignore[arg-type]  # wrong on purpose
