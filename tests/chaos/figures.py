"""The tables of docs/reliability.md, written from results/chaos.json: no figure is typed by hand.

    python -m tests.chaos.figures

Called by script/chaos at the end of a whole run; tests/house/test_figures.py compares.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parents[2]
RESULTS: Final = ROOT / "results/chaos.json"
PAGE: Final = ROOT / "docs/reliability.md"
BEGIN: Final = "<!-- figures of results/chaos.json, written by tests/chaos/figures.py -->\n"
END: Final = "<!-- end of figures -->\n"

HEAD: Final = (
    *("what was harmed", "kinds of harm", "tried", "failed", "lost", "silent", "twice"),
    *("shown as unknown", "most by one death", "seconds"),
)

Row = dict[str, Any]


def written(page: str, summary: dict[str, Any]) -> str:
    """The page with the figures of this run."""
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{_tables(summary)}\n{END}{after}"


def _tables(summary: dict[str, Any]) -> str:
    lines = [
        f"{summary['at']}, {summary['machine']}: **{summary['tried']} harms tried, "
        f"{summary['failed']} failed**, {summary['lost']} lost, {summary['silent']} silent, "
        f"{summary['seconds']:.0f} s.",
        "",
        *_table(
            HEAD,
            [_line(rows) for rows in _grouped(summary["rows"])],
        ),
    ]
    for row in summary["rows"]:
        if row["figures"] and row["what"] != "mail servers":
            said = (f"{name.replace('_', ' ')} {value:g}" for name, value in row["figures"].items())
            lines += ["", f"{row['what']}, {row['step']}: {', '.join(said)}."]
    held = [row["figures"]["held_seconds"] for row in _of(summary["rows"], "mail servers")]
    late = [row["figures"]["others_waited_seconds"] for row in _of(summary["rows"], "mail servers")]
    if held:
        lines += ["", f"mail servers: worker held at most {max(held):g} s, "]
        lines[-1] += f"another store's mail sent within {max(late):g} s."
    return "\n".join(lines) + "\n"


def _grouped(rows: list[Row]) -> list[list[Row]]:
    return [_of(rows, what) for what in dict.fromkeys(row["what"] for row in rows)]


def _of(rows: list[Row], what: str) -> list[Row]:
    return [row for row in rows if row["what"] == what]


def _line(rows: list[Row]) -> list[str]:
    def total(name: str) -> str:
        return str(sum(row[name] for row in rows))

    window = max(row["window"] for row in rows)
    most = max(row["most_in_doubt"] for row in rows)
    return [
        rows[0]["what"],
        str(len(rows)),
        *(total(name) for name in ("tried", "failed", "lost", "silent")),
        # What went once more on purpose, since it was shown as unknown, stands there.
        total("duplicates"),
        total("unknown"),
        f"{most} of {window}" if window else "–",
        f"{sum(row['seconds'] for row in rows):.0f}",
    ]


def _table(head: Sequence[str], lines: Sequence[Sequence[str]]) -> list[str]:
    rule = ["---"] + ["--:"] * (len(head) - 1)
    return [f"| {' | '.join(cells)} |" for cells in (head, rule, *lines)]


def write() -> None:
    """Put the figures of the last run into the page."""
    summary = json.loads(RESULTS.read_text())
    PAGE.write_text(written(PAGE.read_text(), summary))


if __name__ == "__main__":
    write()
