"""What may have been taken is never said not to have been sent, and goes to no second address."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from messaging import arrivals, deciding, sending, services, settling
from messaging.models import Message
from messaging.services import CannotBeWrittenTo
from messaging.states import Reason, State
from orders.models import Activity, ActivityKind
from stores.models import Store
from stores.scope import Scope
from tests.factories.messaging import KIND, fresh, make_messages, make_sender, make_words
from tests.messaging.post_office import Hands, PostOffice

pytestmark = pytest.mark.django_db


def make_doubtful(store: Store, **fields: Any) -> Message:
    """It goes once more, since nobody knows whether it arrived."""
    given = {"reason": Reason.CONNECTION_LOST, "repeated_at": timezone.now(), **fields}
    return make_messages(store, 1, **given)[0]


def make_in_hand(store: Store, **fields: Any) -> Message:
    """A worker died while it handed it over; its lease is over."""
    now = timezone.now()
    lease = {"claim": "6f1c7f0e-95a3-4c58-9a52-3d27a7b5f1aa", "claimed_until": now - timedelta(1)}
    return make_messages(store, 1, state=State.TRANSMITTING, **lease, **fields)[0]


def send(post: PostOffice) -> None:
    with Hands(post) as hands:
        sending.send_due(now=timezone.now() + timedelta(seconds=1), crew=hands)


def test_a_cancelled_message_that_may_have_arrived_stays_unknown(
    store: Store, inside: Scope
) -> None:
    message = make_doubtful(store)

    assert services.cancel_message(message=message, actor="Mina", now=timezone.now())

    assert (fresh(message).state, fresh(message).reason) == (
        State.UNKNOWN,
        Reason.CONNECTION_LOST,
    )
    assert Activity.objects.get(message_id=message.pk).kind == ActivityKind.MESSAGE_UNKNOWN


@pytest.mark.parametrize("make", [make_doubtful, make_in_hand])
def test_erasing_the_buyer_does_not_call_it_unsent(store: Store, inside: Scope, make: Any) -> None:
    message = make(store)

    services.redact_messages(order_ids=[message.order_id or 0], now=timezone.now())

    assert (fresh(message).state, fresh(message).recipient) == (State.UNKNOWN, "")


def test_what_is_unknown_of_an_erased_buyer_goes_no_more(store: Store, inside: Scope) -> None:
    message = make_messages(store, 1, state=State.UNKNOWN, reason=Reason.WORKER_LOST)[0]
    services.redact_messages(order_ids=[message.order_id or 0], now=timezone.now())

    settling.settle(now=timezone.now() + timedelta(minutes=11))
    with pytest.raises(CannotBeWrittenTo):
        deciding.repeat_unknown(message=fresh(message), actor="Mina", now=timezone.now())
    assert fresh(message).state == State.UNKNOWN

    assert settling.settle_unknown(message=message, arrived=False, now=timezone.now())
    assert (fresh(message).state, fresh(message).reason) == (State.NOT_SENT, Reason.REDACTED)


def test_a_newer_address_is_not_for_what_may_have_arrived_at_the_older(
    store: Store, inside: Scope
) -> None:
    message = make_doubtful(store)
    order = fresh(message).order
    assert order is not None
    order.email = "somebody@else.example"
    order.save()

    services.plan_message(order=order, kind=KIND, now=timezone.now())

    assert fresh(message).recipient == message.recipient


@pytest.mark.parametrize(("is_doubtful", "state"), [(True, State.UNKNOWN), (False, State.FAILED)])
def test_a_refusal_of_the_second_copy_says_nothing_of_the_first(
    store: Store, inside: Scope, is_doubtful: bool, state: State
) -> None:
    make_words(store)
    make_sender(store, port=1)
    message = make_doubtful(store) if is_doubtful else make_messages(store, 1)[0]
    post = PostOffice(honours_keys=False)
    post.plan.append("refused")

    send(post)

    assert fresh(message).state == state


def test_each_failure_is_told_also_after_a_release(store: Store, inside: Scope) -> None:
    make_words(store)
    make_sender(store, port=1)
    message = make_messages(store, 1)[0]
    post = PostOffice(honours_keys=False)

    for _ in range(2):
        post.plan.append("refused")
        send(post)
        services.release_message(message=fresh(message), actor="Mina", now=timezone.now())

    told = Activity.objects.filter(message_id=message.pk, kind=ActivityKind.MESSAGE_FAILED)
    assert told.count() == 2


def test_what_arrived_before_its_worker_died_is_sent(store: Store, inside: Scope) -> None:
    message = make_in_hand(store)
    arrivals.record_delivery(message=message, at=timezone.now())

    settling.settle(now=timezone.now())

    assert fresh(message).state == State.SENT
