"""The breaker and the bucket of an account as all workers share them, and who takes over."""

import threading
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from messaging import accounts, takeover
from messaging.channels.outcomes import Away, Receipt, Refused
from messaging.channels.replies import Stage, meaning_of_status
from messaging.models import Message, Sender, SenderPulse
from messaging.states import Channel, Reason, State, Transport
from stores.models import Store
from stores.scope import every_store, store_scope
from tests.factories import stores as make
from tests.factories.messaging import fresh, make_messages, make_sender

pytestmark = pytest.mark.django_db

OK = Receipt("250 OK")
AWAY = Away(Stage.CONNECT, "nobody there")


def admit(sender: Sender, wanted: int, now: datetime) -> accounts.Admission:
    with store_scope(sender.store_id):
        return accounts.admit(sender=sender, wanted=wanted, now=now)


def note(sender: Sender, *results: object, now: datetime) -> None:
    with store_scope(sender.store_id):
        accounts.note(sender=sender, results=results, now=now)  # type: ignore[arg-type]  # as given


def reread(sender: Sender) -> Sender:
    with store_scope(sender.store_id):
        return Sender.objects.select_related("pulse").get(pk=sender.pk)


def chosen(messages: list[Message], now: datetime) -> list[int]:
    with every_store(because="as the sending does"):
        found = takeover.senders_of(messages, now)
    return [found[message.pk].pk for message in messages]


def test_an_account_without_a_limit_gives_all_and_writes_nothing(store: Store) -> None:
    sender, now = make_sender(store, port=1), timezone.now()

    assert admit(sender, 500, now) == accounts.Admission(500)
    note(sender, OK, OK, now=now)

    with store_scope(store.pk):
        pulse = SenderPulse.objects.get(sender=sender)
    assert (pulse.tokens_at, pulse.window_began_at) == (None, None)


def test_a_limit_gives_what_the_bucket_holds_and_says_when_the_rest_may_come(store: Store) -> None:
    sender, now = make_sender(store, port=1, per_minute=60), timezone.now()

    first = admit(sender, 20, now)
    second = admit(sender, 20, now)
    after = admit(sender, 20, now + timedelta(seconds=3))

    assert (first.granted, second.granted, after.granted) == (5, 0, 3)
    assert first.reason == Reason.RATE_REACHED
    assert second.retry_at == now + timedelta(seconds=1)
    with store_scope(store.pk):
        turned_back = make_messages(store, 3)
        waits = accounts.waits_of(sender=sender, messages=turned_back, now=now)
    assert [(wait.until - now).total_seconds() for wait in waits] == [1.0, 2.0, 3.0]
    assert {wait.reason for wait in waits} == {Reason.RATE_REACHED}


def test_a_minute_never_gives_more_than_the_limit_and_one_burst(store: Store) -> None:
    sender, now = make_sender(store, port=1, per_minute=120), timezone.now()
    granted = sum(
        admit(sender, 7, now + timedelta(seconds=second / 4)).granted for second in range(240)
    )

    assert 120 <= granted <= 120 + 10


def test_a_clock_that_goes_back_gives_no_tokens(store: Store) -> None:
    sender, now = make_sender(store, port=1, per_minute=60), timezone.now()
    admit(sender, 5, now)

    assert admit(sender, 5, now - timedelta(hours=1)).granted == 0
    assert admit(sender, 5, now + timedelta(seconds=1)).granted == 1


def test_too_much_slows_the_account_down_and_quiet_speeds_it_up(store: Store) -> None:
    sender, now = make_sender(store, port=1, per_minute=120), timezone.now()
    admit(sender, 10, now)
    note(sender, OK, Refused(Stage.DATA, 421, "4.7.0 Slow down"), now=now)

    assert accounts.rate_of(reread(sender)).at(now) == 1.0
    assert admit(sender, 50, now + timedelta(seconds=3)).granted == 3
    assert accounts.rate_of(reread(sender)).at(now + timedelta(minutes=3)) == pytest.approx(1.6)


def test_429_waits_as_asked_and_then_one_goes_first(store: Store) -> None:
    sender, now = make_sender(store, port=1), timezone.now()
    too_many = Refused(Stage.DATA, 429, "Too many", meaning=meaning_of_status(429), retry_after=20)
    note(sender, too_many, now=now)

    waiting = admit(sender, 9, now + timedelta(seconds=19))
    probe = admit(sender, 9, now + timedelta(seconds=20))

    assert (waiting.granted, waiting.retry_at) == (0, now + timedelta(seconds=20))
    assert (waiting.reason, waiting.detail) == (Reason.SERVER_BUSY, "429 Too many")
    assert (probe.granted, probe.is_probe) == (1, True)


def test_while_it_waits_nobody_asks_and_then_one_worker_does(store: Store) -> None:
    sender, now = make_sender(store, port=1), timezone.now()
    note(sender, AWAY, now=now)
    after = now + timedelta(seconds=30)

    waiting = admit(sender, 9, now + timedelta(seconds=29))
    probe, second = admit(sender, 9, after), admit(sender, 9, after)

    assert (waiting.granted, waiting.retry_at, waiting.is_probe) == (0, after, False)
    assert (waiting.reason, waiting.detail) == (Reason.SERVER_AWAY, "nobody there")
    assert (probe.granted, probe.is_probe) == (1, True)
    assert (second.granted, second.is_probe) == (0, False)
    assert second.retry_at is not None
    assert second.retry_at > after


def test_a_probe_that_fails_waits_longer_and_one_that_never_ends_is_replaced(store: Store) -> None:
    sender, now = make_sender(store, port=1), timezone.now()
    note(sender, AWAY, now=now)
    now += timedelta(seconds=30)
    admit(sender, 1, now)
    note(sender, AWAY, now=now)

    assert reread(sender).waits_until == now + timedelta(seconds=60)
    now += timedelta(seconds=60)
    assert admit(sender, 1, now).is_probe  # its worker dies
    assert not admit(sender, 1, now + timedelta(seconds=40)).granted
    assert admit(sender, 1, now + timedelta(seconds=46)).is_probe


def test_one_success_closes_it_and_what_waited_goes_spread_in_its_order(store: Store) -> None:
    sender, now = make_sender(store, port=1), timezone.now()
    waiting = make_messages(
        store, 200, reason=Reason.SERVER_AWAY, run_after=now + timedelta(minutes=9)
    )
    other = make_messages(store, 1, reason=Reason.MAILBOX_BUSY, run_after=now + timedelta(hours=1))
    note(sender, AWAY, now=now)
    now += timedelta(seconds=30)
    admit(sender, 1, now)

    note(sender, OK, now=now)

    row = reread(sender)
    assert (row.waits_until, row.trouble, row.trouble_since) == (None, "", None)
    assert row.pulse.trips_count == 0
    times = [fresh(message).run_after for message in waiting]
    assert times == sorted(times)
    assert times[0] == now
    assert times[-1] == now + timedelta(seconds=199 * accounts.SPREAD)
    assert {(fresh(each).reason, fresh(each).attempts_count) for each in waiting} == {("", 0)}
    assert fresh(other[0]).reason == Reason.MAILBOX_BUSY


def test_the_next_account_takes_over_while_the_first_waits(store: Store) -> None:
    now = timezone.now()
    second = make_sender(store, port=2, position=1)
    first = make_sender(store, port=1, position=0)
    messages = make_messages(store, 3)

    assert chosen(messages, now) == [first.pk] * 3
    note(first, AWAY, now=now)
    assert chosen(messages, now) == [second.pk] * 3
    # When it has waited one message tries it; the others do not wait for that.
    assert chosen(messages, now + timedelta(seconds=30)) == [first.pk, second.pk, second.pk]
    admit(first, 1, now + timedelta(seconds=30))
    assert chosen(messages, now + timedelta(seconds=31)) == [second.pk] * 3


def test_what_an_account_turned_back_goes_by_the_next_at_once(store: Store) -> None:
    now = timezone.now()
    first = make_sender(store, port=1)
    plain, doubtful = (
        make_messages(store, 1)[0],
        make_messages(store, 1, repeated_at=now, sender=first)[0],
    )

    def untils() -> list[datetime]:
        with store_scope(store.pk):
            waits = accounts.waits_of(sender=first, messages=[plain, doubtful], now=now)
        return [wait.until for wait in waits]

    note(first, AWAY, now=now)
    alone = untils()
    second = make_sender(store, port=2, position=1)
    together = untils()
    note(second, AWAY, now=now)

    probe_at = now + timedelta(seconds=30)
    assert alone == untils() == [probe_at, probe_at]
    assert together == [now, probe_at]


def test_an_account_that_keeps_mails_here_never_takes_over(store: Store) -> None:
    """Mails of a broken server would else be called sent, and stay in the house."""
    now = timezone.now()
    first = make_sender(store, port=1)
    kept = make_sender(store, port=1, position=1, transport=Transport.CAPTURE)
    messages = make_messages(store, 2)
    note(first, AWAY, now=now)

    assert chosen(messages, now) == [first.pk] * 2
    with store_scope(store.pk):
        waits = accounts.waits_of(sender=first, messages=messages, now=now)
        Sender.objects.filter(pk=kept.pk).update(position=0)
        Sender.objects.filter(pk=first.pk).update(position=1)
    assert {wait.until for wait in waits} == {now + timedelta(seconds=30)}
    assert chosen(messages, now) == [kept.pk] * 2  # a choice: all stays here


def test_asking_whether_an_account_takes_messages_takes_nothing(store: Store) -> None:
    limited, now = make_sender(store, port=1, per_minute=60), timezone.now()
    broken = make_sender(store, port=2)
    note(broken, AWAY, now=now)
    later = now + timedelta(seconds=30)

    assert admit(limited, 0, now).retry_at is None
    assert admit(limited, 9, now).granted == 5
    assert admit(limited, 0, now).retry_at == now + timedelta(seconds=1)
    assert admit(broken, 0, now).retry_at == later
    assert admit(broken, 0, later).retry_at is None
    assert admit(broken, 2, later).is_probe
    assert admit(broken, 0, later).retry_at is not None


def test_where_all_accounts_wait_messages_wait_for_the_one_that_is_tried_first(
    store: Store,
) -> None:
    now = timezone.now()
    first, second = make_sender(store, port=1), make_sender(store, port=2, position=1)
    messages = make_messages(store, 2)
    note(second, AWAY, now=now)
    note(first, AWAY, now=now + timedelta(seconds=5))

    assert chosen(messages, now + timedelta(seconds=6)) == [second.pk] * 2


def test_a_message_that_may_have_been_accepted_stays_with_its_account(store: Store) -> None:
    now = timezone.now()
    first = make_sender(store, port=1)
    make_sender(store, port=2, position=1)
    (message,) = make_messages(store, 1, repeated_at=now, sender=first)
    note(first, AWAY, now=now)

    assert chosen([message], now) == [first.pk]


def test_accounts_of_other_channels_and_stores_do_not_take_over(
    store: Store,
) -> None:
    now = timezone.now()
    elsewhere = make.make_store(make.make_agency(name="Somebody else"), name="Elsewhere")
    make_sender(store, port=1, channel=Channel.SMS)
    make_sender(store, port=1, is_active=False)
    make_sender(elsewhere, port=1)
    (message,) = make_messages(store, 1)

    with every_store(because="as the sending does"):
        assert takeover.senders_of([message], now) == {}


def test_choosing_asks_once_and_being_let_through_twice_at_most(
    store: Store, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    now = timezone.now()
    sender = make_sender(store, port=1, per_minute=60)
    make_sender(store, port=2, position=1)
    messages = make_messages(store, 40)
    admit(sender, 1, now)

    with every_store(because="as the sending does"):
        with django_assert_num_queries(1):
            found = takeover.senders_of(messages, now)
        with django_assert_num_queries(2):
            accounts.admit(sender=found[messages[0].pk], wanted=40, now=now)
        with django_assert_num_queries(3):  # a savepoint, and one row
            accounts.note(sender=sender, results=[OK] * 40, now=now)


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_workers_share_one_bucket_and_one_probe(store: Store) -> None:
    now = timezone.now()
    limited = make_sender(store, port=1, per_minute=600)
    broken = make_sender(store, port=2)
    admit(limited, 0, now)
    note(broken, AWAY, now=now)
    granted: list[int] = []
    probes: list[int] = []
    start = threading.Barrier(8)

    def work() -> None:
        try:
            start.wait()
            granted.extend(admit(limited, 3, now).granted for _ in range(10))
            probes.append(admit(broken, 3, now + timedelta(seconds=31)).granted)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sum(granted) == 50
    assert sorted(probes) == [0] * 7 + [1]


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_workers_count_failures_together(store: Store) -> None:
    now = timezone.now()
    sender = make_sender(store, port=1)
    start = threading.Barrier(5)

    def work() -> None:
        try:
            start.wait()
            note(sender, *[Refused(Stage.DATA, 451, "4.3.0 Later")] * 2, now=now)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert reread(sender).waits_until == now + timedelta(seconds=30)
    with store_scope(store.pk):
        assert Message.objects.filter(state=State.PLANNED).count() == 0
