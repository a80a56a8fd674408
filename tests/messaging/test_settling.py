"""What may have been sent: settled by the account's reports, by a person, or by the same key."""

import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from messaging import sending, settling
from messaging.models import Message
from messaging.states import Lane, Reason, State, Transport
from orders.models import Activity, ActivityKind
from stores.models import Store
from stores.roles import Role
from stores.scope import every_store, store_scope
from tests.factories.keys import KeyClient
from tests.factories.messaging import fresh, make_messages, make_sender, make_words
from tests.factories.stores import make_member

pytestmark = pytest.mark.django_db


def make_unknown(store: Store, **fields: object) -> Message:
    return make_messages(store, 1, state=State.UNKNOWN, reason=Reason.WORKER_LOST, **fields)[0]


def told_of(message: Message) -> list[tuple[str, str]]:
    with store_scope(message.store_id):
        facts = Activity.objects.filter(message_id=message.pk).order_by("id")
        return list(facts.values_list("kind", "actor"))


def settle(**shift: float) -> None:
    with every_store(because="a test lets time pass"):
        settling.settle(now=timezone.now() + timedelta(**shift))


def test_a_report_of_arrival_settles_it_and_nothing_goes_once_more(store: Store) -> None:
    message = make_unknown(store)

    with store_scope(store.pk):
        now = timezone.now()
        is_settled = settling.settle_unknown(message=fresh(message), arrived=True, now=now)
        again = settling.settle_unknown(message=fresh(message), arrived=True, now=now)
    settle(minutes=30)

    assert (is_settled, again) == (True, False)
    assert (fresh(message).state, fresh(message).repeated_at) == (State.SENT, None)
    assert told_of(message) == [(ActivityKind.MESSAGE_SENT, "")]


def test_a_late_report_stops_the_second_sending(store: Store) -> None:
    message = make_unknown(store)
    settle(minutes=11)
    assert fresh(message).state == State.PLANNED

    with store_scope(store.pk):
        settling.settle_unknown(message=fresh(message), arrived=True, now=timezone.now())

    assert fresh(message).state == State.SENT
    assert sending.send_due(now=timezone.now() + timedelta(hours=1)) == 0


def test_a_report_that_it_never_came_sends_it_at_once(store: Store) -> None:
    make_words(store)
    message = make_unknown(store, lane=Lane.MARKETING)

    with store_scope(store.pk):
        settling.settle_unknown(message=fresh(message), arrived=False, now=timezone.now())
    sending.send_due(now=timezone.now() + timedelta(seconds=1))

    assert (fresh(message).state, fresh(message).repeated_at) == (State.SENT, None)


def test_a_person_settles_it_by_a_button(store: Store, client: Client) -> None:
    message = make_unknown(store)
    client.force_login(make_member(store.agency, Role.SUPPORT))
    page = reverse("admin:messaging_message_change", args=[message.pk])
    deed = reverse("admin:messaging_message_mark_sent", args=[message.pk])

    shown = client.get(page).content.decode()
    answer = client.post(deed, follow=True)

    assert deed in shown
    assert "It counts as sent" in answer.content.decode()
    assert deed not in client.get(page).content.decode()
    assert fresh(message).state == State.SENT
    ((kind, actor),) = told_of(message)
    assert kind == ActivityKind.MESSAGE_SENT
    assert actor


def test_a_program_settles_it(store: Store, api: KeyClient) -> None:
    message = make_unknown(store)
    url = f"/api/v1/messages/{message.public_id}/mark-sent/"

    first, second = api.post(url), api.post(url)

    assert (first.status_code, first.json()["state"]) == (200, "SENT")
    assert (second.status_code, second.json()["code"]) == (409, "message-not-unknown")


@pytest.mark.parametrize(
    ("service", "claims", "state"),
    [
        ("resend", 1, State.PLANNED),
        ("resend", 3, State.UNKNOWN),
        ("postmark", 1, State.UNKNOWN),
    ],
)
def test_doubt_goes_again_at_once_where_a_key_counts_once(
    store: Store, service: str, claims: int, state: str
) -> None:
    sender = make_sender(store, port=1, transport=Transport.ESP, service=service)
    now = timezone.now()
    (message,) = make_messages(
        store,
        1,
        state=State.TRANSMITTING,
        sender=sender,
        lane=Lane.MARKETING,
        claim=uuid.uuid4(),
        claims_count=claims,
        claimed_until=now - timedelta(seconds=1),
    )

    settle()

    row = fresh(message)
    assert (row.state, row.reason) == (state, Reason.WORKER_LOST)
    assert (row.repeated_at is not None) == (state == State.PLANNED)


def test_what_may_have_gone_is_never_called_not_sent(store: Store) -> None:
    message = make_unknown(store)
    settle(minutes=11)
    with store_scope(store.pk):
        Store.objects.filter(pk=store.pk).update(state=Store.State.PAUSED)

    sending.send_due(now=timezone.now() + timedelta(minutes=12))

    assert (fresh(message).state, fresh(message).reason) == (State.UNKNOWN, Reason.WORKER_LOST)
