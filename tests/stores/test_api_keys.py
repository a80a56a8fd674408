"""The life of a key: made, used, refused, rotated, revoked."""

import hmac
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from stores import keys, services
from stores.models import Agency, ApiKey, Store, User
from stores.roles import Role, Verb
from stores.scope import every_store
from tests.factories.keys import KeyClient, make_client, make_key
from tests.factories.stores import make_agency, make_member, make_store
from tests.problems import refusal

pytestmark = pytest.mark.django_db


def test_a_key_says_who_it_is(api: KeyClient, store: Store) -> None:
    said = api.get("me/").json()

    assert said["agency"] == store.agency.name
    assert said["name"] == "API key ERP"
    assert said["verbs"] == sorted(Verb.values)
    assert said["stores"] == [{"id": str(store.public_id), "name": store.name}]


def test_no_key_is_asked_for_one(client: KeyClient, store: Store) -> None:
    response = client.get("/api/v1/me/")

    assert refusal(response) == (401, "not-authenticated")
    assert response.headers["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: text[:-1] + ("a" if text[-1] != "a" else "b"),
        lambda text: text.replace("nh_live_", "nh_test_"),
        lambda text: text[:20],
        lambda text: text + "x",
        lambda text: "nh_live_aaaaaaaaaaaa_" + "b" * 43,
        lambda _: "shpat_0123456789abcdef",
        lambda _: "",
        lambda text: f"{text} {text}",
    ],
    ids=["secret", "prefix", "short", "long", "unknown", "foreign", "empty", "double"],
)
def test_a_wrong_key_is_refused(store: Store, spoil: object) -> None:
    _, text = make_key(store.agency)

    assert KeyClient(text).get("me/").status_code == 200
    refused = KeyClient().get("me/", headers={"Authorization": f"Bearer {spoil(text)}"})  # type: ignore[operator]  # a lambda above
    assert refusal(refused) == (401, "key-refused")


def test_only_the_bearer_scheme_opens(store: Store) -> None:
    _, text = make_key(store.agency)

    refused = KeyClient().get("me/", headers={"Authorization": f"Basic {text}"})

    assert refusal(refused) == (401, "key-refused")


def test_an_unknown_key_costs_the_same_comparison_as_a_wrong_secret(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    key, text = make_key(store.agency)
    compared: list[int] = []

    def noted(one: bytes, other: bytes) -> bool:
        compared.append(len(other))
        return hmac.compare_digest(one, other)

    monkeypatch.setattr(keys, "compare_digest", noted)
    wrong = text[:21] + "b" * 43
    unknown = "nh_live_aaaaaaaaaaaa_" + "b" * 43

    with CaptureQueriesContext(connection) as queries:
        assert services.find_key(text=wrong, now=timezone.now()) is None
        assert services.find_key(text=unknown, now=timezone.now()) is None

    assert compared == [32, 32]
    assert len(queries) == 2
    assert text.startswith(f"nh_live_{key.lookup}_")


def test_a_key_is_found_in_one_query_and_its_use_is_noted_once_a_minute(store: Store) -> None:
    key, text = make_key(store.agency)
    now = timezone.now()
    services.find_key(text=text, now=now)

    with CaptureQueriesContext(connection) as queries:
        services.find_key(text=text, now=now + timedelta(seconds=30))

    assert len(queries) == 1
    services.find_key(text=text, now=now + timedelta(seconds=61))
    with every_store(because="a test looks"):
        key.refresh_from_db()
    assert key.last_used_at == now + timedelta(seconds=61)


def test_the_secret_is_kept_nowhere(store: Store) -> None:
    key, text = make_key(store.agency)
    secret = text.rsplit("_", 1)[-1] if text.count("_") == 3 else text[21:]

    with connection.cursor() as cursor, every_store(because="a test reads the row as it is"):
        cursor.execute("SELECT to_jsonb(k)::text FROM stores_apikey k WHERE id = %s", [key.pk])
        row = cursor.fetchone()[0]

    assert len(secret) == 43
    assert secret not in row
    assert secret not in repr(key.__dict__)
    assert secret not in str(make_client(store.agency).get("keys/").content)


def test_an_expired_key_is_refused_from_that_moment(store: Store) -> None:
    now = timezone.now()
    _, text = make_key(store.agency, expires_at=now + timedelta(hours=1))

    assert services.find_key(text=text, now=now + timedelta(minutes=59)) is not None
    assert services.find_key(text=text, now=now + timedelta(hours=1)) is None


def test_a_revoked_key_is_refused_at_once(api: KeyClient, store: Store) -> None:
    key, text = make_key(store.agency)
    other = KeyClient(text)
    assert other.get("me/").status_code == 200

    revoked = api.post(f"keys/{key.lookup}/revoke/")
    again = api.post(f"keys/{key.lookup}/revoke/")

    assert revoked.status_code == 200
    assert again.json()["revoked_at"] == revoked.json()["revoked_at"]
    assert refusal(other.get("me/")) == (401, "key-refused")


def test_a_rotated_key_works_on_for_a_day(api: KeyClient, store: Store) -> None:
    key, text = make_key(store.agency, [Verb.VIEW_ORDERS], stores=[store])

    new = api.post(f"keys/{key.lookup}/rotate/").json()

    assert KeyClient(new["key"]).get("me/").json()["verbs"] == ["VIEW_ORDERS"]
    assert new["stores"] == [str(store.public_id)]
    now = timezone.now()
    assert services.find_key(text=text, now=now + timedelta(hours=23)) is not None
    assert services.find_key(text=text, now=now + timedelta(hours=25)) is None


def test_a_revoked_key_cannot_be_rotated(api: KeyClient, store: Store) -> None:
    key, _ = make_key(store.agency)
    api.post(f"keys/{key.lookup}/revoke/")

    assert refusal(api.post(f"keys/{key.lookup}/rotate/")) == (409, "key-is-over")


@pytest.mark.parametrize("name", ["api_key", "key", "access_token", "q"])
def test_a_key_in_the_url_is_refused_even_if_it_is_right(
    api: KeyClient, store: Store, name: str
) -> None:
    response = api.get("me/", {name: api.text})

    assert refusal(response) == (400, "key-in-url")
    assert api.text not in response.content.decode()


def test_a_key_of_one_store_sees_no_sibling(store: Store) -> None:
    sibling = make_store(store.agency)
    narrow = make_client(store.agency, stores=[store])

    seen = [row["id"] for row in narrow.get("stores/").json()["results"]]

    assert seen == [str(store.public_id)]
    assert str(sibling.public_id) not in narrow.get("me/").content.decode()


def test_a_key_without_the_verb_is_refused(store: Store) -> None:
    may = make_client(store.agency, [Verb.VIEW_STORES])
    may_not = make_client(store.agency, [Verb.VIEW_ORDERS])

    assert may.get("stores/").status_code == 200
    assert refusal(may_not.get("stores/")) == (403, "forbidden")


def test_a_test_key_reaches_sandbox_stores_only(store: Store) -> None:
    sandbox = make_store(store.agency, is_sandbox=True)
    _, text = make_key(store.agency, is_test=True)

    said = KeyClient(text).get("me/").json()

    assert text.startswith("nh_test_")
    assert [row["id"] for row in said["stores"]] == [str(sandbox.public_id)]


def test_a_key_made_over_the_api_works(api: KeyClient, store: Store) -> None:
    made = api.post(
        "keys/", {"name": "Shop floor", "verbs": ["VIEW_STORES"], "stores": [str(store.public_id)]}
    )

    assert made.status_code == 201
    assert KeyClient(made.json()["key"]).get("stores/").status_code == 200
    listed = api.get("keys/").json()["results"]
    assert made.json()["id"] in [row["id"] for row in listed]
    assert "key" not in listed[0]


def test_nobody_gives_away_a_verb_they_lack(store: Store) -> None:
    poor = make_client(store.agency, [Verb.MANAGE_KEYS, Verb.VIEW_STORES])
    wanted = {"name": "More", "verbs": ["VIEW_STORES"]}

    assert poor.post("keys/", wanted).status_code == 201
    refused = poor.post("keys/", {**wanted, "verbs": ["VIEW_STORES", "VIEW_ORDERS"]})
    assert refusal(refused) == (409, "key-beyond-reach")


def test_nobody_gives_away_a_store_they_do_not_see(store: Store) -> None:
    sibling = make_store(store.agency)
    foreign = make_store()
    narrow = make_client(store.agency, stores=[store])
    wanted = {"name": "More", "verbs": ["VIEW_STORES"], "stores": [str(store.public_id)]}

    assert narrow.post("keys/", wanted).status_code == 201
    assert refusal(narrow.post("keys/", {**wanted, "stores": None})) == (409, "key-beyond-reach")
    for beyond in (sibling, foreign):
        refused = narrow.post("keys/", {**wanted, "stores": [str(beyond.public_id)]})
        assert refusal(refused) == (422, "invalid")


def test_a_key_for_more_stores_than_mine_is_not_mine_to_see(store: Store) -> None:
    make_store(store.agency)
    wide, _ = make_key(store.agency)
    narrow = make_client(store.agency, stores=[store])

    assert wide.lookup not in narrow.get("keys/").content.decode()
    assert refusal(narrow.post(f"keys/{wide.lookup}/revoke/")) == (404, "not-found")
    assert refusal(narrow.post(f"keys/{wide.lookup}/rotate/")) == (404, "not-found")


def test_another_agencys_key_is_as_unknown_as_none(api: KeyClient) -> None:
    foreign, text = make_key(make_agency(name="Canary"))

    for deed in ("revoke", "rotate"):
        refused = api.post(f"keys/{foreign.lookup}/{deed}/")
        assert refusal(refused) == (404, "not-found")
        assert refused.content == api.post(f"keys/AAAAAAAAAAAA/{deed}/").content
    assert KeyClient(text).get("me/").status_code == 200
    assert foreign.lookup not in api.get("keys/").content.decode()


@pytest.mark.parametrize(
    "field",
    ["id", "agency", "agency_id", "lookup", "secret_hash", "created_by", "revoked_at", "store_ids"],
)
def test_a_field_that_is_not_the_clients_to_set_is_refused(api: KeyClient, field: str) -> None:
    wanted = {"name": "Sly", "verbs": ["VIEW_STORES"]}
    before = len(api.get("keys/").json()["results"])

    refused = api.post("keys/", {**wanted, field: 1})

    assert refusal(refused) == (422, "invalid")
    assert [error["field"] for error in refused.json()["errors"]] == [field]
    assert len(api.get("keys/").json()["results"]) == before


def test_a_session_opens_the_api_only_for_the_docs_page(
    client: KeyClient, owner: User, store: Store
) -> None:
    client.force_login(owner)

    assert refusal(client.get("/api/v1/me/")) == (401, "not-authenticated")
    said = client.get("/api/v1/me/", headers={"X-CSRFToken": "as the docs page does"})
    assert said.json()["role"] == Role.OWNER


def test_a_session_without_a_valid_token_changes_nothing(owner: User, store: Store) -> None:
    strict = KeyClient(enforce_csrf_checks=True)
    strict.force_login(owner)

    refused = strict.post(
        "keys/", {"name": "Sly", "verbs": ["VIEW_STORES"]}, headers={"X-CSRFToken": "x" * 32}
    )

    assert refusal(refused) == (403, "forbidden")
    with every_store(because="a test looks"):
        assert not ApiKey.objects.exists()


def test_a_marketer_makes_no_keys(client: KeyClient, marketer: User, owner: User) -> None:
    token = {"X-CSRFToken": "as the docs page does"}

    client.force_login(marketer)
    assert refusal(client.get("/api/v1/keys/", headers=token)) == (403, "forbidden")
    client.force_login(owner)
    assert client.get("/api/v1/keys/", headers=token).status_code == 200


def test_a_persons_stores_bind_the_keys_they_make(agency: Agency, store: Store) -> None:
    make_store(agency)
    manager = make_member(agency, Role.MANAGER, stores=[store])
    browser = KeyClient()
    browser.force_login(manager)

    refused = browser.post(
        "keys/",
        {"name": "All", "verbs": ["VIEW_STORES"]},
        headers={"X-CSRFToken": "as the docs page does"},
    )

    assert refusal(refused) == (409, "key-beyond-reach")


@pytest.mark.parametrize("path", ["stores/", "keys/"])
def test_a_list_costs_as_many_queries_for_fifty_rows_as_for_one(
    api: KeyClient, store: Store, path: str
) -> None:
    api.warm()
    with CaptureQueriesContext(connection) as for_one:
        api.get(path)
    for _ in range(49):
        make_store(store.agency)
        make_key(store.agency)
    api.warm()

    with CaptureQueriesContext(connection) as for_many:
        rows = api.get(path).json()["results"]

    assert len(rows) == 50
    assert len(for_many) == len(for_one) == 2  # the key, the list
