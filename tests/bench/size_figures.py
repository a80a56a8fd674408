"""Two databases side by side: what grows with all rows, and the table of docs/operations.md.

    python -m tests.bench.size_figures

writes the table from results/size.json; tests/house/test_figures_of_size.py compares.
"""

import json
import statistics
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parents[2]
RESULTS: Final = ROOT / "results/size.json"
PAGE: Final = ROOT / "docs/operations.md"
BEGIN: Final = "<!-- figures of results/size.json, written by tests/bench/size_figures.py -->\n"
END: Final = "<!-- end of the figures at size -->\n"
ROLLUPS: Final = "analytics_"  # of days, stores and wordings; they do not grow by the message
# Ten times the rows may not be twice as many to look at, with room for what is by chance.
TIMES, BY_CHANCE = 2, 1_000
SLOWEST: Final = 12


def side_by_side(small: Iterable[Any], big: Iterable[Any]) -> dict[str, dict[str, Any]]:
    """Each page by its name: of both databases what it took and read, and whether it grows."""
    before = {page.name: page for page in small}
    found = {}
    for page in big:
        few, many = _of(before.get(page.name)), _of(page)
        rows = few["rows of logs"] if few else 0
        found[page.name] = {
            "area": page.area,
            "ok": page.status == 200,
            "queries": page.queries,
            "small": few,
            "big": many,
            "grows": bool(few) and many["rows of logs"] > TIMES * rows + BY_CHANCE,
        }
    return found


def _of(page: Any) -> dict[str, Any]:
    if page is None:
        return {}
    by_table: dict[str, int] = {}
    for plan in page.plans:
        for table, rows in plan["by table"].items():
            by_table[table] = by_table.get(table, 0) + rows
    took = sorted(page.took_ms)
    return {
        "p50_ms": round(statistics.median(took), 1),
        "p95_ms": round(statistics.quantiles(took, n=20, method="inclusive")[-1], 1),
        "best_ms": took[0],
        "database_ms": round(sum(plan["ms"] + plan["planning_ms"] for plan in page.plans), 1),
        "rows of logs": sum(n for name, n in by_table.items() if not name.startswith(ROLLUPS)),
        "rows of roll-ups": sum(n for name, n in by_table.items() if name.startswith(ROLLUPS)),
        "most rows": dict(sorted(by_table.items(), key=lambda item: -item[1])[:4]),
        "without an index": sorted({it for plan in page.plans for it in plan["without an index"]}),
        "indexes": sorted({it for plan in page.plans for it in plan["indexes"]}),
    }


def table(measured: dict[str, Any]) -> str:
    """The slowest pages, and all of them in a sentence."""
    pages = measured["pages"]
    head = (
        "| | p50, p95 ms | at a tenth | queries | rows of logs read | at a tenth | of roll-ups | "
        "most read |"
    )
    lines = [_in_words(measured), "", head, "|---|---|---|---|---|---|---|---|"]
    slowest = sorted(pages.items(), key=lambda item: -item[1]["big"]["p50_ms"])
    of_area: dict[str, int] = {}
    for name, page in slowest:
        of_area[page["area"]] = of_area.get(page["area"], 0) + 1
        if of_area[page["area"]] <= SLOWEST // 2:
            lines.append(_row(name, page))
    return "\n".join(lines)


def _row(name: str, page: dict[str, Any]) -> str:
    big, small = page["big"], page["small"]
    most = next(iter(big["most rows"]), "–")
    return (
        f"| {page['area']}: {name} | {big['p50_ms']}, {big['p95_ms']} | {small['p50_ms']}, "
        f"{small['p95_ms']} | {page['queries']} | {big['rows of logs']:,} "
        f"| {small['rows of logs']:,} | {big['rows of roll-ups']:,} | `{most}` |"
    )


def _in_words(measured: dict[str, Any]) -> str:
    pages = list(measured["pages"].values())
    growing = sum(page["grows"] for page in pages)
    middle = statistics.median(page["big"]["p50_ms"] for page in pages)
    fewer = statistics.median(page["small"]["p50_ms"] for page in pages)
    load = measured["load of the machine"]
    return (
        f"Over {measured['messages']:,} messages and {measured['events']:,} opens and clicks of "
        f"{measured['stores']} stores ({measured['bytes']['big'] / 2**30:.1f} GB), {len(pages)} "
        f"pages: {growing} that read more rows of a log than over a tenth of them, half within "
        f"{middle:.0f} ms, as over a tenth within {fewer:.0f} ms. On {measured['processors']} "
        f"processors that others kept busy: a load of {load['before']:.0f} before and "
        f"{load['after']:.0f} after. The slowest of each kind:"
    )


def written(page: str, measured: dict[str, Any]) -> str:
    """The page with the figures of this run."""
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{table(measured)}\n\n{END}{after}"


def write() -> None:
    PAGE.write_text(written(PAGE.read_text(), json.loads(RESULTS.read_text())))


if __name__ == "__main__":
    write()
