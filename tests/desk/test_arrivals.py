"""What became of messages, as the list, the order's page and the drawer show it."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from messaging import arrivals
from messaging.models import Message
from messaging.states import Arrival
from stores.models import Store, User
from stores.scope import store_scope
from tests.factories.worlds import make_message, make_order

pytestmark = pytest.mark.django_db

LISTED = "/admin/messaging/message/"
LINE = "550 5.1.1 no such user"


@pytest.fixture
def staff(owner: User, client: Client) -> Client:
    client.force_login(owner)
    return client


@pytest.fixture
def returned(store: Store) -> Message:
    message = make_message(make_order(store), subject="Takk for bestillingen")
    with store_scope(store.pk):
        arrivals.record_bounce(message=message, at=timezone.now(), is_hard=True, line=LINE)
    return message


def text_of(client: Client, url: str, **asked: str) -> str:
    return client.get(url, asked).content.decode()


def test_the_list_says_and_finds_what_came_back(
    store: Store, returned: Message, staff: Client
) -> None:
    make_message(make_order(store), subject="Arrived", delivered_at=timezone.now())

    everything = text_of(staff, LISTED)
    back = text_of(staff, LISTED, arrival="BOUNCED")

    assert "Came back: no such address" in everything
    assert "Delivered, " in everything
    assert "Takk for bestillingen" in back
    assert "Arrived" not in back
    assert "Arrived" in text_of(staff, LISTED, arrival="DELIVERED")
    assert "Arrived" not in text_of(staff, LISTED, arrival="nonsense")


@pytest.mark.parametrize("arrival", list(Arrival))
def test_every_arrival_can_be_asked_for(staff: Client, store: Store, arrival: Arrival) -> None:
    make_message(make_order(store))

    assert staff.get(LISTED, {"arrival": arrival}).status_code == 200


def test_the_order_s_page_tells_it_with_the_server_s_words(
    returned: Message, staff: Client
) -> None:
    page = reverse("admin:orders_order_change", args=[returned.order_id])

    said = text_of(staff, page)
    way = text_of(staff, page, message=str(returned.pk), tab="way")

    assert "came back" in said
    assert "No such address" in said
    assert LINE in said
    assert "Came back" in way
    assert LINE in way


def test_what_was_refused_is_trouble_until_it_was_said_again(staff: Client, store: Store) -> None:
    order = make_order(store)
    first = make_message(order)
    line = "554 5.7.1 looks like spam"
    with store_scope(store.pk):
        arrivals.record_bounce(message=first, at=timezone.now(), is_hard=False, line=line)
    page = reverse("admin:orders_order_change", args=[order.pk])

    before = text_of(staff, page)
    make_message(order, corrects=first, sequence=1, delivered_at=timezone.now())

    assert "came back: the buyer has not got it" in before
    assert "came back: the buyer has not got it" not in text_of(staff, page)
