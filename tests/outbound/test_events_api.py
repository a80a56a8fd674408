"""The feed for programs that ask: everything once, oldest first, of one's own stores."""

import threading
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from orders.models import Activity
from outbound import events_api
from stores.models import Store
from stores.roles import Verb
from stores.scope import every_store
from tests.analytics.feeds import wait_for_the_feed
from tests.factories.keys import KeyClient, make_client
from tests.factories.orders import make_order
from tests.factories.outbound import make_endpoint
from tests.factories.stores import make_store
from tests.outbound.feeds import read_all, tell
from tests.outbound.receiver import receiver
from tests.outbound.runs import clock, post

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def store() -> Store:
    return make_store(name="Fjell & Garn")


def read(api: KeyClient, **query: Any) -> tuple[list[Any], str]:
    """To the end; the events, and the cursor to go on with."""
    wait_for_the_feed()
    found: list[Any] = []
    while True:
        answer = api.get("events/", query)
        assert answer.status_code == 200, answer.json()
        said = answer.json()
        found += said["results"]
        query["after"] = said["cursor"]
        if not said["has_more"]:
            return found, said["cursor"]


def test_polling_tells_what_webhooks_post_and_each_event_once(store: Store) -> None:
    api = make_client(store.agency)
    with receiver() as there:
        make_endpoint(store, there.url)
        orders = [make_order(store) for _ in range(5)]
        for order in orders:
            tell(order, "ORDER_CLOSED")
        read_all()
        post(clock())

    found, cursor = read(api, limit=3)
    tell(orders[0], "ORDER_ARCHIVED")
    later, end = read(api, after=cursor)
    nothing, _ = read(api, after=end)

    posted = {call.id: call.said for call in there.taken}
    assert {event["id"]: event for event in found} == posted
    assert len(found) == 10
    assert [event["type"] for event in later] == ["order.archived"]
    assert nothing == []


def test_what_commits_late_comes_after_the_cursor(store: Store) -> None:
    api, order = make_client(store.agency), make_order(store)
    _, cursor = read(api)
    may_end, has_begun = threading.Event(), threading.Event()

    def slowly() -> None:
        try:
            with every_store(because="a test writes slowly"), transaction.atomic():
                Activity.objects.create(
                    store=store, order=order, kind="TAGGED", at=timezone.now(), key="slow"
                )
                has_begun.set()
                may_end.wait(30)
        finally:
            connection.close()

    late = threading.Thread(target=slowly)
    late.start()
    has_begun.wait(30)
    tell(order, "ORDER_CLOSED")
    early = api.get("events/", {"after": cursor}).json()
    may_end.set()
    late.join()
    found, _ = read(api, after=early["cursor"])

    assert early["results"] == []
    assert [event["type"] for event in found] == ["order.tagged", "order.closed"]


def test_filters_leave_out_and_the_cursor_passes_over(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(events_api, "READ_AT_ONCE", 2)
    sister = make_store(store.agency)
    api = make_client(store.agency)
    ours, theirs = make_order(store), make_order(sister)
    for order in (ours, theirs):
        tell(order, "ORDER_PAID")
        tell(order, "ORDER_CLOSED")

    def told(**query: Any) -> list[tuple[str, str]]:
        return [(event["type"], event["data"]["order"]) for event in read(api, **query)[0]]

    mine = str(ours.public_id)
    assert told(store=str(store.public_id)) == [
        (type_, mine) for type_ in ("order.placed", "order.paid", "order.closed")
    ]
    assert told(order=mine, kinds="ORDER_CLOSED,NOTED") == [("order.closed", mine)]
    assert len(told(kinds="ORDER_PAID")) == 2
    assert told(since=timezone.now().isoformat()) == []
    assert len(told(since="2020-01-01T00:00:00Z")) == 6


def test_a_key_reads_its_own_stores_and_its_own_agencys_cursors(store: Store) -> None:
    sister, foreign = make_store(store.agency), make_store()
    make_order(store)
    other = make_order(foreign)
    few = make_client(store.agency, stores=[sister])
    whole, intruder = make_client(store.agency), make_client(foreign.agency)
    _, cursor = read(whole)

    assert read(few)[0] == []
    assert [each["data"]["order"] for each in read(intruder)[0]] == [str(other.public_id)]
    stolen = intruder.get("events/", {"after": cursor})
    assert (stolen.status_code, stolen.json()["code"]) == (400, "bad-cursor")
    for query in ({"store": str(store.public_id)}, {"order": str(other.public_id)}):
        assert few.get("events/", query).status_code == 422
    for bad in ({"kinds": "NOTHING"}, {"after": "x" * 401}, {"limit": 0}, {"since": "soon"}):
        assert whole.get("events/", bad).status_code == 422
    assert whole.get("events/", {"after": "nonsense"}).status_code == 400


@pytest.mark.parametrize("count", [1, 60])
def test_a_page_costs_the_same_for_one_event_and_for_many(
    store: Store, django_assert_num_queries: Any, count: int
) -> None:
    api = make_client(store.agency, [Verb.VIEW_ORDERS])
    for _ in range(count):
        make_order(store)
    wait_for_the_feed()
    api.get("me/")

    with django_assert_num_queries(2):
        answer = api.get("events/")

    assert len(answer.json()["results"]) == count
