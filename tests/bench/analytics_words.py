"""What script/bench analytics says of its figures, in words and beside what was promised."""

from typing import Any, Final

from tests.bench import outcome

GOALS: Final = {"store": 100, "agency": 10, "page_ms": 300}
# Of so many facts the first two are promised. Counting takes time by their number, reading sums
# does not: of fewer, they may be missed for that alone, and the row says so.
OF_FACTS: Final = 10_000_000


def in_words(summary: dict[str, Any]) -> str:
    """What docs/figures.md says of it; tests/house/test_figures_of_statistics.py compares."""
    boards, fold = summary["dashboards"], summary["fold"]
    return (
        f"Over {summary['facts']:,} facts of {summary['stores']} stores, the last 30 days of a big "
        f"store are read from roll-ups in {boards['store']['rollup_ms']['p50']:.1f} ms, "
        f"{boards['store']['times faster']:,} times as fast as from the facts, and those of all "
        f"stores in {boards['agency']['rollup_ms']['p50']:.0f} ms, "
        f"{boards['agency']['times faster']:,} times as fast. The slowest page of the agency takes "
        f"{summary['slowest agency page at best']:.0f} ms at its best of {summary['rounds']}. "
        f"Folding takes in {fold['a_second']:,} facts a second."
    )


def goals(summary: dict[str, Any]) -> list[outcome.Goal]:
    boards = summary["dashboards"]
    raw = f"the same counted from {summary['facts']:,} facts"
    if summary["facts"] < OF_FACTS:
        raw += f"; promised of {OF_FACTS:,}"
    return [
        *(
            outcome.Goal(f"30 days of {what}", GOALS[name], boards[name]["times faster"], "×",
                         beside=raw)
            for name, what in (("store", "a big store"), ("agency", "all stores"))
        ),
        outcome.Goal(
            "the slowest page of an agency", GOALS["page_ms"],
            summary["slowest agency page at best"], "ms", is_at_most=True,
        ),
    ]  # fmt: skip
