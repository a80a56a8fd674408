"""What the start page and a look cost at five hundred stores. See docs/operations.md.

    script/bench fleet

Writes results/fleet.json. The goals: 300 ms for the page's p95, 10 s for a look at all stores.
"""

import json
import os
import statistics
import time
from datetime import datetime, timedelta
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import django

from common.embedded import places
from common.embedded.postgres import Postgres
from tests.bench.ingest import new_database
from tests.bench.outcome import Goal, keep
from tests.plugin import SURROUNDINGS

if TYPE_CHECKING:
    from stores.models import Agency, Store, User

TURNS: Final = int(os.environ.get("BENCH_ROUNDS", "20"))
STORES, HOURS, TROUBLED = 500, 35 * 24, 60
PAGE_MS, LOOK_S = 300, 10


def seeded(agency: "Agency", now: datetime) -> "list[Store]":
    """Roll-ups of five weeks of each store (what five million messages leave), some in trouble."""
    from django.db import connection

    from analytics.models import HourlyStat
    from messaging.states import State
    from stores.scope import every_store
    from tests.factories.stores import make_store
    from tests.factories.worlds import make_message, make_order

    stores = [make_store(agency, name=f"Store {number}") for number in range(STORES)]
    with every_store(because="a bench fills its stores"), connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO analytics_hourlystat (store_id, hour, orders_count, order_value_minor,
              planned_count, sent_count, sent_within_minute_count, failed_count, unknown_count,
              held_count, opened_count, clicked_count, delivered_count, bounced_count,
              complained_count, unsubscribed_count)
            SELECT store.id, date_trunc('hour', %s::timestamptz) - make_interval(hours => back),
              8, 80000, 12, 12, 12, 0, 0, 0, 5, 2, 12, 0, 0, 0
            FROM unnest(%s::bigint[]) AS store(id), generate_series(0, %s) AS back
            """,
            [now, [store.pk for store in stores], HOURS],
        )
        cursor.execute("ANALYZE analytics_hourlystat")
        assert HourlyStat.objects.count() == STORES * (HOURS + 1)
    for store in stores[:TROUBLED]:
        make_message(make_order(store), State.FAILED)
    return stores


def measure(agency: "Agency", owner: "User") -> dict[str, Any]:
    from django.test import Client
    from django.utils import timezone

    from fleet import services
    from stores.scope import every_store

    now = timezone.now()
    stores = seeded(agency, now)
    looks = []
    for minutes in (0, 2):
        with every_store(because="a bench looks"):
            began = time.perf_counter()
            services.look_at(stores=stores, now=now + timedelta(minutes=minutes))
            looks.append(time.perf_counter() - began)
    import_module("notifyhub.wsgi")  # what a web process loads, and leaves to rest
    client = Client()
    client.force_login(owner)
    client.get("/admin/")
    times, work = [], []
    for _ in range(TURNS):
        began, at_work = time.perf_counter(), time.process_time()
        answer = client.get("/admin/")
        times.append(1000 * (time.perf_counter() - began))
        work.append(1000 * (time.process_time() - at_work))
        if answer.status_code != 200:
            raise SystemExit(f"The start page answered {answer.status_code}.")
    return {
        "stores": STORES,
        "page_median_ms": round(statistics.median(times), 1),
        "page_p95_ms": round(statistics.quantiles(times, n=20)[-1], 1),
        "page_cpu_ms": round(statistics.median(work), 1),  # ours; Postgres' is not in it
        "first_look_s": round(looks[0], 2),
        "next_look_s": round(looks[1], 2),
        "load": round(os.getloadavg()[0], 1),
        "cores": os.cpu_count(),
    }


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
        from django.test.utils import setup_test_environment

        from stores.roles import Role
        from tests.bench import tables
        from tests.factories.stores import make_agency, make_member

        setup_test_environment()
        tables.make()
        agency = make_agency()
        try:
            return measure(agency, make_member(agency, Role.OWNER))
        finally:
            connections.close_all()


def main() -> None:
    with places.passing() as home:
        postgres = Postgres(Path(home), Path(home) / "s", is_durable=True)
        try:
            postgres.start()
            summary = on_server(postgres.url)
        finally:
            postgres.stop()
    goals = goals_of(summary)
    keep("fleet", summary, goals)
    print(json.dumps(summary, indent=2))
    if missed := [goal.what for goal in goals if not goal.holds]:
        print("Not reached: " + "; ".join(missed))


def goals_of(summary: dict[str, Any]) -> list[Goal]:
    under = f"load {summary['load']} on {summary['cores']} cores"
    look = max(summary["first_look_s"], summary["next_look_s"])
    page = summary["page_p95_ms"]
    return [
        Goal("start page at 500 stores, p95", PAGE_MS, page, "ms", under, is_at_most=True),
        Goal("look at 500 stores", LOOK_S, look, "s", under, is_at_most=True),
    ]


if __name__ == "__main__":
    main()
