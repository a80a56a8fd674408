"""Bells: what is rung together, and that nothing committed goes without a ring."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction

from common import jobs

Sent = list[tuple[str, dict[str, Any]]]


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(jobs, "time", clock)
    return clock


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> Sent:
    sent: Sent = []
    monkeypatch.setattr(jobs, "_send", lambda name, ids: sent.append((name, ids)))
    monkeypatch.setattr(transaction, "on_commit", lambda then: then())
    return sent


def test_the_same_bell_rings_first_and_last_of_many(sent: Sent, clock: Clock) -> None:
    with jobs.gathered():
        for _ in range(50):
            jobs.defer("messaging.send_due")
        assert len(sent) == 1, "who waits for the first is told at once"

    assert sent == [("messaging.send_due", {})] * 2


def test_a_long_row_rings_now_and_then(sent: Sent, clock: Clock) -> None:
    with jobs.gathered():
        for _ in range(100):
            jobs.defer("messaging.send_due")
            clock.now += jobs.GATHER / 10

    assert 9 <= len(sent) <= 11


def test_one_thing_alone_rings_once(sent: Sent, clock: Clock) -> None:
    with jobs.gathered():
        jobs.defer("messaging.send_due")

    assert len(sent) == 1


def test_bells_with_ids_and_other_bells_ring_each_for_itself(sent: Sent, clock: Clock) -> None:
    with jobs.gathered():
        jobs.defer("stores.keep_subscriptions", store_id=1)
        jobs.defer("stores.keep_subscriptions", store_id=1)
        jobs.defer("messaging.send_due")
        jobs.defer("messaging.send_urgent")

    assert len(sent) == 4


def _fails() -> None:
    jobs.defer("messaging.send_due")
    jobs.defer("messaging.send_due")
    raise RuntimeError


def _succeeds() -> None:
    jobs.defer("messaging.send_due")
    jobs.defer("messaging.send_due")


@pytest.mark.parametrize(("row", "error"), [(_succeeds, None), (_fails, RuntimeError)])
def test_the_last_ring_comes_also_where_the_row_breaks_off(
    sent: Sent, clock: Clock, row: Callable[[], None], error: type[Exception] | None
) -> None:
    caught = None
    try:
        with jobs.gathered():
            row()
    except RuntimeError as raised:
        caught = type(raised)

    assert caught is error
    assert len(sent) == 2


def test_after_the_row_each_ring_stands_alone_again(sent: Sent, clock: Clock) -> None:
    with jobs.gathered():
        jobs.defer("messaging.send_due")

    jobs.defer("messaging.send_due")
    jobs.defer("messaging.send_due")

    assert len(sent) == 3
