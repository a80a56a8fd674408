"""SIGKILL while Shopify is asked for discount codes."""

from random import Random

import pytest

from tests.chaos import baskets

pytestmark = [pytest.mark.kill, pytest.mark.django_db(transaction=True)]

KILLS = 4


@pytest.mark.parametrize(("way", "step"), baskets.ALL)
def test_a_process_shot_at_this_step_makes_no_second_code(way: str, step: str) -> None:
    row = baskets.shot_at(way, step, KILLS, Random(step))

    assert row.violations == []
