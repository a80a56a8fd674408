"""The running product, and an order for it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import timezone

from notifyhub.demo.posting import Faults, Post, posts
from notifyhub.demo.shops.fjell_garn import FJELL_GARN
from tests.journeys.house import House


@pytest.fixture
def house(transactional_db: None, tmp_path: Path) -> Iterator[House]:
    running = House(tmp_path)
    running.start_web()
    running.start_worker()
    running.start_beat()
    try:
        running.wait_for_web()
        yield running
    finally:
        running.stop()


@pytest.fixture
def order_webhook() -> Post:
    """An order of one who reads German, in a shop that writes Norwegian and sells in kroner."""
    for number in range(19_000, 19_200):
        made = posts(FJELL_GARN, [number], start=timezone.now(), rate=0, faults=Faults())
        placed = next(one for one in made if one.topic == "orders/create")
        if b'"customer_locale":"de-DE"' in placed.body and b'"email":""' not in placed.body:
            return placed
    raise AssertionError("No order from Germany among two hundred")
