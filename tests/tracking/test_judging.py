"""From hits to what stands on the message, in the feed and in the counts: each change once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connections

from messaging.hidden_links import HONEYPOT_LINK
from messaging.models import MailboxDomain, Message
from messaging.readers import FINAL_AFTER
from orders.models import Activity, ActivityKind
from stores.models import Store
from stores.scope import every_store, store_scope
from tests.factories.stores import make_store
from tests.factories.tracking import make_hit, make_sent_message
from tracking import forgetting, judging
from tracking.models import Event, Judgement, Verdict, VerdictCount
from tracking.verdicts import data as rules

SENT = datetime(2026, 11, 20, 9, tzinfo=UTC)
OPENED = SENT + timedelta(minutes=5)
LATER = OPENED + FINAL_AFTER
SAID = ("open", "click", "machine_open", "machine_click", "version")
SCANNER = {"ip": "198.51.100.0", "user_agent": "Mozilla/5.0 (Windows NT 10.0) Chrome/140.0"}


@pytest.fixture
def message(store: Store) -> Message:
    return make_sent_message(store, sent_at=SENT, links_count=6)


def judge(now: datetime = LATER, limit: int = 100) -> int:
    with every_store(because="a test judges"):
        return judging.judge_due(now=now, limit=limit)


def read(message: Message) -> Message:
    with store_scope(message.store_id):
        return Message.objects.get(pk=message.pk)


def told(message: Message) -> list[tuple[datetime, dict[str, int]]]:
    """What the feed was told, in its order, without what is zero."""
    with store_scope(message.store_id):
        rows = Activity.objects.filter(kind=ActivityKind.MESSAGE_JUDGED, message_id=message.pk)
        return [
            (row.at, {name: value for name in SAID if (value := row.data[name])})
            for row in rows.order_by("xid", "id")
        ]


def counts(store_id: int) -> dict[tuple[str, str], int]:
    with store_scope(store_id):
        rows = VerdictCount.objects.values_list("kind", "why", "hits_count")
        return {(kind, why): count for kind, why, count in rows if count}


def test_an_open_is_a_persons_once_it_is_final(message: Message) -> None:
    make_hit(message, at=OPENED)

    assert judge(LATER - timedelta(seconds=1)) == 0
    assert read(message).opened_by_person_at is None

    assert judge(LATER) == 1
    assert judge(LATER) == 0
    assert read(message).opened_by_person_at == OPENED
    assert told(message) == [(OPENED, {"open": 1, "version": rules.VERSION})]
    assert counts(message.store_id) == {("OPEN", "NOTHING_AGAINST"): 1}


def test_a_burst_is_a_machines_and_never_a_persons(message: Message) -> None:
    for link in range(4):
        make_hit(message, "CLICK", at=OPENED + timedelta(seconds=link), link_index=link, **SCANNER)

    judge()

    row = read(message)
    assert (row.clicked_by_person_at, row.clicked_by_machine_at) == (None, OPENED)
    assert told(message) == [(OPENED, {"machine_click": 1, "version": rules.VERSION})]


def test_a_late_witness_takes_back_what_was_told(message: Message) -> None:
    make_hit(message, "CLICK", at=OPENED, link_index=1, **SCANNER)
    judge()
    assert read(message).clicked_by_person_at == OPENED

    late = OPENED + timedelta(minutes=9)
    make_hit(message, "CLICK", at=late, link_index=HONEYPOT_LINK, **SCANNER)
    assert judge(late + FINAL_AFTER) == 1

    row = read(message)
    assert (row.clicked_by_person_at, row.clicked_by_machine_at) == (None, OPENED)
    assert [data for _at, data in told(message)][1:] == [
        {"click": -1, "version": rules.VERSION},
        {"machine_click": 1, "version": rules.VERSION},
    ]
    assert {at for at, _data in told(message)} == {OPENED}
    assert counts(message.store_id) == {("CLICK", "HONEYPOT"): 2}


def test_what_is_not_yet_final_bears_witness_of_what_is(message: Message) -> None:
    make_hit(message, "CLICK", at=OPENED, link_index=1, **SCANNER)
    bait = OPENED + timedelta(minutes=8)
    make_hit(message, "CLICK", at=bait, link_index=HONEYPOT_LINK, **SCANNER)

    judge(LATER)

    row = read(message)
    assert (row.clicked_by_person_at, row.clicked_by_machine_at) == (None, OPENED)
    with store_scope(message.store_id):
        assert [each.at for each in Verdict.objects.all()] == [OPENED]
        assert Judgement.objects.get().due_at == bait + FINAL_AFTER


def test_a_page_of_ours_that_was_used_gives_the_click_to_a_person(message: Message) -> None:
    for link in range(4):
        make_hit(message, "CLICK", at=OPENED + timedelta(seconds=link), link_index=link)
    make_hit(message, "BEACON", at=OPENED + timedelta(seconds=40), link_index=2)

    judge(LATER + timedelta(minutes=1))

    row = read(message)
    assert row.clicked_by_person_at == OPENED + timedelta(seconds=2)
    assert row.clicked_by_machine_at == OPENED
    assert counts(message.store_id) == {("CLICK", "BURST"): 3, ("CLICK", "BEACON"): 1}


def test_a_click_before_the_mailbox_has_the_mail_is_a_gateways(store: Store) -> None:
    guarded = make_sent_message(store, sent_at=SENT, recipient="kari@guarded.example")
    plain = make_sent_message(store, sent_at=SENT, recipient="kari@plain.example")
    MailboxDomain.objects.create(domain="guarded.example", gateway="mimecast", seen_at=SENT)
    MailboxDomain.objects.create(domain="plain.example", seen_at=SENT, looked_up_at=SENT)
    soon = SENT + timedelta(seconds=2)
    for each in (guarded, plain):
        make_hit(each, "CLICK", at=soon)

    judge()

    assert (read(guarded).clicked_by_person_at, read(plain).clicked_by_person_at) == (None, soon)


def test_a_gateway_once_known_is_not_forgotten_with_the_recipient(store: Store) -> None:
    guarded = make_sent_message(store, sent_at=SENT, recipient="kari@guarded.example")
    MailboxDomain.objects.create(domain="guarded.example", gateway="mimecast", seen_at=SENT)
    make_hit(guarded, "CLICK", at=SENT + timedelta(seconds=2))
    judge()
    with store_scope(store.pk):
        Message.objects.update(recipient="")
    make_hit(guarded, "CLICK", at=SENT + timedelta(hours=2))

    judge(SENT + timedelta(hours=3))

    assert counts(store.pk) == {("CLICK", "TOO_SOON"): 1, ("CLICK", "NOTHING_AGAINST"): 1}


@pytest.mark.parametrize("way", ["HEAD", "AHEAD"])
def test_what_was_fetched_ahead_is_counted_as_nobodys(message: Message, way: str) -> None:
    make_hit(message, "CLICK", at=OPENED, way=way)

    judge()

    row = read(message)
    assert (row.clicked_by_person_at, row.clicked_by_machine_at) == (None, None)
    assert told(message) == []


def test_hits_that_name_another_stores_message_change_nothing(message: Message) -> None:
    rival = make_store()
    stolen = Message(pk=message.pk, store_id=rival.pk)
    make_hit(stolen, at=OPENED)

    assert judge() == 1

    assert read(message).opened_by_person_at is None
    with every_store(because="a test looks"):
        assert not Activity.objects.filter(kind=ActivityKind.MESSAGE_JUDGED).exists()
        assert Judgement.objects.get().due_at is None


def test_hits_of_a_message_that_is_gone_are_passed(message: Message) -> None:
    make_hit(Message(pk=10**12, store_id=message.store_id), at=OPENED)
    make_hit(message, at=OPENED)

    assert (judge(), judge()) == (2, 0)
    assert read(message).opened_by_person_at == OPENED


def test_better_rules_take_back_what_the_old_ones_told(
    message: Message, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_hit(message, at=OPENED, user_agent="Newly Known Scanner")
    judge()
    before = rules.VERSION

    monkeypatch.setattr(rules, "VERSION", before + 1)
    verdict = rules.Verdict(rules.Who.SCANNER, rules.Why.SCANNER_AGENT)
    monkeypatch.setattr(judging, "judge", lambda hits, facts: [verdict for _ in hits])
    with every_store(because="a test judges anew"):
        assert (judging.judge_anew(), judging.judge_anew()) == (1, 0)
    assert judge() == 1

    row = read(message)
    assert (row.opened_by_person_at, row.opened_by_machine_at) == (None, OPENED)
    assert told(message)[1:] == [
        (OPENED, {"open": -1, "version": before + 1}),
        (OPENED, {"machine_open": 1, "version": before + 1}),
    ]
    assert counts(message.store_id) == {("OPEN", "SCANNER_AGENT"): 1}
    with every_store(because="a test judges anew"):
        assert judging.judge_anew() == 0


def test_what_came_before_anybody_judged_is_judged_at_request(message: Message) -> None:
    make_hit(message, at=OPENED)
    with every_store(because="a test goes back to older times"):
        Judgement.objects.all().delete()
    assert judge() == 0

    call_command("judge_again")

    assert judge() == 1
    assert read(message).opened_by_person_at == OPENED


def test_forgotten_hits_take_nothing_back(message: Message) -> None:
    make_hit(message, at=OPENED)
    judge()
    much_later = OPENED + timedelta(days=31)
    make_hit(message, at=much_later, user_agent="Mozilla/5.0")

    with every_store(because="a test forgets"):
        assert forgetting.forget_hits(now=much_later) == 1
        assert forgetting.forget_hits(now=much_later) == 0
        assert (Event.objects.count(), Verdict.objects.count()) == (1, 0)
    judge(much_later + FINAL_AFTER)

    row = read(message)
    assert (row.opened_by_person_at, row.opened_by_machine_at) == (OPENED, much_later)
    assert counts(message.store_id) == {("OPEN", "NOTHING_AGAINST"): 1, ("OPEN", "APPLE_AGENT"): 1}


def test_a_batch_costs_the_same_number_of_queries(
    store: Store, django_assert_num_queries: Any
) -> None:
    def fill(count: int) -> None:
        for _ in range(count):
            message = make_sent_message(store, sent_at=SENT)
            make_hit(message, at=OPENED)
            make_hit(message, "CLICK", at=OPENED)

    for count in (1, 12):
        fill(count)
        # Ten, the savepoint and its release.
        with every_store(because="a test judges"), django_assert_num_queries(12):
            assert judging.judge_due(now=LATER) == count


def test_who_is_fetched_without_end_is_judged_by_the_first_hits(
    message: Message, monkeypatch: pytest.MonkeyPatch
) -> None:
    for second in range(6):
        make_hit(message, at=OPENED + timedelta(seconds=second))
    monkeypatch.setattr("tracking.queries.hits_of.__kwdefaults__", {"limit": 3})

    judge(LATER + timedelta(minutes=1))

    assert counts(message.store_id) == {("OPEN", "NOTHING_AGAINST"): 3}


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_four_judges_at_once_tell_each_change_once() -> None:
    store = make_store()
    messages = [make_sent_message(store, sent_at=SENT) for _ in range(30)]
    for message in messages:
        make_hit(message, at=OPENED)

    def work(_: int) -> int:
        try:
            return sum(judge(limit=4) for _ in range(12))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        judged = sum(pool.map(work, range(4)))

    assert judged == 30
    assert all(len(told(message)) == 1 for message in messages)
    assert counts(store.pk) == {("OPEN", "NOTHING_AGAINST"): 30}
