"""SIGKILL while orders are credited and tags are written."""

from random import Random

import pytest

from tests.chaos import attributing

pytestmark = [pytest.mark.kill, pytest.mark.django_db(transaction=True)]

KILLS = 4  # at each step


@pytest.mark.parametrize(("way", "step"), attributing.ALL)
def test_a_process_shot_at_this_step_loses_and_repeats_nothing(way: str, step: str) -> None:
    row = attributing.shot_at(way, step, KILLS, Random(step))

    assert row.violations == []
