"""SIGKILL while figures of days are folded."""

from random import Random

import pytest

from tests.chaos import day_folding

pytestmark = [pytest.mark.kill, pytest.mark.django_db(transaction=True)]

KILLS = 6


@pytest.mark.parametrize(("what", "step"), day_folding.ALL)
def test_a_fold_shot_at_this_step_counts_each_fact_once(what: str, step: str) -> None:
    row = day_folding.shot_at(what, step, KILLS, Random(step))

    assert row.violations == []
