"""A store's connection for programs: begun, read, asked, and given up."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from stores.models import Agency, Installation, Store, User
from stores.scope import every_store
from tests.factories.installs import install, kept_of
from tests.factories.keys import KeyClient, make_key
from tests.problems import refusal
from tests.shopify import oauth
from tests.shopify.server import playing
from tests.shopify.shop import PlayedShop

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop(settings: Any) -> Iterator[PlayedShop]:
    with playing(PlayedShop(domain="ny-butikk.myshopify.com")) as shop:
        settings.NOTIFYHUB_SHOPIFY_URL = shop.url
        settings.SHOPIFY_API_KEY = shop.app.client_id
        settings.SHOPIFY_API_SECRETS = [shop.app.secret]
        yield shop


def test_what_a_program_began_a_member_of_its_agency_ends(
    api: KeyClient, owner: User, intruder: User, shop: PlayedShop
) -> None:
    begun = api.post("stores/installs/", {"shop_domain": shop.domain})
    back = oauth.accept(shop, begun.json()["url"]).split("/shopify/callback", 1)[1]
    stranger, person = Client(), Client()
    stranger.force_login(intruder)
    person.force_login(owner)

    refused = stranger.get(f"/shopify/callback{back}", follow=True)
    taken = person.get(f"/shopify/callback{back}", follow=True)

    assert begun.status_code == 201
    assert "begun by somebody else" in refused.content.decode()
    assert "is connected." in taken.content.decode()


@pytest.mark.parametrize("name", ["evil.com", "", "foo@bar.myshopify.com"])
def test_what_is_no_shop_is_refused_and_nothing_is_kept(
    api: KeyClient, shop: PlayedShop, name: str
) -> None:
    answer = api.post("stores/installs/", {"shop_domain": name})

    assert answer.status_code in (409, 422)
    with every_store(because="a test looks"):
        assert not Installation.objects.exists()


def test_without_an_app_the_answer_says_how_else(api: KeyClient) -> None:
    answer = api.post("stores/installs/", {"shop_domain": "ny-butikk.myshopify.com"})

    assert refusal(answer) == (409, "no-shopify-app")
    assert "token and secret of a custom app" in answer.json()["detail"]


def test_a_test_key_begins_nothing(agency: Agency, store: Store, shop: PlayedShop) -> None:
    _, text = make_key(agency, is_test=True)

    answer = KeyClient(text).post("stores/installs/", {"shop_domain": shop.domain})

    assert refusal(answer) == (403, "forbidden")


def test_a_connection_is_read_with_what_it_lacks_and_without_its_secrets(
    api: KeyClient, store: Store, shop: PlayedShop, django_assert_max_num_queries: Any
) -> None:
    install(store, shop, scopes=("write_orders", "read_fulfillments"))
    api.get("me/")

    with django_assert_max_num_queries(5):
        answer = api.get(f"stores/{store.public_id}/connection/")

    said = answer.json()
    missing = {each["name"] for each in said["missing"]}
    assert (said["kind"], said["is_connected"]) == ("INSTALLED", True)
    assert "read_products" in missing
    assert missing.isdisjoint({"read_orders", "write_orders", "read_fulfillments"})
    assert all(each["why"] and each["without"] for each in said["missing"])
    kept = kept_of(store)
    assert kept.access_token not in answer.content.decode()
    assert kept.refresh_token not in answer.content.decode()


def test_a_pasted_connection_says_that_its_permissions_are_not_known(
    api: KeyClient, store: Store
) -> None:
    said = api.get(f"stores/{store.public_id}/connection/").json()

    assert (said["kind"], said["are_scopes_known"], said["missing"]) == ("PASTED", False, [])


def test_asking_the_shop_finds_what_is_lost_and_finds_it_again(
    api: KeyClient, store: Store, shop: PlayedShop
) -> None:
    install(store, shop)
    tokens = dict(shop.tokens)
    path = f"stores/{store.public_id}/connection/check/"
    assert api.post(path).json()["presence"] == "there"

    shop.tokens.clear()
    shop.room(oauth.Grants).refreshes.clear()
    gone = api.post(path).json()
    assert (gone["presence"], gone["is_connected"]) == ("gone", False)
    assert gone["lost_reason"] in ("TOKEN_REFUSED", "REFRESH_REFUSED")

    shop.tokens.update(tokens)
    with every_store(because="a test: a custom app's token, which nothing renews"):
        kept = kept_of(store)
        kept.refresh_token = kept.previous_refresh_token = ""
        kept.save()
    found = api.post(path).json()
    assert (found["presence"], found["lost_at"]) == ("there", None)


def test_a_shop_is_given_up_by_its_name_alone_and_once(api: KeyClient, store: Store) -> None:
    path = f"stores/{store.public_id}/release/"

    wrong = api.post(path, {"shop_domain": "another.myshopify.com"})
    first = api.post(path, {"shop_domain": store.shop_domain.upper()})
    again = api.post(path, {"shop_domain": store.shop_domain})

    assert refusal(wrong) == (409, "wrong-shop-name")
    assert first.json()["released_at"] is not None
    assert again.json()["released_at"] == first.json()["released_at"]
