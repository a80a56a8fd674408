"""What docs/figures.md says of speed is what was measured."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.bench import analytics_words

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def measured() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((ROOT / "results" / "analytics.json").read_text())
    return found


def test_the_page_about_figures_says_what_the_bench_measured(measured: dict[str, Any]) -> None:
    said = " ".join((ROOT / "docs" / "figures.md").read_text().split())

    assert analytics_words.in_words(measured) in said


def test_the_goals_were_met_over_ten_million_facts(measured: dict[str, Any]) -> None:
    boards = measured["dashboards"]

    assert measured["facts"] >= 10_000_000
    assert boards["store"]["times faster"] >= 100
    assert boards["agency"]["times faster"] >= 10
    assert measured["slowest agency page at best"] <= 300
