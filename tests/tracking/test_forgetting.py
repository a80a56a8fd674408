"""Opens and clicks are forgotten one by one, after their time or at a person's wish."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from messaging.models import Message
from orders.data import Forgotten
from stores.models import Store
from stores.scope import every_store, store_scope
from tests.factories.messaging import make_order
from tests.factories.stores import make_store
from tests.factories.tracking import make_hit, make_sent_message
from tracking import forgetting, judging
from tracking.models import Event, Judgement, Verdict, VerdictCount

NOW = timezone.now()


def hits() -> int:
    with every_store(because="a test looks"):
        return Event.objects.count()


def judged(message: Message, at: datetime) -> None:
    make_hit(message, at=at)
    with every_store(because="a test judges"):
        judging.judge_due(now=at + timedelta(hours=1))


@pytest.mark.django_db
def test_hits_are_kept_for_their_days_and_their_sums_for_ever(
    store: Store, settings: Settings, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    settings.NOTIFYHUB_HITS_DAYS = 30
    message = make_sent_message(store)
    judged(message, NOW - timedelta(days=30, seconds=1))
    judged(message, NOW - timedelta(days=29))

    with every_store(because="a test forgets"):
        # Mark, delete verdicts, delete hits; the savepoint and its release.
        with django_assert_num_queries(5):
            assert forgetting.forget_hits(now=NOW) == 1
        assert forgetting.forget_hits(now=NOW) == 0
        assert Verdict.objects.count() == 1
        assert Judgement.objects.get().is_partial
        assert sum(row.hits_count for row in VerdictCount.objects.all()) == 2


@pytest.mark.django_db
def test_few_are_forgotten_at_a_time(store: Store) -> None:
    message = make_sent_message(store)
    for days in range(40, 45):
        make_hit(message, at=NOW - timedelta(days=days))

    with every_store(because="a test forgets"):
        forgotten = [forgetting.forget_hits(now=NOW, limit=2) for _ in range(4)]

    assert forgotten == [2, 2, 1, 0]


@pytest.mark.django_db
def test_a_persons_hits_go_with_them_and_nobody_elses(store: Store) -> None:
    order, other = make_order(store), make_order(store)
    stranger = make_order(make_store())
    theirs = make_sent_message(store, order=order)
    offered = make_sent_message(store, about="checkout:77")
    everybody = [
        theirs,
        offered,
        make_sent_message(store, order=other),
        make_sent_message(Store(pk=stranger.store_id), order=stranger),
    ]
    for message in everybody:
        judged(message, NOW - timedelta(days=2))
    with store_scope(store.pk):
        seen_at = Message.objects.get(pk=theirs.pk).opened_by_person_at

        count = forgetting.forget_persons_hits(
            store_id=store.pk, who=Forgotten([order.pk], [77], [], [])
        )

        assert count == 2
        assert Message.objects.get(pk=theirs.pk).opened_by_person_at == seen_at is not None
        kept = set(Verdict.objects.values_list("message_id", flat=True))
        assert kept == {everybody[2].pk}
        assert forgetting.forget_stores_hits(store_id=store.pk) == 1
    assert hits() == 1


@pytest.mark.django_db
def test_who_comes_back_after_being_forgotten_takes_nothing_back(store: Store) -> None:
    order = make_order(store)
    message = make_sent_message(store, order=order)
    judged(message, NOW - timedelta(days=2))
    with store_scope(store.pk):
        forgetting.forget_persons_hits(store_id=store.pk, who=Forgotten([order.pk], [], [], []))

    make_hit(message, at=NOW, user_agent="Mozilla/5.0")
    with every_store(because="a test judges"):
        judging.judge_due(now=NOW + timedelta(hours=1))
        row = Message.objects.get(pk=message.pk)

    assert row.opened_by_person_at == NOW - timedelta(days=2)
    assert row.opened_by_machine_at == NOW
