"""Thirteen ways in which mail servers misbehave: each message ends in its state, nobody is held."""

import contextlib
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings

from messaging import sending, words
from messaging.models import Attempt, Message, Sender
from messaging.states import Reason, State
from stores.models import Store
from stores.scope import every_store, store_scope
from tests.factories import stores as make
from tests.factories.messaging import fresh, make_messages, make_sender, make_words
from tests.messaging import servers
from tests.messaging.servers import Post, Rudeness, mail_server, rude_server

pytestmark = pytest.mark.django_db

DEADLINE = 2.5
Server = Callable[[], contextlib.AbstractContextManager[int]]


def answering(password: str | None = None, **behaviour: object) -> Server:
    @contextlib.contextmanager
    def start() -> Iterator[int]:
        post = Post(**behaviour)  # type: ignore[arg-type]  # its own fields
        with mail_server(post, password=password):
            yield post.port

    return start


def rude(talk: Rudeness) -> Server:
    return lambda: rude_server(talk)


@dataclass(frozen=True)
class Mode:
    name: str
    server: Server
    state: State
    reason: Reason
    tries: int  # that each of its messages has used up
    stops_the_account: bool
    account: dict[str, object]


def mode(
    name: str,
    server: Server,
    state: State,
    reason: Reason,
    *,
    tries: int = 1,
    stops_the_account: bool = False,
    **account: object,
) -> Mode:
    return Mode(name, server, state, reason, tries, stops_the_account, account)


MODES = [
    mode("421 at the banner", rude(servers.says("421 4.3.2 Too busy")), State.PLANNED,
         Reason.SERVER_BUSY, tries=0, stops_the_account=True),
    mode("421 at RCPT", answering(answers={"RCPT": "421 4.7.0 Later"}), State.PLANNED,
         Reason.SERVER_BUSY),
    mode("421 at DATA", answering(answers={"DATA": "421 4.3.0 Down"}), State.PLANNED,
         Reason.SERVER_BUSY),
    mode("450", answering(answers={"RCPT": "450 4.2.0 Greylisted"}), State.PLANNED,
         Reason.MAILBOX_BUSY),
    mode("550", answering(answers={"RCPT": "550 5.1.1 No such user"}), State.FAILED,
         Reason.NO_SUCH_ADDRESS),
    mode("552", answering(answers={"DATA": "552 5.3.4 Too big"}), State.FAILED, Reason.REFUSED),
    mode("535", answering(password="right"), State.PLANNED, Reason.LOGIN_REFUSED, tries=0,
         stops_the_account=True, username="fjell", password="wrong"),
    mode("silence", rude(servers.is_silent), State.PLANNED, Reason.SERVER_AWAY, tries=0,
         stops_the_account=True),
    mode("drip", rude(servers.drips), State.PLANNED, Reason.SERVER_AWAY, tries=0,
         stops_the_account=True),
    mode("250 lost", answering(loses_the_answer=True), State.UNKNOWN, Reason.CONNECTION_LOST),
    # The kernel has taken all of it by then, so nobody here can say what the server has.
    mode("reset inside DATA", rude(servers.resets_inside_data), State.UNKNOWN,
         Reason.CONNECTION_LOST),
    mode("TLS failure", rude(servers.breaks_encryption), State.PLANNED, Reason.SERVER_AWAY,
         tries=0, stops_the_account=True, security="STARTTLS"),
    mode("10 MB banner", rude(servers.greets_for_ever), State.PLANNED, Reason.SERVER_AWAY,
         tries=0, stops_the_account=True),
]  # fmt: skip


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
@pytest.mark.parametrize("how", MODES, ids=[each.name for each in MODES])
def test_each_ends_in_its_state_and_holds_nobody(
    store: Store, how: Mode, settings: Settings
) -> None:
    settings.NOTIFYHUB_SEND_DEADLINE_SECONDS = DEADLINE
    elsewhere = make.make_store(make.make_agency(name="Elsewhere"), name="A quiet store")
    make_words(store)
    make_words(elsewhere)
    theirs = make_messages(store, 2)
    others = make_messages(elsewhere, 3)

    with how.server() as port, mail_server(Post()) as good:
        sender = make_sender(store, port=port, **how.account)
        make_sender(elsewhere, port=good.port)
        now = timezone.now() + timedelta(seconds=1)
        started = time.monotonic()
        sending.send_due(now=now)
        took = time.monotonic() - started

    assert took < DEADLINE + 2
    for message in theirs:
        row = fresh(message)
        assert (row.state, row.reason, row.attempts_count) == (how.state, how.reason, how.tries)
        assert row.detail
        assert words.sentence(row)
        assert (row.claim, row.claims_count) == (None, 0)
    with store_scope(store.pk):
        account = Sender.objects.get(pk=sender.pk)
        assert (account.waits_until is not None) == how.stops_the_account
        assert Attempt.objects.count() == how.tries * 2
    assert {fresh(message).state for message in others} == {State.SENT}
    assert len(good.arrived) == 3
    waited = [_ended_at(message) - now for message in others]
    assert max(waited) < timedelta(seconds=DEADLINE), "the others passed meanwhile"


def _ended_at(message: Message) -> datetime:
    with every_store(because="a test reads what was tried"):
        return Attempt.objects.get(message=message).ended_at
