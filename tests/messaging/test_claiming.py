"""Who is served first: lanes, half of the workers, ageing, small stores; and by whose clock."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings

from messaging import claiming, queries, sending, tasks
from messaging.models import Halt, Message
from messaging.states import Lane, Reason, State
from orders.models import Activity, ActivityKind
from stores.models import Store
from stores.scope import every_store, store_scope
from tests.factories.messaging import fresh, make_messages, make_sender, make_words
from tests.factories.stores import make_store

pytestmark = pytest.mark.django_db


def claim(*, limit: int = 50, is_urgent: bool = False) -> list[int]:
    with every_store(because="as the sending does"):
        now = timezone.now() + timedelta(seconds=1)
        return claiming.claim_due(now=now, limit=limit, is_urgent=is_urgent).message_ids


def lanes_of(message_ids: list[int]) -> list[int]:
    with every_store(because="a test looks"):
        found = Message.objects.in_bulk(message_ids)
    return [found[pk].lane for pk in message_ids]


def test_orders_go_before_parcels_and_both_before_marketing(store: Store) -> None:
    for lane in (Lane.BACKFILL, Lane.MARKETING, Lane.PARCEL, Lane.ORDER):
        make_messages(store, 2, lane=lane)

    assert lanes_of(claim()) == [0, 0, 1, 1, 2, 2, 3, 3]


def test_an_urgent_worker_takes_no_marketing(store: Store) -> None:
    make_messages(store, 3, lane=Lane.MARKETING)
    make_messages(store, 1, lane=Lane.PARCEL)

    assert lanes_of(claim(is_urgent=True)) == [1]
    assert claim(is_urgent=True) == []


def test_marketing_holds_no_more_than_half_of_the_workers(store: Store, settings: Settings) -> None:
    settings.NOTIFYHUB_SEND_WORKERS = 4
    make_messages(store, 40, lane=Lane.MARKETING)

    taken = [len(claim(limit=10)) for _ in range(4)]
    make_messages(store, 3, lane=Lane.ORDER)

    assert taken == [10, 10, 0, 0]
    assert lanes_of(claim(limit=10)) == [0, 0, 0]


def test_marketing_that_waited_long_goes_before_orders_in_its_half(
    store: Store, settings: Settings
) -> None:
    settings.NOTIFYHUB_SEND_WORKERS = 4
    settings.NOTIFYHUB_SEND_BULK_WAIT_SECONDS = 900
    make_messages(store, 100, lane=Lane.ORDER)
    long_ago = timezone.now() - timedelta(minutes=16)
    make_messages(store, 40, lane=Lane.MARKETING, run_after=long_ago)
    make_messages(store, 40, lane=Lane.MARKETING)

    taken = [set(lanes_of(claim(limit=10))) for _ in range(4)]

    assert taken == [{2}, {2}, {0}, {0}]


def test_what_waited_long_leaves_room_for_orders_in_the_same_claim(
    store: Store, settings: Settings
) -> None:
    settings.NOTIFYHUB_SEND_BULK_WAIT_SECONDS = 900
    long_ago = timezone.now() - timedelta(minutes=16)
    make_messages(store, 1, lane=Lane.MARKETING, run_after=long_ago)
    make_messages(store, 2, lane=Lane.ORDER)

    assert lanes_of(claim()) == [Lane.MARKETING, Lane.ORDER, Lane.ORDER]


def test_a_rush_of_one_store_keeps_no_small_store_waiting(store: Store) -> None:
    """Seven thousand in the small: whose turn it is follows from the places given when planned."""
    now = timezone.now()
    make_messages(store, 400)  # a second of virtual time apart
    small = [make_store(store.agency) for _ in range(10)]
    claim(limit=20)
    waiting = {make_messages(each, 1, vtag=now.timestamp() + 1)[0].pk for each in small}

    taken = claim(limit=20)

    assert waiting <= set(taken)


def test_a_halt_holds_what_it_covers_and_nothing_else(store: Store) -> None:
    other = make_store(store.agency)
    for each in (store, other):
        make_words(each)
    halted, left_alone = make_messages(store, 2)[0], make_messages(other, 1)[0]
    of_other_kind = make_messages(store, 1, kind="ORDER_REFUND")[0]
    with store_scope(store.pk):
        now = timezone.now()
        Halt.objects.create(
            store=store, kind="ORDER_CONFIRMATION", because="Wrong prices", halted_at=now
        )

    sending.send_due(now=timezone.now() + timedelta(seconds=1))

    assert (fresh(halted).state, fresh(halted).reason) == (State.HELD, Reason.HALTED)
    assert fresh(left_alone).state == State.SENT
    assert fresh(of_other_kind).reason == Reason.NO_WORDS
    with store_scope(store.pk):
        told = Activity.objects.filter(kind=ActivityKind.MESSAGE_HELD, message_id=halted.pk)
        assert told.count() == 1


def test_a_halt_of_an_account_holds_what_would_leave_by_it(store: Store) -> None:
    make_words(store)
    message = make_messages(store, 1)[0]
    sender = make_sender(store, port=1)
    with store_scope(store.pk):
        Halt.objects.create(store=store, sender=sender, because="x", halted_at=timezone.now())

    sending.send_due(now=timezone.now() + timedelta(seconds=1))

    assert (fresh(message).state, fresh(message).reason) == (State.HELD, Reason.HALTED)


@pytest.mark.parametrize("hours", [-1, 1])
def test_a_worker_whose_clock_is_wrong_sends_by_the_databases(
    store: Store, monkeypatch: pytest.MonkeyPatch, hours: int
) -> None:
    make_words(store)
    due = make_messages(store, 1)[0]
    in_half_an_hour = timezone.now() + timedelta(minutes=30)
    not_due = make_messages(store, 1, run_after=in_half_an_hour)[0]
    with store_scope(store.pk):
        held_by_another = make_messages(store, 1)[0]
        Message.objects.filter(pk=held_by_another.pk).update(
            state=State.CLAIMED,
            claim=uuid.uuid4(),
            claimed_until=queries.database_now() + timedelta(seconds=60),
        )
    right, off = timezone.now, timedelta(hours=hours)
    monkeypatch.setattr(timezone, "now", lambda: right() + off)

    tasks.send_due()

    sent_at = fresh(due).sent_at
    assert sent_at is not None
    assert abs(sent_at - right()) < timedelta(minutes=5)
    assert fresh(not_due).state == State.PLANNED
    assert fresh(held_by_another).state == State.CLAIMED
