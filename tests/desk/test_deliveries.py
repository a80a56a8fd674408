"""The pages of deliveries: what was told to an endpoint, what came back, and telling it again."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from outbound.models import Delivery, Endpoint
from stores.models import Agency, Store
from stores.roles import Role
from stores.scope import every_store
from tests.desk.endpoints import make_attempt, make_delivery, make_endpoint
from tests.factories.orders import make_order
from tests.factories.stores import make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(agency: Agency) -> Client:
    client = Client()
    client.force_login(make_member(agency, Role.MANAGER))
    return client


@pytest.fixture
def endpoint(agency: Agency, store: Store) -> Endpoint:
    return make_endpoint(agency, store=store, description="Labels")


def text(response: Any) -> str:
    content: str = response.content.decode()
    return content


def address(name: str, row: Endpoint | Delivery) -> str:
    return reverse(f"admin:endpoints_{name}", args=[row.public_id])


def again(row: Delivery) -> Delivery:
    with every_store(because="a test looks"):
        row.refresh_from_db()
    return row


def shown(page: str, rows: list[Delivery]) -> list[int]:
    """Which of them stand on the page, by their place."""
    return [place for place, row in enumerate(rows) if str(row.public_id) in page]


def test_before_anything_was_sent_the_list_says_what_will_stand_there(
    manager: Client, endpoint: Endpoint
) -> None:
    assert "Nothing was sent yet" in text(manager.get(address("deliveries", endpoint)))


def test_the_list_is_narrowed_by_state_event_and_order(
    manager: Client, endpoint: Endpoint, store: Store
) -> None:
    order = make_order(store, name="#4711", number=4711)
    rows = [
        make_delivery(endpoint),
        make_delivery(endpoint, state="FAILED", status=500, error="500 closed"),
        make_delivery(endpoint, type="message.sent", order=order),
    ]
    url = address("deliveries", endpoint)

    def found(**query: str) -> list[int]:
        return shown(text(manager.get(url, query)), rows)

    assert found() == [0, 1, 2]
    assert found(state="FAILED") == [1]
    assert found(type="message.sent") == [2]
    assert found(order="#4711") == [2]
    assert found(order="4711", state="FAILED") == []
    assert found(order="no number") == []
    assert found(state="NONSENSE") == [0, 1, 2]
    assert "Nothing like that" in text(manager.get(url, {"order": "1"}))


def test_pages_follow_each_other_without_a_row_lost_or_twice(
    manager: Client, endpoint: Endpoint
) -> None:
    at = timezone.now()
    rows = [make_delivery(endpoint, at=at - timedelta(seconds=n // 3)) for n in range(120)]
    url, pages = address("deliveries", endpoint), []
    page = text(manager.get(url))
    while True:
        pages.append(shown(page, rows))
        if 'rel="next"' not in page:
            break
        link = page.split('rel="next"')[0].rpartition('href="')[2].rstrip('" ')
        page = text(manager.get(url + link.replace("&amp;", "&")))

    assert [len(each) for each in pages] == [50, 50, 20]
    assert sorted(place for each in pages for place in each) == list(range(120))
    back = page.split('rel="prev"')[0].rpartition('href="')[2].rstrip('" ')
    assert shown(text(manager.get(url + back.replace("&amp;", "&"))), rows) == pages[1]


def test_one_delivery_shows_what_was_asked_and_each_answer(
    manager: Client, endpoint: Endpoint
) -> None:
    delivery = make_delivery(
        endpoint, state="FAILED", status=500, error="500 The warehouse is closed", attempts_count=2
    )
    make_attempt(delivery, status=None, error="warehouse.example gave no whole answer within 15 s.")
    make_attempt(
        delivery,
        number=2,
        status=500,
        seconds=1.5,
        request_headers={"webhook-id": delivery.event_id, "webhook-signature": "v1,…"},
        response_headers={"server": "nginx"},
        response_body='{"error": "<b>closed</b>"}',
    )

    page = text(manager.get(address("delivery", delivery)))

    assert "It was given up." in page
    assert "500 The warehouse is closed" in page
    assert "gave no whole answer" in page
    assert "webhook-signature" in page
    assert "nginx" in page
    assert "<b>closed</b>" not in page
    assert "&lt;b&gt;closed" in page
    assert page.index(">2.<") < page.index(">1.<")


def test_a_delivery_goes_again_and_its_page_waits_for_the_answer(
    manager: Client, endpoint: Endpoint
) -> None:
    delivery = make_delivery(endpoint, state="FAILED", status=500)

    sent = text(manager.post(address("delivery_again", delivery), follow=True))
    twice = text(manager.post(address("delivery_again", delivery), follow=True))

    assert "It is sent again" in sent
    assert 'http-equiv="refresh"' in sent
    assert again(delivery).state == "WAITING"
    assert "It is under way already" in twice


def test_a_test_event_leads_to_the_page_that_shows_its_answer(
    manager: Client, endpoint: Endpoint
) -> None:
    tested = text(manager.post(address("test", endpoint), follow=True))

    assert "endpoint.tested" in tested
    assert "It leaves at once." in tested
    assert 'http-equiv="refresh"' in tested


def test_nothing_is_sent_to_a_paused_endpoint_and_the_refusal_says_what_to_do(
    manager: Client, endpoint: Endpoint
) -> None:
    delivery = make_delivery(endpoint, state="FAILED", status=500)
    manager.post(address("pause", endpoint))

    for url in (address("test", endpoint), address("delivery_again", delivery)):
        assert "enable it first" in text(manager.post(url, follow=True))
    assert again(delivery).state == "FAILED"


def test_all_that_was_given_up_since_a_time_goes_again(manager: Client, endpoint: Endpoint) -> None:
    now = timezone.now()
    old = make_delivery(endpoint, at=now - timedelta(days=3), state="FAILED", status=500)
    fresh = [make_delivery(endpoint, state="FAILED", status=500) for _ in range(2)]
    taken = make_delivery(endpoint)
    since = (now - timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")

    said = text(manager.post(address("again", endpoint), {"since": since}, follow=True))
    none = text(manager.post(address("again", endpoint), {"since": since}, follow=True))
    odd = text(manager.post(address("again", endpoint), {"since": "2026-13-99"}, follow=True))

    assert "2 events are sent again" in said
    assert [again(row).state for row in (old, *fresh, taken)] == [
        "FAILED", "WAITING", "WAITING", "DELIVERED",
    ]  # fmt: skip
    assert "No event was given up since then." in none
    assert "Say since when." in odd


def test_who_may_only_look_finds_no_buttons(agency: Agency, endpoint: Endpoint) -> None:
    delivery = make_delivery(endpoint, state="FAILED", status=500)
    client = Client()
    client.force_login(make_member(agency, Role.SUPPORT))

    for url in (address("change", endpoint), address("delivery", delivery)):
        page = text(client.get(url))
        assert "Send again" not in page
        assert "Make a new secret" not in page
    assert client.post(address("delivery_again", delivery)).status_code == 403


@pytest.mark.parametrize("count", [1, 60])
def test_the_list_costs_two_queries_however_many_rows(
    manager: Client, endpoint: Endpoint, store: Store, count: int
) -> None:
    order = make_order(store)
    for _ in range(count):
        make_delivery(endpoint, order=order)
    url = address("deliveries", endpoint)
    manager.get(url)

    with CaptureQueriesContext(connection) as queries:
        manager.get(url)

    assert sum("outbound_" in query["sql"] for query in queries) == 2


@pytest.mark.parametrize("count", [1, 12])
def test_one_delivery_costs_two_queries_however_many_attempts(
    manager: Client, endpoint: Endpoint, count: int
) -> None:
    delivery = make_delivery(endpoint, attempts_count=count)
    for number in range(1, count + 1):
        make_attempt(delivery, number=number)
    manager.get(address("delivery", delivery))

    with CaptureQueriesContext(connection) as queries:
        manager.get(address("delivery", delivery))

    assert sum("outbound_" in query["sql"] for query in queries) == 2
