"""SIGKILL of workers at each step of sending: nothing lost, nothing silent, little in doubt."""

from random import Random

import pytest

from tests.chaos import sending
from tests.chaos.hunting import IN_DOUBT

pytestmark = [pytest.mark.kill, pytest.mark.django_db(transaction=True)]

KILLS = 12  # at each step


@pytest.mark.parametrize(("way", "step"), sending.ALL)
def test_a_worker_shot_at_this_step_keeps_what_is_promised(way: str, step: str) -> None:
    row = sending.shot_at(way, step, KILLS, Random(f"{way} {step}"))

    assert row.violations == []
    if way == sending.BY_SMTP and step in IN_DOUBT:
        assert row.unknown, "else nothing was proved"
