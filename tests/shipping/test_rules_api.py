"""A store's delivery rules for programs."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shipping.models import Calendar, CollectionProduct, ProcessingTime, RuleChange, TransitTime
from stores.models import Store
from stores.scope import store_scope
from tests.factories.keys import KeyClient
from tests.factories.stores import make_store
from tests.problems import refusal


def body(store: Store, **fields: Any) -> dict[str, Any]:
    return {
        "store": str(store.public_id),
        "level": "PRODUCT",
        "target": "84",
        "min_days": 2,
        "max_days": 5,
        **fields,
    }


def test_a_processing_time_is_set_changed_listed_and_removed(store: Store, api: KeyClient) -> None:
    made = api.post("processing-times/", body(store, label="Sweater"))
    again = api.post("processing-times/", body(store, label="Sweater"))
    assert (made.status_code, again.status_code) == (201, 200)
    assert made.json()["id"] == again.json()["id"]

    url = f"/api/v1/processing-times/{made.json()['id']}/"
    changed = api.patch(url, {"max_days": 7}, "application/json").json()
    assert (changed["min_days"], changed["max_days"], changed["label"]) == (2, 7, "Sweater")
    assert changed["changed_by"].startswith("API key ")

    api.post("processing-times/", body(store, level="STORE", target=""))
    page = api.get("processing-times/?limit=1").json()
    rest = api.get(page["next"]).json()["results"]
    assert [row["level"] for row in (*page["results"], *rest)] == ["STORE", "PRODUCT"]
    assert len(api.get("processing-times/?level=STORE").json()["results"]) == 1

    assert api.delete(url).json()["max_days"] == 7
    assert api.get(url).status_code == 404
    with store_scope(store.pk):
        assert ProcessingTime.objects.get().level == "STORE"
        assert RuleChange.objects.count() == 4


def test_what_is_refused_says_what_to_do(store: Store, api: KeyClient) -> None:
    swapped = api.post("processing-times/", body(store, min_days=9))
    wrong = api.post("processing-times/", body(store, target="eighty"))

    assert refusal(swapped) == refusal(wrong) == (409, "delivery-rule-refused")
    assert "swap them" in swapped.json()["detail"]
    assert "Shopify's id" in wrong.json()["detail"]


def test_another_agencys_store_and_calendar_are_unknown(store: Store, api: KeyClient) -> None:
    elsewhere = make_store()
    with store_scope(elsewhere.pk):
        calendar = Calendar.objects.create(store=elsewhere, name="Theirs", cutoff="12:00")

    theirs = api.post("processing-times/", body(elsewhere))
    borrowed = api.post("processing-times/", body(store, calendar=str(calendar.public_id)))

    assert theirs.status_code == 422
    assert borrowed.status_code == 404
    assert api.get(f"/api/v1/calendars/{calendar.public_id}/").status_code == 404


def test_a_table_is_taken_as_a_whole(store: Store, api: KeyClient) -> None:
    right = "level,target,min,max\nvendor,Rauma,1,2\nstore,,1,2\n"
    wrong = right + "vendor,Dale,5,1\n"

    def take(text: str) -> Any:
        told = {"store": str(store.public_id), "csv": text}
        return api.post("processing-times/table/", told).json()

    assert take(wrong)["troubles"][0]["line"] == 4
    assert take(right)["added_count"] == 2
    assert take(right)["same_count"] == 2


def test_calendars_have_one_default_and_keep_their_days(store: Store, api: KeyClient) -> None:
    told = {"store": str(store.public_id), "name": "Oslo", "cutoff": "14:00", "country": "NO"}
    summer = {"first": "2026-07-06", "last": "2026-07-24"}
    oslo = api.post("calendars/", {**told, "days": [summer]}).json()
    bergen = api.post("calendars/", {**told, "name": "Bergen", "is_default": True}).json()

    assert (oslo["is_default"], bergen["is_default"]) == (True, True)
    url = f"/api/v1/calendars/{oslo['id']}/"
    held = api.get(url).json()
    assert (held["is_default"], held["cutoff"]) == (False, "14:00")
    assert held["days"] == [{**summer, "is_open": False, "note": ""}]

    changed = api.patch(url, {"cutoff": "11:30"}, "application/json").json()
    assert (changed["cutoff"], len(changed["days"])) == ("11:30", 1)
    refused = api.delete(f"/api/v1/calendars/{bergen['id']}/")
    assert refusal(refused) == (409, "delivery-rule-in-use")
    assert api.delete(url).status_code == 200
    unknown = api.post("calendars/", {**told, "name": "Mars", "country": "XX"})
    assert refusal(unknown) == (409, "delivery-rule-refused")


def test_transit_times_settings_and_collections(store: Store, api: KeyClient) -> None:
    told = {"store": str(store.public_id), "country": "no", "min_days": 1, "max_days": 3}
    made = api.post("transit-times/", told)
    assert (made.status_code, api.post("transit-times/", told).status_code) == (201, 200)
    url = f"/api/v1/transit-times/{made.json()['id']}/"
    assert api.patch(url, {"postcode": "90"}, "application/json").json()["postcode"] == "90"
    assert len(api.get("transit-times/?country=no").json()["results"]) == 1
    assert api.delete(url).status_code == 200

    url = f"/api/v1/stores/{store.public_id}/delivery-settings/"
    assert api.get(url).json()["mixed_cart"] == "LATEST"
    changed = api.put(url, {"mixed_cart": "PER_LINE"}, "application/json").json()
    assert (changed["mixed_cart"], changed["risk_hours"]) == ("PER_LINE", 24)

    url = f"/api/v1/stores/{store.public_id}/collections/77/products/"
    told = {"products": ["1", "gid://shopify/Product/2"]}
    assert api.put(url, told, "application/json").json() == {"count": 2}
    assert [row["product"] for row in api.get(url).json()["results"]] == ["2", "1"]
    with store_scope(store.pk):
        assert CollectionProduct.objects.count() == 2
        assert not TransitTime.objects.exists()


@pytest.mark.parametrize("path", ["processing-times/", "transit-times/", "calendars/"])
def test_a_list_costs_the_same_for_one_row_and_for_many(
    store: Store, api: KeyClient, path: str
) -> None:
    def fill(number: int) -> None:
        told = {"store": str(store.public_id), "min_days": 1, "max_days": 2}
        api.post("processing-times/", {**told, "level": "VENDOR", "target": f"V{number}"})
        api.post("transit-times/", {**told, "country": "NO", "postcode": str(number)})
        day = {"first": "2026-12-24", "last": "2026-12-24"}
        named = {"store": told["store"], "name": f"C{number}", "cutoff": "14:00", "days": [day]}
        assert api.post("calendars/", named).status_code == 201

    fill(1)
    api.get(path)
    with CaptureQueriesContext(connection) as one:
        assert len(api.get(path).json()["results"]) == 1
    for number in range(2, 12):
        fill(number)
    with CaptureQueriesContext(connection) as many:
        assert len(api.get(path).json()["results"]) == 11

    assert len(one) == len(many) <= 6
