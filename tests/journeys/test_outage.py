"""Six hours of a bad connection: webhooks lost, shuffled, repeated and late; nothing is missing."""

import json
import os
import random
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from intake import services
from intake.models import Reconciliation, Subject, Watermark, Webhook
from messaging import sending
from messaging.models import Message
from messaging.states import State
from orders.models import Order
from stores.models import Store
from stores.scope import store_scope
from tests.factories import payloads
from tests.factories.intake import headers_for
from tests.factories.messaging import make_words
from tests.factories.stores import give_token
from tests.intake.test_reconciling import reconcile
from tests.shopify.changes import told
from tests.shopify.graph_writer import order_node
from tests.shopify.server import playing
from tests.shopify.shop import PlayedShop

ORDERS = int(os.environ.get("OUTAGE_ORDERS", "40"))  # more of them take minutes
SIX_HOURS = timedelta(hours=6)
END = timezone.now().replace(microsecond=0)
BEGIN = END - SIX_HOURS


@pytest.fixture
def shop(settings: Any, store: Store) -> Iterator[PlayedShop]:
    with playing(PlayedShop()) as shop:
        shop.bucket.refill = shop.bucket.capacity = shop.bucket.available = 100_000.0
        settings.NOTIFYHUB_SHOPIFY_URL = shop.url
        give_token(store)
        make_words(store)
        with store_scope(store.pk):
            Store.objects.filter(pk=store.pk).update(sends_from_at=BEGIN - timedelta(days=9))
            for subject in Subject:
                due = BEGIN if subject == Subject.ORDERS else END + timedelta(days=9)
                Watermark.objects.create(store=store, subject=subject, at=BEGIN, due_at=due)
        yield shop


def life_of(number: int, chance: random.Random) -> list[tuple[datetime, str, dict[str, Any]]]:
    """What happened to an order: when, the webhook's topic and body."""
    placed = BEGIN + SIX_HOURS * 0.9 * chance.random()
    order_id = payloads.ORDER_ID + number
    told: list[tuple[datetime, str, dict[str, Any]]] = []
    fields: dict[str, Any] = {}
    steps = ["orders/create", "orders/paid", "orders/updated"][: chance.randint(1, 3)]
    for step, topic in enumerate(steps):
        at = placed + timedelta(minutes=7 * step)
        if topic == "orders/paid":
            fields["financial_status"] = "paid"
        if topic == "orders/updated":
            fields["note"] = "ring twice"
        body = payloads.order(
            id=order_id,
            admin_graphql_api_id=f"gid://shopify/Order/{order_id}",
            name=f"#{number}",
            email=f"kari{number}@example.com",
            created_at=placed.isoformat(),
            processed_at=placed.isoformat(),
            updated_at=at.isoformat(),
            customer=payloads.customer(
                id=payloads.CUSTOMER_ID + number,
                email=f"kari{number}@example.com",
                updated_at=placed.isoformat(),
            ),
            **fields,
        )
        told.append((at, topic, body))
    return told


def test_after_six_bad_hours_nothing_is_missing_and_nothing_is_sent_twice(
    client: Any, store: Store, shop: PlayedShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("common.jobs._send", lambda *_: None)  # time goes by as it is told here
    chance = random.Random(20261122)
    happened = [each for number in range(ORDERS) for each in life_of(number, chance)]
    happened.sort(key=lambda each: each[0])
    lost = {place for place in range(len(happened)) if chance.random() < 0.3}
    # When each webhook arrives: at once, an hour late, or twice.
    arriving: list[tuple[datetime, int]] = []
    for place, (at, _topic, _body) in enumerate(happened):
        if place in lost:
            continue
        late = timedelta(minutes=chance.choice([0, 0, 0, 3, 25, 70]))
        arriving.append((at + late, place))
        if chance.random() < 0.2:
            arriving.append((at + late + timedelta(minutes=chance.randint(0, 40)), place))

    now, known = BEGIN, 0
    while now < END + timedelta(minutes=80):
        now += timedelta(minutes=10)
        while known < len(happened) and happened[known][0] <= now:
            told(shop, order_node(happened[known][2]))
            known += 1
        ready = [each for each in arriving if each[0] <= now]
        arriving = [each for each in arriving if each[0] > now]
        chance.shuffle(ready)
        for _at, place in ready:
            hear(client, store, *happened[place][1:], place)
        with store_scope(store.pk):  # the door's clock is the real one
            Webhook.objects.filter(state="RECEIVED").update(run_after=now)
        services.handle_due(now=now, limit=500)
        reconcile(now)
        send(now)

    with store_scope(store.pk):
        assert Order.objects.placed().count() == ORDERS
        ours = {
            row.shopify_id: (row.financial_state, row.customer_note) for row in Order.objects.all()
        }
        last = {body["id"]: body for _at, _topic, body in happened}
        for number, body in last.items():
            assert ours[number] == (body["financial_status"].upper(), body.get("note", ""))
        sent = Counter(Message.objects.filter(state=State.SENT).values_list("order_id", flat=True))
        assert len(sent) == ORDERS
        assert set(sent.values()) == {1}
        assert not Message.objects.exclude(state=State.SENT).exists()
        found = Reconciliation.objects.filter(missing_count__gt=0)
        print(f"{len(happened)} webhooks, {len(lost)} lost; found by asking:", found.count())
        assert found.exists()


def hear(client: Any, store: Store, topic: str, body: dict[str, Any], place: int) -> None:
    """As Shopify posts it, at the door of the product."""
    raw = json.dumps(body).encode()
    headers = headers_for(store, raw, TOPIC=topic, EVENT_ID=f"event-{place}")
    path = f"/in/shopify/{store.public_id}"
    answer = client.post(path, raw, content_type="application/json", **headers)
    assert answer.status_code == 200


def send(now: datetime) -> None:
    """What is planned leaves, into the capture that keeps it."""
    while sending.send_due(now=now):
        pass
