"""Calls to receivers that behave, and to some that do not."""

from datetime import timedelta
from typing import Any

import pytest

from common.outgoing import signing
from orders.models import Order
from outbound import posting, recording
from outbound.models import Endpoint
from stores.models import Store
from tests.factories.orders import make_order
from tests.factories.outbound import make_deliveries, make_endpoint
from tests.outbound.receiver import Receiver, check, receiver
from tests.outbound.runs import attempts, clock, deliveries, fresh, post, post_for, states

pytestmark = pytest.mark.django_db


@pytest.fixture
def order(store: Store) -> Order:
    return make_order(store)


def one(store: Store, order: Order, there: Receiver, **fields: Any) -> Endpoint:
    """An endpoint to which one event is on its way."""
    endpoint = make_endpoint(store, there.url, **fields)
    make_deliveries(endpoint, [order], kinds=["ORDER_PAID"])
    return endpoint


def test_an_event_arrives_signed_and_is_delivered(store: Store, order: Order) -> None:
    with receiver() as there:
        endpoint = one(store, order, there)
        made = post(clock())

    assert made == 1, states(endpoint)
    (call,) = there.calls
    check(call, endpoint.secret)
    assert call.said["type"] == "order.paid"
    assert call.said["data"]["order"] == str(order.public_id)
    assert call.headers["content-type"] == "application/json"
    assert states(endpoint) == ["DELIVERED"]


def test_what_was_asked_and_answered_is_kept_without_the_signature(
    store: Store, order: Order
) -> None:
    with receiver(headers={"X-Request-Id": "7", "Set-Cookie": "a=b"}, content=b"ok\x00") as there:
        endpoint = one(store, order, there)
        post(clock())

    (call,), (kept,) = there.calls, attempts(endpoint)
    assert (kept.number, kept.status, kept.error, kept.url) == (1, 200, "", there.url)
    assert kept.request_headers["webhook-id"] == call.id
    assert kept.request_headers["webhook-signature"] == "v1,…"
    assert call.headers["webhook-signature"] not in str(vars(kept))
    assert kept.response_headers["x-request-id"] == "7"
    assert kept.response_headers["set-cookie"] == "…"
    assert kept.response_body == "ok\N{REPLACEMENT CHARACTER}"


def test_during_a_rotation_both_secrets_are_good(store: Store, order: Order) -> None:
    now, before = clock(), signing.new_secret()
    with receiver() as there:
        endpoint = one(
            store,
            order,
            there,
            previous_secret=before,
            previous_secret_ends_at=now.now + timedelta(minutes=1),
        )
        post(now)
        make_deliveries(endpoint, [order], kinds=["ORDER_CLOSED"])
        now.forward(minutes=2)
        post(now)

    during, after = there.calls
    check(during, endpoint.secret)
    check(during, before)
    check(after, endpoint.secret)
    assert len(after.headers["webhook-signature"].split()) == 1


@pytest.mark.parametrize(
    ("behaviour", "words"),
    [
        ({"status": 500}, "500"),
        ({"status": 404}, "404"),
        ({"status": 302, "headers": {"Location": "/elsewhere"}}, "redirect"),
        ({"status": 301, "headers": {"Location": "http://127.0.0.1:1/"}}, "redirect"),
        ({"closes_early": True}, "127.0.0.1"),
        ({"silence": 5.0}, "within 0.5 s"),
        ({"drip": 0.2, "content": b"x" * 100}, "within 0.5 s"),
    ],
)
def test_a_failure_is_said_in_words_and_tried_again_in_five_seconds(
    store: Store, order: Order, monkeypatch: pytest.MonkeyPatch, behaviour: Any, words: str
) -> None:
    monkeypatch.setattr(posting, "DEADLINE", 0.5)
    at = clock()
    with receiver(**behaviour) as there:
        endpoint = one(store, order, there)
        post(at)
        (delivery,) = deliveries(endpoint)

    (kept,) = attempts(endpoint)
    assert words in kept.error
    assert delivery.error == kept.error
    assert delivery.state == "WAITING"
    assert delivery.next_at - at.now < timedelta(seconds=6)
    assert [call.path for call in there.calls] == ["/hooks"]


def test_where_nobody_listens_it_is_tried_again(store: Store, order: Order) -> None:
    with receiver() as there:
        gone = there
    endpoint = one(store, order, gone)
    post(clock())

    (kept,) = attempts(endpoint)
    assert kept.status is None
    assert "127.0.0.1" in kept.error
    assert states(endpoint) == ["WAITING"]


def test_a_huge_answer_is_cut(store: Store, order: Order) -> None:
    with receiver(content=b"y" * 5_000_000) as there:
        endpoint = one(store, order, there)
        post(clock())

    (kept,) = attempts(endpoint)
    assert len(kept.response_body) == 4_096
    assert states(endpoint) == ["DELIVERED"]


def test_ten_attempts_on_the_schedule_then_it_is_given_up(store: Store, order: Order) -> None:
    at = clock()
    began = at.now
    with receiver(status=500) as there:
        endpoint = one(store, order, there)
        made = post_for(at, until=timedelta(days=4))

    assert made == len(there.calls) == len(attempts(endpoint)) == 10
    assert {call.id for call in there.calls} == {there.calls[0].id}
    assert [row.number for row in attempts(endpoint)] == list(range(1, 11))
    assert states(endpoint) == ["FAILED"]
    assert at.now - began == timedelta(days=4)


def test_a_receiver_that_asks_for_time_gets_it(store: Store, order: Order) -> None:
    at = clock()
    with receiver(answers=[429], headers={"Retry-After": "90"}) as there:
        endpoint = one(store, order, there)
        make_deliveries(endpoint, [make_order(store)], kinds=["ORDER_PAID"])
        post(at, most=1)
        at.forward(seconds=80)
        early = post(at)
        at.forward(seconds=11)
        late = post(at)

    # 429 is about all calls, so the other order's event waits as well.
    assert (early, late) == (0, 2)
    assert states(endpoint) == ["DELIVERED", "DELIVERED"]


def test_410_switches_the_endpoint_off_at_once_and_loses_nothing(
    store: Store, order: Order
) -> None:
    at = clock()
    with receiver(status=410) as there:
        endpoint = one(store, order, there)
        post_for(at, until=timedelta(days=1))

    found = fresh(endpoint)
    assert (found.state, found.disabled_because) == ("DISABLED", "GONE")
    assert found.disabled_at is not None
    assert "410" in found.last_error
    assert len(there.calls) == 1
    assert states(endpoint) == ["WAITING"]


def test_five_days_of_nothing_but_failure_switch_it_off(store: Store) -> None:
    at = clock()
    with receiver(status=503) as there:
        endpoint = make_endpoint(store, there.url)
        for day in range(6):
            make_deliveries(endpoint, [make_order(store)], kinds=["ORDER_PAID"], now=at.now)
            post_for(at, until=timedelta(days=1))
            is_off = fresh(endpoint).state == "DISABLED"
            assert is_off == (day == 5)

    found = fresh(endpoint)
    assert found.disabled_because == "FAILING"
    assert "WAITING" in states(endpoint)


def test_one_success_in_five_days_keeps_it_on(store: Store) -> None:
    at = clock()
    with receiver(status=503) as there:
        endpoint = make_endpoint(store, there.url)
        for day in range(8):
            make_deliveries(endpoint, [make_order(store)], kinds=["ORDER_PAID"], now=at.now)
            if day == 3:
                there.answers.append(200)
            post_for(at, until=timedelta(days=1))

    assert fresh(endpoint).state == "ACTIVE"


def test_an_address_that_became_private_is_not_called(
    store: Store, order: Order, settings: Any
) -> None:
    with receiver() as there:
        endpoint = one(store, order, there)
        settings.NOTIFYHUB_PRIVATE_SERVICES = False
        post(clock())

    assert there.calls == []
    (kept,) = attempts(endpoint)
    assert kept.status is None
    assert kept.error


def test_a_death_before_the_record_is_a_second_call_with_the_same_id(
    store: Store, order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = clock()
    with receiver() as there:
        endpoint = one(store, order, there)
        with monkeypatch.context() as dying:
            dying.setattr(recording, "record", _die)
            with pytest.raises(KeyboardInterrupt):
                post(at)
        at.forward(seconds=59)
        assert post(at) == 0
        at.forward(seconds=2)
        assert post(at) == 1

    assert len(there.calls) == 2
    assert len({call.id for call in there.calls}) == 1
    assert [row.number for row in attempts(endpoint)] == [1, 2]
    assert "may have arrived" in attempts(endpoint)[0].error
    assert states(endpoint) == ["DELIVERED"]


def _die(**_: object) -> None:
    raise KeyboardInterrupt
