"""SIGKILL while other programs are told: at most a repeated call with its old id, none lost."""

from random import Random

import pytest

from tests.chaos import calling_out

pytestmark = [pytest.mark.kill, pytest.mark.django_db(transaction=True)]

KILLS = 4  # at each step


@pytest.mark.parametrize(("way", "step"), calling_out.ALL)
def test_a_process_shot_at_this_step_loses_no_event(way: str, step: str) -> None:
    row = calling_out.shot_at(way, step, KILLS, Random(step))

    assert row.violations == []
