"""What dies while orders come in and mails leave: a host, and the broker. Nothing is lost.

Counted by what the mail server saw: each order that was answered 200, and each mail that was
planned, must have come; what came twice is shown as doubt by the product's own rows.
"""

import time
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.db.models import Q

from common.embedded import rabbit
from messaging.models import Message
from messaging.states import IN_HAND, State
from notifyhub.demo.posting import Address
from stores.models import Store
from stores.scope import every_store, store_scope
from tests.bench.hosts.servers import WEB_PORT, Staff
from tests.bench.hosts.speeds import Scene, ring, set_host
from tests.bench.senders import world
from tests.bench.senders.control import started
from tests.chaos import streams
from tests.chaos.streams import Stream
from tests.factories.messaging import make_sender, make_words
from tests.factories.stores import WEBHOOK_SECRET, make_store

if TYPE_CHECKING:
    from collections.abc import Iterator

RATE: Final = 6.0  # orders a second
STREAM_SECONDS: Final = 20.0
KILLED_AFTER: Final = 6.0
BROKER_AWAY: Final = 5.0
PATIENCE: Final = 150.0

Figures = dict[str, Any]


@dataclass
class Expected:
    """How many mails each address is to get."""

    counts: Counter[str]

    def missing(self, came: Counter[str]) -> int:
        return sum((self.counts - came).values())

    def twice(self, came: Counter[str]) -> int:
        return sum((came - self.counts).values())


def broker_killed(scene: Scene) -> Figures:
    """The broker dies under a stream of orders and comes back; the stand-in is there meanwhile."""
    scene.here.forget_mails()
    shop = _shop(scene)
    with _control(scene, has_stand_in=True), _front(scene) as port:
        stream = _streamed(shop, port)
        stream.wait_until(KILLED_AFTER)
        scene.broker.kill()
        time.sleep(BROKER_AWAY)
        scene.broker.start()
        stream.join()
        expected = Expected(_of_stream(shop, stream))
        took = _wait(scene, expected)
    return _reckoned(scene, expected, [shop], stream) | {"last_mail_after_seconds": took}


def host_killed(scene: Scene) -> Figures:
    """A host's plug is pulled while it sends and takes webhooks; the others take over."""
    from tests.bench.scale import LEASE, MAILS

    victim, count = scene.working[1], MAILS * len(scene.working)
    shop, planned = _shop(scene), scene.orders_shop
    world.plan_anew(planned, count)
    scene.here.forget_mails()
    with _control(scene, has_stand_in=False), _front(scene) as port:
        stream = _streamed(shop, port)
        ring(scene, len(scene.working))
        while len(scene.here.mails()) < count // 4:
            time.sleep(0.02)
        victim.host.die()
        killed = time.monotonic()
        held = _in_hand()
        taken_over = _taken_over(held, killed)
        stream.join()
        expected = Expected(_of_stream(shop, stream) + _planned(planned))
        took = _wait(scene, expected)
    figures = _reckoned(scene, expected, [shop, planned], stream)
    return figures | {
        "in_hand_at_death": len(held),
        "lease_seconds": LEASE,
        "taken_over_after_seconds": taken_over,
        "last_mail_after_seconds": took,
    }


def _shop(scene: Scene) -> Store:
    shop = make_store(name="Fjell & Garn", webhook_secret=WEBHOOK_SECRET)
    make_words(shop)
    make_sender(shop, port=scene.here.port)
    set_host(shop, scene.here.mail_host)
    return shop


@contextmanager
def _control(scene: Scene, *, has_stand_in: bool) -> "Iterator[None]":
    """Beat, and the stand-in, on a host of their own."""
    here = scene.here
    host = here.lan.hosts.get("control") or here.lan.host("control", 40)
    staff = Staff(host, here.home / "log", scene.working[0].environment)
    host.give(0.5)
    staff.beat()
    if has_stand_in:
        staff.stand_in()
    try:
        yield
    finally:
        staff.stop()


@contextmanager
def _front(scene: Scene) -> "Iterator[int]":
    hosts = [f"{each.host.address}:{WEB_PORT}" for each in scene.working]
    (port,) = rabbit.free_ports(1)
    with started("tests.bench.hosts.front", str(port), *hosts) as process:
        assert process.stdout is not None
        process.stdout.readline()
        yield port


def _streamed(shop: Store, port: int) -> Stream:
    url = f"http://127.0.0.1:{port}/in/shopify/{shop.public_id}"
    made = streams.orders(int(RATE * STREAM_SECONDS), rate=RATE)
    stream = Stream(made, Address(url, shop.shop_domain, WEBHOOK_SECRET))
    stream.start()
    return stream


def _of_stream(shop: Store, stream: Stream) -> Counter[str]:
    """A mail for each order that was answered 200, to who placed it."""
    addresses = {
        one.order_id: one.body.partition(b'"contact_email":"')[2].partition(b'"')[0].decode()
        for one in stream.made
    }
    return Counter(addresses[order_id] for order_id in stream.accepted)


def _planned(shop: Store) -> Counter[str]:
    with store_scope(shop.pk):
        return Counter(Message.objects.values_list("recipient", flat=True))


def _in_hand() -> dict[int, Any]:
    """Messages that a worker has, by its claim."""
    with every_store(because="a measurement looks at all"):
        rows = Message.objects.filter(state__in=IN_HAND)
        return dict(rows.values_list("pk", "claim"))


def _taken_over(held: dict[int, Any], since: float) -> float:
    """Seconds until nothing stands any more under a claim that was held then."""
    while time.monotonic() - since < PATIENCE:
        now = _in_hand()
        if not any(now.get(pk) == claim for pk, claim in held.items()):
            break
        time.sleep(0.1)
    return round(time.monotonic() - since, 1)


def _wait(scene: Scene, expected: Expected) -> float:
    """Seconds until all have come that are expected; what has not by then is lost."""
    began = time.monotonic()
    while time.monotonic() - began < PATIENCE:
        if not expected.missing(Counter(scene.here.mails())):
            break
        time.sleep(0.2)
    took = round(time.monotonic() - began, 1)
    time.sleep(2 * 5)  # what is repeated by then comes too, and counts as a duplicate
    return took


def _reckoned(scene: Scene, expected: Expected, shops: list[Store], stream: Stream) -> Figures:
    came = Counter(scene.here.mails())
    doubtful = Q(state=State.UNKNOWN) | Q(repeated_at__isnull=False)
    with every_store(because="a measurement looks at all"):
        rows = Message.objects.filter(store__in=shops)
        doubts = rows.filter(doubtful).count()
        unsettled = rows.exclude(state__in=(State.SENT, State.UNKNOWN)).count()
    return {
        "orders_answered": len(stream.accepted),
        "never_answered": stream.tally.unanswered,
        "mails_expected": sum(expected.counts.values()),
        "mails_came": sum(came.values()),
        "lost": expected.missing(came),
        "twice": expected.twice(came),
        "shown_as_doubt": doubts,
        "unsettled": unsettled,
    }
