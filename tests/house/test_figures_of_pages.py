"""The figures of status pages in the docs are those of a run in which every page was answered."""

import json
from typing import Any

from tests.bench import statuspage, statuspage_table


def measured() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(statuspage_table.RESULTS.read_text())
    return found


def test_the_docs_say_what_the_last_run_measured() -> None:
    page = statuspage_table.PAGE.read_text()

    assert statuspage_table.BEGIN in page
    assert statuspage_table.written(page, measured()) == page


def test_every_page_of_that_run_was_answered() -> None:
    assert all(measured()[kind]["all_answered"] for kind in statuspage_table.KINDS)


def test_a_page_that_has_not_changed_reached_the_goal() -> None:
    found = measured()

    for kind in statuspage_table.KINDS:
        assert found[kind]["ratios"][statuspage.AGAIN] >= found["goal"]
    assert found["alone"]["medians"][statuspage.AGAIN]["p95_ms"] < 100
