"""The figures of the last whole run, in docs/api.md as in results/fuzz.json: none typed by hand."""

import json
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parents[2]
RESULTS: Final = ROOT / "results/fuzz.json"
PAGE: Final = ROOT / "docs/api.md"
BEGIN: Final = "<!-- figures of results/fuzz.json, written by tests/fuzz/figures.py -->\n"
END: Final = "<!-- end of figures of results/fuzz.json -->\n"


def written(page: str, summary: dict[str, Any]) -> str:
    """The page with the figures of this run."""
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}{sentence(summary)}\n{END}{after}"


def sentence(summary: dict[str, Any]) -> str:
    slowest = summary["slowest"]
    statuses = ", ".join(f"{count} × {status}" for status, count in summary["statuses"].items())
    versions = ", ".join(f"{name} {number}" for name, number in summary["versions"].items())
    return (
        f"{summary['at']}, {versions}, seed {summary['seed']}: **{summary['cases']} cases over "
        f"{summary['operations']} operations, {summary['findings']} findings**, "
        f"{summary['seconds']:.0f} s.\n"
        f"{summary['operations_with_2xx']} operations answered with success too ({statuses}); the "
        f"slowest answer took {slowest['seconds']} s (`{slowest['operation']}`). "
        f"{summary['strained']} more bodies of a megabyte were answered within "
        f"{summary['slowest_strained']} s each."
    )


def write() -> None:
    PAGE.write_text(written(PAGE.read_text(), json.loads(RESULTS.read_text())))


if __name__ == "__main__":
    write()
