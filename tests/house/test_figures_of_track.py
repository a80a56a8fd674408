"""The figures of opens and clicks in the docs are those of a run in which nothing was lost."""

import json
from typing import Any

from tests.bench import track_table


def measured() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(track_table.RESULTS.read_text())
    return found


def test_the_docs_say_what_the_last_run_measured() -> None:
    page = track_table.PAGE.read_text()

    assert track_table.BEGIN in page
    assert track_table.written(page, measured()) == page


def test_every_hit_that_was_answered_in_that_run_was_kept() -> None:
    assert all(measured()[kind]["answered_equals_stored"] for kind in track_table.KINDS)
