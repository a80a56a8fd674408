"""What Shopify tells us of a store."""

from datetime import timedelta

from django.utils import timezone

from stores import services
from stores.data import ShopData
from stores.models import Store
from stores.scope import Scope

NOW = timezone.now()


def test_what_a_shop_says_is_kept_and_what_it_does_not_say_stays(
    store: Store, inside: Scope
) -> None:
    data = ShopData(name="Fjell", currency="SEK", changed_at=NOW)

    assert services.record_shop(store=store, data=data, now=NOW)

    kept = Store.objects.get(pk=store.pk)
    assert (kept.name, kept.currency, kept.timezone) == ("Fjell", "SEK", "Europe/Oslo")


def test_older_news_of_a_shop_changes_nothing(store: Store, inside: Scope) -> None:
    services.record_shop(store=store, data=ShopData(name="New", changed_at=NOW), now=NOW)

    old = ShopData(name="Old", changed_at=NOW - timedelta(hours=1))

    assert not services.record_shop(store=store, data=old, now=NOW)
    assert Store.objects.get(pk=store.pk).name == "New"


def test_an_uninstalled_store_sends_no_more(store: Store, inside: Scope) -> None:
    assert services.record_uninstall(store=store, now=NOW)
    assert not services.record_uninstall(store=store, now=NOW + timedelta(hours=1))

    kept = Store.objects.get(pk=store.pk)
    assert not kept.sends
    assert kept.uninstalled_at == NOW
