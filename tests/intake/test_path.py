"""From Shopify's request to the rows of an order, by the Django route."""

import json
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from intake import services
from intake.models import Webhook
from messaging import promise_news
from orders.models import Order
from stores.models import Store
from stores.scope import store_scope
from tests.factories.intake import headers_for
from tests.factories.payloads import ORDER_ID, life, order


@pytest.fixture
def quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("common.jobs._send", lambda *_: None)


def post(client: Any, store: Store, topic: str, body: dict[str, Any]) -> int:
    raw = json.dumps(body).encode()
    path = f"/in/shopify/{store.public_id}"
    headers = headers_for(store, raw, TOPIC=topic)
    return int(client.post(path, raw, content_type="application/json", **headers).status_code)


@pytest.mark.usefixtures("quiet")
def test_a_signed_order_becomes_an_order_once(client: Any, store: Store) -> None:
    for _ in range(3):
        assert post(client, store, "orders/create", order()) == 200

    services.handle_due(now=timezone.now())

    with store_scope(store.pk):
        assert Order.objects.get().shopify_id == ORDER_ID
        assert Webhook.objects.get().state == "DONE"


@pytest.mark.usefixtures("quiet")
def test_the_whole_life_of_an_order_is_recorded_or_ignored_with_a_reason(
    client: Any, store: Store
) -> None:
    for topic, body in life():
        assert post(client, store, topic, body) == 200

    services.handle_due(now=timezone.now())

    with store_scope(store.pk):
        ends = Webhook.objects.values_list("topic", "state", "reason")
        assert len(ends) == len(life())
        for topic, state, reason in ends:
            assert state == "DONE" or (state == "IGNORED" and reason), (topic, state, reason)


@pytest.mark.usefixtures("quiet")
def test_what_is_in_hand_is_what_stands_there(
    client: Any, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever is told that the row is locked does not read it again."""
    held, promise_order = [], promise_news.promise_order

    def looking(**said: Any) -> Any:
        order, names = said["order"], [field.attname for field in Order._meta.concrete_fields]
        read = Order.objects.get(pk=order.pk)
        differing = [name for name in names if getattr(order, name) != getattr(read, name)]
        held.append((said.get("is_locked"), differing))
        return promise_order(**said)

    monkeypatch.setattr(promise_news, "promise_order", looking)
    for topic, body in life():
        post(client, store, topic, body)

    services.handle_due(now=timezone.now())

    assert (True, []) in held
    assert [differing for is_locked, differing in held if is_locked and differing] == []


@pytest.mark.usefixtures("quiet")
def test_a_new_order_costs_so_many_statements(client: Any, store: Store) -> None:
    for number in range(2):  # the first also opens the scope and asks what the store wants
        post(client, store, "orders/create", order(id=ORDER_ID + number, name=f"#{number}"))
        with CaptureQueriesContext(connection) as asked:
            services.handle_due(now=timezone.now())

    assert len(asked) == 24
