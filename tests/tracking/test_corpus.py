"""How well the rules tell people from machines, over mails made by chance from a seed."""

import pytest

from tests.tracking.corpus import figures, machines, people
from tests.tracking.corpus.measuring import Measured, measure


@pytest.fixture(scope="module")
def measured() -> Measured:
    return measure()


def test_there_are_a_dozen_scanners_and_as_many_people() -> None:
    assert len(machines.ALL) >= 12
    assert len(people.ALL) >= 12
    names = [trace.__name__ for trace in [*machines.ALL, *people.ALL]]
    assert len(names) == len(set(names))


def test_who_is_called_a_person_is_one(measured: Measured) -> None:
    assert measured.hits.human_precision >= 0.99
    assert measured.signs.human_precision >= 0.99


def test_machines_are_recognised(measured: Measured) -> None:
    assert measured.hits.machine_recall >= 0.95
    assert measured.signs.machine_recall >= 0.95


def test_people_are_not_taken_for_machines(measured: Measured) -> None:
    assert measured.hits.human_recall >= 0.98
    assert measured.signs.human_recall >= 0.98


def test_every_open_through_a_mailboxs_proxy_is_kept(measured: Measured) -> None:
    kept = measured.proxies.called

    assert kept[False, False] > 1000
    assert sum(kept.values()) == kept[False, False]


def test_another_seed_says_the_same() -> None:
    other = measure(seed=7, times=3)

    for score in (other.hits, other.signs):
        assert score.human_precision >= 0.985
        assert score.machine_recall >= 0.95


def test_the_docs_say_what_is_measured(measured: Measured) -> None:
    page = figures.PAGE.read_text()

    assert figures.written(page, measured) == page, "python -m tests.tracking.corpus.figures"
