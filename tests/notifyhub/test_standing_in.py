"""Without broker, beat and workers: what has been due for a second is done all the same."""

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from intake.models import Webhook, WebhookState
from messaging.models import Message
from messaging.states import Lane, State
from notifyhub import standing_in
from stores.models import Store
from stores.scope import store_scope
from tests.factories.intake import body_of, make_webhook
from tests.factories.messaging import fresh, make_messages, make_words
from tests.factories.orders import make_order
from tests.factories.outbound import make_deliveries, make_endpoint
from tests.outbound.receiver import receiver

pytestmark = pytest.mark.django_db


def test_what_is_due_just_now_is_left_to_the_workers(store: Store) -> None:
    make_words(store)
    (message,) = make_messages(store, 1)
    webhook = make_webhook(store, body_of(), topic="nobody/knows")

    assert standing_in.do_overdue(now=timezone.now()) == 0

    assert fresh(message).state == State.PLANNED
    with store_scope(store.pk):
        assert Webhook.objects.get(pk=webhook.pk).state == WebhookState.RECEIVED


def test_what_is_overdue_is_done(store: Store) -> None:
    make_words(store)
    messages = make_messages(store, 3)
    webhook = make_webhook(store, body_of(), topic="nobody/knows")

    done = standing_in.do_overdue(now=timezone.now() + timedelta(seconds=2))

    assert done == 4
    assert {fresh(message).state for message in messages} == {State.SENT}
    with store_scope(store.pk):
        assert Webhook.objects.get(pk=webhook.pk).state == WebhookState.IGNORED


@pytest.mark.parametrize(("seconds", "state"), [(20, State.PLANNED), (40, State.SENT)])
def test_what_nobody_waits_for_is_left_for_longer(store: Store, seconds: int, state: State) -> None:
    make_words(store)
    past = timezone.now() - timedelta(seconds=seconds)
    (message,) = make_messages(store, 1, lane=Lane.MARKETING, run_after=past)

    standing_in.do_overdue(now=timezone.now())

    assert fresh(message).state == state


def test_it_asks_little_while_there_is_nothing_to_do(
    store: Store, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with store_scope(store.pk):
        assert not Message.objects.exists()

    with django_assert_num_queries(6):
        assert standing_in.do_overdue(now=timezone.now()) == 0


def test_what_other_programs_should_have_heard_is_told_and_nothing_before(store: Store) -> None:
    with receiver() as there:
        endpoint = make_endpoint(store, there.url)
        now = timezone.now()
        make_deliveries(endpoint, [make_order(store)], kinds=["ORDER_PAID"], now=now)
        early = standing_in.call_overdue(now=now + timedelta(seconds=14))
        late = standing_in.call_overdue(now=now + timedelta(seconds=16))

    assert (early, late) == (0, 1)
    assert len(there.taken) == 1
