"""Webhooks kept per second: our edge beside a naive Django view, in one run on one database.

    script/bench ingest

Interleaved rounds, medians. Postgres with fsync and synchronous_commit on; 32 connections.
Writes results/ingest.json. The goal: at least ten times the naive view, one worker each.
"""

import json
import os
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import django
import psycopg

from common.embedded import places
from common.embedded.postgres import Postgres
from tests.plugin import SURROUNDINGS

ROOT = Path(__file__).resolve().parents[2]
SECRET = "shpss_bench"
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "3"))
SECONDS = float(os.environ.get("BENCH_SECONDS", "4"))
GOAL = 10.0

# name, application, blocking threads, the most requests of a round
CONTESTANTS = (
    ("naive view, 1 thread", "tests.bench.naive:application", 1, 4_000),
    ("naive view, 8 threads", "tests.bench.naive:application", 8, 8_000),
    ("edge, 32 threads", "notifyhub.wsgi:application", 32, 30_000),
)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def serving(application: str, threads: int, environment: dict[str, str]) -> Iterator[int]:
    """One granian worker with that many blocking threads; its port."""
    port = free_port()
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1"]
    command += ["--port", str(port), "--workers", "1", "--blocking-threads", str(threads)]
    command += ["--no-ws", "--log-level", "warning", application]
    server = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **environment})
    try:
        _wait_for(port, server)
        yield port
    finally:
        server.terminate()
        server.wait(timeout=10)


def _wait_for(port: int, server: "subprocess.Popen[bytes]") -> None:
    end = time.monotonic() + 30
    while time.monotonic() < end and server.poll() is None:
        with socket.socket() as probe:
            probe.settimeout(1)
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise SystemExit("The server did not start.")


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
    rounds: dict[str, list[dict[str, Any]]] = {name: [] for name, *_ in CONTESTANTS}
    for number in range(ROUNDS):
        for name, application, threads, count in CONTESTANTS:
            with serving(application, threads, environment) as port:
                attack(port, store, 200, 2)  # warm: imports, connections, plans
                stored_and_emptied()
                measured = attack(port, store, count, SECONDS)
            measured["stored"] = stored_and_emptied()
            rounds[name].append(measured)
            print(f"round {number + 1}  {name:24} {measured}", flush=True)
    return rounds


def summed_up(rounds: dict[str, list[dict[str, Any]]]) -> dict[str, Any]:
    names = list(rounds)
    summary: dict[str, Any] = {"rounds": rounds, "goal": GOAL}
    for name in names:
        for figure in ("per_second", "p50_ms", "p99_ms"):
            middle = statistics.median(it[figure] for it in rounds[name])
            summary.setdefault("medians", {}).setdefault(name, {})[figure] = middle
    edge = summary["medians"][names[2]]["per_second"]
    for name in names[:2]:
        summary[f"ratio to {name}"] = round(edge / summary["medians"][name]["per_second"], 1)
    summary["answered_equals_stored"] = all(
        it["statuses"] == {"200": it["stored"]} for name in names for it in rounds[name]
    )
    return summary


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
    results = ROOT / "results"
    results.mkdir(exist_ok=True)
    (results / "ingest.json").write_text(json.dumps(summary, indent=2) + "\n")
    summary.pop("rounds")
    print(json.dumps(summary, indent=2))


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
    from django.core.management import call_command
    from django.db import connections

    from tests.factories.stores import make_store

    call_command("migrate", verbosity=0)
    try:
        return measure(make_store(webhook_secret=SECRET))
    finally:
        connections.close_all()


if __name__ == "__main__":
    main()
