"""What a process keeps of a key is never what it goes by: see Note [What is kept of a key]."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from stores import known_keys, services
from stores.models import Agency, ApiKey, Store
from stores.scope import every_store
from tests.factories.keys import KeyClient, make_key
from tests.factories.stores import make_store
from tests.problems import refusal

pytestmark = pytest.mark.django_db
MANY = 40


@pytest.fixture
def warm(store: Store) -> KeyClient:
    """A client whose key this process knows by now, in its newest version."""
    _, text = make_key(store.agency)
    client = KeyClient(text)
    client.warm()
    return client


def key_of(client: KeyClient) -> ApiKey:
    with every_store(because="a test looks for its key"):
        return ApiKey.objects.latest("pk")


def test_a_known_key_takes_one_query(warm: KeyClient) -> None:
    with CaptureQueriesContext(connection) as said:
        assert warm.get("me/").status_code == 200

    assert len(said) == 1


def test_a_known_key_takes_one_query_however_many_stores_there_are(
    warm: KeyClient, store: Store
) -> None:
    for _ in range(MANY):
        make_store(store.agency)
    assert len(warm.get("me/").json()["stores"]) == MANY + 1

    with CaptureQueriesContext(connection) as said:
        assert len(warm.get("me/").json()["stores"]) == MANY + 1

    assert len(said) == 1


def test_a_revoked_key_is_refused_at_once(warm: KeyClient) -> None:
    with every_store(because="a test revokes its key"):
        assert services.revoke_key(key=key_of(warm), now=timezone.now())

    assert refusal(warm.get("me/")) == (401, "key-refused")


def test_a_key_that_expires_meanwhile_is_refused(
    warm: KeyClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    end = timezone.now() + timedelta(minutes=1)
    with every_store(because="a test lets its key expire"):
        ApiKey.objects.filter(pk=key_of(warm).pk).update(expires_at=end)
    assert warm.get("me/").status_code == 200
    monkeypatch.setattr(timezone, "now", lambda: end)

    assert refusal(warm.get("me/")) == (401, "key-refused")


def test_another_secret_is_refused_though_the_key_is_known(warm: KeyClient, store: Store) -> None:
    wrong = warm.text[:-1] + ("a" if warm.text[-1] != "a" else "b")

    assert refusal(KeyClient(wrong).get("me/")) == (401, "key-refused")


def test_what_is_connected_renamed_or_taken_away_counts_from_the_next_request(
    warm: KeyClient, store: Store
) -> None:
    new = make_store(store.agency, name="New")
    assert {row["name"] for row in warm.get("me/").json()["stores"]} == {store.name, "New"}

    with every_store(because="a test renames"):
        Store.objects.filter(pk=new.pk).update(name="Renamed")
        Agency.objects.filter(pk=store.agency_id).update(name="Another name")
    said = warm.get("me/").json()
    assert {row["name"] for row in said["stores"]} == {store.name, "Renamed"}
    assert said["agency"] == "Another name"

    with every_store(because="a test narrows its key"):
        ApiKey.objects.filter(pk=key_of(warm).pk).update(has_all_stores=False, store_ids=[new.pk])
    assert [row["name"] for row in warm.get("me/").json()["stores"]] == ["Renamed"]


def test_what_was_rolled_back_is_not_kept(warm: KeyClient, store: Store) -> None:
    with transaction.atomic():
        make_store(store.agency, name="Never")
        assert len(warm.get("me/").json()["stores"]) == 2
        transaction.set_rollback(True)

    assert [row["name"] for row in warm.get("me/").json()["stores"]] == [store.name]


def test_the_session_sees_only_the_keys_stores_afterwards(warm: KeyClient) -> None:
    other = make_store()
    warm.get("me/")

    with connection.cursor() as cursor:
        cursor.cursor.execute("SELECT count(*) FROM stores_store WHERE id = %s", [other.pk])
        assert cursor.cursor.fetchone() == (0,)


def test_no_more_keys_are_kept_than_fit(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(known_keys, "MOST", 2)
    for _ in range(4):
        _, text = make_key(store.agency)
        assert KeyClient(text).get("me/").status_code == 200

    assert len(known_keys._known) <= 2
