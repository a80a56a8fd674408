"""SIGKILL while a buyer's data is copied, and while all buyers of a store are erased."""

from random import Random

import pytest

from tests.chaos import forgetting

pytestmark = [pytest.mark.kill, pytest.mark.django_db(transaction=True)]

KILLS = 4  # at each step


@pytest.mark.parametrize(("way", "step"), forgetting.ALL)
def test_a_copy_is_made_once_and_all_are_forgotten_or_nobody(way: str, step: str) -> None:
    row = forgetting.shot_at(way, step, KILLS, Random(step))

    assert row.violations == []
