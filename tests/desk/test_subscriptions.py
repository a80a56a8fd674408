"""The page of what Shopify tells us: what is missing stands first, with its reason."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from stores.models import Store, Subscription, SubscriptionWatch, User
from stores.scope import store_scope
from tests.factories.stores import give_token

NOW = timezone.now()


@pytest.fixture
def staff(owner: User, client: Client) -> Client:
    client.force_login(owner)
    return client


@pytest.fixture
def looked_at(store: Store) -> Store:
    with store_scope(store.pk):
        for topic, state, detail in (
            ("app/uninstalled", "PRESENT", ""),
            ("customers/update", "UNGRANTED", "read_customers"),
            ("refunds/create", "REFUSED", "Shopify says: No"),
        ):
            Subscription.objects.create(
                store=store, topic=topic, state=state, detail=detail, since_at=NOW
            )
        SubscriptionWatch.objects.create(
            store=store, run_after=NOW, looked_at=NOW, vanished_at=NOW, vanished_topics=["x/y"]
        )
    return store


def test_what_is_missing_stands_first_with_its_reason(looked_at: Store, staff: Client) -> None:
    page = staff.get(reverse("admin:store_subscriptions", args=[looked_at.pk])).content.decode()

    places = [page.index(each) for each in ("customers/update", "refunds/create", ">app/uninst")]
    assert places == sorted(places)
    assert "2 sorts of news do not reach us" in page
    assert "read_customers" in page
    assert "Shopify says: No" in page
    assert "x/y" in page


def test_the_button_asks_for_a_look_where_there_is_a_connection(
    looked_at: Store, staff: Client
) -> None:
    address = reverse("admin:store_subscriptions_keep", args=[looked_at.pk])
    refused = staff.post(address, follow=True).content.decode()
    give_token(looked_at)

    asked = staff.post(address, follow=True).content.decode()

    assert "connect it first" in refused
    assert "Shopify is asked within seconds" in asked
    with store_scope(looked_at.pk):
        assert SubscriptionWatch.objects.get().is_wanted is True
