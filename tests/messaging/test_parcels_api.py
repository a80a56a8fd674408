"""Parcels by the API: added once, changed, taken away, listed."""

from typing import Any

import pytest

from messaging.models import Message
from orders.models import Order
from shipping.models import Parcel
from stores.models import Store
from stores.scope import store_scope
from tests.factories import payloads
from tests.factories.keys import KeyClient, make_client
from tests.factories.parcels import FIRST, SECOND, placed_order
from tests.factories.stores import make_store

pytestmark = pytest.mark.django_db
LINE = str(payloads.line()["id"])


@pytest.fixture
def order(store: Store) -> Order:
    with store_scope(store.pk):
        return placed_order(store)


@pytest.fixture
def key(store: Store) -> KeyClient:
    return KeyClient(make_client(store.agency).text)


def add(key: KeyClient, status: int = 201, **fields: Any) -> dict[str, Any]:
    answer = key.post("parcels/", {"order_name": "#1001", "number": FIRST, **fields})
    assert answer.status_code == status, answer.json()
    found: dict[str, Any] = answer.json()
    return found


def change(key: KeyClient, parcel: dict[str, Any], **said: Any) -> dict[str, Any]:
    url = f"parcels/{parcel['id']}/"
    answer = key.patch(url, said, content_type="application/json")
    assert answer.status_code == 200, answer.json()
    found: dict[str, Any] = answer.json()
    return found


def test_a_parcel_is_added_by_the_orders_name(key: KeyClient, order: Order) -> None:
    lines = [{"line": LINE, "quantity": 1}]

    parcel = add(key, carrier_name="Bring", lines=lines)

    assert (parcel["number"], parcel["carrier_name"], parcel["origin"]) == (FIRST, "Bring", "API")
    assert (parcel["lines"], parcel["order"]["name"]) == (lines, "#1001")
    again = add(key, 200)
    assert again["id"] == parcel["id"]
    below = key.get(f"orders/{order.public_id}/parcels/").json()["results"]
    assert [row["id"] for row in below] == [parcel["id"]]


def test_a_key_of_idempotency_makes_one_parcel_without_a_number(
    key: KeyClient, order: Order
) -> None:
    said = {"order": str(order.public_id), "carrier_name": "Svarte bud"}
    answers = [
        key.post("parcels/", said, headers={"Idempotency-Key": name}) for name in ("a", "a", "b")
    ]

    assert [answer.status_code for answer in answers] == [201, 201, 201]
    assert [answer.get("Idempotency-Replayed") for answer in answers] == [None, "true", None]
    assert answers[0].json()["id"] == answers[1].json()["id"] != answers[2].json()["id"]


@pytest.mark.parametrize(
    ("fields", "status", "code"),
    [
        ({"lines": [{"line": LINE, "quantity": 3}]}, 409, "lines-do-not-match"),
        ({"url": "javascript:alert(1)"}, 409, "not-a-parcel"),
        ({"number": ""}, 409, "not-a-parcel"),
        ({"carrier": "no-such-carrier"}, 409, "not-a-parcel"),
        ({"order_name": "#9999"}, 422, "invalid"),
        ({"lines": [{"line": "x", "quantity": 1}]}, 422, "invalid"),
        ({"direction": "UP"}, 422, "invalid"),
        ({"order": "3f1d9a64-0b7e-4d0e-8a53-6f2b1c9e7d02"}, 422, "invalid"),
    ],
)
def test_what_is_no_parcel_is_refused(
    key: KeyClient, order: Order, fields: dict[str, Any], status: int, code: str
) -> None:
    problem = add(key, status, **fields)

    assert problem["code"] == code
    with store_scope(order.store_id):
        assert not Parcel.objects.exists()


def test_a_number_is_changed_and_struck(key: KeyClient, order: Order) -> None:
    parcel = add(key)

    changed = change(key, parcel, number=SECOND, because="typo")

    assert changed["number"] == SECOND
    assert [each["number"] for each in changed["former"]] == [FIRST]
    refused = add(key, 409)
    assert refused["code"] == "number-was-replaced"


def test_lines_and_carrier_are_changed_alone(key: KeyClient, order: Order) -> None:
    parcel = add(key)

    lines = [{"line": LINE, "quantity": 2}]
    changed = change(key, parcel, carrier_name="Svarte bud", lines=lines)

    assert (changed["number"], changed["carrier_name"]) == (FIRST, "Svarte bud")
    assert changed["lines"] == [{"line": LINE, "quantity": 2}]


def test_a_parcel_goes_with_a_reason(key: KeyClient, order: Order) -> None:
    url = f"parcels/{add(key)['id']}/"

    assert key.delete(url).json()["code"] == "no-reason"
    assert key.delete(f"{url}?because=wrong%20order").status_code == 200
    assert key.get(url).status_code == 404


def test_parcels_are_found_by_what_they_are(key: KeyClient, order: Order) -> None:
    add(key, carrier="bring")
    add(key, number=SECOND, direction="RETURN")

    def numbers(query: str) -> list[str]:
        return [row["number"] for row in key.get(f"parcels/?{query}").json()["results"]]

    assert numbers("") == [SECOND, FIRST]
    assert numbers(f"number=%20{FIRST[:4]}-{FIRST[4:]}") == [FIRST]
    assert numbers("direction=RETURN") == [SECOND]
    assert numbers("state=UNKNOWN") == [SECOND, FIRST]
    assert numbers("state=DELIVERED") == []
    assert numbers("carrier=bring") == [FIRST]
    assert numbers(f"order={order.public_id}") == [SECOND, FIRST]
    assert numbers("limit=1") == [SECOND]


def test_strangers_orders_and_stores_are_not_there(key: KeyClient, order: Order) -> None:
    stranger = make_store(name="Stranger")
    with store_scope(stranger.pk):
        theirs = placed_order(stranger, id=payloads.ORDER_ID + 1, name="#2001")

    for fields in ({"order": str(theirs.public_id)}, {"order_name": "#2001"}):
        answer = key.post("parcels/", {"number": FIRST, **fields})
        assert answer.status_code == 422
    named = {"order_name": "#1001", "number": FIRST, "store": str(stranger.public_id)}
    assert key.post("parcels/", named).status_code == 422
    with store_scope(stranger.pk):
        assert not Parcel.objects.exists()
        assert not Message.objects.filter(about__startswith="parcel:").exists()


def test_a_page_of_parcels_takes_as_many_queries_as_one(
    key: KeyClient, order: Order, django_assert_max_num_queries: Any
) -> None:
    for number in (FIRST, SECOND):
        add(key, number=number)
    key.get("parcels/")

    with django_assert_max_num_queries(8):
        assert len(key.get("parcels/").json()["results"]) == 2
