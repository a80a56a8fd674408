"""Chunks on their way: how many statements, how many in doubt, and what an error leaves behind."""

import asyncio
import threading
from collections import Counter
from datetime import timedelta

import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django.fixtures import Settings

from messaging import posting, sending
from messaging.crew import Crew
from messaging.models import Attempt, Message, MessageBody
from messaging.packing import Words
from messaging.states import IN_HAND, Outcome, Reason, State
from stores.models import Store
from stores.scope import every_store, store_scope
from tests.factories.messaging import fresh, make_messages, make_sender, make_words
from tests.factories.stores import make_store
from tests.messaging.servers import Post, mail_server

pytestmark = pytest.mark.django_db

CHUNK = 4


@pytest.fixture(autouse=True)
def _small_chunks(settings: Settings) -> None:
    settings.NOTIFYHUB_SEND_CHUNK = CHUNK


def send_all(limit: int = 50) -> int:
    return sending.send_due(now=timezone.now() + timedelta(seconds=1), limit=limit)


def keep_words(store: Store, messages: list[Message]) -> None:
    """Words kept beforehand, so that nothing is composed."""
    with store_scope(store.pk):
        for message in messages:
            headers = [
                ("From", "post@fjelloggarn.example"),
                ("To", message.recipient),
                ("Subject", "Takk"),
                ("Message-ID", f"<{message.public_id.hex}@fjelloggarn.example>"),
            ]
            words = Words("<p>Hei", "Hei", headers, [])
            MessageBody.of(message, words, dictionary=None, now=timezone.now()).save()


def statements_for(stores: list[Store], each: int) -> list[str]:
    for store in stores:
        keep_words(store, make_messages(store, each))
    with CaptureQueriesContext(connection) as queries:
        assert send_all(limit=each * len(stores)) == each * len(stores)
    said = [query["sql"] for query in queries.captured_queries]
    return [each for each in said if "SAVEPOINT" not in each]


def test_forty_messages_of_three_stores_cost_few_statements(store: Store) -> None:
    """Claimed, checked and loaded together, then recorded by 25: without what composing asks."""
    stores = [store, make_store(store.agency), make_store(store.agency)]

    assert len(statements_for(stores, 4)) <= 15
    assert len(statements_for(stores, 14)) <= 18


def test_a_chunk_costs_a_constant_number_of_statements(store: Store) -> None:
    """However many messages it has: six, and one for each account."""
    stores = [store, make_store(store.agency), make_store(store.agency)]
    with mail_server(Post()) as post:
        for each in stores:
            make_sender(each, port=post.port)
        statements_for(stores, 1)  # accounts get their pulses
        said = statements_for(stores, 14)

    with every_store(because="a test counts"):
        assert not Message.objects.exclude(state=State.SENT).exists()
    recorded = [each for each in said if "messaging_attempt" in each]
    assert len(said) <= 20 + 9 * len(recorded)


class Slow(Post):
    """Holds every mail until told, and counts how many were handed over meanwhile."""

    def __init__(self) -> None:
        super().__init__()
        self.may_go = threading.Event()
        self.handed_count = 0

    async def handle_DATA(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        self.handed_count += 1
        while not self.may_go.is_set():
            await asyncio.sleep(0.01)
        return await super().handle_DATA(server, session, envelope)


def marked_meanwhile(store: Store, slow: Slow, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many messages are marked each time the main thread has nothing to do but wait."""
    seen: list[int] = []
    hear = Crew.hear

    def counting(crew: Crew, timeout: float) -> object:
        with store_scope(store.pk):
            seen.append(Message.objects.filter(state=State.TRANSMITTING).count())
        if timeout == posting.QUIET and slow.handed_count:
            slow.may_go.set()
        return hear(crew, timeout)

    monkeypatch.setattr(Crew, "hear", counting)
    send_all()
    return seen


@pytest.mark.parametrize(("count", "window"), [(3, 2), (30, 2 * CHUNK)])
def test_no_more_are_marked_than_the_window_holds(
    store: Store, monkeypatch: pytest.MonkeyPatch, count: int, window: int
) -> None:
    make_words(store)
    make_messages(store, count)
    slow = Slow()
    with mail_server(slow):
        make_sender(store, port=slow.port)

        seen = marked_meanwhile(store, slow, monkeypatch)

    assert 1 <= max(seen) <= window
    with store_scope(store.pk):
        assert Message.objects.filter(state=State.SENT).count() == count


def test_an_error_of_ours_gives_back_what_was_not_begun(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A task that is told to end, say: what left is recorded, the rest is as if never claimed."""
    make_words(store)
    messages = make_messages(store, 20)
    candidates = posting.Posting._candidates
    rounds = iter(range(100))

    def failing(self: posting.Posting) -> object:
        if next(rounds) == 6:
            raise TimeoutError("The task's time is over")
        return candidates(self)

    monkeypatch.setattr(posting.Posting, "_candidates", failing)
    with mail_server(Post()) as post:
        make_sender(store, port=post.port)
        with pytest.raises(TimeoutError):
            send_all()

    with store_scope(store.pk):
        states = Counter(Message.objects.values_list("state", "claims_count"))
        accepted = Attempt.objects.filter(outcome=Outcome.ACCEPTED).count()
        assert not Message.objects.filter(state__in=IN_HAND).exists()
    assert set(states) <= {(State.SENT, 0), (State.PLANNED, 0)}
    assert states[State.SENT, 0] == accepted == len(post.arrived)
    assert 0 < states[State.PLANNED, 0] < len(messages)


def test_one_row_that_the_database_refuses_takes_no_other_with_it(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_words(store)
    messages = make_messages(store, 12)
    broken = messages[5]
    of = MessageBody.of

    def odd(message: Message, *given: object, **named: object) -> MessageBody:
        body = of(message, *given, **named)  # type: ignore[arg-type]  # passed on
        if message.pk == broken.pk:
            body.content_hash = "x" * 100  # longer than its column
        return body

    monkeypatch.setattr(MessageBody, "of", odd)
    with mail_server(Post()) as post:
        make_sender(store, port=post.port)
        send_all()

    assert (fresh(broken).state, fresh(broken).reason) == (State.PLANNED, Reason.STUMBLED)
    assert len(post.arrived) == 11
    with store_scope(store.pk):
        assert Message.objects.filter(state=State.SENT).count() == 11


def test_an_account_that_is_silent_holds_up_no_other(store: Store, settings: Settings) -> None:
    settings.NOTIFYHUB_SEND_DEADLINE_SECONDS = 1.5
    other = make_store(store.agency)
    make_words(store)
    slow = make_messages(store, 6)
    quick = make_messages(other, 6)

    with mail_server(Post()) as post, mail_server(Post(silence=5)) as silent:
        make_sender(store, port=silent.port)
        make_sender(other, port=post.port)
        send_all()

    arrived = {fresh(each).sent_at for each in quick}
    given_up = {fresh(each).changed_at for each in slow if fresh(each).state == State.UNKNOWN}
    assert len(post.arrived) == 6
    assert None not in arrived
    assert given_up
    assert max(each for each in arrived if each) < min(given_up)
