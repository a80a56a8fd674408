"""Status pages answered per second: ours beside a plain Django view and template, in one run.

    script/bench statuspage

One granian worker with 8 threads each, the same rows, words, template and database; interleaved
rounds, medians; first 16 connections, then one alone, whose times are the server's own. Orders in
every state that a page tells of, among them one of 250 lines. Ours is measured twice: where the
page was written before and nothing has changed, and where something changes before every look, so
that it is read, written and kept anew each time. Writes results/statuspage.json. The goal: a page
that has not changed at least five times as fast as the plain view, and p95 below 100 ms.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, NamedTuple

import django

from common.embedded import places
from common.embedded.postgres import Postgres
from tests.bench import outcome, statuspage_table
from tests.bench.ingest import new_database, serving
from tests.plugin import SURROUNDINGS

ROOT = Path(__file__).resolve().parents[2]
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "3"))
SECONDS = float(os.environ.get("BENCH_SECONDS", "4"))
OF_EACH: Final = 4  # orders in each state
GOAL: Final = 5.0
PLAIN: Final = "plain view and template"
BARE: Final = "plain view and template, without middleware"
AGAIN: Final = "ours, nothing changed"
CHANGED: Final = "ours, changed before each look"
FIGURES: Final = ("per_second", "p50_ms", "p95_ms", "p99_ms")


class Contestant(NamedTuple):
    name: str
    application: str
    environment: Mapping[str, str] = MappingProxyType({})


CONTESTANTS: Final = (
    Contestant(PLAIN, "tests.bench.naive_pages:application"),
    Contestant(BARE, "tests.bench.naive_pages:application", {"BENCH_BARE": "1"}),
    Contestant(CHANGED, "tests.bench.naive_pages:changed"),
    Contestant(AGAIN, "notifyhub.rsgi:application"),
)


def attack(
    port: int, addresses: Path, connections: int, seconds: float, most: int = 60_000
) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.bench.readers", "--port", str(port)]
    command += ["--addresses", str(addresses), "--count", str(most), "--seconds", str(seconds)]
    command += ["--connections", str(connections)]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    measured: dict[str, Any] = json.loads(done.stdout)
    return measured


def measure(addresses: Path, connections: int) -> dict[str, list[dict[str, Any]]]:
    rounds: dict[str, list[dict[str, Any]]] = {it.name: [] for it in CONTESTANTS}
    pages = len(addresses.read_text().split("\n"))
    for number in range(ROUNDS):
        for it in CONTESTANTS:
            with serving(it.application, 8, dict(it.environment)) as port:
                # Warm: imports, templates, connections, plans; and each page was asked for once.
                attack(port, addresses, 8, 60, most=pages)
                measured = attack(port, addresses, connections, SECONDS)
            rounds[it.name].append(measured)
            print(f"{connections} at once, {number + 1}  {it.name:44} {measured}", flush=True)
    return rounds


def summed_up(rounds: dict[str, list[dict[str, Any]]]) -> dict[str, Any]:
    medians = {
        name: {
            figure: round(statistics.median(it[figure] for it in measured), 2) for figure in FIGURES
        }
        for name, measured in rounds.items()
    }
    plain = medians[PLAIN]["per_second"]
    return {
        "medians": medians,
        "ratios": {
            name: round(figures["per_second"] / plain, 2) for name, figures in medians.items()
        },
        "all_answered": all(
            it["statuses"].keys() == {"200"} for of in rounds.values() for it in of
        ),
        "rounds": rounds,
    }


def on_new_tables() -> dict[str, Any]:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "notifyhub.settings")
    django.setup()
    from django.db import connections

    from tests.bench import tables
    from tests.factories.buyers_pages import STATES, make_page
    from tests.factories.stores import make_store

    tables.make()
    store = make_store()
    orders = [make_page(store, state) for _ in range(OF_EACH) for state in STATES]
    with connections["default"].as_owner(), connections["default"].cursor() as cursor:  # type: ignore[attr-defined]  # ours
        cursor.execute("ANALYZE")
    try:
        with tempfile.TemporaryDirectory() as directory:
            addresses = Path(directory) / "addresses"
            addresses.write_text("\n".join(f"/s/{order.token}" for order in orders))
            return {
                "goal": GOAL,
                "orders": len(orders),
                "many": summed_up(measure(addresses, 16)),
                "alone": summed_up(measure(addresses, 1)),
            }
    finally:
        connections.close_all()


def on_server(url: str) -> dict[str, Any]:
    os.environ |= {"BROKER_URL": "memory://", "LOG_LEVEL": "WARNING"}
    for setting, value in SURROUNDINGS.items():
        os.environ.setdefault(setting, value)
    with new_database(url, f"bench_{os.getpid()}") as database:
        os.environ["DATABASE_URL"] = database
        return on_new_tables()


def goals(summary: dict[str, Any]) -> list[outcome.Goal]:
    ratios = summary["many"]["ratios"]
    return [
        outcome.Goal("an order's page that has not changed", GOAL, ratios[AGAIN], "×", PLAIN),
        outcome.Goal("the same, changed before each look", 1.0, ratios[CHANGED], "×", PLAIN),
    ]


def main() -> None:
    if "DATABASE_URL" in os.environ:
        summary = on_server(os.environ["DATABASE_URL"])
    else:
        with places.passing() as home:
            postgres = Postgres(Path(home), Path(home) / "s", is_durable=True)
            try:
                postgres.start()
                summary = on_server(postgres.url)
            finally:
                postgres.stop()
    outcome.keep("statuspage", summary, goals(summary))
    if outcome.is_own():
        statuspage_table.write()
    print(statuspage_table.table(summary))


if __name__ == "__main__":
    main()
