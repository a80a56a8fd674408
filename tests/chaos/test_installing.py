"""SIGKILL while a shop is connected, and while its token is renewed."""

from random import Random

import pytest

from tests.chaos import installing

pytestmark = [pytest.mark.kill, pytest.mark.django_db(transaction=True)]

KILLS = 2  # at each step


@pytest.mark.parametrize(("way", "step"), installing.ALL)
def test_a_process_shot_at_this_step_loses_and_repeats_nothing(way: str, step: str) -> None:
    row = installing.shot_at(way, step, KILLS, Random(step))

    assert row.violations == []
