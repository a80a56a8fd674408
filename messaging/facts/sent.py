"""What was sent off: fulfilments, their parcels, and where goods are fetched."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from messaging.facts.goods import Goods
from messaging.facts.rows import Rows
from messaging.facts.texts import address, moment, web
from orders.models import Fulfilment, Order
from shipping.models import Parcel
from stores.models import Store

Values = dict[str, Any]

_CAME_TO_NOTHING: Final = ("CANCELLED", "ERROR", "FAILURE")


@dataclass(frozen=True, slots=True)
class Sent:
    """All that left of an order, and the part that a message is about."""

    subject: Fulfilment | None
    fulfilments: list[Fulfilment]
    parcels: dict[int, list[Parcel]]  # by fulfilment
    store: Store
    expected_at: datetime | None  # when the subject's parcels were last said to arrive
    former_numbers: list[str]  # that the subject's parcels once had

    def parcels_of(self, fulfilment: Fulfilment) -> list[Parcel]:
        return self.parcels.get(fulfilment.pk, [])


def sent_of(order: Order, subject: Fulfilment | None, store: Store, rows: Rows) -> Sent:
    """Without a subject: what left last."""
    left = rows.fulfilments.get(order.pk, [])
    live = [row for row in left if row.state not in _CAME_TO_NOTHING]
    known = next((row for row in live if subject and row.pk == subject.pk), subject)
    chosen = known or (live[-1] if live else None)
    parcels: dict[int, list[Parcel]] = {}
    for parcel in rows.parcels.get(order.pk, []):
        parcels.setdefault(parcel.fulfilment_id or 0, []).append(parcel)
    number = chosen.pk if chosen else 0
    expected, former = rows.expected.get(number), rows.former_numbers.get(number, [])
    return Sent(chosen, live, parcels, store, expected, former)


def sent_values(sent: Sent, order: Order, goods: Goods, *, is_update: bool) -> Values:
    """What a fulfilment adds to the context."""
    if sent.subject is None:
        return {"fulfillment": None, "fulfillments": [], "unfulfilled_line_items": goods.current()}
    about = fulfilment_values(sent, sent.subject, order, goods)
    former = sent.former_numbers if is_update else []
    about["estimated_delivery_at"] = moment(sent.expected_at, sent.store) or None
    return {
        "fulfillment": about,
        "fulfillments": [
            about if each.pk == sent.subject.pk else fulfilment_values(sent, each, order, goods)
            for each in sent.fulfilments
        ],
        "unfulfilled_line_items": _left(sent, goods),
        "service_name": sent.subject.service,
        "location": location(order, sent.subject),
        "notifyhub": {"parcels": _parcels(sent, sent.subject, goods, former)},
    }


def fulfilment_values(sent: Sent, row: Fulfilment, order: Order, goods: Goods) -> Values:
    parcels = sent.parcels_of(row)
    numbers = [parcel.number for parcel in parcels if parcel.number]
    urls = [url for url in (web(parcel.url) for parcel in parcels) if url]
    lines = [(line, int(each["quantity"])) for line, each in goods.named(row.lines)]
    return {
        "item_count": sum(quantity for _, quantity in lines),
        "created_at": moment(row.shipped_at, sent.store),
        "updated_at": moment(row.changed_at, sent.store),
        "estimated_delivery_at": None,
        "tracking_company": parcels[0].company if parcels else "",
        "tracking_number": numbers[0] if numbers else None,
        "tracking_numbers": numbers,
        "tracking_url": urls[0] if urls else None,
        "tracking_urls": urls,
        "service_name": row.service,
        "shipping_address": address(order.shipping_address),
        "fulfillment_line_items": [
            {"quantity": quantity, "line_item": line.values} for line, quantity in lines
        ],
        "line_items": [line.part(quantity) for line, quantity in lines],
    }


def location(order: Order, fulfilment: Fulfilment | None) -> Values | None:
    """Where it is fetched or was bought: the address that Shopify gives with a fulfilment."""
    origin = address(fulfilment.origin) if fulfilment else None
    if origin is None:
        return None
    names = ("address1", "address2", "city", "province", "zip", "country", "phone")
    title = order.shipping_title if order.delivery_method == "PICKUP" else ""
    name = title or origin["company"] or origin["name"]
    return {"name": name, **{key: origin[key] for key in names}}


def pickup(order: Order, place: Values | None) -> Values | None:
    """Our own words for it, where the order is fetched."""
    if order.delivery_method != "PICKUP":
        return None
    parts = (place or {}).get("address1"), (place or {}).get("zip"), (place or {}).get("city")
    return {"name": order.shipping_title, "address": ", ".join(filter(None, parts)), "hours": ""}


def _left(sent: Sent, goods: Goods) -> list[Values]:
    gone: dict[int, int] = {}
    for fulfilment in sent.fulfilments:
        for row in fulfilment.lines:
            gone[row["line"]] = gone.get(row["line"], 0) + int(row["quantity"])
    left = (
        (line, line.row.current_quantity - gone.get(line.row.shopify_id or 0, 0))
        for line in goods.lines
        if line.row.requires_shipping
    )
    return [line.part(quantity) for line, quantity in left if quantity > 0]


def _parcels(sent: Sent, row: Fulfilment, goods: Goods, former: list[str]) -> list[Values]:
    """`former`: numbers that it once had; the first changed parcel took the first one's place."""
    parcels = sent.parcels_of(row)
    items = [line.goods(int(each["quantity"])) for line, each in goods.named(row.lines)]
    is_one = len(parcels) == 1
    return [
        {
            "number": parcel.number,
            "company": parcel.company,
            "url": web(parcel.url),
            "state": parcel.state.lower(),
            "items": items if is_one else [],
            "is_changed": place < len(former),
            "old_number": former[place] if place < len(former) else "",
        }
        for place, parcel in enumerate(parcels)
    ]
