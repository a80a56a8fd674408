"""Several hosts on one database and one broker: throughput against hosts, and a host's death.

    script/bench scale

Network namespaces stand in for hosts; each has a quota of the CPU, web and worker. They reach the
database through a PgBouncer in transaction mode. Measured: webhooks kept and mails handed over by
one host and more, turn by turn; a host whose plug is pulled in mid-run; each broker killed under a
stream of orders. Postgres waits for the disk. Needs Linux, root and pgbouncer; RabbitMQ where it
is. Writes results/scale.json. All that it started ends with it.
"""

import json
import os
import platform
import signal
import statistics
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import django

from common.embedded import places, rabbit
from common.embedded.pgbouncer import Missing
from tests.bench import scale_table
from tests.bench.hosts.lan import Lan, Unable
from tests.bench.hosts.servers import Broker, NetworkPostgres, Staff, give, pooled
from tests.bench.ingest import ROOT
from tests.bench.senders.control import started
from tests.plugin import SURROUNDINGS

ROUNDS: Final = int(os.environ.get("BENCH_ROUNDS", "3"))
HOSTS: Final = int(os.environ.get("BENCH_HOSTS", "4"))
CORES: Final = float(os.environ.get("BENCH_CORES", "0.4"))  # of each host
MAILS: Final = int(os.environ.get("BENCH_MAILS", "400"))  # for each host
SECONDS: Final = float(os.environ.get("BENCH_SECONDS", "4"))
BROKERS: Final = os.environ.get("BENCH_BROKERS", "valkey,rabbit").split(",")
LEASE: Final = 15
DEADLINE: Final = 5
RESULTS: Final = ROOT / "results/scale.json"

Figures = dict[str, Any]


@dataclass(frozen=True)
class World:
    """What all phases share."""

    lan: Lan
    home: Path
    pooled_url: str
    book: Path  # a line for each mail that came
    port: int  # of the mail server
    mail_host: str

    def mails(self) -> list[str]:
        return self.book.read_text().split()

    def forget_mails(self) -> None:
        os.truncate(self.book, 0)


def main() -> None:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that all is taken away
    try:
        summary = measured()
    except (Unable, Missing) as why:
        raise SystemExit(f"Not measured: {why}") from why
    # What was not measured this time stays as it was.
    former = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}
    kept = {kind: former[kind] for kind in scale_table.BROKERS if kind in former}
    summary = kept | summary
    RESULTS.write_text(json.dumps(summary, indent=2) + "\n")
    print(json.dumps({name: it for name, it in summary.items() if name != "rounds"}, indent=2))
    if "BENCH_ONLY" not in os.environ:
        scale_table.write()
    if summary["lost"]:
        raise SystemExit(f"{summary['lost']} were lost.")


def measured() -> Figures:
    summary: Figures = {
        "hosts": HOSTS,
        "cores_of_each_host": CORES,
        "processors": os.cpu_count(),
        "machine": platform.machine(),
        "load_before": os.getloadavg()[0],
        "lease_seconds": LEASE,
    }
    with world() as here:
        for kind in [each for each in BROKERS if _is_here(each)]:
            summary[kind] = _by(kind, here)
        summary["load_after"] = os.getloadavg()[0]
    summary["lost"] = sum(
        found["lost"]
        for kind in BROKERS
        for found in summary.get(kind, {}).values()
        if isinstance(found, dict) and "lost" in found
    )
    return summary


def say(words: str) -> None:
    print(time.strftime("%H:%M:%S"), words, flush=True)


def is_wanted(name: str) -> bool:
    return name in os.environ.get("BENCH_ONLY", name).split(",")


def _is_here(kind: str) -> bool:
    if kind == "rabbit" and not rabbit.SCRIPT.exists():
        print("No RabbitMQ here: not measured.", flush=True)
        return False
    return True


@contextmanager
def world() -> Iterator[World]:
    """Database, pooler and mail server on their hosts, and Django set up for who measures."""
    with ExitStack() as stack:
        lan = stack.enter_context(Lan())
        home = Path(stack.enter_context(places.passing()))
        home.chmod(0o711)
        database, post = lan.host("db", 10), lan.host("mail", 20)
        postgres = NetworkPostgres(home, database.address)
        stack.callback(postgres.stop)
        with database.inside():
            postgres.start()
        say("database is up")
        _surround(postgres)
        say("tables are made")
        url = stack.enter_context(pooled(database, postgres))
        book = home / "mails"
        with post.inside():
            receiver = stack.enter_context(
                started("tests.bench.hosts.receiver", post.address, str(book))
            )
        assert receiver.stdout is not None
        port = int(receiver.stdout.readline())
        yield World(lan, home, url, book, port, post.address)
        from django.db import connections

        connections.close_all()


def _surround(postgres: NetworkPostgres) -> None:
    os.environ |= {
        **SURROUNDINGS,
        "DATABASE_URL": postgres.url,
        "BROKER_URL": "memory://",
        "DJANGO_SETTINGS_MODULE": "notifyhub.settings",
        "LOG_LEVEL": "WARNING",
        "NOTIFYHUB_SEND_LEASE_SECONDS": str(LEASE),
        "NOTIFYHUB_SEND_DEADLINE_SECONDS": str(DEADLINE),
        "NOTIFYHUB_UNKNOWN_WAIT_SECONDS": "5",
        "NOTIFYHUB_SEND_WORKERS": str(HOSTS),
    }
    django.setup()
    from tests.bench import tables

    tables.make()


def _by(kind: str, here: World) -> Figures:
    """All that is measured with one broker."""
    from tests.bench.hosts import deaths, speeds

    broker = Broker(kind, here.lan.hosts.get(kind) or _broker_host(here, kind), here.home)
    broker.start()
    try:
        with staffs(here, broker) as working:
            say(f"{kind}: {HOSTS} hosts are up")
            scene = speeds.Scene(here, broker, working)
            found: Figures = {}
            rounds = ROUNDS if kind == BROKERS[0] else 1
            give(working, CORES)
            if is_wanted("webhooks"):
                found["webhooks"] = _table(speeds.webhooks, scene, rounds)
            give(working, None)
            speeds.start_workers(scene)
            for _ in range(2):  # each process compiles the words it meets, once
                speeds.mails(scene, HOSTS)
            say("workers are up, and warm")
            give(working, CORES)
            if is_wanted("mails"):
                found["mails"] = _table(speeds.mails, scene, rounds)
            for death in (deaths.broker_killed, deaths.host_killed):  # the host stays dead
                if is_wanted(death.__name__):
                    found[death.__name__] = death(scene)
                    print(f"{kind} {death.__name__} {found[death.__name__]}", flush=True)
            return found
    finally:
        broker.stop()


def _broker_host(here: World, kind: str) -> Any:
    return here.lan.host(kind, 30 + sorted(scale_table.BROKERS).index(kind))


@contextmanager
def staffs(here: World, broker: Broker) -> Iterator[list[Staff]]:
    """The hosts, each with a web that answers; the workers come later."""
    environment = {
        "DATABASE_URL": here.pooled_url,
        "NOTIFYHUB_DATABASE_POOLER": "transaction",
        "BROKER_URL": broker.url,
    }
    working = []
    try:
        for number in range(1, HOSTS + 1):
            name = f"h{number}"
            host = here.lan.hosts.get(name) or here.lan.host(name, 100 + number)
            host.rise()
            host.give(None)
            working.append(Staff(host, here.home / "log", environment))
            working[-1].web()
        for each in working:
            each.wait_for_web()
        yield working
    finally:
        for each in working:
            each.stop()


def _table(measure: Any, scene: Any, rounds: int) -> Figures:
    """Interleaved rounds of one host and more; medians, and how much more than one host's."""
    taken: dict[int, list[Figures]] = {count: [] for count in range(1, HOSTS + 1)}
    for number in range(rounds):
        for count, found in taken.items():
            found.append(measure(scene, count))
            print(
                f"{scene.broker.kind} round {number + 1} {measure.__name__} "
                f"{count} hosts {found[-1]}",
                flush=True,
            )
    medians = {
        str(count): {
            name: round(statistics.median(each[name] for each in found), 2) for name in found[0]
        }
        for count, found in taken.items()
    }
    one = medians["1"]["per_second"]
    for each in medians.values():
        each["times"] = round(each["per_second"] / one, 2)
    return {**medians, "began": round(time.time())}


if __name__ == "__main__":
    main()
