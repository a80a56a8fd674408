"""Events read from the feed and posted to another program, shot at each step on the way."""

from datetime import timedelta
from random import Random

from django.utils import timezone

from orders.models import Order
from orders.services import record_activity
from outbound import claiming, feeding, reading, replaying
from outbound.models import Delivery, DeliveryState, Endpoint, Replay
from outbound.posting import Posting
from stores.scope import every_store
from tests.analytics.feeds import wait_for_the_feed
from tests.chaos import shots
from tests.chaos.deeds import Say
from tests.chaos.rows import Row
from tests.chaos.shots import Shot
from tests.factories.orders import make_order
from tests.factories.outbound import make_endpoint
from tests.factories.stores import make_store
from tests.outbound.receiver import Receiver, receiver

READING, REPLAYING = "reading events for webhooks", "replaying events"
CALLING = "posting webhooks"
ALL = [
    (READING, "outbound.read"),
    (REPLAYING, "outbound.replayed"),
    (CALLING, "outbound.claimed"),
    (CALLING, "outbound.answered"),
    (CALLING, "outbound.recorded"),
]
ORDERS = 6
STEPS = ("ORDER_PLACED", "ORDER_PAID", "ORDER_CLOSED")
EVENTS = ORDERS * len(STEPS)
TYPES = ["order.placed", "order.paid", "order.closed"]
READ = 4  # rows of one batch
# How often the step is passed at least, so that each death comes to pass.
PASSES = {"outbound.read": 5, "outbound.replayed": 5, "outbound.claimed": 4}


def shot_at(way: str, step: str, kills: int, chance: Random) -> Row:
    """So many processes die at a step of this way."""
    # Calls may be under way when their worker dies, those of one endpoint.
    row = Row(way, step, tried=kills, window=claiming.AT_ONCE if way == CALLING else 0)
    with row.timed():
        for _kill in range(kills):
            with receiver() as there:
                _shoot(row, chance, there)
    row.must(row.lost == row.silent == 0, f"{row.lost} lost, {row.silent} unfinished")
    return row


def call_out(say: Say) -> None:
    """Read what is new, in small batches, and post what is due."""
    feeding.BATCH = READ  # type: ignore[misc]  # smaller, so that few rows make many batches
    with every_store(because="a test's worker"):
        while reading.read_all(clock=timezone.now, seconds=30.0):
            pass
        Posting(clock=timezone.now).run(seconds=30.0)


def _shoot(row: Row, chance: Random, there: Receiver) -> None:
    endpoint, orders = _scene(there)
    if row.step == "outbound.replayed":
        shots.finish(Shot(call_out))
        there.calls.clear()
        _ask_for_replay(endpoint)
    nth = chance.randint(1, PASSES.get(row.step, EVENTS))
    (end,) = shots.fire([Shot(call_out, f"{row.step}:{nth}")])
    row.must(end.is_killed, "not killed")
    _end_leases(endpoint)
    shots.finish(Shot(call_out))
    _count(row, endpoint, orders, there)


def _scene(there: Receiver) -> tuple[Endpoint, list[Order]]:
    """Orders of which everything was told before anybody reads."""
    store = make_store()
    endpoint = make_endpoint(store, there.url)
    orders = [make_order(store) for _ in range(ORDERS)]
    with every_store(because="a test tells"):
        for step in STEPS[1:]:
            for order in orders:
                record_activity(
                    store_id=store.pk,
                    order_id=order.pk,
                    kind=step,  # type: ignore[arg-type]  # its value
                    at=timezone.now(),
                    key=f"order:{order.shopify_id}:{step.lower()}",
                    data={},
                )
    wait_for_the_feed()
    return endpoint, orders


def _ask_for_replay(endpoint: Endpoint) -> None:
    with every_store(because="a test asks"):
        now = timezone.now()
        replaying.replay(endpoint=endpoint, start=now - timedelta(hours=1), actor="a test", now=now)


def _end_leases(endpoint: Endpoint) -> None:
    with every_store(because="a test lets time pass"):
        claimed = Delivery.objects.filter(endpoint=endpoint, state=DeliveryState.CLAIMED)
        claimed.update(claimed_until=timezone.now() - timedelta(seconds=1))


def _count(row: Row, endpoint: Endpoint, orders: list[Order], there: Receiver) -> None:
    heard = there.by_order()
    row.lost += EVENTS - sum(map(len, heard.values()))
    again = sum(there.repeated().values())
    row.duplicates += again
    row.most_in_doubt = max(row.most_in_doubt, again)
    row.must(again <= row.window, f"{again} told twice by one death")
    for order in orders:
        first_times = list(dict.fromkeys(there.types_of(order.public_id)))
        row.must(first_times == TYPES, f"order {order.pk} out of order")
    times = 2 if row.step == "outbound.replayed" else 1
    with every_store(because="a test counts"):
        rows = Delivery.objects.filter(endpoint=endpoint)
        row.must(rows.count() == EVENTS * times, f"{rows.count()} deliveries")
        ids = set(rows.values_list("event_id", flat=True))
        row.must(len(ids) == EVENTS, f"{len(ids)} events")
        row.silent += rows.exclude(state=DeliveryState.DELIVERED).count()
        row.silent += Replay.objects.filter(endpoint=endpoint, state="RUNNING").count()
