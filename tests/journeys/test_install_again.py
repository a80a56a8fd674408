"""A shop that comes back, changes hands, or loses its connection."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from fleet import looking
from fleet.data import Sign
from fleet.kinds import FindingKind as Kind
from stores import services
from stores.models import Agency, ConnectionKind, Store, User
from stores.roles import Role
from stores.scope import every_store
from tests.factories.installs import kept_of
from tests.factories.stores import make_agency, make_member, make_store
from tests.journeys.installs import DOMAIN, connect, connectable, logged_in, stores, words
from tests.shopify.oauth import Grants
from tests.shopify.shop import PlayedShop
from tests.shopify.shop_facts import Facts

pytestmark = pytest.mark.django_db


def signs_of(store: Store) -> tuple[Sign, ...]:
    """What the cockpit is told of the store."""
    with every_store(because="a test looks"):
        return looking.read([store], timezone.now())[store.pk].signs


@pytest.fixture
def shop(settings: Any) -> Iterator[PlayedShop]:
    with connectable(settings) as shop:
        yield shop


@pytest.fixture
def browser(owner: User) -> Client:
    return logged_in(owner)


def test_the_same_agency_gets_the_same_store_back(browser: Client, shop: PlayedShop) -> None:
    """Orders and settings stay; what was ordered meanwhile is back-fill."""
    connect(browser, shop)
    (store,) = stores()
    with every_store(because="a test uninstalls"):
        Store.objects.filter(pk=store.pk).update(words_kept_days=60, sends_from_at=None)
        services.record_uninstall(store=store, now=timezone.now())
    assert kept_of(store).access_token == ""

    page = connect(browser, shop)

    (again,) = stores()
    assert "connected again, with all that was set up here" in words(page)
    assert (again.pk, again.state, again.words_kept_days) == (store.pk, Store.State.ACTIVE, 60)
    assert again.uninstalled_at is None
    assert again.sends_from_at is not None
    assert kept_of(again).access_token in shop.tokens


def test_a_paused_store_stays_paused_when_it_is_connected_again(
    browser: Client, shop: PlayedShop, agency: Agency
) -> None:
    store = make_store(agency, shop_domain=DOMAIN, state=Store.State.PAUSED)

    connect(browser, shop)

    (again,) = stores()
    assert (again.pk, again.state) == (store.pk, Store.State.PAUSED)
    assert kept_of(again).kind == ConnectionKind.INSTALLED
    assert kept_of(again).webhook_secret  # its custom app's webhooks still come in


def test_a_shop_of_another_agency_is_refused_without_a_word_of_whose_it_is(
    browser: Client, shop: PlayedShop
) -> None:
    other = make_agency(name="Kanariefugl")
    make_store(other, shop_domain=DOMAIN, name="Secret name")

    page = words(connect(browser, shop))

    assert "is connected to another agency" in page
    assert "Kanariefugl" not in page
    assert "Secret name" not in page
    assert shop.room(Grants).asked == []  # the code is not spent, and no token of theirs harmed
    assert len(stores()) == 1


@pytest.mark.parametrize(("hours", "is_free"), [(47, False), (49, True)])
def test_a_shop_moves_two_days_after_it_left_and_takes_nothing_along(
    browser: Client, shop: PlayedShop, agency: Agency, hours: int, is_free: bool
) -> None:
    old = make_store(
        make_agency(),
        shop_domain=DOMAIN,
        state=Store.State.UNINSTALLED,
        uninstalled_at=timezone.now() - timedelta(hours=hours),
    )

    page = words(connect(browser, shop))

    if not is_free:
        assert "Connect it from" in page
        assert [each.pk for each in stores()] == [old.pk]
        return
    kept, new = stores()
    assert "is connected." in page
    assert (kept.pk, kept.state, kept.agency_id) == (old.pk, "UNINSTALLED", old.agency_id)
    assert kept.released_at is not None
    assert (new.agency_id, new.state) == (agency.pk, "ACTIVE")


def test_an_owner_gives_a_shop_up_and_another_agency_connects_it_at_once(
    browser: Client, shop: PlayedShop, intruder: User
) -> None:
    connect(browser, shop)
    (store,) = stores()
    typo = browser.post(f"/admin/stores/store/{store.pk}/release/", {"shop": "x"}, follow=True)
    assert "nothing was changed" in words(typo)
    assert "is connected to another agency" in words(connect(logged_in(intruder), shop))

    done = browser.post(f"/admin/stores/store/{store.pk}/release/", {"shop": DOMAIN}, follow=True)
    assert "is given up" in words(done)
    assert kept_of(store).access_token == kept_of(store).refresh_token == ""

    assert "is connected." in words(connect(logged_in(intruder), shop))
    old, new = stores()
    assert (old.pk, old.state) == (store.pk, "UNINSTALLED")
    assert new.agency_id != old.agency_id
    assert "is connected to another agency" in words(connect(browser, shop))


def test_only_an_owner_gives_a_shop_up(shop: PlayedShop, agency: Agency, browser: Client) -> None:
    connect(browser, shop)
    (store,) = stores()
    manager = logged_in(make_member(agency, Role.MANAGER))

    page = manager.post(f"/admin/stores/store/{store.pk}/release/", {"shop": DOMAIN})

    assert page.status_code == 403
    assert stores()[0].state == Store.State.ACTIVE


def test_who_sees_some_stores_only_connects_no_new_one(
    shop: PlayedShop, agency: Agency, store: Store
) -> None:
    manager = logged_in(make_member(agency, Role.MANAGER, stores=[store]))

    assert "see some stores of the agency only" in words(connect(manager, shop))
    assert stores() == []


def test_a_lost_connection_is_shown_with_what_to_do_and_found_again(
    browser: Client, shop: PlayedShop
) -> None:
    connect(browser, shop)
    (store,) = stores()
    assert Kind.NO_SECRET not in [each.kind for each in signs_of(store)]  # our app's signs for it
    shop.tokens.clear()
    shop.room(Grants).refreshes.clear()

    asked = words(browser.post(f"/admin/stores/store/{store.pk}/check/", follow=True))
    assert "connect it again" in asked
    assert "Connect again" in asked
    assert "wait here until the shop is connected again" in asked
    assert [each.kind for each in signs_of(store) if each.kind == Kind.CONNECTION]

    assert "is connected again" in words(connect(browser, shop))
    asked = words(browser.post(f"/admin/stores/store/{store.pk}/check/", follow=True))
    assert "The shop answers, and knows NotifyHub." in asked
    assert shop.room(Facts).name in stores()[0].name
