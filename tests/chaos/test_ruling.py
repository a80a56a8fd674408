"""SIGKILL while rules read, act and call."""

from random import Random

import pytest

from tests.chaos import ruling

pytestmark = [pytest.mark.kill, pytest.mark.django_db(transaction=True)]

KILLS = 2  # at each step


@pytest.mark.parametrize(("way", "step"), ruling.ALL)
def test_a_process_shot_at_this_step_loses_and_repeats_nothing(way: str, step: str) -> None:
    row = ruling.shot_at(way, step, KILLS, Random(step))

    assert row.violations == []
