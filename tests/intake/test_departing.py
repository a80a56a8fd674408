"""A shop is said to have left: the shop confirms it, or it was a false alarm, or time decides."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any, Final

import pytest
from django.test import Client
from django.utils import timezone

from intake import departing, services
from intake.models import Webhook, WebhookState
from messaging import departing as stopping
from messaging.models import Message
from stores.models import Store
from stores.scope import every_store, store_scope
from stores.shopify.client import Lines
from tests.factories.installs import install, kept_of
from tests.factories.intake import signature
from tests.factories.stores import make_store
from tests.factories.worlds import make_message, make_order
from tests.shopify.oauth import Grants
from tests.shopify.server import playing
from tests.shopify.shop import PlayedShop

pytestmark = pytest.mark.django_db
SHOP: Final = {"name": "Fjell & Garn", "currency": "NOK", "updated_at": "2026-11-01T08:00:00Z"}


@pytest.fixture
def shop(settings: Any) -> Iterator[PlayedShop]:
    with playing(PlayedShop()) as shop:
        settings.NOTIFYHUB_SHOPIFY_URL = shop.url
        settings.SHOPIFY_API_KEY = shop.app.client_id
        settings.SHOPIFY_API_SECRETS = [shop.app.secret]
        yield shop


@pytest.fixture
def installed(store: Store, shop: PlayedShop) -> Store:
    install(store, shop)
    return store


def said(
    store: Store,
    topic: str,
    body: dict[str, Any],
    *,
    to: str = "",
    secret: str = "",
    **headers: str,
) -> Any:
    """What Shopify posts; to the store's own address, or to "app"."""
    raw = json.dumps(body).encode()
    return Client().post(
        f"/in/shopify/{to or store.public_id}",
        raw,
        content_type="application/json",
        headers={
            "X-Shopify-Topic": topic,
            "X-Shopify-Shop-Domain": store.shop_domain,
            "X-Shopify-Hmac-Sha256": signature(raw, secret or "shpss_played_secret"),
            **headers,
        },
    )


def uninstall(store: Store, **kwargs: Any) -> Any:
    return said(store, "app/uninstalled", SHOP | {"myshopify_domain": store.shop_domain}, **kwargs)


def confirm(after: timedelta = timedelta(0)) -> int:
    with every_store(because="a test's worker"), Lines() as lines:
        return departing.confirm_departures(lines=lines, now=timezone.now() + after)


def handle(after: timedelta = timedelta(0)) -> int:
    return services.handle_due(now=timezone.now() + after)


def state_of(store: Store) -> str:
    with every_store(because="a test looks"):
        return Store.objects.get(pk=store.pk).state


def webhooks() -> list[tuple[str, str]]:
    with every_store(because="a test looks"):
        return list(Webhook.objects.order_by("pk").values_list("topic", "state"))


def test_a_shop_that_no_longer_knows_us_is_disconnected_at_once(
    installed: Store, shop: PlayedShop
) -> None:
    assert uninstall(installed).status_code == 200
    assert handle() == 0  # it waits
    shop.tokens.clear()

    assert confirm() == 1
    assert handle() == 1

    kept = kept_of(installed)
    assert state_of(installed) == Store.State.UNINSTALLED
    assert kept.access_token == kept.refresh_token == kept.previous_refresh_token == ""
    assert (kept.scopes, kept.scopes_at, kept.lost_at) == ([], None, None)


def test_an_expired_token_that_nothing_renews_confirms_it_too(
    installed: Store, shop: PlayedShop
) -> None:
    with every_store(because="a test"):
        kept = kept_of(installed)
        kept.access_expires_at = timezone.now() - timedelta(hours=1)
        kept.save()
    uninstall(installed)
    shop.room(Grants).refreshes.clear()

    assert confirm() == 1
    assert handle() == 1
    assert state_of(installed) == Store.State.UNINSTALLED


def test_a_replayed_body_under_another_topic_is_found_out(
    installed: Store, shop: PlayedShop
) -> None:
    """T9: what was signed for shop/update comes again as app/uninstalled."""
    uninstall(installed)

    assert confirm() == 0  # not yet: a token may outlive the removal by a moment
    assert confirm(timedelta(minutes=3)) == 1
    assert handle(timedelta(hours=3)) == 0

    assert state_of(installed) == Store.State.ACTIVE
    with every_store(because="a test looks"):
        row = Webhook.objects.get()
    assert (row.state, row.reason) == (WebhookState.IGNORED, departing.FALSE_ALARM)
    assert kept_of(installed).access_token in shop.tokens


def test_while_the_shop_is_away_the_time_decides(installed: Store, shop: PlayedShop) -> None:
    uninstall(installed)
    shop.manners.statuses = [503] * 40

    assert confirm() == 0
    assert handle(timedelta(minutes=59)) == 0
    assert handle(timedelta(minutes=61)) == 1
    assert state_of(installed) == Store.State.UNINSTALLED


def test_without_a_token_the_time_decides(store: Store, shop: PlayedShop) -> None:
    uninstall(store, secret="shpss_test_webhook_secret")

    assert confirm() == 0
    assert handle(timedelta(minutes=59)) == 0
    assert handle(timedelta(minutes=61)) == 1
    assert state_of(store) == Store.State.UNINSTALLED


def test_an_erasure_of_a_shop_that_is_connected_is_a_false_alarm(
    installed: Store, shop: PlayedShop
) -> None:
    order = make_order(installed)
    said(installed, "shop/redact", {"shop_id": 1, "shop_domain": installed.shop_domain})

    assert confirm(timedelta(minutes=3)) == 1
    assert handle(timedelta(hours=3)) == 0
    with store_scope(installed.pk):
        order.refresh_from_db()
    assert order.redacted_at is None


def test_webhooks_of_a_disconnected_store_are_taken_and_dropped(
    installed: Store, shop: PlayedShop
) -> None:
    uninstall(installed)
    handle(timedelta(hours=2))

    answer = said(installed, "orders/create", {"id": 1})
    handle(timedelta(hours=2))

    assert answer.status_code == 200
    assert webhooks()[-1] == ("orders/create", WebhookState.IGNORED)


def test_what_waited_to_be_sent_is_stopped_with_its_reason(
    installed: Store, shop: PlayedShop
) -> None:
    order = make_order(installed)
    planned = make_message(order, state="PLANNED", run_after=timezone.now())
    held = make_message(order, state="HELD", kind="SHIPPING_UPDATE")
    with store_scope(installed.pk):
        assert stopping.stop_disconnected(store_id=installed.pk, now=timezone.now()) == 0
    uninstall(installed)
    handle(timedelta(hours=2))

    with store_scope(installed.pk):
        assert stopping.stop_disconnected(store_id=installed.pk, now=timezone.now()) == 1
        assert stopping.stop_disconnected(store_id=installed.pk, now=timezone.now()) == 0
        found = dict(Message.objects.values_list("pk", "state"))
        reason = Message.objects.get(pk=planned.pk).reason
    assert found == {planned.pk: "NOT_SENT", held.pk: "HELD"}
    assert reason == "STORE_UNINSTALLED"


def scopes_said(current: list[str], at: str) -> dict[str, Any]:
    return {"id": 1, "previous": [], "current": current, "updated_at": at}


def test_permissions_follow_what_shopify_says_by_its_own_time(
    installed: Store, shop: PlayedShop
) -> None:
    later = (timezone.now() + timedelta(minutes=5)).isoformat()
    said(installed, "app/scopes_update", scopes_said(["read_orders"], later))
    said(installed, "app/scopes_update", scopes_said(["write_orders"], "2026-01-01T00:00:00Z"))
    handle()

    assert kept_of(installed).scopes == ["read_orders"]


def test_the_apps_own_door_takes_compliance_for_every_store_of_the_shop(
    installed: Store, shop: PlayedShop, settings: Any
) -> None:
    """Also for one that left, whose data of the shop's buyers is still there."""
    old = make_store(
        shop_domain=installed.shop_domain,
        state=Store.State.UNINSTALLED,
        released_at=timezone.now(),
    )
    body = {
        "shop_id": 1,
        "shop_domain": installed.shop_domain,
        "customer": {"id": 7, "email": "kari@example.com"},
        "orders_to_redact": [],
    }

    assert said(installed, "customers/redact", body, to="app").status_code == 200
    assert said(installed, "customers/redact", body, to="app").status_code == 200

    with every_store(because="a test looks"):
        rows = set(Webhook.objects.values_list("store_id", "topic"))
    assert rows == {(installed.pk, "customers/redact"), (old.pk, "customers/redact")}


def test_the_apps_door_refuses_what_our_app_did_not_sign(installed: Store) -> None:
    body = {"shop_id": 1, "shop_domain": installed.shop_domain}

    answer = said(installed, "shop/redact", body, to="app", secret="another")

    assert (answer.status_code, webhooks()) == (401, [])


def test_the_apps_door_believes_the_body_and_not_the_header(
    installed: Store, settings: Any
) -> None:
    other = make_store()
    body = {"shop_id": 1, "shop_domain": installed.shop_domain}

    answer = said(other, "shop/redact", body, to="app")

    assert (answer.status_code, webhooks()) == (401, [])


@pytest.mark.parametrize("body", [{"id": 1}, {"shop_domain": ""}, {"shop_domain": 7}])
def test_the_apps_door_says_what_to_do_with_a_topic_that_names_no_shop(
    installed: Store, body: dict[str, Any]
) -> None:
    answer = said(installed, "orders/create", body, to="app")

    assert answer.status_code == 400
    assert b"at the store's own address" in answer.content
    assert webhooks() == []


def test_a_shop_that_nobody_has_is_answered_200(installed: Store, shop: PlayedShop) -> None:
    stranger = Store(shop_domain="nobody-here.myshopify.com")
    body = {"shop_id": 1, "shop_domain": stranger.shop_domain}

    assert said(stranger, "shop/redact", body, to="app").status_code == 200
    assert webhooks() == []


def test_both_secrets_of_the_app_open_its_door_and_those_of_its_stores(
    installed: Store, settings: Any
) -> None:
    settings.SHOPIFY_API_SECRETS = ["the next", "shpss_played_secret"]
    for number, secret in enumerate(settings.SHOPIFY_API_SECRETS):
        body = {"shop_id": number, "shop_domain": installed.shop_domain}
        assert said(installed, "shop/redact", body, to="app", secret=secret).status_code == 200
        assert said(installed, "orders/create", {"id": number}, secret=secret).status_code == 200
