"""What was sent off: fulfilments, their parcels, and where goods are fetched."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from messaging.facts.goods import Goods
from messaging.facts.rows import Rows
from messaging.facts.texts import address, moment, web
from orders.freshness import BEFORE_ALL
from orders.models import Fulfilment, Order
from shipping.following import carrier_of, link_of
from shipping.models import Direction, Parcel
from shipping.queries import former_number
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

    def parcels_of(self, fulfilment: Fulfilment) -> list[Parcel]:
        return self.parcels.get(fulfilment.pk, [])


def sent_of(order: Order, subject: Fulfilment | Parcel | None, store: Store, rows: Rows) -> Sent:
    """Without a subject: what left last. Parcels that Shopify knows nothing of count too."""
    parcels: dict[int, list[Parcel]] = {}
    for parcel in rows.parcels.get(order.pk, []):
        if parcel.direction == Direction.OUT and parcel.fulfilment_id:
            parcels.setdefault(parcel.fulfilment_id, []).append(parcel)
    left = rows.fulfilments.get(order.pk, [])
    live = [row for row in left if row.state not in _CAME_TO_NOTHING]
    ours = _own_fulfilments(order, rows)
    parcels |= ours
    live += [_as_fulfilment(order, pk, of_it, live, rows) for pk, of_it in ours.items()]
    live.sort(key=_left_at)
    chosen = _about(subject, live, parcels) or (live[-1] if live else None)
    expected = rows.expected.get(chosen.pk) if chosen else None
    return Sent(chosen, live, parcels, store, expected)


def _left_at(row: Fulfilment) -> tuple[datetime, int]:
    return row.shipped_at or BEFORE_ALL, row.pk


def _own_fulfilments(order: Order, rows: Rows) -> dict[int, list[Parcel]]:
    """Parcels of ours that no fulfilment names, as if they were some: by a number below zero.

    Each that says what it holds is one; the others share one, since nobody says what is in which.
    """
    found: dict[int, list[Parcel]] = {}
    shared = 0
    for parcel in sorted(rows.parcels.get(order.pk, []), key=lambda parcel: parcel.pk):
        if parcel.fulfilment_id or parcel.direction != Direction.OUT:
            continue
        name = -parcel.pk
        if not parcel.lines:
            shared = name = shared or name
        found.setdefault(name, []).append(parcel)
    return found


def _as_fulfilment(
    order: Order, pk: int, parcels: list[Parcel], live: list[Fulfilment], rows: Rows
) -> Fulfilment:
    first = parcels[0]
    return Fulfilment(
        pk=pk,
        store_id=order.store_id,
        order=order,
        shopify_id=0,
        state="SUCCESS",
        lines=first.lines or _unsaid(order, live, rows),
        shipped_at=first.shipped_at or first.created_at,
        changed_at=first.changed_at,
    )


def _unsaid(order: Order, live: list[Fulfilment], rows: Rows) -> list[Values]:
    """What is in no other fulfilment or parcel of the order, and is sent at all."""
    gone = _counted(row.lines for row in live)
    own = (each for each in rows.parcels.get(order.pk, []) if each.direction == Direction.OUT)
    gone.update(_counted(parcel.lines for parcel in own if not parcel.fulfilment_id))
    left = (
        {"line": line.shopify_id, "quantity": line.current_quantity - gone[line.shopify_id]}
        for line in rows.lines.get(order.pk, [])
        if line.requires_shipping and line.shopify_id is not None
    )
    return [each for each in left if each["quantity"] > 0]


def _counted(told: Iterable[list[Values]]) -> Counter[int | None]:
    found: Counter[int | None] = Counter()
    for lines in told:
        for each in lines:
            found[each["line"]] += int(each["quantity"])
    return found


def _about(
    subject: Fulfilment | Parcel | None, live: list[Fulfilment], parcels: dict[int, list[Parcel]]
) -> Fulfilment | None:
    """What the subject is or travels in; one that came to nothing is told of all the same."""
    if isinstance(subject, Parcel):
        named = {parcel.pk: pk for pk, of_it in parcels.items() for parcel in of_it}
        return next((row for row in live if row.pk == named.get(subject.pk)), None)
    return next((row for row in live if subject and row.pk == subject.pk), subject)


def sent_values(sent: Sent, order: Order, goods: Goods, *, is_update: bool) -> Values:
    """What a fulfilment adds to the context."""
    if sent.subject is None:
        return {"fulfillment": None, "fulfillments": [], "unfulfilled_line_items": goods.current()}
    about = fulfilment_values(sent, sent.subject, order, goods)
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
        "notifyhub": {"parcels": _parcels(sent, sent.subject, goods, is_update)},
    }


def fulfilment_values(sent: Sent, row: Fulfilment, order: Order, goods: Goods) -> Values:
    parcels = sent.parcels_of(row)
    numbers = [parcel.number for parcel in parcels if parcel.number]
    urls = [url for url in (web(link_of(parcel)) for parcel in parcels) if url]
    lines = [(line, int(each["quantity"])) for line, each in goods.named(row.lines)]
    return {
        "item_count": sum(quantity for _, quantity in lines),
        "created_at": moment(row.shipped_at, sent.store),
        "updated_at": moment(row.changed_at, sent.store),
        "estimated_delivery_at": None,
        "tracking_company": carrier_of(parcels[0]) if parcels else "",
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
    gone = _counted(row.lines for row in sent.fulfilments)
    left = (
        (line, line.row.current_quantity - gone[line.row.shopify_id])
        for line in goods.lines
        if line.row.requires_shipping
    )
    return [line.part(quantity) for line, quantity in left if quantity > 0]


def _parcels(sent: Sent, row: Fulfilment, goods: Goods, is_update: bool) -> list[Values]:
    """With the number that each had before, where that is the news."""
    parcels = sent.parcels_of(row)
    shared = row.lines if len(parcels) == 1 else []
    return [
        {
            "number": parcel.number,
            "company": carrier_of(parcel),
            "url": web(link_of(parcel)),
            "state": parcel.state.lower(),
            "items": [
                line.goods(int(each["quantity"]))
                for line, each in goods.named(parcel.lines or shared)
            ],
            "is_changed": bool(is_update and former_number(parcel)),
            "old_number": former_number(parcel) if is_update else "",
        }
        for parcel in parcels
    ]
