"""SIGKILL at each step of receiving and handling: nothing answered is lost or done twice."""

from random import Random

import pytest

from tests.chaos import receiving

pytestmark = [pytest.mark.kill, pytest.mark.django_db(transaction=True)]

KILLS = 12  # at each step


@pytest.mark.parametrize(("way", "step"), receiving.ALL)
def test_a_process_shot_at_this_step_loses_and_repeats_nothing(way: str, step: str) -> None:
    row = receiving.shot_at(way, step, KILLS, Random(step))

    assert row.violations == []
