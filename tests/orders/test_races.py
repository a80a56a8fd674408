"""Webhooks of one order at one moment, each in a worker of its own."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, transaction

from intake.topics import HANDLERS
from stores.models import Store
from stores.scope import store_scope
from tests.factories import payloads
from tests.orders.rows import all_rows


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_a_whole_life_at_once_is_recorded_once(store: Store) -> None:
    life = payloads.life()
    start = Barrier(len(life))

    def tell(number: int) -> None:
        topic, body = life[number]
        try:
            start.wait(timeout=20)
            with store_scope(store.pk), transaction.atomic():
                HANDLERS[topic](store, body, payloads.START)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(life)) as workers:
        list(workers.map(tell, range(len(life))))

    with store_scope(store.pk):
        at_once = all_rows("orders", "shipping")
        told = ("Order", "Customer", "LineItem", "Parcel", "Activity")
        assert [len(at_once[name]) for name in told] == [1, 1, 2, 2, 13]
        for topic, body in life:  # said again one by one, nothing is left to change
            HANDLERS[topic](store, body, payloads.START)
        assert all_rows("orders", "shipping") == at_once
