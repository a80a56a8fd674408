"""docs/performance.md and its plot, written from results/results.json: no figure is typed by hand.

    python -m tests.bench.page

Called by script/bench all at its end; tests/house/test_figures_of_all.py compares.
"""

import json
from typing import Any, Final

from tests.bench import outcome

SUMMARY: Final = outcome.OWN / "results.json"
PAGE: Final = outcome.ROOT / "docs/performance.md"
PLOT: Final = outcome.ROOT / "docs/images/performance.svg"
BEGIN: Final = "<!-- figures of results/results.json, written by tests/bench/page.py -->\n"
END: Final = "<!-- end of the figures of all benches -->\n"


def write() -> None:
    summary = json.loads(SUMMARY.read_text())
    PAGE.write_text(written(PAGE.read_text(), summary))
    draw(summary)


def written(page: str, summary: dict[str, Any]) -> str:
    """The page with the figures of this run."""
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{figures(summary)}\n\n{END}{after}"


def figures(summary: dict[str, Any]) -> str:
    machine = summary["machine"]
    lines = [
        f"Of {summary['began']}, {summary['seconds'] // 60} min {summary['seconds'] % 60} s "
        f"in all, on {machine['processors']} processors ({machine['processor']}), "
        f"{machine['memory, GiB']} GiB, Python {machine['Python']}.",
        "",
        "| bench | what | beside | promised | measured | |",
        "|---|---|---|---|---|---|",
    ]
    lines += [_row(name, goal) for name, goal in _goals(summary)]
    lines += ["", *_missed(summary)]
    return "\n".join(lines)


def in_words(summary: dict[str, Any]) -> str:
    """What the terminal says at the end."""
    goals = [goal for _, goal in _goals(summary)]
    held = sum(goal["holds"] for goal in goals)
    said = [f"{held} of {len(goals)} promised figures hold. Not:"] if held < len(goals) else []
    said += [
        f"  {name}: {goal['what']}: {_amount(goal['measured'], goal['unit'])}, "
        f"promised {_bound(goal)}"
        for name, goal in _goals(summary)
        if not goal["holds"]
    ]
    return "\n".join(said or [f"All {len(goals)} promised figures hold."])


def draw(summary: dict[str, Any]) -> None:
    """Each ratio as a bar on a logarithmic axis, its promise as a mark."""
    import matplotlib as mpl

    mpl.use("svg")
    mpl.rcParams["svg.hashsalt"] = "notifyhub"  # the same figures, the same file
    from matplotlib import pyplot

    ratios = [(f"{name}: {goal['what']}", goal) for name, goal in _goals(summary)]
    ratios = [(name, goal) for name, goal in ratios if goal["unit"] == "×"]
    if not ratios:
        return
    figure, axes = pyplot.subplots(figsize=(9, 0.5 + 0.34 * len(ratios)), layout="constrained")
    places = range(len(ratios))
    measured = [goal["measured"] for _, goal in ratios]
    colours = ["#1f6f5c" if goal["holds"] else "#b4532a" for _, goal in ratios]
    axes.barh(places, measured, color=colours, height=0.6)
    axes.scatter([goal["promised"] for _, goal in ratios], places, marker="|", s=260, color="#111")
    axes.set_yticks(places, [name for name, _ in ratios])
    axes.invert_yaxis()
    axes.set_xscale("log")
    axes.set_xlabel("times as fast as what one would take instead; the mark is the promise")
    axes.axvline(1, color="#888", linewidth=0.8)
    axes.spines[["top", "right"]].set_visible(False)
    PLOT.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(PLOT, metadata={"Date": None})
    pyplot.close(figure)


def _goals(summary: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    return [(name, goal) for name, run in summary["runs"].items() for goal in run["goals"]]


def _row(name: str, goal: dict[str, Any]) -> str:
    measured = _amount(goal["measured"], goal["unit"])
    verdict = "holds" if goal["holds"] else "**missed**"
    cells = (f"`{name}`", goal["what"], goal["beside"], _bound(goal), measured, verdict)
    return f"| {' | '.join(cells)} |"


def _missed(summary: dict[str, Any]) -> list[str]:
    held = [goal["holds"] for _, goal in _goals(summary)]
    broken = [f"`{name}` ended {run['ended']}" for name, run in summary["runs"].items()
              if run["ended"] != "well"]  # fmt: skip
    said = [f"{sum(held)} of {len(held)} promised figures hold in this run."]
    if waiting := [f"`{name}`" for name in summary["wanted"] if name not in summary["runs"]]:
        said.append(f"Not run since the page was last begun anew: {', '.join(waiting)}.")
    return said + ([f"Not whole: {', '.join(broken)}."] if broken else [])


def _bound(goal: dict[str, Any]) -> str:
    return f"{'≤' if goal['is_at_most'] else '≥'} {_amount(goal['promised'], goal['unit'])}"


def _amount(value: float, unit: str) -> str:
    figure = f"{value:,.0f}" if value >= 100 else f"{value:.3g}"
    return f"{figure} {unit}"


if __name__ == "__main__":
    write()
