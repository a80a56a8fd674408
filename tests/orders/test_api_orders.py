"""Orders over the API: searched, read, noted."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from messaging.states import Reason, State
from orders.foreign import number_of
from orders.models import Note, Order
from stores.models import Store
from stores.roles import Verb
from stores.scope import every_store
from tests.factories.keys import KeyClient, make_client
from tests.factories.messages import make_message
from tests.factories.orders import make_order
from tests.factories.stores import make_store
from tests.problems import refusal

pytestmark = pytest.mark.django_db


def names(response: Any) -> list[str]:
    return [row["name"] for row in response.json()["results"]]


def test_orders_are_listed_newest_first_over_all_stores(api: KeyClient, store: Store) -> None:
    sibling = make_store(store.agency)
    now = timezone.now()
    for minutes, where in enumerate([store, sibling, store, sibling]):
        make_order(where, name=f"#{minutes}", placed_at=now - timedelta(minutes=minutes))

    listed = api.get("orders/")

    assert names(listed) == ["#0", "#1", "#2", "#3"]
    row = listed.json()["results"][0]
    assert row["store"] == {"id": str(store.public_id), "name": store.name}
    assert row["total"] == {"amount_minor": 184900, "currency": "NOK"}
    assert row["placed_at"].endswith("Z")


def test_a_stub_is_no_order_yet(api: KeyClient, store: Store) -> None:
    stub = make_order(store, placed_at=timezone.now(), name="#1")
    with every_store(because="a test makes a stub"):
        Order.objects.filter(pk=stub.pk).update(placed_at=None, changed_at=None)

    assert names(api.get("orders/")) == []
    assert refusal(api.get(f"orders/{stub.public_id}/")) == (404, "not-found")


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"q": "1001"}, ["#1001"]),
        ({"q": "#1001"}, ["#1001"]),
        ({"q": "OLA@example.com"}, ["#1001"]),
        ({"q": "ola n"}, ["#1001"]),
        ({"q": "nord"}, ["#1001"]),
        ({"q": "ndmann"}, []),
        ({"financial_state": "PENDING"}, ["#1001"]),
        ({"financial_state": "pending"}, ["#1001"]),
        ({"fulfilment_state": "FULFILLED"}, ["#1002"]),
        ({"placed_since": "2026-03-02T00:00:00Z"}, ["#1002"]),
        ({"placed_until": "2026-03-02T00:00:00Z"}, ["#1001"]),
        ({"placed_until": "2026-03-02T01:00:00+01:00"}, ["#1001"]),
        ({"email": "OLA@example.com"}, ["#1001"]),
        ({"email": "ola"}, []),
        ({"name": "#1001"}, ["#1001"]),
        ({"name": "1001"}, []),
        ({"number": "1001"}, ["#1001"]),
        ({"shopify_id": "77"}, ["#1001"]),
        ({"locale": "de-DE"}, ["#1001"]),
        ({"ref": "anna"}, ["#1001"]),
        ({"updated_since": "2026-03-05T00:00:00Z"}, ["#1002"]),
        ({"updated_since": "2026-03-05T00:00:00Z", "email": "ola@example.com"}, []),
        ({"message_state": "SENT"}, ["#1001"]),
        ({"message_state": "FAILED"}, []),
        ({"message_state": "HELD", "q": "1002"}, ["#1002"]),
    ],
)
def test_a_search_finds(
    api: KeyClient, store: Store, asked: dict[str, str], found: list[str]
) -> None:
    ola = make_order(
        store,
        name="#1001",
        number=1001,
        email="ola@example.com",
        buyer_name="Ola Nordmann",
        financial_state="PENDING",
        shopify_id=77,
        locale="de-DE",
        landing_site_ref="anna",
        placed_at=datetime.fromisoformat("2026-03-01T12:00:00+00:00"),
    )
    siv = make_order(
        store,
        name="#1002",
        number=1002,
        email="siv@example.com",
        buyer_name="Siv Berg",
        fulfilment_state="FULFILLED",
        placed_at=datetime.fromisoformat("2026-03-03T12:00:00+00:00"),
        changed_at=datetime.fromisoformat("2026-03-06T12:00:00+00:00"),
    )
    make_message(ola)
    make_message(siv, state=State.HELD, reason=Reason.TOO_OLD, sent_at=None)

    assert names(api.get("orders/", asked)) == found


@pytest.mark.parametrize(
    "looked_for",
    [
        {"q": "kari"},
        {"email": "kari@example.com"},
        {"name": "#1"},
        {"number": "1"},
        {"shopify_id": "1"},
        {"external_id": "web-7"},
        {"updated_since": "2026-03-01T00:00:00Z"},
    ],
)
def test_who_looks_for_an_order_or_for_what_changed_finds_archived_ones(
    api: KeyClient, store: Store, looked_for: dict[str, str]
) -> None:
    known = 1 if "shopify_id" in looked_for else number_of("web-7")
    away: dict[str, Any] = {"archived_at": timezone.now(), "external_id": "web-7"}
    make_order(store, name="#1", number=1, shopify_id=known, **away)

    assert names(api.get("orders/")) == []
    assert names(api.get("orders/", looked_for)) == ["#1"]
    assert names(api.get("orders/", {**looked_for, "archived": "no"})) == []


def test_a_search_can_keep_to_one_store(api: KeyClient, store: Store) -> None:
    make_order(store, name="#1")
    sibling = make_store(store.agency)
    make_order(sibling, name="#2")

    assert names(api.get("orders/", {"store": str(sibling.public_id)})) == ["#2"]
    assert refusal(api.get("orders/", {"store": str(make_store().public_id)})) == (422, "invalid")


def test_an_order_is_read_with_its_lines_and_sums(api: KeyClient, store: Store) -> None:
    order = make_order(store, lines=2, currency="JPY", presentment={"total_minor": 12})

    said = api.get(f"orders/{order.public_id}/").json()

    assert [line["title"] for line in said["lines"]] == ["Yarn 0", "Yarn 1"]
    assert said["lines"][0]["price"] == {"amount_minor": 184900, "currency": "JPY"}
    assert said["totals"]["total"] == {"amount_minor": 184900, "currency": "JPY"}
    assert said["presentment_totals"]["total"] == {"amount_minor": 12, "currency": "NOK"}
    assert order.token not in str(said)


def test_a_client_may_ask_for_a_few_fields(api: KeyClient, store: Store) -> None:
    order = make_order(store)

    assert api.get("orders/", {"fields": "name,email"}).json()["results"] == [
        {"name": order.name, "email": order.email}
    ]
    assert api.get(f"orders/{order.public_id}/", {"fields": "name"}).json() == {"name": order.name}
    refused = api.get("orders/", {"fields": "name,token"})
    assert refusal(refused) == (422, "invalid")
    assert "token" in refused.json()["errors"][0]["message"]


def test_the_timeline_tells_what_happened_newest_first(api: KeyClient, store: Store) -> None:
    order = make_order(store)
    message = make_message(order)
    api.post(f"orders/{order.public_id}/notes/", {"text": "Called."})

    rows = api.get(f"orders/{order.public_id}/timeline/").json()["results"]

    assert [row["kind"] for row in rows] == ["NOTED", "MESSAGE_SENT", "ORDER_PLACED"]
    assert [row["message"] for row in rows] == [None, str(message.public_id), None]
    assert rows[0]["actor"] == "API key ERP"
    assert len({row["id"] for row in rows}) == 3


def test_a_note_is_written_and_read(api: KeyClient, store: Store) -> None:
    order = make_order(store)

    written = api.post(f"orders/{order.public_id}/notes/", {"text": "  Called.  "})

    assert written.status_code == 201
    listed = api.get(f"orders/{order.public_id}/notes/").json()["results"]
    assert listed == [written.json()]
    assert listed[0]["text"] == "Called."


@pytest.mark.parametrize(
    "field", ["id", "store", "store_id", "order", "order_id", "author", "author_id", "created_at"]
)
def test_a_note_takes_nothing_but_its_text(api: KeyClient, store: Store, field: str) -> None:
    path = f"orders/{make_order(store).public_id}/notes/"

    refused = api.post(path, {"text": "Sly", field: 1})

    assert refusal(refused) == (422, "invalid")
    with every_store(because="a test looks"):
        assert not Note.objects.exists()
    assert api.post(path, {"text": "Honest"}).status_code == 201


@pytest.mark.parametrize("text", ["", "   ", "a\x00b", "x" * 5001, None, 5, [], {}])
def test_a_note_that_says_nothing_or_too_much_is_refused(
    api: KeyClient, store: Store, text: Any
) -> None:
    path = f"orders/{make_order(store).public_id}/notes/"

    refused = api.post(path, {"text": text})

    assert refusal(refused) == (422, "invalid")
    assert refused.json()["errors"][0]["field"] == "text"


def test_who_may_only_look_writes_no_notes(store: Store) -> None:
    order = make_order(store)
    reader = make_client(store.agency, [Verb.VIEW_ORDERS])
    path = f"orders/{order.public_id}/notes/"

    assert reader.get(path).status_code == 200
    assert refusal(reader.post(path, {"text": "No"})) == (403, "forbidden")


def test_a_key_for_messages_alone_sees_no_orders(store: Store) -> None:
    order = make_order(store)
    blind = make_client(store.agency, [Verb.VIEW_MESSAGES, Verb.NOTE_ORDERS, Verb.SEND_MESSAGES])

    for path in ("orders/", f"orders/{order.public_id}/", f"orders/{order.public_id}/timeline/"):
        assert refusal(blind.get(path)) == (403, "forbidden")


def test_a_key_of_one_store_sees_no_orders_of_its_sibling(store: Store) -> None:
    sibling = make_store(store.agency)
    theirs = make_order(sibling, name="#CANARY")
    narrow = make_client(store.agency, stores=[store])
    wide = make_client(store.agency)

    assert "CANARY" in wide.get("orders/").content.decode()
    assert "CANARY" not in narrow.get("orders/").content.decode()
    assert wide.get(f"orders/{theirs.public_id}/").status_code == 200
    assert refusal(narrow.get(f"orders/{theirs.public_id}/")) == (404, "not-found")


@pytest.mark.parametrize("part", ["", "timeline/", "notes/"])
def test_another_agencys_order_is_as_unknown_as_none(
    api: KeyClient, store: Store, part: str
) -> None:
    foreign = make_order(make_store(), buyer_name="Canary Bird", email="canary@example.com")
    make_message(foreign)

    refused = api.get(f"orders/{foreign.public_id}/{part}")

    assert refusal(refused) == (404, "not-found")
    assert refused.content == api.get(f"orders/{uuid4()}/{part}").content
    assert b"anary" not in api.get("orders/").content
    assert api.get("orders/", {"q": "canary@example.com"}).json()["results"] == []
    if part == "notes/":
        assert refusal(api.post(f"orders/{foreign.public_id}/notes/", {"text": "x"}))[0] == 404


def test_pages_neither_skip_nor_repeat_while_orders_come_in(api: KeyClient, store: Store) -> None:
    sibling = make_store(store.agency)
    now = timezone.now()
    for number in range(25):  # several at the same moment, over two stores
        make_order(
            store if number % 2 else sibling,
            name=f"#{number}",
            placed_at=now - timedelta(minutes=number // 3),
        )
    wanted = names(api.get("orders/", {"limit": 200}))

    seen: list[str] = []
    url: str | None = "/api/v1/orders/?limit=4"
    while url:
        page = api.get(url)
        seen += names(page)
        make_order(store, name="#late", placed_at=timezone.now())
        url = page.json()["next"]

    assert seen == wanted
    assert len(seen) == 25


@pytest.mark.parametrize(
    "path", ["orders/", "orders/{}/", "orders/{}/timeline/", "orders/{}/notes/"]
)
def test_a_page_costs_as_many_queries_for_fifty_rows_as_for_one(
    api: KeyClient, store: Store, path: str
) -> None:
    order = make_order(store)
    message = make_message(order)
    url = path.format(order.public_id)
    api.post(f"orders/{order.public_id}/notes/", {"text": "First"})
    api.warm()
    with CaptureQueriesContext(connection) as for_one:
        api.get(url)
    for number in range(49):
        make_order(store)
        make_message(order, sequence=message.sequence + number + 1)
        api.post(f"orders/{order.public_id}/notes/", {"text": "More"})

    with CaptureQueriesContext(connection) as for_many:
        api.get(url)

    assert len(for_many) == len(for_one)
    # The key; then the page.
    assert (
        len(for_one) - 1
        == {
            "orders/": 1,
            "orders/{}/": 1,  # with lines, fulfilments, refunds
            "orders/{}/timeline/": 3,  # the order, what happened, its messages
            "orders/{}/notes/": 2,  # the order, the notes
        }[path]
    )


def test_tags_are_added_and_taken_away_by_their_sense(api: KeyClient, store: Store) -> None:
    order = make_order(store, tags=["gift"], shopify_tags=["gift"])
    url = f"orders/{order.public_id}/tags/"

    added = api.post(url, {"tag": " Fragile  glass "})
    twice = api.post(url, {"tag": "FRAGILE GLASS"})
    taken = api.post(f"{url}remove/", {"tag": "GIFT"})
    nothing = api.post(f"{url}remove/", {"tag": "unheard of"})

    assert added.json() == twice.json() == {"tags": ["Fragile glass", "gift"]}
    assert taken.json() == nothing.json() == {"tags": ["Fragile glass"]}
    assert api.get(f"orders/{order.public_id}/").json()["tags"] == ["Fragile glass"]


@pytest.mark.parametrize(
    "body", [{}, {"tag": ""}, {"tag": "\x00"}, {"tag": "x" * 256}, {"tag": []}]
)
def test_odd_tags_are_refused(api: KeyClient, store: Store, body: dict[str, Any]) -> None:
    order = make_order(store)

    for path in ("tags/", "tags/remove/"):
        assert refusal(api.post(f"orders/{order.public_id}/{path}", body)) == (422, "invalid")


def test_tags_of_a_foreign_order_are_404_and_need_the_verb(api: KeyClient, store: Store) -> None:
    foreign = make_order(make_store())
    own = make_order(store)
    reader = make_client(store.agency, [Verb.VIEW_ORDERS])

    assert refusal(api.post(f"orders/{foreign.public_id}/tags/", {"tag": "mine"}))[0] == 404
    assert refusal(reader.post(f"orders/{own.public_id}/tags/", {"tag": "mine"}))[0] == 403
