"""The same questions over HTTP: one granian worker of eight threads for each contestant."""

import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, Final

from tests.bench import kept
from tests.bench.api_cases import CURSOR, OURS, Case
from tests.bench.ingest import ROOT, serving

APPLICATIONS: Final = {
    OURS: "notifyhub.wsgi:application",
    CURSOR: "tests.bench.plain_api:application",
}
TOGETHER: Final = (1, 16)
THREADS: Final = 8
SECONDS: Final = 1.0
FIGURES: Final = ("per_second", "p50_ms", "p99_ms")


def measure(cases: list[Case], key: str, rounds: int) -> dict[str, Any]:
    """Every question to both in turn, once with one connection and once with sixteen."""
    from django.db import connections

    name = connections["default"].settings_dict["NAME"]
    environment = {"DATABASE_URL": kept.address(os.environ["DATABASE_URL"], name), "BENCH_KEY": key}
    found: dict[str, Any] = {}
    with (
        serving(APPLICATIONS[OURS], THREADS, environment) as ours,
        serving(APPLICATIONS[CURSOR], THREADS, environment) as plain,
    ):
        ports = {OURS: ours, CURSOR: plain}
        for case in cases:
            for who, port in ports.items():
                _attack(port, case.addresses[who], 8, environment)  # warm: imports, connections
            for together in TOGETHER:
                of_round = [
                    {
                        who: _attack(port, case.addresses[who], together, environment)
                        for who, port in ports.items()
                    }
                    for _ in range(rounds)
                ]
                found[f"{case.name}, {together} at once"] = _summed_up(of_round)
                print(f"{case.name}, {together} at once: {_summed_up(of_round)['ratio']} ×")
    return found


def _attack(
    port: int, addresses: tuple[str, ...], together: int, environment: dict[str, str]
) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as directory:
        file = Path(directory) / "addresses"
        file.write_text("\n".join(addresses))
        command = [sys.executable, "-m", "tests.bench.readers", "--port", str(port)]
        command += ["--addresses", str(file), "--connections", str(together)]
        command += ["--seconds", str(SECONDS), "--count", "20000"]
        done = subprocess.run(
            command,
            cwd=ROOT,
            env={**os.environ, **environment},
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
    measured: dict[str, Any] = json.loads(done.stdout)
    if measured["statuses"].keys() != {"200"}:
        raise SystemExit(f"{addresses[0]} answered {measured['statuses']}.")
    return measured


def _summed_up(of_round: list[dict[str, dict[str, Any]]]) -> dict[str, Any]:
    return {
        **{
            figure: {
                who: round(statistics.median(it[who][figure] for it in of_round), 2)
                for who in of_round[0]
            }
            for figure in FIGURES
        },
        "ratio": round(
            statistics.median(it[OURS]["per_second"] / it[CURSOR]["per_second"] for it in of_round),
            2,
        ),
    }
