"""SIGKILL within writes of the API that carry an Idempotency-Key."""

from random import Random

import pytest

from tests.chaos import answering

pytestmark = [pytest.mark.kill, pytest.mark.django_db(transaction=True)]

KILLS = 8


@pytest.mark.parametrize(("what", "step"), answering.ALL)
def test_a_write_that_was_shot_is_done_once_when_it_is_sent_again(what: str, step: str) -> None:
    row = answering.shot_at(what, step, KILLS, Random(step))

    assert row.violations == []
