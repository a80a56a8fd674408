"""Stores over the API: connected, read, changed; secrets go in and never come back."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from stores.models import Agency, Credential, Store
from stores.roles import Verb
from stores.scope import every_store
from tests.factories.keys import KeyClient, make_client, make_key
from tests.factories.stores import make_store
from tests.problems import refusal

pytestmark = pytest.mark.django_db

NEW = {"name": "Fjell & Garn", "shop_domain": "Fjell-Garn.myshopify.com", "currency": "nok"}
SECRET = "shpss_canary_0123456789"


def credential_of(store: Store) -> Credential:
    with every_store(because="a test looks"):
        return Credential.objects.get(store=store)


def test_a_store_is_connected_and_found(api: KeyClient, agency: Agency, store: Store) -> None:
    said = api.post("stores/", {**NEW, "webhook_secret": SECRET, "timezone": "Europe/Oslo"})

    assert said.status_code == 201
    made = said.json()
    assert made["shop_domain"] == "fjell-garn.myshopify.com"
    assert (made["currency"], made["timezone"]) == ("NOK", "Europe/Oslo")
    assert made["webhook_address"].endswith(f"/in/shopify/{made['id']}")
    assert (made["has_webhook_secret"], made["has_access_token"]) == (True, False)
    assert made["sends_from_at"] is not None
    assert SECRET not in said.content.decode()
    assert api.get(f"stores/{made['id']}/").json() == made


def test_a_shop_belongs_to_one_agency(api: KeyClient, store: Store) -> None:
    elsewhere = make_store(shop_domain="taken.myshopify.com")

    refused = api.post("stores/", {**NEW, "shop_domain": elsewhere.shop_domain})

    assert refusal(refused) == (409, "shop-is-taken")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("shop_domain", "fjellgarn.no"),
        ("shop_domain", "x.myshopify.com.evil.example"),
        ("currency", "KR"),
        ("country", "N1"),
        ("timezone", "Oslo"),
        ("timezone", "../../etc/passwd"),
        ("locale", "norwegian bokmål"),
        ("state", "UNINSTALLED"),
        ("words_kept_days", 3),
        ("hidden_link", "SOMETIMES"),
    ],
)
def test_what_is_not_spelled_so_is_refused(api: KeyClient, field: str, value: Any) -> None:
    refused = api.post("stores/", {**NEW, field: value})

    assert refusal(refused) == (422, "invalid")
    assert [error["field"] for error in refused.json()["errors"]] == [field]


def test_only_what_is_named_is_changed(api: KeyClient, store: Store) -> None:
    before = api.get(f"stores/{store.public_id}/").json()

    after = api.patch(
        f"stores/{store.public_id}/", {"state": "PAUSED", "locale": "sv"}, "application/json"
    ).json()

    assert after == {**before, "state": "PAUSED", "locale": "sv"}
    with every_store(because="a test looks"):
        store.refresh_from_db()
    assert not store.sends


def test_a_new_secret_leaves_the_old_one_valid(api: KeyClient, store: Store) -> None:
    path = f"stores/{store.public_id}/"

    for secret in ("first", "second"):
        said = api.patch(path, {"webhook_secret": secret}, "application/json")
        assert secret not in said.content.decode()

    kept = credential_of(store)
    assert (kept.previous_webhook_secret, kept.webhook_secret) == ("first", "second")


def test_a_change_of_nothing_changes_nothing(api: KeyClient, store: Store) -> None:
    path = f"stores/{store.public_id}/"

    assert api.patch(path, {}, "application/json").json() == api.get(path).json()


def test_who_sees_a_few_stores_connects_none(agency: Agency, store: Store) -> None:
    narrow = make_client(agency, stores=[store])

    assert refusal(narrow.post("stores/", NEW)) == (403, "forbidden")
    assert make_client(agency).post("stores/", NEW).status_code == 201


def test_a_test_key_makes_no_store_from_which_something_leaves(agency: Agency) -> None:
    sandbox = make_store(agency, is_sandbox=True)
    client = KeyClient(make_key(agency, is_test=True)[1])
    path = f"stores/{sandbox.public_id}/"

    assert refusal(client.post("stores/", NEW)) == (403, "forbidden")
    let_out = client.patch(path, {"is_sandbox": False}, "application/json")
    assert refusal(let_out) == (403, "forbidden")
    assert client.patch(path, {"name": "Play"}, "application/json").status_code == 200
    assert client.post("stores/", {**NEW, "is_sandbox": True}).status_code == 201


def test_older_orders_are_mailed_only_from_the_moment_said(api: KeyClient, store: Store) -> None:
    wanted = (timezone.now() + timedelta(days=3)).replace(microsecond=0)

    said = api.patch(
        f"stores/{store.public_id}/", {"sends_from_at": wanted.isoformat()}, "application/json"
    )

    with every_store(because="a test looks"):
        store.refresh_from_db()
    assert said.status_code == 200
    assert store.sends_from_at == wanted


def test_reading_needs_a_verb_and_changing_another(agency: Agency, store: Store) -> None:
    reader = make_client(agency, [Verb.VIEW_STORES])
    path = f"stores/{store.public_id}/"

    assert reader.get(path).status_code == 200
    assert refusal(reader.patch(path, {"name": "x"}, "application/json")) == (403, "forbidden")
