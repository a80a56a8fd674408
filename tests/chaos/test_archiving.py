"""SIGKILL within the chunks of orders that are archived many at a time."""

from random import Random

import pytest

from tests.chaos import archiving

pytestmark = [pytest.mark.kill, pytest.mark.django_db(transaction=True)]

KILLS = 8


@pytest.mark.parametrize(("what", "step"), archiving.ALL)
def test_a_worker_shot_within_a_chunk_is_followed_by_one_that_archives_each_order_once(
    what: str, step: str
) -> None:
    row = archiving.shot_at(what, step, KILLS, Random(step))

    assert row.violations == []
