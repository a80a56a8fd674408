"""Endpoints and deliveries over the API: secrets once, others' never, pages bounded."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from outbound.models import Delivery
from stores.models import Store
from stores.roles import Verb
from stores.scope import every_store
from tests.factories.keys import KeyClient, make_client, make_key
from tests.factories.orders import make_order
from tests.factories.outbound import URL, make_deliveries, make_endpoint
from tests.factories.stores import make_store
from tests.outbound.receiver import check, receiver
from tests.outbound.runs import clock, fresh, post
from tests.problems import refusal

pytestmark = pytest.mark.django_db


def make(api: KeyClient, **said: Any) -> Any:
    return api.post("endpoints/", {"url": URL, **said})


def test_an_endpoint_is_made_and_its_secret_said_once(api: KeyClient, store: Store) -> None:
    made = make(api, store=str(store.public_id), kinds=["ORDER_PLACED"], description="ERP")
    found = api.get(f"endpoints/{made.json()['id']}/")
    listed = api.get("endpoints/")

    assert made.status_code == 201
    secret = made.json()["secret"]
    assert secret.startswith("whsec_")
    assert {**found.json(), "secret": secret} == made.json()
    for answer in (found, listed):
        assert answer.status_code == 200
        assert "whsec_" not in answer.content.decode()
    assert listed.json()["results"] == [found.json()]
    assert made.json()["store"] == {"id": str(store.public_id), "name": store.name}


@pytest.mark.parametrize(
    ("said", "status", "code"),
    [
        ({"url": "http://"}, 409, "address-refused"),
        ({"url": "https://10.1.2.3/hook"}, 409, "address-refused"),
        ({"url": "https://a.example/" + "x" * 2000}, 422, "invalid"),
        ({"url": ""}, 422, "invalid"),
        ({"kinds": ["NOTHING"]}, 422, "invalid"),
        ({"store": "00000000-0000-4000-8000-000000000000"}, 422, "invalid"),
        ({"secret": "whsec_mine"}, 422, "invalid"),
        ({"state": "ACTIVE"}, 422, "invalid"),
    ],
)
def test_what_cannot_be_is_refused_with_words(
    api: KeyClient, settings: Any, said: dict[str, Any], status: int, code: str
) -> None:
    settings.NOTIFYHUB_PRIVATE_SERVICES = False

    answer = make(api, **said)

    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_a_sandbox_and_a_test_endpoint_belong_together(api: KeyClient, store: Store) -> None:
    sandbox = make_store(store.agency, is_sandbox=True)
    client = make_client(store.agency)

    refused = make(client, store=str(sandbox.public_id))
    made = make(client, store=str(sandbox.public_id), is_test=True)

    assert refusal(refused) == (409, "endpoint-beyond-reach")
    assert "mark it" in refused.json()["detail"]
    assert made.status_code == 201


def test_who_sees_some_stores_sees_their_endpoints_and_none_of_the_agency(
    store: Store,
) -> None:
    sister = make_store(store.agency)
    of_agency, ours, theirs = (
        make_endpoint(store.agency),
        make_endpoint(store),
        make_endpoint(sister),
    )
    few = make_client(store.agency, stores=[sister])
    tester = KeyClient(make_key(store.agency, is_test=True)[1])

    listed = [row["id"] for row in few.get("endpoints/").json()["results"]]

    assert listed == [str(theirs.public_id)]
    for endpoint in (of_agency, ours):
        assert few.get(f"endpoints/{endpoint.public_id}/").status_code == 404
        assert few.post(f"endpoints/{endpoint.public_id}/test/").status_code == 404
    assert refusal(make(few)) == (409, "endpoint-beyond-reach")
    assert tester.get("endpoints/").json()["results"] == []


def test_changed_paused_enabled_and_removed(api: KeyClient, store: Store) -> None:
    endpoint = make_endpoint(store)
    at = f"endpoints/{endpoint.public_id}/"

    changed = api.patch(at, {"kinds": ["NOTED"]}, content_type="application/json").json()
    paused = api.post(f"{at}pause/").json()
    enabled = api.post(f"{at}enable/", {"from_now": True}).json()
    removed = api.delete(at)

    assert (changed["kinds"], changed["url"]) == (["NOTED"], URL)
    assert (paused["state"], enabled["state"]) == ("PAUSED", "ACTIVE")
    assert removed.status_code == 200
    assert api.get(at).status_code == 404
    assert fresh(endpoint).secret == ""


def test_a_rotated_secret_signs_beside_the_one_before(api: KeyClient, store: Store) -> None:
    with receiver() as there:
        endpoint = make_endpoint(store, there.url)
        answer = api.post(f"endpoints/{endpoint.public_id}/secret/rotate/").json()
        sent = api.post(f"endpoints/{endpoint.public_id}/test/")
        post(clock())
        ended = api.post(f"endpoints/{endpoint.public_id}/secret/end-previous/").json()

    (call,) = there.calls
    check(call, answer["secret"])
    check(call, endpoint.secret)
    assert (sent.status_code, sent.json()["type"]) == (201, "endpoint.tested")
    assert answer["previous_secret_ends_at"] is not None
    assert ended["previous_secret_ends_at"] is None


def test_a_delivery_is_shown_with_what_was_asked_and_answered(api: KeyClient, store: Store) -> None:
    order = make_order(store)
    with receiver(status=500, content=b"oops") as there:
        endpoint = make_endpoint(store, there.url)
        (delivery,) = make_deliveries(endpoint, [order], kinds=["ORDER_PAID"])
        post(clock())

    listed = api.get(f"endpoints/{endpoint.public_id}/deliveries/", {"state": "WAITING"}).json()
    shown = api.get(f"deliveries/{delivery.public_id}/").json()

    (row,) = listed["results"]
    assert row == {name: value for name, value in shown.items() if name in row}
    assert shown["body"].encode() == there.calls[0].body
    (attempt,) = shown["attempts"]
    assert (attempt["status"], attempt["response_body"]) == (500, "oops")
    assert attempt["request_headers"]["webhook-signature"] == "v1,…"
    assert "500" in shown["error"]
    assert row["order"] == str(order.public_id)
    assert row["next_at"] is not None


def test_what_was_given_up_goes_again_one_or_all(api: KeyClient, store: Store) -> None:
    endpoint = make_endpoint(store)
    made = make_deliveries(endpoint, [make_order(store) for _ in range(3)], kinds=["ORDER_PAID"])
    with every_store(because="a test gives up"):
        Delivery.objects.update(state="FAILED", settled_at=timezone.now())

    one = api.post(f"deliveries/{made[0].public_id}/redrive/")
    twice = api.post(f"deliveries/{made[0].public_id}/redrive/")
    since = (timezone.now() - timedelta(days=1)).isoformat()
    rest = api.post(f"endpoints/{endpoint.public_id}/redrive/", {"since": since})

    assert (one.status_code, one.json()["state"]) == (200, "WAITING")
    assert refusal(twice) == (409, "delivery-open")
    assert rest.json() == {"redriven_count": 2, "is_complete": True}


def test_a_replay_is_asked_for_in_one_of_two_ways(api: KeyClient, store: Store) -> None:
    endpoint = make_endpoint(store)
    at = f"endpoints/{endpoint.public_id}/replay/"
    cursor = api.get("events/").json()["cursor"]
    now = timezone.now().isoformat()

    both = api.post(at, {"since": now, "after": cursor})
    neither = api.post(at, {})
    forged = api.post(at, {"after": "x" + cursor[1:]})
    made = api.post(at, {"after": cursor})
    again = api.post(at, {"since": now})
    listed = api.get(f"endpoints/{endpoint.public_id}/replays/").json()["results"]
    stopped = api.post(f"replays/{made.json()['id']}/stop/")

    assert (both.status_code, neither.status_code) == (422, 422)
    assert refusal(forged) == (400, "bad-cursor")
    assert made.status_code == 201
    assert refusal(again) == (409, "replay-runs")
    assert listed == [made.json()]
    assert stopped.json()["state"] == "CANCELLED"


@pytest.mark.parametrize("count", [1, 30])
def test_lists_cost_the_same_for_one_row_and_for_many(
    store: Store, django_assert_num_queries: Any, count: int
) -> None:
    api = make_client(store.agency, [Verb.VIEW_STORES])
    endpoint = make_endpoint(store)
    for _ in range(count - 1):
        make_endpoint(store)
    (first, *_) = make_deliveries(
        endpoint, [make_order(store) for _ in range(count)], kinds=["ORDER_PAID"]
    )
    api.get("me/")

    for path, queries in (
        ("endpoints/", 2),
        (f"endpoints/{endpoint.public_id}/deliveries/", 3),
        (f"deliveries/{first.public_id}/", 3),
    ):
        with django_assert_num_queries(queries):
            assert api.get(path).status_code == 200
