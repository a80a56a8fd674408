"""What it costs that changes of settings are kept: the same writes with the triggers and without.

    script/bench recording          (BENCH_ROUNDS=7, BENCH_WRITES=200)

A Postgres of its own that waits for the disk. Each round does the same writes twice, with the
triggers of Note [Changes] and with them switched off, in turns; ratios of medians. Tables that each
order writes have no such trigger, which is looked at and not measured. Writes
results/recording.json. No goal: a figure to know it by (docs/privacy.md).
"""

import contextlib
import json
import os
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from common.embedded import places
from common.embedded.postgres import Postgres
from tests.plugin import SURROUNDINGS

ROOT: Final = Path(__file__).resolve().parents[2]
ROUNDS: Final = int(os.environ.get("BENCH_ROUNDS", "7"))
WRITES: Final = int(os.environ.get("BENCH_WRITES", "200"))  # of one kind, in one round
ROWS: Final = 1_000  # of one statement
HOT: Final = (
    *("messaging_message", "messaging_attempt", "orders_order", "orders_activity"),
    *("intake_webhook", "tracking_event", "shipping_parcel"),
)
Write = Callable[[], object]


def main() -> None:
    with places.passing() as home:
        postgres = Postgres(Path(home), Path(home) / "s", is_durable=True)
        try:
            postgres.start()
            summary = _on_server(postgres.url)
        finally:
            postgres.stop()
    results = ROOT / "results"
    results.mkdir(exist_ok=True)
    (results / "recording.json").write_text(json.dumps(summary, indent=1) + "\n")
    print(json.dumps(summary, indent=1))


def _on_server(url: str) -> dict[str, Any]:
    os.environ |= {
        **SURROUNDINGS,
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "notifyhub.settings",
        "LOG_LEVEL": "CRITICAL",
    }
    import django

    django.setup()
    from django.db import connections

    from tests.bench import tables

    print("Making the tables …", flush=True)
    tables.make()
    try:
        return _measure()
    finally:
        connections.close_all()


def _measure() -> dict[str, Any]:
    from stores.scope import store_scope
    from tests.factories.stores import make_store

    store = make_store()
    with store_scope(store.pk):
        writes = _writes(store)
        times: dict[str, dict[bool, list[float]]] = {name: {True: [], False: []} for name in writes}
        for number in range(ROUNDS):
            for is_kept in (True, False) if number % 2 else (False, True):
                _switch(is_kept=is_kept)
                for name, (count, write) in writes.items():
                    times[name][is_kept].append(_one(count, write, is_kept=is_kept))
            print(f"round {number + 1} of {ROUNDS}", flush=True)
        hot = _hot_tables_with_triggers()
    return {
        "at": time.strftime("%Y-%m-%d %H:%M"),
        "cores": os.cpu_count(),
        "load": round(os.getloadavg()[0], 1),
        "rounds": ROUNDS,
        "writes": {name: _told(found) for name, found in times.items()},
        "hot_tables_with_triggers": hot,
    }


def _writes(store: Any) -> dict[str, tuple[int, Write]]:
    """How often in a round, and what: each committed by itself, hence waiting for the disk."""
    from django.utils import timezone

    from messaging.models import DeliveryMode
    from shipping.models import CalendarDay
    from stores.models import Store

    _make_rows(store)
    modes, stores = DeliveryMode.objects.filter(store=store), Store.objects.filter(pk=store.pk)
    days = CalendarDay.objects.filter(store=store)
    return {
        "a narrow row": (WRITES, lambda: modes.update(actor=_news())),
        "a wide row": (WRITES, lambda: stores.update(name=_news())),
        "a column that is not kept": (WRITES, lambda: stores.update(changed_at=timezone.now())),
        f"{WRITES} narrow rows, one by one in a transaction": (3, lambda: _together(modes)),
        f"{ROWS} rows by one statement": (3, lambda: days.update(note=_news())),
    }


def _make_rows(store: Any) -> None:
    from datetime import date, timedelta
    from datetime import time as time_of_day

    from django.utils import timezone

    from messaging.models import DeliveryMode
    from shipping.models import Calendar, CalendarDay

    DeliveryMode.objects.create(store=store, kind="DELIVERED", changed_at=timezone.now())
    calendar = Calendar.objects.create(store=store, name="Here", cutoff=time_of_day(12))
    days = [date(2026, 1, 1) + timedelta(days=number) for number in range(ROWS)]
    CalendarDay.objects.bulk_create(
        CalendarDay(store=store, calendar=calendar, first=day, last=day) for day in days
    )


def _together(rows: Any) -> None:
    """Without the disk's share, which hides all else."""
    from django.db import transaction

    with transaction.atomic():
        for _turn in range(WRITES):
            rows.update(actor=_news())


def _news() -> str:
    return f"{time.monotonic_ns()}"


def _one(count: int, write: Write, *, is_kept: bool) -> float:
    """Milliseconds of one write, over so many; who it was is told where it is kept."""
    from stores import doing

    told = doing.nobody(door="job", through="bench") if is_kept else contextlib.nullcontext()
    with told:
        write()  # what is planned and cached once is not counted
        began = time.perf_counter()
        for _turn in range(count):
            write()
        return (time.perf_counter() - began) / count * 1000


def _switch(*, is_kept: bool) -> None:
    from django.db import connection

    deed = "ENABLE" if is_kept else "DISABLE"
    with connection.as_owner(), connection.cursor() as cursor:  # type: ignore[attr-defined]  # ours: common/db/base.py
        for table in ("messaging_deliverymode", "stores_store", "shipping_calendarday"):
            for name in ("recorded", "recorded_update"):
                cursor.execute(f'ALTER TABLE "{table}" {deed} TRIGGER {name}')


def _hot_tables_with_triggers() -> list[str]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text FROM pg_trigger "
            "WHERE tgname LIKE 'recorded%%' AND tgrelid::regclass::text = ANY (%s)",
            [list(HOT)],
        )
        return [name for (name,) in cursor.fetchall()]


def _told(found: dict[bool, list[float]]) -> dict[str, float]:
    ratios = [kept / plain for kept, plain in zip(found[True], found[False], strict=True)]
    return {
        "ms_without": round(statistics.median(found[False]), 3),
        "ms_with": round(statistics.median(found[True]), 3),
        "ratio": round(statistics.median(ratios), 2),
    }


if __name__ == "__main__":
    main()
