"""Figures in the docs are those of a run that was written down, and that run was whole and good."""

import json

from tests.chaos import figures


def test_the_docs_say_what_the_last_run_of_chaos_found() -> None:
    page = figures.PAGE.read_text()
    summary = json.loads(figures.RESULTS.read_text())

    assert figures.written(page, summary) == page
    assert summary["is_whole"]
    assert summary["failed"] == 0 == sum(len(row["violations"]) for row in summary["rows"])
