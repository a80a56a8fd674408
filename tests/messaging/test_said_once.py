"""The race for one order: however many workers are told of it at once, it is said once."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.utils import timezone

from messaging import correcting, sending, services
from messaging.correction import Correction
from messaging.limits import SentTooOften
from messaging.models import Attempt, Message
from messaging.states import State
from orders.models import Activity, ActivityKind
from stores.models import Store
from stores.scope import store_scope
from tests.factories.messaging import KIND, make_messages, make_order, make_words

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

THREADS = 50


def test_fifty_workers_plan_one_message(store: Store) -> None:
    order = make_order(store)
    ready = threading.Barrier(THREADS)

    def work(_: int) -> bool:
        try:
            ready.wait(30)
            with store_scope(store.pk):
                return bool(services.plan_message(order=order, kind=KIND, now=timezone.now()))
        finally:
            connection.close()

    with ThreadPoolExecutor(THREADS) as pool:
        planned = list(pool.map(work, range(THREADS)))

    assert planned.count(True) == 1
    with store_scope(store.pk):
        assert Message.objects.count() == 1
        told = Activity.objects.filter(kind=ActivityKind.MESSAGE_PLANNED)
        assert told.count() == 1


def test_an_impatient_person_sends_again_at_most_three_times(store: Store) -> None:
    (first,) = make_messages(store, 1, state=State.SENT, sent_at=timezone.now())
    make_words(store)
    ready = threading.Barrier(10)

    def work(_: int) -> bool:
        try:
            ready.wait(30)
            with store_scope(store.pk):
                correction = Correction.of_message(first, because="lost", actor="Jonas Berg")
                correcting.resend(correction=correction, now=timezone.now())
        except SentTooOften:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(10) as pool:
        sent = list(pool.map(work, range(10)))

    assert sent.count(True) == 3
    with store_scope(store.pk):
        sequences = Message.objects.order_by("sequence").values_list("sequence", flat=True)
        assert list(sequences) == [0, 1, 2, 3]


def test_many_workers_send_each_message_once(store: Store) -> None:
    make_words(store)
    make_messages(store, 60)
    now = timezone.now()

    def work(_: int) -> int:
        try:
            taken = 0
            while count := sending.send_due(now=now, limit=7):
                taken += count
            return taken
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        taken = list(pool.map(work, range(8)))

    assert sum(taken) == 60
    with store_scope(store.pk):
        assert Message.objects.filter(state=State.SENT).count() == 60
        assert Attempt.objects.count() == 60
