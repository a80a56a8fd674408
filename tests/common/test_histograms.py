"""Counting how long things take, in memory."""

import os
import threading

from common.histograms import Drained, Histograms

BOUNDS = (0.1, 1.0)


def test_what_took_exactly_a_bound_is_within_it() -> None:
    histograms = Histograms(["sent"], BOUNDS)

    for seconds in (0.05, 0.1, 0.5, 7.0):
        histograms.note("sent", seconds)

    assert [(each.place, each.count) for each in histograms.drain()] == [(0, 2), (1, 1), (2, 1)]


def test_what_was_drained_is_not_drained_again() -> None:
    histograms = Histograms(["kept", "sent"], BOUNDS)
    histograms.note("sent", 0.5)

    first, second = histograms.drain(), histograms.drain()

    assert first == [Drained("sent", 1, 1, 0.5)]
    assert second == []


def test_a_clock_that_went_back_counts_as_no_time() -> None:
    histograms = Histograms(["sent"], BOUNDS)

    histograms.note("sent", -3.0)

    assert histograms.drain() == [Drained("sent", 0, 1, 0.0)]


def test_no_note_of_many_threads_is_lost_while_others_drain() -> None:
    histograms = Histograms(["sent"], BOUNDS)
    drained: list[Drained] = []

    def note() -> None:
        for _ in range(5_000):
            histograms.note("sent", 0.5)

    threads = [threading.Thread(target=note) for _ in range(4)]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        drained += histograms.drain()
    drained += histograms.drain()

    assert sum(each.count for each in drained) == 20_000


def test_a_forked_child_does_not_count_again_what_its_parent_did() -> None:
    histograms = Histograms(["sent"], BOUNDS)
    histograms.note("sent", 0.5)

    child = os.fork()
    if not child:
        os._exit(len(histograms.drain()))
    _, status = os.waitpid(child, 0)

    assert os.waitstatus_to_exitcode(status) == 0
    assert len(histograms.drain()) == 1
