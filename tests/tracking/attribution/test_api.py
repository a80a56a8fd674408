"""Where orders came from, and how a store counts, for programs."""

import json
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from stores.models import Store
from stores.scope import store_scope
from tests.factories.attribution import bought, by_link, clicked, may, told
from tests.factories.keys import KeyClient
from tests.problems import refusal
from tests.tracking.attribution.ledgers import refund
from tracking.models import AttributionSettings


def put(api: KeyClient, url: str, body: dict[str, object]) -> Any:
    return api.generic("PUT", url, json.dumps(body), "application/json")


def test_an_order_tells_where_it_came_from_and_each_change(store: Store, api: KeyClient) -> None:
    message = clicked(store, may(1, 10, 5))
    order = bought(store, may(4), landing_site=by_link(message))
    told(store, "refunds/create", refund(2, day=6), may(6))

    said = api.get(f"/api/v1/orders/{order.public_id}/attribution/").json()

    last = said["credits"][0]
    assert (last["model"], last["message"]) == ("nh_last", str(message.public_id))
    assert (last["evidence"], last["touch_at"]) == ("TOKEN", "2026-05-01T10:05:00Z")
    assert last["net"] == {"amount_minor": 50_00, "currency": "EUR"}
    assert last["agency_net"] == {"amount_minor": 50_00, "currency": "EUR"}
    assert said["source"]["source"] == "notifyhub"
    of_last = [each for each in said["changes"] if each["model"] == "nh_last"]
    assert [
        (each["because"], each["gross"]["amount_minor"], each["refunds"]["amount_minor"])
        for each in of_last
    ] == [
        ("ORDER", 70_00, 0),
        ("REFUND", 0, 20_00),
    ]


def test_an_order_of_nobody_says_so(store: Store, api: KeyClient) -> None:
    order = bought(store, may(4), source_name="pos")

    said = api.get(f"/api/v1/orders/{order.public_id}/attribution/").json()

    assert (said["credits"], said["exclusion"]) == ([], "POS")


def test_it_costs_the_same_for_many_changes(store: Store, api: KeyClient) -> None:
    message = clicked(store, may(1, 10, 5))
    order = bought(store, may(4), landing_site=by_link(message))
    url = f"/api/v1/orders/{order.public_id}/attribution/"
    api.get(url)
    counts = []
    for day in (5, 6, 7):
        with CaptureQueriesContext(connection) as queries:
            api.get(url)
        counts.append(len(queries))
        body = refund(1, day=day) | {"id": 3_000_000_000_000 + day}
        told(store, "refunds/create", body, may(day))

    assert counts[0] == counts[2] <= 8


def test_a_store_chooses_how_it_counts(store: Store, api: KeyClient) -> None:
    url = f"/api/v1/stores/{store.public_id}/attribution/"
    before = api.get(url).json()

    refs = ["spring*", "SPRING*", "x"]
    said = put(api, url, {"window_days": 14, "counts_drafts": True, "tagged_refs": refs}).json()

    assert (before["window_days"], before["tagged_refs"]) == (7, ["*"])
    assert said == api.get(url).json()
    assert (said["window_days"], said["counts_drafts"], said["counts_pos"]) == (14, True, False)
    assert said["tagged_refs"] == ["SPRING*", "x"]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"window_days": 0}, 422),
        ({"window_days": 31}, 422),
        ({"window": 7}, 422),
        ({"tagged_refs": ["a,b"]}, 409),
        ({"tagged_refs": ["a*b"]}, 409),
        ({"tagged_refs": "spring"}, 422),
    ],
)
def test_choices_that_make_no_sense_change_nothing(
    store: Store, api: KeyClient, body: dict[str, object], status: int
) -> None:
    answer = put(api, f"/api/v1/stores/{store.public_id}/attribution/", body)

    assert refusal(answer)[0] == status
    with store_scope(store.pk):
        assert not AttributionSettings.objects.exists()
