"""SIGKILL between counting units and moving on in the feed."""

from random import Random

import pytest

from tests.chaos import counting

pytestmark = [pytest.mark.kill, pytest.mark.django_db(transaction=True)]

KILLS = 8


@pytest.mark.parametrize(("what", "step"), counting.ALL)
def test_a_fold_shot_at_this_step_counts_each_unit_once(what: str, step: str) -> None:
    row = counting.shot_at(what, step, KILLS, Random(step))

    assert row.violations == []
