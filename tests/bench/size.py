"""Milliseconds, queries and plans of every hot page over 10 million messages and 50 million events.

    script/bench size [--messages 10000000] [--events 50000000] [--stores 500] [--fresh] [--keep]

Seeds two databases by COPY in two processes, one of a tenth (.local/bench-size; a run that is
broken off goes on, later runs use them again), and says beforehand how much disk the big one takes:
some 30 GB. Then dashboards, lists of the admin and of the API and the order's page are asked of
both in turn, each statement explained under the same walls: what reads more rows of a log the more
rows there are is named, and fails the run. Roll-ups grow by days and wordings, not by messages:
they are counted apart. At the end both databases are dropped, unless --keep. Writes
results/size.json and the table of docs/operations.md. BENCH_ROUNDS: how often each page is asked,
9 times unless told, in BENCH_TURNS turns; BENCH_CHOICES: how many of each filter, 12
unless told; BENCH_DEEP: the deepest page, 50 unless told.
"""

import argparse
import json
import os
import re
import shutil
import time
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any, Final

import psycopg

from common.embedded import valkey
from common.embedded.postgres import Postgres
from tests.bench import kept, outcome, size_figures

HOME: Final = outcome.ROOT / ".local" / "bench-size"
ROUNDS: Final = int(os.environ.get("BENCH_ROUNDS", "9"))
# How often the two databases are asked in turn.
TURNS: Final = int(os.environ.get("BENCH_TURNS", "3"))
SMALLER: Final = 10
SPARE: Final = 8 * 2**30  # bytes that are left to others
PARTS: Final = """
SELECT coalesce(inhparent::regclass::text, relname), sum(pg_relation_size(c.oid))::bigint,
  sum(pg_indexes_size(c.oid))::bigint, sum(greatest(reltuples, 0))::bigint, count(inhrelid)
FROM pg_class AS c LEFT JOIN pg_inherits ON inhrelid = c.oid
WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
GROUP BY 1 ORDER BY 2 DESC LIMIT 12
"""


def main() -> None:
    wanted = argparse.ArgumentParser(description=__doc__)
    wanted.add_argument("--messages", type=int, default=10_000_000)
    wanted.add_argument("--events", type=int, default=50_000_000)
    wanted.add_argument("--stores", type=int, default=500)
    wanted.add_argument("--fresh", action="store_true", help="seed anew")
    wanted.add_argument("--only", default="", help="measure again the pages whose names hold this")
    wanted.add_argument("--keep", action="store_true", help="for a later run")
    chosen = wanted.parse_args()
    os.environ.pop("DATABASE_URL", None)
    HOME.mkdir(parents=True, exist_ok=True)
    postgres = Postgres(HOME, HOME / "s", is_durable=False)
    postgres.start()
    try:
        with valkey.temporary() as broker:
            summary = measured(postgres.url, broker.url, chosen)
    finally:
        postgres.stop()
    if chosen.only:
        before = json.loads((outcome.directory() / "size.json").read_text())
        before.pop("goals")
        again = {name: {**page, "again": True} for name, page in summary["pages"].items()}
        summary = {**before, "pages": before["pages"] | again}
    if not chosen.keep:
        shutil.rmtree(HOME, ignore_errors=True)
    outcome.keep("size", summary, goals(summary))
    if outcome.is_own() and chosen.messages >= 10_000_000:
        size_figures.write()
    print(size_figures.table(summary))
    if bad := [name for name, page in summary["pages"].items() if page["grows"] or not page["ok"]]:
        raise SystemExit(f"These read more rows the more there are, or did not answer: {bad}")


def goals(summary: dict[str, Any]) -> list[outcome.Goal]:
    pages = summary["pages"].values()
    size = f"{summary['messages']:,} messages, {summary['events']:,} events"
    growing = sum(page["grows"] for page in pages)
    return [
        outcome.Goal("pages that grow with all rows", 0, growing, "×", size, is_at_most=True),
        outcome.Goal(
            "slowest p95", 300, max(page["big"]["p95_ms"] for page in pages), "ms", size, True
        ),
    ]


def measured(url: str, broker: str, chosen: argparse.Namespace) -> dict[str, Any]:
    sizes = {
        "small": (chosen.messages // SMALLER, chosen.events // SMALLER),
        "big": (chosen.messages, chosen.events),
    }
    names = {which: f"size_{messages}" for which, (messages, _) in sizes.items()}
    seeding = {}
    for which, (messages, events) in sizes.items():
        if which == "big":
            _say_how_big(url, names)
        seeding[which] = _seeded(url, names[which], messages, events, chosen)
    load = os.getloadavg()[1]
    asked = {which: _Asked(url, name, broker) for which, name in names.items()}
    with ExitStack() as stack:
        for each in asked.values():
            stack.callback(each.end)
        for each in asked.values():
            each.look(chosen.only)
        for turn in range(TURNS):
            for which, each in asked.items():
                print(f"turn {turn + 1} of {TURNS}: {which}", flush=True)
                each.time(-(-ROUNDS // TURNS))
        pages = size_figures.side_by_side(asked["small"].pages, asked["big"].pages)
    return {
        "messages": chosen.messages,
        "events": chosen.events,
        "stores": chosen.stores,
        "processors": os.cpu_count(),
        "load of the machine": {"before": load, "after": os.getloadavg()[1]},
        "rounds": ROUNDS,
        "seeding": seeding,
        "bytes": {which: _size(url, name) for which, name in names.items()},
        "tables": _tables(url, names["big"]),
        "pages": pages,
    }


class _Asked:
    """The pages of one database, and the key that opens its API."""

    def __init__(self, url: str, name: str, broker: str) -> None:
        self.url, self.name, self.broker = url, name, broker
        self.pages: list[Any] = []
        self.key = ExitStack()

    def look(self, only: str) -> None:
        """Which pages there are; the queries of each, and how they are answered."""
        with kept.django_on(self.url, self.name, self.broker):
            from django.core.cache import cache
            from django.core.management import call_command

            from notifyhub.wsgi import application
            from tests.bench import size_pages
            from tests.bench.api import key_of_the_agency

            call_command("migrate", verbosity=0)
            cache.clear()
            key = self.key.enter_context(key_of_the_agency("VIEW_FIGURES"))
            pages = size_pages.all_of(application, key)
            self.pages = [page for page in pages if not only or re.search(only, page.name)]
            for number, page in enumerate(self.pages, 1):
                _explain(page)
                print(f"{number:3}/{len(self.pages)} {page.area}: {page.name}", flush=True)

    def time(self, rounds: int) -> None:
        with kept.django_on(self.url, self.name, self.broker):
            from django.core.cache import cache

            cache.clear()
            for page in self.pages:
                page.get()
                page.took_ms += [_took(page.get) for _ in range(rounds)]

    def end(self) -> None:
        with kept.django_on(self.url, self.name, self.broker):
            self.key.close()


def _explain(page: Any) -> None:
    """The second answer: the first makes what is made once and kept."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from tests.bench import api_plans

    page.get()
    with CaptureQueriesContext(connection) as said:
        page.status = page.get()
    page.queries = len(said)
    with api_plans.explained() as page.plans:
        page.get()


def _took(get: Callable[[], int]) -> float:
    began = time.perf_counter()
    get()
    return round((time.perf_counter() - began) * 1_000, 1)


def _seeded(
    url: str, name: str, messages: int, events: int, chosen: argparse.Namespace
) -> dict[str, Any] | None:
    """How long it took; None if an earlier run did it, and did not say."""
    told = HOME / f"{name}.json"
    began = time.monotonic()

    def rows() -> Any:
        from tests.bench import size_world

        return size_world.multiplied(chosen.stores, messages, events)

    def then() -> None:
        from tests.bench import size_world

        size_world.fold()

    phases = kept.seeded(url, name, rows, is_fresh=chosen.fresh, then=then)
    if phases is not None:
        said = {**phases, "seconds in all": round(time.monotonic() - began)}
        told.write_text(json.dumps(said))
    found: dict[str, Any] | None = json.loads(told.read_text()) if told.exists() else None
    return found


def _say_how_big(url: str, names: dict[str, str]) -> None:
    """Before anything is written: as much as the small one, so many times."""
    with psycopg.connect(url) as session:
        drafts = [names["big"], f"{names['big']}.draft"]
        if session.execute(
            "SELECT 1 FROM pg_database WHERE datname = ANY (%s)", [drafts]
        ).fetchone():
            return
    needed, free = _size(url, names["small"]) * SMALLER, shutil.disk_usage(HOME).free
    print(f"The big database takes some {needed / 2**30:.0f} GB; {free / 2**30:.0f} GB are free.")
    if free < needed + SPARE:
        raise SystemExit("That is not enough: free some, or ask for fewer --messages and --events.")


def _size(url: str, name: str) -> int:
    with psycopg.connect(url) as session:
        (found,) = session.execute("SELECT pg_database_size(%s)", [name]).fetchone() or (0,)
        return int(found)


def _tables(url: str, name: str) -> list[dict[str, Any]]:
    with psycopg.connect(kept.address(url, name)) as session:
        return [
            {"table": table, "bytes": heap, "of indexes": indexes, "rows": rows, "parts": parts}
            for table, heap, indexes, rows, parts in session.execute(PARTS)
        ]


if __name__ == "__main__":
    main()
