"""Fulfilments as Shopify's GraphQL says and wants them."""

from collections.abc import Iterable, Sequence
from typing import Any, Final

from stores.shopify.data import LeftData, SentAndLeft, SentData, TrackingData
from stores.shopify.reading import mapping, mappings, number_of, text

# What Shopify lets a shop's own people send; the rest is for whoever runs the warehouse.
_MAY_SEND: Final = "CREATE_FULFILLMENT"
_GONE: Final = ("CANCELLED", "ERROR", "FAILURE")


def sent_and_left(order: dict[str, Any]) -> SentAndLeft:
    """Of the answer's `order`."""
    sent = tuple(_sent(each) for each in mappings(order.get("fulfillments")))
    waiting = mappings(mapping(order.get("fulfillmentOrders")).get("nodes"))
    left: list[LeftData] = []
    is_elsewhere = False
    for each in waiting:
        lines = tuple(_left(each))
        actions = {text(one.get("action")) for one in mappings(each.get("supportedActions"))}
        if _MAY_SEND in actions:
            left += lines
        elif lines:
            is_elsewhere = True
    return SentAndLeft(sent, tuple(left), is_elsewhere)


def _sent(row: dict[str, Any]) -> SentData:
    parcels = tuple(
        TrackingData(text(each.get("number")), text(each.get("company")), text(each.get("url")))
        for each in mappings(row.get("trackingInfo"))
    )
    shopify_id = number_of(row.get("id"), "Fulfillment") or 0
    return SentData(shopify_id, text(row.get("status")) not in _GONE, parcels)


def _left(row: dict[str, Any]) -> Iterable[LeftData]:
    for each in mappings(mapping(row.get("lineItems")).get("nodes")):
        line = number_of(mapping(each.get("lineItem")).get("id"), "LineItem")
        quantity = each.get("remainingQuantity")
        if line is not None and isinstance(quantity, int) and quantity > 0:
            yield LeftData(line, quantity, text(each.get("id")), text(row.get("id")))


def fulfilment_input(lines: Sequence[LeftData], parcel: TrackingData) -> dict[str, Any]:
    """What CreateFulfilment is asked with. Shopify tells the buyer nothing: we do."""
    by_order: dict[str, list[dict[str, Any]]] = {}
    for line in lines:
        wanted = {"id": line.name, "quantity": line.quantity}
        by_order.setdefault(line.fulfilment_order, []).append(wanted)
    return {
        "lineItemsByFulfillmentOrder": [
            {"fulfillmentOrderId": name, "fulfillmentOrderLineItems": wanted}
            for name, wanted in by_order.items()
        ],
        "notifyCustomer": False,
        "trackingInfo": tracking_input([parcel]),
    }


def tracking_input(parcels: Sequence[TrackingData]) -> dict[str, Any]:
    """All numbers of a fulfilment: Shopify forgets what is left out. Links if all have one."""
    said: dict[str, Any] = {"numbers": [parcel.number for parcel in parcels]}
    if company := next((parcel.company for parcel in parcels if parcel.company), ""):
        said["company"] = company
    if parcels and all(parcel.url for parcel in parcels):
        said["urls"] = [parcel.url for parcel in parcels]
    return said
