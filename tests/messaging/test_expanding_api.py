"""What rows bring along: within bounds, in a fixed number of queries, and never past a verb."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from messaging.models import Message
from orders.models import Order
from stores.models import Store
from stores.roles import Verb
from stores.scope import store_scope
from tests.factories.keys import KeyClient, make_client
from tests.factories.messages import make_message
from tests.factories.orders import make_order
from tests.factories.shipping import make_parcel, make_promise
from tests.problems import refusal

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(store: Store) -> Callable[[], tuple[Order, Message]]:
    def make() -> tuple[Order, Message]:
        order = make_order(store)
        with store_scope(store.pk):
            make_parcel(order)
            make_promise(order)
        return order, make_message(order)

    return make


def cost(api: KeyClient, url: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert api.get(url).status_code == 200
    return len(asked)


def test_an_order_brings_along_what_was_asked_for(
    api: KeyClient, told: Callable[[], tuple[Order, Message]], store: Store
) -> None:
    order, message = told()

    for url in ("orders/", f"orders/{order.public_id}/"):
        whole = api.get(url, {"expand": "parcels,messages,promise"}).json()
        row = whole.get("results", [whole])[0]

        assert set(row["expanded"]) == {"parcels", "messages", "promise"}
        assert [one["id"] for one in row["expanded"]["messages"]] == [str(message.public_id)]
        assert row["expanded"]["parcels"][0]["order"]["id"] == str(order.public_id)
        assert row["expanded"]["promise"]["is_current"] is True

    row = api.get("orders/", {"expand": "store"}).json()["results"][0]
    assert row["expanded"]["store"]["timezone"] == store.timezone
    assert row["store"] == {"id": str(store.public_id), "name": store.name}


def test_messages_and_parcels_bring_along_their_order(
    api: KeyClient, told: Callable[[], tuple[Order, Message]]
) -> None:
    order, message = told()
    (parcel,) = api.get("parcels/").json()["results"]

    for url in (
        "messages/",
        f"messages/{message.public_id}/",
        "parcels/",
        f"parcels/{parcel['id']}/",
    ):
        whole = api.get(url, {"expand": "order"}).json()
        row = whole.get("results", [whole])[0]

        assert row["expanded"]["order"]["name"] == order.name, url
        assert row["expanded"]["order"]["total"]["currency"] == order.currency, url


def test_without_it_nothing_is_brought_along(
    api: KeyClient, told: Callable[[], tuple[Order, Message]]
) -> None:
    order, _message = told()

    for url in ("orders/", f"orders/{order.public_id}/", "messages/", "parcels/"):
        whole = api.get(url).json()
        assert "expanded" not in whole.get("results", [whole])[0], url


def test_it_costs_the_same_for_one_row_and_for_many(
    api: KeyClient, told: Callable[[], tuple[Order, Message]]
) -> None:
    urls = {
        "orders/?expand=parcels,messages,promise": 3,
        "orders/?expand=store": 1,
        "messages/?expand=order,store": 2,
        "parcels/?expand=order": 1,
    }
    told()
    api.warm()
    plain = {url: cost(api, url.split("?")[0]) for url in urls}
    for_one = {url: cost(api, url) for url in urls}
    for _ in range(5):
        told()

    for_many = {url: cost(api, url) for url in urls}

    assert for_many == for_one
    assert {url: for_one[url] - plain[url] for url in urls} == urls


def test_at_most_twenty_of_each_the_newest(api: KeyClient, store: Store) -> None:
    order, other = make_order(store), make_order(store)
    with store_scope(store.pk):
        parcels = [make_parcel(order, number=f"NO{n}") for n in range(25)]
        alone = make_parcel(other)

    rows = api.get("orders/", {"expand": "parcels"}).json()["results"]
    brought = {row["id"]: [one["id"] for one in row["expanded"]["parcels"]] for row in rows}

    listed = api.get("parcels/", {"order": order.public_id}).json()["results"]
    assert brought[str(order.public_id)] == [row["id"] for row in listed][:20]
    assert len(listed) == len(parcels)
    assert brought[str(other.public_id)] == [str(alone.public_id)]


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("orders/", "customers"),
        ("orders/", "parcels,messages,promise,store"),
        ("orders/", "parcels.order"),
        ("orders/", ","),
        ("orders/", ""),
        ("messages/", "parcels"),
        ("parcels/", "store"),
        ("orders/", "parcels," * 60),
    ],
)
def test_what_cannot_be_expanded_is_refused_by_name(api: KeyClient, url: str, said: str) -> None:
    refused = api.get(url, {"expand": said})

    assert refusal(refused) == (422, "invalid")
    assert [one["field"] for one in refused.json()["errors"]] == ["expand"]


@pytest.mark.parametrize("url", ["alarms/", "stores/", "suppressions/"])
def test_where_nothing_expands_the_parameter_is_not_known(api: KeyClient, url: str) -> None:
    assert refusal(api.get(url, {"expand": "store"})) == (422, "invalid")


@pytest.mark.parametrize(
    ("url", "expand", "verb"),
    [
        ("orders/", "messages", Verb.VIEW_MESSAGES),
        ("orders/", "store", Verb.VIEW_STORES),
        ("messages/", "order", Verb.VIEW_ORDERS),
    ],
)
def test_what_a_key_may_not_read_it_may_not_expand(
    store: Store, url: str, expand: str, verb: Verb
) -> None:
    client = make_client(store.agency, [one for one in Verb if one != verb])

    assert client.get(url).status_code == 200
    assert refusal(client.get(url, {"expand": expand})) == (403, "forbidden")


def test_pages_go_on_with_what_was_expanded(
    api: KeyClient, told: Callable[[], tuple[Order, Message]]
) -> None:
    for _ in range(3):
        told()

    first = api.get("orders/", {"limit": 2, "expand": "parcels"}).json()
    rest = api.get(first["next"]).json()

    assert len(rest["results"]) == 1
    assert "parcels" in rest["results"][0]["expanded"]


def test_fields_reach_into_what_stands_within(
    api: KeyClient, told: Callable[[], tuple[Order, Message]]
) -> None:
    order, _message = told()

    row = api.get("orders/", {"fields": "id,store.name,total.amount_minor"}).json()["results"][0]
    beside = api.get("orders/", {"fields": "id", "expand": "parcels"}).json()["results"][0]
    within = api.get(f"orders/{order.public_id}/", {"fields": "lines.title,totals.total"}).json()

    assert row == {
        "id": str(order.public_id),
        "store": {"name": row["store"]["name"]},
        "total": {"amount_minor": order.total_minor},
    }
    assert set(beside) == {"id", "expanded"}
    assert set(within) == {"lines", "totals"}
    assert all(set(line) == {"title"} for line in within["lines"])
    assert set(within["totals"]) == {"total"}


@pytest.mark.parametrize(
    "fields", ["nme", "store.nme", "name.first", "store.name.first", "store.", ".name", "tags.x"]
)
def test_a_field_that_is_none_is_refused(api: KeyClient, store: Store, fields: str) -> None:
    make_order(store)

    assert api.get("orders/", {"fields": "store,store.name,id"}).status_code == 200
    refused = api.get("orders/", {"fields": fields})

    assert refusal(refused) == (422, "invalid")
