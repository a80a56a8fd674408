"""Pools of discount codes: filled by staff and programs, each code once in a store."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from messaging import promo_pools
from messaging.models import PromoCode, PromoPool
from messaging.promo_pools import Filled, PoolRefused, Stock
from stores.models import Store
from stores.roles import Verb
from stores.scope import store_scope
from tests.factories.keys import KeyClient, make_client
from tests.factories.messaging import make_messages
from tests.factories.stores import make_store

pytestmark = pytest.mark.django_db


def fill(store: Store, text: str, name: str = "Autumn") -> Filled:
    with store_scope(store.pk):
        return promo_pools.fill_pool(
            store=store,
            name=name,
            codes=promo_pools.codes_in(text),
            actor="Jonas Berg",
            now=timezone.now(),
        )


def test_codes_are_kept_once_in_a_store_whatever_their_case(store: Store) -> None:
    first = fill(store, "K7QM\nP2XV, P2XV;k7qm\r\n")
    again = fill(store, "p2xv N4TD", name="Winter")

    assert (first.is_new, first.added_count, first.known_count) == (True, 2, 0)
    assert (again.is_new, again.added_count, again.known_count) == (True, 1, 1)
    with store_scope(store.pk):
        kept = PromoCode.objects.order_by("pk").values_list("pool__name", "code")
        assert list(kept) == [("Autumn", "K7QM"), ("Autumn", "P2XV"), ("Winter", "N4TD")]


def test_two_stores_may_have_the_same_code(store: Store) -> None:
    other = make_store(store.agency)

    assert fill(store, "K7QM").added_count == fill(other, "K7QM").added_count == 1


@pytest.mark.parametrize("text", ["", " \n,;", "x" * 41, "ab\u202ecd", "ab\x07"])
def test_what_nobody_can_type_is_refused_whole(store: Store, text: str) -> None:
    with pytest.raises(PoolRefused):
        fill(store, text and f"GOOD\n{text}" if text.strip(" \n,;") else text)

    with store_scope(store.pk):
        assert not PromoPool.objects.exists()


def test_new_codes_end_the_warning_of_an_empty_pool(store: Store) -> None:
    pool = fill(store, "K7QM").pool
    with store_scope(store.pk):
        PromoPool.objects.update(missed_at=timezone.now())
        PromoCode.objects.update(given_at=timezone.now())

        fill(store, "k7qm")
        pool.refresh_from_db()
        assert pool.missed_at is not None

        fill(store, "P2XV")
        pool.refresh_from_db()
        assert pool.missed_at is None
        assert promo_pools.stock_of([pool]) == {pool.pk: Stock(left_count=1, given_count=1)}


def test_the_last_given_come_first_with_their_messages(store: Store) -> None:
    pool = fill(store, "A1 B2 C3").pool
    now = timezone.now()
    first, second = make_messages(store, 2)
    with store_scope(store.pk):
        for code, message, at in (("B2", first, now), ("A1", second, now - timedelta(days=1))):
            PromoCode.objects.filter(code=code).update(message=message, given_at=at)

        given = promo_pools.last_given(pool)

    assert [(one.code, one.message) for one in given] == [("B2", first), ("A1", second)]


def test_a_program_fills_a_pool_and_reads_what_is_left(store: Store) -> None:
    api = make_client(store.agency, [Verb.VIEW_TEMPLATES, Verb.EDIT_TEMPLATES])
    body = {"store": str(store.public_id), "name": "Autumn", "codes": ["K7QM", "P2XV"]}

    made = api.post("promo-pools/", body)
    again = api.post("promo-pools/", body)

    assert (made.status_code, again.status_code) == (201, 200)
    assert made.json()["added_count"] == 2
    assert (again.json()["added_count"], again.json()["known_count"]) == (0, 2)
    (row,) = api.get("promo-pools/").json()["results"]
    assert (row["name"], row["left_count"], row["given_count"]) == ("Autumn", 2, 0)
    assert row == made.json()["pool"]


def test_a_program_is_told_what_is_no_code(store: Store) -> None:
    api = make_client(store.agency, [Verb.EDIT_TEMPLATES])
    body = {"store": str(store.public_id), "name": "Autumn"}

    odd = api.post("promo-pools/", {**body, "codes": ["two words"]})
    none = api.post("promo-pools/", {**body, "codes": []})

    assert (odd.status_code, none.status_code) == (409, 422)
    assert "“two words” is no code" in odd.json()["detail"]


def test_another_agencys_store_is_not_there(store: Store) -> None:
    api = make_client(make_store().agency, [Verb.VIEW_TEMPLATES, Verb.EDIT_TEMPLATES])
    fill(store, "K7QM")

    body = {"name": "Autumn", "codes": ["P2XV"]}

    foreign = api.post("promo-pools/", {**body, "store": str(store.public_id)})
    unknown = api.post("promo-pools/", {**body, "store": str(uuid.uuid4())})

    assert foreign.status_code == unknown.status_code == 422
    assert foreign.json()["detail"] == unknown.json()["detail"]
    with store_scope(store.pk):
        assert list(PromoCode.objects.values_list("code", flat=True)) == ["K7QM"]
    assert api.get("promo-pools/").json()["results"] == []


def test_many_pools_cost_what_one_does(store: Store) -> None:
    api = make_client(store.agency, [Verb.VIEW_TEMPLATES])

    def cost(api: KeyClient) -> int:
        with CaptureQueriesContext(connection) as said:
            assert api.get("promo-pools/").status_code == 200
        return len(said)

    fill(store, "K0", name="Pool")
    api.get("promo-pools/")
    of_one = cost(api)
    for place in range(20):
        fill(store, f"N{place} M{place}", name=f"Pool {place}")

    assert cost(api) == of_one
