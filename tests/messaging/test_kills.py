"""SIGKILL of real workers at each step: nothing lost, nothing silent, little in doubt."""

from collections import Counter
from uuid import UUID

import pytest

from messaging.models import Attempt, Message, MessageBody
from messaging.states import Outcome, State, Transport
from orders.models import Activity, ActivityKind
from stores.models import Store
from stores.scope import store_scope
from tests.factories.messaging import make_messages, make_sender, make_words
from tests.messaging import killing
from tests.messaging.killing import BEFORE_MARK, BY_SERVER, IN_DOUBT, KEPT_HERE, WINDOW, Hunt
from tests.messaging.mail_services import Service, like_resend, mail_service
from tests.messaging.servers import Post, mail_server

pytestmark = [pytest.mark.kill, pytest.mark.django_db(transaction=True)]


def arrived_by_mail(post: Post) -> Counter[str]:
    return Counter(mail["Message-ID"][1:33] for mail in post.mails)


def test_mail_that_is_kept_here_is_never_lost_and_never_twice(store: Store) -> None:
    make_words(store)
    messages = make_messages(store, 132)
    hunt = Hunt(store)

    hunt.shoot(KEPT_HERE, rounds=2)
    hunt.finish()

    assert Counter(hunt.killed) == Counter(KEPT_HERE * 2)
    assert hunt.in_doubt == []
    with store_scope(store.pk):
        assert Message.objects.filter(state=State.SENT).count() == len(messages)
        assert MessageBody.objects.count() == len(messages)
        told = Activity.objects.filter(kind=ActivityKind.MESSAGE_SENT)
        assert told.count() == len(messages)
        accepted = Attempt.objects.filter(outcome=Outcome.ACCEPTED)
        assert Counter(accepted.values_list("message_id")) == Counter(
            (message.pk,) for message in messages
        )


def test_a_worker_that_dies_before_the_mark_leaves_nothing_in_doubt(store: Store) -> None:
    make_words(store)
    make_messages(store, 48)

    with mail_server(Post()) as post:
        make_sender(store, port=post.port)
        hunt = Hunt(store)
        for point in BEFORE_MARK:
            hunt.shoot([point], rounds=1)
        hunt.finish()
        found = killing.reckon(store, arrived_by_mail(post))

    assert hunt.killed == list(BEFORE_MARK)
    assert hunt.in_doubt == []
    assert found == killing.Reckoning(set(), set(), set(), set())
    assert len(post.arrived) == 48


def test_mail_handed_over_arrives_once_or_is_shown_as_unknown(store: Store) -> None:
    make_words(store)
    messages = make_messages(store, 132)

    with mail_server(Post()) as post:
        make_sender(store, port=post.port)
        hunt = Hunt(store)
        hunt.shoot(BY_SERVER, rounds=2)
        hunt.finish()
        found = killing.reckon(store, arrived_by_mail(post))
        hunt.let_doubt_grow_old()
        hunt.finish()
        arrived_in_the_end = arrived_by_mail(post)
        in_the_end = killing.reckon(store, arrived_in_the_end)

    assert Counter(hunt.killed) == Counter(BY_SERVER * 2)
    assert len(hunt.in_doubt) >= len(IN_DOUBT)
    assert max(hunt.in_doubt) <= WINDOW
    assert len(found.unknown) == sum(hunt.in_doubt)
    assert (found.lost, found.twice, found.silent) == (set(), set(), set())
    # After the wait each unknown went once more, marked; nothing else went twice.
    assert (in_the_end.lost, in_the_end.unknown, in_the_end.silent) == (set(), set(), set())
    assert in_the_end.twice <= found.unknown
    assert len(arrived_in_the_end) == len(messages)
    with store_scope(store.pk):
        marked = Message.objects.filter(repeated_at__isnull=False)
        assert {each.hex for each in marked.values_list("public_id", flat=True)} == found.unknown


def test_what_honours_keys_has_each_message_once_and_none_is_unknown(store: Store) -> None:
    make_words(store)
    messages = make_messages(store, 132)

    with mail_service(Service(like_resend)) as service:
        make_sender(
            store,
            port=1,
            transport=Transport.ESP,
            service="resend",
            password="right",
        )
        hunt = Hunt(store, {"NOTIFYHUB_MAIL_SERVICE_URL": service.url})
        hunt.shoot(BY_SERVER, rounds=2)
        hunt.finish()
        keys = Counter(UUID(call.headers["Idempotency-Key"]).hex for call in service.sent)
        asked = Counter(UUID(call.headers["Idempotency-Key"]).hex for call in service.calls)
        found = killing.reckon(store, keys)

    assert Counter(hunt.killed) == Counter(BY_SERVER * 2)
    assert max(hunt.in_doubt) <= WINDOW
    assert max(asked.values()) > 1  # some were handed over again, by the same key
    assert found == killing.Reckoning(set(), set(), set(), set())
    assert set(keys) == {message.public_id.hex for message in messages}
