"""Accounts as messages meet them: waiting together, taking over, mail services, limits."""

from collections import Counter
from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings

from messaging import sending
from messaging.models import Attempt, Message, MessageBody, Sender
from messaging.states import Lane, Outcome, Reason, State, Transport
from stores.models import Store
from stores.scope import store_scope
from tests.factories.messaging import (
    fresh,
    make_messages,
    make_order,
    make_sender,
    make_words,
    plan,
)
from tests.messaging import mail_services as fake
from tests.messaging.mail_services import Service, mail_service
from tests.messaging.servers import Post, mail_server

pytestmark = pytest.mark.django_db

NOBODY = 1  # a port on which nobody answers


@pytest.fixture
def now() -> datetime:
    """Late enough that all which a test plans is due by then."""
    return timezone.now() + timedelta(minutes=5)


def states(messages: list[Message]) -> set[tuple[str, str, int]]:
    rows = [fresh(message) for message in messages]
    return {(row.state, row.reason, row.attempts_count) for row in rows}


def header(body: MessageBody, wanted: str) -> str:
    return next(value for name, value in body.words.headers if name == wanted)


def make_service(store: Store, name: str, **fields: object) -> Sender:
    return make_sender(
        store,
        port=587,
        **{
            "transport": Transport.ESP,
            "service": name,
            "host": "",
            "password": "right",
            **fields,
        },
    )


def test_while_nobody_answers_all_wait_and_go_when_a_probe_succeeds(
    store: Store, now: datetime
) -> None:
    make_words(store)
    messages = make_messages(store, 30)
    with mail_server(Post()) as post:
        sender = make_sender(store, port=NOBODY)
        sending.send_due(now=now)
        assert states(messages) == {(State.PLANNED, Reason.SERVER_AWAY, 0)}
        sending.send_due(now=now + timedelta(seconds=35))
        assert states(messages) == {(State.PLANNED, Reason.SERVER_AWAY, 0)}
        with store_scope(store.pk):
            Sender.objects.filter(pk=sender.pk).update(port=post.port)

        probe_at = now + timedelta(seconds=110)
        sending.send_due(now=probe_at)
        assert len(post.arrived) == 1
        assert len([1 for each in messages if fresh(each).state == State.SENT]) == 1
        sending.send_due(now=probe_at + timedelta(seconds=5))

    assert states(messages) == {(State.SENT, "", 1)}
    assert len(post.arrived) == 30


def test_the_next_account_takes_over_at_once_and_the_first_comes_back(
    store: Store, now: datetime
) -> None:
    make_words(store)
    messages = make_messages(store, 12)
    with mail_server(Post()) as post:
        first = make_sender(store, port=NOBODY, from_email="first@fjelloggarn.example")
        second = make_sender(
            store, port=post.port, position=1, from_email="second@fjelloggarn.example"
        )
        sending.send_due(now=now)
        sending.send_due(now=now + timedelta(seconds=15))
        assert states(messages) == {(State.SENT, "", 1)}
        assert {fresh(message).sender_id for message in messages} == {second.pk}
        with store_scope(store.pk):
            Sender.objects.filter(pk=first.pk).update(port=post.port)

        later = make_messages(store, 6)
        sending.send_due(now=now + timedelta(seconds=40))
        senders = [fresh(message).sender_id for message in later]
        last = make_messages(store, 2)
        sending.send_due(now=now + timedelta(seconds=45))

    assert Counter(senders) == {first.pk: 1, second.pk: 5}  # one tried it
    assert {fresh(message).sender_id for message in last} == {first.pk}
    assert {envelope.mail_from for envelope in post.arrived} == {
        "first@fjelloggarn.example",
        "second@fjelloggarn.example",
    }


def test_a_mail_kept_for_another_account_is_made_out_to_the_one_that_sends_it(
    store: Store, now: datetime
) -> None:
    make_words(store)
    message = plan(make_order(store))
    with mail_server(Post(answers={"DATA": "451 4.3.0 Later"})) as post:
        first = make_sender(store, port=post.port, from_email="first@one.example")
        sending.send_due(now=now)
        with store_scope(store.pk):
            kept = MessageBody.objects.get(message=message)
            Sender.objects.filter(pk=first.pk).update(is_active=False)
        make_sender(
            store, port=post.port, from_email="second@two.example", reply_to="svar@two.example"
        )
        post.answers.clear()
        sending.send_due(now=now + timedelta(minutes=1))

    (mail,), (envelope,) = post.mails, post.arrived
    with store_scope(store.pk):
        body = MessageBody.objects.get(message=message)
    assert fresh(message).state == State.SENT
    assert envelope.mail_from == "second@two.example"
    assert mail["From"].addresses[0].addr_spec == "second@two.example"
    assert mail["Reply-To"] == "svar@two.example"
    assert mail["Message-ID"] == f"<{message.public_id.hex}@one.example>"
    assert mail["Date"] == header(kept, "Date")
    assert (body.words.html, body.words.text) == (kept.words.html, kept.words.text)
    assert header(body, "From") == mail["From"]


def test_what_may_have_been_accepted_goes_again_by_the_same_account_only(
    store: Store, now: datetime, settings: Settings
) -> None:
    make_words(store)
    message = plan(make_order(store))
    with mail_server(Post(loses_the_answer=True)) as post, mail_server(Post()) as other:
        first = make_sender(store, port=post.port, from_email="first@one.example")
        make_sender(store, port=other.port, position=1, from_email="second@two.example")
        sending.send_due(now=now)
        assert fresh(message).state == State.UNKNOWN
        with store_scope(store.pk):
            Sender.objects.filter(pk=first.pk).update(
                waits_until=now + timedelta(minutes=20), trouble=Reason.SERVER_AWAY
            )
        wait = timedelta(seconds=settings.NOTIFYHUB_UNKNOWN_WAIT_SECONDS + 1)
        sending.send_due(now=now + wait)
        sending.send_due(now=now + wait + timedelta(seconds=5))
        waiting = fresh(message)
        post.loses_the_answer = False
        sending.send_due(now=now + timedelta(minutes=21))

    assert (waiting.state, waiting.reason) == (State.PLANNED, Reason.SERVER_AWAY)
    assert other.arrived == []
    assert fresh(message).state == State.SENT
    assert [mail["Message-ID"] for mail in post.mails] == [
        f"<{message.public_id.hex}@one.example>"
    ] * 2


def test_a_limit_is_kept_and_costs_no_tries(store: Store, now: datetime) -> None:
    make_words(store)
    messages = make_messages(store, 20)
    with mail_server(Post()) as post:
        make_sender(store, port=post.port, per_minute=60)
        sending.send_due(now=now)
        first = len(post.arrived)
        waiting = [row for each in messages if (row := fresh(each)).state == State.PLANNED]
        times = [row.run_after for row in waiting]
        for second in range(2, 22, 2):
            sending.send_due(now=now + timedelta(seconds=second))

    assert 5 <= first <= 8  # a burst, and what came in meanwhile
    assert {(row.reason, row.attempts_count, row.claims_count) for row in waiting} == {
        (Reason.RATE_REACHED, 0, 0)
    }
    assert max(times) - min(times) > timedelta(seconds=8)
    assert states(messages) == {(State.SENT, "", 1)}


def test_a_mail_service_takes_a_mail_and_says_its_name_for_it(
    store: Store, now: datetime, settings: Settings
) -> None:
    make_words(store)
    message = plan(make_order(store))
    with mail_service(Service(fake.like_postmark)) as service:
        settings.NOTIFYHUB_MAIL_SERVICE_URL = service.url
        make_service(store, "postmark")
        sending.send_due(now=now)

    row = fresh(message)
    with store_scope(store.pk):
        attempt = Attempt.objects.get(message=message)
    assert (row.state, row.detail) == (State.SENT, "OK")
    assert (attempt.transport, attempt.provider_id) == (Transport.ESP, "pm-4711")
    assert service.sent[0].json["Metadata"] == {"notifyhub": message.public_id.hex}


def test_a_service_that_honours_keys_settles_doubt_by_itself(
    store: Store, now: datetime, settings: Settings
) -> None:
    make_words(store)
    message = plan(make_order(store))
    with mail_service(Service(fake.like_resend, fake.resets)) as service:
        settings.NOTIFYHUB_MAIL_SERVICE_URL = service.url
        make_service(store, "resend")
        sending.send_due(now=now)
        doubtful = fresh(message)
        service.rudeness = None
        sending.send_due(now=now + timedelta(minutes=1))

    assert (doubtful.state, doubtful.reason) == (State.PLANNED, Reason.CONNECTION_LOST)
    assert fresh(message).state == State.SENT
    assert len(service.calls) == 2
    assert len(service.sent) == 1
    assert service.calls[0].body == service.calls[1].body  # or the key would be refused
    with store_scope(store.pk):
        outcomes = list(Attempt.objects.order_by("id").values_list("outcome", flat=True))
    assert outcomes == [Outcome.UNKNOWN, Outcome.ACCEPTED]


def test_a_wrong_key_stops_the_account_and_another_takes_over(
    store: Store, now: datetime, settings: Settings
) -> None:
    make_words(store)
    messages = make_messages(store, 4)
    with mail_service(Service(fake.like_postmark)) as service, mail_server(Post()) as post:
        settings.NOTIFYHUB_MAIL_SERVICE_URL = service.url
        sender = make_service(store, "postmark", password="wrong")
        make_sender(store, port=post.port, position=1)
        sending.send_due(now=now)
        sending.send_due(now=now + timedelta(seconds=15))

    assert states(messages) == {(State.SENT, "", 1)}
    assert len(post.arrived) == 4
    with store_scope(store.pk):
        row = Sender.objects.get(pk=sender.pk)
    assert row.trouble == Reason.LOGIN_REFUSED
    assert row.trouble_detail == "401 Bad or missing Server API token."


def test_too_many_requests_pause_the_account_for_as_long_as_it_says(
    store: Store, now: datetime, settings: Settings
) -> None:
    make_words(store)
    messages = make_messages(store, 6)
    behaves = fake.answers(429, '{"message": "Too many requests"}', retry_after="20")
    with mail_service(Service(behaves)) as service:
        settings.NOTIFYHUB_MAIL_SERVICE_URL = service.url
        make_service(store, "resend")
        sending.send_due(now=now)
        asked = len(service.calls)
        service.behaves = fake.like_resend
        sending.send_due(now=now + timedelta(seconds=15))
        assert len(service.calls) == asked
        assert states(messages) == {(State.PLANNED, Reason.SERVER_BUSY, 0)}
        sending.send_due(now=now + timedelta(seconds=25))
        sending.send_due(now=now + timedelta(seconds=30))

    assert states(messages) == {(State.SENT, "", 1)}
    assert len(service.sent) == 6


@pytest.mark.parametrize(
    ("name", "said"), [("amazon_ses", "amazon_ses"), ("scaleway", "project_id")]
)
def test_a_service_that_cannot_be_spoken_to_is_said_so(
    store: Store, now: datetime, name: str, said: str
) -> None:
    make_words(store)
    (message,) = make_messages(store, 1)
    make_service(store, name)

    sending.send_due(now=now)

    row = fresh(message)
    assert (row.state, row.reason) == (State.PLANNED, Reason.SERVER_AWAY)
    assert said in row.detail


@pytest.mark.parametrize(
    ("lane", "waits"), [(Lane.ORDER, (30, 120, 600)), (Lane.MARKETING, (300, 1800, 7200, 7200))]
)
def test_what_nobody_waits_for_is_tried_less_often(
    store: Store, now: datetime, lane: Lane, waits: tuple[int, ...]
) -> None:
    make_words(store)
    (message,) = make_messages(store, 1, lane=lane)
    with mail_server(Post(answers={"RCPT": "450 4.2.0 Later"})) as post:
        make_sender(store, port=post.port)
        for wait in waits:
            sending.send_due(now=now)
            row = fresh(message)
            waited = (row.run_after - now).total_seconds()
            assert wait * 0.8 - 2 <= waited <= wait * 1.2 + 2
            now = row.run_after + timedelta(seconds=1)
