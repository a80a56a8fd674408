"""The page of an order's promise, and the API beside it."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from messaging import promise_news
from orders.models import Activity, ActivityKind, LineItem, Order
from shipping import queries
from shipping.models import Cause, Promise
from stores.models import Store, User
from stores.scope import every_store
from tests.factories.keys import KeyClient
from tests.factories.orders import make_order
from tests.factories.promises import make_rules

pytestmark = pytest.mark.django_db
JSON = "application/json"
SOON = (timezone.now() + timedelta(days=9)).date().isoformat()


@pytest.fixture
def order(store: Store) -> Order:
    make_rules(store)
    order = make_order(
        store, lines=2, delivery_method="SHIPPING", shipping_address={"country_code": "NO"}
    )
    with every_store(because="a test promises an order"):
        LineItem.objects.update(current_quantity=1)
        promise_news.promise_order(order=order, now=order.placed_at or timezone.now())
    return order


@pytest.fixture
def desk(client: Client, owner: User) -> Client:
    client.force_login(owner)
    return client


def page_of(order: Order) -> str:
    return reverse("admin:order_promise", args=[order.pk])


def test_the_page_says_how_it_was_worked_out(desk: Client, order: Order) -> None:
    shown = desk.get(page_of(order)).content.decode()

    assert "Packed in 2 business days" in shown
    assert "On the road for 3 to 4 business days" in shown
    assert "Whole store" in shown
    assert "Yarn 1" in shown


def test_days_set_by_hand_stand_in_history_and_on_the_timeline(desk: Client, order: Order) -> None:
    answer = desk.post(
        page_of(order), {"from_on": SOON, "to_on": SOON, "because": "Agreed on the phone"},
        follow=True,
    )  # fmt: skip

    shown = answer.content.decode()
    assert "Set by hand" in shown
    assert "Agreed on the phone" in shown
    with every_store(because="a test looks"):
        assert Promise.objects.filter(order=order).count() == 2
        said = Activity.objects.get(order=order, kind=ActivityKind.PROMISE_CHANGED)
    assert said.actor
    timeline = desk.get(reverse("admin:orders_order_change", args=[order.pk])).content.decode()
    assert "Promised anew" in timeline
    assert "2 days to pack, 3 to 4 on the road" in timeline


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "This field is required"),
        ({"from_on": SOON, "to_on": "2020-01-01", "because": "x"}, "before the first"),
        ({"from_on": SOON, "to_on": "nonsense", "because": "x"}, "Enter a valid date"),
        ({"from_on": SOON, "to_on": SOON, "because": " "}, "This field is required"),
        ({"from_on": SOON, "to_on": SOON, "ships_by_on": "2099-01-01", "because": "x"},
         "after it has arrived"),
    ],
)  # fmt: skip
def test_days_that_cannot_be_are_refused_with_what_to_do(
    desk: Client, order: Order, fields: dict[str, str], words: str
) -> None:
    answer = desk.post(page_of(order), fields)

    assert answer.status_code == 400
    assert words in answer.content.decode()
    with every_store(because="a test looks"):
        assert Promise.objects.filter(order=order).count() == 1


def test_an_order_without_a_promise_says_so(desk: Client, store: Store) -> None:
    shown = desk.get(page_of(make_order(store))).content.decode()

    assert "Nothing is promised for this order" in shown


def test_programs_read_and_set_the_same_promise(api: KeyClient, order: Order) -> None:
    url = f"/api/v1/orders/{order.public_id}/promise/"
    with every_store(because="a test looks"):
        first = queries.promise_of(order.pk)
    assert first is not None

    before = api.get(url).json()
    after = api.put(url, {"from_on": SOON, "to_on": SOON, "because": "By phone"}, JSON).json()

    assert before["current"]["id"] == str(first.public_id)
    assert before["current"]["to_on"] == (first.to_on and first.to_on.isoformat())
    assert after["current"]["to_on"] == SOON
    assert after["current"]["cause"] == Cause.STAFF
    assert [row["version"] for row in after["history"]] == [2, 1]


def test_a_program_is_told_what_is_wrong_with_days(api: KeyClient, order: Order) -> None:
    url = f"/api/v1/orders/{order.public_id}/promise/"

    answer = api.put(url, {"from_on": SOON, "to_on": "2020-01-01", "because": "x"}, JSON)

    assert answer.status_code == 409
    assert answer.json()["code"] == "promise-refused"


def test_what_must_leave_is_listed_page_by_page(api: KeyClient, store: Store) -> None:
    now = timezone.now()
    for hours in (-5, -50, 3, 90):
        order = make_order(store, lines=0)
        with every_store(because="a test makes promises"):
            Promise.objects.create(
                store=store, order=order, version=1, cause=Cause.PLACED, made_at=now,
                ships_by=now + timedelta(hours=hours), ships_by_on=now.date(),
            )  # fmt: skip

    first = api.get("/api/v1/promises/at-risk/?limit=2").json()
    second = api.get(f"/api/v1/promises/at-risk/?limit=2&cursor={first['next_cursor']}").json()

    assert [row["is_late"] for row in first["results"] + second["results"]] == [True, True, False]
    assert second["next_cursor"] is None


def test_the_page_costs_the_same_for_any_history(
    desk: Client, order: Order, django_assert_max_num_queries: object
) -> None:
    with every_store(because="a test makes history"):
        promise = Promise.objects.get(order=order)
        for version in range(2, 30):
            promise.pk, promise.version, promise.is_current = None, version, False
            promise.public_id = Promise._meta.get_field("public_id").get_default()
            promise.save(force_insert=True)
        Promise.objects.filter(version=1).update(is_current=False)
        Promise.objects.filter(version=29).update(is_current=True)
    desk.get(page_of(order))

    with django_assert_max_num_queries(16):  # type: ignore[operator]  # pytest-django's
        desk.get(page_of(order))
