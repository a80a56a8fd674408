"""The arithmetic of incidents: against known values, and over simulated weeks of many stores."""

import math
import random
from collections.abc import Iterator

import pytest

from analytics.surprise import Count, is_over, surprising, tail, usual_rate

FLOOR = 0.02
QUARTERS = 96


@pytest.mark.parametrize(
    ("troubled", "tried", "rate"), [(6, 20, 0.02), (3, 3, 0.5), (40, 300, 0.1)]
)
def test_the_tail_is_the_sum_of_the_binomial(troubled: int, tried: int, rate: float) -> None:
    exact = sum(
        math.comb(tried, k) * rate**k * (1 - rate) ** (tried - k)
        for k in range(troubled, tried + 1)
    )

    assert tail(Count(tried, troubled), rate) == pytest.approx(exact, rel=1e-9)


def test_the_tail_bears_a_million_messages() -> None:
    assert tail(Count(1_000_000, 20_000), 0.02) == 1.0
    assert 0 < tail(Count(1_000_000, 20_800), 0.02) < 1e-7
    assert tail(Count(5, 9), 0.02) > 0  # more heard of than sent: late news, no crash


def test_a_new_store_is_judged_by_the_floor_and_an_old_one_by_itself() -> None:
    assert usual_rate(Count(), FLOOR) == pytest.approx(0.033, abs=0.003)
    assert usual_rate(Count(100_000, 500), FLOOR) == FLOOR
    assert usual_rate(Count(20_000, 1000), FLOOR) == pytest.approx(0.05, abs=0.003)
    assert usual_rate(Count(20_000, 9000), FLOOR) == 0.1


def test_few_messages_or_few_troubles_are_no_incident() -> None:
    assert surprising([Count(19, 19), Count(500, 4)], FLOOR) is None
    assert surprising([Count(20, 1), Count(20, 8)], FLOOR) == Count(20, 8)


def test_it_is_over_when_what_comes_is_usual_again() -> None:
    burst = Count(100, 40)

    assert not is_over(burst, burst, FLOOR)
    assert not is_over(Count(3, 0), burst, FLOOR)  # too little to tell, and the day was bad
    assert is_over(Count(60, 1), burst, FLOOR)
    assert is_over(Count(0, 0), Count(2, 0), FLOOR)


def day_of(chance: random.Random, per_day: float, rate: float) -> list[Count]:
    """Quarters of an hour of one day, busy in the evening as shops are."""
    quarters = []
    for at in range(QUARTERS):
        mean = per_day / QUARTERS * (1 - math.cos(2 * math.pi * (at - 16) / QUARTERS))
        tried = _poisson(chance, mean)
        quarters.append(Count(tried, sum(chance.random() < rate for _ in range(tried))))
    return quarters


def _poisson(chance: random.Random, mean: float) -> int:
    if mean > 50:
        return max(round(chance.gauss(mean, math.sqrt(mean))), 0)
    count, product, end = 0, chance.random(), math.exp(-mean)
    while product > end:
        count, product = count + 1, product * chance.random()
    return count


def windows_of(days: list[Count], at: int) -> Iterator[Count]:
    """As incidents.py reads them: this hour, this and the one before, a day."""
    hour = at - at % 4
    for since in (hour, max(hour - 4, 0), max(hour - QUARTERS, 0)):
        part = days[since : at + 1]
        yield Count(sum(one.tried for one in part), sum(one.troubled for one in part))


def test_normal_weeks_raise_at_most_one_false_alarm_in_a_thousand_store_days() -> None:
    chance = random.Random(20261122)
    alarms = store_days = 0
    for _store in range(250):
        per_day = chance.lognormvariate(4.5, 1.2)  # a median of 90 messages a day, some thousands
        rate = min(chance.lognormvariate(math.log(0.008), 0.7), 0.05)  # median 0.8 %, up to 5 %
        past = round(14 * per_day)
        before = Count(past, sum(chance.random() < rate for _ in range(min(past, 20_000))))
        usual = usual_rate(Count(min(past, 20_000), before.troubled), FLOOR)
        quarters = [one for _ in range(8) for one in day_of(chance, min(per_day, 2000), rate)]
        store_days += 8
        alarms += any(surprising(windows_of(quarters, at), usual) for at in range(len(quarters)))

    assert store_days == 2000
    assert alarms <= 2


@pytest.mark.parametrize("seed", range(5))
def test_a_burst_is_found_within_a_quarter_of_an_hour(seed: int) -> None:
    """200 messages an hour, of which three in ten come back from one minute on."""
    chance = random.Random(seed)
    usual = usual_rate(Count(14 * 2400, 270), FLOOR)
    calm = day_of(chance, 2400, 0.008)
    burst = Count(50, sum(chance.random() < 0.3 for _ in range(50)))

    before = surprising(windows_of(calm, QUARTERS - 1), usual)
    after = surprising(windows_of([*calm, burst], QUARTERS), usual)

    assert before is None
    assert after is not None
