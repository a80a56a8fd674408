"""SIGKILL while Shopify is told numbers and files of parcels are read in."""

from random import Random

import pytest

from tests.chaos import parcelling

pytestmark = [pytest.mark.kill, pytest.mark.django_db(transaction=True)]

KILLS = 2  # at each step


@pytest.mark.parametrize(("way", "step"), parcelling.ALL)
def test_a_process_shot_at_this_step_loses_and_repeats_nothing(way: str, step: str) -> None:
    row = parcelling.shot_at(way, step, KILLS, Random(step))

    assert row.violations == []
