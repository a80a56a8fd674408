"""Many deeds in one request: own and foreign ones, wrong ones, repeated ones."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from messaging.models import Message, Suppression
from orders.models import Note, Order
from shipping.models import Parcel
from stores.models import Store
from stores.roles import Verb
from stores.scope import every_store
from tests.factories.keys import KeyClient, make_client
from tests.factories.orders import make_order
from tests.factories.stores import make_store
from tests.problems import refusal

pytestmark = pytest.mark.django_db

BULK = {
    "orders/tags/bulk/": ({"tag": "gift"}, Verb.NOTE_ORDERS),
    "orders/notes/bulk/": ({"text": "The strike delays it."}, Verb.NOTE_ORDERS),
    "parcels/bulk/": ({"number": "370722150123456789"}, Verb.HANDLE_PARCELS),
    "messages/bulk/": ({"kind": "ORDER_CONFIRMATION"}, Verb.SEND_MESSAGES),
}


def codes(response: Any) -> list[str]:
    assert response.status_code == 200, response.content
    results = response.json()["results"]
    assert [one["index"] for one in results] == list(range(len(results)))
    return [one.get("problem", {}).get("code", one["status"]) for one in results]


def things() -> dict[str, int]:
    with every_store(because="a test counts what came of it"):
        tables = (Note, Parcel, Message, Suppression)
        tagged = Order.objects.exclude(own_tags=[]).count()
        return {"tagged": tagged, **{each.__name__: each.objects.count() for each in tables}}


@pytest.mark.parametrize("url", BULK)
def test_each_order_is_met_by_id_or_name_and_the_wrong_ones_say_why(
    api: KeyClient, store: Store, url: str
) -> None:
    said, _verb = BULK[url]
    by_id, by_name = make_order(store, name="#1"), make_order(store, name="#2")
    foreign = make_order(make_store(), name="#3", email="canary@example.com")
    items = [
        {"order": str(by_id.public_id), **said},
        {"order_name": "#2", **said},
        {"order_name": "#2", **said},
        {"order": str(foreign.public_id), **said},
        {"order_name": "#3", **said},
        {"order": str(by_id.public_id), "order_name": "#1", **said},
        {"order": str(by_id.public_id), "nonsense": 1, **said},
        "#1",
    ]

    before = things()
    answer = api.post(url, {"items": items})
    after = things()

    expected = ["OK", "OK", "repeated-item", "invalid", "invalid", "invalid", "invalid", "invalid"]
    assert codes(answer) == expected
    assert b"canary" not in answer.content
    results = answer.json()["results"]
    assert results[3]["problem"]["errors"][0]["field"] == "order"
    assert results[4]["problem"]["errors"][0]["field"] == "order_name"
    assert len({results[0]["id"], results[1]["id"]}) == 2
    changed = {name: after[name] - before[name] for name in after if after[name] != before[name]}
    assert 2 in changed.values()
    assert set(changed.values()) <= {2}
    assert by_name.name == "#2"


@pytest.mark.parametrize("url", ["orders/tags/bulk/", "parcels/bulk/", "messages/bulk/"])
def test_what_is_sent_once_more_changes_nothing(api: KeyClient, store: Store, url: str) -> None:
    make_order(store, name="#1")
    body = {"items": [{"order_name": "#1", **BULK[url][0]}]}

    first, before = api.post(url, body), things()
    again = api.post(url, body)

    assert codes(first) == codes(again) == ["OK"]
    assert first.json() == again.json()
    assert things() == before


def test_with_an_idempotency_key_the_whole_request_is_answered_once(
    api: KeyClient, store: Store
) -> None:
    make_order(store, name="#1")
    body = {"items": [{"order_name": "#1", "text": "Called"}]}

    first, again = (
        api.post("orders/notes/bulk/", body, headers={"Idempotency-Key": "a"}) for _ in range(2)
    )

    assert first.json() == again.json()
    assert things()["Note"] == 1


@pytest.mark.parametrize("url", BULK)
def test_only_who_may_do_one_does_many(store: Store, url: str) -> None:
    said, verb = BULK[url]
    make_order(store, name="#1")
    client = make_client(store.agency, [one for one in Verb if one != verb])

    refused = client.post(url, {"items": [{"order_name": "#1", **said}]})

    assert refusal(refused) == (403, "forbidden")


def test_a_name_that_two_stores_have_asks_for_the_store(api: KeyClient, store: Store) -> None:
    sister = make_store(store.agency)
    for where in (store, sister):
        make_order(where, name="#1")
    item = {"order_name": "#1", "tag": "gift"}
    named = {**item, "store": str(sister.public_id)}

    answer = api.post("orders/tags/bulk/", {"items": [item, named]})

    assert codes(answer) == ["invalid", "OK"]


def test_tags_are_put_on_and_taken_away(api: KeyClient, store: Store) -> None:
    order = make_order(store, name="#1")
    item = {"order_name": "#1", "tag": "Gift"}

    api.post("orders/tags/bulk/", {"items": [item, {**item, "tag": "vip"}]})
    api.post("orders/tags/bulk/", {"items": [{**item, "is_removed": True}]})

    assert api.get(f"orders/{order.public_id}/").json()["tags"] == ["vip"]


def test_addresses_are_suppressed_each_in_its_store(api: KeyClient, store: Store) -> None:
    foreign = make_store()
    item = {"store": str(store.public_id), "address": "kari@example.com"}
    items = [item, item, {**item, "address": "no address"}, {**item, "store": foreign.public_id}]

    answer = api.post(
        "suppressions/bulk/", {"items": [*items[:3], {**item, "store": str(foreign.public_id)}]}
    )
    again = api.post("suppressions/bulk/", {"items": [item]})

    assert codes(answer) == ["OK", "repeated-item", "invalid", "invalid"]
    assert again.json()["results"] == answer.json()["results"][:1]
    assert things()["Suppression"] == 1


def test_what_is_too_much_or_nothing_is_refused_whole(api: KeyClient, store: Store) -> None:
    make_order(store, name="#1")
    item = {"order_name": "#1", "tag": "gift"}

    for items in ([], [item] * 201, "many", None, {"0": item}):
        assert refusal(api.post("orders/tags/bulk/", {"items": items})) == (422, "invalid")
    assert refusal(api.post("orders/tags/bulk/", {"items": [item], "is_fast": True}))[0] == 422
    assert things()["tagged"] == 0


def test_each_item_costs_the_same(api: KeyClient, store: Store) -> None:
    def cost(*names: str) -> int:
        for name in names:
            make_order(store, name=name)
        items = [{"order_name": name, "tag": "gift"} for name in names]
        with CaptureQueriesContext(connection) as asked:
            assert set(codes(api.post("orders/tags/bulk/", {"items": items}))) == {"OK"}
        return len(asked)

    for warming in ("#00", "#0"):  # the key's first use is written down, and then it is known
        cost(warming)
    for_one = cost("#1")

    assert cost("#2", "#3", "#4") - for_one == 2 * (cost("#5", "#6") - for_one)
