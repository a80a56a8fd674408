"""Everything that can be done to the product, often: script/chaos.

    CHAOS_ROUNDS=40 script/chaos [words of rows to do]

A Postgres and a broker of its own, both waiting for the disk, gone afterwards. Writes
results/chaos.json and ends with 1 if anything happened that is not promised. CHAOS_SEED repeats a
run's choices (at which passing a process dies, when a server does); timing stays the machine's.
Ctrl-C stops it and all that it started, and keeps the rows that were done.
"""

import json
import os
import platform
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from random import Random
from typing import Any, Final

import django

from common.embedded import places
from common.embedded.postgres import Postgres
from common.embedded.valkey import Valkey
from tests.plugin import SURROUNDINGS

ROOT: Final = Path(__file__).resolve().parents[2]
RESULTS: Final = ROOT / "results/chaos.json"
ROUNDS: Final = int(os.environ.get("CHAOS_ROUNDS", "40"))
TIMES: Final = int(os.environ.get("CHAOS_TIMES", "20"))  # each way of misbehaving
WEBHOOKS: Final = int(os.environ.get("CHAOS_WEBHOOKS", "5000"))
RATE: Final = float(os.environ.get("CHAOS_RATE", "80"))  # webhooks a second at Postgres
ORDERS_RATE: Final = float(os.environ.get("CHAOS_ORDERS_RATE", "4"))  # orders a second, broker
SEED: Final = int(os.environ.get("CHAOS_SEED", "1"))

# What it is called, and how it is done.
Harm = tuple[str, Callable[[], Any]]


def main() -> None:
    wanted = sys.argv[1:]
    with places.passing() as home:
        postgres = Postgres(Path(home), Path(home) / "s", is_durable=True)
        broker = Valkey(Path(home), Path(home) / "s", is_durable=True)
        rows: list[Any] = []
        is_whole = False
        try:
            postgres.start()
            broker.start()
            _surround(postgres, broker)
            _do(_harms(postgres, broker), wanted, rows)
            is_whole = True
        except KeyboardInterrupt:
            print("Stopped; what was done is kept.", file=sys.stderr)
        finally:
            _leave()
            broker.stop()
            postgres.stop()
            summary = _summed_up(rows, is_whole=is_whole and not wanted)
            _write(summary)
    violations = [f"{row.what}, {row.step}: {each}" for row in rows for each in row.violations]
    print("\n".join(violations) or f"{summary['tried']} tried, none failed.")
    sys.exit(1 if violations or not is_whole else 0)


def _surround(postgres: Postgres, broker: Valkey) -> None:
    os.environ |= {
        **SURROUNDINGS,
        "DATABASE_URL": postgres.url,
        "BROKER_URL": broker.url,
        "DJANGO_SETTINGS_MODULE": "notifyhub.settings",
        "LOG_LEVEL": "CRITICAL",
        "NOTIFYHUB_UNKNOWN_WAIT_SECONDS": "600",
    }
    warnings.filterwarnings("ignore", "Requiring AUTH while not requiring TLS")
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


def _leave() -> None:
    from django.db import connections

    connections.close_all()


def _harms(postgres: Postgres, broker: Valkey) -> Iterator[Harm]:
    from tests.chaos import bulk, outages, receiving, rudeness, sending
    from tests.messaging.misbehaving import MODES

    def chance(*words: str) -> Random:
        return Random(f"{SEED} {words}")

    for room in (receiving, sending):
        for way, step in room.ALL:
            yield f"{way} {step}", partial(room.shot_at, way, step, ROUNDS, chance(way, step))
    for step in bulk.ALL:
        yield step, partial(bulk.shot_at, step, ROUNDS, chance(step))
    for mode in MODES:
        yield f"mail servers {mode.name}", partial(rudeness.misbehave, mode, TIMES)
    harm = partial(outages.postgres_killed, postgres, WEBHOOKS, RATE, chance("Postgres"))
    yield "Postgres", harm
    for away in (1.0, 8.0):
        harm = partial(outages.broker_killed, broker, away=away, rate=ORDERS_RATE)
        yield f"broker {away:g}", partial(harm, chance=chance("broker", str(away)))


def _do(harms: Iterator[Harm], wanted: list[str], rows: list[Any]) -> None:
    """Do those that are wanted, and put a row for each at the end of `rows`."""
    from notifyhub.demo.progress import Progress

    for name, do in harms:
        if wanted and not any(word in name for word in wanted):
            continue
        with Progress("", total=1) as bar:
            bar.name = f"{name:<48}"
            row = do()
            bar.advance(note=f"tried {row.tried}  failed {row.failed}  unknown {row.unknown}")
        rows.append(row)


def _summed_up(rows: list[Any], *, is_whole: bool) -> dict[str, Any]:
    keys = ("tried", "failed", "lost", "silent", "duplicates", "unknown")
    return {
        "at": time.strftime("%Y-%m-%d %H:%M"),
        "machine": f"{platform.system()}, {os.cpu_count()} cores",
        "load_before": round(os.getloadavg()[2], 1),
        "is_whole": is_whole,
        "seed": SEED,
        "rounds": ROUNDS,
        "seconds": round(sum(row.seconds for row in rows), 1),
        **{key: sum(getattr(row, key) for row in rows) for key in keys},
        "rows": [row.as_json() for row in rows],
    }


def _write(summary: dict[str, Any]) -> None:
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(summary, indent=1, ensure_ascii=False) + "\n")
