"""Thirteen ways in which mail servers misbehave: each message ends in its state, nobody is held."""

import pytest

from tests.chaos import rudeness
from tests.messaging.misbehaving import MODES, Mode

pytestmark = pytest.mark.django_db


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
@pytest.mark.parametrize("mode", MODES, ids=[each.name for each in MODES])
def test_each_ends_in_its_state_and_holds_nobody(mode: Mode) -> None:
    assert rudeness.misbehave(mode, times=3).violations == []
