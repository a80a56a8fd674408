"""SIGKILL between the chunks of what is done in bulk."""

from random import Random

import pytest

from tests.chaos import bulk

pytestmark = [pytest.mark.kill, pytest.mark.django_db(transaction=True)]

KILLS = 12


@pytest.mark.parametrize(("what", "step"), bulk.ALL)
def test_a_worker_shot_at_this_step_is_followed_by_one_that_goes_on(what: str, step: str) -> None:
    row = bulk.shot_at(what, step, KILLS, Random(step))

    assert row.violations == []
