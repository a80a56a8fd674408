"""The table of docs/operations.md, written from results/track.json: no figure is typed by hand.

    python -m tests.bench.track_table

Called by script/bench track at its end; tests/house/test_figures_of_track.py compares.
"""

import json
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parents[2]
RESULTS: Final = ROOT / "results/track.json"
PAGE: Final = ROOT / "docs/operations.md"
BEGIN: Final = "<!-- figures of results/track.json, written by tests/bench/track_table.py -->\n"
END: Final = "<!-- end of the figures of opens and clicks -->\n"
KINDS: Final = ("opens", "clicks")


def written(page: str, measured: dict[str, Any]) -> str:
    """The page with the figures of this run."""
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{table(measured)}\n\n{END}{after}"


def write() -> None:
    PAGE.write_text(written(PAGE.read_text(), json.loads(RESULTS.read_text())))


def table(measured: dict[str, Any]) -> str:
    lines = ["| | a second | median ms | 99 of 100 within ms | processor µs each |"]
    lines.append("|---|---|---|---|---|")
    for kind in KINDS:
        for name, figures in measured[kind]["medians"].items():
            lines.append(
                f"| {kind}: {name} | {figures['per_second']:.0f} | {figures['p50_ms']} "
                f"| {figures['p99_ms']} | {figures['cpu_us']:.0f} |"
            )
    lines += ["", "| ours | beside | opens | clicks |", "|---|---|---|---|"]
    opens, clicks = (measured[kind]["ratios"] for kind in KINDS)
    for name, ratio in opens.items():
        ours, _, beside = name.partition(" to ")
        lines.append(f"| {ours} | {beside} | {ratio} × | {clicks[name]} × |")
    return "\n".join(lines)


if __name__ == "__main__":
    write()
