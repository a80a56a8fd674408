"""How fast hosts are together: webhooks kept, and mails handed over."""

import json
import subprocess
import sys
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from celery import Celery
from django.db import connections

from stores.models import Store
from tests.bench.hosts.servers import WEB_PORT, Broker, Staff
from tests.bench.ingest import ROOT, SECRET
from tests.bench.senders import world
from tests.factories.stores import make_store

if TYPE_CHECKING:
    from tests.bench.scale import World

CONNECTIONS: Final = 12  # to each host
PATIENCE: Final = 180.0

Figures = dict[str, Any]


@dataclass
class Scene:
    here: "World"
    broker: Broker
    working: list[Staff]
    _shops: dict[str, Store] = field(default_factory=dict)

    @property
    def orders_shop(self) -> Store:
        """A store whose mails go to the server that keeps nothing, with orders to tell of."""
        from tests.bench.scale import HOSTS, MAILS

        if "orders" not in self._shops:
            shop = world.make_shop(MAILS * HOSTS, port=self.here.port)
            set_host(shop, self.here.mail_host)
            self._shops["orders"] = shop
        return self._shops["orders"]

    @property
    def hooks_shop(self) -> Store:
        if "hooks" not in self._shops:
            self._shops["hooks"] = make_store(webhook_secret=SECRET)
        return self._shops["hooks"]

    def bells(self) -> Celery:
        return Celery("bench", broker=self.broker.url)

    def silence(self) -> None:
        """Forget all bells that nobody heard."""
        with self.bells() as bells:
            bells.control.purge()


def set_host(shop: Store, address: str) -> None:
    from messaging.models import Sender
    from stores.scope import store_scope

    with store_scope(shop.pk):
        Sender.objects.update(host=address)


def start_workers(scene: Scene) -> None:
    """One on each host; they are up once each has answered."""
    scene.silence()
    for each in scene.working:
        each.worker()
    deadline = time.monotonic() + PATIENCE
    with scene.bells() as bells:
        while len(bells.control.ping(timeout=2) or []) < len(scene.working):
            if time.monotonic() > deadline:
                raise SystemExit("The workers did not come up.")


def webhooks(scene: Scene, count: int) -> Figures:
    """Webhooks that so many hosts keep a second; all that was answered 200 is kept."""
    _empty()
    _attacked(scene, count, 100, 1.0)
    _empty()
    from tests.bench.scale import SECONDS

    answers = _attacked(scene, count, int(1500 * SECONDS), SECONDS)
    kept = _empty()
    answered = sum(each["statuses"].get("200", 0) for each in answers)
    if kept != answered:
        raise SystemExit(f"{answered} webhooks were answered 200, and {kept} are kept.")
    return {
        "per_second": sum(each["per_second"] for each in answers),
        "p99_ms": max(each["p99_ms"] for each in answers),
    }


def _attacked(scene: Scene, count: int, requests: int, seconds: float) -> list[Figures]:
    store = scene.hooks_shop
    attackers = [
        subprocess.Popen(
            [
                *(sys.executable, "-m", "tests.bench.load"),
                *("--host", each.host.address, "--port", str(WEB_PORT)),
                *("--path", f"/in/shopify/{store.public_id}", "--secret", SECRET),
                *("--domain", store.shop_domain, "--connections", str(CONNECTIONS)),
                *("--count", str(requests), "--seconds", str(seconds)),
            ],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        for each in scene.working[:count]
    ]
    return [json.loads(each.communicate(timeout=PATIENCE)[0]) for each in attackers]


def mails(scene: Scene, count: int) -> Figures:
    """Mails that the workers of so many hosts hand over a second."""
    from tests.bench.scale import MAILS

    shop, wanted = scene.orders_shop, MAILS * count
    world.plan_anew(shop, wanted)
    scene.here.forget_mails()
    before = [each.host.cpu_seconds() for each in scene.working]
    database = scene.here.lan.hosts["db"]
    spent, written = database.cpu_seconds(), _written()
    began = time.monotonic()
    ring(scene, count)
    wait_for_mails(scene, wanted)
    took = time.monotonic() - began
    used = [each.host.cpu_seconds() - was for each, was in zip(scene.working, before, strict=True)]
    busy = sum(each > 0.05 * max(used) for each in used)
    while world.sent_count(shop) < wanted:  # the last chunk is recorded after it came
        time.sleep(0.05)
    wal, commits = (now - was for now, was in zip(_written(), written, strict=True))
    return {
        "per_second": wanted / took,
        "cpu_ms_a_mail": 1000 * sum(used) / wanted,
        "database_cpu_ms_a_mail": 1000 * (database.cpu_seconds() - spent) / wanted,
        "wal_kb_a_mail": wal / 1024 / wanted,
        "commits_a_mail": commits / wanted,
        "busy_hosts": busy,
    }


def ring(scene: Scene, count: int) -> None:
    """One bell for each host: a worker that is busy takes no other."""
    with scene.bells() as bells:
        for _ in range(count):
            bells.send_task("messaging.send_due")


def wait_for_mails(scene: Scene, wanted: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while len(scene.here.mails()) < wanted:
        if time.monotonic() > deadline:
            raise SystemExit(f"Only {len(scene.here.mails())} of {wanted} mails came.")
        time.sleep(0.01)


def _written() -> tuple[int, int]:
    """Bytes of the log, and commits, since the cluster was made."""
    with connections["default"].cursor() as cursor:
        cursor.execute(
            "SELECT (pg_current_wal_lsn() - '0/0'::pg_lsn)::bigint, xact_commit"
            " FROM pg_stat_database WHERE datname = current_database()"
        )
        wal, commits = cursor.fetchone()
    return int(wal), int(commits)


def _empty() -> int:
    """Forget all webhooks; how many they were."""
    connection = connections["default"]
    with connection.as_owner(), connection.cursor() as cursor:  # type: ignore[attr-defined]  # ours
        cursor.execute("SET notifyhub.stores = '*'")
        cursor.execute("SELECT count(*) FROM intake_webhook")
        count: int = cursor.fetchone()[0]
        cursor.execute("TRUNCATE intake_webhook CASCADE")
        cursor.execute("RESET notifyhub.stores")
    return count
