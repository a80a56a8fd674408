"""The whole house for a bench: database, broker, web, workers and beat, as script/server runs them.

Real processes with their real settings, durable; mails go to the server that keeps nothing.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import django

from common.embedded import places
from common.embedded.postgres import Postgres
from common.embedded.valkey import Valkey
from tests.bench import servers
from tests.bench.ingest import new_database
from tests.bench.senders import control
from tests.bench.senders.control import Receiver
from tests.plugin import SURROUNDINGS

PATIENCE: Final = 180.0  # seconds for all to start
CELERY: Final = ("celery", "-A", "notifyhub")
WORKING: Final = ("worker", "--loglevel", "ERROR", "--without-gossip", "--without-mingle")
WEB_WORKERS: Final = "2"
CONCURRENCY: Final = str(min(os.cpu_count() or 1, 4))


@dataclass(frozen=True, slots=True)
class House:
    """What a bench needs to know of it."""

    receiver: Receiver
    home: Path


@contextmanager
def prepared() -> Iterator[House]:
    """Postgres with a new database of ours, a broker, a receiver of mails; Django is set up."""
    with places.passing() as directory, control.receiving() as receiver, ExitStack() as stack:
        home = Path(directory)
        broker = Valkey(home, home / "s", is_durable=True)
        postgres = Postgres(home, home / "s", is_durable=True)
        for server in (broker, postgres):
            stack.callback(server.stop)
            server.start()
        os.environ |= {"BROKER_URL": broker.url, "LOG_LEVEL": "ERROR"}
        os.environ["DJANGO_SETTINGS_MODULE"] = "notifyhub.settings"
        for setting, value in SURROUNDINGS.items():
            os.environ.setdefault(setting, value)
        url = os.environ.get("DATABASE_URL") or postgres.url
        os.environ["DATABASE_URL"] = stack.enter_context(new_database(url, f"bench_{os.getpid()}"))
        django.setup()
        from django.db import connections

        from tests.bench import tables
        from tests.factories.stores import WEBHOOK_SECRET

        os.environ["BENCH_SECRET"] = WEBHOOK_SECRET
        stack.callback(connections.close_all)
        tables.make()
        yield House(receiver, home)


@contextmanager
def running(house: House) -> Iterator[int]:
    """All processes of an installation; the web server's port."""
    port = servers.free_port()
    web = ["granian", "--interface", "rsgi", "--no-ws", "--log-level", "error"]
    web += ["--host", "127.0.0.1", "--port", str(port), "--workers", WEB_WORKERS]
    web += ["notifyhub.rsgi:application"]
    commands = (
        ("-m", *web),
        ("-m", *CELERY, *WORKING, "--concurrency", CONCURRENCY),
        ("-m", *CELERY, *WORKING, *_queue("urgent")),
        ("-m", *CELERY, *WORKING, *_queue("outbound")),
        ("-m", *CELERY, "beat", "--pidfile", "", "--schedule", str(house.home / "beat.db")),
        ("manage.py", "stand_in"),
    )
    with ExitStack() as stack:
        processes = [stack.enter_context(servers.started(*each)) for each in commands]
        servers.wait_for(port, processes[0], PATIENCE)
        _wait_for_workers()
        yield port


def _queue(name: str) -> tuple[str, ...]:
    return ("--queues", name, "--concurrency", "1", "--hostname", f"{name}@%h")


def _wait_for_workers() -> None:
    """Until the workers of all queues answer."""
    from notifyhub.celery import app

    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if len(app.control.ping(timeout=1.0) or []) >= 3:
            return
    raise SystemExit("The workers did not start.")


def orders_come(port: int, store: Any, *, rate: float, seconds: float) -> dict[str, Any]:
    """Webhooks of new orders at this rate; what their sender measured."""
    command = [sys.executable, "-m", "tests.bench.steady", "--port", str(port)]
    command += ["--path", f"/in/shopify/{store.public_id}", "--domain", store.shop_domain]
    command += ["--rate", str(rate), "--seconds", str(seconds)]
    done = subprocess.run(command, cwd=servers.ROOT, stdout=subprocess.PIPE, text=True, check=True)
    measured: dict[str, Any] = json.loads(done.stdout)
    return measured


def percentile(values: list[float], share: float) -> float:
    return sorted(values)[min(int(len(values) * share), len(values) - 1)]
