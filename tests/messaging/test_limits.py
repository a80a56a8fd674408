"""How often a person may send by hand; a click sends once, however often it is made."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from messaging import correcting, sending
from messaging.correcting import NonceUsed
from messaging.correction import Correction, Scope
from messaging.limits import SentTooOften
from messaging.models import Message
from messaging.states import State
from orders.models import Activity, ActivityKind
from stores.models import Store
from stores.scope import store_scope
from tests.factories.messaging import (
    fresh,
    make_messages,
    make_order,
    make_words,
    plan,
)
from tests.messaging.corrections import (
    RIGHT,
    again,
    make_sent,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(store: Store) -> Message:
    return make_sent(store)


def test_a_click_sends_once(sent: Message) -> None:
    first = again(sent, nonce="click")

    assert again(sent, nonce="click").pk == first.pk
    assert again(sent, nonce="another").pk != first.pk


def test_a_nonce_is_good_for_one_wish(sent: Message, store: Store) -> None:
    again(sent, nonce="click")
    other = plan(make_order(store))

    with pytest.raises(NonceUsed):
        again(other, nonce="click")


def test_a_person_sends_so_many_in_an_hour_and_is_told_when_more(
    sent: Message, settings: Any
) -> None:
    settings.NOTIFYHUB_SENT_BY_HAND_PER_HOUR = 2
    now = timezone.now()
    again(sent, now=now - timedelta(minutes=50))
    again(sent, now=now - timedelta(minutes=10))

    with pytest.raises(SentTooOften) as refusal:
        again(sent, now=now)

    assert refusal.value.may_go_at == now + timedelta(minutes=10)
    assert again(sent, now=now, actor="Marte Lund")


def test_the_order_says_when_it_may_be_told_again(sent: Message) -> None:
    now = timezone.now()
    for hours in (20, 10, 5):
        again(sent, now=now - timedelta(hours=hours), recipient=f"x-{hours}@example.com")

    with pytest.raises(SentTooOften) as refusal:
        again(sent, now=now)

    assert refusal.value.may_go_at == now + timedelta(hours=4)
    assert again(sent, now=now + timedelta(hours=4, minutes=1))


def test_a_resend_costs_a_constant_number_of_queries(sent: Message) -> None:
    correction = Correction.of_message(sent, actor="Jonas Berg", recipient=RIGHT)
    with (
        store_scope(sent.store_id),
        CaptureQueriesContext(
            connection,
        ) as asked,
    ):
        correcting.resend(correction=correction, now=timezone.now())

    assert len(asked) <= 30, [query["sql"][:80] for query in asked]


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_eight_double_clicks_send_once(store: Store) -> None:
    make_words(store)
    message = plan(make_order(store))
    sending.send_due(now=timezone.now())
    ready = threading.Barrier(8)

    def click(_: int) -> int:
        try:
            ready.wait(30)
            with store_scope(store.pk):
                correction = Correction.of_message(
                    fresh(message), actor="Jonas Berg", nonce="one click", scope=Scope.ORDER,
                    recipient=RIGHT,
                )  # fmt: skip
                return correcting.resend(correction=correction, now=timezone.now()).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(click, range(8)))

    assert len(set(made)) == 1
    with store_scope(store.pk):
        assert Message.objects.count() == 2
        assert Activity.objects.filter(kind=ActivityKind.ADDRESS_CORRECTED).count() == 1


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_many_people_at_once_stay_within_what_one_address_may_get(store: Store) -> None:
    make_words(store)
    rows = make_messages(store, 16, state=State.SENT, sent_at=timezone.now())
    ready = threading.Barrier(8)

    def work(place: int) -> int:
        sent = 0
        try:
            ready.wait(30)
            for message in rows[place * 2 : place * 2 + 2]:
                with store_scope(store.pk):
                    correction = Correction.of_message(
                        fresh(message), actor=f"Person {place}", recipient="victim@example.com"
                    )
                    try:
                        correcting.resend(correction=correction, now=timezone.now())
                    except SentTooOften:
                        continue
                    sent += 1
        finally:
            connection.close()
        return sent

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(work, range(8))) == 10
