"""Everything that can be done to the product, often: script/chaos.

    CHAOS_ROUNDS=40 script/chaos [words of rows to do]

A Postgres and a broker of its own, both waiting for the disk, gone afterwards. Ends with 1 if
anything happened that is not promised. Writes results/chaos.json, where the rows that were done
take the place of what they were before; when none is missing, docs/reliability.md too. CHAOS_SEED
repeats a run's choices (at which passing a process dies, when a server does); timing stays the
machine's. Ctrl-C stops it and all that it started, and keeps the rows that were done.
"""

import json
import os
import platform
import sys
import time
import warnings
from collections.abc import Callable
from functools import partial
from pathlib import Path
from random import Random
from typing import Any, Final

import django

from common.embedded import places
from common.embedded.postgres import Postgres
from common.embedded.valkey import Valkey
from tests.chaos import figures
from tests.plugin import SURROUNDINGS

ROOT: Final = Path(__file__).resolve().parents[2]
RESULTS: Final = ROOT / "results/chaos.json"
ROUNDS: Final = int(os.environ.get("CHAOS_ROUNDS", "40"))
TIMES: Final = int(os.environ.get("CHAOS_TIMES", "20"))  # each way of misbehaving
WEBHOOKS: Final = int(os.environ.get("CHAOS_WEBHOOKS", "5000"))
RATE: Final = float(os.environ.get("CHAOS_RATE", "80"))  # webhooks a second at Postgres
ORDERS_RATE: Final = float(os.environ.get("CHAOS_ORDERS_RATE", "4"))  # orders a second, broker
SEED: Final = int(os.environ.get("CHAOS_SEED", "1"))

SUMMED: Final = ("tried", "failed", "lost", "silent", "duplicates", "unknown")

# What is harmed, by which step, and how it is done; a row says the first two.
Name = tuple[str, str]
Harm = tuple[str, str, Callable[[], Any]]


def main() -> None:
    wanted = sys.argv[1:]
    with places.passing() as home:
        postgres = Postgres(Path(home), Path(home) / "s", is_durable=True)
        broker = Valkey(Path(home), Path(home) / "s", is_durable=True)
        rows: list[Any] = []
        names: list[Name] = []
        is_stopped = False
        try:
            postgres.start()
            broker.start()
            _surround(postgres, broker)
            harms = _harms(postgres, broker)
            names += [(what, step) for what, step, _ in harms]
            _do(harms, wanted, rows)
        except KeyboardInterrupt:
            is_stopped = True
            print("Stopped; what was done is kept.", file=sys.stderr)
        finally:
            _leave()
            broker.stop()
            postgres.stop()
            if rows:
                _write(_merged(rows, names))
    violations = [f"{row.what}, {row.step}: {each}" for row in rows for each in row.violations]
    print("\n".join(violations) or f"{sum(row.tried for row in rows)} tried, none failed.")
    sys.exit(1 if violations or is_stopped else 0)


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


def _harms(postgres: Postgres, broker: Valkey) -> list[Harm]:
    from tests.chaos import (
        answering,
        archiving,
        attributing,
        baskets,
        bulk,
        calling_out,
        catching_up,
        counting,
        day_folding,
        forgetting,
        installing,
        judging,
        outages,
        parcelling,
        receiving,
        rudeness,
        ruling,
        sending,
        telling,
        watching,
    )
    from tests.messaging.misbehaving import MODES

    def chance(*words: str) -> Random:
        return Random(f"{SEED} {words}")

    rooms: list[Any] = [
        receiving,
        sending,
        bulk,
        archiving,
        judging,
        attributing,
        counting,
        day_folding,
        forgetting,
        parcelling,
        telling,
        answering,
        calling_out,
        baskets,
        ruling,
        installing,
        watching,
        catching_up,
    ]
    harms: list[Harm] = [
        (what, step, partial(room.shot_at, what, step, ROUNDS, chance(what, step)))
        for room in rooms
        for what, step in room.ALL
    ]
    harms += [
        (rudeness.WHAT, mode.name, partial(rudeness.misbehave, mode, TIMES)) for mode in MODES
    ]
    harm = partial(outages.postgres_killed, postgres, WEBHOOKS, RATE, chance("Postgres"))
    harms.append((*outages.POSTGRES, harm))
    for away in outages.AWAY:
        harm = partial(outages.broker_killed, broker, away=away, rate=ORDERS_RATE)
        harms.append((*outages.broker_name(away), partial(harm, chance=chance(f"broker {away}"))))
    return harms


def _do(harms: list[Harm], wanted: list[str], rows: list[Any]) -> None:
    """Do those that are wanted, and put a row for each at the end of `rows`."""
    from notifyhub.demo.progress import Progress

    for what, step, do in harms:
        name = f"{what}, {step}"
        if wanted and not any(word in name for word in wanted):
            continue
        with Progress("", total=1) as bar:
            bar.name = f"{name:<54}"
            row = do()
            bar.advance(note=f"tried {row.tried}  failed {row.failed}  unknown {row.unknown}")
        rows.append(row)


def _merged(rows: list[Any], names: list[Name]) -> dict[str, Any]:
    """These rows with those of earlier runs that were not done this time, in the order of harms."""
    at = time.strftime("%Y-%m-%d %H:%M")
    earlier = json.loads(RESULTS.read_text())["rows"] if RESULTS.exists() else []
    found = {(row["what"], row["step"]): row for row in earlier}
    found |= {(row.what, row.step): {**row.as_json(), "at": at} for row in rows}
    kept = [found[name] for name in names if name in found]
    return {
        "at": at,
        "machine": f"{platform.system()}, {os.cpu_count()} cores",
        "is_whole": len(kept) == len(names),
        "seed": SEED,
        "seconds": round(sum(row["seconds"] for row in kept), 1),
        **{key: sum(row[key] for row in kept) for key in SUMMED},
        "rows": kept,
    }


def _write(summary: dict[str, Any]) -> None:
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(summary, indent=1, ensure_ascii=False) + "\n")
    if summary["is_whole"]:
        figures.write()
