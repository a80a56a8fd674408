"""SIGKILL of real workers at each step: nothing lost, nothing silent, nothing twice."""

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.utils import timezone

from messaging.models import Attempt, Message, MessageBody
from messaging.states import IN_HAND, Outcome, State
from orders.models import Activity, ActivityKind
from stores.models import Store
from stores.scope import store_scope
from tests.factories.messaging import make_messages, make_sender, make_words
from tests.messaging.servers import Post, mail_server

pytestmark = [pytest.mark.kill, pytest.mark.django_db(transaction=True)]

ROOT = Path(__file__).parents[2]
WORKER = """
import django
django.setup()
from messaging import queries, sending
while sending.send_due(now=queries.database_now(), limit=8):
    pass
"""
KILLED = -9


def worker(kill_at: str = "") -> subprocess.Popen[bytes]:
    """A process of its own that sends what is due, and shoots itself where it is told."""
    url = urlsplit(os.environ["DATABASE_URL"])
    database = str(connection.settings_dict["NAME"])
    return subprocess.Popen(
        [sys.executable, "-c", WORKER],
        cwd=ROOT,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "notifyhub.settings",
            "DATABASE_URL": url._replace(path=f"/{database}").geturl(),
            "NOTIFYHUB_KILL": kill_at,
            "LOG_LEVEL": "CRITICAL",
        },
    )


def let_leases_run_out(store: Store) -> None:
    """A minute and a half later. That some died thrice is another test's matter."""
    with store_scope(store.pk):
        held = Message.objects.filter(state__in=IN_HAND)
        held.update(claimed_until=timezone.now() - timedelta(hours=1))
        Message.objects.update(claims_count=0)


def kill_workers(store: Store, points: Sequence[str], rounds: int) -> int:
    """In each round one worker for each point, all at once; how many were killed."""
    killed = 0
    for nth in range(1, rounds + 1):
        workers = [worker(f"{point}:{nth}") for point in points]
        killed += [each.wait(60) for each in workers].count(KILLED)
        let_leases_run_out(store)
    return killed


def finish(store: Store) -> None:
    for _ in range(2):
        assert worker().wait(60) == 0
        let_leases_run_out(store)


def accepted_counts(store: Store) -> Counter[int]:
    with store_scope(store.pk):
        accepted = Attempt.objects.filter(outcome=Outcome.ACCEPTED)
        return Counter(accepted.values_list("message_id", flat=True))


def test_mail_that_is_kept_here_is_never_lost_and_never_twice(store: Store) -> None:
    make_words(store)
    messages = make_messages(store, 208)
    points = [
        "messaging.claimed",
        "messaging.rendered",
        "messaging.captured",
        "messaging.recorded",
    ]

    killed = kill_workers(store, points, rounds=3)
    finish(store)

    assert killed == len(points) * 3
    with store_scope(store.pk):
        assert Message.objects.filter(state=State.SENT).count() == len(messages)
        assert MessageBody.objects.count() == len(messages)
        told = Activity.objects.filter(kind=ActivityKind.MESSAGE_SENT)
        assert told.count() == len(messages)
    assert set(accepted_counts(store).values()) == {1}


def test_mail_handed_over_arrives_once_or_is_shown_as_unknown(store: Store) -> None:
    make_words(store)
    messages = make_messages(store, 120)
    points = [
        "messaging.claimed",
        "messaging.rendered",
        "messaging.kept",
        "messaging.marked",
        "messaging.accepted",
        "messaging.recorded",
    ]

    with mail_server(Post()) as post:
        make_sender(store, port=post.port)
        killed = kill_workers(store, points, rounds=2)
        finish(store)
        arrived = Counter(mail["Message-ID"][1:33] for mail in post.mails)
        with store_scope(store.pk):
            states = dict(Message.objects.values_list("public_id", "state"))
            unknown = Message.objects.filter(state=State.UNKNOWN)
            lost_sight_of = {each.hex for each in unknown.values_list("public_id", flat=True)}
            unknown.update(changed_at=timezone.now() - timedelta(hours=1))
        finish(store)
        in_the_end = Counter(mail["Message-ID"][1:33] for mail in post.mails)

    assert killed == len(points) * 2
    assert set(states.values()) <= {State.SENT, State.UNKNOWN}
    # Killed after the mark: twice before the server's yes, twice after it.
    assert len(lost_sight_of) == 4
    assert sum(arrived[each] for each in lost_sight_of) == 2
    assert all(arrived[each.hex] == 1 for each, state in states.items() if state == State.SENT)
    assert max(arrived.values()) == 1
    # After the wait each of them went once more, marked; nobody else twice.
    with store_scope(store.pk):
        assert not Message.objects.exclude(state=State.SENT).exists()
        marked = Message.objects.filter(repeated_at__isnull=False)
        assert {each.hex for each in marked.values_list("public_id", flat=True)} == lost_sight_of
    assert len(in_the_end) == len(messages)
    twice = {each for each, count in in_the_end.items() if count > 1}
    assert twice < lost_sight_of
    assert len(twice) == 2
