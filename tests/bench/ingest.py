"""Webhooks kept per second: our edge beside a naive Django view, in one run on one database.

    script/bench ingest

Interleaved rounds, medians. Postgres with fsync and synchronous_commit on; 32 connections. The
naive view (tests/bench/naive.py) is run by gunicorn with one sync worker and with four, and by
granian, our own server, which keeps connections; ours with one, two and four processes: on four
processors that also carry Postgres and the callers, more than two gain nothing. Beside it stands
what the server answers where nothing is done at all. Writes results/ingest.json. The goal: 15 times
the naive view with one process each; five times its four with our two, as script/server runs them.
"""

import json
import os
import statistics
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import django
import psycopg

from common.embedded import places
from common.embedded.postgres import Postgres
from tests.bench import outcome, servers
from tests.bench.outcome import Goal
from tests.bench.servers import Contestant
from tests.plugin import SURROUNDINGS

ROOT: Final = servers.ROOT
SECRET: Final = "shpss_bench"
ROUNDS: Final = int(os.environ.get("BENCH_ROUNDS", "3"))
SECONDS: Final = float(os.environ.get("BENCH_SECONDS", "4"))
GOALS: Final = {1: 15.0, 4: 5.0}
CONTESTANTS: Final = servers.contestants("tests.bench.naive:application", 30_000)
FIGURES: Final = ("per_second", "p50_ms", "p99_ms", "cpu_us")


@contextmanager
def serving(application: str, threads: int, environment: dict[str, str]) -> Iterator[int]:
    """One granian worker with that many blocking threads; its port."""
    it = Contestant(application, application, 0, threads=threads)
    with servers.running(it, environment) as (port, _):
        yield port


def attack(port: int, store: Any, count: int, seconds: float) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.bench.load", "--port", str(port), "--count", str(count)]
    command += ["--path", f"/in/shopify/{store.public_id}", "--secret", SECRET]
    command += ["--domain", store.shop_domain, "--seconds", str(seconds)]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    measured: dict[str, Any] = json.loads(done.stdout)
    return measured


def stored_and_emptied() -> int:
    from django.db import connections

    connection = connections["default"]
    with connection.as_owner(), connection.cursor() as cursor:  # type: ignore[attr-defined]  # ours
        cursor.execute("SET notifyhub.stores = '*'")
        cursor.execute("SELECT count(*) FROM intake_webhook")
        count: int = cursor.fetchone()[0]
        cursor.execute("TRUNCATE intake_webhook")
        cursor.execute("CHECKPOINT")
    return count


def measure(store: Any) -> dict[str, list[dict[str, Any]]]:
    environment = {"BENCH_SECRET": SECRET, "BENCH_STORE_ID": str(store.pk)}
    able = [it for it in CONTESTANTS if it.can_run]
    rounds: dict[str, list[dict[str, Any]]] = {it.name: [] for it in able}
    for number in range(ROUNDS):
        for it in able:
            with servers.running(it, environment) as (port, usage):
                attack(port, store, 400, 2)  # warm: imports, connections, plans
                stored_and_emptied()
                before = usage.seconds()
                measured = attack(port, store, it.most, SECONDS)
                measured["cpu_us"] = cpu_us(usage.seconds() - before, measured)
            measured["stored"] = stored_and_emptied()
            rounds[it.name].append(measured)
            print(f"round {number + 1}  {it.name:36} {measured}", flush=True)
    return rounds


def cpu_us(seconds: float, measured: dict[str, Any]) -> int:
    """Of the server, for each answer; the database's own is not in it."""
    answers: int = sum(measured["statuses"].values())
    return round(1_000_000 * seconds / answers)


def medians_of(rounds: dict[str, list[dict[str, Any]]]) -> dict[str, dict[str, float]]:
    return {
        name: {figure: statistics.median(each[figure] for each in taken) for figure in FIGURES}
        for name, taken in rounds.items()
    }


def ratios_of(medians: dict[str, dict[str, float]]) -> dict[str, float]:
    """The edge to each naive view: one process to one, and at most two to four."""
    speeds = {name: each["per_second"] for name, each in medians.items()}
    return {
        f"{edge} to {peer}": round(speeds[edge] / speeds[peer], 1)
        for processes, most in ((1, 1), (4, 2))
        for edge in servers.edges(speeds, most)
        for peer in servers.peers(speeds, processes)
    }


def goals_of(
    what: str, medians: dict[str, dict[str, float]], promised: dict[int, float]
) -> list[Goal]:
    ratios = ratios_of(medians)
    goals = []
    for processes, ratio in promised.items():
        edge = servers.edges(medians, min(processes, 2))[-1]
        peer = servers.peers(medians, processes)[0]
        p99 = medians[edge]["p99_ms"]
        beside = f"{peer}; ours: {edge.removeprefix('edge, ')}, p99 {p99:g} ms"
        goals.append(Goal(what, ratio, ratios[f"{edge} to {peer}"], "×", beside))
    return goals


def summed_up(rounds: dict[str, list[dict[str, Any]]]) -> dict[str, Any]:
    medians = medians_of(rounds)
    return {
        "medians": medians,
        "ratios": ratios_of(medians),
        "answered_equals_stored": all(
            each["statuses"] == {"200": each["stored"]}
            for name, taken in rounds.items()
            for each in taken
            if not name.startswith("no work")
        ),
        "rounds": rounds,
    }


def main() -> None:
    if "DATABASE_URL" in os.environ:
        summary = summed_up(on_server(os.environ["DATABASE_URL"]))
    else:
        with places.passing() as home:
            postgres = Postgres(Path(home), Path(home) / "s", is_durable=True)
            try:
                postgres.start()
                summary = summed_up(on_server(postgres.url))
            finally:
                postgres.stop()
    goals = goals_of("webhooks kept a second", summary["medians"], GOALS)
    outcome.keep("ingest", summary, goals)
    summary.pop("rounds")
    print(json.dumps(summary, indent=2))
    if not summary["answered_equals_stored"]:
        raise SystemExit("What was answered and what was stored differ.")


@contextmanager
def new_database(url: str, name: str) -> Iterator[str]:
    """The URL of a new database of that server. Refuses one that does not wait for the disk."""
    with psycopg.connect(url, autocommit=True) as admin:
        for setting in ("fsync", "synchronous_commit"):
            if admin.execute(f"SHOW {setting}").fetchone() != ("on",):
                raise SystemExit(f"This measures nothing unless {setting} is on.")
        admin.execute(f"CREATE DATABASE {name}")
        try:
            yield urlsplit(url)._replace(path=f"/{name}").geturl()
        finally:
            admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


def on_server(url: str) -> dict[str, list[dict[str, Any]]]:
    """Measure in a new database of that server."""
    os.environ["BROKER_URL"] = "memory://"
    os.environ["LOG_LEVEL"] = "WARNING"
    for setting, value in SURROUNDINGS.items():
        os.environ.setdefault(setting, value)
    with new_database(url, f"bench_{os.getpid()}") as database:
        os.environ["DATABASE_URL"] = database
        return measured_on_new_tables()


def measured_on_new_tables() -> dict[str, list[dict[str, Any]]]:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "notifyhub.settings")
    django.setup()
    from django.db import connections

    from tests.bench import tables
    from tests.factories.stores import make_store

    tables.make()
    try:
        return measure(make_store(webhook_secret=SECRET))
    finally:
        connections.close_all()


if __name__ == "__main__":
    main()
