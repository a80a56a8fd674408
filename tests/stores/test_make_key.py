"""A key from the terminal."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from stores.models import ApiKey, Store
from stores.roles import Verb
from stores.scope import every_store
from tests.factories.keys import KeyClient
from tests.factories.stores import make_agency, make_store

pytestmark = pytest.mark.django_db


def make(*arguments: str) -> str:
    said = StringIO()
    call_command("make_key", *arguments, stdout=said)
    return said.getvalue().strip()


def test_a_key_of_the_only_agency_does_everything_in_all_its_stores(store: Store) -> None:
    api = KeyClient(make("Web shop"))

    told = api.get("me/").json()

    assert set(told["verbs"]) == set(Verb.values)
    assert [one["id"] for one in told["stores"]] == [str(store.public_id)]
    with every_store(because="a test looks at the key"):
        assert ApiKey.objects.get().has_all_stores


@pytest.mark.parametrize("name", ["Sibling", "sibling-shop", "SIBLING-SHOP.myshopify.com"])
def test_a_key_for_one_store_and_one_deed_reaches_no_more(store: Store, name: str) -> None:
    sibling = make_store(store.agency, name="Sibling", shop_domain="sibling-shop.myshopify.com")

    api = KeyClient(make("Till", "--store", name, "--verb", "RECORD_ORDERS", "--days", "30"))

    told = api.get("me/").json()
    assert told["verbs"] == ["RECORD_ORDERS"]
    assert [one["id"] for one in told["stores"]] == [str(sibling.public_id)]
    with every_store(because="a test looks at the key"):
        assert ApiKey.objects.get().expires_at is not None


def test_what_is_not_clear_is_asked_for_by_name(store: Store) -> None:
    with pytest.raises(CommandError, match="It has: Fjell & Garn"):
        make("Till", "--store", "Elsewhere")
    make_agency(name="Another")
    with pytest.raises(CommandError, match="There is: Another, Nordlinje"):
        make("Till")

    assert make("Till", "--agency", "nordlinje").startswith("nh_live_")


def test_without_an_agency_it_says_how_to_make_one(db: None) -> None:
    with pytest.raises(CommandError, match="found_agency"):
        make("Till")
