"""The archive, the stages and contacts, as programs use them."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from orders.models import Note, Order
from stores.models import Store
from stores.scope import store_scope
from tests.factories.keys import KeyClient
from tests.factories.worlds import make_order

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def ids(api: KeyClient, query: str = "") -> set[str]:
    return {row["id"] for row in api.get(f"/api/v1/orders/{query}").json()["results"]}


def test_an_order_is_archived_left_out_found_and_taken_out_again(
    store: Store, api: KeyClient
) -> None:
    order = make_order(store, buyer_name="Ola Put Away")
    name, url = str(order.public_id), f"/api/v1/orders/{order.public_id}"

    archived = api.post(f"{url}/archive/", {}).json()

    assert archived["archived_at"] is not None
    assert ids(api) == set()
    assert ids(api, "?q=Ola") == ids(api, "?archived=yes") == ids(api, "?archived=any") == {name}
    api.post(f"{url}/unarchive/", {})
    assert ids(api) == {name}


def test_many_are_archived_and_strangers_passed_over(store: Store, api: KeyClient) -> None:
    orders = [make_order(store) for _ in range(3)]
    wanted = {"orders": [*(str(one.public_id) for one in orders), str(uuid4())]}

    first, again = (api.post("orders/archive/", wanted).json()["results"] for _ in range(2))

    assert first == again
    assert [(one["status"], one.get("id")) for one in first[:3]] == [
        ("OK", str(order.public_id)) for order in orders
    ]
    assert first[3]["problem"]["code"] == "not-found"
    assert len(ids(api, "?archived=yes")) == 3


def test_the_funnel_says_what_the_list_finds(store: Store, api: KeyClient) -> None:
    since = NOW - timedelta(days=4)
    order = make_order(store, stage="FULFILMENT", step="TO_PACK", stage_since=since)
    make_order(store, stage="DONE", step="OVER", stage_since=since)

    told = api.get(f"/api/v1/stores/{store.public_id}/funnel/").json()

    (step,) = told["steps"]
    assert (step["stage"], step["step"]) == ("FULFILMENT", "TO_PACK")
    assert [age["count"] for age in step["ages"]] == [0, 0, 1, 0]
    assert ids(api, "?stage=TO_PACK") == ids(api, "?stage=FULFILMENT") == {str(order.public_id)}
    assert api.get("/api/v1/orders/?stage=NONSENSE").status_code == 422


def test_a_contact_is_a_note_for_colleagues(store: Store, api: KeyClient) -> None:
    order = make_order(store)
    url = f"/api/v1/orders/{order.public_id}/contacts/"

    kept = api.post(url, {"channel": "PHONE", "text": "Friday"})
    empty = api.post(url, {"channel": "PHONE", "text": ""})

    assert (kept.status_code, empty.status_code) == (201, 422)
    with store_scope(store.pk):
        assert [note.text for note in Note.objects.all()] == ["Friday"]
        assert Order.objects.count() == 1
