"""The page in words and figures, from the rows it is made of."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Final

from messaging.facts.sent import location
from orders.models import DeliveryMethod
from statuspage.bill import lines_of, sums_of
from statuspage.boxes import boxes_of, returns_of
from statuspage.data import Box, Page, Room
from statuspage.facts import Facts
from statuspage.heading import head_of, steps_of
from statuspage.masking import masked_address

USUAL: Final = Room()


def pages_of(facts: Facts) -> Callable[[Room], Page]:
    """What the page says of these rows in one room or another, in the language that is on.

    What no room changes is said once. No query.
    """
    boxes, returns = boxes_of(facts), returns_of(facts)
    is_fetched = facts.order.delivery_method == DeliveryMethod.PICKUP
    page = partial(
        Page,
        number=facts.order.name,
        head=head_of(facts, boxes),
        steps=steps_of(facts, boxes),
        sums=sums_of(facts),
        address=() if is_fetched else masked_address(facts.order.shipping_address),
        place=_place(facts),
    )

    def within(room: Room) -> Page:
        most = room.boxes + room.more_boxes
        kept = _thinned(boxes[:most], room)
        lines, more, left_out = lines_of(facts, boxes, room)
        return page(
            boxes=kept[: room.boxes],
            more_boxes=kept[room.boxes :],
            boxes_left_out=max(len(boxes) - most, 0),
            returns=_thinned(returns[: room.boxes], room),
            lines=tuple(lines),
            more_lines=tuple(more),
            left_out=left_out,
        )

    return within


def _thinned(boxes: Sequence[Box], room: Room) -> tuple[Box, ...]:
    """Each with its share of what carriers said, the newest of it."""
    each = max(room.scans // max(len(boxes), 1), 1)
    return tuple(replace(box, scans=box.scans[:each]) for box in boxes)


def _place(facts: Facts) -> tuple[str, ...]:
    """Where it is fetched: the shop's own address, which is no secret."""
    if facts.order.delivery_method != DeliveryMethod.PICKUP:
        return ()
    found = next(
        (location(facts.order, row) for row in reversed(facts.fulfilments) if row.origin), None
    )
    if not found:
        return (facts.order.shipping_title,) if facts.order.shipping_title else ()
    town = f"{found['zip']} {found['city']}".strip()
    return tuple(filter(None, (found["name"], found["address1"], found["address2"], town)))
