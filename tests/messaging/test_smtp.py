"""Handing over to mail servers, good and bad: each message ends in a state that says it."""

import time
from datetime import timedelta
from html import unescape

import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings

from messaging import senders, sending, words
from messaging.envelope import envelope_of
from messaging.models import Attempt, Message, MessageBody, Sender, Suppression
from messaging.states import Outcome, Reason, State
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
from tests.messaging import servers
from tests.messaging.servers import Post, Rudeness, mail_server, rude_server

pytestmark = pytest.mark.django_db

DEADLINE = 0.8


@pytest.fixture(autouse=True)
def _short_deadline(settings: Settings) -> None:
    settings.NOTIFYHUB_SEND_DEADLINE_SECONDS = DEADLINE


def send_all(after: timedelta = timedelta(seconds=1)) -> int:
    return sending.send_due(now=timezone.now() + after)


def attempts(message: Message) -> list[Attempt]:
    with store_scope(message.store_id):
        return list(Attempt.objects.filter(message=message).order_by("id"))


def test_a_mail_arrives_as_it_was_kept(store: Store) -> None:
    make_words(store)
    message = plan(order := make_order(store, buyer_name="Åse Ødegård, «Vidde»"))

    with mail_server(Post()) as post:
        make_sender(store, port=post.port, reply_to="svar@fjelloggarn.example")
        send_all()

    (mail,), (envelope,) = post.mails, post.arrived
    assert envelope.rcpt_tos == [message.recipient]
    assert envelope.mail_from == "post@fjelloggarn.example"
    assert mail["From"].addresses[0].display_name == "Fjell & Garn"
    assert mail["To"].addresses[0].display_name == "Åse Ødegård, «Vidde»"
    assert mail["Reply-To"] == "svar@fjelloggarn.example"
    assert mail["Message-ID"] == f"<{message.public_id.hex}@fjelloggarn.example>"
    assert mail["X-Entity-Ref-ID"] == order.public_id.hex
    assert (mail["Bcc"], mail["List-Unsubscribe"]) == (None, None)
    row = fresh(message)
    assert (row.state, row.detail) == (State.SENT, "2.0.0 Queued as 4711")
    assert [attempt.outcome for attempt in attempts(row)] == [Outcome.ACCEPTED]
    with store_scope(store.pk):
        body = MessageBody.objects.get(message=message)
    html = mail.get_body(("html",))
    assert html is not None
    # What is not ASCII may go as references, which read the same.
    assert unescape(html.get_content()).split() == unescape(body.html).split()
    assert mail["Subject"] == row.subject == dict(body.headers)["Subject"]
    assert envelope.content == envelope_of(body.words).as_bytes()


@pytest.mark.parametrize("connections", [1, 3])
def test_many_mails_share_connections_and_each_has_one_recipient(
    store: Store, connections: int
) -> None:
    make_words(store)
    make_messages(store, 12)

    with mail_server(Post()) as post:
        make_sender(store, port=post.port, connections=connections)
        send_all()

    assert 1 <= post.connections <= connections
    assert [len(envelope.rcpt_tos) for envelope in post.arrived] == [1] * 12
    assert len({mail["Message-ID"] for mail in post.mails}) == 12


HOSTILE = [
    "Evil\r\nBcc: victim@example.com",
    "Evil\nBcc: victim@example.com",
    "Evil\rBcc: victim@example.com",
    "Evil\x0bBcc: victim@example.com",
    "Evil\x0cBcc: victim@example.com",
    "Evil\u2028Bcc: victim@example.com",
    "Evil\u2029Bcc: victim@example.com",
    "Evil\u0085Bcc: victim@example.com",
    "Evil\x1c\x1d\x1eBcc: victim@example.com",
    'Evil" <victim@example.com>, "x',
    "Evil =?utf-8?q?=0D=0ABcc:_victim=40example.com?=",
    "E" * 5000,
    "Evil\u202eelpmaxe",
    "\udcff Evil",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_name_makes_a_header_or_a_recipient(store: Store, text: str) -> None:
    """T15: whoever controls a name controls neither headers nor recipients."""
    make_words(store)
    in_database = text.replace("\udcff", "")
    message = plan(make_order(store, buyer_name=in_database[:512], name=in_database[:64]))

    with mail_server(Post()) as post:
        make_sender(store, port=post.port, from_name=in_database[:120])
        send_all()

    (mail,), (envelope,) = post.mails, post.arrived
    assert envelope.rcpt_tos == [message.recipient]
    assert set(mail.keys()) == {
        "From", "To", "Reply-To", "Subject", "Date", "Message-ID", "Auto-Submitted",
        "X-Entity-Ref-ID", "MIME-Version", "Content-Type",
    }  # fmt: skip
    assert [address.addr_spec for address in mail["To"].addresses] == [message.recipient]
    assert len(mail["From"].addresses) == 1
    assert len(mail["Subject"]) <= 200
    assert fresh(message).state == State.SENT


@pytest.mark.parametrize(
    ("stage", "answer", "state", "reason"),
    [
        ("MAIL", "421 4.3.2 Too many connections", State.PLANNED, Reason.SERVER_BUSY),
        ("RCPT", "421 4.7.0 Try later", State.PLANNED, Reason.SERVER_BUSY),
        ("RCPT", "450 4.2.0 Greylisted", State.PLANNED, Reason.MAILBOX_BUSY),
        ("RCPT", "452 4.2.2 Mailbox full", State.PLANNED, Reason.MAILBOX_BUSY),
        ("RCPT", "550 5.1.1 No such user", State.FAILED, Reason.NO_SUCH_ADDRESS),
        ("RCPT", "550 Unknown user", State.FAILED, Reason.NO_SUCH_ADDRESS),
        ("RCPT", "550 5.7.1 Listed as spam", State.FAILED, Reason.REFUSED),
        ("RCPT", "552 5.2.2 Over quota", State.FAILED, Reason.REFUSED),
        ("MAIL", "550 5.7.1 Not your address", State.PLANNED, Reason.REFUSED),
        ("MAIL", "530 5.7.0 Log in first", State.PLANNED, Reason.LOGIN_REFUSED),
        ("DATA", "421 4.3.0 Going down", State.PLANNED, Reason.SERVER_BUSY),
        ("DATA", "451 4.3.0 Local error", State.PLANNED, Reason.SERVER_BUSY),
        ("DATA", "552 5.3.4 Too big", State.FAILED, Reason.REFUSED),
        ("DATA", "554 5.6.0 Refused content", State.FAILED, Reason.REFUSED),
    ],
)
def test_an_answer_decides_what_becomes_of_a_message(
    store: Store, stage: str, answer: str, state: str, reason: str
) -> None:
    make_words(store)
    message = plan(make_order(store))

    with mail_server(Post(answers={stage: answer})) as post:
        make_sender(store, port=post.port)
        send_all()

    row = fresh(message)
    assert post.arrived == []
    assert (row.state, row.reason, row.detail) == (state, reason, answer)
    is_suppressed = reason == Reason.NO_SUCH_ADDRESS
    with store_scope(store.pk):
        assert Suppression.objects.of(message.recipient).exists() == is_suppressed
    assert words.sentence(row)
    if row.state == State.PLANNED:
        assert row.run_after > timezone.now() + timedelta(seconds=20)


def test_a_delayed_message_goes_again_and_is_the_same_mail(store: Store) -> None:
    make_words(store)
    message = plan(make_order(store))

    with mail_server(Post(answers={"DATA": "451 4.3.0 Later"})) as post:
        make_sender(store, port=post.port)
        send_all()
        with store_scope(store.pk):
            kept = MessageBody.objects.get(message=message).content_hash
        post.answers.clear()
        send_all()
        assert post.arrived == []  # its time has not come
        send_all(timedelta(minutes=1))

    assert fresh(message).state == State.SENT
    assert [attempt.outcome for attempt in attempts(message)] == ["DELAYED", "ACCEPTED"]
    with store_scope(store.pk):
        assert MessageBody.objects.get(message=message).content_hash == kept


def test_waits_grow_and_end_after_a_day(store: Store) -> None:
    make_words(store)
    message = plan(make_order(store))
    waits: list[float] = []
    now = timezone.now() + timedelta(seconds=1)

    with mail_server(Post(answers={"RCPT": "450 4.2.0 Later"})) as post:
        make_sender(store, port=post.port)
        while fresh(message).state == State.PLANNED and len(waits) < 20:
            sending.send_due(now=now)
            row = fresh(message)
            waits.append((row.run_after - now).total_seconds())
            now = max(row.run_after, now) + timedelta(seconds=1)

    assert (row.state, row.reason) == (State.FAILED, Reason.EXPIRED)
    planned = (30, 120, 600, 1800, 3600, 7200, 14400)
    for wait, want in zip(waits, planned, strict=False):
        assert want * 0.8 - 2 <= wait <= want * 1.2 + 2
    assert now - row.planned_at <= timedelta(hours=24, minutes=1)


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
def test_a_refused_log_in_stops_the_account_and_loses_nothing(store: Store) -> None:
    make_words(store)
    messages = make_messages(store, 5)

    with mail_server(Post(), password="right") as post:
        sender = make_sender(store, port=post.port, username="fjell", password="wrong")
        send_all()
        knocks = post.connections
        states = {(fresh(each).state, fresh(each).reason) for each in messages}
        tries = {fresh(each).attempts_count for each in messages}
        with store_scope(store.pk):
            sender.refresh_from_db()
            trouble = (sender.trouble, sender.waits_until is not None)
            Sender.objects.filter(pk=sender.pk).update(username="")
            sender.refresh_from_db()
            sender.username, sender.password = "fjell", "right"
            sender.save()
            waiting = senders.resume_sender(sender=sender, now=timezone.now())
        send_all()

    assert knocks == 1  # the others waited without asking
    assert states == {(State.PLANNED, Reason.LOGIN_REFUSED)}
    assert tries == {0}
    assert trouble == (Reason.LOGIN_REFUSED, True)
    assert waiting == 5
    assert {fresh(each).state for each in messages} == {State.SENT}
    assert len(post.arrived) == 5


RUDE: list[tuple[str, Rudeness, str]] = [
    ("421 at the greeting", servers.says("421 4.3.2 Too busy"), Reason.SERVER_BUSY),
    ("554 at the greeting", servers.says("554 5.7.1 Go away"), Reason.SERVER_BUSY),
    ("hangs up", servers.says("220 hi"), Reason.SERVER_AWAY),
    ("is no mail server", servers.says("HTTP/1.1 400 Bad Request"), Reason.SERVER_AWAY),
    ("silence", servers.is_silent, Reason.SERVER_AWAY),
    ("drips letters", servers.drips, Reason.SERVER_AWAY),
    ("drips lines", servers.drips_lines, Reason.SERVER_AWAY),
    ("huge greeting", servers.greets_for_ever, Reason.SERVER_AWAY),
    ("reset inside the mail", servers.resets_inside_data, Reason.CONNECTION_LOST),
]


@pytest.mark.parametrize(("name", "talk", "reason"), RUDE, ids=[name for name, _, _ in RUDE])
def test_a_rude_server_holds_nobody(store: Store, name: str, talk: Rudeness, reason: str) -> None:
    make_words(store)
    message = plan(make_order(store))
    started = time.monotonic()

    with rude_server(talk) as port:
        make_sender(store, port=port)
        send_all()

    assert time.monotonic() - started < DEADLINE + 2
    row = fresh(message)
    expected = State.UNKNOWN if reason == Reason.CONNECTION_LOST else State.PLANNED
    assert (row.state, row.reason) == (expected, reason)
    assert row.detail


def test_a_server_without_encryption_is_not_trusted_with_mail(store: Store) -> None:
    make_words(store)
    message = plan(make_order(store))

    with mail_server(Post()) as post:
        make_sender(store, port=post.port, security="STARTTLS")
        send_all()

    assert post.arrived == []
    assert fresh(message).state == State.PLANNED


def test_nobody_there_is_a_delay(store: Store) -> None:
    make_words(store)
    message = plan(make_order(store))
    make_sender(store, port=1)

    send_all()

    assert (fresh(message).state, fresh(message).reason) == (State.PLANNED, Reason.SERVER_AWAY)


@pytest.mark.parametrize("how", ["lost", "silent"])
def test_an_answer_that_never_came_is_unknown_and_shown(store: Store, how: str) -> None:
    make_words(store)
    message = plan(make_order(store))
    post = Post(loses_the_answer=how == "lost", silence=DEADLINE * 2 if how == "silent" else 0)

    with mail_server(post):
        make_sender(store, port=post.port)
        send_all()

    row = fresh(message)
    assert (row.state, row.reason) == (State.UNKNOWN, Reason.CONNECTION_LOST)
    assert [attempt.outcome for attempt in attempts(message)] == [Outcome.UNKNOWN]
    assert "May have been sent" in words.sentence(row)


def test_a_connection_closed_between_two_mails_is_opened_again(store: Store) -> None:
    make_words(store)
    make_messages(store, 3)
    post = Post()
    data = post.handle_DATA

    async def then_close(server, session, envelope):  # type: ignore[no-untyped-def]  # aiosmtpd's
        answer = await data(server, session, envelope)
        server.loop.call_later(0.01, server.transport.close)
        time.sleep(0)
        return answer

    post.handle_DATA = then_close  # type: ignore[method-assign]  # a server of bad habits

    with mail_server(post):
        make_sender(store, port=post.port)
        send_all()
        send_all(timedelta(minutes=2))

    with store_scope(store.pk):
        assert set(Message.objects.values_list("state", flat=True)) <= {State.SENT, State.UNKNOWN}
        unknown = set(
            Message.objects.filter(state=State.UNKNOWN).values_list("recipient", flat=True)
        )
    arrived = {envelope.rcpt_tos[0] for envelope in post.arrived}
    assert len(arrived) >= 2
    assert len(arrived | unknown) == 3  # what the closing took along is shown, never silent
