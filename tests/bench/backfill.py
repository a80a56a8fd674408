"""Orders of the past recorded per second: a bulk operation's file read into Postgres.

    script/bench backfill
    BENCH_ORDERS=100000 script/bench backfill

The product's own steps, one worker: the file is streamed by HTTP from a played Shopify in a
process of this machine, and each order with its buyer, lines, fulfilment, parcel, tags and facts
recorded. After its first step it is paused, and resumed. Postgres with fsync and synchronous_commit
on. Writes results/backfill.json. The goals: 500 orders a second, so that 100,000 take less than
three and a half minutes, in memory that does not grow with the file. Beside the seconds stands the
processor time of the worker alone, which says the same on a machine that others load.
"""

import json
import os
import resource
import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

import django

from common.embedded import places
from common.embedded.postgres import Postgres
from tests.bench.ingest import new_database
from tests.bench.outcome import Goal, is_own, keep
from tests.plugin import SURROUNDINGS

ORDERS: Final = int(os.environ.get("BENCH_ORDERS", "20000"))
GOAL: Final = 500.0
MOST_GROWN: Final = 64.0  # megabytes, from the first step to the last
BATCH: Final = 500  # orders that are written into the file at once


def main() -> None:
    with places.passing() as home:
        postgres = Postgres(Path(home), Path(home) / "s", is_durable=True)
        try:
            postgres.start()
            summary = on_server(postgres.url)
        finally:
            postgres.stop()
    goals = goals_of(summary)
    keep("backfill", summary, goals)
    print(json.dumps(summary, indent=2))
    missed = [goal.what for goal in goals if not goal.holds]
    if missed and is_own():
        raise SystemExit("Not reached: " + "; ".join(missed))


def goals_of(summary: dict[str, Any]) -> list[Goal]:
    under = f"load {summary['load']} on {summary['cores']} cores"
    return [
        Goal("orders of the past recorded", GOAL, summary["per_second"], "a second", under),
        Goal(
            "100,000 orders of the past",
            100_000 / GOAL,
            summary["seconds_for_100000"],
            "s",
            under,
            is_at_most=True,
        ),
    ]


def on_server(url: str) -> dict[str, Any]:
    """Measure in a new database of that server."""
    os.environ |= {"BROKER_URL": "memory://", "LOG_LEVEL": "WARNING"}
    for setting, value in SURROUNDINGS.items():
        os.environ.setdefault(setting, value)
    with new_database(url, f"bench_{os.getpid()}") as database:
        os.environ["DATABASE_URL"] = database
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "notifyhub.settings")
        django.setup()
        from django.db import connections

        from tests.bench import tables

        tables.make()
        try:
            return measure()
        finally:
            connections.close_all()


def measure() -> dict[str, Any]:
    """Let a shop's whole history be fetched, and look whether all of it is there."""
    from django.test import override_settings

    from tests.factories.stores import give_token, make_store
    from tests.shopify.gathering import Bulks
    from tests.shopify.server import playing
    from tests.shopify.shop import PlayedShop

    store = make_store()
    give_token(store)
    now = datetime.fromisoformat(time.strftime("%Y-%m-%dT%H:%M:%S+00:00", time.gmtime()))
    with (
        playing(PlayedShop()) as shop,
        override_settings(NOTIFYHUB_SHOPIFY_URL=shop.url),
    ):
        content = _file(now)
        shop.room(Bulks).files["/bulk/1.jsonl"] = content
        took, worked, grown = _fetched(store, now)
    if grown > MOST_GROWN:
        raise SystemExit(f"The worker grew by {grown:.0f} MB while it read.")
    per_second = round(ORDERS / took, 1)
    return {
        "orders": ORDERS,
        "megabytes": round(len(content) / 1024**2, 1),
        "seconds": round(took, 1),
        "per_second": per_second,
        "seconds_for_100000": round(100_000 / per_second, 1),
        "worker_ms_an_order": round(1000 * worked / ORDERS, 2),
        "grown_megabytes": round(grown, 1),
        "load": round(os.getloadavg()[0], 1),
        "cores": os.cpu_count(),
    }


def _file(now: datetime) -> bytes:
    """Two years of orders, the oldest first."""
    from tests.factories.histories import old_order
    from tests.shopify.gathering import file_of
    from tests.shopify.graph_writer import order_node

    step = timedelta(days=700) / ORDERS
    first = now - timedelta(days=720)
    pieces = []
    for start in range(0, ORDERS, BATCH):
        numbers = range(start, min(start + BATCH, ORDERS))
        bodies = [
            old_order(each, at=(first + each * step).replace(microsecond=0)) for each in numbers
        ]
        pieces.append(file_of([order_node(each) for each in bodies]))
    return b"".join(pieces)


def _fetched(store: Any, now: datetime) -> tuple[float, float, float]:
    """Seconds until all is read, those of the worker's processor, and the megabytes it grew by.

    An error unless each order is here, once.
    """
    from common import heap
    from intake import backfill_steps, backfilling
    from intake.models import Backfill, BackfillState
    from orders.models import Order
    from stores.scope import store_scope
    from stores.shopify.client import Lines

    with store_scope(store.pk):
        row = backfilling.start_backfill(store=store, since=None, actor="bench", now=now)
    heap.settle_in()  # as notifyhub/celery.py does
    took = worked = first = 0.0
    with Lines() as lines:
        while row.state != BackfillState.DONE:
            is_reading = row.state in (BackfillState.READING, BackfillState.COMPLETING)
            began, at_work = time.perf_counter(), time.process_time()
            backfill_steps.step_due(lines=lines, now=now)
            if is_reading:
                took += time.perf_counter() - began
                worked += time.process_time() - at_work
            with store_scope(store.pk):
                Backfill.objects.filter(pk=row.pk).update(due_at=now)
                row.refresh_from_db()
                if row.problem:
                    raise SystemExit(row.problem)
                if is_reading and not first:
                    first = _peak()
                    row = _paused_for_a_while(row, now)
            print(f"{row.state:10} {row.new_count:7} orders {took:7.1f} s", flush=True)
    with store_scope(store.pk):
        if Order.objects.count() != ORDERS or row.new_count != ORDERS:
            raise SystemExit("Not all orders are here.")
    return took, worked, _peak() - first


def _paused_for_a_while(row: Any, now: datetime) -> Any:
    """Nothing is read while it is paused; then it goes on where it was."""
    from intake import backfill_steps, backfilling
    from intake.models.backfill import AT_WORK
    from stores.shopify.client import Lines

    if row.state not in AT_WORK:
        return row
    before = row.read_count
    paused = backfilling.pause_backfill(backfill=row, now=now)
    with Lines() as lines:
        backfill_steps.step_due(lines=lines, now=now)
    resumed = backfilling.resume_backfill(backfill=paused, now=now)
    if resumed.read_count != before:
        raise SystemExit("It was read on while it was paused.")
    return resumed


def _peak() -> float:
    """Megabytes this process ever held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
