"""Milliseconds and queries of the API over five million messages, beside a plain ModelViewSet.

    script/bench api [--messages 5000000] [--stores 50] [--fresh] [--rounds 5]

Seeds a database of its own once (.local/bench; later runs use it again) and one of 50,000 messages.
Lists and details of orders and messages: the first page, page 1,000, by store and by state. Each
question goes to both in turn, in one process, so that a busy machine slows both alike; then over
HTTP, one granian worker each, one and sixteen at once. Ratios of medians, round by round. The peer
is tests/bench/plain_api.py; both answer the same, field by field. Ours asks a Valkey for each
request's limit and is bound by row-level security; the peer by neither. Writes results/api.json.
The goal: over HTTP at least twice as many answers a second as the peer that pages by cursor, with
as many round trips to the database over five million messages as over 50,000.
"""

import argparse
import os
import statistics
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import psycopg

from common.embedded import valkey
from common.embedded.postgres import Postgres
from tests.bench import api_http, api_plans, api_table, kept, outcome
from tests.bench.api_cases import (
    CAREFUL,
    CURSOR,
    NUMBER,
    OURS,
    Case,
    ask,
    cases,
    same_answers,
    statements,
)

ROOT: Final = Path(__file__).resolve().parents[2]
HOME: Final = ROOT / ".local" / "bench"
GOAL: Final = 2.0
SMALL: Final = 50_000
DEEP_OF_FEW: Final = 100  # there are no thousand pages of them
EACH: Final = 100  # requests of a round and contestant
MOST_MS: Final = 1_500  # of a round, for one that counts millions
# What a decent engineer would add for lists that no store leads.
INDEXES: Final = (
    "CREATE INDEX IF NOT EXISTS plain_orders ON orders_order (placed_at DESC)",
    "CREATE INDEX IF NOT EXISTS plain_messages ON messaging_message (planned_at DESC)",
)


def measure(rounds: int, *, deep: int, is_small: bool) -> dict[str, Any]:
    """Every question to everybody, in this process. The small one is asked for its statements."""
    from django.db import connections

    from notifyhub.wsgi import application as ours
    from tests.bench.plain_api import PLAIN
    from tests.bench.plain_api import application as plain

    connections.databases[PLAIN]["NAME"] = connections["default"].settings_dict["NAME"]
    connections[PLAIN].close()
    applications = {OURS: ours, CURSOR: plain, CAREFUL: plain, NUMBER: plain}
    with key_of_the_agency() as key:
        asked = cases(ours, plain, key, deep)
        same_answers(ours, plain, key, asked)
        found: dict[str, dict[str, Any]] = {
            case.name: {
                "statements": {
                    who: _statements(applications[who], case, who, key) for who in case.addresses
                }
            }
            for case in asked
        }
        if is_small:
            return found
        for case in asked:
            found[case.name] |= _timed(applications, case, key, rounds)
            found[case.name]["plans"] = api_plans.of(ours, case.addresses[OURS][0], key)
            print(f"{case.name:44} {_in_short(found[case.name])}", flush=True)
        return {"in process": found, "over HTTP": api_http.measure(asked, key, rounds)}


@contextmanager
def key_of_the_agency(*more: str) -> Iterator[str]:
    """A key to all its stores, for as long as this runs; `more` names what else it may do."""
    from django.utils import timezone

    from stores import services
    from stores.access import actor_of_member
    from stores.data import KeyGrant
    from stores.roles import Verb
    from tests.bench import crowd

    now = timezone.now()
    owner = actor_of_member(crowd.found_again().owner.user)
    if owner is None:
        raise SystemExit("The database holds no agency: seed it anew with --fresh.")
    with owner.scope():
        verbs = {Verb.VIEW_ORDERS, Verb.VIEW_MESSAGES, *map(Verb, more)}
        grant = KeyGrant("bench", frozenset(verbs), None)
        key, text = services.create_key(grant=grant, actor=owner, now=now)
    try:
        yield text
    finally:
        with owner.scope():
            services.revoke_key(key=key, now=now)


def _statements(application: Any, case: Case, who: str, key: str) -> int:
    """How many a request takes once all that is kept is there."""
    for address in (case.addresses[who] * 2)[:2]:
        ask(application, address, key)
    with statements() as sent:
        ask(application, case.addresses[who][0], key)
    return len(sent)


def _timed(applications: dict[str, Any], case: Case, key: str, rounds: int) -> dict[str, Any]:
    of_round: list[dict[str, list[float]]] = []
    together = [who for who in case.addresses if who != NUMBER]
    for _ in range(rounds):
        took: dict[str, list[float]] = {who: [] for who in case.addresses}

        def one(who: str, number: int, took: dict[str, list[float]] = took) -> None:
            addresses = case.addresses[who]
            asked = ask(applications[who], addresses[number % len(addresses)], key)
            if asked.status != 200:
                raise SystemExit(f"{case.name}, {who}: {asked.status} {asked.body[:300]!r}")
            took[who].append(asked.seconds * 1_000)

        for number in range(EACH):
            for place in range(len(together)):  # each follows each other in turn
                one(together[(number + place) % len(together)], number)
        # By itself: it reads millions of rows, and leaves no memory warm for who comes next.
        while NUMBER in case.addresses and sum(took[NUMBER]) < MOST_MS:
            one(NUMBER, 0)
        of_round.append(took)
    return summed_up(of_round)


def summed_up(of_round: list[dict[str, list[float]]]) -> dict[str, Any]:
    """Medians, 99 of 100, and how often ours fits into the others: the median of the rounds."""
    everybody = of_round[0]
    all_of = {who: [ms for took in of_round for ms in took[who]] for who in everybody}
    ratios = {
        who: [statistics.median(it[who]) / statistics.median(it[OURS]) for it in of_round]
        for who in everybody
        if who != OURS
    }
    return {
        "p50_ms": {who: round(statistics.median(ms), 2) for who, ms in all_of.items()},
        "p99_ms": {who: round(_of_hundred(ms, 99), 2) for who, ms in all_of.items()},
        "requests": {who: len(ms) for who, ms in all_of.items()},
        "ratio": {who: round(statistics.median(it), 2) for who, it in ratios.items()},
        "ratio of each round": {who: [round(one, 2) for one in it] for who, it in ratios.items()},
    }


def _of_hundred(ms: list[float], place: int) -> float:
    return statistics.quantiles(ms, n=100, method="inclusive")[place - 1] if ms[1:] else ms[0]


def _in_short(found: dict[str, Any]) -> str:
    return (
        f"{found['p50_ms'][OURS]:7.2f} ms, {found['statements'][OURS]} statements;"
        f" peer {found['p50_ms'][CURSOR]:7.2f} ms: {found['ratio'][CURSOR]} ×"
    )


def main() -> None:
    wanted = argparse.ArgumentParser(description=__doc__)
    wanted.add_argument("--messages", type=int, default=5_000_000)
    wanted.add_argument("--stores", type=int, default=50)
    wanted.add_argument("--rounds", type=int, default=5)
    wanted.add_argument("--fresh", action="store_true", help="seed anew")
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
    if chosen.messages >= 5_000_000 or not outcome.is_own():
        outcome.keep("api", summary, goals(summary))
    if chosen.messages >= 5_000_000 and outcome.is_own():
        api_table.write()
    print(api_table.table(summary))


def goals(summary: dict[str, Any]) -> list[outcome.Goal]:
    """The worst of what is asked: every question has to keep the promise."""
    over = f"ModelViewSet by cursor, {summary['messages']:,} messages"
    slowest = min(summary["over HTTP"].items(), key=lambda each: each[1]["ratio"])
    return [
        outcome.Goal(f"the API over HTTP, at worst ({slowest[0]})", GOAL, slowest[1]["ratio"],
                     "×", beside=over),
    ]  # fmt: skip


def measured(url: str, broker: str, chosen: argparse.Namespace) -> dict[str, Any]:
    before = os.getloadavg()[1]
    names = {count: f"api_{count}_{chosen.stores}" for count in (SMALL, chosen.messages)}
    for count, name in names.items():
        kept.seeded(url, name, _scene(chosen.stores, count), is_fresh=chosen.fresh)
        with psycopg.connect(kept.address(url, name), autocommit=True) as session:
            for index in INDEXES:
                session.execute(index)
    from django.core.management import call_command

    with kept.django_on(url, names[SMALL], broker):
        call_command("migrate", verbosity=0)
        few = measure(1, deep=DEEP_OF_FEW, is_small=True)
    with kept.django_on(url, names[chosen.messages], broker):
        call_command("migrate", verbosity=0)
        found = measure(chosen.rounds, deep=min(1_000, chosen.messages // 1_000), is_small=False)
    return {
        "messages": chosen.messages,
        "orders": chosen.messages // 2,
        "stores": chosen.stores,
        "goal": GOAL,
        "processors": os.cpu_count(),
        "load of the machine": {"before": before, "after": os.getloadavg()[1]},
        "rounds": chosen.rounds,
        "statements over few messages": {
            name.replace(f"page {DEEP_OF_FEW}", "page 1,000"): it["statements"][OURS]
            for name, it in few.items()
        },
        **found,
    }


def _scene(stores: int, messages: int) -> Any:
    def rows() -> Any:
        from tests.bench import api_world

        return api_world.multiplied(stores, messages)

    return rows


if __name__ == "__main__":
    main()
