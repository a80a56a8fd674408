"""What an order's rows say that its promise is worked out from: four statements."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from typing import Any, Final

from orders.models import Fulfilment, LineItem, Order
from shipping import queries
from shipping.models import Direction, Parcel, ParcelState, Promise
from shipping.promising.data import CartLine, Destination, Sent, Way

_SENT_OFF: Final = "SUCCESS"
_ALL_SENT: Final = "FULFILLED"


@dataclass(frozen=True, slots=True)
class Basis:
    """Digests of what a promise rests on: where one differs, there is news."""

    bought: str
    sent: str
    expected: str

    def __str__(self) -> str:
        return f"{self.bought}{self.sent}{self.expected}"


def basis_of(promise: Promise) -> Basis | None:
    """What it rested on; None: set by hand, or made before this was kept."""
    said = promise.basis
    return Basis(said[:10], said[10:20], said[20:30]) if said else None


@dataclass(frozen=True, slots=True)
class OrderFacts:
    lines: tuple[CartLine, ...]
    destination: Destination
    basis: Basis

    @property
    def goods(self) -> tuple[CartLine, ...]:
        return tuple(line for line in self.lines if line.is_shipped)

    @property
    def is_sent(self) -> bool:
        return bool(self.goods) and all(line.is_sent for line in self.goods)

    @property
    def shipped_at(self) -> datetime | None:
        """When the last of it left, if all of it has, and somebody said when."""
        moments = [part.shipped_at for line in self.goods for part in line.sent if part.shipped_at]
        return max(moments, default=None) if self.is_sent else None

    @property
    def settled_at(self) -> datetime | None:
        """When the last of it was delivered, if all of it was."""
        moments = [part.delivered_at for line in self.goods for part in line.sent]
        known = [moment for moment in moments if moment]
        return max(known) if self.is_sent and len(known) == len(moments) else None


def facts_of(order: Order, current: Promise | None) -> OrderFacts:
    """`current` knows which lines are counted from later than the order: delayed, or added."""
    rows = LineItem.objects.filter(order=order, current_quantity__gt=0).order_by("position")
    items = list(rows)
    sent = _Sent(order).by_line(items)
    counted = _counted(current)
    lines = tuple(_line(item, sent[item.position], counted.get(item.position)) for item in items)
    destination = destination_of(order)
    return OrderFacts(lines, destination, _basis(order, lines, destination))


def destination_of(order: Order) -> Destination:
    address = order.shipping_address or {}
    return Destination(
        country=str(address.get("country_code") or "").upper()[:2],
        postcode=str(address.get("zip") or ""),
        method=order.shipping_title,
        way=Way(order.delivery_method),
    )


def _line(item: LineItem, sent: list[Sent], counted_at: datetime | None) -> CartLine:
    return CartLine(
        key=item.position,
        product=item.product_shopify_id,
        variant=item.variant_shopify_id,
        vendor=item.vendor,
        quantity=item.current_quantity,
        is_shipped=item.requires_shipping and not item.is_gift_card,
        sent=tuple(sent),
        counted_at=counted_at,
    )


def _counted(current: Promise | None) -> dict[int, datetime]:
    lines: Sequence[Mapping[str, Any]] = current.lines if current else ()
    return {
        int(row["line"]): datetime.fromisoformat(row["counted_at"])
        for row in lines
        if row.get("counted_at")
    }


class _Sent:
    """What has left of an order: what Shopify says, then parcels that only we know of."""

    def __init__(self, order: Order) -> None:
        left = Fulfilment.objects.filter(order=order, state=_SENT_OFF)
        self.order = order
        self.fulfilments = list(left.order_by("shipped_at", "pk"))
        numbers = [row.pk for row in self.fulfilments]
        self.expected = queries.expected_by_fulfilment(numbers) if numbers else {}
        self.boxes: dict[int | None, list[Parcel]] = defaultdict(list)
        parcels = Parcel.objects.filter(order=order, direction=Direction.OUT)
        for parcel in parcels.select_related("own_carrier").order_by("shipped_at", "pk"):
            self.boxes[parcel.fulfilment_id].append(parcel)

    def by_line(self, items: Sequence[LineItem]) -> dict[int, list[Sent]]:
        """By the line's place."""
        found: dict[int, list[Sent]] = defaultdict(list)
        named = {item.shopify_id: item.position for item in items if item.shopify_id}
        for row in self.fulfilments:
            for said in row.lines:
                if said.get("line") in named:
                    part = self._part(row, said["line"], int(said["quantity"]))
                    found[named[said["line"]]].append(part)
        for item in items:
            found[item.position] += self._unsaid(item, found[item.position])
        return found

    def _part(self, row: Fulfilment, line: int, quantity: int) -> Sent:
        boxes = [box for box in self.boxes[row.pk] if _holds(box, line)]
        delivered_at = _all_delivered(boxes)
        if not boxes and row.parcel_state == ParcelState.DELIVERED:
            delivered_at = row.changed_at
        expected = [box.expected_at for box in boxes if box.expected_at]
        return Sent(
            quantity=quantity,
            shipped_at=row.shipped_at,
            carrier=next((_carrier(box) for box in boxes if _carrier(box)), ""),
            expected_at=max(expected, default=self.expected.get(row.pk)),
            delivered_at=delivered_at,
        )

    def _unsaid(self, item: LineItem, known: list[Sent]) -> list[Sent]:
        """What left though Shopify names no fulfilment for it."""
        rest = item.current_quantity - sum(part.quantity for part in known)
        if rest <= 0:
            return []
        boxes = [box for box in self.boxes[None] if box.shipped_at and _holds(box, item.shopify_id)]
        if boxes:
            expected = [box.expected_at for box in boxes if box.expected_at]
            part = Sent(
                quantity=_quantity(boxes, item.shopify_id, rest),
                shipped_at=boxes[-1].shipped_at,
                carrier=next((_carrier(box) for box in boxes if _carrier(box)), ""),
                expected_at=max(expected, default=None),
                delivered_at=_all_delivered(boxes),
            )
            return [part]
        if self.order.fulfilment_state == _ALL_SENT:
            moments = [row.shipped_at for row in self.fulfilments if row.shipped_at]
            return [Sent(quantity=rest, shipped_at=max(moments, default=None))]
        return []


def _holds(box: Parcel, line: int | None) -> bool:
    return not box.lines or any(said.get("line") == line for said in box.lines)


def _quantity(boxes: Sequence[Parcel], line: int | None, rest: int) -> int:
    if any(not box.lines for box in boxes):
        return rest
    named = (said for box in boxes for said in box.lines if said.get("line") == line)
    return min(rest, sum(int(said.get("quantity") or 0) for said in named))


def _carrier(box: Parcel) -> str:
    """As a TransitTime names it."""
    return f"own:{box.own_carrier.public_id}" if box.own_carrier else box.carrier


def _all_delivered(boxes: Sequence[Parcel]) -> datetime | None:
    moments = [box.delivered_at for box in boxes]
    known = [moment for moment in moments if moment]
    return max(known) if known and len(known) == len(moments) else None


def _basis(order: Order, lines: Sequence[CartLine], destination: Destination) -> Basis:
    bought = [
        (line.key, line.product, line.variant, line.vendor, line.quantity, line.is_shipped)
        for line in lines
    ]
    sent = [
        (line.key, part.quantity, part.shipped_at, part.carrier, bool(part.delivered_at))
        for line in lines
        for part in line.sent
    ]
    expected = [(line.key, part.expected_at) for line in lines for part in line.sent]
    return Basis(
        _digest((order.placed_at, bought, destination)),
        _digest(sent),
        _digest([each for each in expected if each[1]]),
    )


def _digest(said: object) -> str:
    return blake2b(repr(said).encode(), digest_size=5).hexdigest()
