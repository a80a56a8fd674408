"""What Shopify tells us of a store is looked at daily, and made again where Shopify dropped it."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from intake.topics import HANDLERS, IGNORED
from stores import subscriptions
from stores.models import Store, Subscription, SubscriptionWatch
from stores.scope import every_store, store_scope
from stores.scopes import WANTED
from stores.shopify.client import Lines
from stores.shopify.documents import API_VERSION
from stores.subscriptions import Kept, NotConnected
from tests.factories.installs import install
from tests.factories.stores import give_token
from tests.shopify.news import News, deliver, enum_name, tell
from tests.shopify.server import playing
from tests.shopify.shop import PlayedShop

NOW = timezone.now()
ALL_SCOPES = tuple(each.name for each in WANTED)
SAID_ELSEWHERE = "https://mail.example/hooks"


@pytest.fixture
def shop(store: Store, settings: Any) -> Iterator[PlayedShop]:
    with playing(PlayedShop(domain=store.shop_domain)) as shop:
        settings.NOTIFYHUB_SHOPIFY_URL = shop.url
        settings.SHOPIFY_API_KEY = shop.app.client_id
        settings.SHOPIFY_API_SECRETS = [shop.app.secret]
        install(store, shop, scopes=ALL_SCOPES)
        yield shop


def keep(store: Store, *, at: Any = NOW) -> Kept | None:
    with store_scope(store.pk), Lines() as lines:
        return subscriptions.keep_subscriptions(store=store, lines=lines, now=at)


def states(store: Store) -> dict[str, str]:
    with store_scope(store.pk):
        return dict(Subscription.objects.values_list("topic", "state"))


def watch(store: Store) -> SubscriptionWatch:
    with store_scope(store.pk):
        return SubscriptionWatch.objects.get()


def due() -> list[int]:
    with every_store(because="a test's beat"):
        return subscriptions.due_stores(now=NOW)


def test_all_that_is_wanted_is_made_and_kept(store: Store, shop: PlayedShop) -> None:
    wanted = subscriptions.wanted_topics(store)

    first = keep(store)
    again = keep(store, at=NOW + timedelta(days=2))

    assert first is not None
    assert again is not None
    assert (set(first.made), again.made, again.removed) == (set(wanted), (), ())
    assert shop.room(News).topics() == {enum_name(topic) for topic in wanted}
    uris = {each["uri"] for each in shop.room(News).subscriptions.values()}
    assert uris == {subscriptions.door_of(store)}
    assert set(states(store).values()) == {"PRESENT"}
    assert watch(store).vanished_at is None


def test_we_want_nothing_that_we_would_not_understand(store: Store) -> None:
    known = HANDLERS.keys() | IGNORED.keys()
    compliance = {"customers/redact", "shop/redact", "customers/data_request"}

    assert set(subscriptions.wanted_topics(store)) <= known
    assert HANDLERS.keys() - compliance <= set(subscriptions.wanted_topics(store))


def test_what_shopify_deleted_is_made_again_and_said(store: Store, shop: PlayedShop) -> None:
    keep(store)
    news = shop.room(News)
    tell(shop, "orders/create", {"id": 1})
    for _try in range(8):
        deliver(shop, post=lambda *_said: 503)
    assert "ORDERS_CREATE" not in news.topics()

    kept = keep(store, at=NOW + timedelta(days=2))

    assert kept is not None
    assert kept.made == ("orders/create",)
    assert "ORDERS_CREATE" in news.topics()
    assert watch(store).vanished_topics == ["orders/create"]
    assert watch(store).vanished_at == NOW + timedelta(days=2)


def test_what_leads_elsewhere_is_led_here_and_what_is_others_stays(
    store: Store, shop: PlayedShop
) -> None:
    news = shop.room(News)
    news.subscribe("orders/create", f"https://old.example/in/shopify/{store.public_id}")
    news.subscribe("orders/create", SAID_ELSEWHERE)
    news.subscribe("products/create", subscriptions.door_of(store))
    narrow = news.subscribe("orders/paid", subscriptions.door_of(store))
    news.subscriptions[narrow]["includeFields"] = ["id"]

    kept = keep(store)

    assert kept is not None
    assert sorted(kept.removed) == ["ORDERS_CREATE", "ORDERS_PAID", "PRODUCTS_CREATE"]
    again = keep(store, at=NOW + timedelta(days=2))
    assert again is not None
    assert again.removed == ()
    left = [(each["topic"], each["uri"]) for each in news.subscriptions.values()]
    assert left.count(("ORDERS_CREATE", subscriptions.door_of(store))) == 1
    assert ("ORDERS_CREATE", SAID_ELSEWHERE) in left
    assert "PRODUCTS_CREATE" not in news.topics()


def test_a_narrow_one_is_made_whole_at_the_next_look(store: Store, shop: PlayedShop) -> None:
    news = shop.room(News)
    narrow = news.subscribe("orders/paid", subscriptions.door_of(store))
    news.subscriptions[narrow]["includeFields"] = ["id"]

    keep(store)

    whole = [each for each in news.subscriptions.values() if each["topic"] == "ORDERS_PAID"]
    assert [each["includeFields"] for each in whole] == [[]]
    assert states(store)["orders/paid"] == "PRESENT"


def test_what_wants_a_missing_scope_is_explained_and_not_asked_for(
    store: Store, shop: PlayedShop
) -> None:
    install(store, shop, scopes=("read_orders",))

    kept = keep(store)

    assert kept is not None
    assert "customers/update" in kept.ungranted
    assert "CUSTOMERS_UPDATE" not in shop.room(News).topics()
    with store_scope(store.pk):
        row = Subscription.objects.get(topic="customers/update")
    assert (row.state, row.detail) == ("UNGRANTED", "read_customers")


def test_what_shopify_refuses_hinders_nothing_else(store: Store, shop: PlayedShop) -> None:
    shop.room(News).refused_topics = frozenset({"REFUNDS_CREATE"})

    kept = keep(store)

    assert kept is not None
    assert [topic for topic, _said in kept.refused] == ["refunds/create"]
    assert states(store)["refunds/create"] == "REFUSED"
    assert states(store)["orders/create"] == "PRESENT"


def test_an_answer_that_was_lost_makes_no_second_one(store: Store, shop: PlayedShop) -> None:
    shop.manners.loses = ["Subscribe"]

    kept = keep(store)

    assert kept is not None
    assert (kept.refused, set(states(store).values())) == ((), {"PRESENT"})
    topics = [each["topic"] for each in shop.room(News).subscriptions.values()]
    assert len(topics) == len(set(topics))


def test_a_shop_that_is_away_is_looked_at_later(
    store: Store, shop: PlayedShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("stores.shopify.wire.PAUSES", ())
    shop.manners.statuses = [503]

    assert keep(store) is None
    assert watch(store).run_after == NOW + timedelta(seconds=60)
    assert "503" in watch(store).problem
    assert keep(store) is None  # not its turn yet

    kept = keep(store, at=NOW + timedelta(minutes=2))
    assert kept is not None
    assert kept.made
    assert watch(store).problem == ""


def test_its_turn_comes_daily_and_at_once_for_a_new_store(store: Store, shop: PlayedShop) -> None:
    before = due()
    keep(store)

    assert (before, due()) == ([store.pk], [])
    assert NOW + timedelta(hours=21) < watch(store).run_after <= NOW + timedelta(hours=24)


def test_a_pasted_connection_is_kept_only_if_somebody_says_so(store: Store, settings: Any) -> None:
    with store_scope(store.pk), pytest.raises(NotConnected):
        subscriptions.ask_to_keep(store=store, now=NOW)
    give_token(store)
    before = due()

    with store_scope(store.pk):
        subscriptions.ask_to_keep(store=store, now=NOW)

    assert (before, due()) == ([], [store.pk])


def test_who_dies_in_the_middle_leaves_one_of_each(
    store: Store, shop: PlayedShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Died(BaseException):
        pass

    def die(*_said: Any) -> None:
        raise Died

    with monkeypatch.context() as patched:
        patched.setattr(subscriptions, "_record", die)
        with pytest.raises(Died):
            keep(store)

    assert keep(store, at=NOW + timedelta(minutes=1)) is None  # still leased
    kept = keep(store, at=NOW + timedelta(minutes=6))

    assert kept is not None
    assert kept.made == ()
    assert set(states(store).values()) == {"PRESENT"}


def test_all_pages_of_shopifys_list_are_read(store: Store, shop: PlayedShop) -> None:
    for number in range(240):
        shop.room(News).subscribe("orders/create", f"{SAID_ELSEWHERE}/{number}")
    keep(store)

    kept = keep(store, at=NOW + timedelta(days=2))

    assert kept is not None
    assert kept.made == ()


def test_which_version_webhooks_speak_is_seen(store: Store, shop: PlayedShop) -> None:
    shop.room(News).api_version = "2026-01"

    keep(store)

    with store_scope(store.pk):
        versions = set(Subscription.objects.values_list("api_version", flat=True))
    assert versions == {"2026-01"} != {API_VERSION}
