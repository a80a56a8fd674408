"""Figures in the documentation are those that were measured."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.bench import admin

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def measured() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((ROOT / "results" / "admin.json").read_text())
    return found


def test_operations_says_what_the_bench_of_lists_measured(measured: dict[str, Any]) -> None:
    said = " ".join((ROOT / "docs" / "operations.md").read_text().split())

    assert admin.in_words(measured) in said


def test_no_list_took_more_queries_the_more_messages_there_were(measured: dict[str, Any]) -> None:
    assert measured["messages"] == 5_000_000
    assert measured["more queries than over few rows"] == []
    assert measured["not answered 200"] == []
    assert all(
        one["queries"] <= one["queries_over_few_rows"]
        for one in measured["measured"]
        if one["queries_over_few_rows"] is not None
    )
