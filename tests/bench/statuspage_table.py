"""The table of docs/operations.md, written from results/statuspage.json: no figure is typed.

    python -m tests.bench.statuspage_table

Called by script/bench statuspage at its end; tests/house/test_figures_of_pages.py compares.
"""

import json
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parents[2]
RESULTS: Final = ROOT / "results/statuspage.json"
PAGE: Final = ROOT / "docs/operations.md"
BEGIN: Final = (
    "<!-- figures of results/statuspage.json, written by tests/bench/statuspage_table.py -->\n"
)
END: Final = "<!-- end of the figures of status pages -->\n"
KINDS: Final = {"many": "16 at once", "alone": "one alone"}


def written(page: str, measured: dict[str, Any]) -> str:
    """The page with the figures of this run."""
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{table(measured)}\n\n{END}{after}"


def write() -> None:
    PAGE.write_text(written(PAGE.read_text(), json.loads(RESULTS.read_text())))


def table(measured: dict[str, Any]) -> str:
    lines = ["| one worker | a second | median ms | p95 ms | beside the plain view |"]
    lines.append("|---|---|---|---|---|")
    for kind, words in KINDS.items():
        for name, figures in measured[kind]["medians"].items():
            lines.append(
                f"| {words}: {name} | {figures['per_second']:.0f} | {figures['p50_ms']} "
                f"| {figures['p95_ms']} | {measured[kind]['ratios'][name]} × |"
            )
    return "\n".join(lines)


if __name__ == "__main__":
    write()
