"""Whatever a template does, it costs at most a second and 64 MiB, and is refused at its place."""

import contextlib
import fcntl
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from templates_app import samples, trials
from templates_app.engine.environment import TemplateError
from tests.templates_app.hostile.cases import CASES

ROOT = Path(__file__).resolve().parents[2]
MEBIBYTES = 64
SECONDS = 1.0
# A sample of them goes the way that drafts go; the rest is measured without the child's walls.
THROUGH_THE_CHILD = [name for number, name in enumerate(CASES) if number % 25 == 0]

Costs = dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def costs(tmp_path_factory: pytest.TempPathFactory) -> Costs:
    """Measured once for all processes of a test run: it takes half a minute."""
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", "alone")
    folder = tmp_path_factory.getbasetemp()
    kept = (folder.parent if run != "alone" else folder) / f"hostile-{run}.json"
    with kept.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            done = subprocess.run(
                [sys.executable, "-m", "tests.templates_app.hostile.measuring"],
                cwd=ROOT, env=dict(os.environ), stdout=subprocess.PIPE, check=True, timeout=300,
            )  # fmt: skip
            kept.write_bytes(done.stdout)
    measured: Costs = json.loads(kept.read_bytes())
    return measured


def test_there_are_enough_of_them(costs: Costs) -> None:
    assert len(CASES) == len(costs) > 500


def test_none_escapes_or_kills(costs: Costs) -> None:
    outcomes = {
        name: cost for name, cost in costs.items() if cost["outcome"] in ("escaped", "died")
    }

    assert outcomes == {}


def test_none_takes_a_second(costs: Costs) -> None:
    slow = {name: cost for name, cost in costs.items() if cost["seconds"] > SECONDS}

    assert slow == {}


def test_none_takes_64_mebibytes(costs: Costs) -> None:
    large = {name: cost for name, cost in costs.items() if cost["mebibytes"] > MEBIBYTES}

    assert large == {}


def test_each_refusal_names_a_place_in_the_source(costs: Costs) -> None:
    lost = {}
    for name, cost in costs.items():
        if cost["outcome"] == "refused":
            lines = CASES[name].source.split("\n")
            is_there = (
                cost["line"] <= len(lines) and cost["column"] <= len(lines[cost["line"] - 1]) + 1
            )
            if not is_there or not cost["why"] or "unexpected" in cost["why"]:
                lost[name] = cost

    assert lost == {}


def test_the_worst_are_refused(costs: Costs) -> None:
    """So that a limit removed by mistake shows, even where the clock would still save us."""
    must = ("a loop of a milliard", "loops in loops", "append doubles", "capture doubles",
            "replace doubles", "split and join double", "a number squared for ever", "150,000 tags",
            "raw unclosed", "too long", "many long texts in a list", "concat of orders, printed",
            "concat of orders, joined", "output without end", "ifs too deep",
            "spaces unclosed", "tags unclosed, long", "a table of a milliard")  # fmt: skip

    assert {name: costs[name]["outcome"] for name in must} == dict.fromkeys(must, "refused")
    assert max(costs[name]["seconds"] for name in must) < 0.7


@pytest.mark.parametrize("name", THROUGH_THE_CHILD)
def test_the_child_bears_them(name: str) -> None:
    sources = {"en": {"subject": "x", "html": CASES[name].source}}
    began = time.monotonic()

    with contextlib.suppress(TemplateError):  # no other error, and no hanging
        trials.render_draft(sources=sources, brand={}, locale="en", context=samples.plain())

    assert time.monotonic() - began < SECONDS + 5  # and the child's own start, after one died
