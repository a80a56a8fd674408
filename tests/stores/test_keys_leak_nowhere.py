"""A known key is looked for wherever it might lie: rows, logs, pages, reprs, reports of errors."""

import json
import logging
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client, RequestFactory
from django.views.debug import ExceptionReporter
from rest_framework.request import Request

from common.api.limits import LocalBuckets
from stores import api_base, keys, services
from stores.models import Agency, ApiKey, Store, User
from stores.roles import Verb
from stores.scope import every_store
from tests.factories.keys import KeyClient, make_key
from tests.factories.stores import make_store
from tests.problems import refusal

pytestmark = pytest.mark.django_db

NEW = {"name": "Canary", "verbs": ["VIEW_STORES"]}
ADDRESS = {"REMOTE_ADDR": "203.0.113.9"}


def secret_of(text: str) -> str:
    found = keys.KeyText.read(text)
    assert found is not None
    return found.secret


def tables_that_hold(needles: list[str]) -> list[str]:
    """Every table of ours that any row of, as text or as bytes, holds one of these."""
    found = []
    with every_store(because="a test reads every row"), connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            table = model._meta.db_table
            cursor.execute(
                f'SELECT count(*) FROM "{table}" t WHERE t::text ~ %s',  # noqa: S608 - our own names
                ["|".join(re.escape(needle) for needle in needles)],
            )
            if cursor.fetchone()[0]:
                found.append(table)
    return found


def as_rows_hold(secret: str) -> list[str]:
    """As text, and as Postgres writes bytes."""
    return [secret, secret.encode().hex()]


def test_the_search_finds_what_lies_there(store: Store) -> None:
    with every_store(because="a test"):
        Store.objects.filter(pk=store.pk).update(name="x" * 9 + "needle-in-a-row")

    assert tables_that_hold(["needle-in-a-row"]) == ["stores_change", "stores_store"]


def test_no_row_holds_a_key_that_was_made_rotated_and_used(api: KeyClient, store: Store) -> None:
    """Also where the call was named, whose answer is kept for who asks again."""
    made = api.post("keys/", NEW, headers={"Idempotency-Key": "canary-1"}).json()
    again = api.post("keys/", NEW, headers={"Idempotency-Key": "canary-1"}).json()
    rotated = api.post(f"keys/{made['id']}/rotate/", headers={"Idempotency-Key": "canary-2"}).json()
    KeyClient(made["key"]).get("stores/")

    assert again["key"] == made["key"]
    for text in (made["key"], rotated["key"]):
        assert tables_that_hold(as_rows_hold(secret_of(text))) == []


@pytest.fixture
def logged() -> Iterator[list[str]]:
    """Everything that any logger says, as it would be written."""
    said: list[str] = []

    class Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            said.append(f"{record.getMessage()} {record.__dict__} {record.exc_info}")

    handler, root = Keep(logging.DEBUG), logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield said
    root.removeHandler(handler)
    root.setLevel(level)


def test_no_log_holds_a_key(
    api: KeyClient, store: Store, logged: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    made = api.post("keys/", NEW).json()
    text, client = made["key"], KeyClient(made["key"])
    client.get("stores/")
    client.get("orders/")
    client.get("nothing/")
    client.get("stores/", {"key": text})

    def broken(*_: Any, **__: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(api_base.ApiView, "shown", broken)
    assert client.get("me/").status_code == 500

    whole = "\n".join(logged)
    assert "ZeroDivisionError" in whole
    assert secret_of(text) not in whole.replace(f"key={text}", "")


def test_a_key_in_a_url_is_refused_and_its_words_hold_none(api: KeyClient) -> None:
    answer = api.get("me/", {"token": api.text})

    assert refusal(answer) == (400, "key-in-url")
    assert secret_of(api.text) not in answer.content.decode() + str(answer.headers)


def test_no_report_of_an_error_holds_a_key(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """What would be mailed or shown of a request that broke while the key was in every hand."""
    _, text = make_key(store.agency)
    request = RequestFactory().get("/api/v1/me/", headers={"Authorization": f"Bearer {text}"})

    def broken(*_: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(keys.KeyText, "opens", broken)
    try:
        api_base.KeyAuthentication().authenticate(Request(request))
    except ZeroDivisionError as error:
        behind_this_test = error.__traceback__.tb_next if error.__traceback__ else None
        report = ExceptionReporter(request, type(error), error, behind_this_test)

    for page in (report.get_traceback_html(), report.get_traceback_text()):
        assert "find_key" in page
        assert "HTTP_AUTHORIZATION" in page
        assert secret_of(text) not in page


def test_no_repr_holds_a_key(store: Store) -> None:
    key, text = make_key(store.agency)
    found = keys.KeyText.read(text)

    for one in (key, found, keys.grant_of(key), {"key": found}, [found]):
        assert secret_of(text) not in repr(one)
    assert secret_of(text) not in json.dumps(str(key.__dict__))


def test_no_page_of_the_admin_holds_a_key_but_the_one_after_it_is_made(
    client: Client, owner: User, store: Store
) -> None:
    client.force_login(owner)
    made = client.post(
        "/admin/stores/apikey/add/", {"name": "ERP", "verbs": ["VIEW_STORES"]}, follow=True
    ).content.decode()
    (text,) = set(re.findall(r"nh_live_\w{12}_[\w-]{43}", made))
    with every_store(because="a test looks"):
        key = ApiKey.objects.get(name="ERP")

    for path in ("", f"{key.pk}/change/", f"{key.pk}/history/"):
        page = client.get(f"/admin/stores/apikey/{path}", follow=True).content.decode()
        assert secret_of(text) not in page
        assert key.secret_hash.hex() not in page


def test_a_rotated_key_is_shown_once_too(client: Client, owner: User, store: Store) -> None:
    client.force_login(owner)
    key, old = make_key(store.agency)
    post = {"action": "rotate", "_selected_action": [key.pk]}

    shown = client.post("/admin/stores/apikey/", post, follow=True).content.decode()
    again = client.get("/admin/stores/apikey/").content.decode()

    (text,) = set(re.findall(r"nh_live_\w{12}_[\w-]{43}", shown))
    assert text not in again
    for one in (old, text):
        assert KeyClient(one).get("me/").status_code == 200


def test_an_expiry_is_chosen_on_the_page(client: Client, owner: User, store: Store) -> None:
    client.force_login(owner)
    wanted = {"name": "ERP", "verbs": ["VIEW_STORES"]}

    past = {"expires_at_0": "2020-01-01", "expires_at_1": "00:00"}
    refused = client.post("/admin/stores/apikey/add/", {**wanted, **past})
    later = {"expires_at_0": "2100-01-01", "expires_at_1": "00:00"}
    made = client.post("/admin/stores/apikey/add/", {**wanted, **later})

    assert (refused.status_code, made.status_code) == (200, 302)
    with every_store(because="a test looks"):
        assert ApiKey.objects.get().expires_at.year in (2099, 2100)  # type: ignore[union-attr]  # it was said


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """A count of this test alone."""
    own = LocalBuckets()
    monkeypatch.setattr(api_base, "buckets_at", lambda _url: own)


@pytest.mark.usefixtures("counted")
def test_who_tries_keys_hears_429_and_a_right_key_still_opens(store: Store, settings: Any) -> None:
    settings.NOTIFYHUB_API_REFUSALS = 5
    _, right = make_key(store.agency)
    wrong = KeyClient("nh_live_" + "a" * 12 + "_" + "b" * 43, **ADDRESS)

    said = [wrong.get("me/") for _ in range(7)]

    assert [answer.status_code for answer in said] == [401] * 5 + [429] * 2
    assert refusal(said[-1]) == (429, "rate-limited")
    assert int(said[-1].headers["Retry-After"]) > 0
    assert KeyClient(right, **ADDRESS).get("me/").status_code == 200
    elsewhere = KeyClient(wrong.text, REMOTE_ADDR="203.0.113.10")
    assert elsewhere.get("me/").status_code == 401


@pytest.mark.usefixtures("counted")
@pytest.mark.parametrize("kind", ["revoked", "shape", "scheme"])
def test_every_way_of_being_refused_counts(store: Store, settings: Any, kind: str) -> None:
    settings.NOTIFYHUB_API_REFUSALS = 2
    key, text = make_key(store.agency)
    with every_store(because="a test revokes a key"):
        services.revoke_key(key=key, now=key.created_at)
    header = {"revoked": f"Bearer {text}", "shape": "Bearer x", "scheme": "Basic eA=="}[kind]
    client = KeyClient(**ADDRESS)

    said = [client.get("me/", headers={"Authorization": header}).status_code for _ in range(3)]

    assert said == [401, 401, 429]


def test_a_test_key_reaches_no_store_that_sends(agency: Agency, store: Store) -> None:
    """Neither by its list, nor by its id, nor by making another key."""
    _, text = make_key(agency, is_test=True)
    client = KeyClient(text)

    assert client.get("stores/").json()["results"] == []
    assert refusal(client.get(f"stores/{store.public_id}/")) == (404, "not-found")
    wide = client.post("keys/", {"name": "Out", "verbs": [Verb.VIEW_STORES.value]})
    assert refusal(wide) == (409, "key-beyond-reach")
    test = client.post("keys/", {"name": "In", "verbs": ["VIEW_STORES"], "is_test": True})
    assert test.json()["key"].startswith("nh_test_")


def test_a_key_of_one_store_meets_404_at_the_other_of_its_agency(
    agency: Agency, store: Store
) -> None:
    sister = make_store(agency, name="Sister")
    _, text = make_key(agency, stores=[store])
    client = KeyClient(text)

    assert client.get(f"stores/{store.public_id}/").status_code == 200
    refused = client.get(f"stores/{sister.public_id}/")
    assert refusal(refused) == (404, "not-found")
    invented = client.get("stores/00000000-0000-4000-8000-000000000000/")
    assert refused.content == invented.content
