"""Opens and clicks kept per second: our edge beside a naive Django view, in one run.

    script/bench track

The same addresses, rows and database; interleaved rounds, medians; Postgres with fsync and
synchronous_commit on, 32 connections. The naive view (tests/bench/naive_readers.py) is run by
gunicorn with one sync worker and with four, and by granian, our own server, which keeps
connections. Ours runs with one, two and four processes; beside it stands what the server answers
where nothing is done at all. Every contestant waits for the disk before it answers, but for the
last, which shows what that waiting costs us. Writes results/track.json. The goal: 15 times the
naive view with one process each; eight times its four with our two, as script/server runs them.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import django

from common.embedded import places
from common.embedded.postgres import Postgres
from tests.bench import outcome, servers, track_table
from tests.bench.ingest import cpu_us, goals_of, medians_of, new_database, ratios_of
from tests.bench.outcome import Goal
from tests.bench.servers import Contestant
from tests.plugin import SURROUNDINGS

ROOT: Final = servers.ROOT
ROUNDS: Final = int(os.environ.get("BENCH_ROUNDS", "3"))
SECONDS: Final = float(os.environ.get("BENCH_SECONDS", "4"))
MESSAGES: Final = 2_000
GOALS: Final = {1: 15.0, 4: 8.0}
VIEW: Final = "tests.bench.naive_readers:application"
BARE: Final = "naive view without middleware, granian, 1 process"
EDGE: Final = "edge, 1 process"
HASTY: Final = f"{EDGE}, not waiting for the disk"
DESTINATION: Final = "https://fjellgarn.example/products/genser?variant=4411&utm_source=notifyhub"
CONTESTANTS: Final = (
    *servers.contestants(VIEW, 80_000),
    Contestant(BARE, VIEW, 8_000, environment={"BENCH_BARE": "1"}),
    Contestant(HASTY, servers.OURS, 80_000, waits_for_disk="off"),
)


def addresses_of(store: Any, kind: str) -> list[str]:
    from messaging.destinations import as_query
    from messaging.models import Message
    from messaging.tokens import link_token, open_token
    from stores.scope import store_scope

    with store_scope(store.pk):
        numbers = list(Message.objects.order_by("pk").values_list("pk", flat=True))
    if kind == "opens":
        return [f"/t/o/{open_token(store.pk, number)}.gif" for number in numbers]
    query = as_query(DESTINATION)
    return [f"/t/c/{link_token(store.pk, number, 3, DESTINATION)}{query}" for number in numbers]


def attack(port: int, addresses: Path, count: int, seconds: float) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.bench.readers", "--port", str(port)]
    command += ["--addresses", str(addresses), "--count", str(count), "--seconds", str(seconds)]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    measured: dict[str, Any] = json.loads(done.stdout)
    return measured


@contextmanager
def as_owner() -> Iterator[Any]:
    from django.db import connections

    connection = connections["default"]
    with connection.as_owner(), connection.cursor() as cursor:  # type: ignore[attr-defined]  # ours
        cursor.execute("SET notifyhub.stores = '*'")
        yield cursor


def wait_for_disk(setting: str) -> None:
    """What connections opened from now on do before they say that a row is there."""
    with as_owner() as cursor:
        cursor.execute("SELECT current_database()")
        name = cursor.fetchone()[0]
        cursor.execute(f"ALTER DATABASE {name} SET synchronous_commit = {setting}")


def stored_and_emptied() -> int:
    with as_owner() as cursor:
        cursor.execute("SELECT count(*) FROM tracking_event")
        count: int = cursor.fetchone()[0]
        cursor.execute("TRUNCATE tracking_event")
        cursor.execute("CHECKPOINT")
    return count


def measure(kind: str, addresses: Path) -> dict[str, list[dict[str, Any]]]:
    able = [it for it in CONTESTANTS if it.can_run]
    rounds: dict[str, list[dict[str, Any]]] = {it.name: [] for it in able}
    for number in range(ROUNDS):
        for it in able:
            wait_for_disk(it.waits_for_disk)
            with servers.running(it, {}) as (port, usage):
                attack(port, addresses, 400, 2)  # warm: imports, connections, plans
                stored_and_emptied()
                before = usage.seconds()
                measured = attack(port, addresses, it.most, SECONDS)
                measured["cpu_us"] = cpu_us(usage.seconds() - before, measured)
            measured["stored"] = stored_and_emptied()
            rounds[it.name].append(measured)
            print(f"{kind}, round {number + 1}  {it.name:44} {measured}", flush=True)
    return rounds


def summed_up(rounds: dict[str, list[dict[str, Any]]], answer: str) -> dict[str, Any]:
    medians = medians_of(rounds)
    hurry = medians[EDGE]["per_second"] / medians[HASTY]["per_second"]
    return {
        "medians": medians,
        "ratios": ratios_of(_waiting(medians)),
        "share of what not waiting for the disk would bring": round(hurry, 2),
        "answered_equals_stored": all(
            each["statuses"] == {answer: each["stored"]}
            for name, taken in rounds.items()
            for each in taken
            if not name.startswith("no work")
        ),
        "rounds": rounds,
    }


def goals(summary: dict[str, Any]) -> list[Goal]:
    return [
        goal
        for kind in track_table.KINDS
        for goal in goals_of(f"{kind} kept a second", _waiting(summary[kind]["medians"]), GOALS)
    ]


def _waiting(medians: dict[str, dict[str, float]]) -> dict[str, dict[str, float]]:
    """Without the one that does not wait for the disk."""
    return {name: each for name, each in medians.items() if name != HASTY}


def on_server(url: str) -> dict[str, Any]:
    os.environ |= {"BROKER_URL": "memory://", "LOG_LEVEL": "WARNING"}
    for setting, value in SURROUNDINGS.items():
        os.environ.setdefault(setting, value)
    with new_database(url, f"bench_{os.getpid()}") as database:
        os.environ["DATABASE_URL"] = database
        return on_new_tables()


def on_new_tables() -> dict[str, Any]:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "notifyhub.settings")
    django.setup()
    from django.db import connections
    from django.utils import timezone

    from tests.bench import tables
    from tests.factories.messaging import make_messages
    from tests.factories.stores import make_store

    tables.make()
    store = make_store()
    make_messages(store, MESSAGES, state="SENT", sent_at=timezone.now())
    try:
        with tempfile.TemporaryDirectory() as directory:
            summary: dict[str, Any] = {}
            for kind, answer in (("opens", "200"), ("clicks", "302")):
                addresses = Path(directory) / kind
                addresses.write_text("\n".join(addresses_of(store, kind)))
                summary[kind] = summed_up(measure(kind, addresses), answer)
            return summary
    finally:
        connections.close_all()


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
    outcome.keep("track", summary, goals(summary))
    if outcome.is_own():
        track_table.write()
    print(track_table.table(summary))


if __name__ == "__main__":
    main()
