"""SIGKILL while a shop's past is fetched, and what was missed is looked for."""

from random import Random

import pytest

from tests.chaos import catching_up

pytestmark = [pytest.mark.kill, pytest.mark.django_db(transaction=True)]

KILLS = 3  # at each step


@pytest.mark.parametrize(("way", "step"), catching_up.ALL)
def test_nothing_is_missing_and_nothing_there_twice(way: str, step: str) -> None:
    row = catching_up.shot_at(way, step, KILLS, Random(step))

    assert row.violations == []
