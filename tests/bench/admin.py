"""Milliseconds and queries of every list of the admin over five million messages.

    script/bench admin [--rows 5000000] [--stores 500] [--fresh]

Seeds a database of its own once (.local/bench-admin, some 9 GB; later runs use it again) and one of
50,000 messages; asks every list page, filter, search and fiftieth page as the owner of an agency
with three fifths of the stores and as a member with one store. Cold: the first answer of a database
just started, of lists without filters. The goal: nothing over 300 ms warm, and as many queries as
over 50,000 messages. Writes results/admin.json, and fails where a page does not answer or takes
more queries the more rows there are. BENCH_ROUNDS: how often each is asked, 9 times unless told.
"""

import argparse
import json
import os
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from common.embedded.postgres import Postgres
from tests.bench import kept

if TYPE_CHECKING:
    from tests.bench.crowd import Crowd
    from tests.bench.seeding import Copies

ROOT: Final = Path(__file__).resolve().parents[2]
HOME: Final = ROOT / ".local" / "bench-admin"
GOAL_MS: Final = 300
SMALL: Final = 50_000
ROUNDS: Final = int(os.environ.get("BENCH_ROUNDS", "9"))


@dataclass(slots=True)
class Measured:
    """One address, as one person."""

    page: str
    who: str
    url: str
    status: int = 0
    queries: int = 0
    queries_over_few_rows: int | None = None
    database_ms: float = 0  # of all its queries, the best of two rounds
    cold_ms: float | None = None
    warm_ms: list[float] = field(default_factory=list)

    @property
    def best(self) -> float:
        """As near as can be to an idle machine."""
        return min(self.warm_ms)

    @property
    def p50(self) -> float:
        return round(statistics.median(self.warm_ms), 1)

    @property
    def p95(self) -> float:
        return round(statistics.quantiles(self.warm_ms, n=20, method="inclusive")[-1], 1)

    @property
    def key(self) -> tuple[str, str]:
        return self.page, self.who


def measure(
    rows: int, stores: int, *, restart: Callable[[], None] | None, is_small: bool
) -> list[Measured]:
    """Every page of this database. The small one is asked once, for its queries."""
    from django.contrib.auth import get_user_model
    from django.test import Client

    from tests.bench import crowd, lists

    scene: Crowd = crowd.found_again()
    found: list[Measured] = []
    for who, membership in (("owner", scene.owner), ("member of one store", scene.member)):
        client = Client()
        client.force_login(get_user_model().objects.get(pk=membership.user_id))
        addresses = lists.addresses(client, scene)
        for number, (page, url) in enumerate(addresses.items(), 1):
            one = Measured(page, who, url)
            if restart and who == "owner" and "?" not in page and not is_small:
                restart()
                one.cold_ms = _timed(client, one)
            _count(client, one, rounds=2)
            if one.status == 403:  # no page of this person's
                continue
            one.warm_ms = [_timed(client, one) for _ in range(0 if is_small else ROUNDS)]
            found.append(one)
            if not is_small:
                print(
                    f"{number:3}/{len(addresses)} {one.p50:8.1f} ms {one.queries:3} queries "
                    f" {who}: {page}",
                    flush=True,
                )
    return found


def _count(client: Any, one: Measured, *, rounds: int) -> None:
    """Queries, and how long they took; the first round makes what is made once and kept."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    took = []
    for _ in range(rounds):
        with CaptureQueriesContext(connection) as said:
            answer = client.get(one.url)
        one.status, one.queries = answer.status_code, len(said)
        took.append(sum(float(query["time"]) for query in said) * 1_000)
    one.database_ms = round(min(took), 1)


def _timed(client: Any, one: Measured) -> float:
    began = time.perf_counter()
    client.get(one.url)
    return round((time.perf_counter() - began) * 1_000, 1)


def summed_up(
    found: list[Measured],
    few: list[Measured],
    size: tuple[int, int],
    loads: tuple[float, float],
) -> dict[str, Any]:
    rows, stores = size
    of_few = {one.key: one.queries for one in few}
    for one in found:
        one.queries_over_few_rows = of_few.get(one.key)
    slow = [one for one in found if one.p95 > GOAL_MS]
    growing = [
        one
        for one in found
        if one.queries_over_few_rows is not None and one.queries > one.queries_over_few_rows
    ]
    return {
        "messages": rows,
        "stores": stores,
        "goal_ms": GOAL_MS,
        "load of the machine": {"before": loads[0], "after": loads[1]},
        "processors": os.cpu_count(),
        "pages": len(found),
        "rounds": ROUNDS,
        "slowest in the database": max(one.database_ms for one in found),
        "slowest at best": max(one.best for one in found),
        "over the goal at best": [f"{one.who}: {one.page}" for one in found if one.best > GOAL_MS],
        "slowest p95": max(one.p95 for one in found),
        "median of all p50": round(statistics.median(one.p50 for one in found), 1),
        "slowest cold": max(one.cold_ms for one in found if one.cold_ms is not None),
        "over the goal, warm": [f"{one.who}: {one.page}" for one in slow],
        "over the goal, cold": [one.page for one in found if (one.cold_ms or 0) > GOAL_MS],
        "not answered 200": [f"{one.who}: {one.page}" for one in found if one.status != 200],
        "more queries than over few rows": [f"{one.who}: {one.page}" for one in growing],
        "measured": [
            {
                **asdict(one),
                "warm_ms": {
                    "best": one.best,
                    "p50": one.p50,
                    "p95": one.p95,
                    "max": max(one.warm_ms),
                },
            }
            for one in sorted(found, key=lambda one: -one.p50)
        ],
    }


def in_words(summary: dict[str, Any]) -> str:
    """What docs/operations.md says of it; tests/house/test_figures_of_lists.py compares."""
    load = summary["load of the machine"]
    slow = len(summary["over the goal at best"])
    more = len(summary["more queries than over few rows"]) or "none"
    return (
        f"Over {summary['messages']:,} messages of {summary['stores']} stores, "
        f"{summary['pages']} pages, as an owner of {summary['stores'] * 3 // 5} stores and as a "
        f"member of one: half of them within {summary['median of all p50']:.0f} ms, the slowest "
        f"{summary['slowest in the database']:.0f} ms in the database and "
        f"{summary['slowest at best']:.0f} ms in all at its best of {summary['rounds']}; "
        f"{slow} over {summary['goal_ms']} ms so measured, and {more} takes more queries than over "
        f"{SMALL:,} messages. Measured on {summary['processors']} processors that others kept "
        f"busy: a load of {load['before']:.0f} before and {load['after']:.0f} after."
    )


def main() -> None:
    wanted = argparse.ArgumentParser(description=__doc__)
    wanted.add_argument("--rows", type=int, default=5_000_000)
    wanted.add_argument("--stores", type=int, default=500)
    wanted.add_argument("--fresh", action="store_true", help="seed anew")
    chosen = wanted.parse_args()
    given = os.environ.pop("DATABASE_URL", "")
    postgres = None if given else Postgres(HOME, HOME / "s", is_durable=False)
    url = given or (postgres.url if postgres else "")
    if postgres:
        HOME.mkdir(parents=True, exist_ok=True)
        postgres.start()
    try:
        databases = {rows: f"bench_{rows}_{chosen.stores}" for rows in {chosen.rows, SMALL}}
        for rows, name in databases.items():
            _seeded(url, name, rows, chosen)
        summary = _measured(url, databases, chosen, postgres)
    finally:
        if postgres:
            postgres.stop()
    results = ROOT / "results"
    results.mkdir(exist_ok=True)
    (results / "admin.json").write_text(json.dumps(summary, indent=2, ensure_ascii=False) + "\n")
    print(in_words(summary))
    summary["measured"] = summary["measured"][:12]
    print(json.dumps(summary, indent=2, ensure_ascii=False))
    if summary["not answered 200"] or summary["more queries than over few rows"]:
        raise SystemExit("A page did not answer, or takes more queries the more rows there are.")


def _seeded(url: str, name: str, rows: int, chosen: argparse.Namespace) -> None:
    def scene() -> "list[Copies]":
        from tests.bench import crowd

        return crowd.multiplied(crowd.found(chosen.stores).store, rows)

    kept.seeded(url, name, scene, is_fresh=chosen.fresh)


def _measured(
    url: str, databases: dict[int, str], chosen: argparse.Namespace, postgres: Postgres | None
) -> dict[str, Any]:
    from django.core.management import call_command

    before = os.getloadavg()[1]
    with kept.django_on(url, databases[SMALL]):
        call_command("migrate", verbosity=0)
        with _limits_as_much_smaller(SMALL / chosen.rows):
            few = measure(SMALL, chosen.stores, restart=None, is_small=True)
    with kept.django_on(url, databases[chosen.rows]):
        call_command("migrate", verbosity=0)
        restart = (lambda: _restarted(postgres)) if postgres else None
        found = measure(chosen.rows, chosen.stores, restart=restart, is_small=False)
    loads = (before, os.getloadavg()[1])
    return summed_up(found, few, (chosen.rows, chosen.stores), loads)


@contextmanager
def _limits_as_much_smaller(part: float) -> Iterator[None]:
    """So that lists of few rows go the way of lists of many: see stores/keyset_admin.py.

    The reach less so: a page that finds nothing has no rows to dress, and costs less.
    """
    from stores import keyset_admin

    kept = keyset_admin.FEW, keyset_admin.REACH
    keyset_admin.FEW, keyset_admin.REACH = max(1, round(kept[0] * part)), kept[1] // 5
    yield
    keyset_admin.FEW, keyset_admin.REACH = kept


def _restarted(postgres: Postgres) -> None:
    from django.db import connections

    connections.close_all()
    postgres.stop()
    postgres.start()


if __name__ == "__main__":
    main()
