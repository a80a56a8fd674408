"""Postgres and the broker killed under a stream of orders, web and workers running beside."""

import os
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from random import Random
from statistics import median, quantiles

from django.db import connection
from django.utils import timezone

from common.embedded import places
from common.embedded.postgres import Postgres
from common.embedded.valkey import Valkey
from intake.models import Webhook, WebhookState
from messaging.models import Message
from messaging.states import IN_HAND, State
from stores.models import Store
from stores.scope import store_scope
from tests.chaos import streams
from tests.chaos.rows import Row
from tests.chaos.streams import Stream
from tests.factories.messaging import make_words
from tests.factories.stores import make_store
from tests.journeys import house as journey
from tests.journeys.house import House

BACK_WITHIN = 10.0  # seconds after a kill
ADDED_AT_MOST = 2.0  # seconds that a broker's death may add
KILLS = 5
POSTGRES = ("Postgres under load", "postmaster and children")
AWAY = (1.0, 8.0)  # seconds that the broker stays dead
SETTLED = (State.SENT, State.UNKNOWN, State.FAILED, State.HELD, State.NOT_SENT)


def broker_name(away: float) -> tuple[str, str]:
    return "broker under load", f"back after {away:g} s"


@contextmanager
def running() -> Iterator[House]:
    """Web, a worker of two children, beat and the stand-in, as in production."""
    with places.passing() as home:
        house = House(Path(home))
        try:
            house.start_web()
            house.start_worker(children=2)
            house.start_beat()
            house.start_stand_in()
            house.wait_for_web()
            yield house
        finally:
            house.stop()


def postgres_killed(postgres: Postgres, webhooks: int, rate: float, chance: Random) -> Row:
    """The postmaster and all its children die five times; nothing that was answered is gone."""
    row = Row(*POSTGRES, tried=KILLS)
    with row.timed(), running() as house:
        store = _shop()
        stream = Stream(streams.orders(webhooks, rate=rate), journey.address_of(house, store))
        stream.start()
        back = []
        try:
            for when in _moments(KILLS, webhooks / rate, chance):
                stream.wait_until(when)
                began = time.monotonic()
                _kill(postgres)
                time.sleep(chance.uniform(0.2, 1.5))
                postgres.start()
                stream.next_answer(BACK_WITHIN * 3)
                back.append(round(time.monotonic() - began, 1))
        finally:
            stream.join()
        connection.close()
        _reckon(row, store, stream, is_live=True)
        row.figures |= {
            "webhooks": len(stream.made),
            "acked": len(stream.accepted),
            "refused_meanwhile": stream.tally.answers[503] + stream.tally.answers[0],
            "slowest_return_seconds": max(back),
        }
        row.must(max(back) <= BACK_WITHIN, f"answers came back after {back} s")
    return row


def broker_killed(broker: Valkey, *, away: float, rate: float, chance: Random) -> Row:
    """The broker dies five times, each time for so long; mail leaves, at most two seconds later."""
    row = Row(*broker_name(away), tried=KILLS)
    calm, each = 12.0, away + 8.0
    with row.timed(), running() as house:
        store = _shop()
        count = int((calm + KILLS * each) * rate)
        stream = Stream(streams.orders(count, rate=rate), journey.address_of(house, store))
        stream.start()
        dead: list[tuple[float, float]] = []
        try:
            for number in range(KILLS):
                stream.wait_until(calm + number * each + chance.uniform(0, 2))
                killed_at = time.time()
                _kill_broker(broker)
                time.sleep(away)
                broker.start()
                dead.append((killed_at, time.time()))
        finally:
            stream.join()
        _reckon(row, store, stream, is_live=False)
        _compare(row, store, stream, dead)
    return row


def _shop() -> Store:
    store = make_store(name="Fjell & Garn")
    make_words(store)
    return store


def _moments(count: int, seconds: float, chance: Random) -> list[float]:
    """Spread over the stream, none at its very beginning or end."""
    part = seconds / (count + 1)
    return [part * (number + 1) + chance.uniform(-0.2, 0.2) * part for number in range(count)]


def _kill(postgres: Postgres) -> None:
    """All of it in one moment: each child of the postmaster has a session of its own."""
    assert postgres.child is not None
    pid = postgres.child.pid
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    for victim in (pid, *map(int, children)):
        try:
            os.kill(victim, signal.SIGKILL)
        except ProcessLookupError:
            continue
    postgres.child.wait()


def _kill_broker(broker: Valkey) -> None:
    assert broker.child is not None
    broker.child.kill()
    broker.child.wait()


def _reckon(row: Row, store: Store, stream: Stream, *, is_live: bool) -> None:
    """When all is quiet again: each answered order is there, and its message once, and settled."""
    row.must(stream.tally.unanswered == 0, f"{stream.tally.unanswered} never answered")
    _let_it_settle(store, len(stream.accepted))
    with store_scope(store.pk):
        webhooks = Counter(Webhook.objects.values_list("state", flat=True))
        told = list(Message.objects.values_list("order__shopify_id", "state"))
    times = Counter(order_id for order_id, _ in told)
    row.lost = len(stream.accepted) - sum(webhooks.values())
    row.silent = sum(state not in SETTLED for _, state in told)
    row.silent += webhooks[WebhookState.RECEIVED]
    row.duplicates = sum(count > 1 for count in times.values())
    row.unknown = sum(state == State.UNKNOWN for _, state in told)
    missing = stream.accepted - set(times)
    row.must(row.lost <= 0, f"{row.lost} answered webhooks are gone")
    row.must(not missing, f"{len(missing)} orders were told to nobody")
    row.must(webhooks.keys() <= {WebhookState.DONE}, f"webhooks end as {webhooks}")
    row.must(row.silent == row.duplicates == row.unknown == 0, "silent, twice or unknown")
    row.lost = max(row.lost, len(missing))


def _let_it_settle(store: Store, count: int) -> None:
    """Wait for the work; once nothing moves any more, time passes for what a crash left leased."""

    def standing() -> tuple[int, int]:
        with store_scope(store.pk):
            waiting = Webhook.objects.filter(state=WebhookState.RECEIVED).count()
            return waiting, Message.objects.filter(state__in=SETTLED).count()

    deadline = time.monotonic() + 300
    last, moved_at = standing(), time.monotonic()
    while last != (0, count) and time.monotonic() < deadline:
        time.sleep(0.5)
        now = standing()
        if now != last:
            last, moved_at = now, time.monotonic()
        elif time.monotonic() - moved_at > 12:
            _let_leases_run_out(store)
            moved_at = time.monotonic()


def _let_leases_run_out(store: Store) -> None:
    past = timezone.now() - timedelta(seconds=1)
    with store_scope(store.pk):
        Webhook.objects.filter(state=WebhookState.RECEIVED).update(
            claimed_until=past, run_after=past
        )
        Message.objects.filter(state__in=IN_HAND).update(claimed_until=past)


def _compare(row: Row, store: Store, stream: Stream, dead: list[tuple[float, float]]) -> None:
    """From Shopify's 200 to SENT: of orders that came while the broker was dead, and before."""
    with store_scope(store.pk):
        sent = dict(Message.objects.values_list("order__shopify_id", "sent_at"))
    took = {
        order_id: sent_at.timestamp() - stream.tally.accepted_at[order_id]
        for order_id, sent_at in sent.items()
        if sent_at is not None and order_id in stream.tally.accepted_at
    }
    began = dead[0][0]

    def is_during(at: float) -> bool:
        return any(start <= at <= end for start, end in dead)

    accepted_at = stream.tally.accepted_at
    before = [took[each] for each in took if accepted_at[each] < began - 3]
    during = [took[each] for each in took if is_during(accepted_at[each])]
    row.figures |= _spread("before", before) | _spread("during", during)
    added = row.figures["during_p99_seconds"] - row.figures["before_p99_seconds"]
    row.figures["added_p99_seconds"] = round(added, 2)
    row.figures["orders"] = len(stream.made)
    row.must(added <= ADDED_AT_MOST, f"{added:.1f} s were added")


def _spread(name: str, seconds: list[float]) -> dict[str, float]:
    figures: dict[str, Callable[[list[float]], float]] = {
        "p50": median,
        "p99": lambda values: quantiles(values, n=100)[98],
    }
    return {f"{name}_{what}_seconds": round(of(seconds), 2) for what, of in figures.items()}
