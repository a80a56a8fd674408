"""Parcels: numbers, links, and where they are."""

from datetime import timedelta

from intake.topics import HANDLERS
from shipping import queries
from shipping.models import Parcel, ParcelEvent
from stores.models import Store
from stores.scope import Scope
from tests.factories import payloads

NOW = payloads.START + timedelta(days=1)


def tell(store: Store, topic: str, body: payloads.Body) -> None:
    HANDLERS[topic](store, body, NOW)


def test_each_number_is_a_parcel_and_only_web_links_are_kept(store: Store, inside: Scope) -> None:
    body = payloads.fulfilment(
        tracking_numbers=["A1", "B2", "C3"],
        tracking_urls=["https://bring.example/A1", "javascript:alert(1)"],
    )

    tell(store, "fulfillments/create", body)

    parcels = Parcel.objects.order_by("position").values_list("number", "url", "company")
    assert list(parcels) == [
        ("A1", "https://bring.example/A1", "Bring"),
        ("B2", "", "Bring"),
        ("C3", "", "Bring"),
    ]


def test_a_corrected_number_replaces_the_wrong_one(store: Store, inside: Scope) -> None:
    wrong = payloads.fulfilment(tracking_numbers=["WRONG", "SECOND"], tracking_urls=[])
    right = payloads.fulfilment(
        tracking_numbers=["RIGHT"], tracking_urls=[], updated_at=payloads.at(70)
    )

    tell(store, "fulfillments/create", wrong)
    tell(store, "fulfillments/update", right)
    tell(store, "fulfillments/create", wrong)

    assert [parcel.number for parcel in Parcel.objects.all()] == ["RIGHT"]


def test_a_scan_before_its_fulfilment_is_not_lost(store: Store, inside: Scope) -> None:
    tell(store, "fulfillment_events/create", payloads.parcel_event(1, status="delivered"))

    tell(store, "fulfillments/create", payloads.fulfilment())

    parcel = Parcel.objects.get()
    assert parcel.state == "DELIVERED"
    assert parcel.delivered_at == ParcelEvent.objects.get().at


def test_an_old_scan_that_comes_late_does_not_turn_a_parcel_back(
    store: Store, inside: Scope
) -> None:
    tell(store, "fulfillments/create", payloads.fulfilment())
    tell(store, "fulfillment_events/create", payloads.parcel_event(2, status="delivered"))

    tell(store, "fulfillment_events/create", payloads.parcel_event(1, status="in_transit"))

    assert Parcel.objects.get().state == "DELIVERED"
    assert ParcelEvent.objects.count() == 2


def test_what_is_said_of_a_fulfilment_is_said_of_its_parcels(store: Store, inside: Scope) -> None:
    tell(store, "fulfillments/create", payloads.fulfilment(tracking_numbers=["A1", "B2"]))
    for number in (1, 2):
        tell(store, "fulfillment_events/create", payloads.parcel_event(number))

    order_id = Parcel.objects.first().order_id  # type: ignore[union-attr]  # just recorded
    parcels = queries.parcels_by_order([order_id])[order_id]

    assert [parcel.number for parcel in parcels] == ["A1", "B2"]
    said = [event.shopify_id for event in queries.events_of_parcel(parcels[1])]
    assert said == [payloads.parcel_event(2)["id"], payloads.parcel_event(1)["id"]]
