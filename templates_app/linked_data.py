"""The order, or its parcels, as schema.org data: mail clients make a card of it.

What Gmail wants of an Order and of a ParcelDelivery: developers.google.com/workspace/gmail/markup.
"""

from collections.abc import Mapping
from typing import Any, Final

from common.money import exponent
from templates_app.data import NotificationKind as Kind
from templates_app.engine.filters.money import amount_of
from templates_app.engine.filters.words import http_url

Data = dict[str, object]

_SCHEMA: Final = "http://schema.org"
_TELLS_OF_PARCELS: Final = frozenset(
    {Kind.SHIPPING_CONFIRMATION, Kind.SHIPPING_UPDATE, Kind.OUT_FOR_DELIVERY, Kind.DELAYED}
)
# No order of the reader's yet, or none at all: a gift card's mail goes to somebody else. Thanks are
# said at any time, so they know no state of the order; a card would set back what it says.
_NO_ORDER: Final = frozenset(
    {
        Kind.ABANDONED_CHECKOUT,
        Kind.DRAFT_ORDER_INVOICE,
        Kind.GIFT_CARD,
        Kind.STAFF_NEW_ORDER,
        Kind.THANK_YOU,
    }
)
# Said before or after parcels are on their way; silence has no day for a card of its parcels.
_BEFORE_OR_AFTER_SHIPPING: Final = frozenset({Kind.DELAYED, Kind.NO_NEWS})
_STATUS: Final[dict[str, str]] = {
    Kind.ORDER_CANCELLED: "OrderCancelled",
    Kind.ORDER_REFUND: "OrderReturned",
    Kind.SHIPPING_CONFIRMATION: "OrderInTransit",
    Kind.SHIPPING_UPDATE: "OrderInTransit",
    Kind.OUT_FOR_DELIVERY: "OrderInTransit",
    Kind.DELIVERED: "OrderDelivered",
    Kind.REVIEW_REQUEST: "OrderDelivered",
    Kind.POS_RECEIPT: "OrderDelivered",
    Kind.READY_FOR_PICKUP: "OrderPickupAvailable",
    Kind.ADDRESS_CHECK: "OrderProblem",
}


def linked_data(context: Mapping[str, Any]) -> Data | list[Data]:
    """What the mail is about: its parcels where it tells of some, else its order, else nothing."""
    kind = str(_ours(context).get("kind") or "")
    if kind in _NO_ORDER or context.get("gift_card"):
        return {}
    parcels = parcel_data(context) if kind in _TELLS_OF_PARCELS else []
    return parcels or order_data(context)


def parcel_data(context: Mapping[str, Any]) -> list[Data]:
    """A ParcelDelivery for each parcel; none where a field that Gmail wants is not known."""
    address = _address(context.get("shipping_address"))
    arrives = _arrives_until(context)
    order = _part_of_order(context)
    if not (address and arrives and order):
        return []
    made: list[Data] = []
    for parcel in _ours(context).get("parcels") or []:
        items = [_product(item) for item in parcel.get("items") or _goods(context)]
        if not (parcel.get("company") and items):
            continue
        url = http_url(parcel.get("url"))
        made.append(
            {
                "@context": _SCHEMA,
                "@type": "ParcelDelivery",
                "deliveryAddress": address,
                "expectedArrivalUntil": arrives,
                "carrier": {"@type": "Organization", "name": str(parcel["company"])},
                **({"trackingNumber": str(parcel["number"])} if parcel.get("number") else {}),
                **({"trackingUrl": url} if url else {}),
                "itemShipped": items if len(items) > 1 else items[0],
                "partOfOrder": order,
            }
        )
    return made


def order_data(context: Mapping[str, Any]) -> Data:
    """An Order of schema.org from a context (see context_spec.py); empty where it has no number."""
    currency = str(context.get("currency") or "")
    order = _part_of_order(context)
    if not order:
        return {}
    url = http_url(_ours(context).get("status_url") or context.get("order_status_url"))
    return {
        "@context": _SCHEMA,
        **order,
        "priceCurrency": currency,
        "price": _price(context.get("total_price"), currency),
        "orderDate": str(context.get("created_at") or ""),
        **({"url": url} if url else {}),
        "acceptedOffer": [_offer(line, currency) for line in context.get("line_items") or []],
    }


def _ours(context: Mapping[str, Any]) -> Mapping[str, Any]:
    return context.get("notifyhub") or {}


def _part_of_order(context: Mapping[str, Any]) -> Data:
    number = str(context.get("name") or "")
    shop = context.get("shop") or {}
    if not number or not shop.get("name"):
        return {}
    return {
        "@type": "Order",
        "merchant": {"@type": "Organization", "name": str(shop["name"])},
        "orderNumber": number.lstrip("#"),
        "orderStatus": f"{_SCHEMA}/{_status_of(context)}",
    }


def _status_of(context: Mapping[str, Any]) -> str:
    if context.get("cancelled_at"):
        return "OrderCancelled"
    ours = _ours(context)
    kind = str(ours.get("kind") or "")
    if kind in _BEFORE_OR_AFTER_SHIPPING and ours.get("parcels"):
        return "OrderInTransit"
    return _STATUS.get(kind, "OrderProcessing")


def _address(row: Mapping[str, Any] | None) -> Data:
    """All that Gmail asks for; empty where the country, the town or the street is missing."""
    row = row or {}
    street = ", ".join(part for part in (row.get("address1"), row.get("address2")) if part)
    if not (street and row.get("city") and row.get("country_code")):
        return {}
    region = row.get("province_code") or row.get("province") or row.get("city")
    return {
        "@type": "PostalAddress",
        "name": str(row.get("name") or ""),
        "streetAddress": street,
        "addressLocality": str(row["city"]),
        "addressRegion": str(region),
        "postalCode": str(row.get("zip") or ""),
        "addressCountry": str(row["country_code"]),
    }


def _arrives_until(context: Mapping[str, Any]) -> str:
    promise = _ours(context).get("promise") or {}
    fulfilment = context.get("fulfillment") or {}
    last = promise.get("to_on") or promise.get("from_on")
    return str(last or fulfilment.get("estimated_delivery_at") or "")


def _goods(context: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    fulfilment = context.get("fulfillment") or {}
    return list(fulfilment.get("line_items") or context.get("line_items") or [])


def _product(line: Mapping[str, Any]) -> Data:
    return {"@type": "Product", "name": str(line.get("title") or "")}


def _offer(line: Mapping[str, Any], currency: str) -> Data:
    return {
        "@type": "Offer",
        "itemOffered": _product(line),
        "price": _price(line.get("final_line_price"), currency),
        "priceCurrency": currency,
        "eligibleQuantity": {
            "@type": "QuantitativeValue",
            "value": str(line.get("quantity") or 0),
        },
    }


def _price(value: object, currency: str) -> str:
    if type(value) is int and value >= 0 and exponent(currency) == 2:  # as most are
        return f"{value // 100}.{value % 100:02d}"
    amount = amount_of(value, currency)
    return "" if amount is None else str(amount)
