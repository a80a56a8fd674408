"""Every comparison in one go, under twenty minutes on four cores.

    script/bench all [--resume] [name ...]

Runs the benches one after the other with fewer rounds and rows than each takes alone, each in a
process of its own and stopped at its limit. Ctrl-C stops at once; --resume goes on with those
that have not ended. Writes results/results.json, results/all/<name>.json, the plots in
docs/images and docs/performance.md (tests/bench/page.py). Fails where a bench fails or runs over
its limit; a goal that is missed is written down as missed, and is no failure.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from notifyhub.demo.progress import Progress
from tests.bench import outcome, page

PARTS: Final = outcome.OWN / "all"
LOGS: Final = outcome.ROOT / ".local" / "bench-all"
BUDGET: Final = 20 * 60.0  # seconds, all together


@dataclass(frozen=True, slots=True)
class Run:
    """One bench at the size that fits in here."""

    name: str
    limit: float  # seconds
    given: tuple[str, ...] = ()
    settings: dict[str, str] = field(default_factory=dict)


RUNS: Final = (
    Run("render", 150, settings={"BENCH_ORDERS": "200"}),
    Run("message", 60, settings={"BENCH_ORDERS": "150", "BENCH_ROUNDS": "3"}),
    Run("send", 200, settings={"BENCH_ROUNDS": "2", "BENCH_MAILS": "2000"}),
    Run("ingest", 200, settings={"BENCH_ROUNDS": "1", "BENCH_SECONDS": "3"}),
    Run("track", 240, settings={"BENCH_ROUNDS": "1", "BENCH_SECONDS": "2"}),
    Run("together", 200, settings={"BENCH_SECONDS": "30", "BENCH_MAILS": "5000"}),
    Run("latency", 180, settings={"BENCH_SECONDS": "20"}),
    Run("statuspage", 240, settings={"BENCH_ROUNDS": "1", "BENCH_SECONDS": "2"}),
    Run("analytics", 300, ("--rows", "4000000"), {"BENCH_ROUNDS": "5"}),
    Run("api", 240, ("--messages", "100000", "--rounds", "1")),
    Run("backfill", 200, settings={"BENCH_ORDERS": "5000"}),
    Run("fleet", 240),
    Run("stats", 120, settings={"BENCH_RUNS": "500"}),
)


def main() -> None:
    wanted = argparse.ArgumentParser(description=__doc__)
    wanted.add_argument("names", nargs="*", help="only these")
    wanted.add_argument("--resume", action="store_true", help="leave out what has ended")
    chosen = wanted.parse_args()
    unknown = set(chosen.names) - {run.name for run in RUNS}
    if unknown:
        wanted.error(f"no such bench: {', '.join(sorted(unknown))}")
    runs = [run for run in RUNS if not chosen.names or run.name in chosen.names]
    summary = _begun() if not (chosen.resume or chosen.names) else _known()
    if chosen.resume:
        runs = [run for run in runs if not _has_ended(summary, run.name)]
    _measure(runs, summary)
    page.write()
    print(page.in_words(summary))
    failed = [name for name, run in summary["runs"].items() if run["ended"] != "well"]
    if failed:
        sys.exit(f"These did not end well: {', '.join(failed)}. Their logs are in {LOGS}.")


def _measure(runs: list[Run], summary: dict[str, Any]) -> None:
    """Each of them; what is found is written down after each, so that a stop loses one."""
    until = time.monotonic() + BUDGET
    with Progress("Benches", total=len(runs)) as bar:
        for run in runs:
            bar.advance(0, note=run.name)
            left = until - time.monotonic()
            summary["runs"][run.name] = _ran(run, min(run.limit, left)) if left > 0 else _late()
            summary["seconds"] = round(sum(each["seconds"] for each in summary["runs"].values()))
            page.SUMMARY.parent.mkdir(exist_ok=True)
            page.SUMMARY.write_text(json.dumps(summary, indent=2, ensure_ascii=False) + "\n")
            bar.advance()


def _ran(run: Run, limit: float) -> dict[str, Any]:
    LOGS.mkdir(parents=True, exist_ok=True)
    PARTS.mkdir(parents=True, exist_ok=True)
    written = PARTS / f"{run.name}.json"
    written.unlink(missing_ok=True)
    load, began = os.getloadavg()[0], time.monotonic()
    with (LOGS / f"{run.name}.log").open("w") as log:
        ended = _ended(run, log, limit)
    found = json.loads(written.read_text()) if written.exists() else {}
    if ended == "well" and not found:
        ended = "without a result"
    return {
        "ended": ended,
        "seconds": round(time.monotonic() - began, 1),
        "load of the machine before": round(load, 1),
        "goals": found.get("goals", []),
    }


def _ended(run: Run, log: Any, limit: float) -> str:
    process = subprocess.Popen(
        [sys.executable, "-m", f"tests.bench.{run.name}", *run.given],
        cwd=outcome.ROOT,
        env={**os.environ, **run.settings, "BENCH_RESULTS": str(PARTS)},
        stdout=log,
        stderr=subprocess.STDOUT,
    )
    try:
        code = process.wait(timeout=limit)
    except subprocess.TimeoutExpired:
        return "over its limit"
    finally:
        if process.poll() is None:
            process.terminate()  # each bench stops its own servers
            process.wait(timeout=60)
    return "well" if code == 0 else "with an error"


def _late() -> dict[str, Any]:
    return {"ended": "left out, the time was over", "seconds": 0.0, "goals": []}


def _has_ended(summary: dict[str, Any], name: str) -> bool:
    return bool(summary["runs"].get(name, {}).get("ended") == "well")


def _known() -> dict[str, Any]:
    """What was found before, on this machine: figures of two stand on no page together."""
    begun = _begun()
    if not page.SUMMARY.exists():
        return begun
    found: dict[str, Any] = json.loads(page.SUMMARY.read_text())
    return found if found["machine"] == begun["machine"] else begun


def _begun() -> dict[str, Any]:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return {
        "began": datetime.now(UTC).strftime("%Y-%m-%d"),
        "machine": {
            "processors": os.cpu_count(),
            "processor": _processor(),
            "memory, GiB": round(memory),
            "Python": platform.python_version(),
        },
        "wanted": [run.name for run in RUNS],
        "seconds": 0,
        "runs": {},
    }


def _processor() -> str:
    path = Path("/proc/cpuinfo")
    lines = path.read_text().splitlines() if path.exists() else []
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(named, platform.machine())


if __name__ == "__main__":
    main()
