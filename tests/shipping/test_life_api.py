"""Parcels' life for programs: alarms, services that tell, and scans."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from orders.models import Order
from shipping.models import Alarm, AlarmKind, Parcel, TrackerAccount
from stores.models import Store
from stores.scope import store_scope
from tests.factories.keys import KeyClient, make_client
from tests.factories.orders import make_order
from tests.factories.shipping import make_alarm, make_parcel
from tests.factories.stores import make_agency, make_store

pytestmark = pytest.mark.django_db

JSON = "application/json"


@pytest.fixture
def order(store: Store) -> Order:
    return make_order(store)


def alarm_of(order: Order, kind: AlarmKind = AlarmKind.STALLED) -> Alarm:
    with store_scope(order.store_id):
        return make_alarm(order, kind, parcel=make_parcel(order))


def test_alarms_are_listed_and_settled(api: KeyClient, order: Order) -> None:
    alarm = alarm_of(order)
    url = f"/api/v1/alarms/{alarm.public_id}/settle/"

    listed = api.get("/api/v1/alarms/").json()["results"]
    settled = api.post(url, {"because": "Found it"}).json()
    again = api.post(url, {"because": "Once more"}).json()

    assert [(one["kind"], one["order"]["name"]) for one in listed] == [("STALLED", order.name)]
    assert listed[0]["parcel"]["number"] == "370722150123456789"
    assert settled["because"] == again["because"] == "Found it"
    assert api.get("/api/v1/alarms/").json()["results"] == []
    over = api.get("/api/v1/alarms/?state=OVER&kind=STALLED").json()["results"]
    assert [one["id"] for one in over] == [str(alarm.public_id)]


def test_lists_ask_as_often_for_many_as_for_one(api: KeyClient, store: Store) -> None:
    counts = []
    for count in (1, 20):
        for _ in range(count):
            alarm_of(make_order(store))
        api.get("/api/v1/alarms/")
        with CaptureQueriesContext(connection) as asked:
            api.get("/api/v1/alarms/")
        counts.append(len(asked))

    assert counts[0] == counts[1]


def test_a_service_lives(api: KeyClient, store: Store) -> None:
    wanted = {"store": str(store.public_id), "service": "AFTERSHIP", "secret": "a long secret"}

    made = api.post("/api/v1/tracking-services/", wanted)
    url = f"/api/v1/tracking-services/{made.json()['id']}/"

    assert made.status_code == 201
    assert made.json()["url"].endswith(f"/in/carriers/{made.json()['id']}")
    assert "secret" not in made.json()
    twice = api.post("/api/v1/tracking-services/", wanted)
    assert (twice.status_code, twice.json()["code"]) == (409, "tracker-is-there")
    short = api.patch(url, {"secret": "abc"}, content_type=JSON)
    assert (short.status_code, short.json()["code"]) == (409, "bad-tracker-secret")
    changed = api.patch(
        url, {"secret": "another long secret", "is_on": False}, content_type=JSON
    ).json()
    assert changed["is_on"] is False
    with store_scope(store.pk):
        assert TrackerAccount.objects.get().secret == "another long secret"
    assert api.delete(url).status_code == 200
    assert api.get(url).status_code == 404


def scans_of(api: KeyClient, parcel: Parcel) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = api.get(f"/api/v1/parcels/{parcel.public_id}/scans/").json()[
        "results"
    ]
    return found


def test_programs_say_where_a_parcel_is(api: KeyClient, order: Order) -> None:
    with store_scope(order.store_id):
        parcel = make_parcel(order)
    url = f"/api/v1/parcels/{parcel.public_id}/scans/"
    at = timezone.now() - timedelta(days=1)
    scan = {"state": "IN_TRANSIT", "at": at.isoformat(), "city": "Oslo"}

    statuses = [api.post(url, scan).status_code, api.post(url, scan).status_code]
    ahead = api.post(url, {"state": "DELIVERED", "at": "2099-01-01T00:00:00Z"})

    assert statuses == [201, 200]
    assert (ahead.status_code, ahead.json()["code"]) == (409, "scan-lies-ahead")
    assert [(one["state"], one["origin"]) for one in scans_of(api, parcel)] == [
        ("IN_TRANSIT", "API")
    ]
    with store_scope(order.store_id):
        parcel.refresh_from_db()
    assert parcel.state == "IN_TRANSIT"


def test_a_stranger_finds_nothing(store: Store, order: Order) -> None:
    other = make_agency(name="Somebody else")
    make_store(other)
    stranger = make_client(other)
    alarm = alarm_of(order)

    assert stranger.get("/api/v1/alarms/").json()["results"] == []
    assert stranger.post(f"/api/v1/alarms/{alarm.public_id}/settle/", {}).status_code == 404
