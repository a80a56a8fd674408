"""Ringing from a hot path."""

import threading
import time

import pytest

from common.bell import Bell


class Tower:
    """What hears the strokes."""

    def __init__(self) -> None:
        self.strokes: list[float] = []
        self.heard = threading.Event()
        self.is_broken = False

    def strike(self) -> None:
        self.strokes.append(time.monotonic())
        self.heard.set()
        if self.is_broken:
            raise RuntimeError("the rope broke")


@pytest.fixture
def tower() -> Tower:
    return Tower()


def test_many_rings_are_few_strokes_and_the_last_one_is_heard(tower: Tower) -> None:
    bell = Bell(tower.strike, name="test", pause=0.1)

    for _ in range(100):
        bell.ring()
        time.sleep(0.002)
    rung_last = time.monotonic()
    time.sleep(0.4)

    assert 2 <= len(tower.strokes) <= 8
    assert tower.strokes[-1] >= rung_last - 0.11


def test_ringing_never_waits_for_a_slow_broker(tower: Tower) -> None:
    slow = Bell(lambda: time.sleep(1), name="test")

    began = time.monotonic()
    for _ in range(50):
        slow.ring()

    assert time.monotonic() - began < 0.5


def test_a_failing_stroke_does_not_end_the_ringing(
    tower: Tower, caplog: pytest.LogCaptureFixture
) -> None:
    tower.is_broken = True
    bell = Bell(tower.strike, name="test", pause=0.01)

    for _ in range(2):
        tower.heard.clear()
        bell.ring()
        assert tower.heard.wait(2)
        time.sleep(0.05)

    assert len(tower.strokes) == 2
    assert "Could not ring" in caplog.text
