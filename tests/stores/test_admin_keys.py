"""The admin's page of API keys: made, shown once, revoked."""

import re
from typing import Any

import pytest
from django.test import Client

from stores.models import Agency, ApiKey, Store, User
from stores.roles import Role
from stores.scope import every_store
from tests.factories.keys import KeyClient, make_key
from tests.factories.stores import make_agency, make_member, make_store

pytestmark = pytest.mark.django_db

LIST = "/admin/stores/apikey/"
TEXT = re.compile(r"nh_live_[A-Za-z0-9]{12}_[\w-]{43}")


def test_a_key_is_made_and_shown_this_once(client: Client, owner: User, store: Store) -> None:
    client.force_login(owner)

    made = client.post(f"{LIST}add/", {"name": "ERP", "verbs": ["VIEW_STORES"]}, follow=True)

    texts = TEXT.findall(made.content.decode())
    assert len(texts) == 1
    assert "successfully" not in made.content.decode()
    assert KeyClient(texts[0]).get("stores/").status_code == 200
    again = client.get(LIST).content.decode()
    assert "ERP" in again
    assert not TEXT.search(again)


def test_nobody_gives_away_a_verb_or_store_they_lack(
    client: Client, agency: Agency, store: Store
) -> None:
    sibling = make_store(agency)
    client.force_login(make_member(agency, Role.MANAGER, stores=[store]))
    wanted: dict[str, Any] = {"name": "ERP", "verbs": ["VIEW_STORES"], "stores": [store.pk]}

    more: list[dict[str, Any]] = [
        {"verbs": ["MANAGE_PEOPLE"]},
        {"stores": [sibling.pk]},
        {"stores": []},
    ]
    for beyond in more:
        refused = client.post(f"{LIST}add/", {**wanted, **beyond})
        assert refused.status_code == 200
        assert not TEXT.search(refused.content.decode())
    with every_store(because="a test looks"):
        assert not ApiKey.objects.exists()
    assert client.post(f"{LIST}add/", wanted).status_code == 302


def test_a_marketer_has_no_keys_to_make(client: Client, marketer: User) -> None:
    client.force_login(marketer)

    assert client.get(f"{LIST}add/").status_code == 403


def test_a_key_is_revoked_by_those_who_see_its_stores(
    client: Client, agency: Agency, store: Store
) -> None:
    make_store(agency)
    mine, text = make_key(agency, stores=[store])
    wide, wide_text = make_key(agency)
    foreign, foreign_text = make_key(make_agency())
    client.force_login(make_member(agency, Role.MANAGER, stores=[store]))

    chosen = [mine.pk, wide.pk, foreign.pk]
    client.post(LIST, {"action": "revoke", "_selected_action": chosen})

    assert KeyClient(text).get("me/").status_code == 401
    assert KeyClient(wide_text).get("me/").status_code == 200
    assert KeyClient(foreign_text).get("me/").status_code == 200


def test_a_key_is_looked_at_and_not_edited(client: Client, owner: User, agency: Agency) -> None:
    key, _ = make_key(agency)
    client.force_login(owner)

    page = client.get(f"{LIST}{key.pk}/change/")

    assert page.status_code == 200
    assert client.post(f"{LIST}{key.pk}/change/", {"name": "Other"}).status_code == 403
