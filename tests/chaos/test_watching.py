"""SIGKILL while stores are looked at and people are told."""

from random import Random

import pytest

from tests.chaos import watching

pytestmark = [pytest.mark.kill, pytest.mark.django_db(transaction=True)]

KILLS = 3  # at each step


@pytest.mark.parametrize(("way", "step"), watching.ALL)
def test_a_process_shot_at_this_step_loses_nothing(way: str, step: str) -> None:
    row = watching.shot_at(way, step, KILLS, Random(step))

    assert row.violations == []
