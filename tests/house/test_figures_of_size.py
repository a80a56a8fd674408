"""The figures at size in the docs are those of a run in which nothing grew with all rows."""

import json
from typing import Any

import pytest

from tests.bench import size_figures


@pytest.fixture(scope="module")
def measured() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(size_figures.RESULTS.read_text())
    return found


def test_the_docs_say_what_the_last_run_measured(measured: dict[str, Any]) -> None:
    page = size_figures.PAGE.read_text()

    assert size_figures.BEGIN in page
    assert size_figures.written(page, measured) == page


def test_no_page_read_more_rows_the_more_there_were(measured: dict[str, Any]) -> None:
    assert measured["messages"] >= 10_000_000
    assert measured["events"] >= 50_000_000
    assert [name for name, page in measured["pages"].items() if page["grows"]] == []
    assert [name for name, page in measured["pages"].items() if not page["ok"]] == []


def test_every_kind_of_page_was_asked(measured: dict[str, Any]) -> None:
    assert {page["area"] for page in measured["pages"].values()} == {
        "dashboards",
        "admin lists",
        "API",
        "order page",
    }
