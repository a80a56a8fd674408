"""Odd input to every path of the API: never a 5xx, always JSON, refusals always whole problems."""

import itertools
import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest

from stores.models import Store
from stores.scope import store_scope
from tests.factories.buyers import make_request
from tests.factories.experiments import make_experiment
from tests.factories.keys import KeyClient, make_client, make_key
from tests.factories.messages import make_message
from tests.factories.messaging import make_rescue_case, make_suppression
from tests.factories.orders import make_order
from tests.factories.shipping import make_alarm, make_parcel
from tests.factories.stores import make_store
from tests.house.odd_input import (
    BODIES,
    BY_ID,
    DEEDS_BY_ID,
    FILTERS,
    IDS,
    RAW_QUERIES,
    TEXTS,
    TYPES,
    WRITES,
)
from tests.problems import refusal

pytestmark = pytest.mark.django_db


PUTS = (
    "modes/",
    "channel-modes/",
    "hold-out/",
    "attribution/",
    "/baskets/",
    "seeing/",
    "delivery-settings/",
    "/products/",
    "/promise/",
    "/page-settings/",
    "/faq/",
    "audits/rhythms/",
)


@pytest.fixture
def paths(store: Store) -> dict[str, str]:
    order = make_order(store)
    message = make_message(order)
    suppression = make_suppression(store)
    key, _ = make_key(store.agency)
    with store_scope(store.pk):
        parcel, alarm = make_parcel(order), make_alarm(order)
    return {
        "order": str(order.public_id),
        "message": str(message.public_id),
        "key": key.lookup,
        "store": str(store.public_id),
        "suppression": str(suppression.public_id),
        "experiment": str(make_experiment(store, running=False).public_id),
        "alarm": str(alarm.public_id),
        "parcel": str(parcel.public_id),
        "asked": str(make_request(order).public_id),
        "rescue": str(make_rescue_case(order).public_id),
    }


def bears(response: Any, case: object) -> None:
    assert response.status_code < 500, case
    if response.status_code >= 400:
        refusal(response)
        return
    assert response.headers["Content-Type"] == "application/json", case
    json.loads(response.content)


def queries() -> Iterator[str]:
    for path, names in FILTERS.items():
        for name, text in itertools.product(names, TEXTS):
            yield f"{path}?{name}={quote(text)}"
        yield from (f"{path}?{raw}" for raw in RAW_QUERIES)


def test_odd_parameters(api: KeyClient, paths: dict[str, str]) -> None:
    cases = [case.replace("{store}", paths["store"]) for case in queries()]

    for case in cases:
        bears(api.get(f"/api/v1/{case}"), case)
    assert len(cases) > 900


@pytest.mark.parametrize("path", WRITES)
def test_odd_bodies(store: Store, paths: dict[str, str], path: str) -> None:
    url = "/api/v1/" + path.format(**paths)
    method = "PUT" if path.endswith(PUTS) else "POST"
    api = make_client(store.agency)

    for case in BODIES:
        bears(api.generic(method, url, case, "application/json"), (url, case[:60]))
    for kind in TYPES:
        bears(api.generic(method, url, b'{"text": "a"}', kind), (url, kind))


def test_odd_ids(api: KeyClient) -> None:
    for path, text in itertools.product(BY_ID, IDS):
        url = "/api/v1/" + path.format(quote(text, safe=""))

        assert refusal(api.generic("GET", url))[0] == 404, url
    for (path, body), text in itertools.product(DEEDS_BY_ID.items(), IDS):
        url = "/api/v1/" + path.format(quote(text, safe=""))

        assert refusal(api.post(url, body))[0] == 404, url


@pytest.mark.parametrize(
    "method", ["PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND", "HEAD", "get"]
)
def test_odd_methods(api: KeyClient, paths: dict[str, str], method: str) -> None:
    for path in ["me/", "orders/", "orders/{order}/", "messages/", "keys/", "nothing/", ""]:
        response = api.generic(method, "/api/v1/" + path.format(**paths))

        assert response.status_code in {200, 404, 405}, (method, path)
        if method != "HEAD" and response.status_code >= 400:
            refusal(response)
        if response.status_code == 405:
            assert method.upper() not in response.headers["Allow"]


@pytest.mark.parametrize(
    ("accept", "status"),
    [
        ("*/*", 200),
        ("application/json", 200),
        ("application/*", 200),
        ("text/html", 406),
        ("application/xml", 406),
        ("\xff;q=x", 406),
    ],
)
def test_other_formats_are_refused(api: KeyClient, accept: str, status: int) -> None:
    response = api.get("me/", headers={"Accept": accept})

    assert response.status_code == status
    bears(response, accept)


@pytest.mark.parametrize(
    "header",
    ["", " ", "Bearer", "Bearer ", "bearer x", "Bearer \x7f", "Basic OnB3", "Bearer " + "x" * 9000],
)
def test_odd_authorization(store: Store, header: str) -> None:
    response = KeyClient().get("me/", headers={"Authorization": header})

    assert refusal(response)[0] == 401


@pytest.mark.parametrize("path", ["", "nothing/", "orders", "me", "orders/x/y/z/", "%00", "é/"])
def test_a_path_that_is_none_says_so_to_anybody(store: Store, path: str) -> None:
    assert refusal(KeyClient().get(f"/api/v1/{path}" if path else "/api/v1/"))[0] == 404
    assert refusal(make_client(store.agency).post(f"/api/v1/{path}"))[0] == 404


def test_a_foreign_host_is_refused_as_a_problem(store: Store) -> None:
    response = KeyClient().get("me/", headers={"Host": "elsewhere.example"})

    assert refusal(response) == (400, "malformed")


def test_a_bug_is_a_problem_too(api: KeyClient, monkeypatch: pytest.MonkeyPatch) -> None:
    from stores import api as views

    def broken(*_: Any) -> None:
        raise ZeroDivisionError("secret words")

    monkeypatch.setattr(views.Me, "shown", broken)

    response = api.get("me/")

    assert refusal(response) == (500, "internal")
    assert b"secret" not in response.content


def test_a_database_that_is_away_asks_for_patience(
    api: KeyClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.db import OperationalError

    from stores import api as views

    def away(*_: Any) -> None:
        raise OperationalError("server closed the connection")

    monkeypatch.setattr(views.Me, "shown", away)

    response = api.get("me/")

    assert refusal(response) == (503, "unavailable")
    assert int(response.headers["Retry-After"]) > 0


def test_a_cursor_is_of_one_list_of_one_agency(api: KeyClient, store: Store) -> None:
    elsewhere = make_store()
    for where in (store, elsewhere):
        for _ in range(3):
            make_message(make_order(where))
    mine = api.get("orders/", {"limit": 2}).json()["next_cursor"]
    theirs = make_client(elsewhere.agency).get("orders/", {"limit": 2}).json()["next_cursor"]

    assert api.get("orders/", {"limit": 2, "cursor": mine}).status_code == 200
    for path, cursor in (("orders/", theirs), ("messages/", mine), ("stores/", mine)):
        assert refusal(api.get(path, {"cursor": cursor})) == (400, "bad-cursor")
    changed = api.get("orders/", {"cursor": mine, "tag": "gift"})
    assert refusal(changed) == (400, "bad-cursor")
