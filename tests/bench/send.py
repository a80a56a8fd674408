"""Mails handed over per second: ours beside django-post_office and one Celery task per mail.

    script/bench send

The same confirmation into the same server that keeps nothing, turn by turn in one run; medians.
Ours composes each mail (context, Liquid, links, text part) and keeps its body, an attempt and a
line on the timeline; the peers render a Django template of the same mail, page and text, with loops
over the lines and sums and conditions in them (senders/letter.py), its styles inlined beforehand
and amounts written beforehand, which is in their favour. Postgres with fsync and
synchronous_commit on, the broker with its append-only file.
Writes results/send.json. The goal: six times django-post_office, with one process and with four.
"""

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, Final

import django

from common.embedded import places
from common.embedded.postgres import Postgres
from common.embedded.valkey import Valkey
from tests.bench.ingest import ROOT, new_database
from tests.bench.senders import control
from tests.bench.senders.control import Receiver
from tests.plugin import SURROUNDINGS

ROUNDS: Final = int(os.environ.get("BENCH_ROUNDS", "3"))
MAILS: Final = int(os.environ.get("BENCH_MAILS", "2000"))
PEER_MAILS: Final = min(int(os.environ.get("BENCH_PEER_MAILS", "400")), MAILS)
BARE_MAILS: Final = 8_000
PROCESSES: Final = (1, 4)
GOAL: Final = 6.0

Figures = dict[str, float]
Contest = Callable[[], Figures]


def main() -> None:
    with places.passing() as home, control.receiving() as receiver:
        broker = Valkey(Path(home), Path(home) / "s", is_durable=True)
        postgres = Postgres(Path(home), Path(home) / "s", is_durable=True)
        try:
            broker.start()
            postgres.start()
            url = os.environ.get("DATABASE_URL") or postgres.url
            os.environ["PEER_BROKER_URL"] = broker.url
            os.environ["PEER_SMTP_PORT"] = str(receiver.port)
            rounds = on_server(url, receiver, Path(home))
        finally:
            postgres.stop()
            broker.stop()
    summary = summed_up(rounds)
    results = ROOT / "results"
    results.mkdir(exist_ok=True)
    (results / "send.json").write_text(json.dumps(summary, indent=2) + "\n")
    summary.pop("rounds")
    print(json.dumps(summary, indent=2))


def on_server(url: str, receiver: Receiver, home: Path) -> dict[str, list[Figures]]:
    os.environ["BROKER_URL"] = "memory://"
    os.environ["LOG_LEVEL"] = "WARNING"
    os.environ["DJANGO_SETTINGS_MODULE"] = "notifyhub.settings"
    for setting, value in SURROUNDINGS.items():
        os.environ.setdefault(setting, value)
    name = f"bench_{os.getpid()}"
    with new_database(url, name) as ours, new_database(url, f"{name}_peers") as peers:
        os.environ["DATABASE_URL"], os.environ["PEER_DATABASE_URL"] = ours, peers
        django.setup()
        from django.core.management import call_command
        from django.db import connections

        call_command("migrate", verbosity=0)
        try:
            return measured(receiver, home)
        finally:
            connections.close_all()


def measured(receiver: Receiver, home: Path) -> dict[str, list[Figures]]:
    from tests.bench.senders import world

    mails = home / "mails.json"
    store = world.make_shop(MAILS, port=receiver.port)
    send_ours(store, 1, 20, receiver)  # the peers' template is made of what we sent
    world.write_for_peers(store, PEER_MAILS, mails)
    mail = world.first_mail(store)
    contests: dict[str, Contest] = {"bare client": partial(send_bare, mail, receiver)}
    for processes in PROCESSES:
        contests |= {
            f"ours, {processes}": partial(send_ours, store, processes, MAILS, receiver),
            f"django-post_office, {processes}": partial(
                send_post_office, mails, processes, receiver
            ),
            f"Celery tasks, {processes}": partial(send_tasks, mails, processes, receiver),
        }
    wanted = os.environ.get("BENCH_ONLY", "")
    rounds: dict[str, list[Figures]] = {name: [] for name in contests if wanted in name}
    for number in range(ROUNDS):
        for name, taken in rounds.items():
            taken.append(contests[name]())
            print(f"round {number + 1}  {name:22} {taken[-1]}", flush=True)
    return rounds


@contextmanager
def timed(receiver: Receiver, count: int) -> Iterator[Figures]:
    """The speed at which so many mails came. An error unless exactly so many did."""
    receiver.reset()
    figures: Figures = {}
    began = time.perf_counter()
    yield figures
    took = time.perf_counter() - began
    came, size = receiver.taken()
    if came != count:
        raise SystemExit(f"{came} mails came, not {count}.")
    figures |= {"mails": came, "per_second": round(came / took, 1), "bytes": size // came}


def send_ours(store: Any, processes: int, count: int, receiver: Receiver) -> Figures:
    from tests.bench.senders import world

    world.plan_anew(store, count)
    workers = [["tests.bench.senders.ours"]] * processes
    with control.ready(*workers) as running, timed(receiver, count) as figures:
        figures["cpu_us"] = microseconds(control.go(running), count)
    if world.sent_count(store) != count:
        raise SystemExit("Not all our messages say that they were sent.")
    return figures


def send_post_office(mails: Path, processes: int, receiver: Receiver) -> Figures:
    peer = "tests.bench.senders.post_office"
    with unconfigured():
        control.run(peer, "fill", str(mails))
        with (
            control.ready([peer, "send", str(processes)]) as running,
            timed(receiver, PEER_MAILS) as figures,
        ):
            figures["cpu_us"] = microseconds(control.go(running), PEER_MAILS)
    return figures


def send_tasks(mails: Path, processes: int, receiver: Receiver) -> Figures:
    worker = ["celery", "-A", "tests.bench.senders.tasks", "worker", "-l", "error"]
    worker += ["--without-gossip", "--without-mingle", "-c", str(processes)]
    with unconfigured():
        control.run("tests.bench.senders.post_office", "fill", str(mails))
        with (
            control.ready(worker, ["tests.bench.senders.tasks"]) as running,
            timed(receiver, PEER_MAILS) as figures,
        ):
            control.begin(running[1])
            receiver.wait_for(PEER_MAILS, running[:1])
    return figures


def send_bare(mail: bytes, receiver: Receiver) -> Figures:
    command = [sys.executable, "-m", "tests.bench.senders.bare", "--port", str(receiver.port)]
    command += ["--count", str(BARE_MAILS)]
    receiver.reset()
    done = subprocess.run(command, cwd=ROOT, input=mail, stdout=subprocess.PIPE, check=True)
    figures: Figures = json.loads(done.stdout)
    if receiver.taken()[0] != BARE_MAILS:
        raise SystemExit("The receiver has not taken all of the bare client's mails.")
    return figures


@contextmanager
def unconfigured() -> Iterator[None]:
    """The peers have settings of their own. Celery's command reads BROKER_URL by itself."""
    kept = dict(os.environ)
    del os.environ["DJANGO_SETTINGS_MODULE"]
    os.environ["BROKER_URL"] = os.environ["PEER_BROKER_URL"]
    try:
        yield
    finally:
        os.environ.update(kept)


def microseconds(reports: list[dict[str, Any]], count: int) -> float:
    seconds: float = sum(each["cpu_seconds"] for each in reports)
    return round(seconds / count * 1_000_000)


def summed_up(rounds: dict[str, list[Figures]]) -> dict[str, Any]:
    medians = {
        name: {figure: statistics.median(each[figure] for each in taken) for figure in taken[0]}
        for name, taken in rounds.items()
    }
    speeds = {name: each["per_second"] for name, each in medians.items()}
    ratios = {
        f"ours to {peer}, {processes}": round(
            speeds[f"ours, {processes}"] / speeds[f"{peer}, {processes}"], 1
        )
        for processes in PROCESSES
        for peer in ("django-post_office", "Celery tasks")
        if f"{peer}, {processes}" in speeds and f"ours, {processes}" in speeds
    }
    limits = {
        f"{name} of the receiver's limit": round(speed / speeds["bare client"], 2)
        for name, speed in speeds.items()
        if name != "bare client" and "bare client" in speeds
    }
    reached = all(ratio >= GOAL for name, ratio in ratios.items() if "post_office" in name)
    return {
        "medians": medians, "ratios": ratios, "limits": limits,
        "goal": GOAL, "goal_is_reached": reached, "rounds": rounds,
    }  # fmt: skip


if __name__ == "__main__":
    main()
