"""The figures of the fuzz in the docs are those of a whole run that found nothing."""

import json
from typing import Any

from tests.fuzz import figures


def measured() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(figures.RESULTS.read_text())
    return found


def test_the_docs_say_what_the_last_fuzz_did() -> None:
    page = figures.PAGE.read_text()

    assert figures.BEGIN in page
    assert figures.written(page, measured()) == page


def test_that_run_was_large_and_found_nothing() -> None:
    found = measured()

    assert found["cases"] >= 10_000
    assert found["findings"] == 0
    assert sum(found["statuses"].values()) == found["cases"]
    assert not [status for status in found["statuses"] if status >= "5"]
    # Where nothing is ever answered but refusals, little is tried.
    assert found["operations_with_2xx"] > 0.8 * found["operations"]
