"""Whether buyers hear of a thing once: what Shopify sends beside us, and what a store lacks."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from messaging import guarding, modes, sending
from messaging.checklist import Step, checklist_of
from messaging.guarding import Clash, NotShopifys, clash_of
from messaging.models import NativeMail
from messaging.states import Mode, Native
from stores.models import Store
from stores.roles import Role
from stores.scope import store_scope
from tests.factories.messaging import KIND, make_messages, make_words
from tests.factories.stores import make_member, make_store

pytestmark = pytest.mark.django_db


def record(store: Store, native: Native, kind: str = KIND) -> NativeMail:
    with store_scope(store.pk):
        return guarding.record_native(
            store=store, kind=kind, state=native, actor="Mina", now=timezone.now()
        )


@pytest.mark.parametrize(
    ("mode", "native", "clash"),
    [
        (Mode.WE_SEND, Native.UNKNOWN, Clash.TWICE),
        (Mode.WE_SEND, Native.LIVE, Clash.TWICE),
        (Mode.WE_SEND, Native.EXPORT, Clash.TWICE),
        (Mode.WE_SEND, Native.SHORT, None),
        (Mode.WE_SEND, Native.OFF, None),
        (Mode.SHOPIFY_SENDS, Native.EXPORT, None),
        (Mode.SHOPIFY_SENDS, Native.LIVE, Clash.PLAIN),
        (Mode.SHOPIFY_SENDS, Native.UNKNOWN, Clash.PLAIN),
        (Mode.SHOPIFY_SENDS, Native.OFF, Clash.NOBODY),
        (Mode.OFF, Native.OFF, Clash.NOBODY),
        (Mode.OFF, Native.LIVE, None),
    ],
)
def test_two_senders_one_or_none(mode: Mode, native: Native, clash: Clash | None) -> None:
    assert clash_of(mode, native) == clash


def test_only_what_both_could_send_is_asked_about(
    store: Store, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    neighbour = make_store(agency=store.agency)
    make_words(store)
    record(store, Native.SHORT)

    with store_scope(store.pk), django_assert_num_queries(3):
        found = guarding.guarded([store])

    assert [(one.kind, one.native, one.clash) for one in found] == [(KIND, Native.SHORT, None)]
    with store_scope(neighbour.pk):
        (other,) = guarding.guarded([neighbour])
    assert (other.native, other.clash) == (Native.UNKNOWN, Clash.TWICE)
    with pytest.raises(NotShopifys):
        record(store, Native.LIVE, "REVIEW_REQUEST")


def test_an_alarm_is_raised_for_what_a_person_saw_alone(store: Store) -> None:
    make_words(store)
    with store_scope(store.pk):
        assert not guarding.twice_counts()

    record(store, Native.LIVE)
    with store_scope(store.pk):
        assert guarding.twice_counts() == {store.pk: 1}
        modes.set_delivery_mode(
            store=store, kind=KIND, mode=Mode.SHOPIFY_SENDS, actor="Mina", now=timezone.now()
        )
        assert not guarding.twice_counts()


def test_the_same_again_changes_neither_who_nor_when(store: Store) -> None:
    first = record(store, Native.LIVE)
    again = record(store, Native.LIVE)

    assert (again.pk, again.said_at) == (first.pk, first.said_at)
    assert record(store, Native.OFF).said_at > first.said_at


def test_the_checklist_fills_itself_from_what_is_there(
    store: Store, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with store_scope(store.pk):
        before = {line.step for line in checklist_of(store).lines if line.is_done}
    make_words(store)
    make_messages(store, 1)
    sending.send_due(now=timezone.now())
    record(store, Native.SHORT)

    with store_scope(store.pk), django_assert_num_queries(7):
        found = checklist_of(store)

    assert before == {Step.NATIVE}  # nothing of ours goes out yet, so nothing goes out beside it
    done = {line.step for line in found.lines if line.is_done}
    assert done == {Step.ORDERS, Step.WORDS, Step.NATIVE, Step.SENT}
    assert all(line.why for line in found.lines if not line.is_done)


def test_the_page_says_what_is_left_and_keeps_what_was_seen(store: Store, client: Client) -> None:
    make_words(store)
    client.force_login(make_member(store.agency, Role.MANAGER))
    page = reverse("admin:checklist", args=[store.pk])
    assert "Buyers may get it twice" in client.get(page).content.decode()

    said = {"kind": KIND, "native": "SHORT"}
    client.post(reverse("admin:checklist_say", args=[store.pk]), said)

    assert "Buyers may get it twice" not in client.get(page).content.decode()
    with store_scope(store.pk):
        assert NativeMail.objects.get().state == Native.SHORT
