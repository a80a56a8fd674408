"""Orders that another system took: brought in over the API, then as Shopify's own."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from intake.orders_shapes import BODY_EXAMPLE
from messaging.models import Message
from messaging.states import State
from orders.foreign import FIRST, number_of
from orders.models import Activity, ActivityKind, LineItem, Order, TagWrite
from orders.tag_changing import change_tag
from shipping.models import Parcel
from stores.models import Store, User
from stores.roles import Verb
from stores.scope import store_scope
from tests.factories.keys import KeyClient, make_client
from tests.factories.messaging import make_words
from tests.factories.stores import make_store
from tests.problems import refusal

pytestmark = pytest.mark.django_db


def body(**changes: Any) -> dict[str, Any]:
    return {**BODY_EXAMPLE, **changes}


def bring(api: KeyClient, store: Store, **changes: Any) -> Any:
    return api.post(f"stores/{store.public_id}/orders/", body(**changes))


def test_an_order_from_elsewhere_is_recorded_and_its_buyer_told(
    api: KeyClient, store: Store
) -> None:
    make_words(store)

    answer = bring(api, store, lines=[{"title": "Mitts", "quantity": 2, "price_minor": 14900}])

    assert answer.status_code == 201, answer.json()
    shown = answer.json()
    assert (shown["external_id"], shown["shopify_id"], shown["reason"]) == ("A-1001", "", "")
    assert shown["total"] == {"amount_minor": 29800, "currency": "NOK"}
    with store_scope(store.pk):
        order = Order.objects.get(public_id=shown["id"])
        message = Message.objects.get(order=order)
        assert (message.recipient, message.state) == ("kari@example.com", State.PLANNED)
        kinds = set(Activity.objects.filter(order_id=order.pk).values_list("kind", flat=True))
    assert {ActivityKind.ORDER_PLACED, ActivityKind.ORDER_PAID} <= kinds
    assert (order.buyer_name, order.shopify_id) == ("Kari Nordmann", number_of("A-1001"))


def test_the_same_order_again_is_the_same_and_says_nothing_twice(
    api: KeyClient, store: Store
) -> None:
    make_words(store)

    first = bring(api, store)
    again = bring(api, store)
    changed = bring(api, store, tags=["vip"], financial_state="REFUNDED")

    assert [first.status_code, again.status_code, changed.status_code] == [201, 200, 200]
    assert first.json()["id"] == again.json()["id"] == changed.json()["id"]
    assert (changed.json()["tags"], changed.json()["financial_state"]) == (["vip"], "REFUNDED")
    with store_scope(store.pk):
        assert (Order.objects.count(), LineItem.objects.count()) == (1, 1)
        assert Message.objects.filter(kind="ORDER_CONFIRMATION").count() == 1


def test_of_two_calls_the_later_change_counts_however_they_arrive(
    api: KeyClient, store: Store
) -> None:
    now = timezone.now()

    bring(api, store, changed_at=now.isoformat(), tags=["newer"])
    late = bring(api, store, changed_at=(now - timedelta(minutes=5)).isoformat(), tags=["older"])

    assert late.json()["tags"] == ["newer"]


def test_a_cancelled_order_tells_nobody_that_it_was_placed(api: KeyClient, store: Store) -> None:
    make_words(store)

    answer = bring(api, store, cancelled_at=timezone.now().isoformat(), cancel_reason="customer")

    assert answer.status_code == 201
    with store_scope(store.pk):
        assert not Message.objects.filter(kind="ORDER_CONFIRMATION").exists()


def test_orders_to_one_address_are_one_customers(api: KeyClient, store: Store) -> None:
    bring(api, store, external_id="A-1")
    bring(api, store, external_id="A-2", buyer={"email": "Kari@Example.com", "first_name": "Kari"})
    bring(api, store, external_id="A-3", buyer={"phone": "+47 22 03 00 45"})
    bring(api, store, external_id="A-4", buyer={})

    with store_scope(store.pk):
        first, second, third, fourth = Order.objects.order_by("external_id")
        assert first.customer == second.customer
        assert first.customer is not None
        assert first.customer.first_name == "Kari"
        assert third.customer not in (None, first.customer)
        assert fourth.customer is None


@pytest.mark.parametrize("text", ["A-1001", "Web order 7"])
def test_it_is_found_by_its_id_and_by_its_name(api: KeyClient, store: Store, text: str) -> None:
    bring(api, store, name="Web order 7")
    bring(api, store, external_id="A-1002", name="")

    found = api.get("orders/", {"q": text}).json()["results"]

    assert [row["external_id"] for row in found] == ["A-1001"]


def test_one_id_in_two_stores_is_two_orders(api: KeyClient, store: Store) -> None:
    sibling = make_store(store.agency)

    one, other = bring(api, store), bring(api, sibling)

    assert (one.status_code, other.status_code) == (201, 201)
    assert one.json()["id"] != other.json()["id"]


def test_sums_add_up_with_and_without_tax_in_the_prices(api: KeyClient, store: Store) -> None:
    line = {"title": "Mitts", "quantity": 3, "price_minor": 10000, "discount_minor": 2500}
    costs = {"lines": [line], "shipping_minor": 4900, "tax_minor": 6875}

    added = bring(api, store, external_id="net", **costs)
    held = bring(api, store, external_id="gross", is_tax_included=True, **costs)

    assert added.json()["total"]["amount_minor"] == 27500 + 4900 + 6875
    assert held.json()["total"]["amount_minor"] == 27500 + 4900


def test_a_parcel_can_say_what_of_it_is_inside(api: KeyClient, store: Store) -> None:
    order = bring(api, store).json()["id"]
    (line,) = api.get(f"orders/{order}/").json()["lines"]

    parcel = api.post(
        "parcels/",
        {
            "order": order,
            "number": "370722150123456789",
            "lines": [{"line": line["shopify_id"], "quantity": 1}],
        },
    )

    assert parcel.status_code == 201, parcel.json()
    with store_scope(store.pk):
        assert Parcel.objects.get().lines == [{"line": int(line["shopify_id"]), "quantity": 1}]


def test_staff_read_its_page_which_leads_nowhere_in_shopify(
    api: KeyClient, store: Store, owner: User, client: Client
) -> None:
    make_words(store)
    order_id = bring(api, store).json()["id"]
    with store_scope(store.pk):
        row = Order.objects.get(public_id=order_id)
    client.force_login(owner)

    page = client.get(reverse("admin:orders_order_change", args=[row.pk])).content.decode()

    assert "A-1001" in page
    assert "Wool sweater" in page
    assert str(row.shopify_id) not in page
    assert "myshopify.com/admin" not in page


def test_its_tags_stay_here_and_do_not_go_to_shopify(api: KeyClient, store: Store) -> None:
    order_id = bring(api, store).json()["id"]
    api.put(
        f"/api/v1/stores/{store.public_id}/archive-policy/",
        {"writes_tags": True},
        "application/json",
    )

    with store_scope(store.pk):
        order = Order.objects.get(public_id=order_id)
        assert change_tag(order=order, tag="vip", is_added=True, actor="A", now=timezone.now())
        assert not TagWrite.objects.exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"external_id": ""}, "external_id"),
        ({"external_id": "two words"}, "external_id"),
        ({"external_id": "x" * 129}, "external_id"),
        ({"currency": "kr"}, "currency"),
        ({"lines": []}, "lines"),
        ({"lines": [{"title": "", "quantity": 1, "price_minor": 1}]}, "lines.0.title"),
        ({"lines": [{"title": "a", "quantity": 0, "price_minor": 1}]}, "lines.0.quantity"),
        ({"lines": [{"title": "a", "quantity": 1, "price_minor": -1}]}, "lines.0.price_minor"),
        ({"lines": [{"title": "a", "quantity": 1, "price": 1}]}, "lines.0.price"),
        ({"buyer": {"email": "kari"}}, "buyer.email"),
        ({"buyer": None}, "buyer"),
        ({"financial_state": "paid"}, "financial_state"),
        ({"placed_at": "2999-01-01T00:00:00Z"}, "placed_at"),
        ({"changed_at": "2999-01-01T00:00:00Z"}, "changed_at"),
        ({"shipping_address": {"country_code": "Norway"}}, "shipping_address.country_code"),
        ({"total": 5}, "total"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_kept(
    api: KeyClient, store: Store, changes: dict[str, Any], field: str
) -> None:
    answer = bring(api, store, **changes)

    assert refusal(answer) == (422, "invalid")
    assert field in {error["field"] for error in answer.json()["errors"]}
    with store_scope(store.pk):
        assert not Order.objects.exists()


def test_the_largest_order_fits_its_columns(api: KeyClient, store: Store) -> None:
    line = {"title": "Gold", "quantity": 10_000, "price_minor": 10**12}

    answer = bring(api, store, lines=[line] * 250)

    assert answer.status_code == 201
    assert answer.json()["total"]["amount_minor"] == 250 * 10**16


def test_a_key_of_another_store_finds_no_such_store(store: Store) -> None:
    sibling = make_store(store.agency)
    api = make_client(store.agency, stores=[sibling])

    assert refusal(bring(api, store)) == (404, "not-found")
    assert bring(api, sibling).status_code == 201


def test_a_key_that_only_brings_orders_reads_none(store: Store) -> None:
    api = make_client(store.agency, [Verb.RECORD_ORDERS])

    brought = bring(api, store)

    assert brought.status_code == 201
    assert refusal(api.get(f"orders/{brought.json()['id']}/")) == (403, "forbidden")


def test_an_order_costs_as_many_queries_for_fifty_lines_as_for_one(
    api: KeyClient, store: Store
) -> None:
    make_words(store)
    line = {"title": "Mitts", "quantity": 1, "price_minor": 14900}
    for name in ("key", "is", "known"):
        bring(api, store, external_id=name)

    with CaptureQueriesContext(connection) as one:
        bring(api, store, external_id="one", lines=[line])
    with CaptureQueriesContext(connection) as many:
        bring(api, store, external_id="many", lines=[line] * 50)

    assert len(one) == len(many) <= 60


def test_numbers_for_others_lie_beyond_shopifys_and_fit_a_bigint() -> None:
    numbers = {number_of(f"A-{each}") for each in range(10_000)}

    assert len(numbers) == 10_000
    assert all(FIRST <= number < 1 << 63 for number in numbers)
    assert number_of("A", "1") != number_of("A1")
