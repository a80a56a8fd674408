"""500 signed webhooks a second for a minute while mails are being sent: how long Shopify waits.

    script/bench together

The whole house runs on this one machine, as script/server starts it, on a Postgres that waits for
the disk: the webhooks are new orders, which the workers record while they also send what is planned
of them, beside BENCH_MAILS mails that wait from the beginning. An open loop: a request counts from
the moment at which it was due (no coordinated omission), and every one is answered 200 and stored.
What the workers have not handled when the minute is over waits in its row.
Writes results/together.json. The goal: p99 ≤ 200 ms.
"""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any, Final

from django.utils import timezone

from tests.bench import house, outcome
from tests.bench.outcome import Goal
from tests.bench.senders.control import Receiver

RATE: Final = float(os.environ.get("BENCH_RATE", "500"))
SECONDS: Final = float(os.environ.get("BENCH_SECONDS", "60"))
MAILS: Final = int(os.environ.get("BENCH_MAILS", "10000"))
GOAL: Final = 200.0  # ms


def main() -> None:
    with house.prepared() as ready:
        from tests.bench.senders import world

        store = world.make_shop(MAILS, port=ready.receiver.port)
        world.plan_anew(store, MAILS)
        put_off(store, until=timezone.now() + timedelta(hours=1))
        with house.running(ready) as port:
            house.orders_come(port, store, rate=20, seconds=3)  # warm: imports, connections, plans
            put_off(store, until=timezone.now())
            kept_before = kept_count(store)
            ready.receiver.reset()
            load = os.getloadavg()[0]
            with counting(ready.receiver) as mails:
                heard = house.orders_come(port, store, rate=RATE, seconds=SECONDS)
            kept = kept_count(store) - kept_before
    measured = {
        "webhooks a second": RATE,
        "seconds": SECONDS,
        "webhooks": heard,
        "kept": kept,
        "answered equals kept": heard["statuses"] == {"200": kept},
        "mails handed over meanwhile": sum(mails),
        "mails in each second": mails,
        "seconds without a mail": mails.count(0),
        "load of the machine before": round(load, 1),
    }
    beside = (
        f"{RATE:g} a second for {SECONDS:g} s, {sum(mails):,} mails sent meanwhile, one machine"
    )
    answered = 100.0 * heard["statuses"].get("200", 0) / (RATE * SECONDS)
    goals = [
        Goal("a webhook's answer, p99", GOAL, heard["p99_ms"], "ms", beside, is_at_most=True),
        Goal("webhooks answered 200", 100.0, answered, "%", beside),
    ]
    print(outcome.keep("together", measured, goals).read_text())
    if heard["statuses"] != {"200": kept}:
        raise SystemExit("What was answered and what is kept differ.")


def put_off(store: Any, *, until: datetime) -> None:
    """Let the mails that wait go then."""
    from messaging.models import Message
    from stores.scope import store_scope

    with store_scope(store.pk):
        Message.objects.filter(state="PLANNED").update(run_after=until)


def kept_count(store: Any) -> int:
    from intake.models import Webhook
    from stores.scope import store_scope

    with store_scope(store.pk):
        return Webhook.objects.count()


@contextmanager
def counting(receiver: Receiver) -> Iterator[list[int]]:
    """The mails that come in each second until it is left."""
    mails: list[int] = []
    is_over = threading.Event()

    def count() -> None:
        before = 0
        while not is_over.wait(1.0):
            came, _ = receiver.taken()
            mails.append(came - before)
            before = came

    thread = threading.Thread(target=count, daemon=True)
    thread.start()
    try:
        yield mails
    finally:
        is_over.set()
        thread.join(10)


if __name__ == "__main__":
    main()
