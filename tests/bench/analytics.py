"""Statistics from roll-ups against the same figures counted from ten million facts.

    script/bench analytics [--rows 10000000] [--stores 500] [--fresh]

Seeds a database of its own once (.local/bench-analytics, some 9 GB; later runs use it again): the
feed of an agency of so many stores over half a year, half of it of five big ones. All of it is
folded, which says how many facts a second that takes. Then each dashboard is asked both ways, and
both must say the same: the last 30 days of one big store, and of all stores together. At last the
pages are asked over HTTP. Goals: a store 100 times faster, the agency 10 times, its page within
300 ms. Writes results/analytics.json, and fails where figures differ or a goal is missed.
"""

import argparse
import json
import os
import statistics
import time
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any, Final

import psycopg

from common.embedded.postgres import Postgres
from tests.bench import analytics_words, outcome
from tests.bench.kept import address, django_on
from tests.bench.seeding import Copies

ROOT: Final = Path(__file__).resolve().parents[2]
HOME: Final = ROOT / ".local" / "bench-analytics"
ROUNDS: Final = int(os.environ.get("BENCH_ROUNDS", "9"))
BIG: Final = 5
DAYS: Final = 180

_CHANCE: Final = "((i::bigint * 2654435761) % 4294967296)"
_PICK: Final = f"({_CHANCE} / 4096) % 20"
_AT: Final = (
    f"(date_trunc('day', now()) - make_interval(secs => (i::bigint * 7919) % {DAYS * 86400}))"
)
_KIND: Final = (
    f"(ARRAY['MESSAGE_SENT','MESSAGE_SENT','MESSAGE_SENT','MESSAGE_SENT','MESSAGE_SENT',"
    "'MESSAGE_DELIVERED','MESSAGE_DELIVERED','MESSAGE_DELIVERED','MESSAGE_DELIVERED',"
    "'MESSAGE_JUDGED','MESSAGE_JUDGED','MESSAGE_JUDGED','MESSAGE_JUDGED','MESSAGE_OPENED',"
    "'MESSAGE_OPENED','MESSAGE_CLICKED','ORDER_PLACED','ORDER_PLACED','ORDER_REFUNDED',"
    f"'ORDER_ATTRIBUTED'])[1 + {_PICK}]"
)
_SAID: Final = (
    "(ARRAY['ORDER_CONFIRMATION','SHIPPING_CONFIRMATION','SHIPPING_UPDATE','ORDER_REFUND',"
    "'ABANDONED_CHECKOUT'])[1 + (i / 7) % 5]"
)
_ABOUT: Final = (
    f"jsonb_build_object('kind', {_SAID}, 'channel', 'EMAIL', 'locale',"
    " (ARRAY['nb','en','sv'])[1 + (i / 11) % 3], 'revision', {revision}::int,"
    f" 'sent_at', {_AT} - interval '1 hour')"
)
_MONEY: Final = (
    "jsonb_build_object('product_minor', 100 + i % 9000, 'total_minor', 5000 + i % 9000,"
    " 'currency', 'NOK', 'products', jsonb_build_object((i % 40)::text,"
    " jsonb_build_array(1, 100 + i % 9000)))"
)
_DATA: Final = (
    f"CASE WHEN {_PICK} < 9 OR {_PICK} BETWEEN 13 AND 15 THEN {_ABOUT}"
    f" WHEN {_PICK} < 13 THEN {_ABOUT} || jsonb_build_object('open', (i / 13) % 2,"
    " 'click', (i / 3) % 2, 'machine_open', (i / 5) % 2, 'machine_click', 0, 'version', 1)"
    f" WHEN {_PICK} < 19 THEN {_MONEY}"
    f" ELSE {_ABOUT} || jsonb_build_object('model', 'nh_last', 'orders', 1, 'gross_minor',"
    " 100 + i % 9000, 'refund_minor', 0, 'currency', 'NOK') END"
)


def facts(first: int, rows: int, revision: int) -> list[Copies]:
    """Half of the facts are of the big stores, the other half of all others."""
    from orders.models import Activity

    values = {
        "store_id": f"CASE WHEN i % 2 = 0 THEN s.ids[1 + (i / 2) % {BIG}]"
        f" ELSE s.ids[{BIG} + 1 + (i / 2) % (s.n - {BIG})] END",
        "kind": _KIND,
        "at": _AT,
        "data": _DATA.replace("{revision}", str(revision)),
        "key": "'bench:' || i",
    }
    return [Copies(Activity._meta.db_table, first, rows, values)]


def seed(url: str, rows: int, stores_count: int) -> None:
    """Stores, a template and the feed."""
    from orders.models import Activity
    from stores.roles import Role
    from stores.scope import every_store
    from templates_app.models import Revision
    from tests.bench import seeding
    from tests.factories.stores import make_agency, make_member, make_store
    from tests.factories.templates_app import make_confirmation

    agency = make_agency(name="Nordlinje")
    stores = [make_store(agency, name=f"Store {number:03}") for number in range(stores_count)]
    make_member(agency, Role.OWNER, email="owner@nordlinje.example")
    with every_store(because="a bench sets its scene"):
        revision = Revision.objects.get(template=make_confirmation(agency))
        seeds = Activity.objects.create(
            store=stores[0], kind="TAGGED", at="2020-01-01T00:00Z", key="bench:seed"
        )
        seeding.seed(url, facts(seeds.pk, rows, revision.pk))


def fold_all() -> dict[str, Any]:
    """How fast the feed is folded, as the task does it."""
    from django.utils import timezone

    from analytics import days
    from stores.scope import every_store

    read, began = 0, time.perf_counter()
    with every_store(because="a bench folds"):
        while fresh := days.fold_days(now=timezone.now()):
            read += fresh
            a_second = read / (time.perf_counter() - began)
            print(f"\r{read:,} facts folded, {a_second:,.0f} a second", end="", flush=True)
    print()
    took = time.perf_counter() - began
    return {"facts": read, "seconds": round(took, 1), "a_second": round(read / took)}


def measured(rows: int, fold: dict[str, Any]) -> dict[str, Any]:
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from analytics.figures import Period, Wanted
    from stores.models import Store, User
    from stores.scope import every_store

    today = date.today()  # noqa: DTZ011 - about
    period = Period(today - timedelta(30), today)
    with every_store(because="a bench reads as an owner of all does"):
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute("VACUUM (ANALYZE)")
        stores = list(Store.objects.order_by("pk"))
        dashboards = {
            "store": _both_ways(stores[:1], Wanted(frozenset({stores[0].pk}), period)),
            "agency": _both_ways(stores, Wanted(frozenset(s.pk for s in stores), period)),
        }
        user = User.objects.get(email="owner@nordlinje.example")
    client = Client()
    client.force_login(user)
    pages = {}
    for by in ("store", "kind", "template", "variant", "locale", "source", "campaign", "product"):
        for _warming in range(3):
            client.get(f"/admin/figures/?by={by}")
        with CaptureQueriesContext(connection) as said:
            answer = client.get(f"/admin/figures/?by={by}")
        queries = len(said)
        if answer.status_code != 200:
            raise SystemExit(f"The page by {by} answered {answer.status_code}.")
        took = [_took(partial(client.get, f"/admin/figures/?by={by}")) for _ in range(ROUNDS)]
        pages[by] = {"queries": queries, "best_ms": min(took), "p50_ms": _middle(took)}
        print(f"page by {by}: {pages[by]}", flush=True)
    return {
        "facts": rows,
        "stores": len(stores),
        "processors": os.cpu_count(),
        "load of the machine": round(os.getloadavg()[1], 1),
        "rounds": ROUNDS,
        "fold": fold,
        "dashboards": dashboards,
        "agency pages": pages,
        "slowest agency page at best": max(page["best_ms"] for page in pages.values()),
    }


_SAID_OF: Final = ("sent", "delivered", "opened", "orders", "credited")


def _both_ways(stores: list[Any], wanted: Any) -> dict[str, Any]:
    """The roll-ups as the page reads them, the facts as the replay does; the same figures."""
    from analytics.figures import By, figures_by, total

    def from_rollups() -> tuple[Any, Any]:
        return figures_by(By.DAY, wanted), figures_by(By.KIND, wanted)

    of_days, of_kinds = from_rollups()
    counted, raw_ms = _counted(stores, wanted)
    sums = total(of_days.values()).now
    kinds = {kind: (each.now.sent, each.now.opened_by_people) for kind, each in of_kinds.items()}
    held = (sums.sent, sums.delivered, sums.opened_by_people, sums.orders, sums.orders_credited)
    if (held, {k: v for k, v in kinds.items() if k}) != counted:
        raise SystemExit(f"Roll-ups say {held}, {kinds}; the facts {counted}.")
    took = [_took(from_rollups) for _ in range(ROUNDS)]
    found = {
        "figures": dict(zip(_SAID_OF, held, strict=True)),
        "rollup_ms": {"best": min(took), "p50": _middle(took)},
        "raw_ms": {"best": min(raw_ms), "p50": _middle(raw_ms)},
        "times faster": round(_middle(raw_ms) / _middle(took)),
    }
    print(found, flush=True)
    return found


_RAW_DAYS: Final = """
SELECT coalesce(sum(sent), 0), coalesce(sum(delivered), 0), coalesce(sum(opened), 0),
  coalesce(sum(orders), 0), coalesce(sum(credited), 0)
FROM (
  SELECT (CASE WHEN kind LIKE 'MESSAGE%%' THEN (data->>'sent_at')::timestamptz ELSE at END
      AT TIME ZONE %(zone)s)::date AS day,
    count(*) FILTER (WHERE kind = 'MESSAGE_SENT') AS sent,
    count(*) FILTER (WHERE kind = 'MESSAGE_DELIVERED') AS delivered,
    sum((data->>'open')::int) FILTER (WHERE kind = 'MESSAGE_JUDGED') AS opened,
    count(*) FILTER (WHERE kind = 'ORDER_PLACED') AS orders,
    sum((data->>'orders')::int) FILTER (WHERE kind = 'ORDER_ATTRIBUTED') AS credited
  FROM orders_activity
  WHERE store_id = ANY (%(stores)s) AND at >= %(since)s::date - 1
  GROUP BY 1
) AS daily
WHERE day >= %(since)s AND day < %(until)s
"""
_RAW_KINDS: Final = """
SELECT data->>'kind', count(*) FILTER (WHERE kind = 'MESSAGE_SENT'),
  coalesce(sum((data->>'open')::int) FILTER (WHERE kind = 'MESSAGE_JUDGED'), 0)
FROM orders_activity
WHERE store_id = ANY (%(stores)s) AND at >= %(since)s::date - 1 AND data ? 'kind'
  AND (CASE WHEN kind LIKE 'MESSAGE%%' THEN (data->>'sent_at')::timestamptz ELSE at END
    AT TIME ZONE %(zone)s)::date BETWEEN %(since)s AND %(until)s::date - 1
GROUP BY 1
"""


def _counted(stores: list[Any], wanted: Any) -> tuple[Any, list[float]]:
    """A few of the same figures straight from the facts: less work than the page's, if anything."""
    from django.db import connection

    asked = {
        "stores": [store.pk for store in stores],
        "since": wanted.period.since,
        "until": wanted.period.until,
        "zone": stores[0].timezone,
    }
    found: list[Any] = []
    took = []
    for _ in range(3):
        began = time.perf_counter()
        with connection.cursor() as cursor:
            cursor.execute(_RAW_DAYS, asked)
            days = tuple(int(one) for one in cursor.fetchone())
            cursor.execute(_RAW_KINDS, asked)
            kinds = {row[0]: (row[1], row[2]) for row in cursor.fetchall()}
        took.append(round((time.perf_counter() - began) * 1_000, 1))
        found.append((days, kinds))
    return found[0], took


def _took(deed: Callable[[], object]) -> float:
    began = time.perf_counter()
    deed()
    return round((time.perf_counter() - began) * 1_000, 1)


def _middle(took: list[float]) -> float:
    return round(statistics.median(took), 1)


def main() -> None:
    wanted = argparse.ArgumentParser(description=__doc__)
    wanted.add_argument("--rows", type=int, default=10_000_000)
    wanted.add_argument("--stores", type=int, default=500)
    wanted.add_argument("--fresh", action="store_true", help="seed anew")
    chosen = wanted.parse_args()
    HOME.mkdir(parents=True, exist_ok=True)
    postgres = Postgres(HOME, HOME / "s", is_durable=False)
    postgres.start()
    try:
        summary = _asked(postgres.url, chosen)
    finally:
        postgres.stop()
    promised = analytics_words.goals(summary)
    outcome.keep("analytics", summary, promised)
    print(analytics_words.in_words(summary))
    missed = [goal.what for goal in promised if not goal.holds]
    if missed and outcome.is_own():
        raise SystemExit(f"A goal was missed: {', '.join(missed)}.")


def _asked(url: str, chosen: argparse.Namespace) -> dict[str, Any]:
    from tests.bench import tables

    name = f"bench_{chosen.rows}_{chosen.stores}"
    folded = HOME / f"{name}.json"
    with psycopg.connect(url, autocommit=True) as admin:
        has = admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
        if not has or chosen.fresh:
            folded.unlink(missing_ok=True)
            admin.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
            admin.execute(f'CREATE DATABASE "{name}"')
    with django_on(url, name):
        tables.make()
        if not folded.exists():
            seed(address(url, name), chosen.rows, chosen.stores)
            folded.write_text(json.dumps(fold_all()))
        return measured(chosen.rows, json.loads(folded.read_text()))


if __name__ == "__main__":
    main()
