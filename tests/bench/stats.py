"""How often equal arms have a winner, and what it takes to see a real one: thousands of tests.

    script/bench stats              all of it, some minutes
    script/bench stats speed split  only the parts with these words; the others stay as they were

Runs the goals G1 to G5 of issue 5 with 10,000 tests each (BENCH_RUNS for fewer, half as many where
one costs much), our rules and
peers' published ones on the same draws, and measures 10,000 analyses (G7). Writes
results/stats.json, and the tables of docs/experiments.md.
"""

import importlib
import json
import os
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any, Final

from analytics.stats.analysing import analyse
from analytics.stats.data import Cell, Question, Shape, Stopping
from analytics.stats.lean import compare_many
from analytics.stats.planning import plan
from notifyhub.demo.progress import Progress
from tests.analytics.stats.simulated import (
    Draw,
    Outcome,
    Trial,
    mean_information,
    of_order_value,
    of_rate,
    of_revenue,
    run,
    share_called,
)
from tests.analytics.stats.simulated_traffic import (
    drifting_bandit,
    every_event,
    segments_called,
    several_arms,
    split_alarms,
)
from tests.analytics.stats.worlds import design, rates
from tests.bench import outcome, stats_table
from tests.bench.stats_table import RESULTS

RUNS: Final = int(os.environ.get("BENCH_RUNS", "10000"))
FEWER: Final = max(RUNS // 2, 1)  # where one test costs much
SEED: Final = 20
ALPHA: Final = 5.0  # equal arms called different in 100, as said by our rules
RULES: Final = (
    "planned", "open", "fixed, one look", "fixed, peeked", "Bayes 95 %", "Klaviyo's rule",
)  # fmt: skip
DAYS: Final = 8
RISING: Final = [0.08 + 0.08 * day / (DAYS - 1) for day in range(DAYS)]
ANALYSES: Final = 10_000


def collected(name: str, trial: Trial, runs: int) -> list[dict[str, Outcome]]:
    called = []
    with Progress(name, total=runs) as bar:
        for each in run(trial, runs, SEED):
            called.append(each)
            bar.advance()
    return called


def percent(share: float) -> float:
    return round(100 * share, 2)


def equal_arms() -> dict[str, Any]:
    """G1: 20 looks, no difference. Share of tests with a winner, in 100."""
    metrics: dict[str, tuple[Shape, Draw, int, int]] = {
        "rate 12 %": (Shape.RATE, of_rate(0.12), 500, RUNS),
        "rate 45 %": (Shape.RATE, of_rate(0.45), 500, RUNS),
        "rate 1 %": (Shape.RATE, of_rate(0.01), 500, RUNS),
        "revenue, 8 % buy": (Shape.MEAN, of_revenue(0.08, 4_000, 0.8), 500, RUNS),
        "order value": (Shape.RATIO, of_order_value(4_000, 0.8), 50, FEWER),
    }
    found = {}
    for name, (shape, draw, batch, runs) in metrics.items():
        trial = Trial(shape, draw, draw, batch=batch, peers=True)
        called = collected(f"Equal arms, {name}", trial, runs)
        found[name] = {
            "runs": runs, **{rule: percent(share_called(called, rule)) for rule in RULES},
        }  # fmt: skip
    return found


def each_event() -> dict[str, Any]:
    """G2: a look after each pair of units."""
    found = {}
    for rate in (0.12, 0.005):
        shares = every_event(rate, units=5_000, runs=FEWER, seed=SEED)
        found[f"rate {rate:.1%}"] = {
            "runs": FEWER,
            "open": percent(shares.ours),
            "open, 25 conversions": percent(shares.ours_with_25),
            "fixed, peeked": percent(shares.fixed),
        }
    return found


def power() -> dict[str, Any]:
    """G3: a true +10 % at 12 %, with the planner's units."""
    found = {}
    for name, stopping, looks, runs in (
        ("planned, 5 looks", Stopping.PLANNED, 5, RUNS),
        ("planned, 10 looks", Stopping.PLANNED, 10, RUNS),
        ("planned, 20 looks", Stopping.PLANNED, 20, RUNS),
        ("open, 40 looks", Stopping.OPEN, 40, FEWER),
    ):
        asked = Question(least_effect=0.1, base_rate=0.12, stopping=stopping, look_count=looks)
        planned, rule = plan(asked), stopping.lower()
        trial = Trial(
            Shape.RATE,
            of_rate(0.12),
            of_rate(0.132),
            batch=round(planned.units_by_arm[0] / looks),
            looks=looks,
            stops_when=rule,
        )
        called = collected(f"Power, {name}", trial, runs)
        found[name] = {
            "runs": runs,
            "units of each arm": planned.units_by_arm[0],
            "factor": round(planned.factor, 3),
            "power": percent(share_called(called, rule)),
            "units used, share of the plan": round(mean_information(called, rule, looks), 3),
        }
    return found


def luck_of_the_stop() -> dict[str, Any]:
    """What winners showed when they were called; the truth is +10 %."""
    trial = Trial(Shape.RATE, of_rate(0.12), of_rate(0.132), batch=500, looks=20, peers=True)
    called = collected("Luck of the stop", trial, FEWER)
    found = {}
    for rule in ("planned", "open", "fixed, peeked"):
        winners = [each[rule] for each in called if rule in each and each[rule].estimate > 0]
        found[rule] = {
            "shown": percent(statistics.fmean(each.estimate for each in winners) / 0.12),
            "shrunken": percent(statistics.fmean(each.shrunken for each in winners) / 0.12),
        }
    return found


def splits() -> dict[str, Any]:
    """G4: 20 looks at 20,000 units."""
    fair = split_alarms(0.50, batch=1_000, looks=20, runs=RUNS, seed=SEED)
    faulty = split_alarms(0.52, batch=1_000, looks=20, runs=FEWER, seed=SEED)
    return {
        "fair": {
            "runs": RUNS,
            "ours": percent(fair[0]),
            "chi squared .01, peeked": percent(fair[1]),
        },
        "52 to 48": {"runs": FEWER, "ours": percent(faulty[0])},
    }


def bandits() -> dict[str, Any]:
    """G5: equal arms while the rate drifts; and a true +10 %."""
    drifts = {
        "constant": [0.12] * DAYS,
        "rising": RISING,
        "falling": RISING[::-1],
    }
    found = {}
    for name, days in drifts.items():
        equal = drifting_bandit(days, batch=2_000, runs=FEWER, seed=SEED)
        better = drifting_bandit(days, batch=2_000, runs=max(FEWER // 4, 1), seed=SEED, lift=0.1)
        found[name] = {
            "runs": FEWER,
            "one heap": percent(equal.pooled),
            "within epochs": percent(equal.stratified),
            "as shown": percent(equal.always_valid),
            "estimate of +10 %": percent(better.mean_estimate),
        }
    return found


def many() -> dict[str, Any]:
    arms = several_arms(3, 0.12, batch=500, looks=20, runs=FEWER, seed=SEED)
    groups = segments_called(20, 0.12, units=2_000, runs=FEWER // 2, seed=SEED)
    return {
        "three arms": {"runs": FEWER, **{name: percent(share) for name, share in arms.items()}},
        "twenty groups": {
            "runs": FEWER // 2, **{name: percent(share) for name, share in groups.items()},
        },
    }  # fmt: skip


def pairs() -> list[tuple[Cell, Cell]]:
    chance = random.Random(SEED)
    made = []
    for _ in range(ANALYSES):
        units = chance.randint(500, 20_000)
        made.append(
            tuple(Cell.of_rate(units, round(units * chance.uniform(0.10, 0.14))) for _ in range(2))
        )
    return [(a, b) for a, b in made]


def timed(function: Callable[[], object], times: int = 5) -> float:
    """CPU seconds, the best of some."""
    found = []
    for _ in range(times):
        began = time.process_time()
        function()
        found.append(time.process_time() - began)
    return min(found)


def speed() -> dict[str, Any]:
    """G7, and the whole `analyse` beside it; peers where they happen to be installed."""
    batch = pairs()
    quick = timed(lambda: compare_many(batch))
    two = design(plan_units=20_000)
    few = [rates((a.s1, a.n), (b.s1, b.n)) for a, b in batch[: ANALYSES // 20]]
    whole = timed(lambda: [analyse(two, each) for each in few], 2) * 20
    found: dict[str, Any] = {
        "analyses": ANALYSES,
        "lean, CPU seconds": round(quick, 3),
        "whole analyse, CPU seconds": round(whole, 1),
    }
    found |= {f"{name}, times ours": round(each / quick, 1) for name, each in _peers(batch)}
    return found


def _peers(batch: list[tuple[Cell, Cell]]) -> Iterable[tuple[str, float]]:
    for name, module, function in (
        ("statsmodels", "statsmodels.stats.proportion", "proportions_ztest"),
        ("scipy", "scipy.stats", "ttest_ind_from_stats"),
    ):
        try:
            found = getattr(importlib.import_module(module), function)
        except ImportError:
            continue
        yield name, timed(partial(_by_peer, found, name, batch), 2)


def _by_peer(function: Callable[..., Any], name: str, batch: list[tuple[Cell, Cell]]) -> None:
    for a, b in batch:
        if name == "statsmodels":
            function([b.s1, a.s1], [b.n, a.n])
            continue
        p, q = a.s1 / a.n, b.s1 / b.n
        function(q, (q * (1 - q)) ** 0.5, b.n, p, (p * (1 - p)) ** 0.5, a.n, equal_var=False)


PARTS: Final[dict[str, Callable[[], dict[str, Any]]]] = {
    "false winners in 100, 20 looks": equal_arms,
    "false winners in 100, a look at every event": each_event,
    "power": power,
    "a true +10 %, when called": luck_of_the_stop,
    "split alarms in 100": splits,
    "bandit, false winners in 100": bandits,
    "many questions, false winners in 100": many,
    "speed": speed,
}


def measure(words: Sequence[str]) -> dict[str, Any]:
    """All parts, or those that were asked for, over what an earlier run found."""
    asked = [name for name in PARTS if not words or any(word in name for word in words)]
    if not asked:
        raise SystemExit(f"No part has one of these words. The parts: {', '.join(PARTS)}.")
    measured: dict[str, Any] = json.loads(RESULTS.read_text()) if words else {}
    began = time.process_time()
    with Progress("All parts", total=len(asked)) as bar:
        for name in asked:
            measured[name] = PARTS[name]()
            bar.advance(note=name)
    if words:
        return measured
    return {**measured, "CPU seconds in all": round(time.process_time() - began)}


def goals(measured: dict[str, Any]) -> list[outcome.Goal]:
    """No rule of ours may call more equal arms different than it says, but for chance."""
    found = measured["false winners in 100, 20 looks"]
    chance = 3 * (ALPHA * (100 - ALPHA) / RUNS) ** 0.5
    return [
        outcome.Goal(
            f"equal arms called different, the {rule} rule, at worst", round(ALPHA + chance, 1),
            max(each[rule] for each in found.values()), "%", is_at_most=True,
            beside=f"{max(each['fixed, peeked'] for each in found.values()):.0f} % of an ordinary "
            "test looked at 20 times",
        )
        for rule in ("planned", "open")
    ]  # fmt: skip


def main() -> None:
    measured = measure(sys.argv[1:])
    print(stats_table.table(measured))
    outcome.keep("stats", measured, goals(measured))
    if outcome.is_own():
        stats_table.write()


if __name__ == "__main__":
    main()
