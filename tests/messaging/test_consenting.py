"""The ledger of consents: the last word counts, and no to offers stops offers alone."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from messaging import consenting, queries
from messaging.consenting import Word
from messaging.models import Consent, Suppression
from messaging.states import Channel, Ground, Purpose, SuppressionCause
from orders.models import Activity, ActivityKind
from stores.models import Store
from stores.scope import store_scope
from tests.factories.messaging import make_order

pytestmark = pytest.mark.django_db

WHO = "kari@example.com"
HOUR = timedelta(hours=1)


def word(is_given: bool, ground: Ground = Ground.BUYER) -> Word:
    return Word(
        channel=Channel.EMAIL,
        address=WHO,
        purpose=Purpose.MARKETING,
        is_given=is_given,
        ground=ground,
    )


def agreed(store: Store, *, ticked: bool = False) -> bool:
    return consenting.has_agreed(
        store_id=store.pk, channel=Channel.EMAIL, address=WHO, ticked=ticked
    )


def test_only_where_the_ledger_is_silent_the_tick_of_the_purchase_counts(store: Store) -> None:
    now = timezone.now()
    with store_scope(store.pk):
        assert agreed(store, ticked=True)
        assert not agreed(store, ticked=False)

        consenting.record_consent(store=store, word=word(False), at=now, now=now)
        assert not agreed(store, ticked=True)

        consenting.record_consent(store=store, word=word(True), at=now + HOUR, now=now + HOUR)
        assert agreed(store, ticked=False)


def test_what_the_shop_says_late_does_not_undo_what_the_buyer_said_since(store: Store) -> None:
    now = timezone.now()
    with store_scope(store.pk):
        consenting.record_consent(store=store, word=word(False), at=now, now=now)

        shops = word(True, Ground.SHOPIFY)
        is_news = consenting.record_consent(store=store, word=shops, at=now - HOUR, now=now)
        assert not is_news
        assert not agreed(store, ticked=True)

        is_news = consenting.record_consent(store=store, word=shops, at=now + HOUR, now=now)
        assert is_news
        assert agreed(store)


def test_no_to_offers_lists_the_address_for_offers_alone_and_yes_takes_it_off(
    store: Store,
) -> None:
    order, now = make_order(store, email=WHO), timezone.now()
    with store_scope(store.pk):
        consenting.record_consent(store=store, word=word(False), at=now, now=now, order=order)
        listed = Suppression.objects.in_force().get()
        assert (listed.address, listed.cause) == (WHO, SuppressionCause.OPT_OUT)
        assert not queries.is_suppressed(store_id=store.pk, address=WHO)

        consenting.record_consent(
            store=store, word=word(True), at=now + HOUR, now=now + HOUR, order=order
        )
        assert not Suppression.objects.in_force().exists()
        told = Activity.objects.filter(order=order, kind=ActivityKind.CONSENT_CHANGED)
        assert [row.data["is_given"] for row in told.order_by("id")] == [False, True]


def test_the_same_word_twice_is_one_row(store: Store) -> None:
    now = timezone.now()
    with store_scope(store.pk):
        assert consenting.record_consent(store=store, word=word(False), at=now, now=now)
        assert not consenting.record_consent(
            store=store, word=word(False), at=now + HOUR, now=now + HOUR
        )
        assert Consent.objects.count() == 1


def test_who_is_forgotten_stays_left_alone(store: Store) -> None:
    now = timezone.now()
    with store_scope(store.pk):
        consenting.record_consent(store=store, word=word(True), at=now, now=now)
        consenting.record_consent(store=store, word=word(False), at=now + HOUR, now=now)

        consenting.forget_consents(store_id=store.pk, addresses=[WHO.upper()])

        assert list(Consent.objects.values_list("is_given", flat=True)) == [False]
        assert not agreed(store, ticked=True)


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_eight_clicks_at_once_are_one_word(store: Store) -> None:
    now = timezone.now()
    news: list[bool] = []
    gate = threading.Barrier(8)

    def click() -> None:
        try:
            gate.wait(10)
            with store_scope(store.pk):
                news.append(
                    consenting.record_consent(store=store, word=word(False), at=now, now=now)
                )
        finally:
            connection.close()

    threads = [threading.Thread(target=click) for _ in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()

    assert sorted(news) == [False] * 7 + [True]
    with store_scope(store.pk):
        assert Consent.objects.count() == 1
