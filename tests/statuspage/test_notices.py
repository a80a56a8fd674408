"""The buyer's page offers notices, and its token alone turns them on and off."""

import json
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from messaging import devices
from messaging.models import PushSubscription
from messaging.states import Channel
from orders.models import Order
from stores.models import Store
from stores.scope import store_scope
from tests.factories.messaging import make_order
from tests.factories.ways import say_ways, subscription_json
from tests.messaging.push_services import PRIVATE_KEY

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _key(settings: Settings) -> None:
    settings.NOTIFYHUB_VAPID_PRIVATE_KEY = PRIVATE_KEY
    settings.NOTIFYHUB_PRIVATE_SERVICES = False


@pytest.fixture
def order(store: Store) -> Order:
    say_ways(store, Channel.PUSH, Channel.EMAIL)
    return make_order(store)


def tell(client: Client, order: Order, said: Any, method: str = "POST") -> int:
    body = said if isinstance(said, str) else json.dumps(said)
    answer = client.generic(method, f"/s/{order.token}/device", body, "application/json")
    return answer.status_code


def known(order: Order) -> list[PushSubscription]:
    with store_scope(order.store_id):
        return list(PushSubscription.objects.filter(order=order).order_by("id"))


def test_a_store_that_sends_notices_offers_them(client: Client, order: Order) -> None:
    answer = client.get(f"/s/{order.token}")

    page = answer.content.decode()
    assert 'id="notices"' in page
    assert f'data-url="/s/{order.token}/device"' in page
    policy = answer["Content-Security-Policy"]
    assert "script-src http://testserver/notices.js; " in policy
    assert "worker-src http://testserver/push-worker.js; " in policy
    assert f"connect-src http://testserver/s/{order.token}/device; " in policy
    assert "unsafe-inline" not in policy.partition("style-src")[0]


def test_a_store_that_does_not_offers_none_and_runs_no_script(
    client: Client, store: Store, settings: Settings
) -> None:
    order = make_order(store)
    without_way = client.get(f"/s/{order.token}")
    say_ways(store, Channel.PUSH)
    settings.NOTIFYHUB_VAPID_PRIVATE_KEY = ""
    without_key = client.get(f"/s/{order.token}")

    for answer in (without_way, without_key):
        assert "<script" not in answer.content.decode()
        assert "script-src" not in answer["Content-Security-Policy"]


def test_the_offer_costs_one_query(
    client: Client, order: Order, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(19):  # ways, beside those of test_page.py
        client.get(f"/s/{order.token}")


def test_a_device_is_told_once_and_no_more_when_it_says_so(client: Client, order: Order) -> None:
    said = subscription_json()

    assert [tell(client, order, said), tell(client, order, said)] == [204, 204]
    (row,) = known(order)
    assert row.endpoint == said["endpoint"]
    assert tell(client, order, {"endpoint": said["endpoint"]}, "DELETE") == 204
    assert tell(client, order, {"endpoint": said["endpoint"]}, "DELETE") == 204
    assert known(order) == []


def test_only_the_newest_five_devices_of_an_order_are_kept(client: Client, order: Order) -> None:
    endpoints = [f"https://fcm.googleapis.com/fcm/send/{n}" for n in range(7)]
    for endpoint in endpoints:
        assert tell(client, order, subscription_json(endpoint)) == 204

    assert [row.endpoint for row in known(order)] == endpoints[2:]
    assert devices.MOST_DEVICES == 5


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"endpoint": "https://evil.example/x"}, 409),
        ({"endpoint": "http://fcm.googleapis.com/x"}, 409),
        ({"endpoint": "https://127.0.0.1/x"}, 409),
        ({"endpoint": "https://fcm.googleapis.com/" + "x" * 2000}, 409),
        ({"keys": {"p256dh": "AAAA", "auth": "AAAA"}}, 409),
        ({"keys": {}}, 409),
        ({"keys": {"p256dh": 4, "auth": None}}, 400),
        ({"keys": [1]}, 400),
        ({"endpoint": ""}, 400),
        ({"endpoint": None}, 400),
        ({"padding": "x" * 5000}, 400),
    ],
)
def test_what_is_no_browsers_subscription_is_refused(
    client: Client, order: Order, change: dict[str, Any], status: int
) -> None:
    assert tell(client, order, {**subscription_json(), **change}) == status
    assert known(order) == []


@pytest.mark.parametrize("body", ["", "{", "[]", '"x"', "null", "[" * 3000])
def test_what_is_no_json_object_is_refused(client: Client, order: Order, body: str) -> None:
    assert tell(client, order, body) == 400


def test_a_foreign_pages_form_gets_nowhere(client: Client, order: Order) -> None:
    said = json.dumps(subscription_json())

    answer = client.post(f"/s/{order.token}/device", said, "text/plain")

    assert answer.status_code == 400
    assert known(order) == []


def test_unknown_tokens_erased_orders_and_other_methods(client: Client, order: Order) -> None:
    said = json.dumps(subscription_json())
    unknown = client.post("/s/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA/device", said, "application/json")
    with store_scope(order.store_id):
        Order.objects.filter(pk=order.pk).update(redacted_at=order.placed_at)

    assert unknown.status_code == 404
    assert tell(client, order, subscription_json()) == 404
    assert client.get(f"/s/{order.token}/device").status_code == 405


@pytest.mark.parametrize("path", ["/notices.js", "/push-worker.js"])
def test_scripts_are_scripts(client: Client, path: str) -> None:
    answer = client.get(path)

    assert answer["Content-Type"].startswith("text/javascript")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert b"eval" not in answer.content
