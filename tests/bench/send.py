"""Mails handed over per second: ours beside django-post_office and one Celery task per mail.

    script/bench send

The same confirmation into the same server that keeps nothing, turn by turn in one run; medians.
Ours composes each mail (context, Liquid, links, text part) and keeps its body, an attempt and a
line on the timeline. Of django-post_office there are two: "premade" renders a Django template of
the same mail, page and text, with loops over the lines and sums and conditions in them
(senders/letter.py), its styles inlined and its amounts written beforehand, which is in its favour;
"same work" is what a user would write to send what we send: values by Django's ORM from the order's
rows, python-liquid and css-inline when the mail is sent (senders/liquid_engine.py), without tracked
links and without keeping what was said. Celery's tasks render the premade words. Postgres with
fsync and synchronous_commit on, the broker with its append-only file. Processes start before the
clock does; ours have sent 250 mails by then, since what is compiled of words is compiled once in a
worker's life, and the peers prepare nothing.
CPU is told of workers, Postgres and the receiver, a mail. The bare client hands one ready mail over
again and again: the receiver's own limit, with mails riding behind each other and one at a time.
Writes results/send.json. The goals: ten times django-post_office (premade), with one process and
with four; two processes at 40 % of the receiver's own limit.
"""

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final

import django

from common.embedded import places
from common.embedded.postgres import Postgres
from common.embedded.valkey import Valkey
from tests.bench.ingest import ROOT, new_database
from tests.bench.outcome import Goal, keep
from tests.bench.senders import control
from tests.bench.senders.control import Receiver
from tests.bench.senders.ours import WARM
from tests.plugin import SURROUNDINGS

ROUNDS: Final = int(os.environ.get("BENCH_ROUNDS", "3"))
MAILS: Final = int(os.environ.get("BENCH_MAILS", "2000"))
PEER_MAILS: Final = min(int(os.environ.get("BENCH_PEER_MAILS", "800")), MAILS)
BARE_MAILS: Final = 8_000
PROCESSES: Final = (1, 4)
OURS: Final = (1, 2, 4)
GOAL: Final = 10.0
SHARE_GOAL: Final = 40.0  # % of the receiver's own limit, with two processes
PREMADE: Final = "django-post_office premade"
SAME_WORK: Final = "django-post_office, same work"

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
            machine = Machine(receiver, postgres.child.pid if postgres.child else 0)
            rounds = on_server(url, machine, Path(home))
        finally:
            postgres.stop()
            broker.stop()
    summary = summed_up(rounds)
    keep("send", summary, goals(summary))
    summary.pop("rounds")
    print(json.dumps(summary, indent=2))


@dataclass(frozen=True, slots=True)
class Machine:
    """What all contestants share, and what it costs."""

    receiver: Receiver
    postgres: int  # the process's number; 0: somebody else's server

    def cpu(self) -> dict[str, float]:
        """Seconds so far, of Postgres with all its children and of the receiver."""
        return {
            "postgres_us": control.cpu_of_family(self.postgres) if self.postgres else 0.0,
            "receiver_us": control.cpu_of(self.receiver.pid),
        }


def on_server(url: str, machine: Machine, home: Path) -> dict[str, list[Figures]]:
    os.environ["BROKER_URL"] = "memory://"
    os.environ["LOG_LEVEL"] = "WARNING"
    os.environ["DJANGO_SETTINGS_MODULE"] = "notifyhub.settings"
    for setting, value in SURROUNDINGS.items():
        os.environ.setdefault(setting, value)
    name = f"bench_{os.getpid()}"
    with new_database(url, name) as ours, new_database(url, f"{name}_peers") as peers:
        os.environ["DATABASE_URL"], os.environ["PEER_DATABASE_URL"] = ours, peers
        django.setup()
        from django.db import connections

        from tests.bench import tables

        tables.make()
        try:
            return measured(machine, home)
        finally:
            connections.close_all()


def measured(machine: Machine, home: Path) -> dict[str, list[Figures]]:
    from tests.bench.senders import world

    mails = home / "mails.json"
    store = world.make_shop(MAILS + max(OURS) * WARM, port=machine.receiver.port)
    send_ours(store, 1, 20, machine)  # the peers' template is made of what we sent
    world.write_for_peers(store, PEER_MAILS, mails)
    mail = world.first_mail(store)
    contests: dict[str, Contest] = {
        "bare client": partial(send_bare, mail, machine),
        "bare client, one at a time": partial(send_bare, mail, machine, "--one-at-a-time"),
    }
    for processes in OURS:
        contests[f"ours, {processes}"] = partial(send_ours, store, processes, MAILS, machine)
    for processes in PROCESSES:
        contests |= {
            f"{PREMADE}, {processes}": partial(send_post_office, mails, processes, machine),
            f"{SAME_WORK}, {processes}": partial(
                send_post_office, mails, processes, machine, engine="liquid"
            ),
            f"Celery tasks, {processes}": partial(send_tasks, mails, processes, machine),
        }
    wanted = os.environ.get("BENCH_ONLY", "")
    rounds: dict[str, list[Figures]] = {name: [] for name in contests if wanted in name}
    for number in range(ROUNDS):
        for name, taken in rounds.items():
            taken.append(contests[name]())
            print(f"round {number + 1}  {name:32} {taken[-1]}", flush=True)
    return rounds


@contextmanager
def timed(machine: Machine, count: int) -> Iterator[Figures]:
    """The speed at which so many mails came. An error unless exactly so many did."""
    machine.receiver.reset()
    figures: Figures = {}
    before, began = machine.cpu(), time.perf_counter()
    yield figures
    took, after = time.perf_counter() - began, machine.cpu()
    came, size = machine.receiver.taken()
    if came != count:
        raise SystemExit(f"{came} mails came, not {count}.")
    figures |= {"mails": came, "per_second": round(came / took, 1), "bytes": size // came}
    figures |= {name: round((after[name] - before[name]) / count * 1_000_000) for name in after}


def send_ours(store: Any, processes: int, count: int, machine: Machine) -> Figures:
    from tests.bench.senders import world

    before = processes * WARM
    world.plan_anew(store, count + before)
    workers = [["tests.bench.senders.ours"]] * processes
    with control.ready(*workers) as running, timed(machine, count) as figures:
        figures["cpu_us"] = microseconds(control.go(running), count)
    if world.sent_count(store) != count + before:
        raise SystemExit("Not all our messages say that they were sent.")
    return figures


def send_post_office(
    mails: Path, processes: int, machine: Machine, *, engine: str = "django"
) -> Figures:
    peer = "tests.bench.senders.post_office"
    told = {"BENCH_PEER_ENGINE": engine}
    with unconfigured():
        control.run(peer, "fill", str(mails), environment=told)
        with (
            control.ready([peer, "send", str(processes)], environment=told) as running,
            timed(machine, PEER_MAILS) as figures,
        ):
            figures["cpu_us"] = microseconds(control.go(running), PEER_MAILS)
    return figures


def send_tasks(mails: Path, processes: int, machine: Machine) -> Figures:
    worker = ["celery", "-A", "tests.bench.senders.tasks", "worker", "-l", "error"]
    worker += ["--without-gossip", "--without-mingle", "-c", str(processes)]
    with unconfigured():
        control.run("tests.bench.senders.post_office", "fill", str(mails))
        with (
            control.ready(worker, ["tests.bench.senders.tasks"]) as running,
            timed(machine, PEER_MAILS) as figures,
        ):
            before = control.cpu_of_family(running[0].pid)
            control.begin(running[1])
            machine.receiver.wait_for(PEER_MAILS, running[:1])
            spent = control.cpu_of_family(running[0].pid) - before
            figures["cpu_us"] = round(spent / PEER_MAILS * 1_000_000)
    return figures


def send_bare(mail: bytes, machine: Machine, *how: str) -> Figures:
    port = str(machine.receiver.port)
    command = [sys.executable, "-m", "tests.bench.senders.bare", "--port", port]
    command += ["--count", str(BARE_MAILS), *how]
    machine.receiver.reset()
    before = machine.cpu()
    done = subprocess.run(command, cwd=ROOT, input=mail, stdout=subprocess.PIPE, check=True)
    figures: Figures = json.loads(done.stdout)
    spent = machine.cpu()["receiver_us"] - before["receiver_us"]
    figures["receiver_us"] = round(spent / BARE_MAILS * 1_000_000)
    if machine.receiver.taken()[0] != BARE_MAILS:
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
        for peer in (PREMADE, SAME_WORK, "Celery tasks")
        if f"{peer}, {processes}" in speeds and f"ours, {processes}" in speeds
    }
    shares = {
        f"{name}, % of {limit}": round(100 * speed / speeds[limit], 1)
        for limit in speeds
        if limit.startswith("bare client")
        for name, speed in speeds.items()
        if not name.startswith("bare client")
    }
    return {"medians": medians, "ratios": ratios, "shares": shares, "rounds": rounds}


def goals(summary: dict[str, Any]) -> list[Goal]:
    """What was promised of these, as far as it was measured."""
    found = [
        Goal(f"mails sent, {processes} processes", GOAL, ratio, "×", beside=PREMADE)
        for processes in PROCESSES
        if (ratio := summary["ratios"].get(f"ours to {PREMADE}, {processes}"))
    ]
    if share := summary["shares"].get("ours, 2, % of bare client"):
        of_limit = "the receiver's own limit"
        found.append(Goal("mails sent, 2 processes", SHARE_GOAL, share, "%", beside=of_limit))
    return found


if __name__ == "__main__":
    main()
