"""From fifty tracking numbers in one request to fifty mails, by way of web, broker and worker."""

import time
from collections.abc import Iterator

import httpx
import pytest
from django.utils import timezone

from messaging.models import Message
from orders.models import DeliveryMethod
from stores.models import Store
from stores.scope import every_store, store_scope
from templates_app.data import NotificationKind
from templates_app.services import ensure_default_template
from tests.factories.keys import make_key
from tests.factories.orders import make_order
from tests.journeys import house as journey
from tests.journeys.house import House, Mailbox

WITHIN = 5.0  # seconds from the answer to the last mail; what we promise
PATIENCE = 3 * WITHIN  # on a machine that runs the whole suite beside it
ORDERS = 50


@pytest.fixture
def mailbox(store: Store) -> Iterator[Mailbox]:
    with journey.mail_server() as (box, port):
        journey.send_by_smtp(store, port)
        yield box


def test_who_names_fifty_numbers_has_fifty_buyers_told_within_seconds(
    house: House, store: Store, mailbox: Mailbox
) -> None:
    with every_store(because="a test publishes the default words"):
        kind, now = NotificationKind.SHIPPING_CONFIRMATION, timezone.now()
        ensure_default_template(agency=store.agency, kind=kind, now=now)
    for number in range(ORDERS):
        address = f"buyer-{number}@example.com"
        make_order(
            store,
            name=f"#{number}",
            email=address,
            placed_at=timezone.now(),
            delivery_method=DeliveryMethod.SHIPPING,
        )
    _, text = make_key(store.agency)
    items = [
        {"order_name": f"#{number}", "number": f"37072215012345{number:04}"}
        for number in range(ORDERS)
    ]
    began = time.monotonic()

    answer = httpx.post(
        f"{house.url}/api/v1/parcels/bulk/",
        json={"items": items},
        headers={"Authorization": f"Bearer {text}"},
        timeout=30,
    )
    answered = time.monotonic()
    with store_scope(store.pk):
        planned = Message.objects.values_list("state", "reason")
        assert {reason for _state, reason in planned} == {""}, answer.text[:2000]
    journey.eventually(
        lambda: len(mailbox.mails) >= ORDERS, house, what="all mails came", patience=PATIENCE
    )
    took = time.monotonic() - answered

    assert {one["status"] for one in answer.json()["results"]} == {"OK"}
    assert sorted(to for to, _mail in mailbox.mails) == sorted(
        f"buyer-{number}@example.com" for number in range(ORDERS)
    )
    print(f"{ORDERS} answered in {answered - began:.2f} s, the last mail {took:.2f} s later")
    assert took < PATIENCE
