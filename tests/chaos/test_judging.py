"""SIGKILL while it is judged who opened mails."""

from random import Random

import pytest

from tests.chaos import judging

pytestmark = [pytest.mark.kill, pytest.mark.django_db(transaction=True)]

KILLS = 8


@pytest.mark.parametrize(("what", "step"), judging.ALL)
def test_a_judge_shot_at_this_step_is_followed_by_one_that_tells_each_change_once(
    what: str, step: str
) -> None:
    row = judging.shot_at(what, step, KILLS, Random(step))

    assert row.violations == []
