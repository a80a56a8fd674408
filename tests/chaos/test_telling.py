"""SIGKILL while Shopify is told of tags and addresses."""

from random import Random

import pytest

from tests.chaos import telling

pytestmark = [pytest.mark.kill, pytest.mark.django_db(transaction=True)]

KILLS = 4  # at each step


@pytest.mark.parametrize(("way", "step"), telling.ALL)
def test_a_process_shot_at_this_step_loses_and_repeats_nothing(way: str, step: str) -> None:
    row = telling.shot_at(way, step, KILLS, Random(step))

    assert row.violations == []
