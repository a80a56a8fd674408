"""Who gets promotion in a mail about an order: consent, how often, and codes given once."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from messaging import composing, promoting, sending
from messaging.models import Message, MessageBody, PromoCode, PromoMail, PromoPool
from messaging.states import Reason, State
from stores.models import Store
from stores.scope import every_store, store_scope
from templates_app import drafting, publishing, queries, rendering
from templates_app.data import NotificationKind
from templates_app.inheriting import draft_of
from templates_app.models import Revision
from templates_app.rendering import CannotRender
from tests.factories.messaging import fresh, make_messages, make_order, make_words, plan

KIND: Final = NotificationKind.ORDER_CONFIRMATION
WORDS: Final = "Garn til neste prosjekt"
POOL: Final = "Høst 2026"
UNIQUE: Final = {"code_mode": "UNIQUE", "pool": POOL}
BUYER: Final = "ingrid@example.com"


def publish(store: Store, **settings: Any) -> Revision:
    """The store's own confirmation, with a promotion in it."""
    make_words(store)
    texts = {"nb": {"text": WORDS}}
    now = timezone.now()
    with every_store(because="a test publishes words"):
        own = drafting.own_template(store=store, kind=KIND, actor="Ada", now=now)
        blocks = [
            replace(block, settings={"is_shown": True, "texts": texts, **settings})
            if block.type == "promo"
            else block
            for block in draft_of(own)
        ]
        own = drafting.save_draft(
            template=own, version=own.version, blocks=blocks, actor="Ada", now=now
        )
        publishing.publish_template(template=own, actor="Ada", now=now)
        found = queries.current_revision(store=store, kind=KIND)
    assert found is not None
    return found


def make_pool(store: Store, *codes: str) -> PromoPool:
    with store_scope(store.pk):
        pool = PromoPool.objects.create(store=store, name=POOL, created_at=timezone.now())
        PromoCode.objects.bulk_create(
            PromoCode(store=store, pool=pool, code=code) for code in codes
        )
    return pool


def confirm(store: Store, *, at: datetime | None = None, **order: Any) -> Message:
    """An order whose confirmation is sent now, or then."""
    made = make_order(store, **{"has_consent": True, "email": BUYER, **order})
    message = plan(made)
    if at is not None:
        with store_scope(store.pk):
            late = at + timedelta(hours=12)
            Message.objects.filter(pk=message.pk).update(run_after=at, expires_at=late)
    sending.send_due(now=at or timezone.now() + timedelta(seconds=1), limit=50)
    assert fresh(message).state == State.SENT
    return message


def said(message: Message) -> str:
    with store_scope(message.store_id):
        return MessageBody.objects.get(message=message).text


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("settings", "has_consent", "is_said"),
    [
        ({}, True, True),
        ({}, False, False),
        ({"needs_consent": False}, False, True),
        ({"is_shown": False}, True, False),
        ({"expires_on": "2020-01-01"}, True, False),
        ({"expires_on": "2199-01-01"}, True, True),
        ({"code_mode": "SAME", "code": "GARN10"}, True, True),
        ({"texts": {}}, True, False),
    ],
)
def test_promotion_is_for_those_who_agreed_and_until_its_last_day(
    store: Store, settings: dict[str, Any], has_consent: bool, is_said: bool
) -> None:
    publish(store, **settings)

    message = confirm(store, has_consent=has_consent)

    assert (WORDS in said(message)) is is_said
    with store_scope(store.pk):
        assert PromoMail.objects.filter(message=message).exists() is is_said


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("cap_days", "days_later", "is_said"),
    [(14, 0, False), (14, 13, False), (14, 15, True), (30, 15, False), (0, 0, True)],
)
def test_a_buyer_gets_one_in_so_many_days(
    store: Store, cap_days: int, days_later: int, is_said: bool
) -> None:
    publish(store, cap_days=cap_days)
    first = confirm(store)

    second = confirm(store, at=timezone.now() + timedelta(days=days_later, seconds=2))

    assert WORDS in said(first)
    assert (WORDS in said(second)) is is_said


@pytest.mark.django_db
def test_the_limit_is_each_buyers_own_and_counts_only_what_may_be_read(store: Store) -> None:
    publish(store)
    with_none = confirm(store, has_consent=False)
    first = confirm(store)
    with store_scope(store.pk):
        Message.objects.filter(pk=first.pk).update(state=State.FAILED, reason=Reason.CRASHED)

    second, other = confirm(store), confirm(store, email="kari@example.com")

    assert WORDS not in said(with_none)
    assert all(WORDS in said(message) for message in (first, second, other))


@pytest.mark.django_db
def test_a_mail_gives_a_code_of_its_own_and_an_empty_pool_leaves_the_promotion_out(
    store: Store,
) -> None:
    publish(store, **UNIQUE)
    pool = make_pool(store, "K7QM", "P2XV")

    messages = [confirm(store, email=f"buyer-{n}@example.com") for n in range(3)]

    first, second, third = map(said, messages)
    assert ("K7QM" in first, "P2XV" in first, WORDS in first) == (True, False, True)
    assert ("K7QM" in second, "P2XV" in second, WORDS in second) == (False, True, True)
    assert WORDS not in third
    with store_scope(store.pk):
        pool.refresh_from_db()
        assert pool.missed_at is not None
        given = PromoCode.objects.order_by("pk").values_list("message_id", flat=True)
        assert list(given) == [message.pk for message in messages[:2]]
        assert PromoMail.objects.count() == 2  # the third may have promotion in its next mail


@pytest.mark.django_db
def test_a_pool_that_a_template_asks_for_is_listed_where_it_is_missing(store: Store) -> None:
    publish(store, **UNIQUE)

    message = confirm(store)

    assert WORDS not in said(message)
    with store_scope(store.pk):
        pool = PromoPool.objects.get()
    assert (pool.name, pool.missed_at is not None) == (POOL, True)


@pytest.mark.django_db
@pytest.mark.parametrize("state", [State.FAILED, State.HELD])
def test_a_mail_released_after_another_promoted_does_not_promote(
    store: Store, state: State
) -> None:
    revision = publish(store, **UNIQUE)
    make_pool(store, "A1", "B2")
    stopped = plan(make_order(store, has_consent=True, email=BUYER))
    asked: dict[str, Any] = {"revision": revision, "has_consent": True, "now": timezone.now()}
    with store_scope(store.pk):
        assert promoting.decide_promotion(message=stopped, **asked)["code"] == "A1"
        Message.objects.filter(pk=stopped.pk).update(state=state, reason=Reason.STORE_PAUSED)
    other = confirm(store)
    with store_scope(store.pk):
        again = promoting.decide_promotion(message=stopped, **asked)

        assert "B2" in said(other)
        assert (again["is_allowed"], again["code"]) == (False, "")
        assert PromoCode.objects.left().get().code == "A1"


@pytest.mark.django_db
def test_who_is_over_the_limit_uses_up_no_code(store: Store) -> None:
    publish(store, **UNIQUE)
    make_pool(store, "K7QM", "P2XV")

    confirm(store)
    confirm(store)
    confirm(store, email="kari@example.com", has_consent=False)

    with store_scope(store.pk):
        assert PromoCode.objects.left().count() == 1


@pytest.mark.django_db
def test_a_repeated_try_says_what_the_first_said(store: Store) -> None:
    revision = publish(store, **UNIQUE)
    make_pool(store, "K7QM", "P2XV")
    message = plan(make_order(store, has_consent=True))

    with store_scope(store.pk):
        message = Message.objects.select_related("order", "store").get(pk=message.pk)
        tries = [
            composing.compose(
                message, revision=revision, brand={}, sender=None, now=timezone.now()
            ).body
            for _ in range(3)
        ]

    assert all(body is not None and "K7QM" in body.text for body in tries)
    with store_scope(store.pk):
        assert PromoCode.objects.left().count() == 1


@pytest.mark.django_db
def test_words_that_break_give_the_code_back(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    publish(store, **UNIQUE)
    make_pool(store, "K7QM")

    def breaks(**_: Any) -> None:
        raise CannotRender("broken")

    with monkeypatch.context() as patch:
        patch.setattr(rendering, "render", breaks)
        message = plan(make_order(store, has_consent=True))
        sending.send_due(now=timezone.now() + timedelta(seconds=1))

    assert fresh(message).reason == Reason.WORDS_BROKEN
    with store_scope(store.pk):
        assert PromoCode.objects.left().count() == 1
        assert not PromoMail.objects.exists()


@pytest.mark.django_db
def test_a_mail_without_promotion_asks_the_database_nothing(
    store: Store, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    make_words(store)
    (message,) = make_messages(store, 1)
    with store_scope(store.pk):
        revision = queries.current_revision(store=store, kind=KIND)
        assert revision is not None

        def decide() -> promoting.Values:
            return promoting.decide_promotion(
                message=message, revision=revision, has_consent=True, now=timezone.now()
            )

        decide()  # reads the blocks once for all mails
        with django_assert_num_queries(0):
            assert decide()["is_allowed"] is False


@pytest.mark.django_db
def test_a_code_costs_a_handful_of_queries_however_many_mails_a_buyer_had(
    store: Store, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    revision = publish(store, cap_days=1, **UNIQUE)
    make_pool(store, *(f"K{n}" for n in range(3)))
    long_ago = timezone.now() - timedelta(days=100)
    old = make_messages(store, 30, recipient=BUYER, state=State.SENT, sent_at=long_ago)
    (message,) = make_messages(store, 1, recipient=BUYER)
    with store_scope(store.pk):
        PromoMail.objects.bulk_create(
            PromoMail(store=store, message=one, promoted_at=long_ago) for one in old
        )
        with django_assert_num_queries(9):  # two of them are the savepoint's
            given = promoting.decide_promotion(
                message=message, revision=revision, has_consent=True, now=timezone.now()
            )

    assert given["code"] == "K0"


@pytest.mark.django_db
def test_a_code_stands_in_one_pool_and_is_given_to_one_message(store: Store) -> None:
    pool = make_pool(store, "K7QM")
    with store_scope(store.pk):
        other = PromoPool.objects.create(store=store, name="Other", created_at=timezone.now())
        with pytest.raises(IntegrityError, match="one_code_in_one_pool"), transaction.atomic():
            PromoCode.objects.create(store=store, pool=other, code="K7QM")
        assert PromoCode.objects.filter(pool=pool).count() == 1


def at_once(count: int, work: Any) -> list[Any]:
    """The same in so many threads, begun together."""
    ready = threading.Barrier(count)

    def begin(place: int) -> Any:
        try:
            ready.wait(timeout=20)
            return work(place)
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as threads:
        return list(threads.map(begin, range(count)))


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_workers_never_give_the_same_code_twice(store: Store) -> None:
    revision = publish(store, **UNIQUE)
    make_pool(store, *(f"K{n}" for n in range(30)))
    messages = make_messages(store, 40)

    def work(place: int) -> list[str]:
        with store_scope(store.pk):
            return [
                promoting.decide_promotion(
                    message=message, revision=revision, has_consent=True, now=timezone.now()
                )["code"]
                for message in messages[place::8]
            ]

    given = [code for codes in at_once(8, work) for code in codes if code]

    assert sorted(given) == sorted(f"K{n}" for n in range(30))


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_two_mails_at_a_time_do_not_slip_under_the_limit(store: Store) -> None:
    revision = publish(store)
    messages = make_messages(store, 8, recipient=BUYER)

    def work(place: int) -> bool:
        with store_scope(store.pk):
            decided = promoting.decide_promotion(
                message=messages[place], revision=revision, has_consent=True, now=timezone.now()
            )
        return bool(decided["is_allowed"])

    assert at_once(8, work).count(True) == 1


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_a_decision_rolled_back_gives_the_code_to_the_next(store: Store) -> None:
    revision = publish(store, **UNIQUE)
    make_pool(store, "K7QM")
    first, second = make_messages(store, 2)

    def decide(message: Message) -> str:
        return str(
            promoting.decide_promotion(
                message=message, revision=revision, has_consent=True, now=timezone.now()
            )["code"]
        )

    with store_scope(store.pk):
        with transaction.atomic():
            assert decide(first) == "K7QM"
            transaction.set_rollback(True)
        assert decide(second) == "K7QM"
        assert decide(first) == ""
