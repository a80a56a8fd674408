"""The table of docs/api.md, written from results/api.json: no figure is typed by hand.

    python -m tests.bench.api_table

Called by script/bench api at its end; tests/house/test_figures_of_api.py compares.
"""

import json
from pathlib import Path
from typing import Any, Final

from tests.bench.api_cases import CAREFUL, CURSOR, NUMBER, OURS

ROOT: Final = Path(__file__).resolve().parents[2]
RESULTS: Final = ROOT / "results/api.json"
PAGE: Final = ROOT / "docs/api.md"
BEGIN: Final = "<!-- figures of results/api.json, written by tests/bench/api_table.py -->\n"
END: Final = "<!-- end of the figures of the API -->\n"


def written(page: str, measured: dict[str, Any]) -> str:
    """The page with the figures of this run."""
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{table(measured)}\n\n{END}{after}"


def write() -> None:
    PAGE.write_text(written(PAGE.read_text(), json.loads(RESULTS.read_text())))


def table(measured: dict[str, Any]) -> str:
    lines = [
        "| | p50 ms | p99 ms | round trips | rows read | plain p50, p99 ms | ours is faster |"
        " than `only()` | than counted pages |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for name, found in measured["in process"].items():
        p50, p99, ratio = found["p50_ms"], found["p99_ms"], found["ratio"]
        rows = sum(plan["rows read"] for plan in found["plans"])
        careful = f"{ratio[CAREFUL]} ×" if CAREFUL in ratio else "–"
        counted = f"{ratio[NUMBER]:,.1f} ×" if NUMBER in ratio else "–"
        lines.append(
            f"| {name} | {p50[OURS]} | {p99[OURS]} | {found['statements'][OURS]} | {rows:,} "
            f"| {p50[CURSOR]}, {p99[CURSOR]} | {ratio[CURSOR]} × | {careful} | {counted} |"
        )
    lines += ["", "| over HTTP | a second | p50 ms | p99 ms | plain, a second | ours is |"]
    lines.append("|---|---|---|---|---|---|")
    for name, found in measured["over HTTP"].items():
        lines.append(
            f"| {name} | {found['per_second'][OURS]:.0f} | {found['p50_ms'][OURS]} "
            f"| {found['p99_ms'][OURS]} | {found['per_second'][CURSOR]:.0f} "
            f"| {found['ratio']} × |"
        )
    return "\n".join(lines)


if __name__ == "__main__":
    write()
