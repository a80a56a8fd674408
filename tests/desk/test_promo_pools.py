"""The pages of discount codes: paste them, see what is left, and where the last went."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from fleet.services import look_at
from messaging.models import PromoCode, PromoPool
from stores.models import Store, User
from stores.roles import Role
from stores.scope import every_store, store_scope
from tests.factories.messaging import make_messages
from tests.factories.stores import make_member

pytestmark = pytest.mark.django_db

LIST = "/admin/messaging/promopool/"


@pytest.fixture
def staff(owner: User, client: Client) -> Client:
    client.force_login(owner)
    return client


def make_pool(store: Store, name: str, *codes: str) -> PromoPool:
    with store_scope(store.pk):
        pool = PromoPool.objects.create(store=store, name=name, created_at=timezone.now())
        PromoCode.objects.bulk_create(
            PromoCode(store=store, pool=pool, code=code) for code in codes
        )
    return pool


def test_codes_are_pasted_and_counted(store: Store, staff: Client) -> None:
    said = {"store": store.pk, "name": "Autumn", "codes": "K7QM\nP2XV\nk7qm"}

    page = staff.post(f"{LIST}add/", said, follow=True).content.decode()

    assert "2 codes were added to Autumn." in page
    with store_scope(store.pk):
        assert PromoPool.objects.get().created_by


def test_more_codes_for_a_pool_say_what_was_known(store: Store, staff: Client) -> None:
    pool = make_pool(store, "Autumn", "K7QM")

    page = staff.post(f"{LIST}{pool.pk}/change/", {"codes": "K7QM P2XV"}, follow=True)

    assert "1 code was added to Autumn." in page.content.decode()
    assert "1 code was passed over" in page.content.decode()


def test_what_is_no_code_is_said_at_the_field_and_nothing_is_kept(
    store: Store, staff: Client
) -> None:
    said = {"store": store.pk, "name": "Autumn", "codes": f"GOOD\n{'x' * 41}"}

    page = staff.post(f"{LIST}add/", said)

    assert page.status_code == 200
    assert "is no code" in page.content.decode()
    with store_scope(store.pk):
        assert not PromoPool.objects.exists()


def test_an_empty_pool_says_that_promotions_are_left_out(store: Store, staff: Client) -> None:
    pool = make_pool(store, "Autumn")
    with store_scope(store.pk):
        PromoPool.objects.update(missed_at=timezone.now())

    for url in (LIST, f"{LIST}{pool.pk}/change/"):
        assert "Promotions that ask for it are left out" in staff.get(url).content.decode()


def test_the_cockpit_names_the_store_whose_codes_ran_out(store: Store, staff: Client) -> None:
    make_pool(store, "Autumn")
    assert "Discount codes ran out" not in staff.get("/admin/").content.decode()
    with store_scope(store.pk):
        PromoPool.objects.update(missed_at=timezone.now())
    with every_store(because="a test looks at the stores"):
        look_at(stores=[store], now=timezone.now())

    page = staff.get("/admin/").content.decode()

    assert "Discount codes ran out" in page
    assert f"{LIST}?store={store.pk}" in page


def test_the_codes_given_lead_to_their_messages(store: Store, staff: Client) -> None:
    pool = make_pool(store, "Autumn", "K7QM", "P2XV")
    (message,) = make_messages(store, 1)
    with store_scope(store.pk):
        PromoCode.objects.filter(code="K7QM").update(message=message, given_at=timezone.now())

    page = staff.get(f"{LIST}{pool.pk}/change/").content.decode()

    assert "K7QM" in page
    assert f"/admin/messaging/message/{message.pk}/change/" in page
    assert "P2XV" not in page  # whoever reads the page could use it


def test_an_analyst_reads_and_adds_nothing(store: Store, client: Client) -> None:
    pool = make_pool(store, "Autumn", "K7QM")
    client.force_login(make_member(store.agency, Role.ANALYST))

    assert client.get(f"{LIST}{pool.pk}/change/").status_code == 200
    assert client.post(f"{LIST}{pool.pk}/change/", {"codes": "P2XV"}).status_code == 403


def test_the_list_costs_the_same_for_many_pools(store: Store, staff: Client) -> None:
    def cost() -> int:
        staff.get(LIST)
        with CaptureQueriesContext(connection) as said:
            assert staff.get(LIST).status_code == 200
        return len(said)

    make_pool(store, "First", "K0")
    of_one = cost()
    for place in range(20):
        make_pool(store, f"Pool {place}", f"A{place}", f"B{place}")

    assert cost() == of_one
