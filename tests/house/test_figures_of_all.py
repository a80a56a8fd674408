"""docs/performance.md says what the last run of all benches measured, all of it."""

import json
from typing import Any

from tests.bench import all as benches
from tests.bench import page


def summary() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(page.SUMMARY.read_text())
    return found


def test_the_page_says_what_the_last_run_measured() -> None:
    text = page.PAGE.read_text()

    assert page.BEGIN in text
    assert page.written(text, summary()) == text


def test_each_bench_ran_or_the_page_says_why_not() -> None:
    runs, text = summary()["runs"], page.PAGE.read_text()

    assert [run.name for run in benches.RUNS] == summary()["wanted"]
    for name in set(summary()["wanted"]) - set(runs):
        assert f"`{name}`" in text.partition("Not run since")[2]
    for name, run in runs.items():
        if run["ended"] == "well":
            assert run["goals"]
        else:
            assert f"`{name}` ended {run['ended']}" in text


def test_what_was_missed_is_said_to_be_missed() -> None:
    missed = [goal for run in summary()["runs"].values() for goal in run["goals"]
              if not goal["holds"]]  # fmt: skip

    assert page.PAGE.read_text().count("**missed**") == len(missed)
