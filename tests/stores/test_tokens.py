"""Tokens that end: renewed in time, by one at a time, and lost by no death between two steps."""

import threading
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any, Final

import pytest
from django.db import connection
from django.utils import timezone

from stores.models import ConnectionKind, Credential, LostReason, Store
from stores.scope import every_store, store_scope
from stores.shopify import granting, tokens
from stores.shopify.client import Lines
from stores.shopify.errors import Away, Disconnected
from tests.factories.installs import install, kept_of
from tests.factories.stores import give_token
from tests.shopify.oauth import Grants
from tests.shopify.orders import Orders
from tests.shopify.server import playing
from tests.shopify.shop import PlayedShop
from tests.shopify.tags import Tagging

pytestmark = pytest.mark.django_db
ORDER: Final = 5_000_000_000_001


@pytest.fixture
def shop(settings: Any) -> Iterator[PlayedShop]:
    with playing(PlayedShop(Orders.tagged({ORDER: ["vip"]}))) as shop:
        settings.NOTIFYHUB_SHOPIFY_URL = shop.url
        settings.SHOPIFY_API_KEY = shop.app.client_id
        settings.SHOPIFY_API_SECRETS = [shop.app.secret]
        yield shop


@pytest.fixture
def installed(store: Store, shop: PlayedShop) -> Store:
    install(store, shop)
    return store


def after(**delta: float) -> Callable[[], Any]:
    moment = timezone.now() + timedelta(**delta)
    return lambda: moment


def renewals(shop: PlayedShop) -> int:
    return sum(each.get("grant_type") == "refresh_token" for each in shop.room(Grants).asked)


def test_a_token_that_is_good_is_given_with_one_statement(
    installed: Store, shop: PlayedShop, django_assert_num_queries: Any
) -> None:
    with store_scope(installed.pk), django_assert_num_queries(1):
        assert tokens.token_of(installed) in shop.tokens

    assert renewals(shop) == 0


def test_a_token_is_renewed_a_minute_before_its_end(installed: Store, shop: PlayedShop) -> None:
    before = kept_of(installed)
    with store_scope(installed.pk):
        assert tokens.token_of(installed, clock=after(minutes=58)) == before.access_token
        renewed = tokens.token_of(installed, clock=after(minutes=59, seconds=30))

    kept = kept_of(installed)
    assert renewed == kept.access_token != before.access_token
    assert kept.previous_refresh_token == before.refresh_token
    assert kept.refresh_token not in ("", before.refresh_token)
    assert kept.access_expires_at is not None
    assert kept.access_expires_at > timezone.now() + timedelta(minutes=110)
    assert renewals(shop) == 1


def test_a_pasted_token_never_ends(store: Store, shop: PlayedShop) -> None:
    give_token(store)

    with store_scope(store.pk):
        assert tokens.token_of(store, clock=after(days=400)) == "shpat_right"


@pytest.mark.parametrize("change", [{"is_sandbox": True}, {"state": "UNINSTALLED"}])
def test_a_sandbox_and_a_disconnected_store_have_no_token(
    installed: Store, change: dict[str, Any]
) -> None:
    with store_scope(installed.pk):
        Store.objects.filter(pk=installed.pk).update(**change)
        store = Store.objects.get(pk=installed.pk)
        assert tokens.token_of(store) == ""
        with Lines() as lines:
            assert lines.to(store) is None


def test_an_answer_lost_on_its_way_is_asked_for_again(installed: Store, shop: PlayedShop) -> None:
    """Shopify has given a pair that nobody got: the refresh token of before is good still."""
    shop.room(Grants).loses = 1
    with store_scope(installed.pk):
        with pytest.raises(Away):
            tokens.token_of(installed, clock=after(hours=2))
        assert tokens.token_of(installed, clock=after(hours=2, minutes=1)) in shop.tokens

    assert kept_of(installed).lost_at is None
    assert renewals(shop) == 2


def test_the_old_token_serves_while_shopify_is_away(installed: Store, shop: PlayedShop) -> None:
    before = kept_of(installed).access_token
    shop.manners.statuses = [503]

    with store_scope(installed.pk):
        assert tokens.token_of(installed, clock=after(minutes=59, seconds=30)) == before
        assert tokens.token_of(installed, clock=after(minutes=59, seconds=31)) == before

    assert renewals(shop) == 1  # within its rest nobody asks again


def test_a_replacement_that_was_voided_gives_way_to_the_one_before(
    installed: Store, shop: PlayedShop
) -> None:
    """Two asked, whose turns overlapped, and Shopify heard the later one first."""
    first = kept_of(installed).refresh_token
    with store_scope(installed.pk):
        tokens.token_of(installed, clock=after(hours=2))
        granting.by_refresh(shop_domain=installed.shop_domain, refresh_token=first)

        renewed = tokens.token_of(installed, clock=after(hours=4))

    kept = kept_of(installed)
    assert renewed == kept.access_token
    assert kept.previous_refresh_token == first
    assert kept.lost_at is None


def test_refused_twice_means_connect_again_and_shopify_is_left_alone(
    installed: Store, shop: PlayedShop
) -> None:
    shop.room(Grants).refreshes.clear()
    with store_scope(installed.pk):
        with pytest.raises(Away, match="connect the store again"):
            tokens.token_of(installed, clock=after(hours=2))
        asked = renewals(shop)
        with pytest.raises(Away, match="connect the store again"):
            tokens.token_of(installed, clock=after(hours=3))

    kept = kept_of(installed)
    assert kept.lost_reason == LostReason.REFRESH_REFUSED
    assert renewals(shop) == asked == 1


def test_an_app_that_shopify_does_not_know_is_no_stores_fault(
    installed: Store, shop: PlayedShop, settings: Any
) -> None:
    settings.SHOPIFY_API_SECRETS = ["shpss_of_another_app"]

    with store_scope(installed.pk), pytest.raises(Away, match="does not know our app"):
        tokens.token_of(installed, clock=after(hours=2))

    assert kept_of(installed).lost_at is None


def test_a_shop_that_answers_401_is_to_be_connected_again(
    installed: Store, shop: PlayedShop
) -> None:
    shop.tokens.clear()
    with store_scope(installed.pk), Lines() as lines:
        asked = lines.to(installed)
        assert asked is not None
        with pytest.raises(Disconnected, match="401"):
            asked.add_tags(order_id=ORDER, tags=["x"])
        with pytest.raises(Away, match="connect the store again"):
            asked.add_tags(order_id=ORDER, tags=["x"])

    assert kept_of(installed).lost_reason == LostReason.TOKEN_REFUSED
    assert shop.room(Tagging).written == 0


def test_a_401_to_a_token_that_was_replaced_meanwhile_means_nothing(
    installed: Store, shop: PlayedShop
) -> None:
    old = kept_of(installed).access_token
    with store_scope(installed.pk):
        tokens.token_of(installed, clock=after(hours=2))

        assert not tokens.record_refusal(store_id=installed.pk, token=old, now=timezone.now())

    assert kept_of(installed).lost_at is None


def test_a_run_that_outlives_its_token_goes_on_with_the_next(
    installed: Store, shop: PlayedShop
) -> None:
    with store_scope(installed.pk), Lines() as lines:
        asked = lines.to(installed)
        assert asked is not None
        asked.add_tags(order_id=ORDER, tags=["one"])
        Credential.objects.update(access_expires_at=timezone.now())
        asked.add_tags(order_id=ORDER, tags=["two"])

    assert shop.room(Orders).tags(ORDER) == ["vip", "one", "two"]
    assert renewals(shop) == 1


def test_no_call_goes_out_once_the_store_is_uninstalled(installed: Store, shop: PlayedShop) -> None:
    """Also of a run that has begun."""
    with store_scope(installed.pk), Lines() as lines:
        asked = lines.to(installed)
        assert asked is not None
        Credential.objects.update(access_token="", refresh_token="")
        with pytest.raises(Disconnected, match="not connected"):
            asked.add_tags(order_id=ORDER, tags=["x"])

    assert shop.room(Tagging).written == 0


@pytest.mark.django_db(transaction=True)
def test_eight_at_once_renew_once_and_all_get_a_good_token(
    installed: Store, shop: PlayedShop
) -> None:
    with every_store(because="a test lets a token end"):
        Credential.objects.update(access_expires_at=timezone.now() - timedelta(minutes=1))
    gate, got, failures = threading.Barrier(8), list[str](), list[BaseException]()
    shop.manners.drip = 0.002

    def ask() -> None:
        try:
            gate.wait()
            with store_scope(installed.pk):
                got.append(tokens.token_of(installed))
        except BaseException as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join(30)

    assert failures == []
    assert set(got) == {kept_of(installed).access_token}
    assert len(got) == 8
    assert renewals(shop) == 1


@pytest.mark.django_db(transaction=True)
def test_nobody_waits_for_a_renewal_while_the_old_token_is_good(
    installed: Store, shop: PlayedShop
) -> None:
    """No row is locked while Shopify takes its time, either: settings can be changed."""
    ends = timezone.now() + timedelta(seconds=50)
    with every_store(because="a test"):
        Credential.objects.update(access_expires_at=ends)
    before = kept_of(installed).access_token
    shop.manners.drip = 0.01  # some seconds
    first = threading.Thread(target=_ask_of, args=(installed,))
    first.start()
    deadline = time.monotonic() + 5
    while kept_of(installed).renewing_as is None and time.monotonic() < deadline:
        time.sleep(0.01)

    began = time.monotonic()
    with store_scope(installed.pk):
        assert tokens.token_of(installed) == before
        Credential.objects.filter(store=installed).update(kind=ConnectionKind.INSTALLED)
    took = time.monotonic() - began
    was_still_asking = first.is_alive()
    first.join(30)

    assert was_still_asking
    assert took < 0.5
    assert kept_of(installed).access_token != before


def _ask_of(store: Store) -> None:
    with store_scope(store.pk):
        tokens.token_of(store)
    connection.close()


def test_a_shop_that_drips_is_cut_at_the_deadline(
    installed: Store, shop: PlayedShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(granting, "DEADLINE", 0.4)
    shop.manners.drip = 0.05

    began = time.monotonic()
    with pytest.raises(Away):
        granting.by_refresh(
            shop_domain=installed.shop_domain, refresh_token=kept_of(installed).refresh_token
        )

    assert time.monotonic() - began < 2
