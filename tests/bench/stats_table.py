"""The tables of docs/experiments.md, written from results/stats.json: no figure is typed by hand.

    python -m tests.bench.stats_table

Called by script/bench stats at its end; tests/house/test_figures_of_stats.py compares.
"""

import json
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parents[2]
RESULTS: Final = ROOT / "results/stats.json"
PAGE: Final = ROOT / "docs/experiments.md"
BEGIN: Final = "<!-- figures of results/stats.json, written by tests/bench/stats_table.py -->\n"
END: Final = "<!-- end of figures -->\n"

_RULES = {
    "planned": "**Planned**",
    "open": "**Open-ended**",
    "fixed, one look": "Ordinary test, one look at the end",
    "fixed, peeked": "Ordinary test, stopped at the first p < 0.05",
    "Bayes 95 %": "Bayes, stopped at 95 % chance to be best",
    "Klaviyo's rule": "Klaviyo's published rule (500 each, 90 %)",
}


def written(page: str, measured: dict[str, Any]) -> str:
    """The page with the figures of this run."""
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{table(measured)}\n\n{END}{after}"


def write() -> None:
    PAGE.write_text(written(PAGE.read_text(), json.loads(RESULTS.read_text())))


def table(measured: dict[str, Any]) -> str:
    return "\n\n".join(
        (
            _equal_arms(measured["false winners in 100, 20 looks"]),
            _events(measured["false winners in 100, a look at every event"]),
            _power(measured["power"]),
            _luck(measured["a true +10 %, when called"]),
            _splits(measured["split alarms in 100"]),
            _bandits(measured["bandit, false winners in 100"]),
            _many(measured["many questions, false winners in 100"]),
            _speed(measured["speed"]),
        )
    )


def _rows(head: list[str], rows: list[list[object]]) -> str:
    lines = [head, ["---"] * len(head), *([str(cell) for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _equal_arms(found: dict[str, Any]) -> str:
    head = ["Winners among equal arms, in 100 tests of 20 looks", *found]
    rows = [[words, *(metric[rule] for metric in found.values())] for rule, words in _RULES.items()]
    runs: list[object] = ["Tests simulated", *(f"{each['runs']:,}" for each in found.values())]
    return _rows(head, [*rows, runs])


def _events(found: dict[str, Any]) -> str:
    return _rows(
        ["A look after every buyer, to 5,000 of each arm", *found],
        [
            ["**Open-ended**", *(each["open"] for each in found.values())],
            [
                "**Open-ended**, 25 conversions of each arm",
                *(each["open, 25 conversions"] for each in found.values()),
            ],
            ["Ordinary test, peeked", *(each["fixed, peeked"] for each in found.values())],
        ],
    )


def _power(found: dict[str, Any]) -> str:
    return _rows(
        ["+10 % at a rate of 12 %", "Units of each arm", "Beside one look", "Seen in 100",
         "Units used, of those planned"],
        [
            [
                name.capitalize(),
                f"{each['units of each arm']:,}",
                f"× {each['factor']}",
                each["power"],
                each["units used, share of the plan"],
            ]
            for name, each in found.items()
        ],
    )  # fmt: skip


def _luck(found: dict[str, Any]) -> str:
    return _rows(
        ["A true +10 %, at the moment it is called", "As measured", "Shrunken, as we show beside"],
        [
            [_RULES[name], f"+{each['shown']} %", f"+{each['shrunken']} %"]
            for name, each in found.items()
        ],
    )


def _splits(found: dict[str, Any]) -> str:
    fair, faulty = found["fair"], found["52 to 48"]
    return _rows(
        ["Alarm over the split, in 100 tests of 20,000 units", "Split is fair", "52 to 48"],
        [
            ["**Ours**, looked at 20 times", fair["ours"], faulty["ours"]],
            ["χ², p < 0.01, looked at 20 times", fair["chi squared .01, peeked"], "–"],
        ],
    )


def _bandits(found: dict[str, Any]) -> str:
    return _rows(
        ["Bandit of equal arms, in 100 tests of 8 days", *(f"Clicks {name}" for name in found)],
        [
            ["All days in one heap", *(each["one heap"] for each in found.values())],
            ["Within days, one look", *(each["within epochs"] for each in found.values())],
            ["**As we show it**, a look a day", *(each["as shown"] for each in found.values())],
            [
                "A true +10 % is estimated as",
                *(f"+{each['estimate of +10 %']} %" for each in found.values()),
            ],
        ],
    )


def _many(found: dict[str, Any]) -> str:
    arms, groups = found["three arms"], found["twenty groups"]
    return _rows(
        ["Several questions, any false answer in 100 tests", "Uncorrected", "**Ours**"],
        [
            ["Three arms, planned, 20 looks", arms["planned, uncorrected"], arms["planned"]],
            ["Three arms, open-ended, 20 looks", arms["open, uncorrected"], arms["open"]],
            ["Twenty groups without any difference", groups["uncorrected"], groups["ours"]],
        ],
    )


def _speed(found: dict[str, Any]) -> str:
    return (
        f"{found['analyses']:,} plain tests are analysed in {found['lean, CPU seconds']} s of CPU "
        f"(`lean.compare_many`); by the whole `analyse` in "
        f"{found['whole analyse, CPU seconds']} s."
    )


if __name__ == "__main__":
    write()
