"""How often a buyer is advertised to: at most as often as the store allows, whoever is quick."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from pytest_django import DjangoAssertNumQueries

from messaging import frequency, not_now
from messaging.models import MarketingMail, Message
from messaging.states import Reason, State
from stores.models import Store
from stores.scope import every_store, store_scope
from templates_app.data import NotificationKind
from tests.factories.baskets import HOUR, NOON, let, make_basket, pass_to, remind, steps_of
from tests.factories.messaging import make_messages
from tests.factories.stores import make_store

DUE = NOON + HOUR
DAY = timedelta(days=1)


def reminded(store: Store, **fields: Any) -> Any:
    basket = make_basket(store, **fields)
    remind(basket, fields.get("changed_at", NOON))
    return basket


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("cap", "days_later", "outcome"),
    [
        ((1, 7), 6, "OFTEN_ENOUGH"),
        ((1, 7), 8, "SENT"),
        ((2, 7), 6, "SENT"),
        ((0, 7), 0, "SENT"),
    ],
)
def test_a_buyer_gets_so_many_in_so_many_days(
    store: Store, cap: tuple[int, int], days_later: int, outcome: str
) -> None:
    let(store, cap_count=cap[0], cap_days=cap[1])
    first = reminded(store)
    pass_to(DUE)
    later = NOON + DAY * days_later
    second = reminded(store, changed_at=later, started_at=later)

    pass_to(later + HOUR)

    assert steps_of(first)[0] == ("1", "SENT")
    assert steps_of(second)[0] == ("1", outcome)


@pytest.mark.django_db
def test_others_other_stores_orders_and_what_did_not_go_do_not_count(store: Store) -> None:
    neighbour = make_store(store.agency, name="Neighbour")
    let(store, cap_count=1)
    let(neighbour, cap_count=1)
    kari, ola = reminded(store), reminded(store, email="ola@example.com")
    over_there = reminded(neighbour)
    failed = reminded(store, email="per@example.com")
    again = reminded(store, email="per@example.com")
    (confirmation,) = make_messages(
        store, 1, recipient="kari@example.com", state=State.SENT, sent_at=NOON
    )
    with store_scope(store.pk):
        rows = Message.objects.filter(about=f"checkout:{failed.pk}")
        rows.update(state=State.FAILED, reason=Reason.REFUSED)
        MarketingMail.objects.create(message=rows.get(), store=store, admitted_at=NOON)

    pass_to(DUE)

    for basket in (kari, ola, over_there, again):
        assert steps_of(basket) == [("1", "SENT")]
    assert confirmation.recipient == "kari@example.com"


@pytest.mark.django_db
def test_a_mail_on_its_way_counts_and_counts_once(store: Store) -> None:
    let(store, cap_count=1)
    first, second = reminded(store), reminded(store)
    with store_scope(store.pk):
        rows = [Message.objects.get(about=f"checkout:{each.pk}") for each in (first, second)]
        asked: dict[str, Any] = {"most": 1, "within": 7 * DAY, "now": DUE}

        assert frequency.let_go(message=rows[0], **asked)
        assert not frequency.let_go(message=rows[1], **asked)
        assert frequency.let_go(message=rows[0], **asked)
        assert MarketingMail.objects.count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.race
def test_two_mails_at_the_same_moment_are_not_both_the_last_one(store: Store) -> None:
    let(store, cap_count=1)
    baskets = [reminded(store) for _ in range(6)]
    barrier = threading.Barrier(3)

    def work(_number: int) -> None:
        try:
            barrier.wait()
            pass_to(DUE)
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as workers:
        list(workers.map(work, range(3)))

    outcomes = sorted(steps_of(basket)[0][1] for basket in baskets)
    assert outcomes == ["OFTEN_ENOUGH"] * 5 + ["SENT"]


@pytest.mark.django_db
def test_what_does_not_advertise_costs_no_query(
    store: Store, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    messages = make_messages(store, 5)

    with every_store(because="a test weighs"), django_assert_num_queries(0):
        found = not_now.weigh(messages, DUE)

    assert (found.later, found.stopped) == ({}, {})


@pytest.mark.django_db
def test_the_count_reads_an_index_of_recipients(store: Store) -> None:
    basket = reminded(store)
    # Others are advertised to as well, so neither the store nor the kind tells this buyer's own.
    make_messages(store, 3000, kind=NotificationKind.REVIEW_REQUEST)
    with connection.as_owner(), connection.cursor() as cursor:  # type: ignore[attr-defined]  # ours
        cursor.execute("ANALYZE messaging_message")  # nobody but the owner may
    with store_scope(store.pk):
        message = Message.objects.get(about=f"checkout:{basket.pk}")
        rows = frequency.others_of(message=message, since=NOON - DAY)
        told = rows.explain()

    assert "messages_to_recipient" in told
    assert "Seq Scan on messaging_message " not in told
