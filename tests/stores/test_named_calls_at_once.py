"""One Idempotency-Key sent from several places at once: one deed, and patience for the others."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection, connections, transaction

from orders.models import Order
from stores import named_calls
from stores.models import ApiKey, Store
from stores.scope import every_store
from tests.factories.keys import KeyClient, make_client
from tests.factories.orders import make_order
from tests.problems import refusal
from tests.stores.noting import KEY, note, notes_of

pytestmark = pytest.mark.django_db
HELD = """SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database
WHERE locktype = 'advisory' AND datname = current_database()"""


@pytest.fixture
def order(store: Store) -> Order:
    return make_order(store)


@contextmanager
def holding(hold: Callable[[], None]) -> Iterator[None]:
    """Another session that has the lock meanwhile."""
    is_held, may_go = threading.Event(), threading.Event()

    def hold_it() -> None:
        try:
            with transaction.atomic():
                hold()
                is_held.set()
                may_go.wait(20)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        held = pool.submit(hold_it)
        assert is_held.wait(20)
        try:
            yield
        finally:
            may_go.set()
        held.result(20)


def lock_of(api: KeyClient, key: str) -> Callable[[], None]:
    with every_store(because="a test names a call"):
        row = ApiKey.objects.get(lookup=api.text.split("_")[2])
    call = named_calls.Call(row.agency_id, f"key:{row.pk}", key, b"")
    return lambda: named_calls._take("pg_try_advisory_xact_lock", call.lock)


@pytest.mark.parametrize("path", ["orders/{}/notes/", "messages/send-again/"])
def test_what_is_in_flight_asks_for_patience(api: KeyClient, order: Order, path: str) -> None:
    body = {"text": "Called"} if "notes" in path else {"messages": [str(order.public_id)]}
    with holding(lock_of(api, KEY)):
        answer = api.post(
            path.format(order.public_id),
            {**body, **({} if "notes" in path else {"because": "x"})},
            headers={"Idempotency-Key": KEY},
        )
        other = note(api, order, key="another")

    assert refusal(answer) == (409, "idempotency-in-flight")
    assert int(answer.headers["Retry-After"]) > 0
    assert other.status_code == 201


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_one_does_it(store: Store) -> None:
    order, api = make_order(store), make_client(store.agency)
    start = threading.Barrier(8)

    def send(_: int) -> Any:
        start.wait(20)
        try:
            return note(KeyClient(api.text), order)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(send, range(8)))

    assert {answer.status_code for answer in answers} <= {201, 409}
    done = [answer for answer in answers if answer.status_code == 201]
    assert len({answer.content for answer in done}) == 1
    assert sum("Idempotency-Replayed" not in answer.headers for answer in done) == 1
    assert notes_of(order) == 1
    assert note(api, order).headers["Idempotency-Replayed"] == "true"


@pytest.mark.django_db(transaction=True)
def test_a_session_lets_go_of_what_it_did_in_steps(store: Store) -> None:
    order, api = make_order(store), make_client(store.agency)
    body = {"messages": [str(order.public_id)], "because": "She phoned"}

    answers = [
        api.post("messages/send-again/", body, headers={"Idempotency-Key": KEY}) for _ in range(2)
    ]
    with connection.cursor() as cursor:
        cursor.execute(HELD)
        (held,) = cursor.fetchone()

    assert answers[0].content == answers[1].content
    assert answers[1].headers["Idempotency-Replayed"] == "true"
    assert held == 0
