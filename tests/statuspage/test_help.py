"""What the page offers costs the same for everybody, and says the truth about the mail."""

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from messaging.models import Message
from messaging.states import Reason, State
from orders.models import Order
from statuspage import faq
from statuspage.help import help_of
from stores.models import Store
from stores.scope import store_scope
from tests.factories.buyers import make_request
from tests.factories.buyers_pages import make_page
from tests.factories.messaging import make_order
from tests.statuspage.buyers import bought, mails_to, parcel_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def order(store: Store) -> Order:
    return bought(store)


@pytest.mark.parametrize("count", [0, 20])
def test_it_costs_six_queries(
    store: Store, order: Order, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(count):
        make_request(order, text=str(number))
        parcel_of(order, "IN_TRANSIT", position=number)
        with store_scope(store.pk):
            faq.add_question(
                store=store,
                locale="en",
                question=f"{number}?",
                answer="So.",
                actor="",
                now=timezone.now(),
            )

    with store_scope(store.pk), django_assert_num_queries(6):
        found = help_of(order)

    assert len(found.asked) == min(count, 5)
    assert len(found.questions) == count


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"state": State.NOT_SENT, "reason": Reason.SHOPIFY_SENDS}, "The shop's own system sends"),
        ({"state": State.NOT_SENT, "reason": Reason.MODE_OFF}, "sends no confirmation"),
        ({"state": State.NOT_SENT, "reason": Reason.SUPPRESSED}, "came back before"),
        ({"state": State.NOT_SENT, "reason": Reason.CANCELLED}, "No confirmation was sent yet."),
        ({"state": State.HELD, "reason": Reason.TOO_OLD}, "has not been sent yet"),
        ({"state": State.UNKNOWN, "reason": Reason.WORKER_LOST}, "we are not sure"),
        ({"state": State.FAILED, "reason": Reason.REFUSED}, "could not be sent"),
        ({"state": State.PLANNED, "reason": ""}, "about to be sent"),
        ({"delivered_at": timezone.now()}, "and it arrived there"),
        ({"bounced_at": timezone.now()}, "came back on"),
        ({"complained_at": timezone.now()}, "marked as spam"),
        ({"reason": Reason.MAILBOX_BUSY}, "the mailbox delays it"),
    ],
)
def test_it_says_what_became_of_the_mail(
    store: Store, order: Order, fields: dict[str, object], words: str
) -> None:
    (message,) = mails_to(order, order.email)
    with store_scope(store.pk):
        Message.objects.filter(pk=message.pk).update(**fields)
        said = help_of(order).confirmation

    assert words in said.sentence
    assert order.email not in said.sentence


def test_without_anything_to_be_known_by_nothing_is_offered(store: Store) -> None:
    order = make_order(store, email="", shipping_address=None)

    with store_scope(store.pk):
        found = help_of(order)

    assert not found.may_correct
    assert not found.may_mail_again
    assert "no e-mail address of yours" in found.confirmation.sentence


def test_questions_beyond_the_room_of_the_page_stand_on_their_own(
    client: Client, store: Store
) -> None:
    order = make_page(store, "crowded")

    page = client.get(f"/s/{order.token}").content.decode()
    own = client.get(f"/s/{order.token}/questions")

    assert 0 < page.count("<details><summary>") < 10
    assert f'href="/s/{order.token}/questions"' in page
    assert own.content.decode().count("<details><summary>") == 30
    assert own["X-Robots-Tag"] == client.get(f"/s/{order.token}")["X-Robots-Tag"]


def test_a_store_without_answers_says_so_on_their_page(client: Client, store: Store) -> None:
    order = make_page(store, "placed")

    assert "All questions" not in client.get(f"/s/{order.token}").content.decode()
    assert "no answers yet" in client.get(f"/s/{order.token}/questions").content.decode()
