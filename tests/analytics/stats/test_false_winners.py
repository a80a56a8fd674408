"""Few false winners, enough power: the goals G1 to G5 in short. script/bench stats runs them long.

Seeds are fixed, so these cannot flake; bounds leave what so few runs may miss by.
"""

import random

import pytest

from analytics.stats import proportions
from analytics.stats.analysing import analyse
from analytics.stats.data import Cell, Design, Question, Shape, Stopping, Stratum
from analytics.stats.planning import plan
from analytics.stats.proportions import Count
from tests.analytics.stats.simulated import (
    Draw,
    Trial,
    binomial,
    mean_information,
    of_order_value,
    of_rate,
    of_revenue,
    run,
    share_called,
)
from tests.analytics.stats.simulated_traffic import drifting_bandit, every_event, split_alarms


@pytest.mark.parametrize(
    ("shape", "draw"),
    [
        pytest.param(Shape.RATE, of_rate(0.12), id="12 %"),
        pytest.param(Shape.RATE, of_rate(0.45), id="45 %"),
        pytest.param(Shape.RATE, of_rate(0.01), id="1 %"),
    ],
)
def test_equal_arms_looked_at_twenty_times_seldom_have_a_winner(shape: Shape, draw: Draw) -> None:
    called = list(run(Trial(shape, draw, draw, batch=500, peers=True), 1_000, seed=5))

    assert 0.03 < share_called(called, "planned") < 0.07
    assert share_called(called, "open") < 0.03
    assert share_called(called, "fixed, peeked") > 0.20  # the simulation has teeth
    assert share_called(called, "Klaviyo's rule") > 0.50


@pytest.mark.parametrize(
    ("shape", "draw", "runs"),
    [
        pytest.param(Shape.MEAN, of_revenue(0.08, 4_000, 0.8), 400, id="revenue"),
        pytest.param(Shape.RATIO, of_order_value(4_000, 0.8), 100, id="order value"),
    ],
)
def test_amounts_of_equal_arms_seldom_differ(shape: Shape, draw: Draw, runs: int) -> None:
    batch = 250 if shape is Shape.MEAN else 50
    called = list(run(Trial(shape, draw, draw, batch=batch), runs, seed=6))

    assert share_called(called, "planned") < 0.08
    assert share_called(called, "open") < 0.04


def test_a_look_after_every_buyer_is_borne_by_the_open_ended_rule() -> None:
    found = every_event(0.12, units=2_000, runs=400, seed=7)

    assert found.ours <= 0.05
    assert found.fixed > 0.35


def test_the_planned_units_give_the_promised_power_and_often_less_is_needed() -> None:
    looks = 20
    units = plan(Question(least_effect=0.1, base_rate=0.12, look_count=looks)).units_by_arm[0]
    trial = Trial(
        Shape.RATE,
        of_rate(0.12),
        of_rate(0.132),
        batch=units // looks,
        looks=looks,
        stops_when="planned",
    )
    called = list(run(trial, 800, seed=8))

    assert share_called(called, "planned") > 0.75
    assert mean_information(called, "planned", looks) < 0.79


def test_open_ended_units_give_the_promised_power() -> None:
    asked = Question(least_effect=0.1, base_rate=0.12, stopping=Stopping.OPEN)
    trial = Trial(
        Shape.RATE,
        of_rate(0.12),
        of_rate(0.132),
        batch=plan(asked).units_by_arm[0] // 40,
        looks=40,
        stops_when="open",
    )

    assert share_called(list(run(trial, 400, seed=9)), "open") > 0.74


def test_an_estimate_at_a_lucky_stop_is_shrunk_towards_the_truth() -> None:
    trial = Trial(
        Shape.RATE,
        of_rate(0.12),
        of_rate(0.132),
        batch=1_000,
        looks=20,
        stops_when="open",
    )
    winners = [each["open"] for each in run(trial, 500, seed=10) if "open" in each]

    raw = sum(each.estimate for each in winners) / len(winners)
    shrunken = sum(each.shrunken for each in winners) / len(winners)
    assert raw > 0.0135 > shrunken > 0.0115


def test_a_fair_split_seldom_alarms_and_a_faulty_one_does() -> None:
    fair, _ = split_alarms(0.50, batch=1_000, looks=20, runs=1_000, seed=11)
    faulty, _ = split_alarms(0.52, batch=1_000, looks=20, runs=400, seed=12)

    assert fair <= 0.01
    assert faulty >= 0.95


def test_a_bandit_while_clicks_rise_is_judged_within_its_epochs() -> None:
    rising = [0.08 + 0.08 * day / 7 for day in range(8)]

    found = drifting_bandit(rising, batch=1_000, runs=400, seed=13)

    assert found.stratified <= 0.085
    assert found.always_valid <= 0.03
    assert found.pooled > 0.25
    assert abs(found.mean_estimate) < 0.03


def test_stores_that_differ_and_weights_that_move_make_no_winner_within_strata() -> None:
    """Nine stores; the arm is given more of late, when everybody clicks more: a heap is fooled."""
    chance = random.Random(14)
    weights = {1: (80, 20), 2: (50, 50), 3: (20, 80)}
    moving = Design(Shape.RATE, Stopping.PLANNED, weights, plan_units=27_000)
    called = fooled = 0
    for _ in range(300):
        cells = {
            (Stratum(store, epoch), arm): Cell.of_rate(
                10 * weight,
                binomial(chance, 10 * weight, 0.04 + 0.01 * store + 0.02 * epoch),
            )
            for store in range(9)
            for epoch, shares in weights.items()
            for arm, weight in enumerate(shares)
        }
        found = analyse(moving, cells, is_last=True).comparison(1)
        called += found.is_winner or found.is_loser
        heap = [
            Count(sum(c.s1 for (_, each), c in cells.items() if each == arm), 13_500)
            for arm in (0, 1)
        ]
        fooled += proportions.pooled_z(*heap).p < 0.05

    assert called / 300 < 0.08
    assert fooled / 300 > 0.5
