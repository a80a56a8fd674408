"""From a new order's webhook to its mail's being handed over, while 50 orders a second come.

    script/bench latency

The whole house runs: web server, broker, workers, beat, as script/server starts them, on a Postgres
that waits for the disk; each order is a signed webhook of its own, is recorded, planned, composed
and sent by SMTP to a server that keeps nothing. An open loop: the orders come whether or not
anything is ready for them. `whole` is read from the rows, each stage from what /metrics shows
(interpolated within a bucket). It begins when the request was read, before the commit that was
promised as its begin. Writes results/latency.json. The goal: p50 ≤ 0.5 s, p99 ≤ 2 s.
"""

import os
import time
from typing import Any, Final

from tests.bench import house, outcome
from tests.bench.outcome import Goal

RATE: Final = float(os.environ.get("BENCH_RATE", "50"))
SECONDS: Final = float(os.environ.get("BENCH_SECONDS", "60"))
WARM: Final = 3.0  # seconds before it counts: imports, connections, plans
PATIENCE: Final = 60.0


def main() -> None:
    with house.prepared() as ready:
        from tests.bench.senders import world

        store = world.make_shop(1, port=ready.receiver.port)
        with house.running(ready) as port:
            house.orders_come(port, store, rate=RATE, seconds=WARM)
            wait_until_sent(store, int(RATE * WARM))
            forget(store)
            load = os.getloadavg()[0]
            heard = house.orders_come(port, store, rate=RATE, seconds=SECONDS)
            wait_until_sent(store, int(RATE * SECONDS))
            time.sleep(7)  # until every process has added what it counted
            stages = stages_shown()
        whole = whole_of(store)
    measured = {
        "orders a second": RATE,
        "seconds": SECONDS,
        "webhooks": heard,
        "mails handed over": len(whole),
        "whole": {f"p{share}": _p(whole, share) for share in (50, 95, 99, 100)},
        "stages": stages,
        "load of the machine before": round(load, 1),
    }
    beside = f"{RATE:g} orders a second for {SECONDS:g} s, all processes on one machine"
    goals = [
        Goal("received to handed over, p50", 0.5, _p(whole, 50), "s", beside, is_at_most=True),
        Goal("received to handed over, p99", 2.0, _p(whole, 99), "s", beside, is_at_most=True),
    ]
    print(outcome.keep("latency", measured, goals).read_text())


def _p(values: list[float], share: int) -> float:
    return round(house.percentile(values, share / 100), 3)


def wait_until_sent(store: Any, count: int) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if len(whole_of(store)) >= count:
            return
        time.sleep(0.5)
    raise SystemExit(f"Only {len(whole_of(store))} of {count} mails were sent.")


def forget(store: Any) -> None:
    """What came before it counts."""
    from messaging.models import Message, StageFigure
    from stores.scope import store_scope

    time.sleep(6)  # let every process add what it counted so far
    StageFigure.objects.all().delete()
    with store_scope(store.pk):
        Message.objects.all().delete()


def whole_of(store: Any) -> list[float]:
    """Seconds from when each order was heard of to when its mail was handed over."""
    from messaging.models import Message
    from stores.scope import store_scope

    with store_scope(store.pk):
        rows = Message.objects.filter(sent_at__isnull=False, heard_at__isnull=False)
        times = rows.values_list("heard_at", "sent_at")
        return [(end - begin).total_seconds() for begin, end in times if begin and end]


def stages_shown() -> dict[str, dict[str, float]]:
    """Of each stage, how many there were and their quantiles, as a reader of /metrics sees them."""
    from messaging.stages import BOUNDS, counted

    found = {}
    for stage, buckets in counted().items():
        counts = [count for count, _ in buckets]
        found[stage] = {
            "count": sum(counts),
            "mean_s": round(sum(took for _, took in buckets) / max(sum(counts), 1), 4),
            "p50_s": quantile(counts, BOUNDS, 0.5),
            "p99_s": quantile(counts, BOUNDS, 0.99),
        }
    return found


def quantile(counts: list[int], bounds: tuple[float, ...], share: float) -> float:
    """As Prometheus's histogram_quantile: evenly within the bucket; beyond all, the last bound."""
    rank, before = share * sum(counts), 0
    for place, count in enumerate(counts[: len(bounds)]):
        if count and before + count >= rank:
            low = bounds[place - 1] if place else 0.0
            return round(low + (bounds[place] - low) * (rank - before) / count, 4)
        before += count
    return bounds[-1]


if __name__ == "__main__":
    main()
