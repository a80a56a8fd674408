"""Odd input to every path of the API: never a 5xx, always JSON, refusals always whole problems."""

import itertools
import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest

from stores.models import Store
from tests.factories.keys import KeyClient, make_client, make_key
from tests.factories.messages import make_message
from tests.factories.messaging import make_rescue_case, make_suppression
from tests.factories.orders import make_order
from tests.factories.stores import make_store
from tests.problems import refusal

pytestmark = pytest.mark.django_db

TEXTS = [
    "",
    " ",
    "\x00",
    "a\x00b",
    "%",
    "_",
    "*",
    "'",
    '"',
    "' OR 1=1 --",
    "\\",
    "#",
    "##",
    "#\x00",
    "@",
    "1" * 40,
    "9223372036854775807",
    "9223372036854775808",
    "-1",
    "٣",
    "²",
    "1e9",
    "NaN",
    "null",
    "true",
    "[]",
    "../../etc/passwd",
    "<script>alert(1)</script>",
    "{{7*7}}",
    "\U0010ffff",
    "\ufeff",
    "\u202e",
    "ﬁ" * 300,
    "a" * 5000,
    "x@" + "y" * 400,
    "00000000-0000-0000-0000-000000000000",
    "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:59:59-12:00",
    "2026-02-30T00:00:00Z",
    "2026-03-01",
]
FILTERS = {
    "orders/": [
        "q",
        "store",
        "tag",
        "financial_state",
        "fulfilment_state",
        "placed_since",
        "placed_until",
        "message_state",
        "limit",
        "cursor",
        "fields",
    ],
    "messages/": ["store", "order", "state", "kind", "recipient", "planned_since", "cursor"],
    "promo-pools/": ["store", "cursor", "fields"],
    "incidents/": ["is_open", "cursor", "fields", "limit"],
    "message-batches/": ["cursor", "fields", "limit"],
    "consents/": ["store", "address", "cursor", "fields", "limit"],
    "halts/": ["cursor", "fields", "limit"],
    "rescue-cases/": ["store", "cause", "state", "cursor", "fields"],
    "suppressions/": ["store", "address", "cause", "is_lifted", "cursor", "fields"],
    "stores/": ["limit", "cursor", "fields"],
    "keys/": ["limit", "cursor"],
    "me/": ["fields", "nonsense"],
}
RAW_QUERIES = ["q=%ff%fe", "q=%", "q=%00", "&&&", "=", "q=a&q=b", "limit=0", "limit=201", "%00=1"]
BODIES = [
    b"",
    b" ",
    b"{",
    b"[]",
    b'"text"',
    b"null",
    b"1",
    b"{}",
    b'{"text": NaN}',
    b'{"text": Infinity}',
    b'{"text": 1e999}',
    b'{"text": "\\u0000"}',
    b'{"text": "\\ud800"}',
    b'{"text": "\\ud83d\\ude00 \\udc00"}',
    b'{"\\u0000": 1}',
    b'{"\\ud800": 1}',
    b'{"kind": {"$ne": 1}}',
    b'{"kind": "ORDER_CONFIRMATION", "__proto__": {}}',
    b'{"name": [], "verbs": {}, "stores": "x"}',
    b'{"name": "a", "verbs": ["VIEW_STORES", null, 5, []]}',
    b'{"name": "a", "verbs": ["VIEW_STORES"], "stores": ["x", 5, null]}',
    b'{"name": "a", "verbs": ["VIEW_STORES"], "expires_at": "0001-01-01T00:00:00+14:00"}',
    b'{"name": "a", "verbs": ["VIEW_STORES"], "expires_at": 5}',
    b'{"name": "\\u0000", "verbs": ["VIEW_STORES"]}',
    b'{"because": "x", "recipient": "a@b"}',
    b'{"because": "x\\ny", "recipient": "a@b.example\\r\\nBcc: x@y.example"}',
    b'{"text": 12345678901234567890123456789012345678901234567890}',
    b'{"text": "a", "text": "b"}',
    b'{"tag": "\\u0000"}',
    b'{"tag": "\\u202e \\u200b"}',
    b'{"tag": ["a"]}',
    b'{"kind": "ORDER_CONFIRMATION", "mode": "off"}',
    b'{"kind": ["ORDER_CONFIRMATION"], "mode": {}}',
    b'{"kind": "SHIPPING_UPDATE", "mode": "OFF"}',
    b'{"because": "\\u202e"}',
    b'{"store": "x", "address": "x"}',
    b'{"store": "x", "name": "\\u0000", "codes": [null, 1, []]}',
    b'{"store": null, "address": "a@b.example\\r\\nBcc: x@y.example"}',
    b"\xff\xfe{\x00}\x00",
    b"\xef\xbb\xbf{}",
    b"\x00" * 50,
    b"[" * 100_000,
    b'{"a":' * 100_000,
    b'{"text": "' + b"x" * 1_100_000 + b'"}',
]
TYPES = [
    "application/json",
    "text/plain",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "application/json; charset=utf-7",
    "",
    "nonsense",
]
IDS = [
    "1",
    "1" * 40,
    "0",
    "-1",
    "abc",
    "\x00",
    "00000000-0000-0000-0000-000000000000",
    "../..",
    "é",
    "a" * 3000,
    "%2e%2e",
]


@pytest.fixture
def paths(store: Store) -> dict[str, str]:
    order = make_order(store)
    message = make_message(order)
    suppression = make_suppression(store)
    key, _ = make_key(store.agency)
    return {
        "order": str(order.public_id),
        "message": str(message.public_id),
        "key": key.lookup,
        "store": str(store.public_id),
        "suppression": str(suppression.public_id),
        "rescue": str(make_rescue_case(order).public_id),
    }


WRITES = [
    "orders/{order}/notes/",
    "orders/{order}/tags/",
    "orders/{order}/tags/remove/",
    "orders/{order}/messages/",
    "stores/{store}/modes/",
    "stores/{store}/checklist/",
    "stores/{store}/senders/",
    "stores/{store}/senders/order/",
    "promo-pools/",
    "message-batches/",
    "message-batches/dry-run/",
    "consents/",
    "halts/",
    "rescue-cases/{rescue}/mend/",
    "rescue-cases/{rescue}/dismiss/",
    "suppressions/",
    "suppressions/{suppression}/lift/",
    "messages/{message}/release/",
    "messages/{message}/cancel/",
    "messages/{message}/mark-sent/",
    "messages/{message}/send-again/",
    "keys/",
    "keys/{key}/revoke/",
    "keys/{key}/rotate/",
]
BY_ID = [
    "orders/{}/",
    "orders/{}/timeline/",
    "orders/{}/notes/",
    "stores/{}/modes/",
    "stores/{}/checklist/",
    "stores/{}/senders/",
    "senders/{}/",
    "messages/{}/",
    "messages/{}/body/",
    "message-batches/{}/",
]
DEEDS_BY_ID = {
    "message-batches/{}/cancel/": {},
    "halts/{}/lift/": {},
    "senders/{}/resume/": {},
    "keys/{}/revoke/": {},
    "orders/{}/tags/": {"tag": "a"},
    "orders/{}/tags/remove/": {"tag": "a"},
    "suppressions/{}/lift/": {"because": "a"},
    "rescue-cases/{}/mend/": {"address": "anna@example.com"},
    "rescue-cases/{}/dismiss/": {"because": "a"},
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
    cases = list(queries())

    for case in cases:
        bears(api.get(f"/api/v1/{case}"), case)
    assert len(cases) > 900


@pytest.mark.parametrize("path", WRITES)
def test_odd_bodies(store: Store, paths: dict[str, str], path: str) -> None:
    url = "/api/v1/" + path.format(**paths)
    method = "PUT" if path.endswith("modes/") else "POST"
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
